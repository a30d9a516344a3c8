"""What orders do by their rows of effects, laid out once for a table of orders: an entry for every number that an order is added to.

Whoever carries out a stage's orders then goes through the entries of each, in place of through all orders for each effect of each verb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from diplogame.compiled import kernel
from diplogame.noise import grid
from diplogame.noise.loops import snapped
from diplogame.orders.table import NAMES as COLUMNS
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
    """What the orders of a table do. That of the last two tables is kept, for most turns have the same; a table that begins like a kept one, and
    goes on with orders that people have thought of, is laid out from there on.
    """
    known, extras = verbs(), worlds.cast.extras
    kept: tuple[tuple[object, Columns, Deeds], ...] = extras.get("deeds", ())
    kept = tuple(one for one in kept if one[0] is known)
    for _, table, deeds in kept:
        if table is rows:
            return deeds
    begins = tuple(one for one in kept if _begins(rows, one[1]))
    if begins:
        _, table, deeds = begins[0]
        made = _followed(deeds, _deeds(worlds, rows.take(np.arange(len(table), len(rows)))))
    else:
        made = _deeds(worlds, rows)
    extras["deeds"] = ((known, rows, made), *(begins or kept)[:1])
    return made


def _begins(rows: Columns, table: Columns) -> bool:
    """Whether the first of ``rows`` are the orders of a table."""
    n = len(table)
    return 0 < n < len(rows) and all(np.array_equal(getattr(rows, name)[:n], getattr(table, name)) for name in COLUMNS)


def _followed(one: Deeds, other: Deeds) -> Deeds:
    """What the orders of two tables do, one behind the other."""
    return Deeds(
        group=np.concatenate([one.group, other.group]),
        price=np.concatenate([one.price, other.price]),
        verb=np.concatenate([one.verb, other.verb]),
        stage=np.concatenate([one.stage, other.stage]),
        first=np.concatenate([one.first, other.first[1:] + one.first[-1]]),
        entries=np.concatenate([one.entries, other.entries]),
        scale=np.concatenate([one.scale, other.scale]),
        width=one.width,
        formulas={**one.formulas, **other.formulas},
    )


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
                entry = np.zeros((len(aim.order), 5), dtype=np.int32)
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
        entries=np.concatenate([np.zeros((0, 5), dtype=np.int32), *entries])[sort],
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
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    """What orders given add, field by field; what is added at one place is summed, so that no place comes twice.

    order: (rows,) each one's place in the table; world: (rows,) rising; rank: (rows,) its place among the columns of ``formulas``; fresh: (rows,)
    what repetition has left of it; formulas: (formulas, rows) what the formulas of its verb say; numbers: (worlds or 1, rules); the rest as in
    `Deeds`. Gives (fields,) where each field's rows begin and where they end, (n,) places in the fields laid out flat, and (n,) what is added
    there, on the grid; the places of one world come in any order.
    """
    number = (first[1:] - first[:-1])[order]
    row = np.repeat(np.arange(len(order)), number)
    entry = np.arange(len(row)) + np.repeat(first[order] - (np.cumsum(number) - number), number)
    told, w = entries[entry], world[row]
    amounts = numbers[w if len(numbers) > 1 else 0, told[:, RULE]] * scale[entry]
    reckoned = np.flatnonzero(told[:, FORMULA] >= 0)
    amounts[reckoned] = formulas[told[reckoned, FORMULA], rank[row[reckoned]]]
    amounts *= np.where(told[:, FADES] > 0, fresh[row], 1.0)
    spots = w * width[told[:, FIELD]] + told[:, SPOT]
    span = int(spots.max(initial=0)) + 1
    places, which = np.unique(told[:, FIELD] * span + spots, return_inverse=True)
    begin, end = (np.searchsorted(places, (np.arange(len(width)) + k) * span) for k in (0, 1))
    return begin, end, places % span, np.bincount(which, weights=grid(amounts), minlength=len(places))


@kernel(_spread_plain)
def spread(
    order: Array, world: Array, rank: Array, fresh: Array, formulas: Array, first: Array, entries: Array, scale: Array, width: Array,
    numbers: Array,
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    fields = len(width)
    # As many rows as there can be: no two orders of a world move the same number.
    times = np.zeros(len(first), np.int64)
    for row in range(len(order)):
        times[order[row]] += 1
    most = np.zeros(fields, np.int64)
    for one in range(len(first) - 1):
        for k in range(first[one], first[one + 1]):
            most[entries[k, FIELD]] += times[one]
    begin, cell = np.zeros(fields, np.int64), np.zeros(fields, np.int64)
    for field in range(1, fields):
        begin[field] = begin[field - 1] + most[field - 1]
        cell[field] = cell[field - 1] + width[field - 1]
    end = begin.copy()
    spots, amounts = np.empty(most.sum(), np.int64), np.empty(most.sum())
    # Where each number of the world at hand has been put, if it has been moved in this world.
    met, put = np.full(width.sum(), -1, np.int64), np.empty(width.sum(), np.int64)
    for row in range(len(order)):
        w = world[row]
        for k in range(first[order[row]], first[order[row] + 1]):
            field, spot, formula = entries[k, FIELD], entries[k, SPOT], entries[k, FORMULA]
            if formula >= 0:
                amount = formulas[formula, rank[row]]
            else:
                amount = numbers[w if len(numbers) > 1 else 0, entries[k, RULE]] * scale[k]
            if entries[k, FADES]:
                amount *= fresh[row]
            here = cell[field] + spot
            if met[here] == w:
                amounts[put[here]] += snapped(amount)
            else:
                met[here], put[here] = w, end[field]
                spots[end[field]] = w * width[field] + spot
                amounts[end[field]] = snapped(amount)
                end[field] += 1
    return begin, end, spots, amounts
