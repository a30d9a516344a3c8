"""Changes to an ensemble: put on a grid, then added, so that the order in which they come cannot matter, bit for bit."""

from __future__ import annotations

import numpy as np

from diplogame.noise.arith import grid
from diplogame.world.fields import FIELDS, Array, Worlds


class Changes:
    """What a stage does to the worlds. All verbs of a stage read the same worlds and add here; `result` makes the new ones."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds
        self._deltas: dict[str, Array] = {}
        self._sets: dict[str, Array] = {}

    def add(self, name: str, amount: Array | float, world: Array, *index: Array | int) -> None:
        """Add ``amount`` (rows,) to the field at (world, *index), rows each; equal rows add up."""
        delta = self._deltas.get(name)
        if delta is None:
            shape = getattr(self.worlds, name).shape
            delta = self._deltas[name] = np.zeros(shape, dtype=np.float64)
        flat = world
        for axis, part in enumerate(index, start=1):
            flat = flat * delta.shape[axis] + part
        np.add.at(delta.reshape(-1), flat, grid(np.broadcast_to(np.asarray(amount, dtype=np.float64), flat.shape)))

    def add_all(self, name: str, amount: Array) -> None:
        """Add an array of the field's own shape."""
        old = self._deltas.get(name)
        change = grid(amount)
        self._deltas[name] = change if old is None else old + change

    def set(self, name: str, value: Array | float, world: Array, *index: Array | int) -> None:
        """Write ``value`` at (world, *index). Where two write, the larger value stands, so that order cannot matter."""
        old = self._sets.get(name)
        whole = getattr(self.worlds, name)
        if old is None:
            old = self._sets[name] = np.full(whole.shape, -np.inf)
        flat = world
        for axis, part in enumerate(index, start=1):
            flat = flat * whole.shape[axis] + part
        np.maximum.at(old.reshape(-1), flat, np.broadcast_to(np.asarray(value, dtype=np.float64), flat.shape))

    def result(self) -> Worlds:
        """The worlds after the changes, every field clipped to its range."""
        new: dict[str, Array] = {}
        for name in self._sets.keys() | self._deltas.keys():
            spec = FIELDS[name]
            value = getattr(self.worlds, name)
            written = self._sets.get(name)
            if written is not None:
                value = np.where(np.isneginf(written), value, written)
            delta = self._deltas.get(name)
            if delta is not None:
                value = np.minimum(np.maximum(value + delta, spec.lo), spec.hi)
            new[name] = value.astype(spec.dtype)
        return self.worlds.replace(new)
