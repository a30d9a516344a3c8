"""Answers: salvos, announced, matching or heavy (rule 3)."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs import air, salvo
from diplogame.verbs.aims import Rows, places_of
from diplogame.verbs.breach import BREACH, breach
from diplogame.verbs.context import Context
from diplogame.verbs.events import OUTCOMES
from diplogame.verbs.lens import Lens
from diplogame.verbs.market import premium_push
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def _answers(cast: Cast, actor: int) -> Rows:
    base = places_of(cast, "base", owner=cast.striker)[:1]
    rows: Rows = [{"target": cast.striker, "p0": spot, "level": level} for spot in base for level in range(3)]
    rows += [
        {"target": cast.striker, "p0": spot, "level": 2} for spot in places_of(cast, "command", owner=cast.striker)
    ]
    rows += [
        {"target": cast.striker, "p0": spot, "level": 1} for spot in places_of(cast, "civilian", owner=cast.striker)
    ]
    for state in np.flatnonzero(cast.arabs):
        rows += [
            {"target": int(state), "p0": spot, "level": level}
            for spot in places_of(cast, "base", owner=int(state))[:1]
            for level in (0, 1)
        ]
        rows += [
            {"target": int(state), "p0": spot, "level": 1} for spot in places_of(cast, "oil", owner=int(state))[:1]
        ]
    return rows


def _salvo_price(lens: Lens) -> Array:
    return np.where(lens.col("level") == salvo.ANNOUNCED, 2.0, 3.0)


def rung_of_salvo(lens: Lens) -> Array:
    """4 for an announced salvo, 5 or more for the others, 8 behind the red line."""
    rung = np.where(lens.col("level") == salvo.ANNOUNCED, 4.0, np.maximum(air.rung_of_blow(lens), 5.0))
    return np.asarray(np.where(air.crosses(lens), 8.0, rung))


def retaliate(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """A salvo: what is fired, what leaks (binomial by its normal approximation), and the harm."""
    _worlds, cast, changes, rows = context.worlds, context.cast, context.changes, lens.rows
    number = salvo.fired(lens)
    at_striker = rows.target == cast.striker
    helped = _help(context, world)
    share = np.where(at_striker, salvo.leak_share(lens, helped), salvo.leak_elsewhere(lens))
    noise = context.luck.normal_at("salvo.leak", world, rows.target)
    mean = number * share
    leaked = np.maximum(mean + noise * np.sqrt(np.maximum(mean * (1.0 - share), 0.0)), 0.0)
    announced = rows.level == salvo.ANNOUNCED
    hurts = leaked * np.where(announced, context.rule("announced_harm", world), 1.0)
    rung = rung_of_salvo(lens)
    context.raise_rung(world, rung)
    np.maximum.at(context.force, (world, rows.actor, rows.target), rung)
    changes.add("missiles", -number, world)
    changes.add("interceptors", -number * context.rule("interceptors_each", world) * at_striker, world)
    changes.add("stability", -hurts * context.rule("leak_stability", world), world, rows.target)
    changes.add("economy", -hurts * context.rule("leak_economy", world), world, rows.target)
    place = np.maximum(rows.p0, 0)
    changes.add(
        "integrity",
        -leaked
        * np.where(at_striker, context.rule("leak_damage", world), context.rule("leak_damage_neighbour", world)),
        world,
        place,
    )
    changes.set("struck", context.turn, world, place)
    changes.add("hurt", context.rule("hurt_salvo", world) * np.where(announced, 0.6, 1.0), world, rows.target)
    changes.set("provoked", context.turn, world, rows.target)
    changes.set("answered", context.turn, world, rows.actor)
    changes.set("last_blow", context.turn, world, rows.actor, rows.target)
    changes.set("landed_blow", context.turn, world[leaked > 0.5], rows.actor[leaked > 0.5])
    changes.set("red_line", context.turn, world[air.crosses(lens)])
    heavy = (rows.level == salvo.HEAVY) & at_striker
    changes.set("bait", context.turn, world[heavy])
    base = cast.of_kind("base")[place] & ~at_striker
    changes.add("war_weariness", -context.rule("base_rally", world) * base + 0.0, world)
    changes.set("last_blow", context.turn, world[base], rows.actor[base], cast.patron)
    changes.set("provoked", context.turn, world[base], cast.patron)
    np.maximum.at(context.force, (world[base], rows.actor[base], np.full(int(base.sum()), cast.patron)), rung[base])
    breach(context, world, rows.actor)
    outcome = np.where(leaked > 0.5, OUTCOMES.index("salvo_leaked"), OUTCOMES.index("salvo_stopped"))
    context.log.add(
        "outcome", world, outcome, source=rows.actor, target=rows.target, place=place, act=act, verb=rows.verb, rung=rung, level=rows.level,
        size=leaked,
    )  # fmt: skip


def _help(context: Context, world: Array) -> Array:
    """How far a neighbour helps to intercept this turn (its answer is already written)."""
    return np.asarray(np.minimum(context.worlds.helping[world].max(axis=1), 1.0) * 1.0)


def _salvo_harm(rule: str) -> Formula:
    return lambda lens: lens.rule(rule) * salvo.harm(lens)


def _base_damage(lens: Lens) -> Array:
    at_striker = lens.col("target") == lens.cast.striker
    return np.asarray(
        salvo.leaks(lens) * np.where(at_striker, lens.rule("leak_damage"), lens.rule("leak_damage_neighbour"))
    )


def _fire(lens: Lens) -> Array:
    return salvo.fired(lens)


def _spent(lens: Lens) -> Array:
    return np.asarray(salvo.fired(lens) * lens.rule("interceptors_each") * (lens.col("target") == lens.cast.striker))


def _clears(lens: Lens) -> Array:
    """Commitment that an answer clears: two by an announced one, more by a larger; at most what stands."""
    level = lens.col("level")
    return np.asarray(np.minimum(lens.state("commitment", "actor"), lens.rule("act_clears") * (1.0 + 0.5 * level)))


def _bait(rule: str) -> Formula:
    return lambda lens: (
        lens.rule(rule)
        * ((lens.col("level") == salvo.HEAVY) * 1.0 + 0.3 * (lens.col("level") == salvo.MATCHING))
        * (lens.col("target") == lens.cast.striker)
    )


def _salvo_jump(lens: Lens) -> Array:
    """What the salvo adds to the price at once, USD: an announced one frightens hardly anybody."""
    return premium_push(lens, blow=rung_of_salvo(lens))


register(
    Verb(
        "retaliate",
        "195",
        -10.0,
        "force",
        "force",
        3.0,
        _answers,
        act=retaliate,
        single=True,
        needs=("has_missiles", "below_red_line"),
        price=_salvo_price,
        rung=rung_of_salvo,
        material=True,
        grouped="target",
        parameters=("level", "places"),
        effects=(
            Effect("missiles", "", _fire, -1.0, expected=True, fades=False),
            Effect("interceptors", "", _spent, -1.0, expected=True, fades=False),
            Effect("stability", "target", _salvo_harm("leak_stability"), -1.0, expected=True, fades=False),
            Effect("economy", "target", _salvo_harm("leak_economy"), -1.0, expected=True, fades=False),
            Effect("integrity", "p0", _base_damage, -1.0, expected=True, fades=False),
            Effect("commitment", "actor", _clears, -1.0, fades=False),
            Effect("stability", "actor", lambda lens: lens.rule("salvo_rally") * (0.5 + 0.5 * lens.col("level"))),
            Effect("legitimacy", "", _bait("bait_legitimacy"), fades=False),
            Effect("backing", "", _bait("bait_backing"), fades=False),
            Effect("price", "", _salvo_jump, expected=True, fades=False),
            Effect(
                "odds",
                "striker",
                lambda lens: lens.rule("salvo_odds") * (0.3 + 0.5 * lens.col("level")),
                expected=True,
                fades=False,
            ),
            Effect(
                "standing",
                "actor",
                lambda lens: lens.rule("neutral_soil") * (lens.col("target") != lens.cast.striker),
                -1.0,
                fades=False,
            ),
            *BREACH,
        ),
    ),
)
