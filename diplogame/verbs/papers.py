"""The papers that a table can put before the parties, and what each is worth to whom (rule 7; Fearon 1995: my concession is sure, yours is a promise)."""

from __future__ import annotations

from collections.abc import Sequence

from diplogame.compiled import kernel
from diplogame.noise import logistic
from diplogame.traced import np
from diplogame.verbs.paper import COMPLEXITY, GETS, GIVES, KIND_NAMES, KINDS_OF, LEVELS, N_PAPERS, paper_of
from diplogame.world.axes import ISSUES
from diplogame.world.fields import Array, Worlds
from diplogame.world.measures import capability_left
from diplogame.world.memo import once, public
from diplogame.world.numbers import Numbers


def parties(worlds: Worlds) -> tuple[int, int, int]:
    """Defender, striker, patron: the three whose signatures matter."""
    return worlds.cast.defender, worlds.cast.striker, worlds.cast.patron


PARTY_NAMES = ("defender", "striker", "patron")


def values(worlds: Worlds) -> Array:
    """(worlds, 3, papers): what each paper is worth to each party, score points.

    Its own costs in full, its gains times the chance that the others keep their word, less the cost of complexity.
    """
    found = np.empty((worlds.size, 3, N_PAPERS))
    _values.at(worlds.size)(_worth(worlds), _complexity(worlds.numbers), found)
    return found


def _values_plain(worth: Array, complexity: Array, found: Array) -> None:
    """Fill ``found`` (worlds, 3, papers) from the worth of full levels (worlds, 3, issues) and complexity (worlds or 1, kinds)."""
    found[...] = _sum(worth[:, :, None], LEVELS.T) - complexity[:, None].take(KINDS_OF, axis=2)


@kernel(_values_plain)
def _values(worth: Array, complexity: Array, found: Array) -> None:
    issues = LEVELS.shape[1]
    for w in range(worth.shape[0]):
        for party in range(worth.shape[1]):
            for paper in range(found.shape[2]):
                total = worth[w, party, 0] * LEVELS[paper, 0]
                for k in range(1, issues):
                    total += worth[w, party, k] * LEVELS[paper, k]
                found[w, party, paper] = total - complexity[w if len(complexity) > 1 else 0, KINDS_OF[paper]]


def value_of(worlds: Worlds, paper: Array) -> Array:
    """(worlds, 3): what one paper a world (worlds,) is worth to each party."""
    cost = np.broadcast_to(_complexity(worlds.numbers), (worlds.size, len(COMPLEXITY)))
    levels = [np.take(column, paper)[:, None] for column in LEVELS.T]
    return np.asarray(
        _sum(_worth(worlds), levels) - np.take_along_axis(cost, np.take(KINDS_OF, paper)[:, None], axis=1)
    )


def _sum(worth: Array, levels: Array | Sequence[Array]) -> Array:
    """Worth (..., issues) times the levels of each issue, added issue by issue."""
    total = worth[..., 0] * levels[0]
    for k in range(1, len(ISSUES)):
        total = total + worth[..., k] * levels[k]
    return np.asarray(total)


@once
def _worth(worlds: Worlds) -> Array:
    """(worlds, 3, issues): what a full level of each issue is worth to each party."""
    stake = np.broadcast_to(_stakes(worlds.numbers), (worlds.size, 3, len(ISSUES))).copy()
    stake[:, 1, 0] = stake[:, 1, 0] * capability_left(worlds)
    return np.where(stake > 0, stake * p_keep(worlds)[:, :, None], stake)


def _stakes(numbers: Numbers) -> Array:
    """(worlds or 1, 3, issues)"""
    return numbers.keep(
        "stakes",
        lambda: np.stack(
            [np.stack([numbers.rule(f"stake_{name}_{issue}") for issue in ISSUES], axis=-1) for name in PARTY_NAMES],
            axis=1,
        ),
    )


def _complexity(numbers: Numbers) -> Array:
    """(worlds or 1, kinds of paper)"""
    return numbers.keep("complexity", lambda: np.stack([numbers.rule(name) for name in COMPLEXITY], axis=-1))


def p_keep(worlds: Worlds) -> Array:
    """(worlds, 3): chance that the others keep their word, as each party sees it: .35 + .5 trust, toward the patron .55 + .3 trust."""
    rule = worlds.numbers.rule
    d, s, p = parties(worlds)
    ours, theirs, patrons = (worlds.row("trust", party) for party in (d, s, p))
    base, slope = rule("keep_base"), rule("keep_trust")
    base_patron, slope_patron = rule("keep_base_patron"), rule("keep_trust_patron")
    between = base + slope * ours[:, s]
    with_patron = base_patron + slope_patron * ours[:, p]
    return np.stack([0.5 * (between + with_patron), base + slope * theirs[:, d], base + slope * patrons[:, d]], axis=-1)


