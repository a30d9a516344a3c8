"""Changes to an ensemble: put on a grid, then added, so that the order in which they come cannot matter, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from diplogame.compiled import kernel
from diplogame.noise.arith import grid
from diplogame.noise.loops import snapped
from diplogame.world.fields import FIELDS, Array, Worlds

Rows = tuple[Array, Array]
"""(rows,) places in a field laid out flat, and what goes there."""
_LIMITS = {name: (float(spec.lo), float(spec.hi)) for name, spec in FIELDS.items()}
_HANDFUL = 12
"""Rows that are added one by one in less time than arrays take to set up."""


class Changes:
    """What a stage does to the worlds. All verbs of a stage read the same worlds and add here; `result` makes the new ones.

    Changes to some rows are only noted; what nobody touches is neither copied nor clipped. From stage to stage of a turn (`follow`), an array that
    an earlier stage has made is written over, for nobody looks back at what stood between two stages.
    """

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds
        self._whole: dict[str, Array] = {}
        self._added: dict[str, list[Rows]] = {}
        self._once: dict[str, Rows] = {}
        self._written: dict[str, list[Rows]] = {}
        self._put: dict[str, Array] = {}
        self._made: frozenset[str] = frozenset(FIELDS) if worlds.spare else frozenset()
        """The fields of ``worlds`` that may be written over: an earlier stage of the turn has made them, or nobody else holds them."""
        self._room: Array = np.zeros(0)
        """Zeros, to add up in."""

    def add(self, name: str, amount: Array | float, world: Array, *index: Array | int) -> None:
        """Add ``amount`` (rows,) to the field at (world, *index), rows each; equal rows add up."""
        if len(world):
            self._note(self._added, name, np.float64, amount, world, index)

    def add_once(self, name: str, amount: Array, spots: Array) -> None:
        """Add ``amount`` (rows,), on the grid, at places (rows,) in the field laid out flat, none of which comes twice. At most once a field;
        both arrays are given away.
        """
        self._once[name] = (spots, amount)

    def add_all(self, name: str, amount: Array) -> None:
        """Add an array of the field's own shape."""
        old = self._whole.get(name)
        change = np.ascontiguousarray(grid(amount))
        if old is not None:
            change += old
        self._whole[name] = change

    def place(self, name: str) -> Array:
        """Where a field that is to be `put` may be made: in its own array if that is written over, so that each number must be read before it is
        written; and nobody else may read the field in this stage from then on.
        """
        old: Array = getattr(self.worlds, name)
        return old if name in self._made else np.empty(old.shape, old.dtype)

    def put(self, name: str, value: Array) -> None:
        """A field as it will be, in its range and of its type, worked out on the grid by whoever puts it; nobody else may change it in this stage."""
        self._put[name] = value

    def set(self, name: str, value: Array | float, world: Array, *index: Array | int) -> None:
        """Write ``value`` at (world, *index). Where two write, the larger value stands, so that order cannot matter."""
        if len(world):
            self._note(self._written, name, FIELDS[name].dtype, value, world, index)

    def _note(
        self, notes: dict[str, list[Rows]], name: str, dtype: DTypeLike, value: Array | float, world: Array, index: tuple[Array | int, ...]
    ) -> None:  # fmt: skip
        spots = world
        if index:
            for length, part in zip(getattr(self.worlds, name).shape[1:], index, strict=True):
                spots = spots * length + part
        # A copy: what is noted may be a part of what is written over later.
        values = np.empty(spots.shape, dtype)
        values[...] = value
        notes.setdefault(name, []).append((spots.reshape(-1), values.reshape(-1)))

    def result(self) -> Worlds:
        """The worlds after the changes, every changed value clipped to its range. The worlds before them stay as they are."""
        new = self._new(frozenset())
        return self.worlds.replace(new) if new else self.worlds

    def follow(self) -> Changes:
        """The changes of the next stage, none so far, on the worlds that this one makes. These changes, and their worlds, are used up."""
        new = self._new(self._made)
        after = Changes(self.worlds.replace(new) if new else self.worlds)
        after._made = self._made.difference(self._put).union(new.keys() - self._put.keys())
        after._room = self._room
        return after

    def _new(self, free: frozenset[str]) -> dict[str, Array]:
        """The changed arrays by name; those in ``free`` are written over."""
        names = self._written.keys() | self._added.keys() | self._once.keys() | self._whole.keys()
        if twice := names & self._put.keys():
            raise ValueError(
                f"{', '.join(sorted(twice))}: put as a whole, and changed by somebody else in the same stage"
            )
        loops = _Loops.at(self.worlds.size)
        found = {name: self._changed(name, name in free, loops) for name in names}
        return {**found, **self._put}

    def _changed(self, name: str, free: bool, loops: _Loops) -> Array:
        """What was written, then the sum of what was added."""
        lo, hi = _LIMITS[name]
        old: Array = getattr(self.worlds, name)
        written, added = self._written.get(name), self._added.get(name)
        once, whole = self._once.get(name), self._whole.get(name)
        new = old if free else np.empty(old.shape, old.dtype) if whole is not None and written is None else old.copy()
        flat = new.reshape(-1)
        if written is not None:
            spots, values = _joined(written)
            flat[spots] = values
            np.maximum.at(flat, spots, values)
            old = new
        if whole is None and added is None and once is not None:
            loops.once(flat, *once, lo, hi)
            return new
        rows = (added or []) + ([once] if once is not None else [])
        if whole is not None:
            change = whole.reshape(-1)
            if rows:
                change = change.copy()
                loops.collect(change, *_joined(rows))
            loops.whole(old.reshape(-1), change, lo, hi, flat)
        elif rows:
            if len(self._room) < new.size:
                self._room = np.zeros(new.size)
            loops.rows(flat, *_joined(rows), lo, hi, self._room)
        return new


