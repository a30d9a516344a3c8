"""The papers that a table can put before the parties, and what each is worth to whom (rule 7; Fearon 1995: my concession is sure, yours is a promise)."""

from __future__ import annotations

import numpy as np

from diplogame.noise import logistic
from diplogame.verbs.paper import COMPLEXITY, GETS, GIVES, KIND_NAMES, KINDS_OF, LEVELS, N_PAPERS, paper_of
from diplogame.world.axes import ISSUES
from diplogame.world.fields import Array, Worlds
from diplogame.world.measures import capability_left


def parties(worlds: Worlds) -> tuple[int, int, int]:
    """Defender, striker, patron: the three whose signatures matter."""
    return worlds.cast.defender, worlds.cast.striker, worlds.cast.patron


PARTY_NAMES = ("defender", "striker", "patron")


def values(worlds: Worlds) -> Array:
    """(worlds, 3, papers): what each paper is worth to each party, score points.

    Its own costs in full, its gains times the chance that the others keep their word, less the cost of complexity.
    """
    rule = worlds.numbers.rule
    left = capability_left(worlds)
    stake = np.zeros((worlds.size, 3, len(ISSUES)))
    for i, name in enumerate(PARTY_NAMES):
        for k, issue in enumerate(ISSUES):
            stake[:, i, k] = rule(f"stake_{name}_{issue}")
    stake[:, 1, 0] = stake[:, 1, 0] * left
    keep = p_keep(worlds)
    total = np.zeros((worlds.size, 3, N_PAPERS))
    for k in range(len(ISSUES)):
        part = stake[:, :, k]
        worth = np.where(part > 0, part * keep, part)
        total = total + worth[:, :, None] * LEVELS[:, k]
    cost = np.stack([np.broadcast_to(rule(name), (worlds.size,)) for name in COMPLEXITY], axis=-1)
    return np.asarray(total - cost.take(KINDS_OF, axis=1)[:, None, :])


def p_keep(worlds: Worlds) -> Array:
    """(worlds, 3): chance that the others keep their word, as each party sees it: .35 + .5 trust, toward the patron .55 + .3 trust."""
    rule = worlds.numbers.rule
    d, s, p = parties(worlds)
    trust = worlds.trust
    base, slope = rule("keep_base"), rule("keep_trust")
    base_patron, slope_patron = rule("keep_base_patron"), rule("keep_trust_patron")
    between = base + slope * trust[:, d, s]
    with_patron = base_patron + slope_patron * trust[:, d, p]
    return np.stack([0.5 * (between + with_patron), base + slope * trust[:, s, d], base + slope * trust[:, p, d]], axis=-1)


def reservations(worlds: Worlds, nerve: bool = True) -> Array:
    """(worlds, 3): the least that each party would sign for, score points. ``nerve``: with each government's private part."""
    rule = worlds.numbers.rule
    d, s, p = parties(worlds)
    hurt = worlds.hurt
    left = capability_left(worlds)
    shared = rule("reserve_shared") * np.minimum(hurt[:, d], hurt[:, s])
    per_hurt = rule("reserve_hurt")
    values = np.stack([
        rule("reserve_defender") - per_hurt * hurt[:, d] - rule("reserve_funded") * (worlds.funded > 0) + rule("reserve_commitment") * worlds.commitment[:, d],
        rule("reserve_capability") * left + rule("reserve_striker") - per_hurt * hurt[:, s] + rule("reserve_commitment") * worlds.commitment[:, s],
        rule("reserve_patron") - rule("reserve_hurt_patron") * hurt[:, p],
    ], axis=-1) - shared[:, None]
    if nerve:
        own = np.stack([worlds.nerve[:, d], worlds.nerve[:, s], worlds.nerve[:, p]], axis=-1)
        values = values + rule("reserve_noise", 2) * own
    return np.asarray(values - kydd(worlds))


def kydd(worlds: Worlds) -> Array:
    """(worlds, 3): what the host's urging takes off each party's reservation: a friend's word moves it most (Kydd 2003)."""
    host = np.maximum(worlds.host, 0).astype(np.intp)
    rule = worlds.numbers.rule
    out = []
    for party in parties(worlds):
        toward = np.take_along_axis(worlds.relation[:, party], host[:, None], axis=1)[:, 0]
        friend = np.maximum(toward, 0.0) / 10.0
        out.append(rule("kydd") * friend * ((worlds.table > 0) & (worlds.host >= 0)))
    return np.stack(out, axis=-1)


def p_sign(worlds: Worlds, paper: Array, nerve: bool = True) -> Array:
    """(worlds, 3): chance that each party signs ``paper`` (worlds,): logistic((V - r)/.8)."""
    value = np.take_along_axis(values(worlds), np.maximum(paper, 0)[:, None, None].astype(np.intp), axis=2)[:, :, 0]
    gap = value - reservations(worlds, nerve)
    return logistic(gap / worlds.numbers.rule("sign_temperature", 2))


__all__ = [
    "COMPLEXITY", "GETS", "GIVES", "KINDS_OF", "KIND_NAMES", "LEVELS", "N_PAPERS", "PARTY_NAMES",
    "kydd", "p_keep", "p_sign", "paper_of", "parties", "reservations", "values",
]
