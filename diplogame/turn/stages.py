"""The orders, stage by stage: inside a stage all verbs read the same worlds and their changes add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.noise import Luck
from diplogame.orders.table import Acts, Columns
from diplogame.verbs.context import Context
from diplogame.verbs.events import EventLog
from diplogame.verbs.groups import group_of
from diplogame.verbs.lens import Lens, RowLens
from diplogame.verbs.modifiers import MODIFIERS
from diplogame.verbs.options import costs
from diplogame.verbs.verb import STAGES, Effect, Verb, verbs
from diplogame.world.cast import Cast
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
    groups = group_of(context.cast, acts.rows)
    _pay(context, acts, groups)
    context = next_stage(context)
    known = verbs()
    used = [(known[index], index, some, groups.take(places)) for index, places, some in acts.by_verb()]
    for stage in STAGES:
        here = [(verb, index, some, their) for verb, index, some, their in used if verb.stage == stage]
        for verb, index, some, their in here:
            perform(context, verb, index, some, their)
        if here:
            context = next_stage(context)
    return context


def perform(context: Context, verb: Verb, index: int, acts: Acts, groups: Array) -> None:
    """One verb's orders (``index``: its place among the verbs): its effects, its own function, what others felt, and one event a pair."""
    world, rows = acts.world, acts.rows
    lens = RowLens(context.worlds, world, rows, groups)
    aims: dict[str, list[Aim]] = {}
    for effect in verb.effects:
        if not effect.expected and not effect.delay:
            if effect.who not in aims:
                aims[effect.who] = aims_of(context.cast, effect.who, world, rows)
            _apply(context, effect, lens, aims[effect.who])
    if verb.act is not None:
        verb.act(context, world, acts.act, lens)
    rung = np.broadcast_to(verb.rung(lens), world.shape) if callable(verb.rung) else float(verb.rung)
    # The first rung is where every turn begins.
    if not verb.material and not (isinstance(rung, float) and rung <= 1.0):
        public = rows.covert == 0
        context.raise_rung(world[public], _some(rung, public))
    _tell(context, verb, index, acts, rung)
    _feel(context, verb, world, rows)


def _tell(context: Context, verb: Verb, index: int, acts: Acts, rung: Array | float) -> None:
    """An event for each order, a second one for whom it names second, and one for each state it invites."""
    world, act, rows, log = acts.world, acts.act, acts.rows, context.log
    seen: Array | int = log.everybody
    if verb.name == "sabotage":
        seen = np.asarray(context.bits(rows.actor))
    elif (rows.covert > 0).any():
        seen = np.where(rows.covert > 0, np.asarray(context.bits(rows.actor, rows.target, rows.second)), log.everybody)
    level = np.maximum(rows.level, 0)
    log.add(
        "order",
        world,
        act=act,
        source=rows.actor,
        target=rows.target,
        place=rows.p0,
        verb=index,
        seen=seen,
        rung=rung,
        level=level,
    )
    there = rows.second >= 0
    if there.any():
        log.add(
            "order",
            world[there],
            act=act[there],
            source=rows.actor[there],
            target=rows.second[there],
            place=rows.p0[there],
            verb=index,
            seen=_some(seen, there),
            rung=_some(rung, there),
            level=level[there],
        )
    if rows.invite.any():
        for state in range(context.cast.n_states):
            asked = (rows.invite >> state & 1).astype(bool) & (rows.actor != state)
            log.add(
                "order",
                world[asked],
                act=act[asked],
                source=rows.actor[asked],
                target=state,
                verb=index,
                seen=_some(seen, asked),
                rung=_some(rung, asked),
            )


def _some(value: Any, mask: Array) -> Any:
    """What stands in some rows, of rows or of one number for all."""
    return value[mask] if isinstance(value, np.ndarray) else value


def _feel(context: Context, verb: Verb, world: Array, rows: Columns) -> None:
    """The gravest act that each felt from each: material conflict in full, verbal conflict by a quarter; the friendliest likewise."""
    if verb.name == "sabotage":
        return
    score = verb.goldstein * (1.0 if verb.material or verb.goldstein > 0 else 0.25)
    n = context.cast.n_states
    for who in (rows.target, rows.second):
        there = np.flatnonzero(who >= 0)
        if len(there):
            spot = (world[there] * n + who[there]) * n + rows.actor[there]
            if score < 0:
                np.minimum.at(context.bad.reshape(-1), spot, score)
            else:
                np.maximum.at(context.good.reshape(-1), spot, score)


@dataclass(frozen=True)
class Aim:
    """Where an effect of some orders is added."""

    world: Array
    """(rows,)"""
    index: tuple[Array | int, ...]
    """The places in the field behind the axis of worlds: (rows,), or one for all."""
    some: Array | None
    """(orders,) bool: which orders; None for all."""


def aims_of(cast: Cast, who: str, world: Array, rows: Columns) -> list[Aim]:
    """Whom or what an effect's ``who`` names in these orders; orders that name nobody, or a pair of one, are left out."""
    if not who:
        return [Aim(world, (), None)]
    if who == "actor":  # whoever acts is somebody
        return [Aim(world, (rows.actor,), None)]
    first, _, second = who.partition(">")
    found = []
    for one in resolve(cast, first, rows):
        for other in resolve(cast, second, rows) if second else [None]:
            parts: tuple[Array | int, ...] = (one,) if other is None else (one, other)
            masks = [part >= 0 for part in parts if isinstance(part, np.ndarray) and part is not rows.actor]
            if other is not None:
                masks.append(np.not_equal(one, other))
            mask = masks[0] if len(masks) == 1 else np.logical_and.reduce(masks) if masks else None
            if mask is None or mask.all():
                found.append(Aim(world, parts, None))
            elif mask.any():
                index = tuple(part[mask] if isinstance(part, np.ndarray) else part for part in parts)
                found.append(Aim(world[mask], index, mask))
    return found


def _apply(context: Context, effect: Effect, lens: RowLens, aims: list[Aim]) -> None:
    amount = amount_of(effect, lens)
    for aim in aims:
        if aim.some is None:
            context.changes.add(effect.field, amount, aim.world, *aim.index)
        else:
            some = (
                amount[aim.some]
                if amount.shape == lens.index.shape
                else np.broadcast_to(amount, lens.index.shape)[aim.some]
            )
            context.changes.add(effect.field, some, aim.world, *aim.index)


def amount_of(effect: Effect, lens: Lens) -> Array:
    """What an effect adds, with its modifiers and what repetition has left of it."""
    if not isinstance(effect.amount, str):
        base = effect.amount(lens)
    elif isinstance(lens, RowLens) and len(number := lens.world.numbers.rule(effect.amount)) == 1:
        base = number  # one for all rows
    else:
        base = lens.rule(effect.amount)
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
    if name.startswith("state"):
        index = int(name[5:])
        return [index if index < cast.n_states else -1]
    return [int(getattr(cast, name))]


def _pay(context: Context, acts: Acts, groups: Array) -> None:
    """Capital is paid before anything is done."""
    if len(acts.rows):
        price = costs(context.worlds, acts.rows, groups)[0]
        context.changes.add("capital", -price, acts.world, acts.rows.actor)


def remember(worlds: Worlds, acts: Acts) -> Worlds:
    """The memory of orders, a turn older, with this turn's in its lowest bit: repetition halves an effect."""
    uses = worlds.uses << 1
    uses &= 255
    if len(acts.rows):
        groups = group_of(worlds.cast, acts.rows)
        uses[acts.world, acts.rows.actor, groups] |= 1
    return worlds.replace({"uses": uses})
