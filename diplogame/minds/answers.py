"""How a mind answers what is asked of it: chances of a yes, and the draw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from diplogame.noise import logistic
from diplogame.turn.slots import NO, NOTHING, OTHER, YES, asked_of, n_slots, slot
from diplogame.verbs import papers
from diplogame.verbs.acceptability import comes_by_party
from diplogame.verbs.ballot import p_votes
from diplogame.verbs.favours import chance_of_swap_at, swap_at, will_to_keep
from diplogame.verbs.papers import p_ceasefire
from diplogame.verbs.salvo import p_help
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View


def chances(view: View) -> Array:
    """(worlds, slots) the chance of a yes (of a vote in favour, of keeping a promise) in each slot, asked or not."""
    size, slots = view.size, n_slots(view.world.cast)
    where, cell = np.divmod(np.arange(size * slots), slots)
    return chances_at(view, where, cell).reshape(size, slots)


def chances_at(view: View, where: Array, cell: Array, comes: Array | None = None) -> Array:
    """(rows,) the same for some questions: their worlds and slots. ``comes``: (worlds, hosts) chances of a yes to invitations, where they are known."""
    world, cast, seat = view.world, view.world.cast, view.seat
    n = cast.n_states
    result = np.zeros(len(where))
    invited, offered = cell < n, (cell >= n) & (cell < 2 * n)
    if invited.any():
        whole = comes_by_party(world)[:, :, seat] if comes is None else comes
        result[invited] = whole[where[invited], cell[invited]]
    if offered.any():
        result[offered] = _offers(world, seat, where[offered], cell[offered] - n)
    member = cast.member_of(seat)
    votes = np.flatnonzero(cell == slot(cast, "vote"))
    if len(votes) and member >= 0:
        result[votes] = p_votes(world.common)[0][where[votes], member]
    for kind, chance in _own(cast, seat).items():
        rows = np.flatnonzero(cell == slot(cast, kind))
        if len(rows):
            # Few worlds ask: the others are not looked at.
            result[rows] = chance(world.take(where[rows]), seat)
    return result


def _own(cast: Cast, seat: int) -> dict[str, Callable[[Worlds, int], Array]]:
    """The chances of a yes, (worlds,), by kind of question that the seat alone is asked."""
    parties = (cast.defender, cast.striker, cast.patron)
    found: dict[str, Callable[[Worlds, int], Array]] = {"intercept": p_help, "promise": p_keep_promise}
    if seat in parties:
        found["terms"] = lambda world, seat: papers.p_sign(world, world.paper)[:, parties.index(seat)]
    if seat in (cast.defender, cast.striker):
        found |= {"ceasefire": p_ceasefire, "close": p_close}
    return found


def _offers(world: Worlds, seat: int, where: Array, sender: Array) -> Array:
    """(rows,) chances of a yes to the offers of those senders in those worlds; 0 where none stands."""
    give, get = (part[where, sender, seat].astype(np.int64) for part in (world.offer_give, world.offer_get))
    out, stands = np.zeros(len(where)), np.flatnonzero(give >= 0)
    where, sender = where[stands], sender[stands]
    _, theirs = swap_at(world, where, sender, np.full(len(where), seat), give[stands], get[stands])
    out[stands] = chance_of_swap_at(world, where, theirs)
    return out


def p_close(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that a party votes to close a truce for good."""
    other = world.cast.striker if seat == world.cast.defender else world.cast.defender
    rule = world.numbers.rule
    return logistic(rule("close_base") + rule("close_trust") * world.trust[:, seat, other])


def p_keep_promise(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that the state keeps what falls due: of several, what it would rather break."""
    due = (world.p_state == 1) & (world.p_due <= world.turn) & (world.p_from == seat)
    # Few promises fall due: each is looked at by itself.
    w, row = np.nonzero(due)
    taker = np.maximum(world.p_to[w, row], 0).astype(np.int64)
    will = will_to_keep(
        lambda name: world.numbers.rule_at(name, w),
        world.trust[w, seat, taker],
        world.relation[w, seat, taker],
        world.escalation[w],
    )
    least = np.full(world.size, np.inf)
    np.minimum.at(least, w, will)
    return logistic(np.minimum(least, 30.0))


def answer(view: View, wanted: Array | None = None, comes: Array | None = None) -> Array:
    """(worlds, slots) int8: the mind's answers to what is asked of its seat, NOTHING elsewhere. ``wanted``, ``comes``: what is asked, and chances
    of a yes to invitations, where they are known.
    """
    world, cast, seat = view.world, view.world.cast, view.seat
    if wanted is None:
        wanted = asked_of(world, seat)
    result = np.full(wanted.shape, NOTHING, dtype=np.int8)
    # Little is asked: each question is looked at by itself.
    where, cell = np.nonzero(wanted)
    if not len(where):
        return result
    luck = view.luck.uniform_at("answer", where, cell)
    chance = chances_at(view, where, cell, comes)
    said = np.where(luck < chance, YES, NO)
    n = cast.n_states
    # An offer that falls a little short is countered once.
    said[(cell >= n) & (cell < 2 * n) & (luck >= chance) & (luck < chance + 0.12)] = OTHER
    votes = np.flatnonzero(cell == slot(cast, "vote"))
    if len(votes):
        member = cast.member_of(seat)
        yes, no = (part[where[votes], member] for part in p_votes(world.common))
        u = luck[votes]
        said[votes] = np.where(u < yes, YES, np.where(u > 1.0 - no, NO, OTHER))
    result[where, cell] = said
    return result


__all__ = ["answer", "chances", "chances_at", "p_ceasefire", "p_close", "p_help", "p_keep_promise"]
