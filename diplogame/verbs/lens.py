"""A lens reads the world for an order. The same formula then serves what an order does (rows of the true worlds) and what it is
expected to do (all options of a seat in its believed worlds), so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Protocol

from diplogame.noise import halves
from diplogame.orders.table import Columns
from diplogame.traced import np
from diplogame.world.cast import Cast
from diplogame.world.fields import FIELDS, Array, See, Worlds
from diplogame.world.sheets import columns

Who = str | int


class Lens(Protocol):
    """What a verb's formula may read."""

    world: Worlds
    rows: Columns
    kept: dict[Any, Array]
    """What has been worked out through this lens already."""

    @property
    def cast(self) -> Cast:
        """Names and indices."""
        ...

    def col(self, name: str) -> Array:
        """A column of the orders, shaped to stand beside what the other methods give."""
        ...

    def rule(self, name: str) -> Array:
        """A number of the rule table."""
        ...

    def trait(self, name: str, who: Who) -> Array:
        """A trait of a state."""
        ...

    def value(self, field: str) -> Array:
        """A world's single number."""
        ...

    def state(self, field: str, who: Who) -> Array:
        """A state's number; ``who`` is actor, target, second or an index. 0 where there is nobody."""
        ...

    def pair(self, field: str, first: Who, second: Who) -> Array:
        """A pair's number."""
        ...

    def place(self, field: str, column: str) -> Array:
        """A facility's number, for the facility in that column (p0 to p3). 0 where there is none."""
        ...

    def freshness(self) -> Array:
        """Half the effect for each time that the order's group was used in the last four turns."""
        ...

    def lately(self, what: Array) -> Array:
        """Of the numbers in ``what`` (16,), the one for those of the last four turns in which the order's group was used: bits, the last turn's lowest."""
        ...


def once_a_lens(function: Callable[..., Array]) -> Callable[..., Array]:
    """Keep a formula's result on the lens that it was asked through: several effects of an order share it."""

    @wraps(function)
    def kept(lens: Lens, *args: str) -> Array:
        key = (function, *args)
        if key not in lens.kept:
            lens.kept[key] = function(lens, *args)
        return lens.kept[key]

    return kept


POPCOUNT = np.array([(bits).bit_count() for bits in range(256)], dtype=np.float64)


class RowLens:
    """Orders given: row r is in world ``index[r]`` of the true worlds. All results are (rows,)."""

    def __init__(self, world: Worlds, index: Array, rows: Columns, fresh: Array | None = None) -> None:
        """``fresh``: (rows,) what repetition has left of each order, where that is known already."""
        self.world = world
        self.index = index
        self.rows = rows
        self.kept: dict[Any, Array] = {}
        self._fresh = fresh

    @property
    def cast(self) -> Cast:
        return self.world.cast

    def col(self, name: str) -> Array:
        return getattr(self.rows, name)  # type: ignore[no-any-return]

    def rule(self, name: str) -> Array:
        """(rows,), or (1,) where it is the same in all worlds."""
        return self.world.numbers.rule_beside(name, self.index)

    def trait(self, name: str, who: Who) -> Array:
        return self.world.numbers.trait_at(name, self.index, self._who(who)) * self._there(who)

    def value(self, field: str) -> Array:
        return getattr(self.world, field)[self.index]  # type: ignore[no-any-return]

    def state(self, field: str, who: Who) -> Array:
        return getattr(self.world, field)[self.index, self._who(who)] * self._there(who)  # type: ignore[no-any-return]

    def pair(self, field: str, first: Who, second: Who) -> Array:
        found = getattr(self.world, field)[self.index, self._who(first), self._who(second)]
        return np.asarray(found * self._there(first) * self._there(second))

    def place(self, field: str, column: str) -> Array:
        spot = getattr(self.rows, column)
        return getattr(self.world, field)[self.index, np.maximum(spot, 0)] * (spot >= 0)  # type: ignore[no-any-return]

    def freshness(self) -> Array:
        if self._fresh is None:
            self._fresh = self.lately(HALVED)
        return self._fresh

    def lately(self, what: Array) -> Array:
        from diplogame.verbs.groups import group_of

        return lately(self.world, self.index, self.rows.actor, group_of(self.cast, self.rows), what)

    def _who(self, who: Who) -> Array:
        if isinstance(who, str):
            return np.asarray(np.maximum(getattr(self.rows, who), 0))
        return np.full(len(self.rows), who, dtype=np.int64)

    def _there(self, who: Who) -> Array | int:
        return (getattr(self.rows, who) >= 0) if isinstance(who, str) else 1


