"""The oil market as formulas (rule 10): a constant-elasticity price, a premium for risk, and what an order is expected to do to it in its own turn."""

from __future__ import annotations

from diplogame.noise import exp, halves, log
from diplogame.traced import np
from diplogame.verbs.lens import Lens
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once, public

OPEN, HARASSED, CLOSED = range(3)
"""States of the strait."""


def price_of(worlds: Worlds, demand: Array, loss: Array, premium: Array) -> Array:
    """(worlds, ...) USD/bbl: p = p0 (D/S)^(1/(es + ed)) (1 + premium).

    es, ed: short-run elasticities of supply and demand; .015 and .26 by default (Kilian & Murphy 2014).
    """
    rule, rank = worlds.numbers.rule, loss.ndim
    supply = rule("world_supply", rank)
    tightness = demand * supply / np.maximum(supply - loss, 40.0)
    bend = 1.0 / (rule("elasticity_supply", rank) + rule("elasticity_demand", rank))
    return np.asarray(rule("price_base", rank) * exp(bend * log(tightness)) * (1.0 + premium))


def _cut(worlds: Worlds, strait: Array) -> Array:
    """Share of the flow that trouble in the strait takes, by its state (worlds, ...)."""
    rank = strait.ndim
    return np.where(
        strait == CLOSED,
        worlds.numbers.rule("closure_cut", rank),
        np.where(strait == HARASSED, worlds.numbers.rule("harass_cut", rank), 0.0),
    )


def _saved(worlds: Worlds, strait: Array, escorted: Array) -> Array:
    """What warships leave of the trouble: they help against harassment alone."""
    return np.asarray(1.0 - worlds.numbers.rule("escort_saves", strait.ndim) * escorted * (strait == HARASSED))


def escorted(worlds: Worlds) -> Array:
    """(worlds,) whether anybody's warships escort shipping."""
    return np.asarray(worlds.escort.max(axis=1) > 0)


@once
def _broken(worlds: Worlds) -> Array:
    """(worlds,) mb/d that broken terminals keep in."""
    gulf = np.flatnonzero(worlds.cast.of_kind("oil") & (worlds.cast.owner != worlds.cast.defender))
    return np.asarray((worlds.cast.output[gulf] * (1.0 - worlds.integrity.take(gulf, axis=1))).sum(axis=1))


def loss_with(worlds: Worlds, strait: Array, warships: Array, pumped: Array, released: Array) -> Array:
    """Mb/d that the market misses with the strait in that state (worlds, ...), with or without escorts, with so much more pumped and released
    by orders: what the strait and broken terminals keep in, less what goes round, less reserves and output.
    """
    rank = strait.ndim
    rule = worlds.numbers.rule

    def wide(part: Array) -> Array:
        return part.reshape((-1,) + (1,) * (rank - 1))

    stuck = rule("hormuz_flow", rank) * _cut(worlds, strait) * _saved(worlds, strait, warships)
    round_it = np.minimum(wide(worlds.bypass), np.maximum(stuck - rule("own_flow", rank), 0.0)) * (strait > 0)
    out = np.where(strait == CLOSED, rule("spare_outside", rank), 1.0)
    more = wide(worlds.output.sum(axis=1)) + pumped
    return np.asarray(stuck + wide(_broken(worlds)) - round_it - wide(worlds.released) - released - more * out)


def net_loss(worlds: Worlds) -> Array:
    """(worlds,) mb/d that the market misses."""
    return loss_with(worlds, worlds.strait, escorted(worlds), np.zeros(1), np.zeros(1))


def flow_of(worlds: Worlds) -> Array:
    """(worlds,) mb/d through the strait."""
    return flow_with(worlds, worlds.strait, escorted(worlds))


def flow_with(worlds: Worlds, strait: Array, warships: Array) -> Array:
    """Mb/d through the strait in that state (worlds, ...), with or without escorts."""
    return np.asarray(
        worlds.numbers.rule("hormuz_flow", strait.ndim)
        * (1.0 - _cut(worlds, strait) * _saved(worlds, strait, warships))
    )


