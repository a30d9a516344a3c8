"""What orders do by their rows of effects, laid out once for a table of orders: an entry for every number that an order is added to.

Whoever carries out a stage's orders then goes through the entries of each, in place of through all orders for each effect of each verb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from diplogame.compiled import kernel
from diplogame.orders.table import Columns
from diplogame.verbs.groups import group_of
from diplogame.verbs.options import costs
from diplogame.verbs.verb import STAGES, Effect, Verb, verbs
from diplogame.world.cast import Cast
from diplogame.world.fields import FIELDS, Array, Worlds, shape_of

FIELD, SPOT, RULE, FORMULA, FADES = range(5)
"""What the columns of the entries hold."""
NAMES = tuple(FIELDS)


@dataclass(frozen=True, eq=False)
class Deeds:
    """What the orders of a table do."""

    group: Array
    """(orders,) the group of each among its actor's groups."""
    price: Array
    """(orders,) capital that each costs."""
    verb: Array
    """(orders,) int16."""
    stage: Array
    """(orders,) int8: index in STAGES."""
    first: Array
    """(orders + 1,) the first entry of each order; those of one lie side by side."""
    entries: Array
    """(entries, 5) the number of the field, the place in it behind the axis of worlds, the column of the rule table, the formula's place among
    those of the verb (-1: it is the rule's number), and whether repetition halves it."""
    scale: Array
    """(entries,) factor of the rule's number."""
    width: Array
    """(fields,) how many numbers a world has in each field."""
    formulas: Mapping[int, Sequence[Effect]]
    """The effects of each verb, by its index, that are more than a number of the rule table."""


@dataclass(frozen=True)
class Aim:
    """Where an effect of some orders is added."""

    order: Array
    """(rows,) the orders."""
    index: tuple[Array | int, ...]
    """The places in the field behind the axis of worlds: (rows,), or one for all."""


def felt_at_once(verb: Verb) -> list[Effect]:
    """The effects that the rows of a verb bring about."""
    return [effect for effect in verb.effects if not effect.expected and not effect.delay]


def deeds_of(worlds: Worlds, rows: Columns) -> Deeds:
    """What the orders of a table do. That of the last two tables is kept: most turns have the same."""
    known, extras = verbs(), worlds.cast.extras
    kept: tuple[tuple[object, Columns, Deeds], ...] = extras.get("deeds", ())
    for one in kept:
        if one[0] is known and one[1] is rows:
            return one[2]
    made = _deeds(worlds, rows)
    extras["deeds"] = ((known, rows, made), *kept[:1])
    return made


def _deeds(worlds: Worlds, rows: Columns) -> Deeds:
    cast, known = worlds.cast, verbs()
    shapes = [shape_of(spec, cast) for spec in FIELDS.values()]
    orders, entries, scales = [], [], []
    reckoned: dict[int, list[Effect]] = {}
    for v in np.unique(rows.verb).tolist():
        which = np.flatnonzero(rows.verb == v)
        some, formulas = rows.take(which), reckoned.setdefault(v, [])
        for effect in felt_at_once(known[v]):
            field, rule, formula = NAMES.index(effect.field), 0, -1
            if isinstance(effect.amount, str) and not effect.times:
                rule = worlds.numbers.index[effect.amount]
            else:
                formula = len(formulas)
                formulas.append(effect)
            for aim in aims_of(cast, effect.who, some):
                entry = np.zeros((len(aim.order), 5), dtype=np.int64)
                spot: Array | int = 0
                for length, part in zip(shapes[field], aim.index, strict=True):
                    spot = spot * length + part
                entry[:, SPOT] = spot
                entry[:, [FIELD, RULE, FORMULA, FADES]] = field, rule, formula, effect.fades
                orders.append(which[aim.order])
                entries.append(entry)
                scales.append(np.full(len(entry), effect.scale))
    order = np.concatenate([np.zeros(0, dtype=np.int64), *orders])
    sort = np.argsort(order, kind="stable")
    group = group_of(cast, rows)
    return Deeds(
        group=group,
        price=costs(worlds, rows, group)[0],
        verb=rows.verb.astype(np.int16),
        stage=np.array([STAGES.index(verb.stage) for verb in known], dtype=np.int8).take(rows.verb),
        first=np.searchsorted(order[sort], np.arange(len(rows) + 1)),
        entries=np.concatenate([np.zeros((0, 5), dtype=np.int64), *entries])[sort],
        scale=np.concatenate([np.zeros(0), *scales])[sort],
        width=np.array([int(np.prod(shape)) for shape in shapes]),
        formulas=reckoned,
    )


