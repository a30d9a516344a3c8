"""Scenario files that build on others: `extends: base` or `extends: [base_rules, ./mine.yaml]`.

A child states only what differs. Mappings are merged key by key, lists are replaced, `null` takes an entry away, and in `rules:` a bare number
replaces the value and keeps unit, range and source.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diplogame.errors import FileError, ScenarioError, nearest, shown
from diplogame.resources import folder, scenario_names
from diplogame.scenario.yamlload import load_file

MAX_ANCESTORS = 24

Raw = dict[str, Any]


def locate(name: str | Path, beside: Path | None = None) -> Path:
    """The file of the scenario `name`: a name from scenarios/, or a path (relative to the folder `beside`).

    Raises FileError with the nearest names.
    """
    text = str(name)
    if isinstance(name, str) and text and not any(sign in text for sign in "/\\.\0"):
        if text in (names := scenario_names()):
            return folder("scenarios") / f"{text}.yaml"
        close = nearest(text, names)
        playable = [name for name in names if not name.startswith("base")]
        hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(playable)}; or give a path"
        raise FileError("scenario", text[:200], f"there is none of this name; {hint}")
    if not text or "\0" in text:
        raise FileError("scenario", text[:200], "give a name from scenarios/ or the path of a YAML file")
    path = Path(name).expanduser()
    return path if path.is_absolute() or beside is None else beside / path


def read_raw(path: Path) -> tuple[Raw, dict[tuple[str | int, ...], int]]:
    """The merged but unchecked scenario in `path`, and the lines of the values that stand in that file itself."""
    return _read(path, ())


def _read(path: Path, trail: tuple[Path, ...]) -> tuple[Raw, dict[tuple[str | int, ...], int]]:
    key = path.resolve()
    if key in trail:
        names = " > ".join(other.stem for other in (*trail[trail.index(key) :], key))
        raise ScenarioError("extends", None, f"{names}: a scenario cannot extend itself")
    if len(trail) >= MAX_ANCESTORS:
        raise ScenarioError("extends", None, f"more than {MAX_ANCESTORS} scenarios extend each other")
    data, lines = load_file(path)
    if not isinstance(data, dict):
        raise FileError(
            str(path), None, "holds a single value or a list; a scenario is a mapping (name: ..., states: ...)"
        )
    bases = data.pop("extends", None) or []
    bases = [bases] if isinstance(bases, str) else bases
    if not isinstance(bases, list) or not all(isinstance(base, str) for base in bases):
        raise ScenarioError("extends", shown(bases), "give the name of a scenario, or a list of names")
    merged: Raw = {}
    for base in bases:
        below, _ = _read(locate(base, path.parent), (*trail, key))
        below.pop("abstract", None)
        merged = merge(merged, below)
    return merge(merged, data), lines


def merge(base: Raw, child: Raw) -> Raw:
    """`child` laid over `base`; neither is changed."""
    return _over(base, child, ())


def _over(base: Raw, child: Raw, at: tuple[str, ...]) -> Raw:
    merged = dict(base)
    for key, value in child.items():
        below = base.get(key)
        if isinstance(value, dict):
            merged[key] = _over(below if isinstance(below, dict) else {}, value, (*at, key))
        elif at == ("rules",) and isinstance(below, dict) and value is not None:
            merged[key] = {**below, "value": value}
        elif value is None and at:
            merged.pop(key, None)
        else:
            merged[key] = value
    return merged
