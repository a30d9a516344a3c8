"""How a council member leans: the index of rule 8, without its noise."""

from __future__ import annotations

import numpy as np

from diplogame.noise import normal_cdf
from diplogame.world.axes import KINDS
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once, public

BLAME_DEFENDER, BLAME_STRIKER, CEASEFIRE, INSPECTION, THIRD_STATES = range(len(KINDS))


def index_for(worlds: Worlds, kind: Array, arab: Array) -> Array:
    """(worlds, members): index = 1.5 d (ideal - cut) - tie of a draft of ``kind`` (worlds,), tabled in the Arab group's name where ``arab`` (worlds,).

    d is +1 for a Western draft, -1 for an Eastern one. Ties speak against a draft that blames a friend, where no neutral soil was hit.
    """
    cast, numbers = worlds.cast, worlds.numbers
    rule = numbers.rule
    eastern = kind == BLAME_STRIKER
    cuts = np.stack(
        [
            rule("cut_blame") - rule("cut_salvo") * np.minimum(_heavy_salvos(worlds), 3.0),
            rule("cut_eastern") + np.zeros(worlds.size),
            rule("cut_ceasefire") + np.zeros(worlds.size),
            rule("cut_inspection") + np.zeros(worlds.size),
            rule("cut_third") + np.zeros(worlds.size),
        ],
        axis=-1,
    )
    cut = np.take_along_axis(cuts, kind[:, None], axis=1)[:, 0]
    direction = np.where(eastern, -1.0, 1.0)
    ideal = numbers.ideal
    index = rule("vote_slope", 2) * direction[:, None] * (ideal - cut[:, None])
    blamed = np.where(kind == BLAME_STRIKER, cast.striker, cast.defender)
    ties = np.broadcast_to(numbers.ties, (worlds.size, cast.n_members, cast.n_states))
    tie = np.take_along_axis(ties, np.broadcast_to(blamed[:, None, None], (worlds.size, cast.n_members, 1)), axis=2)[
        :, :, 0
    ]
    # A neutral text binds friends half as much; an attack on third states leaves no friend to defend it.
    weight = np.stack(
        [
            np.ones(worlds.size),
            np.ones(worlds.size),
            np.full(worlds.size, -0.1),
            0.5 + np.zeros(worlds.size),
            np.full(worlds.size, 0.1),
        ],
        axis=-1,
    )
    weighed = np.take_along_axis(weight, kind[:, None], axis=1)
    # The patron shields the striker from drafts that bind it: a ceasefire text asks it to stop.
    patron = np.array([1.0 if state == cast.patron else 0.0 for state in cast.member_state])
    shield = (
        rule("patron_shield", 2)
        * patron
        * (kind == CEASEFIRE)[:, None]
        * np.minimum(worlds.backing / 60.0, 1.2)[:, None]
    )
    return np.asarray(index - tie * weighed - shield + rule("arab_name", 2) * arab[:, None])


def _heavy_salvos(worlds: Worlds) -> Array:
    """(worlds,) weight of the defender's lately heavy salvos."""
    age = worlds.turn - worlds.bait
    return np.where(age <= 6, 1.0, 0.0)


@once
def index_without_noise(worlds: Worlds) -> Array:
    """(worlds, members): the index of the draft before the council, with what lobbying has moved (as far as the reader knows). 0 without a draft."""
    kind = np.maximum(worlds.draft, 0).astype(np.int64)
    index = index_for(worlds, kind, worlds.arab_draft.astype(np.float64)) + worlds.lobbied
    return np.asarray(index * (worlds.draft >= 0)[:, None])


@once
def p_votes(worlds: Worlds) -> tuple[Array, Array]:
    """Chances of a yes and of a no, (worlds, members) each, on the draft before the council; of `Worlds.common`: as everybody reckons."""
    index = index_without_noise(worlds)
    rule = worlds.numbers.rule
    edge, spread = rule("vote_edge", 2), rule("vote_noise", 2)
    return normal_cdf((index - edge) / spread), normal_cdf((-index - edge) / spread)


NINE = 9
"""Votes in favour that carry a draft."""


