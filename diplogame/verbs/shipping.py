"""Shipping and oil: the strait, escorts, output, reserves, pipelines (rule 10)."""

from __future__ import annotations

import numpy as np

from diplogame.verbs.aims import alone, levels
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.market import push
from diplogame.verbs.strikes import breach
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.fields import Array

CLOSED, HARASSED, OPEN = 2, 1, 0


def _trouble(state: int, rung: float) -> object:
    def write(context: Context, world: Array, act: Array, lens: Lens) -> None:
        rows, changes = lens.rows, context.changes
        changes.set("strait", state, world)
        changes.set("answered", context.turn, world, rows.actor)
        context.raise_rung(world, rung)
        changes.add("hurt", context.rule("hurt_closure" if state == CLOSED else "hurt_harassment", world), world, context.cast.patron)
        breach(context, world, rows.actor)
        if state == CLOSED:
            context.log.add("outcome", world, "strait_closed", source=rows.actor, act=act, verb=rows.verb, rung=rung)

    return write


def _reopen(context: Context, world: Array, act: Array, lens: Lens) -> None:
    # A trouble ordered by the same state in the same turn is masked by the docket: the two exclude each other.
    context.changes.add("strait", -context.worlds.strait[world], world)
    context.log.add("outcome", world, "strait_open", source=lens.rows.actor, act=act, verb=lens.rows.verb)


def _closing(lens: Lens) -> Array:
    """mb/d that a closure takes off the market at once, less the bypass."""
    return np.asarray(lens.rule("hormuz_flow") * lens.rule("closure_cut") - lens.rule("own_flow") - lens.value("bypass"))


def _close_push(lens: Lens) -> Array:
    return push(lens, -_closing(lens), lens.rule("premium_closure"))


def _harass_push(lens: Lens) -> Array:
    return push(lens, -lens.rule("hormuz_flow") * lens.rule("harass_cut"), lens.rule("premium_harass"))


def _reopen_push(lens: Lens) -> Array:
    closed = lens.value("strait") == CLOSED
    back = np.where(closed, _closing(lens), lens.rule("hormuz_flow") * lens.rule("harass_cut"))
    return push(lens, back, -0.3 * lens.value("premium"))


def _flow_lost(rule: str) -> Formula:
    return lambda lens: lens.rule("hormuz_flow") * lens.rule(rule)


def _flow_back(lens: Lens) -> Array:
    return np.asarray(np.maximum(lens.rule("hormuz_flow") - lens.value("flow"), 0.0))


def _more(rule: str, sign: float) -> Formula:
    return lambda lens: push(lens, sign * lens.rule(rule) * np.where(lens.value("strait") == CLOSED, lens.rule("spare_outside"), 1.0), np.zeros(1))


