"""The ladder: how escalation moves, and the hazard of war (rule 11; after Kahn 1965)."""

from __future__ import annotations

from diplogame.noise import Luck
from diplogame.traced import np
from diplogame.verbs.context import Context, largest
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import NEVER, Array, Worlds
from diplogame.world.memo import public
from diplogame.world.numbers import Numbers

RUNG_HAZARDS = ("hazard_5", "hazard_6", "hazard_7", "hazard_8")


def climb(context: Context) -> None:
    """Esc' = max(g, esc - .5 where g < esc): anyone can push up, nobody alone can bring it down."""
    worlds, cast, changes = context.worlds, context.cast, context.changes
    g = context.rung
    ease = worlds.numbers.rule("escalation_ease")
    rung = np.maximum(g, worlds.escalation - ease * (g < worlds.escalation))
    changes.add_all("escalation", rung - worlds.escalation)
    d, s = cast.defender, cast.striker
    # An exchange is a blow that was answered, this turn or last.
    one, other = context.force[:, d, s] > 0, context.force[:, s, d] > 0
    answered = (one & ((context.turn - worlds.last_blow[:, s, d]) <= 1)) | (
        other & ((context.turn - worlds.last_blow[:, d, s]) <= 1)
    )
    bits = ((worlds.exchanges << 1) & 255) | answered
    changes.add_all("exchanges", bits - worlds.exchanges)


def hazard(worlds: Worlds, escalation: Array, brink: Array | float = 0.0) -> Array:
    """(worlds, ...) chance that regional war starts this turn at that rung: 0 below 5, .01, .06, .15 at 6, 7, 8 by straight lines between;
    more where both sides use force at the brink; x .3 under a truce; x .9 for each state with an open line, not below .6.
    """
    rank = (-1,) + (1,) * (escalation.ndim - 1)
    base: Array = np.minimum(np.maximum(escalation - 4.0, 0.0), 1.0) * _step(worlds.numbers, 0).reshape(rank)
    for k in range(1, 4):
        base = base + np.minimum(np.maximum(escalation - (4.0 + k), 0.0), 1.0) * _step(worlds.numbers, k).reshape(rank)
    return np.asarray((base + brink) * _soothed(worlds).reshape(rank))


def _step(numbers: Numbers, k: int) -> Array:
    """(worlds or 1,) what the rung k above the fifth adds to the hazard of the one below."""
    rule = numbers.rule
    below = rule(RUNG_HAZARDS[k - 1]) if k else np.zeros(1)
    return numbers.keep(("hazard", k), lambda: np.asarray(rule(RUNG_HAZARDS[k]) - below))


@public
def eased(worlds: Worlds) -> tuple[Array, Array, Array]:
    """(worlds,) each: where the ladder stands after a turn on which nobody climbs, the hazard there, and the hazard a rung higher."""
    base = np.maximum(worlds.escalation - worlds.numbers.rule("escalation_ease"), 1.0)
    return base, hazard(worlds, base), hazard(worlds, np.minimum(base + 1.0, 8.0))


@public
def _soothed(worlds: Worlds) -> Array:
    """(worlds,) what lines and a truce leave of the hazard."""
    rule = worlds.numbers.rule
    lines = (worlds.hotline > 0).any(axis=2).sum(axis=1)
    calm = np.maximum(_power(rule("hotline_factor"), lines), rule("hotline_least"))
    return np.asarray(calm * np.where(worlds.truce > 0, rule("truce_hazard"), 1.0))


def _power(base: Array, count: Array) -> Array:
    """Base to a whole number of at most eight, by multiplication."""
    result = np.ones(len(count))
    for k in range(8):
        result = result * np.where(count > k, base, 1.0)
    return result


def war(context: Context, luck: Luck, worlds: Worlds) -> Array:
    """(worlds,) ending codes of wars that start this turn; the hazard is noted on the worlds by the caller."""
    cast = context.cast
    rule = worlds.numbers.rule
    d, s = cast.defender, cast.striker
    both = (largest(context.force[:, d]) > 0) & (largest(context.force[:, s]) > 0)
    brink = rule("hazard_brink") * both * (np.maximum(worlds.escalation, context.rung) >= 7.0)
    chance = hazard(worlds, worlds.escalation, brink)
    draw = luck.uniform("war", 2)
    starts = draw[:, 0] < chance
    turn = context.turn
    patron_in = (turn - np.maximum(worlds.last_blow[:, d, cast.patron], worlds.last_blow[:, cast.patron, d])) <= 3
    arms = ((turn - worlds.exposed[:, cast.supplier]) <= 3) & (worlds.exposed[:, cast.supplier] > NEVER)
    general = draw[:, 1] < rule("general_base") + rule("general_patron") * patron_in + rule("general_arms") * arms
    context.changes.add_all("hazard", chance - worlds.hazard)
    return np.where(starts, np.where(general, 1 + ENDINGS.index("general_war"), 1 + ENDINGS.index("regional_war")), 0)
