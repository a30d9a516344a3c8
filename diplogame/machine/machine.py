"""A program with the loops that play it."""

from __future__ import annotations

import sys
from functools import cache, cached_property
from typing import Final, Protocol

import numpy as np

from diplogame.compiled import FEW, wanted
from diplogame.machine.codes import WIDTH
from diplogame.machine.player import play
from diplogame.machine.program import Program

Array = np.ndarray
STRIP: Final = 256
"""Worlds played at a time: some hundred registers of so many numbers fit a core's cache."""
SOURCES: Final = 64
"""The loops are compiled for a number of sources of each kind; it is rounded up to so many, so that programs share them."""
_NOTHING: Final = (np.zeros((1, 1)), np.zeros((1, 1), dtype=np.int16))
for _array in _NOTHING:
    _array.flags.writeable = False


def at_hand(worlds: int) -> bool:
    """Whether the loops can be had, and are worth their loading for that many worlds."""
    return wanted() and (worlds >= FEW or "numba" in sys.modules) and _ready()


@cache
def _ready() -> bool:
    """Whether the loops have been compiled, or read from where they were kept: tried once on nothing."""
    none = (_NOTHING[0],) * SOURCES, (_NOTHING[1],) * SOURCES
    steps, room = np.zeros((0, WIDTH), dtype=np.int64), np.zeros((1, 1))
    return play.try_out(steps, np.zeros(1), room, *none, room, room, np.zeros((1, 1), dtype=np.bool_), 1)


class Sources(Protocol):
    """Where a program's inputs come from, by their numbers."""

    def shared(self, source: int) -> Array:
        """(1, ...) what is the same in all worlds."""
        ...

    def columns(self, source: int) -> Array:
        """(worlds, columns) what differs from world to world, as `flat` makes it."""
        ...


class Machine:
    """Plays a program on arrays."""

    def __init__(self, program: Program, values: int, truths: int) -> None:
        self._program = program
        self._values, self._truths = values, truths

    @cached_property
    def _given(self) -> list[tuple[int, Array, Array]]:
        """(source, scalars, columns) of what is read before."""
        found: dict[int, list[tuple[int, int]]] = {}
        for scalar, source, column in self._program.given:
            found.setdefault(source, []).append((scalar, column))
        return [
            (source, np.array([scalar for scalar, _ in pairs]), np.array([column for _, column in pairs]))
            for source, pairs in found.items()
        ]

    def run(self, sources: Sources, worlds: int) -> tuple[Array, Array]:
        """Values (worlds, values) and truths (worlds, truths), column by column in memory."""
        program, loops = self._program, play.compiled()
        scalars = program.scalars.copy()
        for source, places, columns in self._given:
            scalars[places] = sources.shared(source).reshape(-1).take(columns)
        floats = _side_by_side([sources.columns(source) for source in program.floats], _NOTHING[0])
        shorts = _side_by_side([sources.columns(source) for source in program.shorts], _NOTHING[1])
        out, truths = np.empty((self._values, worlds)), np.empty((self._truths, worlds), dtype=np.bool_)
        none = (_NOTHING[0],) * len(floats), (_NOTHING[1],) * len(shorts)
        loops(program.before, scalars, program.tables, *none, scalars.reshape(-1, 1), out, truths, 1)
        registers = np.empty((max(program.registers, 1), STRIP))
        loops(program.steps, scalars, program.tables, floats, shorts, registers, out, truths, worlds)
        return out.T, truths.T


def flat(array: Array, worlds: int) -> Array:
    """(worlds, columns) of an array (worlds or 1, ...): 16-bit integers as they are, all else as float64; to be read alone, as the loops expect."""
    if len(array) != worlds:
        array = np.broadcast_to(array, (worlds, *array.shape[1:]))
    dtype = np.int16 if array.dtype == np.int16 else np.float64
    table = np.ascontiguousarray(array, dtype=dtype).reshape(worlds, -1).view()
    table.flags.writeable = False
    return table


def _side_by_side(arrays: list[Array], nothing: Array) -> tuple[Array, ...]:
    return tuple(arrays) + (nothing,) * (-len(arrays) % SOURCES or (0 if arrays else SOURCES))
