"""Strikes: packages of aimpoints, intercepted, missed or hit (rule 2)."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs import air
from diplogame.verbs.aims import Rows, places_of
from diplogame.verbs.breach import BREACH, breach
from diplogame.verbs.context import Context
from diplogame.verbs.events import OUTCOMES
from diplogame.verbs.lens import Lens, RowLens
from diplogame.verbs.market import premium_push
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.cast import Cast
from diplogame.world.fields import Array

MILITARY = ("mixer", "s300", "drone", "launcher", "airport")


RED = ("nuclear", "civilian", "gas")


def _packages(cast: Cast, *kinds: str, size: int = 4) -> Rows:
    spots = places_of(cast, *kinds, owner=cast.defender)[:size]
    if len(spots) < 2:
        return []
    row = {"target": cast.defender, **{f"p{i}": spot for i, spot in enumerate(spots)}}
    return [row]


def _strikes(cast: Cast, actor: int) -> Rows:
    """Each site by itself, a package for each kind, and a mixed one."""
    single: Rows = [
        {"target": cast.defender, "p0": spot} for spot in places_of(cast, *MILITARY, "oil", *RED, owner=cast.defender)
    ]
    mixed = [places_of(cast, kind, owner=cast.defender)[:1] for kind in ("mixer", "s300", "drone", "launcher")]
    spots = [spot[0] for spot in mixed if spot]
    packages = [
        *_packages(cast, "mixer"),
        *_packages(cast, "drone"),
        *_packages(cast, "launcher"),
        *_packages(cast, "s300", size=2),
        *_packages(cast, "mixer", size=2),
    ]
    if len(spots) > 2:
        packages.append({"target": cast.defender, **{f"p{i}": spot for i, spot in enumerate(spots)}})
    return [*single, *packages]


def _joined(cast: Cast, actor: int) -> Rows:
    rows: Rows = [{"target": cast.defender, "p0": spot} for spot in places_of(cast, "nuclear", owner=cast.defender)]
    return [*rows, *_packages(cast, "launcher"), *_packages(cast, "mixer")]


def _price(lens: Lens) -> Array:
    """Two for one or two aimpoints, three for more."""
    return np.where(air.aimpoints(lens) > 2, 3.0, 2.0)


def _damage(column: str) -> Formula:
    return lambda lens: air.damage(lens, column)


def _large(lens: Lens) -> Array:
    """1 for a large strike (over two aimpoints) with no salvo in three turns: what wears on the patron."""
    quiet = (lens.world.turn - lens.pair("last_blow", lens.cast.defender, lens.cast.striker)) > 3
    return np.asarray((air.aimpoints(lens) > 2) * 1.0 * quiet)


def _no_bait(lens: Lens) -> Array:
    baited = (lens.world.turn - lens.value("bait")) <= 2
    return np.asarray(
        np.where(baited, 0.7, 1.0) * np.where(air.crosses(lens), 3.0, 1.0) * (0.5 + 0.25 * air.aimpoints(lens))
    )


def strike(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """Each aimpoint: intercepted, else missed or hit; a hit's damage is drawn from Beta(4, 2)."""
    # What covers a site is worked out for the worlds alone in which somebody strikes.
    worlds, cast, changes, rows = context.worlds.take(world), context.cast, context.changes, lens.rows
    rung = air.rung_of_blow(lens)
    context.raise_rung(world, rung)
    np.maximum.at(context.force, (world, rows.actor, rows.target), rung)
    # From here on each aimpoint by itself.
    order, slot = np.nonzero(np.stack(rows.places, axis=1) >= 0)
    place, w = np.stack(rows.places, axis=1)[order, slot], world[order]
    each = rows.take(order).but(p0=place)
    aimed = RowLens(worlds, order, each)
    key = each.actor * cast.n_places + place
    stopped = context.luck.uniform_at("strike.stopped", w, key) < air.p_stopped(aimed, "p0")
    hit = ~stopped & (context.luck.uniform_at("strike.hit", w, key) < air.p_hit(aimed, "p0"))
    loss = context.luck.beta42_at("strike.damage", w, key) * air.softness(aimed, "p0") * hit
    changes.add("integrity", -loss, w, place)
    changes.set("struck", context.turn, w, place)
    battery = cast.of_kind("s300")[place]
    name = stopped * context.rule("interception_name", w) - context.rule("battery_name", w) * loss * battery
    changes.add("export_standing", name, w)
    changes.add("stability", -context.rule("hit_stability", w) * hit, w, each.target)
    # Success rallies a public whose own war it is.
    changes.add("stability", context.rule("strike_rally", w) * hit * (each.actor == cast.striker), w, each.actor)
    outcome = np.where(
        stopped, OUTCOMES.index("intercepted"), np.where(hit, OUTCOMES.index("hit"), OUTCOMES.index("missed"))
    )
    context.log.add(
        "outcome", w, outcome, source=each.actor, target=each.target, place=place, act=act[order], verb=each.verb, rung=rung[order], size=loss
    )  # fmt: skip
    changes.add("hurt", context.rule("hurt_strike", world), world, rows.target)
    changes.add("hurt", context.rule("hurt_striking", world), world, rows.actor)
    changes.set("provoked", context.turn, world, rows.target)
    changes.set("answered", context.turn, world, rows.actor)
    changes.set("last_blow", context.turn, world, rows.actor, rows.target)
    good = np.bincount(order, weights=hit, minlength=len(world)) > 0
    changes.set("landed_blow", context.turn, world[good], rows.actor[good])
    changes.set("red_line", context.turn, world[air.crosses(lens)])
    enabled = (worlds.enabling > 0) & (rows.actor == cast.striker)
    changes.set("enabled_force", context.turn, world[enabled], cast.patron)
    breach(context, world, rows.actor)
    changes.add("big_strikes", _large(lens), world)


