"""How a council member leans: the index of rule 8, without its noise; and the chances that follow from it.

All but two things about a vote depend on numbers alone, and are worked out once for a table of numbers: whether a heavy salvo was fired
lately, and how far the patron shields the striker from a ceasefire text.
"""

from __future__ import annotations

from collections.abc import Callable

from diplogame.noise import normal_cdf
from diplogame.traced import np
from diplogame.world.axes import KINDS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once, public
from diplogame.world.numbers import Numbers
from diplogame.world.played import played

BLAME_DEFENDER, BLAME_STRIKER, CEASEFIRE, INSPECTION, THIRD_STATES = range(len(KINDS))
BINDS = (1.0, 1.0, -0.1, 0.5, 0.1)
"""How far each kind of text binds friends of the one it is about: a neutral one half as much; an attack on third states leaves no friend to defend it."""
NINE = 9
"""Votes in favour that carry a draft."""


def index_for(worlds: Worlds, kind: Array, arab: Array) -> Array:
    """(worlds, members): index = 1.5 d (ideal - cut) - tie of a draft of ``kind`` (worlds,), tabled in the Arab group's name where ``arab`` (worlds,).

    d is +1 for a Western draft, -1 for an Eastern one. Ties speak against a draft that blames a friend, where no neutral soil was hit.
    """
    plain = _plain_index(worlds.cast, worlds.numbers)
    which = (kind * 2 + _heavy_salvo(worlds)) * 2 + (arab > 0)
    rows = plain.reshape(len(plain), -1, worlds.cast.n_members)
    index = rows[0].take(which, axis=0) if len(rows) == 1 else rows[np.arange(worlds.size), which]
    return np.asarray(
        index - (_shield(worlds) * (kind == CEASEFIRE))[:, None] * (worlds.cast.member_state == worlds.cast.patron)
    )


def _plain_index(cast: Cast, numbers: Numbers) -> Array:
    """(worlds or 1, kinds, 2, 2, members): the index without the patron's shield; without and with a heavy salvo lately, in the author's own
    name and in the Arab group's.
    """
    rule = numbers.rule

    def of(kind: int, heavy: float, arab: float) -> Array:
        cut = rule(("cut_blame", "cut_eastern", "cut_ceasefire", "cut_inspection", "cut_third")[kind], 2)
        if kind == BLAME_DEFENDER:
            cut = cut - rule("cut_salvo", 2) * heavy
        direction, blamed = (-1.0, cast.striker) if kind == BLAME_STRIKER else (1.0, cast.defender)
        return np.asarray(
            rule("vote_slope", 2) * direction * (numbers.ideal - cut)
            - numbers.ties[:, :, blamed] * BINDS[kind]
            + rule("arab_name", 2) * arab
        )

    return numbers.keep("ballot.index", lambda: np.stack([
        np.stack([np.stack([of(kind, heavy, arab) for arab in (0.0, 1.0)], axis=1) for heavy in (0.0, 1.0)], axis=1) for kind in range(len(KINDS))
    ], axis=1))  # fmt: skip


def _heavy_salvo(worlds: Worlds) -> Array:
    """(worlds,) bool: the defender has lately fired a heavy salvo."""
    return np.asarray((worlds.turn - worlds.bait) <= 6)


def _shield(worlds: Worlds) -> Array:
    """(worlds,) how far the patron shields the striker from drafts that bind it: a ceasefire text asks it to stop."""
    return np.asarray(worlds.numbers.rule("patron_shield") * np.minimum(worlds.backing / 60.0, 1.2))


@once
def index_without_noise(worlds: Worlds) -> Array:
    """(worlds, members): the index of the draft before the council, with what lobbying has moved (as far as the reader knows). 0 without a draft."""
    kind = np.maximum(worlds.draft, 0).astype(np.int64)
    index = index_for(worlds, kind, worlds.arab_draft.astype(np.float64)) + worlds.lobbied
    return np.asarray(index * (worlds.draft >= 0)[:, None])


def _votes(numbers: Numbers, index: Array) -> tuple[Array, Array]:
    """Chances of a yes and of a no, in the index' shape (worlds or 1, ...)."""
    edge, spread = numbers.rule("vote_edge", index.ndim), numbers.rule("vote_noise", index.ndim)
    return normal_cdf((index - edge) / spread), normal_cdf((-index - edge) / spread)


@once
def p_votes(worlds: Worlds) -> tuple[Array, Array]:
    """Chances of a yes and of a no, (worlds, members) each, on the draft before the council; of `Worlds.common`: as everybody reckons."""
    return _votes(worlds.numbers, index_without_noise(worlds))


def p_yes_at(worlds: Worlds, where: Array, member: int) -> Array:
    """(rows,) a member's chance of a yes on the draft, in some worlds."""
    return _beyond_edge(worlds, where, index_without_noise(worlds)[where, member])


