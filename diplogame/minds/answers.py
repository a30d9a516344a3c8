"""How a mind answers what is asked of it: chances of a yes, and the draw."""

from __future__ import annotations

import numpy as np

from diplogame.noise import logistic
from diplogame.turn import papers
from diplogame.turn.slots import NO, NOTHING, OTHER, YES, asked, n_slots, slot
from diplogame.verbs.acceptability import comes_by_party
from diplogame.verbs.ballot import p_votes
from diplogame.verbs.favours import chance_of_swap, swap_value
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View


def chances(view: View) -> Array:
    """(worlds, slots) the chance of a yes (of a vote in favour, of keeping a promise) in each slot, asked or not."""
    world, cast, seat = view.world, view.world.cast, view.seat
    n = cast.n_states
    result = np.zeros((world.size, n_slots(cast)))
    result[:, :n] = comes_by_party(world)[:, :, seat]
    others = np.arange(n)
    give = np.maximum(world.offer_give[:, :, seat], 0).astype(np.int64)
    get = np.maximum(world.offer_get[:, :, seat], 0).astype(np.int64)
    if (world.offer_give[:, :, seat] >= 0).any():
        result[:, n : 2 * n] = _offers(world, seat, others, give, get)
    who = papers.parties(world)
    if seat in who and (world.paper >= 0).any():
        result[:, slot(cast, "terms")] = papers.p_sign(world, np.maximum(world.paper, 0).astype(np.int64))[:, who.index(seat)]
    if cast.member_of(seat) >= 0:
        result[:, slot(cast, "vote")] = p_votes(world)[0][:, cast.member_of(seat)]
    if seat in (cast.defender, cast.striker):
        result[:, slot(cast, "ceasefire")] = p_ceasefire(world, seat)
        result[:, slot(cast, "close")] = p_close(world, seat)
    result[:, slot(cast, "intercept")] = p_help(world, seat)
    result[:, slot(cast, "promise")] = p_keep_promise(world, seat)
    return result


def _offers(world: Worlds, seat: int, others: Array, give: Array, get: Array) -> Array:
    """Chances by sender: each offer has its own favours in each world, so senders are taken one by one."""
    out = np.zeros((world.size, len(others)))
    pairs = np.unique(np.stack([give, get], axis=-1).reshape(-1, 2), axis=0)
    for one, other in pairs:
        here = (give == one) & (get == other)
        for sender in np.flatnonzero(here.any(axis=0)):
            if sender == seat:
                continue
            _, theirs = swap_value(world, np.array([sender]), np.array([seat]), np.array([one]), np.array([other]))
            chance = chance_of_swap(world, theirs)[:, 0]
            out[:, sender] = np.where(here[:, sender], chance, out[:, sender])
    return out


def p_ceasefire(world: Worlds, seat: int, nerve: bool = True) -> Array:
    """(worlds,) chance that a party agrees to a ceasefire somebody asks for: as it would sign the paper, with the asker's word in place of a host's."""
    who = papers.parties(world)
    value = papers.values(world)[:, who.index(seat), 0]
    floor = papers.reservations(world, nerve)[:, who.index(seat)]
    rule = world.numbers.rule
    summit = ((world.turn - world.summit) <= 2) * rule("summit_ceasefire")
    return logistic((value - floor - rule("ceasefire_alone") + summit) / rule("sign_temperature"))


def p_close(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that a party votes to close a truce for good."""
    other = world.cast.striker if seat == world.cast.defender else world.cast.defender
    rule = world.numbers.rule
    return logistic(rule("close_base") + rule("close_trust") * world.trust[:, seat, other])


def p_help(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that a corridor state helps to intercept: the patron's tie against the street."""
    rule = world.numbers.rule
    tie = world.relation[:, seat, world.cast.patron]
    calm = world.stability[:, seat] - 55.0
    return logistic(rule("help_odds") + rule("help_tie") * tie + rule("help_calm") * calm)


def p_keep_promise(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that the state keeps what falls due: K = 8 x weight of credibility + .25 x trust x surplus x turns, against the price."""
    rule = world.numbers.rule
    due = (world.p_state == 1) & (world.p_due <= world.turn) & (world.p_from == seat)
    taker = np.maximum(world.p_to, 0).astype(np.int64)
    trust = np.take_along_axis(world.trust[:, seat], taker, axis=1)
    worth = rule("promise_base", 2) + rule("promise_trust", 2) * trust + rule("promise_tie", 2) * np.take_along_axis(world.relation[:, seat], taker, axis=1)
    hot = rule("promise_heat", 2) * np.maximum(world.escalation - 5.0, 0.0)[:, None]
    least = np.where(due, worth - hot, np.inf).min(axis=1)
    return logistic(np.minimum(least, 30.0))


def answer(view: View) -> Array:
    """(worlds, slots) int8: the mind's answers to what is asked of its seat, NOTHING elsewhere."""
    world, cast, seat = view.world, view.world.cast, view.seat
    wanted = asked(world)[:, seat]
    result = np.full(wanted.shape, NOTHING, dtype=np.int8)
    if not wanted.any():
        return result
    luck = view.luck.uniform("answer", n_slots(cast))
    chance = chances(view)
    said = np.where(luck < chance, YES, NO)
    n = cast.n_states
    # An offer that falls a little short is countered once.
    offers = slice(n, 2 * n)
    near = (luck[:, offers] >= chance[:, offers]) & (luck[:, offers] < chance[:, offers] + 0.12)
    said[:, offers] = np.where(near, OTHER, said[:, offers])
    member = cast.member_of(seat)
    if member >= 0:
        yes, no = p_votes(world)
        u = luck[:, slot(cast, "vote")]
        said[:, slot(cast, "vote")] = np.where(u < yes[:, member], YES, np.where(u > 1.0 - no[:, member], NO, OTHER))
    return np.where(wanted, said, NOTHING).astype(np.int8)


__all__ = ["answer", "chances", "p_ceasefire", "p_close", "p_help", "p_keep_promise"]
