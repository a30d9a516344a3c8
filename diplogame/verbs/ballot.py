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
    cuts = np.stack([
        rule("cut_blame") - rule("cut_salvo") * np.minimum(_heavy_salvos(worlds), 3.0), rule("cut_eastern") + np.zeros(worlds.size),
        rule("cut_ceasefire") + np.zeros(worlds.size), rule("cut_inspection") + np.zeros(worlds.size), rule("cut_third") + np.zeros(worlds.size),
    ], axis=-1)
    cut = np.take_along_axis(cuts, kind[:, None], axis=1)[:, 0]
    direction = np.where(eastern, -1.0, 1.0)
    ideal = numbers.ideal
    index = rule("vote_slope", 2) * direction[:, None] * (ideal - cut[:, None])
    blamed = np.where(kind == BLAME_STRIKER, cast.striker, cast.defender)
    ties = np.broadcast_to(numbers.ties, (worlds.size, cast.n_members, cast.n_states))
    tie = np.take_along_axis(ties, np.broadcast_to(blamed[:, None, None], (worlds.size, cast.n_members, 1)), axis=2)[:, :, 0]
    # A neutral text binds friends half as much; an attack on third states leaves no friend to defend it.
    weight = np.stack([np.ones(worlds.size), np.ones(worlds.size), np.full(worlds.size, -0.1), 0.5 + np.zeros(worlds.size), np.full(worlds.size, 0.1)], axis=-1)
    weighed = np.take_along_axis(weight, kind[:, None], axis=1)
    # The patron shields the striker from drafts that bind it: a ceasefire text asks it to stop.
    patron = np.array([1.0 if state == cast.patron else 0.0 for state in cast.member_state])
    shield = rule("patron_shield", 2) * patron * (kind == CEASEFIRE)[:, None] * np.minimum(worlds.backing / 60.0, 1.2)[:, None]
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


@once
def swing(worlds: Worlds) -> Array:
    """(worlds,) how near the vote on the draft is to nine: the density of the count there, as a share."""
    yes, _ = p_votes(worlds)
    deviation = np.sqrt(np.maximum((yes * (1.0 - yes)).sum(axis=1), 0.3))
    distance = (8.5 - yes.sum(axis=1)) / deviation
    return np.asarray(np.maximum(1.0 - np.abs(distance) * 0.4, 0.0) * 0.5)


@public
def chances_to_pass(worlds: Worlds) -> Array:
    """(worlds, kinds) chance that a draft of each kind would pass: nine in favour by the normal approximation, and no permanent member
    against.
    """
    return np.stack([_chance_to_pass(worlds, kind) for kind in range(len(KINDS))], axis=-1)


def chance_to_pass(worlds: Worlds, kind: int) -> Array:
    """(worlds,) the same for one kind."""
    return chances_to_pass(worlds)[:, kind]


def _chance_to_pass(worlds: Worlds, kind: int) -> Array:
    size = worlds.size
    index = index_for(worlds, np.full(size, kind, dtype=np.int64), np.zeros(size))
    rule = worlds.numbers.rule
    edge, spread = rule("vote_edge", 2), rule("vote_noise", 2)
    yes, no = normal_cdf((index - edge) / spread), normal_cdf((-index - edge) / spread)
    mean = yes.sum(axis=1)
    deviation = np.sqrt(np.maximum((yes * (1.0 - yes)).sum(axis=1), 0.05))
    nine = normal_cdf((mean - 8.5) / deviation)
    stay = np.where(worlds.cast.permanent, 1.0 - no, 1.0).prod(axis=1)
    return np.asarray(nine * stay)
