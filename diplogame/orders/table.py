"""Orders as columns: one row a thing that a state may do, or does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Columns:
    """Orders, one a row: (rows,) int64 each. -1 stands for none."""

    actor: Array
    """Who acts."""
    verb: Array
    """Index of the verb."""
    target: Array
    """The state it is aimed at."""
    second: Array
    """A second state."""
    p0: Array
    """First facility."""
    p1: Array
    """Second facility."""
    p2: Array
    """Third facility."""
    p3: Array
    """Fourth facility."""
    level: Array
    """Size, posture or kind, as the verb reads it."""
    covert: Array
    """1: done in secret."""
    invite: Array
    """States asked to a table, one bit each."""
    give: Array
    """Favour offered, or level of giving in a paper."""
    get: Array
    """Favour asked, or level of getting in a paper."""

    def __len__(self) -> int:
        return len(self.actor)

    def take(self, rows: Array) -> Columns:
        """The orders at ``rows`` (indices)."""
        return Picked(self, rows)

    def but(self, **columns: Array) -> Columns:
        """The same orders with some columns in the place of theirs."""
        return Columns(*(columns[name] if name in columns else getattr(self, name) for name in NAMES))

    @property
    def origin(self) -> tuple[Columns, Array]:
        """The table that these orders were picked from, and each one's place in it."""
        return self, np.arange(len(self))

    @property
    def places(self) -> tuple[Array, Array, Array, Array]:
        """The four columns of facilities."""
        return self.p0, self.p1, self.p2, self.p3


NAMES = tuple(item.name for item in fields(Columns))


class Picked(Columns):
    """Orders picked from a table, which is short where they are many. Most readers look at few of the columns: each is made when it is first read."""

    __slots__ = ("_at", "_table")
    _table: Columns
    _at: Array

    def __init__(self, table: Columns, at: Array) -> None:
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_at", at)

    def __getattr__(self, name: str) -> Any:
        """Python asks here only where a slot is still empty."""
        if name not in NAMES:
            raise AttributeError(name)
        made = getattr(self._table, name).take(self._at)
        object.__setattr__(self, name, made)
        return made

    def __len__(self) -> int:
        return len(self._at)

    def __reduce__(self) -> tuple[type[Columns], tuple[Array, ...]]:
        """Sent elsewhere they stand for themselves."""
        return Columns, tuple(getattr(self, name) for name in NAMES)

    def take(self, rows: Array) -> Columns:
        return Picked(self._table, self._at[rows])

    @property
    def origin(self) -> tuple[Columns, Array]:
        return self._table, self._at


EMPTY_ROW = {name: 0 if name in ("covert", "invite", "level") else -1 for name in NAMES}


def columns(rows: Sequence[dict[str, int]]) -> Columns:
    """Columns from rows that name what differs from an empty order."""
    return Columns(*(np.array([row.get(name, EMPTY_ROW[name]) for row in rows], dtype=np.int64) for name in NAMES))


@dataclass(frozen=True, slots=True)
class Acts:
    """All orders of all states in all worlds in one turn, and the answers."""

    world: Array
    """(rows,) int64: the world of each order; rising."""
    act: Array
    """(rows,) int64: the order's number in its world's turn."""
    rows: Columns
    """The orders."""
    answers: Array
    """(worlds, states, slots) int8: what each answered to what it was asked: -1 nothing, 0 no, 1 yes, 2 abstain or counter."""

    def of(self, verb: int) -> tuple[Array, Array, Columns]:
        """The rows of one verb: world, act, columns."""
        found = np.flatnonzero(self.rows.verb == verb)
        return self.world[found], self.act[found], self.rows.take(found)

    def take(self, rows: Array) -> Acts:
        """The orders at ``rows`` (indices), with all answers."""
        return Acts(self.world.take(rows), self.act.take(rows), self.rows.take(rows), self.answers)


def runs(sorted_: Array) -> Iterator[tuple[int, slice]]:
    """Each number in (rows,) of rising numbers from 0 on, and the rows that hold it."""
    ends = np.searchsorted(
        sorted_, np.arange(int(sorted_[-1]) + 2 if len(sorted_) else 1, dtype=sorted_.dtype)
    ).tolist()
    for number, (start, stop) in enumerate(pairwise(ends)):
        if stop > start:
            yield number, slice(start, stop)


def joined(parts: Sequence[Columns]) -> Columns:
    """Columns one behind the other."""
    return Columns(*(np.concatenate([getattr(part, name) for part in parts]) for name in NAMES))


def gather(parts: Sequence[tuple[Array, Array, Array]], rows: Columns, answers: Array) -> Acts:
    """Acts from parts (world, rank in the docket, place among ``rows``), sorted so that the parts' order leaves no trace."""
    world, rank, place = (np.concatenate(some) for some in zip(*parts, strict=True))
    # One key in the place of three: world, then state, then place in the docket.
    span = int(rank.max(initial=0)) + 1
    order = np.argsort((world * 64 + rows.actor.take(place)) * span + rank, kind="stable")
    return in_order(world.take(order), rows.take(place.take(order)), answers)


def in_order(world: Array, rows: Columns, answers: Array) -> Acts:
    """Acts from orders (rows,) that come by world, then by state, then by place in the docket."""
    number = np.bincount(world, minlength=len(answers))
    first = (np.cumsum(number) - number).take(world)
    return Acts(world, np.arange(len(world)) - first, rows, answers)
