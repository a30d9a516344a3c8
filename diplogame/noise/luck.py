"""Luck by key: a draw is a function of (game seed, turn, stream, cell), and of nothing else.

    draw = mix(world key ^ cell key),  world key = hash(game seed, turn),  cell key = hash(stream, cell)

So it matters neither in which order draws are made nor how many worlds stand beside each other, and a new stream moves no other
draw. A stream is a name ("strike.hit"), a cell a number in it (which aimpoint, which pair). Choices among named options take
`gumbel_keys`: one draw per option's own key, so that a new option moves no other.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diplogame.noise.arith import Floats
from diplogame.noise.hashing import GOLDEN, Words, hash64, mix, mix_into, stream_id, words
from diplogame.noise.quantiles import table, table32

Shape = int | tuple[int, ...]
Finish = Callable[[Words, NDArray[Any]], None]

_BLOCK: Final = 16_384  # draws worked on at a time, so that they stay in the processor's cache
_ONE_BITS: Final = np.uint64(0x3FF0000000000000)  # the bits of 1.0
_BELOW_ONE: Final = 1.0 - 2.0**-53
_GOLDEN: Final = np.uint64(GOLDEN)
_KEPT: Final = 1 << 20  # cell keys kept by stream; beyond that they are hashed anew
_cells: dict[str, Words] = {}


def cells(stream: str, count: int) -> Words:
    """Keys (count,) of the first `count` cells of a stream; read-only, kept between calls."""
    kept = _cells.get(stream)
    if kept is None or len(kept) < count:
        size = max(64, 1 << max(count - 1, 0).bit_length())
        kept = _cell_keys(stream, np.arange(size))
        kept.flags.writeable = False
        if size <= _KEPT:
            _cells[stream] = kept
    return kept[:count]


def _cell_keys(stream: str, cell: ArrayLike) -> Words:
    return mix((words(cell) + np.uint64(1)) * _GOLDEN + np.array([stream_id(stream)], dtype=np.uint64))


def _uniform(z: Words, out: NDArray[Any]) -> None:
    # 52 bits as the fraction of a float in [1, 2), less almost 1: odd multiples of 2^-53, so neither 0 nor 1 comes up.
    np.right_shift(z, np.uint64(12), out=z)
    np.bitwise_or(z, _ONE_BITS, out=z)
    np.subtract(z.view(np.float64), _BELOW_ONE, out=out)


def _look_up(entries: NDArray[Any]) -> Finish:
    def finish(z: Words, out: NDArray[Any]) -> None:
        np.right_shift(z, np.uint64(48), out=z)
        np.take(entries, z.view(np.int64), out=out, mode="clip")

    return finish


class Luck:
    """The luck of B worlds in one turn. Every method is pure: the same call gives the same draws."""

    def __init__(self, seeds: ArrayLike, turn: ArrayLike) -> None:
        """seeds: (B,) whole numbers, one game seed a world; turn: one whole number, or (B,)."""
        self.keys: Words = hash64(seeds, turn)
        self.keys.flags.writeable = False

    @property
    def worlds(self) -> int:
        return len(self.keys)

    def among(self, world: NDArray[np.intp] | np.intp) -> Luck:
        """The luck of some of the worlds, (R,) of their indices; of one row, where seeds were given in rows (rows, B)."""
        part = object.__new__(Luck)
        part.keys = self.keys[world]
        return part

    def uniform(self, stream: str, n: Shape) -> Floats:
        """(B, n) in the open interval (0, 1), 52 bits. A tuple n gives (B, *n), cells counted in C order."""
        return self._bulk(stream, n, _uniform, np.float64)

    def normal(self, stream: str, n: Shape) -> Floats:
        """(B, n) of mean 0 and deviation 1."""
        return self._bulk(stream, n, _look_up(table("normal")), np.float64)

    def gumbel(self, stream: str, n: Shape) -> Floats:
        """(B, n) standard Gumbel: argmax of utility / temperature + draw is a logit choice."""
        return self._bulk(stream, n, _look_up(table("gumbel")), np.float64)

    def beta42(self, stream: str, n: Shape) -> Floats:
        """(B, n) in (0, 1), mean 2/3: the damage of a hit."""
        return self._bulk(stream, n, _look_up(table("beta42")), np.float64)

    def uniform_at(self, stream: str, world: NDArray[np.intp], cell: NDArray[np.intp]) -> Floats:
        """(R,) draws at rows (world, cell), equal to uniform(stream, n)[world, cell]; cells from 0 on."""
        return self._sparse(stream, world, cell, _uniform)

    def normal_at(self, stream: str, world: NDArray[np.intp], cell: NDArray[np.intp]) -> Floats:
        """(R,) as `uniform_at`."""
        return self._sparse(stream, world, cell, _look_up(table("normal")))

    def gumbel_at(self, stream: str, world: NDArray[np.intp], cell: NDArray[np.intp]) -> Floats:
        """(R,) as `uniform_at`."""
        return self._sparse(stream, world, cell, _look_up(table("gumbel")))

    def beta42_at(self, stream: str, world: NDArray[np.intp], cell: NDArray[np.intp]) -> Floats:
        """(R,) as `uniform_at`."""
        return self._sparse(stream, world, cell, _look_up(table("beta42")))

    def gumbel_keys(self, stream: str, keys: Words) -> Floats:
        """(B, K) Gumbel draws for options with keys (K,), or (B, K) where each world has options of its own."""
        return self._named(stream, keys, _look_up(table("gumbel")), np.float64)

    def gumbel_keys32(self, stream: str, keys: Words) -> NDArray[np.float32]:
        """The same draws rounded to float32, for the table of options."""
        return self._named(stream, keys, _look_up(table32("gumbel")), np.float32)

    def uniform_keys(self, stream: str, keys: Words) -> Floats:
        """(B, K) uniform draws for named things with keys (K,) or (B, K)."""
        return self._named(stream, keys, _uniform, np.float64)

    def normal_keys(self, stream: str, keys: Words) -> Floats:
        """(B, K) normal draws for named things with keys (K,) or (B, K)."""
        return self._named(stream, keys, _look_up(table("normal")), np.float64)

    def _named(self, stream: str, keys: Words, finish: Finish, dtype: type) -> NDArray[Any]:
        """(B, K), laid out name by name: whoever chooses among named options works on all worlds of one at a time."""
        named = option_keys(stream, keys)
        return _fill(named.T if named.ndim == 2 else named[:, None], self.keys, finish, dtype).T

    def _bulk(self, stream: str, n: Shape, finish: Finish, dtype: type) -> NDArray[Any]:
        shape = (n,) if isinstance(n, int) else tuple(n)
        return _fill(self.keys[:, None], cells(stream, prod(shape)), finish, dtype).reshape(self.worlds, *shape)

    def _sparse(self, stream: str, world: NDArray[np.intp], cell: NDArray[np.intp], finish: Finish) -> Floats:
        cell = np.asarray(cell)
        out = np.empty(len(cell))
        if len(cell):
            top = int(cell.max()) + 1
            keys = cells(stream, top).take(cell) if top <= _KEPT else _cell_keys(stream, cell)
            z = self.keys.take(world) ^ keys
            finish(mix_into(z, np.empty_like(z)), out)
        return out


def _fill(rows: Words, columns: Words, finish: Finish, dtype: type) -> NDArray[Any]:
    """(R, C) draws for the keys of rows, (R, 1) or (R, C), with those of columns (C,)."""
    number, n = len(rows), len(columns)
    out: NDArray[Any] = np.empty((number, n), dtype)
    some = min(number, max(1, _BLOCK // max(n, 1)))
    z = np.empty((some, n), np.uint64)
    scratch = np.empty_like(z)
    for start in range(0, number, max(some, 1)):
        stop = min(start + some, number)
        part = z[: stop - start]
        np.bitwise_xor(rows[start:stop], columns, out=part)
        finish(mix_into(part, scratch[: stop - start]), out[start:stop])
    return out


def looked_up(rows: Words, columns: Words, entries: NDArray[Any]) -> NDArray[Any]:
    """(R, C) draws from a table of quantiles, for the keys of worlds (R,) and of cells (C,): what `Luck` gives, for loops that take the keys."""
    return _fill(rows[:, None], columns, _look_up(entries), entries.dtype.type)


def option_keys(stream: str, keys: Words) -> Words:
    """(K,) or (B, K) the keys of named options in a stream: their draws lie at mix(world key ^ key)."""
    # Mixed once with the stream, so that the same option in two streams has nothing in common.
    return mix(words(keys) * _GOLDEN + np.array([stream_id(stream)], dtype=np.uint64))
