"""Changes to an ensemble: put on a grid, then added, so that the order in which they come cannot matter, bit for bit."""

from __future__ import annotations

import numpy as np

from diplogame.noise.arith import grid
from diplogame.world.fields import FIELDS, Array, Worlds

Rows = list[tuple[Array, Array | float]]
"""Places in a field laid out flat, and what goes there."""


class Changes:
    """What a stage does to the worlds. All verbs of a stage read the same worlds and add here; `result` makes the new ones.

    Changes to some rows are only noted; what nobody touches is neither copied nor clipped.
    """

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds
        self._whole: dict[str, Array] = {}
        self._added: dict[str, Rows] = {}
        self._written: dict[str, Rows] = {}
        self._put: dict[str, Array] = {}

    def add(self, name: str, amount: Array | float, world: Array, *index: Array | int) -> None:
        """Add ``amount`` (rows,) to the field at (world, *index), rows each; equal rows add up."""
        if len(world):
            self._added.setdefault(name, []).append((self._flat(name, world, index), amount))

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
        shape = getattr(self.worlds, name).shape
        flat = world
        for axis, part in enumerate(index, start=1):
            flat = flat * shape[axis] + part
        return flat

    def result(self) -> Worlds:
        """The worlds after the changes, every changed value clipped to its range."""
        names = self._written.keys() | self._added.keys() | self._whole.keys()
        if twice := names & self._put.keys():
            raise ValueError(
                f"{', '.join(sorted(twice))}: put as a whole, and changed by somebody else in the same stage"
            )
        new = {**self._put, **{name: self._changed(name) for name in names}}
        return self.worlds.replace(new) if new else self.worlds

    def _changed(self, name: str) -> Array:
        """What was written, then the sum of what was added."""
        spec = FIELDS[name]
        new: Array = getattr(self.worlds, name)
        if name not in self._whole or name in self._written:
            new = new.copy()
        flat: Array = new.reshape(-1)
        if name in self._written:
            spots, values = _joined(self._written[name])
            if not (values == values[0]).all():
                rising = np.argsort(values, kind="stable")
                spots, values = spots[rising], values[rising]
            flat[spots] = values.astype(spec.dtype)
        if name not in self._added:
            if name not in self._whole:
                return new
            return self._clipped(name, new + self._whole[name])
        spots, amounts = _joined(self._added[name])
        delta = np.bincount(spots, weights=grid(amounts), minlength=len(flat))
        if name in self._whole:
            total: Array = delta.reshape(new.shape)
            total += self._whole[name]
            total += new
            return self._clipped(name, total)
        flat[spots] = self._clipped(name, flat[spots] + delta[spots])
        return new

    def _clipped(self, name: str, value: Array) -> Array:
        """Fresh values clipped to the field's range, in place where they have its type."""
        spec = FIELDS[name]
        np.maximum(value, spec.lo, out=value)
        np.minimum(value, spec.hi, out=value)
        return np.asarray(value.astype(spec.dtype, copy=False))


def _joined(rows: Rows) -> tuple[Array, Array]:
    """All places and values, (rows,) each."""
    if len(rows) == 1:
        spots, value = rows[0]
        values = np.asarray(value, dtype=np.float64)
        if values.shape != spots.shape:
            values = np.full(spots.shape, values)
        return spots.reshape(-1), values.reshape(-1)
    spots = np.concatenate([spot.reshape(-1) for spot, _ in rows])
    values = np.empty(len(spots))
    start = 0
    for spot, value in rows:
        values[start : start + spot.size].reshape(spot.shape)[...] = value
        start += spot.size
    return spots, values
