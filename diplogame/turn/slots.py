"""What is asked of whom: the slots of the answers array, and which of them are filled. A function of what the asked seat can see."""

from __future__ import annotations

import numpy as np

from diplogame.world.axes import ASKS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds

NOTHING, NO, YES, OTHER = -1, 0, 1, 2
"""Answers: none, no (refuse, against, break), yes (accept, sign, in favour, keep), other (abstain, counter)."""


def n_slots(cast: Cast) -> int:
    """Slots a seat: an invitation and an offer from each state, then one of each other kind."""
    return 2 * cast.n_states + len(ASKS)


def slot(cast: Cast, kind: str, sender: int = 0) -> int:
    """The slot of a question: invitation and offer by sender, the others by kind."""
    if kind == "invitation":
        return sender
    if kind == "offer":
        return cast.n_states + sender
    return 2 * cast.n_states + ASKS.index(kind)


def asked(worlds: Worlds) -> Array:
    """(worlds, states, slots) bool: what stands for each state to answer with this turn's docket."""
    cast = worlds.cast
    n = cast.n_states
    result = np.zeros((worlds.size, n, n_slots(cast)), dtype=bool)
    result[:, :, :n] = worlds.invited.transpose(0, 2, 1) > 0
    result[:, :, n : 2 * n] = worlds.offer_give.transpose(0, 2, 1) >= 0
    paper = worlds.paper >= 0
    parties = (cast.defender, cast.striker, cast.patron)
    for party in parties:
        result[:, party, slot(cast, "terms")] = paper & (worlds.seated[:, party] > 0)
    result[:, cast.striker, slot(cast, "terms")] |= worlds.paper == 0
    for state in range(n):
        if cast.member_of(state) >= 0:
            result[:, state, slot(cast, "vote")] = worlds.draft >= 0
    for party in (cast.defender, cast.striker):
        result[:, party, slot(cast, "ceasefire")] = (worlds.truce_ask >= 0) & (worlds.truce_ask != party) & (worlds.truce == 0)
        result[:, party, slot(cast, "close")] = worlds.truce >= 4
    hot = (worlds.escalation >= 3.5) & (worlds.truce == 0)
    for helper in np.flatnonzero(cast.tagged("interceptor")):
        result[:, helper, slot(cast, "intercept")] = hot
    due = (worlds.p_state == 1) & (worlds.p_due <= worlds.turn)
    for state in range(n):
        result[:, state, slot(cast, "promise")] = (due & (worlds.p_from == state)).any(axis=1)
    return result
