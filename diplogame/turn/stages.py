"""The orders, stage by stage: inside a stage all verbs read the same worlds and their changes add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from diplogame.noise import Luck
from diplogame.orders.table import Acts, runs
from diplogame.turn.deeds import NAMES, Deeds, deeds_of, spread
from diplogame.verbs.arms import put_in_flight
from diplogame.verbs.context import Context
from diplogame.verbs.events import EventLog, bits
from diplogame.verbs.lens import Lens, RowLens, lately
from diplogame.verbs.modifiers import MODIFIERS
from diplogame.verbs.verb import Effect, Verb, verbs
from diplogame.world.changes import Changes
from diplogame.world.fields import Array, Worlds


def new_context(worlds: Worlds, log: EventLog) -> Context:
    """The context of a turn's first stage."""
    n = worlds.cast.n_states
    square = (worlds.size, n, n)
    return Context(
        worlds=worlds,
        changes=Changes(worlds),
        luck=Luck(worlds.seeds, worlds.turn),
        log=log,
        rung=np.ones(worlds.size),
        force=np.zeros(square),
        bad=np.zeros(square),
        good=np.zeros(square),
    )


def next_stage(context: Context) -> Context:
    """The same turn, on the worlds as the stage has left them."""
    put_in_flight(context)
    changes = context.changes.follow()
    return Context(
        worlds=changes.worlds,
        changes=changes,
        luck=context.luck,
        log=context.log,
        rung=context.rung,
        force=context.force,
        bad=context.bad,
        good=context.good,
    )


def run_stages(context: Context, acts: Acts) -> Context:
    """All orders of a turn. Capital is paid first; verbs without rows cost nothing."""
    table, order = acts.rows.origin
    deeds = deeds_of(context.worlds, table)
    context.changes.add("capital", -deeds.price.take(order), acts.world, acts.rows.actor)
    context = next_stage(context)
    fresh = lately(context.worlds, acts.world, acts.rows.actor, deeds.group.take(order))
    rung = np.empty(len(order))
    # Short whole numbers are sorted by their digits, many times faster than long ones.
    by_stage = np.argsort(deeds.stage.take(order), kind="stable")
    for _, part in runs(deeds.stage.take(order.take(by_stage))):
        here = by_stage[part]
        rung[here] = carry_out(context, deeds, acts.take(here), fresh.take(here))
        context = next_stage(context)
    known, states = verbs(), context.cast.n_states
    context.log.later(lambda log: _tell(log, known, acts, rung, states))
    _feel(context, acts)
    return context


def carry_out(context: Context, deeds: Deeds, acts: Acts, fresh: Array) -> Array:
    """The orders of one stage, verb by verb; ``fresh``: (rows,) what repetition has left of each. Gives (rows,) the rung that each stands on."""
    order = acts.rows.origin[1]
    by_verb = np.argsort(deeds.verb.take(order), kind="stable")
    formulas = np.empty((max(map(len, deeds.formulas.values()), default=0), len(order)))
    rung = np.empty(len(order))
    for verb, part in runs(deeds.verb.take(order.take(by_verb))):
        here = by_verb[part]
        some = acts.take(here)
        lens = RowLens(context.worlds, some.world, some.rows, fresh.take(here))
        for effect, room in zip(deeds.formulas[verb], formulas, strict=False):
            room[part] = before_fading(effect, lens)
        rung[here] = perform(context, verbs()[verb], some.act, lens)
    rank = np.empty(len(order), dtype=np.int64)
    rank[by_verb] = np.arange(len(order))
    begin, end, spots, amounts = spread.at(context.worlds.size)(
        order, acts.world, rank, fresh, formulas, deeds.first, deeds.entries, deeds.scale, deeds.width, context.worlds.numbers.table
    )  # fmt: skip
    for field in np.flatnonzero(end > begin).tolist():
        part = slice(int(begin[field]), int(end[field]))
        context.changes.add_once(NAMES[field], amounts[part], spots[part])
    return rung


