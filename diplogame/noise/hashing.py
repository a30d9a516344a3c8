"""64-bit hashes: the finisher of splitmix64 (Steele, Lea & Flood 2014) for numbers, BLAKE2b for names.

64 bits throughout: keys of 32 bits collide within 200,000 games.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Final, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Words = NDArray[np.uint64]

MASK: Final = (1 << 64) - 1
GOLDEN: Final = 0x9E3779B97F4A7C15
_ONE: Final = 0xBF58476D1CE4E5B9
_TWO: Final = 0x94D049BB133111EB
_U_ONE: Final = np.uint64(_ONE)
_U_TWO: Final = np.uint64(_TWO)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)

SEED_BITS: Final = 53
MAX_SEED: Final = (1 << SEED_BITS) - 1
_U_GOLDEN: Final = np.uint64(GOLDEN)


def mix_into(z: Words, scratch: Words) -> Words:
    """Mix z in place, with scratch of the same shape as room to work; a bijection on 64 bits. Returns z."""
    np.right_shift(z, _30, out=scratch)
    np.bitwise_xor(z, scratch, out=z)
    np.multiply(z, _U_ONE, out=z)
    np.right_shift(z, _27, out=scratch)
    np.bitwise_xor(z, scratch, out=z)
    np.multiply(z, _U_TWO, out=z)
    np.right_shift(z, _31, out=scratch)
    np.bitwise_xor(z, scratch, out=z)
    return z


def mix(z: Words) -> Words:
    """The same for a fresh array of at least one axis."""
    z = np.array(z, dtype=np.uint64, ndmin=1)
    return mix_into(z, np.empty_like(z))


def mix_int(z: int) -> int:
    """The same for one Python int (taken modulo 2^64)."""
    z &= MASK
    z = ((z ^ (z >> 30)) * _ONE) & MASK
    z = ((z ^ (z >> 27)) * _TWO) & MASK
    return z ^ (z >> 31)


def words(x: ArrayLike) -> Words:
    """Integers of any kind as uint64 of at least one axis; negative ones wrap round (two's complement)."""
    a = np.array(x, ndmin=1)
    if a.dtype.kind not in "iu":
        raise TypeError(f"whole numbers are hashed here, got an array of {a.dtype}")
    return a.astype(np.uint64)


def hash64(*parts: ArrayLike) -> Words:
    """Hash whole numbers; their order matters. Parts broadcast, and the result has at least one axis."""
    h: Words = np.array([GOLDEN], dtype=np.uint64)
    for part in parts:
        h = mix((h ^ mix(words(part) + _U_GOLDEN)) + _U_GOLDEN)
    return h


@cache
def stream_id(name: str) -> int:
    """The 64-bit number of a named stream or option: it depends on the name alone, so that adding one moves no other."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest(), "little")


def key_of(text: str) -> np.uint64:
    """The key of a named option (an order's id, say)."""
    return np.uint64(stream_id(text))


def keys_of(texts: Iterable[str]) -> Words:
    """Keys (K,) of K named options."""
    return np.array([stream_id(t) for t in texts], dtype=np.uint64)


@overload
def game_seed(batch_seed: int, k: int) -> int: ...
@overload
def game_seed(batch_seed: int, k: NDArray[np.int64]) -> NDArray[np.int64]: ...


def game_seed(batch_seed: int, k: int | NDArray[np.int64]) -> int | NDArray[np.int64]:
    """The seed of game k (0 to 2^53-1, safe in JSON) of a batch; an array of k gives int64 of its shape.

    For one batch seed it is a bijection of 53 bits, so no two games of a batch share a seed.
    """
    shape = np.shape(k)
    mask = np.uint64(MAX_SEED)
    base = mix_int(batch_seed + GOLDEN)
    z = (words(k).ravel() + np.uint64(base)) & mask
    for turn in (1, 2, 3):
        z = z ^ np.uint64(mix_int(base + turn * GOLDEN) & MAX_SEED)
        z = z ^ (z >> np.uint64(27))
        z = (z * _U_ONE) & mask
        z = z ^ (z >> np.uint64(25))
        z = (z * _U_TWO) & mask
        z = z ^ (z >> np.uint64(28))
    seeds = z.astype(np.int64).reshape(shape)
    return int(seeds) if isinstance(k, int | np.integer) else seeds
