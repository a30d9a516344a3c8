"""The appraisal as traced steps: what each order is worth and which stand open, worked out by the machine rather than by NumPy.

`appraise` and `legal` say what is worked out; here they are run once on stand-ins, and the steps that this leaves are played for all worlds.
Both ways give the same numbers (tests hold them together, bit for bit). NumPy does it where Numba is not at hand, where reasons are kept,
and for views that are not looked at worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diplogame.machine.machine import at_hand
from diplogame.minds.answers import foretell
from diplogame.minds.appraisal import appraise
from diplogame.minds.plan import plan
from diplogame.turn.slots import asked_of
from diplogame.verbs.options import OptionTable, legal
from diplogame.world.fields import Array
from diplogame.world.played import Formula, traced
from diplogame.world.stand_in import Tracer
from diplogame.world.views import Believed, View

SOON, LATE = 1_000, 12_000
"""Worlds that a seat's plan is asked about before tracing is worth its half a second for eight seats; more in a sweep over rules, whose ensembles
are of many casts.
"""


@dataclass(frozen=True)
class Reckoned:
    """What a seat's choice hangs on."""

    value: Array
    """(worlds, options) what each order is worth."""
    open: Array
    """(worlds, options) bool: whether it stands open."""
    asked: Array
    """(worlds, slots) bool: what the seat is asked."""
    chances: Array
    """(worlds, kinds) chances of a yes, as `answers.foretell` has them."""


def reckon(view: View, table: OptionTable, prospect: bool) -> Reckoned | None:
    """What the steps give; None where NumPy has to say."""
    cast = view.world.cast
    made = plan(cast, view.seat)
    if not isinstance(view.world, Believed) or not len(table) or made.table is not table or not at_hand(view.size):
        return None
    if len(view.world.numbers.forbidden) > 1:
        return None  # which orders a role may give differs from world to world
    key = (prospect, view.world.numbers.kind)
    if key not in made.kept:
        made.asked[key] = made.asked.get(key, 0) + view.size
        if made.asked[key] < (SOON if len(view.world.numbers.table) == 1 else LATE):
            return None
        made.kept[key] = _traced(view, table, prospect)
    steps: Formula | None = made.kept[key]
    if steps is None:
        return None
    values, truths = steps.play(view)
    n = len(table)
    return Reckoned(values[:, :n], truths[:, :n], truths[:, n:], values[:, n:])


def _traced(view: View, table: OptionTable, prospect: bool) -> Formula | None:
    """The formulas of a seat's choice."""

    def formulas(tracer: Tracer) -> tuple[list[Any], list[Any]]:
        seen, world = tracer.view, tracer.view.world
        return [appraise(seen, prospect, keep=False).value, foretell(world, seen.seat)], [
            legal(world, table),
            asked_of(world, seen.seat),
        ]

    return traced(view, formulas)
