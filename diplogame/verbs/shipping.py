"""Shipping and oil: the strait, escorts, output, reserves, pipelines (rule 10)."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs.aims import alone, levels
from diplogame.verbs.breach import BREACH, breach
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.market import CLOSED, HARASSED, OPEN, flow_push, supply_push
from diplogame.verbs.verb import Deed, Effect, Formula, Verb, register
from diplogame.world.fields import Array


def _trouble(state: int, rung: float) -> Deed:
    def write(context: Context, world: Array, act: Array, lens: Lens) -> None:
        rows, changes = lens.rows, context.changes
        changes.set("strait", state, world)
        changes.set("answered", context.turn, world, rows.actor)
        context.raise_rung(world, rung)
        changes.add(
            "hurt",
            context.rule("hurt_closure" if state == CLOSED else "hurt_harassment", world),
            world,
            context.cast.patron,
        )
        breach(context, world, rows.actor)
        if state == CLOSED:
            context.log.add("outcome", world, "strait_closed", source=rows.actor, act=act, verb=rows.verb, rung=rung)

    return write


def _reopen(context: Context, world: Array, act: Array, lens: Lens) -> None:
    # A trouble ordered by the same state in the same turn is masked by the docket: the two exclude each other.
    context.changes.add("strait", -context.worlds.strait[world], world)
    context.log.add("outcome", world, "strait_open", source=lens.rows.actor, act=act, verb=lens.rows.verb)


def _trouble_push(state: int, rule: str) -> Formula:
    """USD/bbl that trouble in the strait moves the price by at once; repetition frightens less."""
    return lambda lens: supply_push(lens, premium=lens.rule(rule) * lens.freshness(), strait=_state(lens, state))


def _state(lens: Lens, state: int) -> Array:
    return np.asarray(np.full((1, 1), state) + 0 * lens.value("strait"))


def _to(state: int) -> Formula:
    """Mb/d through the strait that its new state adds."""
    return lambda lens: flow_push(lens, _state(lens, state))


def _reopen_push(lens: Lens) -> Array:
    return supply_push(lens, strait=_state(lens, OPEN))


def _more(rule: str, sign: float) -> Formula:
    return lambda lens: supply_push(lens, sign * lens.rule(rule))


def _escort(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("escort", lens.rows.level, world, lens.rows.actor)


def _warships(lens: Lens) -> Array:
    """Whether shipping is escorted once the actor's posture is set: by it, or by others."""
    actor = lens.rows.actor[0]
    others = (lens.world.escort * (np.arange(lens.cast.n_states) != actor)).max(axis=1)
    return np.asarray(np.maximum(others[:, None], lens.col("level")) > 0)


def _for_and_against(rule: str) -> Formula:
    """A rule number, gained when the posture is taken up and lost when it is given up."""
    return lambda lens: lens.rule(rule) * np.where(lens.col("level") > 0, 1.0, -1.0)


def _escort_push(lens: Lens) -> Array:
    return supply_push(
        lens, premium=-_for_and_against("escort_premium")(lens) * lens.freshness(), warships=_warships(lens)
    )


def _escort_flow(lens: Lens) -> Array:
    return flow_push(lens, warships=_warships(lens))


