"""Force: strikes, answers, sabotage, and the postures round them. All force of a turn reads the same worlds."""

from __future__ import annotations

import numpy as np

from diplogame.verbs import air, salvo
from diplogame.verbs.aims import Rows, alone, levels, places_of
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.cast import Cast
from diplogame.world.fields import Array

MILITARY = ("mixer", "s300", "drone", "launcher", "airport", "naval")
RED = ("nuclear", "civilian", "gas")


def _packages(cast: Cast, *kinds: str, size: int = 4) -> Rows:
    spots = places_of(cast, *kinds, owner=cast.defender)[:size]
    if len(spots) < 2:
        return []
    row = {"target": cast.defender, **{f"p{i}": spot for i, spot in enumerate(spots)}}
    return [row]


def _strikes(cast: Cast, actor: int) -> Rows:
    """Each site by itself, a package for each kind, and a mixed one."""
    single: Rows = [{"target": cast.defender, "p0": spot} for spot in places_of(cast, *MILITARY, "oil", *RED, owner=cast.defender)]
    mixed = [places_of(cast, kind, owner=cast.defender)[:1] for kind in ("mixer", "s300", "drone", "launcher")]
    spots = [spot[0] for spot in mixed if spot]
    packages = [*_packages(cast, "mixer"), *_packages(cast, "drone"), *_packages(cast, "launcher"), *_packages(cast, "s300", size=2), *_packages(cast, "mixer", size=2)]
    if len(spots) > 2:
        packages.append({"target": cast.defender, **{f"p{i}": spot for i, spot in enumerate(spots)}})
    return [*single, *packages]


def _joined(cast: Cast, actor: int) -> Rows:
    rows: Rows = [{"target": cast.defender, "p0": spot} for spot in places_of(cast, "nuclear", owner=cast.defender)]
    return [*rows, *_packages(cast, "launcher"), *_packages(cast, "mixer")]


def _answers(cast: Cast, actor: int) -> Rows:
    base = places_of(cast, "base", owner=cast.striker)[:1]
    rows: Rows = [{"target": cast.striker, "p0": spot, "level": level} for spot in base for level in range(3)]
    rows += [{"target": cast.striker, "p0": spot, "level": 2} for spot in places_of(cast, "command", owner=cast.striker)]
    rows += [{"target": cast.striker, "p0": spot, "level": 1} for spot in places_of(cast, "civilian", owner=cast.striker)]
    for state in np.flatnonzero(cast.arabs):
        rows += [{"target": int(state), "p0": spot, "level": level} for spot in places_of(cast, "base", owner=int(state))[:1] for level in (0, 1)]
        rows += [{"target": int(state), "p0": spot, "level": 1} for spot in places_of(cast, "oil", owner=int(state))[:1]]
    return rows


def _sites(cast: Cast, actor: int) -> Rows:
    return [{"target": cast.defender, "p0": spot, "covert": 1} for spot in places_of(cast, "mixer", "drone", "launcher", "nuclear", owner=cast.defender)]


def _price(lens: Lens) -> Array:
    """Two for one or two aimpoints, three for more."""
    return np.where(air.aimpoints(lens) > 2, 3.0, 2.0)


def _salvo_price(lens: Lens) -> Array:
    return np.where(lens.col("level") == salvo.ANNOUNCED, 2.0, 3.0)


def _damage(column: str) -> Formula:
    return lambda lens: air.damage(lens, column)


def _large(lens: Lens) -> Array:
    """1 for a large strike (over two aimpoints) with no salvo in three turns: what wears on the patron."""
    quiet = (lens.world.turn - lens.pair("last_blow", lens.cast.defender, lens.cast.striker)) > 3
    return np.asarray((air.aimpoints(lens) > 2) * 1.0 * quiet)


def _no_bait(lens: Lens) -> Array:
    baited = (lens.world.turn - lens.value("bait")) <= 2
    return np.asarray(np.where(baited, 0.7, 1.0) * np.where(air.crosses(lens), 3.0, 1.0) * (0.5 + 0.25 * air.aimpoints(lens)))


