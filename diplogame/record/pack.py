"""A world's arrays as a short text for a line of the record, and back.

A small JSON head (name, type, shape) and the bytes, little-endian, in the order of names; zlib; base85 (RFC 1924, whose signs
need no escape in JSON). Nothing is executed in reading, and what is read is bounded before room is made for it. The text may differ between
versions of zlib; the arrays never do.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diplogame.errors import RecordError

KINDS: Final = ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f4", "<f8")
MAX_UNPACKED: Final = 16_000_000
MAX_TEXT: Final = 3_000_000
MAX_ARRAYS: Final = 1_000
MAX_AXES: Final = 8
_HEAD: Final = 4  # bytes that tell the length of the head


def pack(arrays: Mapping[str, NDArray[Any]]) -> str:
    """The text for some named arrays of truth values, whole or floating numbers. Raises RecordError for others."""
    head: dict[str, list[Any]] = {}
    parts: list[bytes] = []
    for name in sorted(arrays):
        array = np.asarray(arrays[name])
        kind = array.dtype.newbyteorder("<").str
        if kind not in KINDS:
            raise RecordError(f"array {name}", str(array.dtype), "cannot be packed; truth values and numbers can")
        head[name] = [kind, list(array.shape)]
        parts.append(array.astype(kind, order="C").tobytes())
    told = json.dumps(head, separators=(",", ":")).encode("utf-8")
    data = b"".join([len(told).to_bytes(_HEAD, "little"), told, *parts])
    text = base64.b85encode(zlib.compress(data, 9)).decode("ascii")
    if len(data) > MAX_UNPACKED or len(head) > MAX_ARRAYS or len(text) > MAX_TEXT:
        raise RecordError("the packed state", len(data), f"is too large; at most {MAX_UNPACKED:,} bytes can be packed")
    return text


def unpack(text: str) -> dict[str, NDArray[Any]]:
    """The arrays of a packed text: read-only, in this machine's byte order. Raises RecordError for anything else."""
    try:
        data = _inflate(text)
        start = _HEAD + int.from_bytes(data[:_HEAD], "little")
        head = json.loads(data[_HEAD:start].decode("utf-8"))
        if not isinstance(head, dict) or len(head) > MAX_ARRAYS:
            raise ValueError("no list of arrays")
        arrays = {}
        for name, (kind, shape) in head.items():
            stop = start + _room(kind, shape)
            if stop > len(data):
                raise ValueError(f"array {name} is cut off")
            if kind == "|b1" and data[start:stop].strip(b"\0\1"):
                raise ValueError(f"array {name} is no truth")
            array = np.frombuffer(data[start:stop], dtype=kind).reshape(shape)
            arrays[name] = array.astype(array.dtype.newbyteorder("="))
            arrays[name].flags.writeable = False
            start = stop
        if start != len(data):
            raise ValueError("more bytes than arrays")
    except (ValueError, TypeError, RecursionError, zlib.error) as error:
        raise RecordError(
            "the packed state", None, f"cannot be unpacked ({error}); only what `pack` made can be"
        ) from None
    return arrays


def _inflate(text: str) -> bytes:
    if len(text) > MAX_TEXT:
        raise ValueError("too long")
    opener = zlib.decompressobj()
    data = opener.decompress(base64.b85decode(text), MAX_UNPACKED)
    if not opener.eof or opener.unused_data:
        raise ValueError("cut off, or too large")
    return data


def _room(kind: object, shape: object) -> int:
    """Bytes that an array takes, checked against the bounds."""
    if kind not in KINDS:
        raise ValueError(f"unknown type {kind!r:.20}")
    if not isinstance(shape, list) or len(shape) > MAX_AXES or not all(type(n) is int and n >= 0 for n in shape):
        raise ValueError("a shape that is none")
    if max(shape, default=0) > MAX_UNPACKED or prod(max(n, 1) for n in shape) > MAX_UNPACKED:
        raise ValueError("too large")
    return prod(shape) * np.dtype(str(kind)).itemsize