def reservations(worlds: Worlds, nerve: bool = True) -> Array:
    """(worlds, 3): the least that each party would sign for, score points. ``nerve``: with each government's private part."""
    rule = worlds.numbers.rule
    d, s, p = parties(worlds)
    hurt = worlds.hurt
    left = capability_left(worlds)
    shared = rule("reserve_shared") * np.minimum(hurt[:, d], hurt[:, s])
    per_hurt = rule("reserve_hurt")
    values = (
        np.stack(
            [
                rule("reserve_defender")
                - per_hurt * hurt[:, d]
                - rule("reserve_funded") * (worlds.funded > 0)
                + rule("reserve_commitment") * worlds.commitment[:, d],
                rule("reserve_capability") * left
                + rule("reserve_striker")
                - per_hurt * hurt[:, s]
                + rule("reserve_commitment") * worlds.commitment[:, s],
                rule("reserve_patron") - rule("reserve_hurt_patron") * hurt[:, p],
            ],
            axis=-1,
        )
        - shared[:, None]
    )
    if nerve:
        own = np.stack([worlds.nerve[:, d], worlds.nerve[:, s], worlds.nerve[:, p]], axis=-1)
        values = values + rule("reserve_noise", 2) * own
    return np.asarray(values - kydd(worlds))


@public
def kydd(worlds: Worlds) -> Array:
    """(worlds, 3): what the host's urging takes off each party's reservation: a friend's word moves it most (Kydd 2003)."""
    host = np.maximum(worlds.host, 0).astype(np.intp)
    rule = worlds.numbers.rule
    out = []
    for party in parties(worlds):
        toward = np.take_along_axis(worlds.row("relation", party), host[:, None], axis=1)[:, 0]
        friend = np.maximum(toward, 0.0) / 10.0
        out.append(rule("kydd") * friend * ((worlds.table > 0) & (worlds.host >= 0)))
    return np.stack(out, axis=-1)


def p_sign(worlds: Worlds, paper: Array, nerve: bool = True) -> Array:
    """(worlds, 3): chance that each party signs ``paper`` (worlds,): logistic((V - r)/.8)."""
    gap = value_of(worlds, np.maximum(paper, 0).astype(np.intp)) - reservations(worlds, nerve)
    return logistic(gap / worlds.numbers.rule("sign_temperature", 2))


def home_price(worlds: Worlds, paper: Array) -> Array:
    """(worlds, 3): what signing ``paper`` (worlds,) costs each party's government at home, points of stability: as far as the paper falls short of
    the least that it could sell there (Putnam 1988).
    """
    short = reservations(worlds) - value_of(worlds, np.maximum(paper, 0).astype(np.intp))
    return np.asarray(worlds.numbers.rule("sold_short", 2) * np.maximum(short, 0.0))


__all__ = [
    "COMPLEXITY",
    "GETS",
    "GIVES",
    "KINDS_OF",
    "KIND_NAMES",
    "LEVELS",
    "N_PAPERS",
    "PARTY_NAMES",
    "ceasefire_price",
    "home_price",
    "kydd",
    "p_keep",
    "p_sign",
    "paper_of",
    "parties",
    "reservations",
    "value_of",
    "values",
]


@once
def _ceasefire_gap(worlds: Worlds) -> Array:
    """(worlds, 3) by how much a ceasefire that somebody asks for beats each party's least, its nerve apart: as it would sign the paper, with
    the asker's word in place of a host's.
    """
    rule = worlds.numbers.rule
    summit = ((worlds.turn - worlds.summit) <= 2) * rule("summit_ceasefire")
    # The bare ceasefire is the first paper in every world.
    value = _sum(_worth(worlds), LEVELS[0, :, None]) - _complexity(worlds.numbers)[:, KINDS_OF[0], None]
    return np.asarray(value - reservations(worlds, nerve=False) + (summit - rule("ceasefire_alone"))[:, None])


def p_ceasefire(worlds: Worlds, state: int) -> Array:
    """(worlds,) chance that a party agrees to a ceasefire somebody asks for, with its own nerve."""
    return logistic(_own_gap(worlds, state) / worlds.numbers.rule("sign_temperature"))


def ceasefire_price(worlds: Worlds, state: int) -> Array:
    """(worlds,) what a ceasefire that somebody asks for costs a party's government at home, points of stability, if it comes about."""
    return np.asarray(worlds.numbers.rule("sold_short") * np.maximum(-_own_gap(worlds, state), 0.0))


def _own_gap(worlds: Worlds, state: int) -> Array:
    """(worlds,) by how much such a ceasefire beats a party's least, with its own nerve."""
    gap = _ceasefire_gap(worlds)[:, parties(worlds).index(state)]
    return np.asarray(gap - worlds.numbers.rule("reserve_noise") * worlds.row("nerve", state))


def reckoned_ceasefire(worlds: Worlds, state: int) -> Array:
    """(worlds,) the same as others can reckon it, who do not know its nerve: a logistic of a normal guess (MacKay 1992)."""
    return _reckoned_ceasefire(worlds)[:, parties(worlds).index(state)]


@once
def _reckoned_ceasefire(worlds: Worlds) -> Array:
    rule = worlds.numbers.rule
    spread = rule("reserve_noise", 2) / rule("sign_temperature", 2)
    return logistic(
        _ceasefire_gap(worlds) / rule("sign_temperature", 2) / np.sqrt(1.0 + 0.39269908169872414 * spread * spread)
    )
