"""The neighbours: courted, and wishing the fire out."""

from __future__ import annotations

from diplogame.claims.measured import Measured, more, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Setup, play
from diplogame.claims.statistics import mean
from diplogame.minds.mind import Idle
from diplogame.texts import text
from diplogame.verbs.options import tables


@check("C54")
def neighbours_calm(n: int, seed: int) -> Measured:
    """Mean highest rung with Egypt, Jordan or Qatar idle against awake, on the same luck."""
    n = min(4 * n, 2048)
    base = play(Setup(), n, seed)
    cast = base.worlds.cast
    parts, told = [], []
    for role in ("egypt", "jordan", "qatar"):
        asleep = play(Setup().mind(role, Idle()), n, seed)
        value, error = mean(asleep.series["escalation"][1:].max(axis=0) - base.series["escalation"][1:].max(axis=0))
        parts.append(more(value, error, "", unit="rungs"))
        goals, verbs = (
            len(cast.scenario.states[role].goals),
            len({o.verb for o in tables(cast)[cast.state_index[role]].orders}),
        )
        told.append(text("claims.neighbour", name=role, value=value, goals=goals, verbs=verbs))
    return together(parts, "; ".join(told))
