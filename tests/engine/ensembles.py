"""Makers of worlds for the tests of the engine."""

from __future__ import annotations

from functools import cache

import numpy as np

from diplogame.course import step
from diplogame.minds.mind import GoalSeeking, Idle, Random
from diplogame.opening import open_worlds
from diplogame.scenario.load import load_scenario
from diplogame.world.fields import FIELDS

SCENARIOS = ("moscow_table", "delegation_lands", "finishing_the_job", "quiet_rebuild", "one_lesson", "tutorial")


def opened(name="moscow_table", n=4, seed=0):
    """n worlds of a scenario at turn 0; world k has the seed `seed + k`."""
    return open_worlds([load_scenario(name)], np.zeros(n, dtype=np.intp), np.arange(seed, seed + n))


def ordered(worlds):
    """The worlds with the number of the turn that is being ordered."""
    return worlds.replace({"turn": worlds.turn + 1})


def played(worlds, minds, turns):
    """All worlds after so many turns."""
    for _ in range(turns):
        if not (worlds.ending == 0).any():
            break
        worlds = step(worlds, minds).worlds
    return worlds


@cache
def random_states():
    """Worlds in the middle of games: several scenarios, random minds beside goal-seeking ones, every other turn."""
    found = []
    for k, name in enumerate(SCENARIOS):
        worlds = opened(name, 4, 100 * k)
        minds = [Random() if (seat + k) % 2 else GoalSeeking() for seat in range(worlds.cast.n_states)]
        for turn in range(14):
            if turn % 2 == 0:
                found.append(worlds)
            if not (worlds.ending == 0).all():
                break
            worlds = step(worlds, minds).worlds
    return tuple(found)


def quiet(worlds, *, but=None):
    """Minds for all seats: idle, except those named."""
    minds = [Idle() for _ in worlds.cast.states]
    for role, mind in (but or {}).items():
        minds[worlds.cast.state_index[role]] = mind
    return minds


def arrays(worlds):
    """Every array of the worlds by name."""
    return {name: getattr(worlds, name) for name in FIELDS}
