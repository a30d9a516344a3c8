"""Measures of a world that rules, goals and minds share."""

from __future__ import annotations

import numpy as np

from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once


@once
def capability_left(worlds: Worlds) -> Array:
    """(worlds,) share of the defender's strategic capability that is left, 0 to 1: mean integrity of missile, drone, air-defence and
    nuclear sites.
    """
    cast = worlds.cast
    mine = np.flatnonzero(cast.of_kind("mixer", "drone", "launcher", "s300", "nuclear", owner=cast.defender))
    return np.asarray(worlds.integrity.take(mine, axis=1).mean(axis=1))
