"""The chance that a draft passes: nine in favour and no permanent member against, counted out exactly over the members' own chances."""

from __future__ import annotations

import numpy as np

from diplogame.noise import normal_cdf
from diplogame.verbs.ballot import index_for, p_votes
from diplogame.world.fields import Array, Worlds

NINE = 9


def passing(yes: Array, against: Array, permanent: Array) -> Array:
    """(worlds,) the chance of nine in favour without a veto. yes, against: (worlds, members) each member's chances; permanent: (members,) bool."""
    size, members = yes.shape
    # ways[:, n]: the chance that n are in favour so far and no permanent member is against.
    ways = np.zeros((size, members + 1))
    ways[:, 0] = 1.0
    for k in range(members):
        stays = 1.0 - yes[:, k] - (against[:, k] if permanent[k] else 0.0)
        more = np.zeros_like(ways)
        more[:, 1:] = ways[:, :-1] * yes[:, k : k + 1]
        ways = ways * np.maximum(stays, 0.0)[:, None] + more
    total: Array = ways[:, NINE:].sum(axis=1)
    return total


def standing(worlds: Worlds) -> Array:
    """(worlds,) the chance that the draft before the council passes."""
    yes, against = p_votes(worlds)
    return passing(yes, against, worlds.cast.permanent)


def tabled(worlds: Worlds, kind: int, author: int) -> Array:
    """(worlds,) the chance that a draft of that kind would pass if the state tabled it; an Arab author speaks in the group's name."""
    size = worlds.size
    index = index_for(worlds, np.full(size, kind, dtype=np.int64), np.full(size, float(worlds.cast.arabs[author])))
    edge, spread = worlds.numbers.rule("vote_edge", 2), worlds.numbers.rule("vote_noise", 2)
    return passing(normal_cdf((index - edge) / spread), normal_cdf((-index - edge) / spread), worlds.cast.permanent)


__all__ = ["passing", "standing", "tabled"]