register(
    Verb(
        "harass_shipping",
        "1712",
        -9.2,
        "shipping",
        "shipping",
        2.0,
        alone(),
        act=_trouble(HARASSED, 6.0),
        single=True,
        needs=("strait_open",),
        rung=6.0,
        material=True,
        effects=(
            Effect("premium", "", "premium_harass"),
            Effect("price", "", _trouble_push(HARASSED, "premium_harass"), expected=True, fades=False),
            Effect("flow", "", _to(HARASSED), expected=True, fades=False),
            Effect("commitment", "actor", "harass_clears", -1.0, fades=False),
            Effect("stability", "actor", "harass_rally"),
            Effect("standing", "actor", "harass_standing", -1.0, fades=False),
            Effect("relation", "arabs>actor", "harass_relation", -1.0),
            Effect("economy", "arabs", "harass_economy", -1.0),
            Effect("economy", "actor", "harass_economy", -0.6),
            Effect("odds", "patron", "harass_odds", expected=True),
            *BREACH,
        ),
    ),
    Verb(
        "close_strait",
        "191",
        -9.5,
        "shipping",
        "shipping",
        3.0,
        alone(),
        act=_trouble(CLOSED, 7.0),
        single=True,
        needs=("strait_not_closed",),
        rung=7.0,
        material=True,
        effects=(
            Effect("premium", "", "premium_closure"),
            Effect("price", "", _trouble_push(CLOSED, "premium_closure"), expected=True, fades=False),
            Effect("flow", "", _to(CLOSED), expected=True, fades=False),
            Effect("commitment", "actor", "close_clears", -1.0, fades=False),
            Effect("stability", "actor", "close_rally"),
            Effect("standing", "actor", "close_standing", -1.0, fades=False),
            Effect("relation", "arabs>actor", "close_relation", -1.0),
            Effect("relation", "patron>actor", "close_relation", -1.0),
            Effect("economy", "actor", "close_economy", -1.0, fades=False),
            Effect("economy", "arabs", "close_economy", -1.0, fades=False),
            Effect("odds", "patron", "close_odds", expected=True),
            Effect("odds", "striker", "close_odds", 0.5, expected=True),
            *BREACH,
        ),
    ),
    Verb(
        "reopen_strait",
        "0872",
        9.0,
        "shipping",
        "shipping",
        0.0,
        alone(),
        act=_reopen,
        single=True,
        needs=("strait_shut",),
        effects=(
            Effect("price", "", _reopen_push, expected=True, fades=False),
            Effect("flow", "", _to(OPEN), expected=True, fades=False),
            Effect("standing", "actor", "reopen_standing"),
            Effect("economy", "actor", "reopen_economy"),
            Effect("economy", "arabs", "reopen_economy"),
            Effect("relation", "arabs>actor", "harass_relation"),
            Effect("stability", "actor", "reopen_face", -1.0, ("kappa",)),
            Effect("odds", "patron", "harass_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "escort_shipping",
        "150",
        -7.2,
        "shipping",
        "shipping",
        1.0,
        levels(0, 1),
        act=_escort,
        single=True,
        needs=("posture_differs",),
        rung=2.0,
        grouped="level",
        parameters=("level",),
        effects=(
            Effect("premium", "", _for_and_against("escort_premium"), -1.0),
            Effect("price", "", _escort_push, expected=True, fades=False),
            Effect("flow", "", _escort_flow, expected=True, fades=False),
            Effect("relation", "arabs>actor", _for_and_against("escort_relation")),
            Effect("relation", "defender>actor", _for_and_against("escort_relation"), -1.0),
            Effect("war_weariness", "", _for_and_against("escort_weariness")),
        ),
    ),
    Verb(
        "raise_output",
        "061",
        6.4,
        "shipping",
        "shipping",
        1.0,
        alone(),
        act=None,
        single=True,
        needs=("output_room",),
        effects=(
            Effect("output", "actor", "output_step", fades=False),
            Effect("price", "", _more("output_step", 1.0), expected=True, fades=False),
            Effect("relation", "patron>actor", "output_relation"),
            Effect("economy", "actor", "output_economy"),
        ),
    ),
    Verb(
        "cut_exports",
        "061",
        6.4,
        "shipping",
        "shipping",
        1.0,
        alone(),
        act=None,
        single=True,
        needs=("output_cuttable",),
        effects=(
            Effect("output", "actor", "cut_step", -1.0, fades=False),
            Effect("price", "", _more("cut_step", -1.0), expected=True, fades=False),
            Effect("relation", "patron>actor", "output_relation", -1.0),
            Effect("economy", "actor", "cut_economy", -1.0),
        ),
    ),
    Verb(
        "ship_more",
        "061",
        6.4,
        "shipping",
        "shipping",
        1.0,
        alone(),
        act=None,
        single=True,
        needs=("dear_enough",),
        effects=(
            Effect("output", "actor", "cut_step", fades=False),
            Effect("price", "", _more("cut_step", 1.0), expected=True, fades=False),
            Effect("economy", "actor", "ship_economy", 1.0, ("slack",)),
            Effect("standing", "actor", "ship_standing", 1.0, ("slack",)),
        ),
    ),
    Verb(
        "release_reserves",
        "061",
        6.4,
        "shipping",
        "shipping",
        1.0,
        alone(),
        act=None,
        single=True,
        needs=("reserves_left",),
        effects=(
            Effect("released", "", "release_step", fades=False),
            Effect(
                "price",
                "",
                lambda lens: supply_push(lens, released=lens.rule("release_step")),
                expected=True,
                fades=False,
            ),
            Effect("stability", "actor", "release_home", 1.0, ("slack",)),
            Effect("economy", "actor", "release_cost", -1.0),
        ),
    ),
    Verb(
        "shift_pipeline",
        "061",
        6.4,
        "shipping",
        "shipping",
        1.0,
        alone(),
        act=None,
        single=True,
        needs=("pipeline_room",),
        effects=(
            Effect("bypass", "", "pipeline_step", fades=False),
            Effect("economy", "actor", "pipeline_cost", -1.0),
            Effect("points", "actor", "pipeline_worth", 1.0, ("war_time",), expected=True),
        ),
    ),
)