def p_no_at(worlds: Worlds, where: Array, member: int) -> Array:
    """(rows,) its chance of a no."""
    return _beyond_edge(worlds, where, -index_without_noise(worlds)[where, member])


def _beyond_edge(worlds: Worlds, where: Array, index: Array) -> Array:
    rule = worlds.numbers.rule_at
    return normal_cdf((index - rule("vote_edge", where)) / rule("vote_noise", where))


def below_nine(yes: Array) -> Array:
    """(..., 9) chance of each number of votes in favour below nine, from each member's chance of a yes (..., members): counted member by member."""
    counts = np.zeros((*yes.shape[:-1], NINE))
    counts[..., 0] = 1.0
    for member in range(yes.shape[-1]):
        p = yes[..., member, None]
        one_more = counts[..., :-1] * p
        counts = counts * (1.0 - p)
        counts[..., 1:] += one_more
    return counts


def nine_with(counts: Array, yes: Array) -> Array:
    """(...) chance of nine in favour at least, once one more has voted (..., chance of its yes) on top of ``counts`` (..., 9)."""
    return np.asarray(np.maximum(1.0 - counts.sum(axis=-1) + counts[..., NINE - 1] * yes, 0.0))


def nine_or_more(yes: Array) -> Array:
    """(...) chance of nine in favour at least, from each member's chance of a yes (..., members)."""
    return nine_with(below_nine(yes[..., :-1]), yes[..., -1])


def _calm(permanent: Array, yes: Array, no: Array) -> Array:
    """Chance of a yes given no veto: a permanent member that does not vote against is the likelier to vote in favour."""
    return np.where(permanent, yes / np.maximum(1.0 - no, 1e-9), yes)


def _stays(permanent: Array, no: Array) -> Array:
    """(...) chance that no permanent member votes against."""
    return np.asarray(np.where(permanent, 1.0 - no, 1.0).prod(axis=-1))


def _passes(permanent: Array, yes: Array, no: Array) -> Array:
    """(..., 2) chance that a draft passes - nine in favour, and no permanent member against - and that it has nine votes at all."""
    return np.stack([nine_or_more(_calm(permanent, yes, no)) * _stays(permanent, no), nine_or_more(yes)], axis=-1)


@public
def chances_to_pass(worlds: Worlds) -> Array:
    """(worlds, kinds, 2, 2) chance that a draft of each kind would pass, and have nine votes at all, tabled in its author's own name or in
    the Arab group's.
    """
    cast, numbers = worlds.cast, worlds.numbers
    plain = numbers.keep(
        "ballot.passes", lambda: _passes(cast.permanent, *_votes(numbers, _plain_index(cast, numbers)))
    )
    result = np.where(_heavy_salvo(worlds)[:, None, None, None], plain[:, :, 1], plain[:, :, 0])
    patron = cast.member_of(cast.patron)
    if patron >= 0:
        yes, no = _patrons_vote(worlds, patron)
        veto = no * cast.permanent[patron]
        calm = nine_with(_others(cast, numbers, patron, calm=True), _calm(cast.permanent[patron], yes, no))
        result[:, CEASEFIRE, :, 0] = calm * _others_stay(cast, numbers, patron) * (1.0 - veto)
        result[:, CEASEFIRE, :, 1] = nine_with(_others(cast, numbers, patron), yes)
    return result


def chance_to_pass(worlds: Worlds, kind: int) -> Array:
    """(worlds,) chance that a draft of this kind would pass in its author's own name."""
    return np.asarray(chances_to_pass(worlds)[:, kind, 0, 0])


@public
def own_vetoes(worlds: Worlds) -> Array:
    """(worlds, kinds, states) chance that a state vetoes a draft of each kind, tabled in no group's name; 0 for who has no veto."""
    cast, numbers = worlds.cast, worlds.numbers
    result = np.zeros((worlds.size, len(KINDS), cast.n_states))
    patron, heavy = cast.member_of(cast.patron), _heavy_salvo(worlds)[:, None]
    for member in np.flatnonzero(cast.permanent & (cast.member_state >= 0)):
        against, nine = _against(cast, numbers, int(member)), _nine_without(cast, numbers, int(member))
        found = np.where(heavy, (against * nine)[:, :, 1], (against * nine)[:, :, 0])
        if patron >= 0:
            yes, no = (part[:, 0] for part in _patrons_vote(worlds, patron))
            shielded = (
                no * nine[:, CEASEFIRE, 0]
                if member == patron
                else against[:, CEASEFIRE, 0] * nine_with(_others(cast, numbers, patron, int(member))[:, 0], yes)
            )
            found[:, CEASEFIRE] = shielded
        result[:, :, cast.member_state[member]] = found
    return result


