"""A scenario from a file, checked; and the one text that stands for it in records."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from diplogame.errors import Fault, FileError, ScenarioError
from diplogame.scenario.check import Known, contradictions
from diplogame.scenario.inherit import locate, read_raw
from diplogame.scenario.messages import MISSING, faults_of
from diplogame.scenario.schema import FORMAT, Scenario

DEFAULT = "moscow_table"
UNTOLD = {"name": "base", "title": "", "summary": "", "briefing": ""}
"""What every base leaves to its heirs."""


def load_scenario(name_or_path: str | Path = DEFAULT, known: Known | None = None) -> Scenario:
    """The scenario of that name or in that file, with all that it extends.

    `known` holds the names that an engine knows (verbs, quantities, goal kinds); without it they are not looked up.
    Raises FileError where nothing can be read, ScenarioError with every fault by its path in the file.
    """
    scenario, faults = examine(name_or_path, known)
    if faults:
        raise ScenarioError.of(faults, f"{name_or_path} cannot be played:")
    if scenario is None or scenario.abstract:
        raise ScenarioError("abstract", True, f"{name_or_path} is a base for other scenarios, not to be played itself")
    return scenario


def examine(name_or_path: str | Path, known: Known | None = None) -> tuple[Scenario | None, list[Fault]]:
    """The scenario, if its schema holds, and all its faults. Raises FileError where nothing can be read.

    A base (`abstract: true`) may leave out whatever its heirs will say.
    """
    raw, lines = read_raw(locate(name_or_path))
    base = raw.get("abstract") is True
    scenario, faults = build({**UNTOLD, **raw} if base else raw, known)
    if base:
        faults = [fault for fault in faults if not fault.accepted.startswith(MISSING)]
    return scenario, [_with_line(fault, lines) for fault in faults]


def build(raw: dict[str, Any], known: Known | None = None) -> tuple[Scenario | None, list[Fault]]:
    """A scenario out of plain data, and its faults."""
    if raw.get("format", FORMAT) != FORMAT:
        return None, [Fault("format", raw["format"], f"this program reads format {FORMAT}")]
    try:
        scenario = Scenario.model_validate(raw)
    except ValidationError as error:
        return None, faults_of(error, raw)
    except RecursionError:
        return None, [Fault("", None, "is nested too deeply")]
    return scenario, contradictions(scenario, known)


def canonical(scenario: Scenario) -> str:
    """The one text of this scenario: JSON in one line. Names keep their order, which is the order of the world's axes: another order is another game."""
    plain = scenario.model_dump(mode="json", by_alias=True)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of the canonical text, in hex."""
    return sha256(canonical(scenario).encode()).hexdigest()


def from_canonical(text: str) -> Scenario:
    """The scenario whose canonical text this is. Raises ScenarioError."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise FileError("scenario", None, "the text is not JSON") from None
    if not isinstance(raw, dict):
        raise FileError("scenario", None, "the text is not a JSON object")
    scenario, faults = build(raw)
    if faults or scenario is None:
        raise ScenarioError.of(faults, "the scenario in this text cannot be played:")
    return scenario


def _with_line(fault: Fault, lines: dict[tuple[str | int, ...], int]) -> Fault:
    """`fault` with the line of its path, if that stands in the file itself and not in a base."""
    for keys, line in lines.items():
        if keys and ".".join(map(str, keys)) == fault.path:
            return fault._replace(path=f"{fault.path} (line {line})")
    return fault
