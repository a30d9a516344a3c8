"""Curves over a strip of numbers, bit for bit as `diplogame.noise.arith` gives them."""

from __future__ import annotations

import math

import numpy as np

from diplogame.compiled import part
from diplogame.noise import arith

_PER_LN2, _LN2_HIGH, _LN2_LOW, LN2 = arith.PER_LN2, arith.LN2_HIGH, arith.LN2_LOW, arith.LN2
_WHOLE, _WHOLE_BITS = arith.WHOLE, arith.WHOLE_BITS
_E0, _E1, _E2, _E3, _E4 = arith.EXP
_L0, _L1, _L2, _L3, _L4, _L5, _L6 = arith.LOG
_T0, _T1, _T2, _T3, _T4, _T5, _T6 = arith.CDF_TOP
_B0, _B1, _B2, _B3, _B4, _B5, _B6, _B7 = arith.CDF_BOTTOM
_SQRT_HALF = arith.SQRT_HALF
_MIDDLE, _FRACTION, _LEAST = 1023, 52, -1022
"""Of the format of double precision: what is added to an exponent, where it begins, and the least that is one."""
_FAR = 7.07106781186547
"""From here on the tail of the normal distribution is a continued fraction."""


@part
def powers(bits: np.ndarray) -> int:
    """Whole numbers, as they lie beside `_WHOLE`, become powers of two in place; the least of them is given."""
    least = 0
    for i in range(len(bits)):
        k = bits[i] - _WHOLE_BITS
        least = min(least, k)
        bits[i] = (k + _MIDDLE) << _FRACTION
    return least


@part
def scale(out: np.ndarray, bits: np.ndarray, floats: np.ndarray, least: int) -> None:
    """Multiply by such powers; ``floats`` has the memory of ``bits``. Those at the end of the range are put on one by one."""
    if least <= _LEAST:
        for i in range(len(out)):
            out[i] = math.ldexp(out[i], (bits[i] >> _FRACTION) - _MIDDLE)
    else:
        for i in range(len(out)):
            out[i] = out[i] * floats[i]


@part
def bent(out: np.ndarray, x: np.ndarray, bits: np.ndarray, floats: np.ndarray) -> int:
    """e^x in two factors: ``out`` within a factor of two of 1, and ``floats`` a power of two; the least of these powers is given. Where that is below
    -1022 the second factor is none, for it cannot be told as a number.

    ``bits`` (n,) int64 and ``floats``, the same memory as float64, are room to work.
    """
    for i in range(len(out)):
        high = x[i]
        high = high if high > -746.0 else -746.0
        high = high if high < 709.0 else 709.0
        pushed = high * _PER_LN2
        pushed = pushed + _WHOLE
        floats[i] = pushed
        low = pushed - _WHOLE
        high = high - low * _LN2_HIGH
        low = low * _LN2_LOW
        r = high - low
        t = r * r
        c = t * _E0
        c = c + _E1
        c = c * t
        c = c + _E2
        c = c * t
        c = c + _E3
        c = c * t
        c = c + _E4
        c = c * t
        c = r - c
        r = r * c
        c = c - 2.0
        r = r / c
        low = low + r
        low = low - high
        out[i] = 1.0 - low
    return powers(bits)


@part
def exp(out: np.ndarray, x: np.ndarray, bits: np.ndarray, floats: np.ndarray) -> None:
    """Room to work as above."""
    scale(out, bits, floats, bent(out, x, bits, floats))


@part
def log(out: np.ndarray, x: np.ndarray) -> None:
    for i in range(len(out)):
        value = x[i]
        if value > 0.0 and value < np.inf:
            m, k = math.frexp(value)
            small = m < _SQRT_HALF
            m = m + m if small else m
            e = float(k - 1) if small else float(k)
            f = m - 1.0
            s = f / (2.0 + f)
            z = s * s
            r = z * _L0
            r = r + _L1
            r = r * z
            r = r + _L2
            r = r * z
            r = r + _L3
            r = r * z
            r = r + _L4
            r = r * z
            r = r + _L5
            r = r * z
            r = r + _L6
            r = z * r
            half = 0.5 * f * f
            out[i] = e * _LN2_HIGH - ((half - (s * (half + r) + e * _LN2_LOW)) - f)
        elif value == 0.0:
            out[i] = -np.inf
        elif value == np.inf:
            out[i] = np.inf
        else:
            out[i] = np.nan


@part
def logistic(out: np.ndarray, x: np.ndarray, bits: np.ndarray, floats: np.ndarray, room: np.ndarray) -> None:
    for i in range(len(out)):
        room[i] = -x[i]
    exp(out, room, bits, floats)
    for i in range(len(out)):
        out[i] = 1.0 / (out[i] + 1.0)


@part
def halves(out: np.ndarray, n: np.ndarray, bits: np.ndarray, floats: np.ndarray, room: np.ndarray) -> None:
    for i in range(len(out)):
        whole = np.floor(n[i])
        whole = whole if whole > -1000.0 else -1000.0
        whole = whole if whole < 1100.0 else 1100.0
        room[i] = (whole - n[i]) * LN2
    exp(out, room, bits, floats)
    # What is left is a factor of whole powers of two.
    for i in range(len(out)):
        whole = np.floor(n[i])
        whole = whole if whole > -1000.0 else -1000.0
        whole = whole if whole < 1100.0 else 1100.0
        floats[i] = _WHOLE - whole
    scale(out, bits, floats, powers(bits))


@part
def normal_cdf(out: np.ndarray, x: np.ndarray, bits: np.ndarray, floats: np.ndarray, room: np.ndarray) -> None:
    for i in range(len(out)):
        a = abs(x[i])
        a = a if a < 38.0 else 38.0
        room[i] = -0.5 * a * a
    exp(out, room, bits, floats)
    for i in range(len(out)):
        a = abs(x[i])
        a = a if a < 38.0 else 38.0
        top = a * _T0
        top = top + _T1
        top = top * a
        top = top + _T2
        top = top * a
        top = top + _T3
        top = top * a
        top = top + _T4
        top = top * a
        top = top + _T5
        top = top * a
        top = top + _T6
        low = a * _B0
        low = low + _B1
        low = low * a
        low = low + _B2
        low = low * a
        low = low + _B3
        low = low * a
        low = low + _B4
        low = low * a
        low = low + _B5
        low = low * a
        low = low + _B6
        low = low * a
        low = low + _B7
        room[i] = top / low
    number = 0
    for i in range(len(out)):
        number += 0 if abs(x[i]) < _FAR else 1
    if number:
        for i in range(len(out)):
            a = abs(x[i])
            a = a if a < 38.0 else 38.0
            far = 1.0 / (a + 1.0 / (a + 2.0 / (a + 3.0 / (a + 4.0 / (a + 0.65))))) / 2.506628274631
            room[i] = room[i] if a < _FAR else far
    for i in range(len(out)):
        tail = out[i] * room[i]
        out[i] = 1.0 - tail if x[i] > 0.0 else tail
