"""The door from batches to the engine: a design point as a scenario, and one ensemble of games as columns.

This is the only module of the batches that knows the engine. `simulate` plays games whose scenarios differ in numbers side
by side; what an ensemble cannot mix (minds, the length of a game, who is where) is played in several ensembles and put together
again, and no game depends on its company.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import diplogame
from diplogame.batch.recorder import Recorder
from diplogame.batch.result import ChunkResult, merge
from diplogame.opening import DEFAULT_MIND, RULES, known, mind, mind_names, minds_by_role
from diplogame.playing import Playing
from diplogame.scenario import paths
from diplogame.scenario.forbid import with_forbidden
from diplogame.scenario.load import canonical, from_canonical, load_scenario
from diplogame.scenario.paths import Leaf, Value
from diplogame.scenario.schema import Scenario
from diplogame.world.build import TRAITS

__all__ = [
    "applied",
    "canonical",
    "default_mind",
    "load",
    "minds",
    "parameters",
    "parse",
    "roles",
    "rules_number",
    "simulate",
    "version",
]


def rules_number() -> int:
    """Rises whenever the course of a reference game changes."""
    return RULES


def version() -> str:
    """The program's version."""
    return diplogame.__version__


def load(name: str | Path) -> Scenario:
    """The scenario of that name or in that file. Raises ScenarioError or FileError."""
    return load_scenario(name, known())


@cache
def parse(text: str) -> Scenario:
    """The scenario whose canonical text this is."""
    return from_canonical(text)


def parameters(scenario: Scenario) -> Mapping[str, Leaf]:
    """Every number by its dotted path."""
    return paths.leaves(scenario)


def roles(scenario: Scenario) -> Sequence[str]:
    """The roles, in the scenario's order."""
    return list(scenario.states)


def minds() -> Sequence[str]:
    """Names of the minds."""
    return list(mind_names())


def default_mind() -> str:
    """The mind that decides where nothing is said."""
    return DEFAULT_MIND


def applied(scenario: Scenario, settings: Mapping[str, Value], forbid: Sequence[str]) -> Scenario:
    """The scenario of one design point. Raises SettingError."""
    return with_forbidden(paths.with_settings(scenario, settings), forbid)


def simulate(
    scenarios: Sequence[Scenario],
    point: np.ndarray,
    seeds: np.ndarray,
    minds: Sequence[Mapping[str, str]],
    published: Scenario | None = None,
) -> ChunkResult:
    """Plays n games to their ends: game k with `scenarios[point[k]]`, the luck of `seeds[k]` and the minds of its point.

    point: (n,) int; seeds: (n,) int64, 0 to 2^53-1; minds: role (or '*', for the rest) to name, one a scenario.
    published: the scenario as the states know it of each other, where settings change what one of them wants.
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    several = len(scenarios) > 1
    for i, (scenario, named) in enumerate(zip(scenarios, minds, strict=True)):
        key = (tuple(minds_by_role(scenario, named).items()), _shape(scenario) if several else "")
        groups.setdefault(key, []).append(i)
    parts, rows = [], []
    for (names, _), members in groups.items():
        place = np.full(len(scenarios), -1, dtype=np.intp)
        place[members] = np.arange(len(members))
        here = np.flatnonzero(place[point] >= 0)
        same = [scenarios[i] for i in members]
        parts.append(_play(same, place[point[here]], seeds[here], dict(names), published))
        rows.append(here)
    return merge(parts, rows)


def _play(
    scenarios: Sequence[Scenario],
    points: np.ndarray,
    seeds: np.ndarray,
    minds: Mapping[str, str],
    published: Scenario | None,
) -> ChunkResult:
    playing = Playing(scenarios, points, seeds, published)
    seats = [mind(minds[role]) for role in scenarios[0].states]
    recorder = Recorder(playing)
    while playing.open:
        recorder.add(playing.step(seats))
    return recorder.result()


_MIXED = ("rules", "start", "pairs", "forbid")
"""Parts of a scenario whose numbers may differ from world to world."""
_MIXED_STATE = ("goals", "kappa", "doctrine")
_ALIKE_STARTS = ("economy", "sanctions", "alignment")
"""Starting values that drift returns to: read from the cast, so alike in an ensemble."""


def _shape(scenario: Scenario) -> str:
    """Everything about a scenario that must be alike in one ensemble, as text."""
    plain = scenario.model_dump(mode="json", by_alias=True)
    for name in _MIXED:
        plain.pop(name, None)
    for state in plain["states"].values():
        for name in (*_MIXED_STATE, *TRAITS):
            state.pop(name, None)
        start = state.get("start", {})
        state["start"] = {name: value for name, value in start.items() if name in _ALIKE_STARTS}
    for place in plain["facilities"].values():
        place.pop("hardness", None)
        place.pop("integrity", None)
    for member in plain["council"].values():
        for name in ("ideal", "price", "tie"):
            member.pop(name, None)
    return json.dumps(plain, sort_keys=True)
