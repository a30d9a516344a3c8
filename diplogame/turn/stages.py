"""The orders, stage by stage: inside a stage all verbs read the same worlds and their changes add up."""

from __future__ import annotations

import numpy as np

from diplogame.noise import Luck
from diplogame.orders.table import Acts, Columns
from diplogame.verbs.context import Context
from diplogame.verbs.events import EventLog
from diplogame.verbs.lens import Lens, RowLens
from diplogame.verbs.modifiers import MODIFIERS
from diplogame.verbs.verb import STAGES, Effect, Verb, verbs
from diplogame.world.cast import Cast
from diplogame.world.changes import Changes
from diplogame.world.fields import Array, Worlds


def new_context(worlds: Worlds, log: EventLog) -> Context:
    """The context of a turn's first stage."""
    n = worlds.cast.n_states
    square = (worlds.size, n, n)
    return Context(
        worlds=worlds, changes=Changes(worlds), luck=Luck(worlds.seeds, worlds.turn), log=log, rung=np.ones(worlds.size), force=np.zeros(square),
        bad=np.zeros(square), good=np.zeros(square),
    )


def next_stage(context: Context) -> Context:
    """The same turn, on the worlds as the stage has left them."""
    worlds = context.changes.result()
    return Context(
        worlds=worlds, changes=Changes(worlds), luck=context.luck, log=context.log, rung=context.rung, force=context.force, bad=context.bad, good=context.good,
    )


def run_stages(context: Context, acts: Acts) -> Context:
    """All orders of a turn. Capital is paid first; verbs without rows cost nothing."""
    _pay(context, acts)
    context = next_stage(context)
    known = verbs()
    for stage in STAGES:
        touched = False
        for index, verb in enumerate(known):
            if verb.stage != stage:
                continue
            world, act, rows = acts.of(index)
            if len(world):
                touched = True
                perform(context, verb, world, act, rows)
        if touched:
            context = next_stage(context)
    return context


def perform(context: Context, verb: Verb, world: Array, act: Array, rows: Columns) -> None:
    """One verb's rows: its effects, its own function, what others felt, and one event a pair."""
    lens = RowLens(context.worlds, world, rows)
    for effect in verb.effects:
        if not effect.expected and not effect.delay:
            _apply(context, effect, lens, world)
    if verb.act is not None:
        verb.act(context, world, act, lens)
    rung = np.broadcast_to(verb.rung(lens) if callable(verb.rung) else np.float64(verb.rung), world.shape)
    seen = np.where(rows.covert > 0, np.asarray(context.bits(rows.actor, rows.target, rows.second)), context.log.everybody)
    if verb.name == "sabotage":
        seen = np.asarray(context.bits(rows.actor))
    if not verb.material:
        context.raise_rung(world[rows.covert == 0], rung[rows.covert == 0])
    index = [other.name for other in verbs()].index(verb.name)
    for who in (rows.target, rows.second):
        there = who >= 0 if who is rows.second else np.ones(len(who), dtype=bool)
        context.log.add("order", world[there], act=act[there], source=rows.actor[there], target=who[there], place=rows.p0[there], verb=index,
                        seen=seen[there], rung=rung[there], level=np.maximum(rows.level, 0)[there])
    for state in range(context.cast.n_states):
        asked = (rows.invite >> state & 1).astype(bool) & (rows.actor != state)
        context.log.add("order", world[asked], act=act[asked], source=rows.actor[asked], target=state, verb=index, seen=seen[asked], rung=rung[asked])
    _feel(context, verb, world, rows)


def _feel(context: Context, verb: Verb, world: Array, rows: Columns) -> None:
    """The gravest act that each felt from each: material conflict in full, verbal conflict by a quarter; the friendliest likewise."""
    if verb.name == "sabotage":
        return
    score = verb.goldstein * (1.0 if verb.material or verb.goldstein > 0 else 0.25)
    for who in (rows.target, rows.second):
        there = who >= 0
        spot = (world[there], who[there], rows.actor[there])
        if score < 0:
            np.minimum.at(context.bad, spot, score)
        else:
            np.maximum.at(context.good, spot, score)


def _apply(context: Context, effect: Effect, lens: RowLens, world: Array) -> None:
    amount = amount_of(effect, lens)
    for index, some in places_of(context.cast, effect.who, lens.rows):
        if some is None:
            context.changes.add(effect.field, amount, world, *index)
        elif some.any():
            whole = np.broadcast_to(amount, world.shape)
            context.changes.add(effect.field, whole[some], world[some], *(part[some] if isinstance(part, np.ndarray) else part for part in index))


def amount_of(effect: Effect, lens: Lens) -> Array:
    """What an effect adds, with its modifiers and what repetition has left of it."""
    base = lens.rule(effect.amount) if isinstance(effect.amount, str) else effect.amount(lens)
    total = base * effect.scale
    for name in effect.times:
        total = total * MODIFIERS[name](lens)
    if effect.fades:
        total = total * lens.freshness()
    return np.asarray(total)


def resolve(cast: Cast, name: str, rows: Columns) -> list[Array | int]:
    """The states or facilities that one half of an effect's ``who`` names: arrays by row, or indices for all rows."""
    if name in ("actor", "target", "second", "p0", "p1", "p2", "p3"):
        return [getattr(rows, name)]
    if name == "arabs":
        return [int(i) for i in np.flatnonzero(cast.arabs)]
    if name == "batteries":
        return [int(i) for i in cast.spots("s300")]
    return [int(getattr(cast, name))]


def places_of(cast: Cast, who: str, rows: Columns) -> list[tuple[tuple[Array | int, ...], Array | None]]:
    """Index tuples that an effect is added at, each with the rows where it applies (None: all)."""
    if not who:
        return [((), None)]
    first, _, second = who.partition(">")
    result: list[tuple[tuple[Array | int, ...], Array | None]] = []
    for one in resolve(cast, first, rows):
        for other in resolve(cast, second, rows) if second else [None]:
            parts: tuple[Array | int, ...] = (one,) if other is None else (one, other)
            mask = np.ones(len(rows), dtype=bool)
            for part in parts:
                if isinstance(part, np.ndarray):
                    mask &= part >= 0
            if other is not None:
                mask &= np.asarray(one) != np.asarray(other)
            result.append((parts, None if mask.all() else mask))
    return result


def _pay(context: Context, acts: Acts) -> None:
    """Capital and the memory of what was done: repetition halves an effect."""
    from diplogame.verbs.groups import group_of
    from diplogame.verbs.options import costs

    rows = acts.rows
    if not len(rows):
        return
    groups = group_of(context.cast, rows)
    price = costs(context.worlds, rows, groups)[0]
    context.changes.add("capital", -price, acts.world, rows.actor)


def remember(worlds: Worlds, acts: Acts) -> Worlds:
    """The memory of orders, a turn older, with this turn's in its lowest bit."""
    from diplogame.verbs.groups import group_of

    uses = (worlds.uses << 1) & 255
    if len(acts.rows):
        groups = group_of(worlds.cast, acts.rows)
        uses[acts.world, acts.rows.actor, groups] |= 1
    return worlds.replace({"uses": uses.astype(np.int16)})
