"""What an order is in itself, as affect and wishes see it: its tone, whether it is force, whom it spares."""

from __future__ import annotations

import numpy as np

from diplogame.orders.table import Columns
from diplogame.verbs.verb import verbs
from diplogame.world.cast import Cast
from diplogame.world.fields import Array

WORDS = 0.25
"""What a harsh word counts of a harsh deed, as in reciprocity (rule 1: material conflict fully, verbal conflict a quarter)."""


class Marks:
    """Marks of a seat's options, (options,) each, made once a cast."""

    def __init__(self, cast: Cast, rows: Columns) -> None:
        known = verbs()
        names = np.array([known[int(v)].name for v in rows.verb])
        self.target = np.maximum(rows.target, 0)
        self.tone = (
            np.array([known[int(v)].goldstein / 10.0 for v in rows.verb]) * (rows.target >= 0) * _size(names, rows)
        )
        """Friendly or harsh toward the target, in tenths of a Goldstein point; 0 where nobody is the target."""
        spoken = np.array([known[int(v)].statement for v in rows.verb], dtype=bool)
        self.harsh = np.maximum(-self.tone, 0.0) * np.where(spoken, WORDS, 1.0)
        """How far an order answers a blow: deeds fully, words a quarter."""
        self.gifts = np.flatnonzero(
            np.array([name.startswith("supply_") for name in names], dtype=bool) & (rows.target >= 0)
        )
        """Options that repay a favour."""
        self.material = np.array([known[int(v)].material or known[int(v)].name == "sabotage" for v in rows.verb]) * 1.0
        """1: force of any kind."""
        self.urged = self.material * _size(names, rows)
        """How far a call for restraint holds it back: a heavy salvo twice as much as an announced one."""
        self.strikes = np.isin(names, ("strike", "join_strike")) * 1.0
        self.last_card = (names == "close_strait") * 1.0
        self.rescue = (names == "join_strike") * 1.0
        """1: what a friend about to fall is saved by."""
        self.red = np.zeros(len(rows))
        """1: behind the red line."""
        for spot in rows.places:
            self.red = np.maximum(self.red, (cast.red[np.maximum(spot, 0)] & (spot >= 0)) * 1.0)


def _size(names: Array, rows: Columns) -> Array:
    """How much an order says by its size: an announced salvo half a blow, a heavy one half as much again; strikes by their aimpoints."""
    aims = sum((spot >= 0) * 1.0 for spot in rows.places)
    strike = np.isin(names, ("strike", "join_strike"))
    return np.where(names == "retaliate", 0.6 + 0.3 * rows.level, np.where(strike, 0.75 + 0.15 * aims, 1.0))
