"""The oil market as formulas (rule 10): a constant-elasticity price, a premium for risk, and the push that an order gives it."""

from __future__ import annotations

import numpy as np

from diplogame.noise import exp, log
from diplogame.verbs.lens import Lens
from diplogame.world.fields import Array, Worlds


def price_of(worlds: Worlds, demand: Array, loss: Array, premium: Array) -> Array:
    """(worlds,) USD/bbl: p = p0 (D/S)^(1/(es + ed)) (1 + premium).

    es, ed: short-run elasticities of supply and demand; .015 and .26 by default (Kilian & Murphy 2014).
    """
    rule = worlds.numbers.rule
    supply = rule("world_supply")
    tightness = demand * supply / np.maximum(supply - loss, 40.0)
    bend = 1.0 / (rule("elasticity_supply") + rule("elasticity_demand"))
    return np.asarray(rule("price_base") * exp(bend * log(tightness)) * (1.0 + premium))


def net_loss(worlds: Worlds) -> Array:
    """(worlds,) mb/d that the market misses: what the strait and broken terminals keep in, less what goes round, less reserves and output."""
    rule, cast = worlds.numbers.rule, worlds.cast
    cut = np.where(worlds.strait == 2, rule("closure_cut"), np.where(worlds.strait == 1, rule("harass_cut"), 0.0))
    stuck = rule("hormuz_flow") * cut * (1.0 - rule("escort_saves") * (worlds.escort.max(axis=1) > 0) * (worlds.strait == 1))
    round_it = np.minimum(worlds.bypass, np.maximum(stuck - rule("own_flow"), 0.0)) * (worlds.strait > 0)
    gulf = np.flatnonzero(cast.of_kind("oil") & (cast.owner != cast.defender))
    broken = (cast.output[gulf] * (1.0 - worlds.integrity.take(gulf, axis=1))).sum(axis=1)
    extra = worlds.output.sum(axis=1) * np.where(worlds.strait == 2, rule("spare_outside"), 1.0)
    return np.asarray(stuck + broken - round_it - worlds.released - extra)


def flow_of(worlds: Worlds) -> Array:
    """(worlds,) mb/d through the strait."""
    rule = worlds.numbers.rule
    cut = np.where(worlds.strait == 2, rule("closure_cut"), np.where(worlds.strait == 1, rule("harass_cut"), 0.0))
    saved = 1.0 - rule("escort_saves") * (worlds.escort.max(axis=1) > 0) * (worlds.strait == 1)
    return np.asarray(rule("hormuz_flow") * (1.0 - cut * saved))


def push(lens: Lens, supply: Array, premium: Array) -> Array:
    """USD/bbl that extra supply (mb/d) and premium (share) move the price by in this turn, to first order."""
    bend = 1.0 / (lens.rule("elasticity_supply") + lens.rule("elasticity_demand"))
    reaches = 1.0 - 1.0 / (1.0 + 1.0 / lens.rule("cargo_lag"))
    drift = -supply / lens.rule("world_supply") * bend * reaches
    return np.asarray(lens.value("price") * (drift + premium / (1.0 + lens.value("premium"))))