class Spots:
    """Where orders point in the arrays: worked out once for orders that are looked at turn after turn."""

    def __init__(self, rows: Columns) -> None:
        self._rows = rows
        self._columns: dict[str, Array] = {}
        self._there: dict[tuple[str, ...], Array | None] = {}
        self._pairs: dict[tuple[Who, Who], Array] = {}

    def column(self, name: str) -> Array:
        """(rows,) whom or what a column names; 0 where it names nobody."""
        if name not in self._columns:
            self._columns[name] = np.maximum(getattr(self._rows, name), 0)
        return self._columns[name]

    def there(self, *names: str) -> Array | None:
        """(rows,) bool: all of these columns name somebody; None where they do so in every row."""
        if names not in self._there:
            found = np.logical_and.reduce([getattr(self._rows, name) >= 0 for name in names])
            self._there[names] = None if found.all() else found
        return self._there[names]

    def pair(self, first: Who, second: Who, size: int) -> Array:
        """(rows,) place of a pair in an array of pairs laid out flat."""
        if (first, second) not in self._pairs:
            here, there = (
                self.column(who) if isinstance(who, str) else np.full(len(self._rows), who) for who in (first, second)
            )
            self._pairs[first, second] = here * size + there
        return self._pairs[first, second]


class OptionLens:
    """Options of a seat: column k of every believed world. Results are (worlds or 1, options or 1)."""

    def __init__(self, world: Worlds, rows: Columns, groups: Array, spots: Spots | None = None) -> None:
        self.world = world
        self.rows = rows
        self.kept: dict[Any, Array] = {}
        self._groups = groups
        self._spots = spots or Spots(rows)

    @property
    def cast(self) -> Cast:
        return self.world.cast

    def col(self, name: str) -> Array:
        return getattr(self.rows, name)[None]  # type: ignore[no-any-return]

    def rule(self, name: str) -> Array:
        return self.world.numbers.rule(name, 2)

    def trait(self, name: str, who: Who) -> Array:
        whole = self.world.numbers.traits[name]
        if isinstance(who, str):
            return self._where_there(columns(whole, self._spots.column(who)), who)
        return np.ascontiguousarray(whole[:, who])[:, None]

    def value(self, field: str) -> Array:
        return getattr(self.world, field)[:, None]  # type: ignore[no-any-return]

    def state(self, field: str, who: Who) -> Array:
        if isinstance(who, str):
            return self.place(field, who)
        return np.ascontiguousarray(getattr(self.world, field)[:, who])[:, None]

    def pair(self, field: str, first: Who, second: Who) -> Array:
        flat = self._spots.pair(first, second, self.cast.n_states)
        return self._where_there(
            gathered(self.world, field, flat), *(who for who in (first, second) if isinstance(who, str))
        )

    def place(self, field: str, column: str) -> Array:
        return self._where_there(gathered(self.world, field, self._spots.column(column)), column)

    def freshness(self) -> Array:
        return self.lately(HALVED)

    def lately(self, what: Array) -> Array:
        world = self.world
        flat = self.rows.actor * world.uses.shape[2] + self._groups
        bits = world.uses.reshape(len(world.uses), -1).take(flat, axis=1)
        return np.asarray(np.take(what, (bits & 15).T).T)

    def _where_there(self, found: Array, *names: str) -> Array:
        there = self._spots.there(*names) if names else None
        return found if there is None else np.asarray(found * there)


def gathered(world: Worlds, field: str, flat: Array) -> Array:
    """(worlds, len(flat)) entries of a field laid out flat behind the axis of worlds, as a sheet."""
    if FIELDS[field].see is not See.PUBLIC:
        # Each seat has its own: laying out the whole would serve few.
        whole = getattr(world, field)
        return np.asfortranarray(whole.reshape(len(whole), -1).take(flat, axis=1))
    common = world.common
    key = f"columns.{field}"
    if key not in common.memo:
        whole = getattr(common, field)
        common.memo[key] = np.ascontiguousarray(whole.reshape(len(whole), -1).T)
    rows: Array = common.memo[key].take(flat, axis=0)
    return rows.T


HALVED = halves(POPCOUNT[:16])
"""What is left of an effect, by the bits of the last four turns."""
LAST_TURN = (np.arange(16) & 1) * 1.0
"""Whether the same was done in the last turn, by the same bits."""


def lately(worlds: Worlds, world: Array, actor: Array, group: Array, what: Array = HALVED) -> Array:
    """(rows,) of the numbers in ``what`` (16,), as `Lens.lately` has it, those of orders of these groups of these actors in these worlds; what is left
    of their effects by default.
    """
    return np.asarray(what.take(worlds.uses[world, actor, group] & 15))


def stacked(lens: Lens, values: Sequence[Array]) -> Array:
    """A sum of the lens's results."""
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total
