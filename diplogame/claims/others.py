"""The neighbours: courted, and wishing the fire out."""

from __future__ import annotations

import numpy as np

from diplogame.claims.measured import Measured, more, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, play
from diplogame.claims.statistics import mean
from diplogame.claims.war import WARS
from diplogame.minds.mind import Idle
from diplogame.texts import text
from diplogame.verbs.options import tables
from diplogame.world.fields import Array

WAR_RUNG = 9.0
"""A war, one above the ladder's top: without it the games that end early in war would count as the calmer ones."""


def _peak(run: Run) -> Array:
    """(worlds,) the highest rung of a game."""
    return np.where(run.ended(*WARS), WAR_RUNG, run.series["escalation"][1:].max(axis=0))


@check("C54")
def neighbours_calm(n: int, seed: int) -> Measured:
    """Mean highest rung with Egypt, Jordan or Qatar idle against awake, on the same luck. A war stands above all rungs, wherever it broke out."""
    n = min(8 * n, 4096)
    base = play(Setup(), n, seed)
    cast = base.worlds.cast
    parts, told = [], []
    for role in ("egypt", "jordan", "qatar"):
        asleep = play(Setup().mind(role, Idle()), n, seed)
        value, error = mean(_peak(asleep) - _peak(base))
        parts.append(more(value, error, "", unit="rungs"))
        goals, verbs = (
            len(cast.scenario.states[role].goals),
            len({o.verb for o in tables(cast)[cast.state_index[role]].orders}),
        )
        told.append(text("claims.neighbour", name=role, value=value, goals=goals, verbs=verbs))
    return together(parts, "; ".join(told))