def perform(context: Context, verb: Verb, act: Array, lens: RowLens) -> Array | float:
    """What a verb's orders do beyond its rows of effects: its own function. Gives the rung that they stand on, (rows,) or one for all."""
    if verb.act is not None:
        verb.act(context, lens.index, act, lens)
    rung = verb.rung(lens) if callable(verb.rung) else float(verb.rung)
    # The first rung is where every turn begins.
    if not verb.material and not (isinstance(rung, float) and rung <= 1.0):
        public = lens.rows.covert == 0
        context.raise_rung(lens.index[public], rung if isinstance(rung, float) else rung[public])
    return rung


def _tell(log: EventLog, known: Sequence[Verb], acts: Acts, rung: Array, states: int) -> None:
    """An event for each order, a second one for whom it names second, and one for each state it invites."""
    rows, sabotage = acts.rows, np.array([verb.name == "sabotage" for verb in known])
    seen = np.full(len(rows), log.everybody)
    there = np.flatnonzero(rows.covert > 0)
    seen[there] = bits(rows.actor[there], rows.target[there], rows.second[there])
    there = np.flatnonzero(sabotage.take(rows.verb))
    seen[there] = bits(rows.actor[there])
    told = {"act": acts.act, "source": rows.actor, "verb": rows.verb, "seen": seen, "rung": rung}
    level = np.maximum(rows.level, 0)
    log.add("order", acts.world, target=rows.target, place=rows.p0, level=level, **told)
    there = np.flatnonzero(rows.second >= 0)
    also = {name: value[there] for name, value in told.items()}
    log.add("order", acts.world[there], target=rows.second[there], place=rows.p0[there], level=level[there], **also)
    there = np.flatnonzero(rows.invite)
    for state in range(states):
        asked = there[(rows.invite[there] >> state & 1 > 0) & (rows.actor[there] != state)]
        log.add("order", acts.world[asked], target=state, **{name: value[asked] for name, value in told.items()})


def _feel(context: Context, acts: Acts) -> None:
    """The gravest act that each felt from each: material conflict in full, verbal conflict by a quarter; the friendliest likewise. Sabotage is
    felt where it is traced.
    """
    weight = [
        0.0 if verb.name == "sabotage" else 1.0 if verb.material or verb.goldstein > 0 else 0.25 for verb in verbs()
    ]
    score = (np.array([verb.goldstein for verb in verbs()]) * weight).take(acts.rows.verb)
    n = context.cast.n_states
    for who in (acts.rows.target, acts.rows.second):
        for felt, grave, put in ((context.bad, score < 0, np.minimum), (context.good, score > 0, np.maximum)):
            there = np.flatnonzero(grave & (who >= 0))
            spot = (acts.world[there] * n + who[there]) * n + acts.rows.actor[there]
            put.at(felt.reshape(-1), spot, score[there])


def before_fading(effect: Effect, lens: Lens) -> Array:
    """What an effect adds, with its modifiers."""
    base = lens.rule(effect.amount) if isinstance(effect.amount, str) else effect.amount(lens)
    total = base * effect.scale
    for name in effect.times:
        # Effects of a verb share modifiers.
        if name not in lens.kept:
            lens.kept[name] = MODIFIERS[name](lens)
        total = total * lens.kept[name]
    return np.asarray(total)


def amount_of(effect: Effect, lens: Lens) -> Array:
    """What an effect adds, with its modifiers and what repetition has left of it."""
    total = before_fading(effect, lens)
    return np.asarray(total * lens.freshness()) if effect.fades else total


def remember(worlds: Worlds, acts: Acts) -> Worlds:
    """The memory of orders, a turn older, with this turn's in its lowest bit: repetition halves an effect."""
    uses = worlds.uses << 1
    uses &= 255
    table, order = acts.rows.origin
    uses[acts.world, acts.rows.actor, deeds_of(worlds, table).group.take(order)] |= 1
    return worlds.replace({"uses": uses})
