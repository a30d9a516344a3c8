"""A program with the loops that play it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import Final

import numpy as np

from diplogame.compiled import FEW, wanted
from diplogame.machine.codes import WIDTH
from diplogame.machine.columns import Columns, Shelf
from diplogame.machine.player import play
from diplogame.machine.program import Program

Array = np.ndarray
STRIP: Final = 384
"""Worlds played at a time: enough for a step to be worth its looking up; and some hundred registers of so many numbers fit a core's cache."""


def at_hand(worlds: int) -> bool:
    """Whether the loops can be had, and are worth their loading for that many worlds."""
    return wanted() and (worlds >= FEW or "numba" in sys.modules) and _ready()


@cache
def _ready() -> bool:
    """Whether the loops have been compiled, or read from where they were kept: tried once on nothing."""
    nothing = Columns(Shelf(), 1)
    steps, room = np.zeros((0, WIDTH), dtype=np.int64), np.zeros((1, 1))
    return play.try_out(
        steps, np.zeros(1), room, nothing.floats, nothing.shorts, room, room, np.zeros((1, 1), dtype=np.bool_), 1
    )


class Machine:
    """Plays a program on arrays."""

    def __init__(self, program: Program, values: int, truths: int) -> None:
        self._program = program
        self._values, self._truths = values, truths

    @property
    def sources(self) -> tuple[int, ...]:
        """The sources whose columns the program reads."""
        return self._program.sources

    @cached_property
    def given(self) -> dict[int, tuple[Array, Array]]:
        """source: scalars, and the source's columns that they are. What is the same in all worlds is given before the program is run."""
        found: dict[int, list[tuple[int, int]]] = {}
        for scalar, source, column in self._program.given:
            found.setdefault(source, []).append((scalar, column))
        return {
            source: (np.array([scalar for scalar, _ in pairs]), np.array([column for _, column in pairs]))
            for source, pairs in found.items()
        }

    def scalars(self, shared: Callable[[int], Array], sources: Iterable[int], known: Array | None = None) -> Array:
        """(scalars,) constants, or what is ``known``, and what these sources give, (1, ...) each."""
        found = (self._program.scalars if known is None else known).copy()
        for source in sources:
            places, columns = self.given[source]
            found[places] = shared(source).reshape(-1).take(columns)
        return found

    def run(self, scalars: Array, columns: Columns, worlds: int) -> tuple[Array, Array]:
        """Values (worlds, values) and truths (worlds, truths), column by column in memory. ``scalars``: all that is given, to be written over;
        ``columns``: what differs from world to world.
        """
        program, loops = self._program, play.compiled()
        out, truths = np.empty((self._values, worlds)), np.empty((self._truths, worlds), dtype=np.bool_)
        read = program.tables, columns.floats, columns.shorts
        loops(program.before, scalars, *read, scalars.reshape(-1, 1), out, truths, 1)
        registers = np.empty((max(program.registers, 1), min(STRIP, -(-worlds // 8) * 8)))  # each on lines of its own
        loops(program.steps, scalars.take(program.laid), *read, registers, out, truths, worlds)
        return out.T, truths.T
