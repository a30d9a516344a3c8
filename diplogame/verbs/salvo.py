"""Salvos as formulas: how many are fired, how many leak, what they harm (rule 3; Wilkening 1999)."""

from __future__ import annotations

import numpy as np

from diplogame.verbs.lens import Lens
from diplogame.world.fields import Array

ANNOUNCED, MATCHING, HEAVY = range(3)


def fired(lens: Lens) -> Array:
    """Missiles fired: the size of the level, limited by launchers and by what the reserve leaves (a heavy one may dig into it)."""
    level = lens.col("level")
    want = np.where(level == ANNOUNCED, lens.rule("salvo_announced"), np.where(level == MATCHING, lens.rule("salvo_matching"), lens.rule("salvo_heavy")))
    stock = lens.value("missiles")
    reserve = lens.trait("reserve", lens.cast.defender)
    free = np.maximum(stock - reserve * np.where(level == HEAVY, 0.93, 1.0), 0.0) + 4.0 * made(lens)
    free = np.minimum(np.maximum(free, lens.rule("salvo_least")), stock)
    capacity = lens.value("launchers") * lens.rule("launcher_readiness")
    return np.asarray(np.minimum(np.minimum(want, free), capacity))


def made(lens: Lens) -> Array:
    """Missiles that the mixers make in a turn."""
    world, cast = lens.world, lens.cast
    mixers = cast.spots("mixer", owner=cast.defender)
    number = (cast.output[mixers] * world.integrity.take(mixers, axis=1)).sum(axis=1)
    return np.asarray(number[lens.index] if hasattr(lens, "index") else number[:, None])


def layer(lens: Lens) -> Array:
    """Chance that a layer of the striker's defence stops a missile: .75 with full stocks, down to .55; .05 more with the patron's batteries."""
    full = np.minimum(lens.value("interceptors") / 400.0, 1.0)
    low = lens.rule("layer_low")
    return np.asarray(np.minimum(low + (lens.rule("layer_full") - low) * full + lens.rule("layer_batteries") * lens.value("batteries"), 0.92))


def leak_share(lens: Lens, helped: Array | float) -> Array:
    """Share of what is fired that gets through, where ``helped`` says how far a neighbour helps to intercept (0 to 1)."""
    miss = 1.0 - layer(lens)
    third = 1.0 - lens.rule("layer_help") * helped
    return np.asarray(lens.rule("salvo_works") * miss * miss * third * (1.0 - lens.rule("alert_guard") * lens.state("alert", "target")))


def leak_elsewhere(lens: Lens) -> Array:
    """Share that gets through at a base or terminal of a neighbour."""
    guard = 1.0 - lens.rule("alert_guard") * lens.state("alert", "target")
    return np.asarray(lens.rule("leak_neighbour") * guard * (1.0 - lens.rule("call_shield") * called_lately(lens)))


def called_lately(lens: Lens) -> Array:
    """1 where the target and the actor have spoken within three turns: fewer missiles go that way."""
    return np.asarray(((lens.world.turn - lens.pair("called", "target", "actor")) <= 3) * 1.0)


def expected_help(lens: Lens) -> Array:
    """Chance that a corridor state helps, as anybody would guess: whether one did last turn, else the default."""
    corridor = np.flatnonzero(lens.cast.tagged("interceptor"))
    if not len(corridor):
        return np.zeros(1)
    state = int(corridor[0])
    relation = lens.pair("relation", state, lens.cast.patron)
    return np.asarray(np.minimum(np.maximum(lens.rule("help_base") + 0.04 * relation, 0.0), 1.0))


def leaks(lens: Lens) -> Array:
    """Missiles that get through, on average."""
    at_striker = lens.col("target") == lens.cast.striker
    share = np.where(at_striker, leak_share(lens, expected_help(lens)), leak_elsewhere(lens))
    return np.asarray(fired(lens) * share)


def harm(lens: Lens) -> Array:
    """Leaks that do harm at home: an announced salvo leaks on military ground only."""
    return np.asarray(leaks(lens) * np.where(lens.col("level") == ANNOUNCED, lens.rule("announced_harm"), 1.0))
