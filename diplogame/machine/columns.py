"""What programs read, laid out columns first: what is one number a world for a program lies together in memory, and is there once for all programs
of a family - those of all seats - however many read it. Only columns that some program reads are there.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Final

import numpy as np

from diplogame.compiled import part

Array = np.ndarray
TILE: Final = 256
"""Worlds turned round at a time: to read each column across many would miss the cache at every step."""


class Place:
    """The rows that the columns of one source are given."""

    __slots__ = ("_listed", "_shelf", "rows", "short")

    def __init__(self, shelf: Shelf, short: bool) -> None:
        self._shelf = shelf
        self.short = short
        """Whether it holds short whole numbers."""
        self.rows: dict[int, int] = {}
        """column: row."""
        self._listed = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), -1)

    def row(self, column: int) -> int:
        """The row of a column, from now on."""
        if column not in self.rows:
            self._shelf.give(self, column)
        return self.rows[column]

    def listed(self) -> tuple[Array, Array, int]:
        """Columns (k,) in order, their rows (k,), and the last row of all."""
        if len(self._listed[0]) != len(self.rows):
            columns, rows = np.array(sorted(self.rows.items()), dtype=np.int64).T.copy()
            self._listed = (columns, rows, int(rows.max()))
        return self._listed


class Shelf:
    """Which columns a family of programs reads: it grows as programs are made."""

    def __init__(self) -> None:
        self.floats = self.shorts = 0
        """How many rows there are of each kind."""
        self._places: dict[Hashable, Place] = {}
        self._lock = Lock()

    def place(self, key: Hashable, short: bool) -> Place:
        """The place of a source; the same for all programs that know it by that key."""
        return self._places.setdefault(key, Place(self, short))

    def give(self, place: Place, column: int) -> None:
        """A row for a column (asked for by its place)."""
        with self._lock:
            if place.short:
                place.rows.setdefault(column, self.shorts)
                self.shorts = max(self.shorts, place.rows[column] + 1)
            else:
                place.rows.setdefault(column, self.floats)
                self.floats = max(self.floats, place.rows[column] + 1)


class Columns:
    """The columns of some worlds."""

    def __init__(self, shelf: Shelf, worlds: int) -> None:
        self.floats = np.empty((max(shelf.floats, 1), worlds))
        """(rows, worlds) float64."""
        self.shorts = np.empty((max(shelf.shorts, 1), worlds), dtype=np.int16)
        """(rows, worlds) short whole numbers."""
        self.held: set[Place] = set()
        """Places whose columns have been laid out."""

    def outgrown(self, shelf: Shelf) -> bool:
        """Whether the shelf has more rows by now."""
        return shelf.floats > len(self.floats) or shelf.shorts > len(self.shorts)

    def lay(self, place: Place, array: Array) -> None:
        """Lay out the columns of an array (worlds or 1, ...) that have a place."""
        columns, rows, last = place.listed()
        out = self.shorts if place.short else self.floats
        if last >= len(out):
            return  # given a row since: it will be asked for again
        if len(array) != out.shape[1]:
            out[rows] = array.reshape(-1).take(columns)[:, None]
        else:
            table = array.reshape(len(array), -1)
            table = np.ascontiguousarray(table).view(np.int8 if table.dtype.char == "?" else table.dtype)
            table.flags.writeable = False
            turned.compiled()(table, columns, rows, out)
        self.held.add(place)


@part
def turned(table: Array, columns: Array, rows: Array, out: Array) -> None:
    """Copy columns (k,) of a table (worlds, columns) to rows (k,) of ``out`` (rows, worlds)."""
    worlds = len(table)
    for low in range(0, worlds, TILE):
        some = table[low : low + TILE]
        for k in range(len(columns)):
            column = columns[k]
            row = out[rows[k], low : low + TILE]
            for i in range(len(row)):
                row[i] = some[i, column]
