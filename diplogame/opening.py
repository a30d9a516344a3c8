"""The opening of games: scenarios, settings and seeds become worlds; names become minds. Played games, batches and models all start here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from diplogame.errors import SettingError, suggestion
from diplogame.goals import quantities
from diplogame.goals.goal import goal_kinds
from diplogame.minds.mind import MINDS, GoalSeeking, Mind
from diplogame.noise import MAX_SEED
from diplogame.scenario.check import Known
from diplogame.scenario.forbid import is_forbidden
from diplogame.scenario.schema import Scenario
from diplogame.turn import news
from diplogame.verbs.verb import verb_names
from diplogame.world.build import FIELDS_OF_STATES, FIELDS_OF_WORLDS, TRAITS, build
from diplogame.world.cast import PLACE_KINDS
from diplogame.world.fields import Array, Worlds

RULES: Final = 4
"""The rules number: it rises whenever the digest of a reference game moves."""

LEVELS: Final = ("easy", "normal", "hard")
"""How well the states play that no person plays."""

DEFAULT_MIND: Final = "goal_seeking"


def open_worlds(
    scenarios: Sequence[Scenario], points: Array, seeds: Array, published: Scenario | None = None
) -> Worlds:
    """The worlds at turn 0: world k plays ``scenarios[points[k]]`` with the luck of ``seeds[k]``.

    points, seeds: (worlds,) whole numbers. The scenarios differ in numbers alone. ``published``: the scenario as others know it, where a
    setting has changed what a state wants; the first one by default.
    """
    seeds = np.asarray(seeds, dtype=np.int64)
    if len(seeds) and not (int(seeds.min()) >= 0 and int(seeds.max()) <= MAX_SEED):
        raise SettingError("seed", int(seeds.min()), f"must be a whole number from 0 to {MAX_SEED}")
    names = verb_names()
    return build(scenarios, points, seeds, names, [barred(scenario, names) for scenario in scenarios], published)


def known() -> Known:
    """The names that the engine knows, to check a scenario against."""
    return Known(
        verbs=frozenset(verb_names()),
        goal_kinds=frozenset(goal_kinds()),
        world=FIELDS_OF_WORLDS,
        state=FIELDS_OF_STATES | TRAITS.keys(),
        goals=quantities.heads(),
        news=news.heads(),
        kinds=frozenset(PLACE_KINDS),
    )


def barred(scenario: Scenario, names: Sequence[str]) -> Array:
    """(states, verbs) bool: what the scenario's `forbid` takes from whom."""
    return np.array([[is_forbidden(scenario, verb, role) for verb in names] for role in scenario.states])


def mind_names() -> tuple[str, ...]:
    """Names of all minds that a role can be given."""
    return (*(name for name in MINDS if name != "idle"), "looking_ahead")


def mind(name: str) -> Mind:
    """The mind of that name. Raises SettingError with the nearest names."""
    if name == "looking_ahead":
        from diplogame.course import step
        from diplogame.minds.ahead import LookingAhead
        from diplogame.world.imagine import imagine

        return LookingAhead(imagine, step)
    if name == "easy":
        return GoalSeeking("easy", warmth=2.0, plays=False)
    if name not in MINDS:
        raise SettingError("mind", name, suggestion(name, mind_names(), "mind"))
    return MINDS[name]()


def mind_of_level(level: str) -> str:
    """The name of the mind that plays a level. Raises SettingError."""
    if level not in LEVELS:
        raise SettingError("level", level, suggestion(level, LEVELS, "level"))
    return {"easy": "easy", "normal": DEFAULT_MIND, "hard": "looking_ahead"}[level]


def minds_by_role(scenario: Scenario, names: Mapping[str, str] | None = None, level: str = "normal") -> dict[str, str]:
    """Who plays each role: ``names`` ('*' stands for all roles), else the level's mind. Raises SettingError."""
    names = dict(names or {})
    found = dict.fromkeys(scenario.states, names.pop("*", mind_of_level(level)))
    for role, name in names.items():
        if role not in found:
            raise SettingError("role", role, suggestion(role, found, "role"))
        found[role] = name
    for name in found.values():
        mind(name)
    return found
