"""How a mind answers what is asked of it: chances of a yes, and the draw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from diplogame.noise import logistic
from diplogame.turn.slots import NO, NOTHING, OTHER, YES, asked_of, n_slots, slot
from diplogame.verbs import papers
from diplogame.verbs.acceptability import comes_by_party
from diplogame.verbs.ballot import p_votes
from diplogame.verbs.favours import chance_of_swap_at, swap_at
from diplogame.verbs.papers import p_ceasefire
from diplogame.verbs.salvo import p_help
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View


def chances(view: View, wanted: Array | None = None) -> Array:
    """(worlds, slots) the chance of a yes (of a vote in favour, of keeping a promise) in each slot, asked or not; with ``wanted``
    (worlds, slots) bool, only in slots that somebody is asked.
    """
    world, cast, seat = view.world, view.world.cast, view.seat
    n = cast.n_states
    asks: Array = np.ones(n_slots(cast), dtype=bool) if wanted is None else np.asarray(wanted.any(axis=0))
    result = np.zeros((world.size, len(asks)))
    if asks[:n].any():
        result[:, :n] = comes_by_party(world)[:, :, seat]
    if asks[n : 2 * n].any():
        result[:, n : 2 * n] = _offers(world, seat)
    own: dict[str, Callable[[], Array]] = {
        "intercept": lambda: p_help(world, seat),
        "promise": lambda: p_keep_promise(world, seat),
    }
    if seat in papers.parties(world):
        own["terms"] = lambda: papers.p_sign(world, world.paper)[:, papers.parties(world).index(seat)]
    if cast.member_of(seat) >= 0:
        own["vote"] = lambda: p_votes(world.common)[0][:, cast.member_of(seat)]
    if seat in (cast.defender, cast.striker):
        own |= {"ceasefire": lambda: p_ceasefire(world, seat), "close": lambda: p_close(world, seat)}
    for kind, chance in own.items():
        if asks[slot(cast, kind)]:
            result[:, slot(cast, kind)] = chance()
    return result


def _offers(world: Worlds, seat: int) -> Array:
    """(worlds, senders) chances of a yes to the offers that stand; 0 where none does."""
    out = np.zeros((world.size, world.cast.n_states))
    give, get = (np.ascontiguousarray(part[:, :, seat]) for part in (world.offer_give, world.offer_get))
    where, sender = np.nonzero(give >= 0)
    _, theirs = swap_at(
        world,
        where,
        sender,
        np.full(len(where), seat),
        give[where, sender].astype(np.int64),
        get[where, sender].astype(np.int64),
    )
    out[where, sender] = chance_of_swap_at(world, where, theirs)
    return out


def p_close(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that a party votes to close a truce for good."""
    other = world.cast.striker if seat == world.cast.defender else world.cast.defender
    rule = world.numbers.rule
    return logistic(rule("close_base") + rule("close_trust") * world.trust[:, seat, other])


def p_keep_promise(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that the state keeps what falls due: K = 8 x weight of credibility + .25 x trust x surplus x turns, against the price."""
    rule = world.numbers.rule_at
    due = (world.p_state == 1) & (world.p_due <= world.turn) & (world.p_from == seat)
    # Few promises fall due: each is looked at by itself.
    w, row = np.nonzero(due)
    taker = np.maximum(world.p_to[w, row], 0).astype(np.int64)
    worth = (
        rule("promise_base", w)
        + rule("promise_trust", w) * world.trust[w, seat, taker]
        + rule("promise_tie", w) * world.relation[w, seat, taker]
    )
    least = np.full(world.size, np.inf)
    np.minimum.at(least, w, worth - rule("promise_heat", w) * np.maximum(world.escalation[w] - 5.0, 0.0))
    return logistic(np.minimum(least, 30.0))


def answer(view: View) -> Array:
    """(worlds, slots) int8: the mind's answers to what is asked of its seat, NOTHING elsewhere."""
    world, cast, seat = view.world, view.world.cast, view.seat
    wanted = asked_of(world, seat)
    result = np.full(wanted.shape, NOTHING, dtype=np.int8)
    if not wanted.any():
        return result
    luck = view.luck.uniform("answer", n_slots(cast))
    chance = chances(view, wanted)
    said = np.where(luck < chance, YES, NO)
    n = cast.n_states
    # An offer that falls a little short is countered once.
    offers = slice(n, 2 * n)
    near = (luck[:, offers] >= chance[:, offers]) & (luck[:, offers] < chance[:, offers] + 0.12)
    said[:, offers] = np.where(near, OTHER, said[:, offers])
    member = cast.member_of(seat)
    if member >= 0:
        yes, no = p_votes(world.common)
        u = luck[:, slot(cast, "vote")]
        said[:, slot(cast, "vote")] = np.where(u < yes[:, member], YES, np.where(u > 1.0 - no[:, member], NO, OTHER))
    return np.where(wanted, said, NOTHING).astype(np.int8)


__all__ = ["answer", "chances", "p_ceasefire", "p_close", "p_help", "p_keep_promise"]
