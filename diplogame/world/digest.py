"""Digests: one hash a world, chained turn by turn, that tells whether two games went the same way."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from diplogame.world.fields import FIELDS, Array, Worlds

_BLOCK = 64
"""Worlds packed at a time: their bytes are hashed while they are still in the processor's cache."""


def pack(worlds: Worlds) -> Array:
    """(worlds, bytes) uint8: every array of each world, little-endian, one after the other in the order of `FIELDS`."""
    return np.concatenate(_fields(worlds), axis=1)


def chain(previous: Sequence[bytes], worlds: Worlds) -> list[bytes]:
    """Each world's next digest: sha256 over its last one and its packed state."""
    if len(previous) != worlds.size:
        raise ValueError(f"{len(previous)} digests for {worlds.size} worlds; one a world would do")
    return _hashed(np.frombuffer(b"".join(previous), dtype=np.uint8).reshape(worlds.size, -1), worlds)


def first(worlds: Worlds) -> list[bytes]:
    """The digests before any turn: over the seed and the opening state."""
    return _hashed(np.ascontiguousarray(worlds.seeds).astype("<i8").view(np.uint8).reshape(worlds.size, -1), worlds)


def _fields(worlds: Worlds) -> list[Array]:
    """(worlds, bytes) each: the arrays in the order of `FIELDS`, seen as bytes."""
    return [np.ascontiguousarray(getattr(worlds, name)).reshape(worlds.size, -1).view(np.uint8) for name in FIELDS]


def _hashed(heads: Array, worlds: Worlds) -> list[bytes]:
    """sha256 of each world's head (worlds, bytes) and packed state."""
    parts = [heads, *_fields(worlds)]
    width = sum(part.shape[1] for part in parts)
    rows = np.empty((min(_BLOCK, worlds.size), width), dtype=np.uint8)
    seen = rows.data.cast("B")
    found: list[bytes] = []
    for start in range(0, worlds.size, _BLOCK):
        some = [part[start : start + _BLOCK] for part in parts]
        number = len(some[0])
        np.concatenate(some, axis=1, out=rows[:number])
        found += [sha256(seen[at : at + width]).digest() for at in range(0, number * width, width)]
    return found