def aims_of(cast: Cast, who: str, rows: Columns) -> list[Aim]:
    """Whom or what an effect's ``who`` names in these orders; orders that name nobody, or a pair of one, are left out."""
    if not who:
        return [Aim(np.arange(len(rows)), ())]
    first, _, second = who.partition(">")
    found = []
    for one in resolve(cast, first, rows):
        for other in resolve(cast, second, rows) if second else [None]:
            parts: tuple[Array | int, ...] = (one,) if other is None else (one, other)
            there = np.ones(len(rows), dtype=bool)
            for part in parts:
                there &= np.greater_equal(part, 0)
            if other is not None:
                there &= np.not_equal(one, other)
            some = np.flatnonzero(there)
            if len(some):
                found.append(Aim(some, tuple(part[some] if isinstance(part, np.ndarray) else part for part in parts)))
    return found


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


def _spread_plain(
    order: Array, world: Array, rank: Array, fresh: Array, formulas: Array, first: Array, entries: Array, scale: Array, width: Array,
    numbers: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """What orders given add, field by field.

    order: (rows,) each one's place in the table; world: (rows,); rank: (rows,) its place among the columns of ``formulas``; fresh: (rows,) what
    repetition has left of it; formulas: (formulas, rows) what the formulas of its verb say; numbers: (worlds or 1, rules); the rest as in
    `Deeds`. Gives (fields + 1,) where each field's places begin, (n,) places in the fields laid out flat, and (n,) what is added there.
    """
    number = (first[1:] - first[:-1])[order]
    row = np.repeat(np.arange(len(order)), number)
    entry = np.arange(len(row)) + np.repeat(first[order] - (np.cumsum(number) - number), number)
    sort = np.argsort(entries[entry, FIELD].astype(np.int16), kind="stable")
    row, entry = row[sort], entry[sort]
    told, w = entries[entry], world[row]
    amounts = numbers[w if len(numbers) > 1 else 0, told[:, RULE]] * scale[entry]
    reckoned = np.flatnonzero(told[:, FORMULA] >= 0)
    amounts[reckoned] = formulas[told[reckoned, FORMULA], rank[row[reckoned]]]
    amounts *= np.where(told[:, FADES] > 0, fresh[row], 1.0)
    spots = w * width[told[:, FIELD]] + told[:, SPOT]
    return np.searchsorted(told[:, FIELD], np.arange(len(width) + 1)), spots, amounts


@kernel(_spread_plain)
def spread(
    order: Array, world: Array, rank: Array, fresh: Array, formulas: Array, first: Array, entries: Array, scale: Array, width: Array,
    numbers: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    starts = np.zeros(len(width) + 1, np.int64)
    for row in range(len(order)):
        for k in range(first[order[row]], first[order[row] + 1]):
            starts[entries[k, FIELD] + 1] += 1
    for field in range(len(width)):
        starts[field + 1] += starts[field]
    ends = starts[:-1].copy()
    spots, amounts = np.empty(starts[-1], np.int64), np.empty(starts[-1])
    for row in range(len(order)):
        w = world[row]
        for k in range(first[order[row]], first[order[row] + 1]):
            field, formula = entries[k, FIELD], entries[k, FORMULA]
            if formula >= 0:
                amount = formulas[formula, rank[row]]
            else:
                amount = numbers[w if len(numbers) > 1 else 0, entries[k, RULE]] * scale[k]
            if entries[k, FADES]:
                amount *= fresh[row]
            spots[ends[field]] = w * width[field] + entries[k, SPOT]
            amounts[ends[field]] = amount
            ends[field] += 1
    return starts, spots, amounts