def strike(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """Each aimpoint: intercepted, else missed or hit; a hit's damage is drawn from Beta(4, 2)."""
    worlds, cast, changes, rows = context.worlds, context.cast, context.changes, lens.rows
    rung = air.rung_of_blow(lens)
    context.raise_rung(world, rung)
    np.maximum.at(context.force, (world, rows.actor, rows.target), rung)
    landed = np.zeros(len(world))
    russian = cast.of_kind("s300")
    for _slot, column in enumerate(air.PLACES):
        spot = getattr(rows, column)
        live = np.flatnonzero(spot >= 0)
        if not len(live):
            continue
        w, place = world[live], spot[live]
        key = rows.actor[live] * cast.n_places + place
        stopped = context.luck.uniform_at("strike.stopped", w, key) < air.p_stopped(lens, column)[live]
        hit = ~stopped & (context.luck.uniform_at("strike.hit", w, key) < air.p_hit(lens, column)[live])
        loss = context.luck.beta42_at("strike.damage", w, key) * air.softness(lens, column)[live] * hit
        changes.add("integrity", -loss, w, place)
        changes.set("struck", context.turn, w, place)
        changes.add("export_standing", stopped * context.rule("interception_name", w) - context.rule("battery_name", w) * loss * russian[place], w)
        changes.add("stability", -context.rule("hit_stability", w) * hit, w, rows.target[live])
        landed[live] += hit
        result = np.where(stopped, 0, np.where(hit, 1, 2))
        for code, name in enumerate(("intercepted", "hit", "missed")):
            some = result == code
            context.log.add("outcome", w[some], name, source=rows.actor[live][some], target=rows.target[live][some], place=place[some],
                            act=act[live][some], verb=rows.verb[live][some], rung=rung[live][some], size=loss[some])
    changes.add("hurt", context.rule("hurt_strike", world), world, rows.target)
    changes.add("hurt", context.rule("hurt_striking", world), world, rows.actor)
    changes.set("provoked", context.turn, world, rows.target)
    changes.set("answered", context.turn, world, rows.actor)
    changes.set("last_blow", context.turn, world, rows.actor, rows.target)
    good = landed > 0
    changes.set("landed_blow", context.turn, world[good], rows.actor[good])
    changes.set("red_line", context.turn, world[air.crosses(lens)])
    enabled = (worlds.enabling[world] > 0) & (rows.actor == cast.striker)
    changes.set("enabled_force", context.turn, world[enabled], cast.patron)
    breach(context, world, rows.actor)
    changes.add("big_strikes", _large(lens), world)


def breach(context: Context, world: Array, actor: Array) -> None:
    """Force under a truce breaks it: trust is halved, standing and credibility pay. What was ordered before the truce was
    signed, in the same turn, does not count.
    """
    broken = context.worlds.truce[world] > 1
    w, who = world[broken], actor[broken]
    if not len(w):
        return
    context.changes.add("standing", -context.rule("breach_standing", w), w, who)
    context.changes.add("credibility", -context.rule("breach_credibility", w), w, who)
    for state in range(context.cast.n_states):
        context.changes.add("trust", -0.5 * context.worlds.trust[w, state, who], w, state, who)
    context.changes.set("leaks", context.worlds.leaks[w, who] + 1, w, who)
    context.log.add("outcome", w, "truce_broken", source=who)


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
    rung = np.where(announced, 4.0, np.maximum(air.rung_of_blow(lens), 5.0))
    rung = np.where(air.crosses(lens), 8.0, rung)
    context.raise_rung(world, rung)
    np.maximum.at(context.force, (world, rows.actor, rows.target), rung)
    changes.add("missiles", -number, world)
    changes.add("interceptors", -number * context.rule("interceptors_each", world) * at_striker, world)
    changes.add("stability", -hurts * context.rule("leak_stability", world), world, rows.target)
    changes.add("economy", -hurts * context.rule("leak_economy", world), world, rows.target)
    place = np.maximum(rows.p0, 0)
    changes.add("integrity", -leaked * np.where(at_striker, context.rule("leak_damage", world), context.rule("leak_damage_neighbour", world)), world, place)
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
    for code, some in (("salvo_leaked", leaked > 0.5), ("salvo_stopped", leaked <= 0.5)):
        context.log.add("outcome", world[some], code, source=rows.actor[some], target=rows.target[some], place=place[some], act=act[some],
                        verb=rows.verb[some], rung=rung[some], level=rows.level[some], size=leaked[some])


def _help(context: Context, world: Array) -> Array:
    """How far a neighbour helps to intercept this turn (its answer is already written)."""
    return np.asarray(np.minimum(context.worlds.helping[world].max(axis=1), 1.0) * 1.0)


def sabotage(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """A covert blow: it may fail, and it may be traced."""
    rows, changes = lens.rows, context.changes
    key = rows.actor * context.cast.n_places + rows.p0
    done = context.luck.uniform_at("sabotage.done", world, key) < context.rule("sabotage_success", world)
    loss = context.luck.beta42_at("sabotage.damage", world, key) * context.rule("sabotage_damage", world) * done
    changes.add("integrity", -loss, world, rows.p0)
    context.raise_rung(world, 3.0)
    traced = context.luck.uniform_at("sabotage.traced", world, key) < context.rule("sabotage_traced", world)
    for state in range(context.cast.n_states):
        sees = traced if state == int(context.cast.defender) else traced & (context.luck.uniform_at("sabotage.seen", world, key * 8 + state) < 0.3)
        changes.set("known", context.turn, world[sees], state, rows.actor[sees])
    changes.add("grievance", context.rule("grievance_sabotage", world) * traced, world, rows.target, rows.actor)
    changes.add("hurt", 0.3 * done, world, rows.target)
    both = context.bits(rows.actor, np.where(traced, rows.target, -1))
    context.log.add("outcome", world[done], "hit", source=rows.actor[done], target=rows.target[done], place=rows.p0[done], act=act[done],
                    verb=rows.verb[done], rung=3.0, seen=np.asarray(both)[done], size=loss[done])
    fail = ~done
    context.log.add("outcome", world[fail], "missed", source=rows.actor[fail], target=rows.target[fail], place=rows.p0[fail], act=act[fail],
                    verb=rows.verb[fail], rung=3.0, seen=np.asarray(both)[fail])


def _sabotage_damage(lens: Lens) -> Array:
    return np.asarray(lens.rule("sabotage_success") * lens.rule("sabotage_damage") * air.MEAN_DAMAGE)


def _stand_alert(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("alert", lens.rows.level, world, lens.rows.actor)


def _stand_down(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """The posture falls back, and nobody may set it again in the same turn."""
    context.changes.add("alert", -context.worlds.alert[world, lens.rows.actor], world, lens.rows.actor)


def _shed(lens: Lens) -> Array:
    """Commitment that standing down sheds, at the price of face."""
    return np.asarray(np.minimum(lens.state("commitment", "actor"), lens.rule("stand_down_commitment")))


def _face(lens: Lens) -> Array:
    return np.asarray(_shed(lens) * lens.rule("face") * lens.trait("kappa", "actor"))


def _disperse(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("dispersed", context.rule("disperse_turns", world), world)


def _hits_worth(rule: str) -> Formula:
    return lambda lens: lens.rule(rule) * air.hits(lens)


def _battery_name(lens: Lens) -> Array:
    return np.asarray(lens.rule("interception_name") * air.stops(lens) - lens.rule("battery_name") * air.battery_damage(lens))


def _salvo_harm(rule: str) -> Formula:
    return lambda lens: lens.rule(rule) * salvo.harm(lens)


def _base_damage(lens: Lens) -> Array:
    at_striker = lens.col("target") == lens.cast.striker
    return np.asarray(salvo.leaks(lens) * np.where(at_striker, lens.rule("leak_damage"), lens.rule("leak_damage_neighbour")))


def _fire(lens: Lens) -> Array:
    return salvo.fired(lens)


def _spent(lens: Lens) -> Array:
    return np.asarray(salvo.fired(lens) * lens.rule("interceptors_each") * (lens.col("target") == lens.cast.striker))


def _clears(lens: Lens) -> Array:
    """Commitment that an answer clears: two by an announced one, more by a larger; at most what stands."""
    level = lens.col("level")
    return np.asarray(np.minimum(lens.state("commitment", "actor"), lens.rule("act_clears") * (1.0 + 0.5 * level)))


def _strike_clears(lens: Lens) -> Array:
    return np.asarray(np.minimum(lens.state("commitment", "actor"), lens.rule("strike_clears") * np.minimum(air.aimpoints(lens), 2.0) * 0.5))


def _bait(rule: str) -> Formula:
    return lambda lens: lens.rule(rule) * ((lens.col("level") == salvo.HEAVY) * 1.0 + 0.3 * (lens.col("level") == salvo.MATCHING)) * (
        lens.col("target") == lens.cast.striker)


def _jump(lens: Lens) -> Array:
    """What the blow adds to the price at once, USD: the premium's jump."""
    rung = air.rung_of_blow(lens)
    return np.asarray(lens.value("price") * lens.rule("premium_exchange") * np.where(rung >= 5, 1.0, 0.35))


def _salvo_jump(lens: Lens) -> Array:
    quiet = lens.col("level") == salvo.ANNOUNCED
    return np.asarray(lens.value("price") * lens.rule("premium_exchange") * np.where(quiet, 0.1, 1.0))


_STRIKE_EFFECTS = (
    *(Effect("integrity", column, _damage(column), -1.0, expected=True, fades=False) for column in air.PLACES),
    Effect("stability", "target", _hits_worth("hit_stability"), -1.0, expected=True, fades=False),
    Effect("export_standing", "", _battery_name, expected=True, fades=False),
    Effect("price", "", _jump, expected=True),
    Effect("legitimacy", "", "strike_legitimacy", -1.0, (), fades=False),
    Effect("stability", "actor", _hits_worth("strike_rally"), expected=True),
    Effect("commitment", "actor", _strike_clears, -1.0, fades=False),
    Effect("odds", "target", "strike_odds", expected=True, fades=False),
    Effect("alignment", "arabs", "strike_alignment", -1.0, fades=False),
)

register(
    Verb(
        "strike", "195", -10.0, "force", "force", 2.0, _strikes, act=strike, single=True, needs=("in_reach", "below_red_line", "stands"), price=_price,
        rung=air.rung_of_blow, material=True, grouped="place", parameters=("places",),
        effects=(
            *(effect for effect in _STRIKE_EFFECTS if effect.field != "legitimacy"),
            Effect("legitimacy", "", lambda lens: lens.rule("strike_legitimacy") * _no_bait(lens), -1.0, fades=False),
            Effect("backing", "", lambda lens: lens.rule("large_backing") * _large(lens), -1.0, fades=False),
        ),
    ),
    Verb(
        "join_strike", "195", -10.0, "force", "force", 3.0, _joined, act=strike, single=True, needs=("enabling_posture", "below_red_line", "stands"),
        rung=lambda lens: np.maximum(air.rung_of_blow(lens), 6.0), material=True, grouped="place", parameters=("places",),
        effects=(
            *(effect for effect in _STRIKE_EFFECTS if effect.field != "stability" or effect.who != "actor"),
            Effect("war_weariness", "", "join_weariness", fades=False), Effect("congress", "", "join_congress", -1.0, fades=False),
            Effect("standing", "actor", "join_standing", -1.0, fades=False), Effect("stability", "actor", "join_stability", -1.0, fades=False),
            Effect("credibility", "actor", "join_credibility"), Effect("restraint", "target", "join_awe"), Effect("relation", "striker>actor", "join_tie"),
        ),
    ),
    Verb(
        "retaliate", "195", -10.0, "force", "force", 3.0, _answers, act=retaliate, single=True, needs=("has_missiles", "below_red_line"), price=_salvo_price,
        rung=lambda lens: np.where(lens.col("level") == salvo.ANNOUNCED, np.where(air.crosses(lens), 8.0, 4.0), np.maximum(air.rung_of_blow(lens), 5.0)),
        material=True, grouped="target", parameters=("level", "places"),
        effects=(
            Effect("missiles", "", _fire, -1.0, expected=True, fades=False),
            Effect("interceptors", "", _spent, -1.0, expected=True, fades=False),
            Effect("stability", "target", _salvo_harm("leak_stability"), -1.0, expected=True, fades=False),
            Effect("economy", "target", _salvo_harm("leak_economy"), -1.0, expected=True, fades=False),
            Effect("integrity", "p0", _base_damage, -1.0, expected=True, fades=False),
            Effect("commitment", "actor", _clears, -1.0, fades=False),
            Effect("stability", "actor", lambda lens: lens.rule("salvo_rally") * (0.5 + 0.5 * lens.col("level"))),
            Effect("legitimacy", "", _bait("bait_legitimacy"), fades=False), Effect("backing", "", _bait("bait_backing"), fades=False),
            Effect("price", "", _salvo_jump, expected=True),
            Effect("odds", "striker", lambda lens: lens.rule("salvo_odds") * (0.3 + 0.5 * lens.col("level")), expected=True, fades=False),
            Effect("standing", "actor", lambda lens: lens.rule("neutral_soil") * (lens.col("target") != lens.cast.striker), -1.0, fades=False),
        ),
    ),
    Verb(
        "sabotage", "1712", -9.2, "force", "force", 3.0, _sites, act=sabotage, single=True, secret=True, needs=("stands",), rung=3.0, grouped="place",
        parameters=("places",),
        effects=(
            Effect("integrity", "p0", _sabotage_damage, -1.0, expected=True, fades=False),
            Effect("standing", "actor", lambda lens: lens.rule("sabotage_traced") * lens.rule("sabotage_standing"), -1.0, expected=True),
            Effect("odds", "defender", "sabotage_odds", expected=True),
        ),
    ),
    Verb(
        "alert", "152", -7.2, "force", "words", 1.0, levels(1), act=_stand_alert, single=True, needs=("posture_differs",), rung=2.0, grouped="level",
        effects=(
            Effect("stability", "actor", "alert_stability"), Effect("economy", "actor", "alert_economy", -1.0),
            Effect("restraint", "defender", "alert_restraint"),
            Effect("odds", "defender", "alert_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "stand_down", "087", 9.0, "force", "words", 0.0, alone(), act=_stand_down, single=True, needs=("something_to_drop",),
        effects=(
            Effect("commitment", "actor", _shed, -1.0, fades=False), Effect("stability", "actor", _face, -1.0, ("no_way_out",), fades=False),
            Effect("restraint", "actor", "stand_down_restraint", fades=False), Effect("standing", "actor", "stand_down_standing", 1.0, ("war_time",)),
            Effect("odds", "actor", "stand_down_odds", -1.0, expected=True), Effect("odds", "striker", "stand_down_echo", -1.0, expected=True),
            Effect("odds", "defender", "stand_down_echo", -1.0, expected=True),
        ),
    ),
    Verb(
        "disperse", "152", -7.2, "force", "aid", 1.0, alone(), act=_disperse, single=True, needs=("hidden_launchers_old",), rung=2.0,
        effects=(
            Effect("points", "actor", "disperse_worth", 1.0, ("war_time",), expected=True), Effect("economy", "actor", "disperse_economy", -1.0),
        ),
    ),
)
