"""Sheets: tables of options, (worlds, columns), laid out in memory column by column.

A mind works column by column - gathers the columns of some options, scales each by its own number, adds up those of an option - and each of
that then runs along all worlds at once, three times as fast as across them. No sum is taken along the columns of a sheet: its order would
change with the number of worlds (`summed` copies first).
"""

from __future__ import annotations

from typing import Any

from diplogame.traced import np

Array = np.ndarray


def sheet(worlds: int, columns: int, dtype: Any = np.float64) -> Array:
    """(worlds, columns), not filled."""
    return np.empty((columns, worlds), dtype=dtype).T


def zeros(worlds: int, columns: int, dtype: Any = np.float64) -> Array:
    """(worlds, columns) of zeros."""
    return np.zeros((columns, worlds), dtype=dtype).T


def columns(whole: Array, which: Array) -> Array:
    """(worlds, len(which)) the columns ``which`` (indices) of a table (worlds, n), as a sheet."""
    return whole.T.take(which, axis=0).T


def summed(part: Array) -> Array:
    """(worlds,) the sum along the columns of a sheet, added in the same order however many worlds there are."""
    return np.asarray(np.ascontiguousarray(part).sum(axis=1))