def nine_or_more(yes: Array) -> Array:
    """(...) chance of nine in favour at least, from each member's chance of a yes (..., members): counted out member by member."""
    counts = [np.ones(yes.shape[:-1]), *(np.zeros(yes.shape[:-1]) for _ in range(NINE))]
    for member in range(yes.shape[-1]):
        p = yes[..., member]
        higher = counts[NINE - 1] * p
        counts = [
            counts[0] * (1.0 - p),
            *(counts[k] * (1.0 - p) + counts[k - 1] * p for k in range(1, NINE)),
            counts[NINE] + higher,
        ]
    return counts[NINE]


def chance_from(worlds: Worlds, index: Array) -> tuple[Array, Array]:
    """Chances (worlds, ...) that a draft passes and that it has nine votes at all, from the members' index (worlds, ..., members): nine in
    favour, and no permanent member against.
    """
    rank = index.ndim
    edge, spread = worlds.numbers.rule("vote_edge", rank), worlds.numbers.rule("vote_noise", rank)
    yes, no = normal_cdf((index - edge) / spread), normal_cdf((-index - edge) / spread)
    permanent = worlds.cast.permanent
    # Given that it does not vote against, a permanent member is the likelier to vote in favour.
    calm = np.where(permanent, yes / np.maximum(1.0 - no, 1e-9), yes)
    stay = np.where(permanent, 1.0 - no, 1.0).prod(axis=-1)
    return nine_or_more(calm) * stay, nine_or_more(yes)


@public
def chances_to_pass(worlds: Worlds) -> Array:
    """(worlds, kinds, 2, 2) chance that a draft of each kind would pass, and have nine votes at all, tabled in its author's own name or in
    the Arab group's.
    """
    size = worlds.size
    index = np.stack([
        np.stack([index_for(worlds, np.full(size, kind, dtype=np.int64), np.full(size, arab)) for arab in (0.0, 1.0)], axis=1) for kind in range(len(KINDS))
    ], axis=1)  # fmt: skip
    return np.stack(chance_from(worlds, index), axis=-1)


@public
def own_vetoes(worlds: Worlds) -> Array:
    """(worlds, kinds, states) chance that a state vetoes a draft of each kind, tabled in no group's name; 0 for who has no veto."""
    size, cast = worlds.size, worlds.cast
    index = np.stack(
        [index_for(worlds, np.full(size, kind, dtype=np.int64), np.zeros(size)) for kind in range(len(KINDS))], axis=1
    )
    edge, spread = worlds.numbers.rule("vote_edge", 3), worlds.numbers.rule("vote_noise", 3)
    yes, no = normal_cdf((index - edge) / spread), normal_cdf((-index - edge) / spread)
    result = np.zeros((size, len(KINDS), cast.n_states))
    for member, state in enumerate(cast.member_state):
        if state >= 0 and cast.permanent[member]:
            others = yes * (np.arange(cast.n_members) != member)
            result[:, :, state] = no[:, :, member] * nine_or_more(others)
    return result


def chance_to_pass(worlds: Worlds, kind: int) -> Array:
    """(worlds,) chance that a draft of this kind would pass in its author's own name."""
    return chances_to_pass(worlds)[:, kind, 0, 0]


@public
def lobbied_chances(worlds: Worlds) -> Array:
    """(worlds, 2) what lobbying against, and for, the draft before the council adds to its chance to pass; 0 without a draft."""
    if not (worlds.draft >= 0).any():
        return np.zeros((worlds.size, 2))
    index = index_without_noise(worlds)
    before, _ = chance_from(worlds, index)
    moved = [chance_from(worlds, index + steps(worlds, index, wanted))[0] - before for wanted in (-1.0, 1.0)]
    return np.stack(moved, axis=-1) * (worlds.draft >= 0)[:, None]


def steps(worlds: Worlds, index: Array, wanted: float) -> Array:
    """(worlds, members) what a lobby moves: the two elected members nearest the threshold, by a step over their price."""
    cast, rule = worlds.cast, worlds.numbers.rule
    free = (cast.member_state < 0) & ~cast.permanent
    distance = np.abs(index - rule("vote_edge", 2) * wanted) + np.where(free, 0.0, 99.0)
    nearest = np.argsort(np.argsort(distance, axis=1, kind="stable"), axis=1, kind="stable") < 2
    return np.asarray(nearest * rule("lobby_step", 2) * wanted / np.maximum(worlds.numbers.price, 0.2))
