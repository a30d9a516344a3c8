"""Salvos as formulas: how many are fired, how many leak, what they harm (rule 3; Wilkening 1999)."""

from __future__ import annotations

from diplogame.noise import exp, logistic, normal_cdf
from diplogame.traced import np
from diplogame.verbs.lens import Lens, once_a_lens
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once, public

ANNOUNCED, MATCHING, HEAVY = range(3)


@once_a_lens
def fired(lens: Lens) -> Array:
    """Missiles fired: the size of the level, limited by launchers and by what the reserve leaves (a heavy one may dig into it)."""
    level = lens.col("level")
    want = np.where(
        level == ANNOUNCED,
        lens.rule("salvo_announced"),
        np.where(level == MATCHING, lens.rule("salvo_matching"), lens.rule("salvo_heavy")),
    )
    stock = lens.value("missiles")
    reserve = lens.trait("reserve", lens.cast.defender)
    free = np.maximum(stock - reserve * np.where(level == HEAVY, 0.93, 1.0), 0.0) + 4.0 * made(lens)
    free = np.minimum(np.maximum(free, lens.rule("salvo_least")), stock)
    capacity = lens.value("launchers") * lens.rule("launcher_readiness")
    return np.asarray(np.minimum(np.minimum(want, free), capacity))


def made(lens: Lens) -> Array:
    """Missiles that the mixers make in a turn."""
    number = _made(lens.world)
    return np.asarray(number[lens.index] if hasattr(lens, "index") else number[:, None])


@once
def _made(worlds: Worlds) -> Array:
    mixers = worlds.cast.spots("mixer", owner=worlds.cast.defender)
    return np.asarray((worlds.cast.output[mixers] * worlds.integrity.take(mixers, axis=1)).sum(axis=1))


def layer(lens: Lens) -> Array:
    """Chance that a layer of the striker's defence stops a missile: .75 with full stocks, down to .55; .05 more with the patron's batteries."""
    full = np.minimum(lens.value("interceptors") / 400.0, 1.0)
    low = lens.rule("layer_low")
    return np.asarray(
        np.minimum(
            low + (lens.rule("layer_full") - low) * full + lens.rule("layer_batteries") * lens.value("batteries"), 0.92
        )
    )


def leak_share(lens: Lens, helped: Array | float) -> Array:
    """Share of what is fired that gets through, where ``helped`` says how far a neighbour helps to intercept (0 to 1)."""
    miss = 1.0 - layer(lens)
    third = 1.0 - lens.rule("layer_help") * helped
    return np.asarray(
        lens.rule("salvo_works")
        * miss
        * miss
        * third
        * (1.0 - lens.rule("alert_guard") * lens.state("alert", "target"))
    )


def leak_elsewhere(lens: Lens) -> Array:
    """Share that gets through at a base or terminal of a neighbour."""
    guard = 1.0 - lens.rule("alert_guard") * lens.state("alert", "target")
    return np.asarray(lens.rule("leak_neighbour") * guard * (1.0 - lens.rule("call_shield") * called_lately(lens)))


def called_lately(lens: Lens) -> Array:
    """1 where the target and the actor have spoken within three turns: fewer missiles go that way."""
    return np.asarray(((lens.world.turn - lens.pair("called", "target", "actor")) <= 3) * 1.0)


def expected_help(lens: Lens) -> Array:
    """Chance that some state under the missiles' way helps, if it is asked: only when it is hot and no truce stands."""
    chance = _some_help(lens.world)
    return np.asarray(chance[lens.index] if hasattr(lens, "index") else chance[:, None])


@public
def _some_help(worlds: Worlds) -> Array:
    alone = np.ones(worlds.size)
    for state in np.flatnonzero(worlds.cast.tagged("interceptor")):
        alone = alone * (1.0 - p_help(worlds, int(state)))
    return np.asarray((1.0 - alone) * ((worlds.escalation >= 3.5) & (worlds.truce == 0)))


def p_help(worlds: Worlds, state: int) -> Array:
    """(worlds,) chance that a state helps to intercept when it is asked: the patron's tie against the street."""
    rule = worlds.numbers.rule
    tie, street = worlds.relation[:, state, worlds.cast.patron], worlds.stability[:, state] - 55.0
    return logistic(rule("help_odds") + rule("help_tie") * tie + rule("help_calm") * street)


@once_a_lens
def leaks(lens: Lens) -> Array:
    """Missiles that get through, on average: at the striker with a neighbour's help and without, by its chance."""
    number, helped = fired(lens), expected_help(lens)
    alone, guarded = (_on_average(number, leak_share(lens, far)) for far in (0.0, 1.0))
    at_striker = lens.col("target") == lens.cast.striker
    return np.asarray(
        np.where(at_striker, alone + helped * (guarded - alone), _on_average(number, leak_elsewhere(lens)))
    )


def _on_average(number: Array, share: Array) -> Array:
    """Mean of a normal draw with a binomial's mean and deviation, where less than nothing counts as nothing."""
    mean = number * share
    deviation = np.sqrt(np.maximum(mean * (1.0 - share), 1e-12))
    z = mean / deviation
    bell = exp(-0.5 * z * z) * 0.3989422804014327
    return np.asarray(mean * normal_cdf(z) + deviation * bell)


def harm(lens: Lens) -> Array:
    """Leaks that do harm at home: an announced salvo leaks on military ground only."""
    return np.asarray(leaks(lens) * np.where(lens.col("level") == ANNOUNCED, lens.rule("announced_harm"), 1.0))