# On a ceasefire text only the patron's vote differs from world to world: the others' are counted once.


def _patrons_vote(worlds: Worlds, patron: int) -> tuple[Array, Array]:
    """(worlds, 2) the patron's chances of a yes and of a no on a ceasefire text, in its author's name and in the Arab group's."""
    return _votes(
        worlds.numbers, _plain_index(worlds.cast, worlds.numbers)[:, CEASEFIRE, 0, :, patron] - _shield(worlds)[:, None]
    )


def _others(cast: Cast, numbers: Numbers, *left_out: int, calm: bool = False) -> Array:
    """(worlds or 1, 2, 9) votes in favour of a ceasefire text below nine by the members but those; ``calm``: given that nobody vetoes it."""

    def count() -> Array:
        yes, no = _votes(numbers, _plain_index(cast, numbers)[:, CEASEFIRE, 0])
        chance = _calm(cast.permanent, yes, no) if calm else yes
        return below_nine(np.delete(chance, left_out, axis=-1))

    return numbers.keep(("ballot.others", left_out, calm), count)


def _others_stay(cast: Cast, numbers: Numbers, left_out: int) -> Array:
    """(worlds or 1, 2) chance that no other permanent member is against a ceasefire text."""
    permanent = cast.permanent & (np.arange(cast.n_members) != left_out)
    return numbers.keep(
        "ballot.stay", lambda: _stays(permanent, _votes(numbers, _plain_index(cast, numbers)[:, CEASEFIRE, 0])[1])
    )


def _against(cast: Cast, numbers: Numbers, member: int) -> Array:
    """(worlds or 1, kinds, 2) a member's chance of a no, without and with a heavy salvo lately."""
    return numbers.keep(
        ("ballot.against", member), lambda: _votes(numbers, _plain_index(cast, numbers)[:, :, :, 0, member])[1]
    )


def _nine_without(cast: Cast, numbers: Numbers, member: int) -> Array:
    """(worlds or 1, kinds, 2) chance that the others are nine in favour."""
    return numbers.keep(
        ("ballot.nine", member),
        lambda: nine_or_more(np.delete(_votes(numbers, _plain_index(cast, numbers)[:, :, :, 0])[0], member, axis=-1)),
    )


@public
def lobbied_chances(worlds: Worlds) -> Array:
    """(worlds, 2) what lobbying against, and for, the draft before the council adds to its chance to pass; 0 without a draft."""
    result = np.zeros((worlds.size, 2))
    where = np.flatnonzero(worlds.draft >= 0)
    if len(where):
        result[where] = _lobbied_there(worlds.take(where))
    return result


@played(lambda worlds: _lobbied(worlds, nearest_two))
def _lobbied_there(worlds: Worlds) -> Array:
    """(worlds, 2) the same of worlds that all have a draft."""
    return _lobbied(worlds, _two_by_comparing)


def _lobbied(worlds: Worlds, nearest: Callable[[Array], Array]) -> Array:
    index = index_without_noise(worlds)
    moved = np.stack([index, *(index + steps(worlds, index, wanted, nearest) for wanted in (-1.0, 1.0))], axis=1)
    passes = _passes(worlds.cast.permanent, *_votes(worlds.numbers, moved))[..., 0]
    return np.asarray(passes[:, 1:] - passes[:, :1])


def steps(worlds: Worlds, index: Array, wanted: float, nearest: Callable[[Array], Array] | None = None) -> Array:
    """(worlds, members) what a lobby moves: the two elected members nearest the threshold, by a step over their price."""
    cast, rule = worlds.cast, worlds.numbers.rule
    free = (cast.member_state < 0) & ~cast.permanent
    distance = np.abs(index - rule("vote_edge", 2) * wanted) + np.where(free, 0.0, 99.0)
    chosen = (nearest or nearest_two)(distance)
    return np.asarray(chosen * rule("lobby_step", 2) * wanted / np.maximum(worlds.numbers.price, 0.2))


def nearest_two(distance: Array) -> Array:
    """(worlds, members) bool: the two smallest, the first of equal ones."""
    left, nearest, each = distance.copy(), np.zeros(distance.shape, dtype=bool), np.arange(len(distance))
    for _ in range(2):
        member = left.argmin(axis=1)
        nearest[each, member] = True
        left[each, member] = np.inf
    return nearest


def _two_by_comparing(distance: Array) -> Array:
    """The same without an index that differs from world to world: those that at most one other goes before."""
    members = range(distance.shape[1])

    def before(one: int, other: int) -> Array:
        return np.asarray(
            distance[:, one] <= distance[:, other] if one < other else distance[:, one] < distance[:, other]
        )

    return np.stack(
        [sum((before(one, other) * 1.0 for one in members if one != other), 0.0) < 2.0 for other in members], axis=1
    )
