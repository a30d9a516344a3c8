"""Worlds whose arrays are made when they are first read: some of an ensemble, or an ensemble put together from parts.

Most readers look at few of the hundred arrays, so what is not read is never copied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from diplogame.world.fields import FIELDS, Array, Worlds


class Lazy(Worlds):
    """Worlds with empty slots: the array that belongs in one is made, and kept there, when it is asked for."""

    __slots__ = ()

    @classmethod
    def of(cls, like: Worlds, values: Mapping[str, Any]) -> Self:
        """Worlds of this kind: cast, numbers, seeds and turn ``like`` others where ``values`` has none; the arrays yet to be made."""
        new = object.__new__(cls)
        common = {name: getattr(like, name) for name in ("cast", "numbers", "seeds", "turn") if name not in values}
        for name, value in {**common, "memo": {}, **values}.items():
            object.__setattr__(new, name, value)
        return new

    def __getattr__(self, name: str) -> Any:
        """Python asks here only where a slot is still empty."""
        if name not in FIELDS:
            raise AttributeError(name)
        for made, value in self._make(name).items():
            object.__setattr__(self, made, value)
        return object.__getattribute__(self, name)

    def _make(self, name: str) -> dict[str, Array]:
        """The array of that name, and any others that come with it."""
        raise NotImplementedError


class Taken(Lazy):
    """Some of the worlds of an ensemble, in an order of their own."""

    __slots__ = ("_rows", "_whole")
    _whole: Worlds
    _rows: Array

    def _make(self, name: str) -> dict[str, Array]:
        return {name: getattr(self._whole, name).take(self._rows, axis=0)}


class Parted(Lazy):
    """An ensemble in two parts: worlds that have stopped, and those that have just been played."""

    __slots__ = ("_parts", "_place")
    _parts: tuple[Worlds, Worlds]
    _place: Array
    """(worlds,) each world's place in the two parts, one behind the other."""

    def _make(self, name: str) -> dict[str, Array]:
        both = np.concatenate([getattr(part, name) for part in self._parts])
        return {name: both.take(self._place, axis=0)}

    def take(self, rows: Array) -> Worlds:
        """The worlds at ``rows``, taken from the parts that they are of. (The first part may be of an earlier turn, so it never stands alone.)"""
        place = self._place[rows]
        first = self._parts[0].size
        inside = place < first
        if not inside.any():
            return _part(self._parts[1], place - first)
        here, there = np.flatnonzero(inside), np.flatnonzero(~inside)
        back = np.empty(len(place), dtype=np.intp)
        back[here] = np.arange(len(here))
        back[there] = len(here) + np.arange(len(there))
        parts = (_part(self._parts[0], place[here]), _part(self._parts[1], place[there] - first))
        common = {"numbers": self.numbers.take(rows), "seeds": self.seeds[rows]}
        return Parted.of(self, {**common, "_parts": parts, "_place": back})


def _part(whole: Worlds, rows: Array) -> Worlds:
    """The worlds at ``rows``; where these are all of them, the worlds themselves."""
    same = len(rows) == whole.size and bool((rows == np.arange(whole.size)).all())
    return whole if same else whole.take(rows)


def taken(whole: Worlds, rows: Array) -> Worlds:
    """The worlds at ``rows`` (indices), in that order."""
    rows = np.asarray(rows)
    return Taken.of(
        whole, {"numbers": whole.numbers.take(rows), "seeds": whole.seeds[rows], "_whole": whole, "_rows": rows}
    )


def parted(whole: Worlds, rows: Array, other: Worlds) -> Worlds:
    """``whole`` with the worlds at ``rows`` taken from ``other``; the turn is the other's."""
    stays = np.ones(whole.size, dtype=bool)
    stays[rows] = False
    rest = np.flatnonzero(stays)
    place = np.empty(whole.size, dtype=np.intp)
    place[rest] = np.arange(len(rest))
    place[rows] = len(rest) + np.arange(len(rows))
    # The worlds that stay are copied out, so that nothing keeps the ensembles of earlier turns in memory.
    stopped = whole.take(rest).replace({})
    return Parted.of(whole, {"turn": other.turn, "_parts": (stopped, other), "_place": place})
