"""Measures of a world that rules, goals and minds share."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once


@once
def capability_left(worlds: Worlds) -> Array:
    """(worlds,) share of the defender's strategic capability that is left, 0 to 1: mean integrity of missile, drone, air-defence and
    nuclear sites.
    """
    cast = worlds.cast
    mine = cast.spots("mixer", "drone", "launcher", "s300", "nuclear", owner=cast.defender)
    return np.asarray(worlds.integrity.take(mine, axis=1).mean(axis=1))


@once
def blur(worlds: Worlds) -> Array:
    """(worlds, states) mean standard error of each state's estimates of the facilities; in a view, the seat's own for all."""
    if worlds.knower is None:
        return np.asarray(worlds.seen_sd.mean(axis=2))
    own = worlds.row("seen_sd", worlds.knower).mean(axis=1)
    return np.ascontiguousarray(np.broadcast_to(own[:, None], (worlds.size, worlds.cast.n_states)))
