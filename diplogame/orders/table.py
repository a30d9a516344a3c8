"""Orders as columns: one row a thing that a state may do, or does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

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
        """The orders at ``rows``."""
        return Columns(*(getattr(self, name).take(rows) for name in NAMES))

    @property
    def places(self) -> tuple[Array, Array, Array, Array]:
        """The four columns of facilities."""
        return self.p0, self.p1, self.p2, self.p3


NAMES = tuple(item.name for item in fields(Columns))
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

    def by_verb(self) -> Iterator[tuple[int, Array, Acts]]:
        """For each verb that is used, rising: its index, its rows' places in these acts, and its rows (with all answers)."""
        # Short whole numbers are sorted by their digits, many times faster than long ones.
        order = np.argsort(self.rows.verb.astype(np.int16), kind="stable")
        verb, world, act = self.rows.verb.take(order), self.world.take(order), self.act.take(order)
        rows = self.rows.take(order)
        starts = np.flatnonzero(np.diff(verb, prepend=-1))
        # Where nobody gives an order there is neither a start nor a stop.
        for start, stop in zip(starts, [*starts[1:], len(verb)][: len(starts)], strict=True):
            part = slice(start, stop)
            some = Columns(*(getattr(rows, name)[part] for name in NAMES))
            yield int(verb[start]), order[part], Acts(world[part], act[part], some, self.answers)


def joined(parts: Sequence[Columns]) -> Columns:
    """Columns one behind the other."""
    return Columns(*(np.concatenate([getattr(part, name) for part in parts]) for name in NAMES))


def gather(parts: Sequence[tuple[Array, Array, Array]], rows: Columns, answers: Array) -> Acts:
    """Acts from parts (world, rank in the docket, place among ``rows``), sorted so that the parts' order leaves no trace."""
    world, rank, place = (np.concatenate(some) for some in zip(*parts, strict=True))
    # One key in the place of three: world, then state, then place in the docket.
    span = int(rank.max(initial=0)) + 1
    order = np.argsort((world * 64 + rows.actor.take(place)) * span + rank, kind="stable")
    world = world.take(order)
    number = np.bincount(world, minlength=len(answers))
    first = (np.cumsum(number) - number).take(world)
    return Acts(world, np.arange(len(world)) - first, rows.take(place.take(order)), answers)
