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
        for name, value in {**common, "memo": {}, "spare": False, **values}.items():
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

    def row(self, name: str, state: int) -> Array:
        """A state's row, without those of others as long as nobody has asked for them."""
        try:
            made: Array = object.__getattribute__(self, name)
        except AttributeError:
            return getattr(self._whole, name)[self._rows, state]  # type: ignore[no-any-return]
        return made[:, state]


class Parted(Lazy):
    """An ensemble in parts: worlds that have stopped, as many of them together as did so in one turn, and last those that have just been played."""

    __slots__ = ("parts", "place")
    parts: tuple[Worlds, ...]
    place: Array
    """(worlds,) each world's place in the parts, one behind the other."""

    def _make(self, name: str) -> dict[str, Array]:
        both = np.concatenate([getattr(part, name) for part in self.parts])
        return {name: both.take(self.place, axis=0)}

    def take(self, rows: Array) -> Worlds:
        """The worlds at ``rows``, taken from the parts that they are of. (All but the last part may be of an earlier turn, so none stands alone.)"""
        if _all(self, rows):
            return self
        place = self.place[rows]
        last = self.size - self.parts[-1].size
        if not len(place) or place.min() >= last:
            return self.parts[-1].take(place - last)
        parts, back, start, number = [], np.empty(len(place), dtype=np.intp), 0, 0
        for part in self.parts:
            here = np.flatnonzero((place >= start) & (place < start + part.size))
            if len(here):
                parts.append(part.take(place[here] - start))
                back[here] = number + np.arange(len(here))
                number += len(here)
            start += part.size
        common = {"numbers": self.numbers.take(rows), "seeds": self.seeds[rows]}
        return Parted.of(self, {**common, "parts": tuple(parts), "place": back})


def taken(whole: Worlds, rows: Array) -> Worlds:
    """The worlds at ``rows`` (indices), in that order; where these are all of them as they lie, the worlds themselves."""
    rows = np.asarray(rows)
    if _all(whole, rows):
        return whole
    return Taken.of(
        whole, {"numbers": whole.numbers.take(rows), "seeds": whole.seeds[rows], "_whole": whole, "_rows": rows}
    )


def _all(whole: Worlds, rows: Array) -> bool:
    """Whether the ``rows`` are all worlds in their order."""
    return len(rows) == whole.size and bool((rows == np.arange(whole.size)).all())


def parted(whole: Worlds, rows: Array, other: Worlds) -> Worlds:
    """``whole`` with the worlds at ``rows`` taken from ``other``; the turn is the other's."""
    if _all(whole, rows):
        return other
    stays = np.ones(whole.size, dtype=bool)
    stays[rows] = False
    rest = np.flatnonzero(stays)
    stopped = whole.take(rest)
    parts, back = (stopped.parts, stopped.place) if isinstance(stopped, Parted) else ((stopped,), np.arange(len(rest)))
    place = np.empty(whole.size, dtype=np.intp)
    place[rest] = back
    place[rows] = len(rest) + np.arange(len(rows))
    # The worlds that stay are copied out once, so that nothing keeps the ensembles of earlier turns in memory.
    parts = tuple(part.replace({}) if isinstance(part, Lazy) else part for part in parts)
    return Parted.of(whole, {"turn": other.turn, "parts": (*parts, other), "place": place})


def staged(whole: Worlds, rows: Array, turn: int) -> Worlds:
    """The worlds at ``rows`` (rising) in the turn that is being ordered. Where that takes a copy, it belongs to whoever plays the turn."""
    some = whole.take(rows)
    made = some.replace({"turn": turn})
    # Taking all worlds of an ensemble, or of a part of it, gives what others hold.
    held = (whole, *whole.parts) if isinstance(whole, Parted) else (whole,)
    object.__setattr__(made, "spare", isinstance(some, Taken) and all(some is not one for one in held))
    return made
