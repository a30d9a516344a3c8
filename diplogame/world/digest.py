"""Digests: one hash a world, chained turn by turn, that tells whether two games went the same way."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from diplogame.world.fields import FIELDS, Worlds


def pack(worlds: Worlds) -> np.ndarray:
    """(worlds, bytes) uint8: every array of each world, little-endian, one after the other in the order of `FIELDS`."""
    parts = []
    for name in FIELDS:
        value = np.ascontiguousarray(getattr(worlds, name))
        parts.append(value.reshape(worlds.size, -1).view(np.uint8))
    return np.concatenate(parts, axis=1)


def chain(previous: list[bytes], worlds: Worlds) -> list[bytes]:
    """Each world's next digest: sha256 over its last one and its packed state."""
    rows = pack(worlds)
    return [sha256(old + row.tobytes()).digest() for old, row in zip(previous, rows, strict=True)]


def first(worlds: Worlds) -> list[bytes]:
    """The digests before any turn: over the seed and the opening state."""
    rows = pack(worlds)
    return [
        sha256(int(seed).to_bytes(8, "little") + row.tobytes()).digest()
        for seed, row in zip(worlds.seeds, rows, strict=True)
    ]
