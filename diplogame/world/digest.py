"""Digests: one hash a world, chained turn by turn, that tells whether two games went the same way.

A digest is the SHA-256 of the last one and of 32 bytes that stand for the state: four lanes of 64 bits. Each lane hashes a quarter of the state,
read as words of 64 bits. A word's high half is folded into its low one, the word is multiplied by the odd key of its position, folded again, and
added to the lane. All of it can be undone, so one changed word always changes its lane; that several cancel each other out is as good as
impossible. The lanes find accidents, not forgers: the bytes of records are guarded by SHA-256 itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from diplogame.compiled import FEW, kernel
from diplogame.noise.hashing import GOLDEN, Words, hash64, mix, stream_id
from diplogame.world.fields import FIELDS, Array, Worlds

LANES = 4
_WIDTH = 8 * LANES
"""Bytes that stand for a state."""
_BLOCK = 1 << 15
"""Words that NumPy hashes at a time: they stay in the processor's cache."""
_SALTS = np.uint64(GOLDEN) * np.arange(1, LANES + 1, dtype=np.uint64)
"""What sets the lanes apart before they are mixed once more."""
_READ = attrgetter(*FIELDS)
_HALF, _NEXT, _LAST = np.uint64(32), np.uint64(16), np.uint64(48)


def pack(worlds: Worlds) -> Array:
    """(worlds, shorts) uint16: every array of each world, in the order of `FIELDS`; each filled up with zeros to whole words of four shorts."""
    fields = _fields(worlds)
    return _packed(fields, _layout(tuple(field.shape[1] for field in fields)))


def chain(previous: Sequence[bytes], worlds: Worlds) -> list[bytes]:
    """Each world's next digest: sha256 over its last one and the lanes of its state."""
    if len(previous) != worlds.size:
        raise ValueError(f"{len(previous)} digests for {worlds.size} worlds; one a world would do")
    state = lanes(worlds).astype("<u8").tobytes()
    spots = range(0, len(state), _WIDTH)
    return [sha256(last + state[at : at + _WIDTH]).digest() for last, at in zip(previous, spots, strict=True)]


def first(worlds: Worlds) -> list[bytes]:
    """The digests before any turn: over the seed and the opening state."""
    seeds = worlds.seeds.astype("<i8").tobytes()
    return chain([seeds[at : at + 8] for at in range(0, len(seeds), 8)], worlds)


def lanes(worlds: Worlds) -> Words:
    """(worlds, 4) what stands for each world's state."""
    fields = _fields(worlds)
    layout = _layout(tuple(field.shape[1] for field in fields))
    starts, places = layout.starts, layout.places
    if worlds.size < FEW:  # four calls on long rows, instead of one for each field
        packed = _packed(fields, layout)
        starts, places = layout.edges[:LANES], tuple(range(LANES))
        fields = [packed[:, 4 * layout.edges[lane] : 4 * layout.edges[lane + 1]] for lane in places]
    add = _add.at(worlds.size)
    found = np.zeros((LANES, worlds.size), dtype=np.uint64)
    for field, start, lane in zip(fields, starts, places, strict=True):
        add(field, layout.keys[start:], found[lane])
    return mix(found.T + _SALTS)


class _Layout(NamedTuple):
    """Where the words of a world's state lie, one field behind the other."""

    starts: tuple[int, ...]
    """Each field's first word."""
    places: tuple[int, ...]
    """Each field's lane: lanes are stretches of fields, a quarter of the words as nearly as can be."""
    edges: tuple[int, ...]
    """Each lane's first word, then the number of words."""
    spots: Array
    """Each short's place among the words' shorts."""
    keys: Words
    """(words,) odd."""


@cache
def _layout(shorts: tuple[int, ...]) -> _Layout:
    """The layout of fields with so many shorts each."""
    ends = tuple(accumulate(-(-number // 4) for number in shorts))
    starts = (0, *ends[:-1])
    places = tuple(LANES * start // ends[-1] for start in starts)
    edges = (*(starts[places.index(lane)] for lane in range(LANES)), ends[-1])
    spots = np.concatenate([4 * start + np.arange(number) for start, number in zip(starts, shorts, strict=True)])
    return _Layout(starts, places, edges, spots, hash64(stream_id("digest"), np.arange(ends[-1])) | np.uint64(1))


def _fields(worlds: Worlds) -> list[Array]:
    """(worlds, shorts) uint16 each: the arrays in the order of `FIELDS`."""
    size = worlds.size
    return [np.ascontiguousarray(field).reshape(size, -1).view(np.uint16) for field in _READ(worlds)]


def _packed(fields: list[Array], layout: _Layout) -> Array:
    """The fields, one behind the other, each filled up with zeros."""
    found = np.zeros((len(fields[0]), 4 * layout.edges[-1]), dtype=np.uint16)
    found[:, layout.spots] = np.concatenate(fields, axis=1)
    return found


def _add_plain(shorts: Array, keys: Words, lane: Words) -> None:
    """Add each world's row of shorts (worlds, shorts) to its lane (worlds,), in place; ``keys``: of the words from the row's first on."""
    if odd := -shorts.shape[1] % 4:
        shorts = np.pad(shorts, ((0, 0), (0, odd)))
    words = shorts.view(np.uint64)
    number = words.shape[1]
    step = max(1, _BLOCK // number)
    for start in range(0, len(words), step):
        some = words[start : start + step]
        mixed = some >> _HALF
        mixed ^= some
        mixed *= keys[:number]
        mixed ^= mixed >> _HALF
        lane[start : start + step] += mixed.sum(axis=1)


@kernel(_add_plain)
def _add(shorts: Array, keys: Words, lane: Words) -> None:
    number = shorts.shape[1]
    whole = number // 4
    for world in range(shorts.shape[0]):
        total = lane[world]
        for k in range(whole):
            word = np.uint64(shorts[world, 4 * k]) | (np.uint64(shorts[world, 4 * k + 1]) << _NEXT)
            word |= (np.uint64(shorts[world, 4 * k + 2]) << _HALF) | (np.uint64(shorts[world, 4 * k + 3]) << _LAST)
            word ^= word >> _HALF
            word *= keys[k]
            total += word ^ (word >> _HALF)
        if number > 4 * whole:
            word = np.uint64(0)
            for k in range(number - 1, 4 * whole - 1, -1):
                word = (word << _NEXT) | np.uint64(shorts[world, k])
            word ^= word >> _HALF
            word *= keys[whole]
            total += word ^ (word >> _HALF)
        lane[world] = total
