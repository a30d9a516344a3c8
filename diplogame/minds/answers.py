"""How a mind answers what is asked of it: chances of a yes, and the draw."""

from __future__ import annotations

from collections.abc import Callable

from diplogame.noise import logistic
from diplogame.traced import np
from diplogame.turn.slots import NO, NOTHING, OTHER, YES, asked_of, n_slots, slot
from diplogame.verbs import papers
from diplogame.verbs.acceptability import comes_by_party
from diplogame.verbs.ballot import p_no_at, p_yes_at
from diplogame.verbs.favours import chance_of_swap_at, least_will_at, swap_at
from diplogame.verbs.papers import p_ceasefire
from diplogame.verbs.salvo import p_help
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View


def chances(view: View) -> Array:
    """(worlds, slots) the chance of a yes (of a vote in favour, of keeping a promise) in each slot, asked or not."""
    size, slots = view.size, n_slots(view.world.cast)
    cell, where = np.divmod(np.arange(size * slots), size)
    return np.ascontiguousarray(chances_at(view, where, cell).reshape(slots, size).T)


def foretold(cast: Cast, seat: int) -> dict[str, Callable[[Worlds], Array]]:
    """The chances of a yes, (worlds,), by kind of question, of those that a formula gives for all worlds alike - as it gives the chances that the
    seat comes where it is invited.
    """
    parties = (cast.defender, cast.striker, cast.patron)
    found: dict[str, Callable[[Worlds], Array]] = {}
    if seat in parties:
        found["terms"] = lambda world: papers.p_sign(world, world.paper)[:, parties.index(seat)]
    if seat in (cast.defender, cast.striker):
        found |= {"ceasefire": lambda world: p_ceasefire(world, seat), "close": lambda world: p_close(world, seat)}
    if cast.tagged("interceptor")[seat]:
        found["intercept"] = lambda world: p_help(world, seat)
    return found


def foretell(world: Worlds, seat: int) -> Array:
    """(worlds, states + kinds) all of these: to the invitations of each state, then by kind in the order of `foretold`."""
    own = [chance(world) for chance in foretold(world.cast, seat).values()]
    return np.concatenate([comes_by_party(world)[:, :, seat], *(part[:, None] for part in own)], axis=1)


def chances_at(view: View, where: Array, cell: Array, known: Array | None = None) -> Array:
    """(rows,) the same for some questions: their worlds and slots, slot by slot. ``known``: what `foretell` gives, where that has been worked out."""
    world, cast, seat = view.world, view.world.cast, view.seat
    n, first = cast.n_states, np.searchsorted(cell, np.arange(n_slots(cast) + 1))
    result = np.zeros(len(where))

    def of(kind: str) -> slice:
        return slice(first[slot(cast, kind)], first[slot(cast, kind) + 1])

    invited, offered = slice(0, first[n]), slice(first[n], first[2 * n])
    if invited.stop:
        whole = comes_by_party(world)[:, :, seat] if known is None else known
        result[invited] = whole[where[invited], cell[invited]]
    if offered.stop > offered.start:
        result[offered] = _offers(world, seat, where[offered], cell[offered] - n)
    for k, (kind, chance) in enumerate(foretold(cast, seat).items()):
        rows = of(kind)
        if rows.stop > rows.start:
            # Few worlds ask: the others are not looked at.
            result[rows] = chance(world.take(where[rows])) if known is None else known[where[rows], n + k]
    votes, member = of("vote"), cast.member_of(seat)
    if votes.stop > votes.start and member >= 0:
        result[votes] = p_yes_at(world.common, where[votes], member)
    due = of("promise")
    if due.stop > due.start:
        result[due] = p_keep_promise(world, seat, where[due])
    return result


def _offers(world: Worlds, seat: int, where: Array, sender: Array) -> Array:
    """(rows,) chances of a yes to the offers of those senders in those worlds; 0 where none stands."""
    # An offer is known to the two whom it concerns.
    give, get = (getattr(world.truth, name)[where, sender, seat] for name in ("offer_give", "offer_get"))
    me, trust = np.full_like(sender, seat), world.row("trust", seat)[where, sender]
    mine = swap_at(world, where, me, sender, np.maximum(get, 0)[:, None], np.maximum(give, 0)[:, None], trust)[:, 0]
    tie = world.numbers.rule_at("swap_tie", where) * world.relation[where, seat, sender]
    return np.asarray(chance_of_swap_at(world, where, mine + tie) * (give >= 0))


def p_close(world: Worlds, seat: int) -> Array:
    """(worlds,) chance that a party votes to close a truce for good."""
    other = world.cast.striker if seat == world.cast.defender else world.cast.defender
    rule = world.numbers.rule
    return logistic(rule("close_base") + rule("close_trust") * world.trust[:, seat, other])


def p_keep_promise(world: Worlds, seat: int, where: Array) -> Array:
    """(rows,) chance that the state keeps what falls due in some worlds: of several, what it would rather break."""
    return logistic(np.minimum(least_will_at(world, seat, where), 30.0))


def answer(view: View, wanted: Array | None = None, known: Array | None = None) -> Array:
    """(worlds, slots) int8: the mind's answers to what is asked of its seat, NOTHING elsewhere. ``wanted``, ``known``: what is asked, and what
    `foretell` gives, where that has been worked out.
    """
    world, cast, seat = view.world, view.world.cast, view.seat
    if wanted is None:
        wanted = asked_of(world, seat)
    result = np.full(wanted.shape, NOTHING, dtype=np.int8)
    # Little is asked: each question is looked at by itself, slot by slot.
    cell, where = np.divmod(np.flatnonzero(np.ascontiguousarray(wanted.T)), len(wanted))
    if not len(where):
        return result
    luck = view.luck.uniform_at("answer", where, cell)
    chance = chances_at(view, where, cell, known)
    said = np.where(luck < chance, YES, NO)
    n = cast.n_states
    # An offer that falls a little short is countered once.
    said[(cell >= n) & (cell < 2 * n) & (luck >= chance) & (luck < chance + 0.12)] = OTHER
    votes = np.flatnonzero(cell == slot(cast, "vote"))
    if len(votes):
        member = cast.member_of(seat)
        no, u = p_no_at(world.common, where[votes], member), luck[votes]
        said[votes] = np.where(u < chance[votes], YES, np.where(u > 1.0 - no, NO, OTHER))
    result[where, cell] = said
    return result


__all__ = ["answer", "chances", "chances_at", "p_ceasefire", "p_close", "p_help", "p_keep_promise"]
