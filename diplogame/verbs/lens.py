"""A lens reads the world for an order. The same formula then serves what an order does (rows of the true worlds) and what it is
expected to do (all options of a seat in its believed worlds), so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from diplogame.noise import halves
from diplogame.orders.table import Columns
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds

Who = str | int


class Lens(Protocol):
    """What a verb's formula may read."""

    world: Worlds
    rows: Columns

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


POPCOUNT = np.array([(bits).bit_count() for bits in range(256)], dtype=np.float64)


class RowLens:
    """Orders given: row r is in world ``index[r]`` of the true worlds. All results are (rows,)."""

    def __init__(self, world: Worlds, index: Array, rows: Columns) -> None:
        self.world = world
        self.index = index
        self.rows = rows

    @property
    def cast(self) -> Cast:
        return self.world.cast

    def col(self, name: str) -> Array:
        return getattr(self.rows, name)  # type: ignore[no-any-return]

    def rule(self, name: str) -> Array:
        return self.world.numbers.rule_at(name, self.index)

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
        from diplogame.verbs.groups import group_of

        group = group_of(self.cast, self.rows)
        bits = self.world.uses[self.index, self.rows.actor, group]
        return halves(POPCOUNT[bits & 15])

    def _who(self, who: Who) -> Array:
        if isinstance(who, str):
            return np.asarray(np.maximum(getattr(self.rows, who), 0))
        return np.full(len(self.rows), who, dtype=np.int64)

    def _there(self, who: Who) -> Array | int:
        return (getattr(self.rows, who) >= 0) if isinstance(who, str) else 1


class OptionLens:
    """Options of a seat: column k of every believed world. Results are (worlds or 1, options)."""

    def __init__(self, world: Worlds, rows: Columns, groups: Array) -> None:
        self.world = world
        self.rows = rows
        self._groups = groups

    @property
    def cast(self) -> Cast:
        return self.world.cast

    def col(self, name: str) -> Array:
        return getattr(self.rows, name)[None]  # type: ignore[no-any-return]

    def rule(self, name: str) -> Array:
        return self.world.numbers.rule(name, 2)

    def trait(self, name: str, who: Who) -> Array:
        return self.world.numbers.traits[name].take(self._who(who), axis=1) * self._there(who)

    def value(self, field: str) -> Array:
        return getattr(self.world, field)[:, None]  # type: ignore[no-any-return]

    def state(self, field: str, who: Who) -> Array:
        return getattr(self.world, field).take(self._who(who), axis=1) * self._there(who)  # type: ignore[no-any-return]

    def pair(self, field: str, first: Who, second: Who) -> Array:
        whole = getattr(self.world, field)
        flat = self._who(first) * whole.shape[2] + self._who(second)
        return whole.reshape(len(whole), -1).take(flat, axis=1) * self._there(first) * self._there(second)  # type: ignore[no-any-return]

    def place(self, field: str, column: str) -> Array:
        spot = getattr(self.rows, column)
        return getattr(self.world, field).take(np.maximum(spot, 0), axis=1) * (spot >= 0)  # type: ignore[no-any-return]

    def freshness(self) -> Array:
        world = self.world
        flat = self.rows.actor * world.uses.shape[2] + self._groups
        bits = world.uses.reshape(len(world.uses), -1).take(flat, axis=1)
        return np.asarray(HALVED[bits & 15])

    def _who(self, who: Who) -> Array:
        if isinstance(who, str):
            return np.asarray(np.maximum(getattr(self.rows, who), 0))
        return np.full(len(self.rows), who, dtype=np.int64)

    def _there(self, who: Who) -> Array | int:
        return (getattr(self.rows, who) >= 0) if isinstance(who, str) else 1


HALVED = halves(POPCOUNT[:16])
"""What is left of an effect, by the bits of the last four turns."""


def stacked(lens: Lens, values: Sequence[Array]) -> Array:
    """A sum of the lens's results."""
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total
