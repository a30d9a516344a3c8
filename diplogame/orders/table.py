"""Orders as columns: one row a thing that a state may do, or does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
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
        order = np.argsort(self.rows.verb, kind="stable")
        verb, world, act = self.rows.verb.take(order), self.world.take(order), self.act.take(order)
        rows = self.rows.take(order)
        starts = np.flatnonzero(np.diff(verb, prepend=-1))
        # Where nobody gives an order there is neither a start nor a stop.
        for start, stop in zip(starts, [*starts[1:], len(verb)][: len(starts)], strict=True):
            part = slice(start, stop)
            some = Columns(*(getattr(rows, name)[part] for name in NAMES))
            yield int(verb[start]), order[part], Acts(world[part], act[part], some, self.answers)


def gather(parts: Sequence[tuple[Array, Array, Columns]], answers: Array) -> Acts:
    """Acts from parts (world, rank in the docket, columns), sorted so that the parts' order leaves no trace."""
    world = np.concatenate([part[0] for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    rank = np.concatenate([part[1] for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    merged: dict[str, Any] = {
        name: np.concatenate([getattr(part[2], name) for part in parts]) if parts else np.zeros(0, dtype=np.int64)
        for name in NAMES
    }
    # One key in the place of three: world, then state, then place in the docket.
    span = int(rank.max(initial=0)) + 1
    order = np.argsort((world * 64 + merged["actor"]) * span + rank, kind="stable")
    world = world[order]
    rows = Columns(*(merged[name][order] for name in NAMES))
    first = np.searchsorted(world, world, side="left")
    return Acts(world, np.arange(len(world)) - first, rows, answers)