def _add_once_plain(flat: Array, spots: Array, amounts: Array, lo: float, hi: float) -> None:
    """Add to a field laid out flat, in place, and clip there; no spot (rows,) comes twice."""
    flat[spots] = np.minimum(np.maximum(flat[spots] + amounts, lo), hi)


@kernel(_add_once_plain)
def _add_once(flat: Array, spots: Array, amounts: Array, lo: float, hi: float) -> None:
    for row in range(len(spots)):
        flat[spots[row]] = min(max(flat[spots[row]] + amounts[row], lo), hi)


def _add_rows_plain(flat: Array, spots: Array, amounts: Array, lo: float, hi: float, room: Array) -> None:  # noqa: ARG001
    """Add to a field laid out flat, in place, the sum of what is added at each spot (rows,), and clip there. ``room``: zeros, as long or longer."""
    if len(spots) <= _HANDFUL:
        sums: dict[int, float] = {}
        for spot, amount in zip(spots.tolist(), grid(amounts).tolist(), strict=True):
            sums[spot] = sums.get(spot, 0.0) + amount
        for spot, total in sums.items():
            flat[spot] = min(max(flat.item(spot) + total, lo), hi)
        return
    delta = np.bincount(spots, weights=grid(amounts), minlength=len(flat))
    flat[spots] = np.minimum(np.maximum(flat[spots] + delta[spots], lo), hi)


@kernel(_add_rows_plain)
def _add_rows(flat: Array, spots: Array, amounts: Array, lo: float, hi: float, room: Array) -> None:
    for row in range(len(spots)):
        room[spots[row]] += snapped(amounts[row])
    for row in range(len(spots)):
        spot = spots[row]
        total = room[spot]
        if not np.isnan(total):
            flat[spot] = min(max(flat[spot] + total, lo), hi)
            room[spot] = np.nan  # the sum has been added
    for row in range(len(spots)):
        room[spots[row]] = 0.0


def _collect_plain(flat: Array, spots: Array, amounts: Array) -> None:
    """Add amounts at their spots (rows,), in place."""
    flat += np.bincount(spots, weights=grid(amounts), minlength=len(flat))


@kernel(_collect_plain)
def _collect(flat: Array, spots: Array, amounts: Array) -> None:
    for row in range(len(spots)):
        flat[spots[row]] += snapped(amounts[row])


def _add_whole_plain(flat: Array, change: Array, lo: float, hi: float, out: Array) -> None:
    """A field laid out flat with a change added, and clipped, into ``out``."""
    total = np.add(flat, change, out=out if out.dtype == change.dtype else None)
    np.maximum(total, lo, out=total)
    np.minimum(total, hi, out=total)
    if total is not out:
        out[...] = total


@kernel(_add_whole_plain)
def _add_whole(flat: Array, change: Array, lo: float, hi: float, out: Array) -> None:
    for k in range(len(flat)):
        out[k] = min(max(flat[k] + change[k], lo), hi)


@dataclass(frozen=True)
class _Loops:
    """What to add with, looked up once a stage."""

    once: Callable[[Array, Array, Array, float, float], None]
    rows: Callable[[Array, Array, Array, float, float, Array], None]
    collect: Callable[[Array, Array, Array], None]
    whole: Callable[[Array, Array, float, float, Array], None]

    @classmethod
    def at(cls, worlds: int) -> _Loops:
        """Loops for so many worlds."""
        return cls(_add_once.at(worlds), _add_rows.at(worlds), _collect.at(worlds), _add_whole.at(worlds))


def _joined(rows: list[Rows]) -> Rows:
    """All places and values in one."""
    if len(rows) == 1:
        return rows[0]
    spots, values = zip(*rows, strict=True)
    return np.concatenate(spots), np.concatenate(values)
