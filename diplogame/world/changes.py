"""Changes to an ensemble: put on a grid, then added, so that the order in which they come cannot matter, bit for bit."""

from __future__ import annotations

import numpy as np

from diplogame.compiled import kernel
from diplogame.noise.arith import grid
from diplogame.noise.loops import snapped
from diplogame.world.fields import FIELDS, Array, Worlds

Rows = list[tuple[Array, Array | float]]
"""Places in a field laid out flat, and what goes there."""
Flat = tuple[Array, Array]
"""The same in one: (rows,) places and values."""
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
        self._added: dict[str, Rows] = {}
        self._written: dict[str, Rows] = {}
        self._put: dict[str, Array] = {}
        self._made: frozenset[str] = frozenset(FIELDS) if worlds.spare else frozenset()
        """The fields of ``worlds`` that may be written over: an earlier stage of the turn has made them, or nobody else holds them."""
        self._room: Array = np.zeros(0)
        """Zeros, to add up in."""

    def add(self, name: str, amount: Array | float, world: Array, *index: Array | int) -> None:
        """Add ``amount`` (rows,) to the field at (world, *index), rows each; equal rows add up."""
        if len(world):
            self._added.setdefault(name, []).append((self._flat(name, world, index), amount))

    def add_at(self, name: str, amount: Array, spots: Array) -> None:
        """The same at places (rows,) in the field laid out flat."""
        self._added.setdefault(name, []).append((spots, amount))

    def add_all(self, name: str, amount: Array) -> None:
        """Add an array of the field's own shape."""
        old = self._whole.get(name)
        change = np.ascontiguousarray(grid(amount))
        if old is not None:
            change += old
        self._whole[name] = change

    def put(self, name: str, value: Array) -> None:
        """A field as it will be, in its range and of its type, worked out on the grid by whoever puts it; nobody else may change it in this stage."""
        self._put[name] = value

    def set(self, name: str, value: Array | float, world: Array, *index: Array | int) -> None:
        """Write ``value`` at (world, *index). Where two write, the larger value stands, so that order cannot matter."""
        if len(world):
            self._written.setdefault(name, []).append((self._flat(name, world, index), value))

    def _flat(self, name: str, world: Array, index: tuple[Array | int, ...]) -> Array:
        flat = world
        if index:
            for length, part in zip(getattr(self.worlds, name).shape[1:], index, strict=True):
                flat = flat * length + part
        return flat

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
        names = self._written.keys() | self._added.keys() | self._whole.keys()
        if twice := names & self._put.keys():
            raise ValueError(
                f"{', '.join(sorted(twice))}: put as a whole, and changed by somebody else in the same stage"
            )
        # All that was noted is read before anything is written.
        written = {name: _joined(rows) for name, rows in self._written.items()}
        added = {name: _joined(rows) for name, rows in self._added.items()}
        found = {name: self._changed(name, written.get(name), added.get(name), name in free) for name in names}
        return {**found, **self._put}

    def _changed(self, name: str, written: Flat | None, added: Flat | None, free: bool) -> Array:
        """What was written, then the sum of what was added."""
        spec, worlds = FIELDS[name], self.worlds.size
        lo, hi = float(spec.lo), float(spec.hi)
        old: Array = getattr(self.worlds, name)
        new = old if free else old.copy() if written or name not in self._whole else np.empty(old.shape, old.dtype)
        if written:
            spots, values = written[0], written[1].astype(spec.dtype)
            flat = new.reshape(-1)
            flat[spots] = values
            np.maximum.at(flat, spots, values)
            old = new
        if name in self._whole:
            change = self._whole[name]
            if added:
                change = change.copy()
                _collect.at(worlds)(change.reshape(-1), *added)
            _add_whole.at(worlds)(old.reshape(-1), change.reshape(-1), lo, hi, new.reshape(-1))
        elif added:
            if len(self._room) < new.size:
                self._room = np.zeros(new.size)
            _add_rows.at(worlds)(new.reshape(-1), *added, lo, hi, self._room)
        return new


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


def _joined(rows: Rows) -> Flat:
    """All places and values, (rows,) each, in arrays of their own."""
    if len(rows) == 1:
        spots, value = rows[0]
        values: Array = np.empty(spots.shape)
        values[...] = value
        return spots.reshape(-1), values.reshape(-1)
    spots = np.concatenate([spot.reshape(-1) for spot, _ in rows])
    values = np.empty(len(spots))
    start = 0
    for spot, value in rows:
        values[start : start + spot.size].reshape(spot.shape)[...] = value
        start += spot.size
    return spots, values
