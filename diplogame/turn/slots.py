"""What is asked of whom: the slots of the answers array, and which of them are filled. A function of what the asked seat can see."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.world.axes import ASKS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.promises import DUE, owed

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
    return np.stack([asked_of(worlds, state) for state in range(worlds.cast.n_states)], axis=1)


def asked_of(worlds: Worlds, state: int) -> Array:
    """(worlds, slots) bool: what stands for one state to answer."""
    cast = worlds.cast
    n = cast.n_states
    result = np.zeros((worlds.size, n_slots(cast)), dtype=bool)
    result[:, :n] = worlds.invited[:, :, state] > 0
    result[:, n : 2 * n] = worlds.offer_give[:, :, state] >= 0
    if state in (cast.defender, cast.striker, cast.patron):
        result[:, slot(cast, "terms")] = (worlds.paper >= 0) & (worlds.seated[:, state] > 0)
    if state == cast.striker:
        result[:, slot(cast, "terms")] |= worlds.paper == 0
    if cast.member_of(state) >= 0:
        result[:, slot(cast, "vote")] = worlds.draft >= 0
    if state in (cast.defender, cast.striker):
        result[:, slot(cast, "ceasefire")] = (worlds.truce_ask >= 0) & (worlds.truce_ask != state) & (worlds.truce == 0)
        result[:, slot(cast, "close")] = worlds.truce >= 4
    if cast.tagged("interceptor")[state]:
        result[:, slot(cast, "intercept")] = (worlds.escalation >= 3.5) & (worlds.truce == 0)
    result[:, slot(cast, "promise")] = owed(worlds)[:, state, DUE] > 0
    return result
