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
        """The worlds at ``rows``; where all are of one part, taken from there."""
        place = self._place[rows]
        first = self._parts[0].size
        for part, spot, inside in (
            (self._parts[0], place, place < first),
            (self._parts[1], place - first, place >= first),
        ):
            if inside.all():
                whole = len(spot) == part.size and bool((spot == np.arange(part.size)).all())
                return part if whole else part.take(spot)
        return super().take(rows)


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