def premium_after(worlds: Worlds, premium: Array, strait: Array, blow: Array) -> Array:
    """The premium for risk at the turn's end: it halves in calm, jumps with a blow of that rung (worlds, ...; 0: none), and is mostly wiped
    out by a truce. Each further exchange frightens less: the jump shrinks as the premium fills.
    """
    rank = premium.ndim
    rule = worlds.numbers.rule
    stays = worlds.numbers.keep("market.calm", lambda: halves(1.0 / rule("premium_half")))
    left = premium * np.where(blow >= 4.0, 1.0, stays.reshape((-1,) + (1,) * (rank - 1)))
    jump = rule("premium_exchange", rank) * (blow >= 5.0) + rule("premium_lone", rank) * ((blow >= 4.0) & (blow < 5.0))
    left = left + jump * np.maximum(1.0 - left / rule("premium_full", rank), 0.0)
    left = np.where(strait == CLOSED, np.maximum(left, rule("premium_closure", rank)), left)
    truce = (worlds.truce == 1).reshape((-1,) + (1,) * (rank - 1))
    return np.asarray(np.where(truce, left * rule("premium_truce", rank), left))


def slump_after(worlds: Worlds) -> Array:
    """(worlds,) the slump at the turn's end: a dear price, as the mean of three turns, deepens it; else it eases."""
    rule = worlds.numbers.rule
    mean = (worlds.price + worlds.price_log[:, 0] + worlds.price_log[:, 1]) / 3.0
    slump = worlds.slump + np.where(
        mean > rule("slump_price"),
        rule("slump_step") * (mean - rule("slump_price")) / 10.0,
        -rule("slump_ease") * worlds.slump,
    )
    return np.asarray(np.minimum(np.maximum(slump, 0.0), 100.0))


def loss_after(worlds: Worlds, missing: Array) -> Array:
    """The loss that has reached buyers at the turn's end: cargoes afloat run out."""
    numbers, rank = worlds.numbers, (-1,) + (1,) * (missing.ndim - 1)
    share = numbers.keep("market.cargo", lambda: np.asarray(1.0 - exp(-1.0 / numbers.rule("cargo_lag")))).reshape(rank)
    before = worlds.loss.reshape(rank)
    return np.asarray(before + (missing - before) * share)


@once
def _tight(worlds: Worlds) -> Array:
    """(worlds,) USD/bbl at the turn's end without the premium, if nobody moves the market."""
    return price_of(worlds, _demand(worlds), loss_after(worlds, net_loss(worlds)), np.zeros(1))


@public
def _demand(worlds: Worlds) -> Array:
    """(worlds,) share of the demand that the slump leaves at the turn's end."""
    return np.asarray(1.0 - slump_after(worlds) * worlds.numbers.rule("slump_demand"))


@public
def _calm_premium(worlds: Worlds) -> Array:
    """(worlds,) the premium at the turn's end, if nobody moves it."""
    return premium_after(worlds, worlds.premium, worlds.strait, np.zeros(1))


# What follows reads the world for options (worlds, orders): it serves expectations alone, for the market itself acts once a turn.


def premium_push(lens: Lens, premium: Array | float = 0.0, blow: Array | float = 0.0) -> Array:
    """USD/bbl that an order moves the price by in this turn, supply as it is: by what it adds to the premium, or by a blow on that rung."""
    return np.asarray(_tight(lens.world)[:, None] * lens.rule("price_adjust") * _premium_change(lens, premium, blow))


def _premium_change(
    lens: Lens, premium: Array | float, blow: Array | float = 0.0, strait: Array | None = None
) -> Array:
    now, stands = lens.value("premium"), lens.value("strait")
    after = premium_after(lens.world, now + premium, stands if strait is None else strait, np.asarray(blow))
    return np.asarray(after - _calm_premium(lens.world)[:, None])


def supply_push(
    lens: Lens, pumped: Array | float = 0.0, released: Array | float = 0.0, premium: Array | float = 0.0, strait: Array | None = None,
    warships: Array | None = None,
) -> Array:  # fmt: skip
    """USD/bbl that an order moves the price by in this turn: by the oil that it puts on the market (mb/d), by what it adds to the premium, by
    the strait's new state, by escorts.
    """
    world, stands = lens.world, lens.value("strait")
    state = stands if strait is None else strait
    missing = loss_with(
        world,
        state,
        escorted(world)[:, None] if warships is None else warships,
        np.asarray(pumped),
        np.asarray(released),
    )
    risk = _calm_premium(world)[:, None]
    tight = price_of(world, _demand(world)[:, None], loss_after(world, missing), np.zeros(1))
    after = tight * (1.0 + risk + _premium_change(lens, premium, 0.0, strait))
    return np.asarray(lens.rule("price_adjust") * (after - _tight(world)[:, None] * (1.0 + risk)))


def flow_push(lens: Lens, strait: Array | None = None, warships: Array | None = None) -> Array:
    """Mb/d through the strait that an order adds."""
    world, stands = lens.world, lens.value("strait")
    guarded = escorted(world)[:, None]
    after = flow_with(world, stands if strait is None else strait, guarded if warships is None else warships)
    return np.asarray(after - flow_with(world, stands, guarded))
