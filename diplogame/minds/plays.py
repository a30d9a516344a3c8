"""Plays: orders that make sense together. Once one of them is chosen, the others of its play gain worth in the rounds that follow -
what a greedy pick, one order at a time, would miss. A play is the scenario's; its title is the reason that is shown.
"""

from __future__ import annotations

import numpy as np

from diplogame.verbs.options import OptionTable
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def companions(cast: Cast, table: OptionTable) -> tuple[Array, Array]:
    """Options that can complete a play, (k,), and (k, options + 1) 1 where choosing the second, an option or none (the last), has begun it
    (made once a table).
    """
    kept: dict[int, tuple[OptionTable, tuple[Array, Array]]] = cast.extras.setdefault("companions", {})
    if table.seat not in kept or kept[table.seat][0] is not table:
        together = np.zeros((len(table), len(table)))
        for _, slots in plays_of(cast, table):
            for i, first in enumerate(slots):
                for j, second in enumerate(slots):
                    if i != j:
                        together[np.ix_(first, second)] = 1.0
        which = np.flatnonzero(together.any(axis=0))
        kept[table.seat] = (table, (which, np.append(together[:, which].T, np.zeros((len(which), 1)), axis=1)))
    return kept[table.seat][1]


def plays_of(cast: Cast, table: OptionTable) -> list[tuple[str, list[list[int]]]]:
    """The seat's plays: title, and for each of its orders the options that fill it. A play that a seat cannot fill is left out."""
    found = []
    for play in cast.scenario.states[cast.states[table.seat]].plays.values():
        slots = [
            [
                k
                for k, order in enumerate(table.orders)
                if order.verb == planned.verb
                and planned.target in (None, order.target)
                and planned.place in (None, order.place)
                and (not planned.covert or order.covert)
            ]
            for planned in play.orders
        ]
        if all(slots):
            found.append((play.title, slots))
    return found