def _hits_worth(rule: str) -> Formula:
    return lambda lens: lens.rule(rule) * air.hits(lens)


def _battery_name(lens: Lens) -> Array:
    return np.asarray(
        lens.rule("interception_name") * air.stops(lens) - lens.rule("battery_name") * air.battery_damage(lens)
    )


def _strike_clears(lens: Lens) -> Array:
    return np.asarray(
        np.minimum(
            lens.state("commitment", "actor"), lens.rule("strike_clears") * np.minimum(air.aimpoints(lens), 2.0) * 0.5
        )
    )


def _jump(lens: Lens) -> Array:
    """What the blow adds to the price at once, USD: the premium's jump."""
    return premium_push(lens, blow=air.rung_of_blow(lens))


_STRIKE_EFFECTS = (
    *(Effect("integrity", column, _damage(column), -1.0, expected=True, fades=False) for column in air.PLACES),
    Effect("stability", "target", _hits_worth("hit_stability"), -1.0, expected=True, fades=False),
    Effect("export_standing", "", _battery_name, expected=True, fades=False),
    Effect("price", "", _jump, expected=True, fades=False),
    Effect("legitimacy", "", "strike_legitimacy", -1.0, (), fades=False),
    Effect("stability", "actor", _hits_worth("strike_rally"), expected=True, fades=False),
    Effect("commitment", "actor", _strike_clears, -1.0, fades=False),
    Effect("odds", "target", "strike_odds", expected=True, fades=False),
    Effect("alignment", "arabs", "strike_alignment", -1.0, fades=False),
    *BREACH,
)


register(
    Verb(
        "strike",
        "195",
        -10.0,
        "force",
        "force",
        2.0,
        _strikes,
        act=strike,
        single=True,
        needs=("in_reach", "below_red_line", "stands"),
        price=_price,
        rung=air.rung_of_blow,
        material=True,
        grouped="place",
        parameters=("places",),
        effects=(
            *(effect for effect in _STRIKE_EFFECTS if effect.field != "legitimacy"),
            Effect("legitimacy", "", lambda lens: lens.rule("strike_legitimacy") * _no_bait(lens), -1.0, fades=False),
            Effect("backing", "", lambda lens: lens.rule("large_backing") * _large(lens), -1.0, fades=False),
        ),
    ),
    Verb(
        "join_strike",
        "195",
        -10.0,
        "force",
        "force",
        3.0,
        _joined,
        act=strike,
        single=True,
        needs=("enabling_posture", "below_red_line", "stands"),
        rung=lambda lens: np.maximum(air.rung_of_blow(lens), 6.0),
        material=True,
        grouped="place",
        parameters=("places",),
        effects=(
            *(effect for effect in _STRIKE_EFFECTS if effect.field != "stability" or effect.who != "actor"),
            Effect("war_weariness", "", "join_weariness", fades=False),
            Effect("congress", "", "join_congress", -1.0, fades=False),
            Effect("standing", "actor", "join_standing", -1.0, fades=False),
            Effect("stability", "actor", "join_stability", -1.0, fades=False),
            Effect("credibility", "actor", "join_credibility"),
            Effect("restraint", "target", "join_awe"),
            Effect("relation", "striker>actor", "join_tie"),
        ),
    ),
)