def _escort(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("escort", lens.rows.level, world, lens.rows.actor)


def _escort_push(lens: Lens) -> Array:
    return push(lens, lens.rule("hormuz_flow") * lens.rule("harass_cut") * lens.rule("escort_saves") * (lens.value("strait") == HARASSED), -lens.rule("escort_premium") + 0.0 * lens.value("price"))


register(
    Verb(
        "harass_shipping", "1712", -9.2, "shipping", "shipping", 2.0, alone(), act=_trouble(HARASSED, 6.0), single=True, needs=("strait_open",),  # type: ignore[arg-type]
        rung=6.0, material=True,
        effects=(
            Effect("premium", "", "premium_harass"), Effect("price", "", _harass_push, expected=True), Effect("flow", "", _flow_lost("harass_cut"), -1.0, expected=True),
            Effect("commitment", "actor", "harass_clears", -1.0, fades=False), Effect("stability", "actor", "harass_rally"),
            Effect("standing", "actor", "harass_standing", -1.0, fades=False), Effect("relation", "arabs>actor", "harass_relation", -1.0),
            Effect("economy", "arabs", "harass_economy", -1.0), Effect("economy", "actor", "harass_economy", -0.6),
            Effect("odds", "patron", "harass_odds", expected=True),
        ),
    ),
    Verb(
        "close_strait", "191", -9.5, "shipping", "shipping", 3.0, alone(), act=_trouble(CLOSED, 7.0), single=True, needs=("strait_not_closed",),  # type: ignore[arg-type]
        rung=7.0, material=True,
        effects=(
            Effect("premium", "", "premium_closure"), Effect("price", "", _close_push, expected=True), Effect("flow", "", _flow_lost("closure_cut"), -1.0, expected=True),
            Effect("commitment", "actor", "close_clears", -1.0, fades=False), Effect("stability", "actor", "close_rally"),
            Effect("standing", "actor", "close_standing", -1.0, fades=False), Effect("relation", "arabs>actor", "close_relation", -1.0),
            Effect("relation", "patron>actor", "close_relation", -1.0), Effect("economy", "actor", "close_economy", -1.0, fades=False),
            Effect("economy", "arabs", "close_economy", -1.0, fades=False), Effect("odds", "patron", "close_odds", expected=True),
            Effect("odds", "striker", "close_odds", 0.5, expected=True),
        ),
    ),
    Verb(
        "reopen_strait", "0872", 9.0, "shipping", "shipping", 0.0, alone(), act=_reopen, single=True, needs=("strait_shut",),
        effects=(
            Effect("price", "", _reopen_push, expected=True), Effect("flow", "", _flow_back, expected=True), Effect("standing", "actor", "reopen_standing"),
            Effect("economy", "actor", "reopen_economy"), Effect("economy", "arabs", "reopen_economy"), Effect("relation", "arabs>actor", "harass_relation"),
            Effect("stability", "actor", "reopen_face", -1.0, ("kappa",)), Effect("odds", "patron", "harass_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "escort_shipping", "150", -7.2, "shipping", "shipping", 1.0, levels(0, 1), act=_escort, single=True, needs=("posture_differs",), rung=2.0, grouped="level",
        parameters=("level",),
        effects=(
            Effect("premium", "", lambda lens: lens.rule("escort_premium") * np.where(lens.col("level") > 0, 1.0, -1.0), -1.0),
            Effect("price", "", lambda lens: _escort_push(lens) * np.where(lens.col("level") > 0, 1.0, -1.0), expected=True),
            Effect("relation", "arabs>actor", lambda lens: lens.rule("escort_relation") * np.where(lens.col("level") > 0, 1.0, -1.0)),
            Effect("relation", "defender>actor", lambda lens: lens.rule("escort_relation") * np.where(lens.col("level") > 0, 1.0, -1.0), -1.0),
            Effect("war_weariness", "", lambda lens: lens.rule("escort_weariness") * np.where(lens.col("level") > 0, 1.0, -1.0)),
        ),
    ),
    Verb(
        "raise_output", "061", 6.4, "shipping", "shipping", 1.0, alone(), act=None, single=True, needs=("output_room",),
        effects=(
            Effect("output", "actor", "output_step", fades=False), Effect("price", "", _more("output_step", 1.0), expected=True),
            Effect("relation", "patron>actor", "output_relation"), Effect("economy", "actor", "output_economy"),
        ),
    ),
    Verb(
        "cut_exports", "061", 6.4, "shipping", "shipping", 1.0, alone(), act=None, single=True, needs=("output_cuttable",),
        effects=(
            Effect("output", "actor", "cut_step", -1.0, fades=False), Effect("price", "", _more("cut_step", -1.0), expected=True),
            Effect("relation", "patron>actor", "output_relation", -1.0), Effect("economy", "actor", "cut_economy", -1.0),
        ),
    ),
    Verb(
        "ship_more", "061", 6.4, "shipping", "shipping", 1.0, alone(), act=None, single=True, needs=("dear_enough",),
        effects=(
            Effect("output", "actor", "cut_step", fades=False), Effect("price", "", _more("cut_step", 1.0), expected=True),
            Effect("economy", "actor", "ship_economy", 1.0, ("slack",)), Effect("standing", "actor", "ship_standing", 1.0, ("slack",)),
        ),
    ),
    Verb(
        "release_reserves", "061", 6.4, "shipping", "shipping", 1.0, alone(), act=None, single=True, needs=("reserves_left",),
        effects=(
            Effect("released", "", "release_step", fades=False), Effect("price", "", _more("release_step", 1.0), expected=True),
            Effect("stability", "actor", "release_home", 1.0, ("slack",)), Effect("economy", "actor", "release_cost", -1.0),
        ),
    ),
    Verb(
        "shift_pipeline", "061", 6.4, "shipping", "shipping", 1.0, alone(), act=None, single=True, needs=("pipeline_room",),
        effects=(
            Effect("bypass", "", "pipeline_step", fades=False), Effect("economy", "actor", "pipeline_cost", -1.0),
            Effect("points", "actor", "pipeline_worth", 1.0, ("war_time",), expected=True),
        ),
    ),
)
