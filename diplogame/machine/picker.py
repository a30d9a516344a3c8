"""The loops that choose (`diplogame.minds.chooser`), a world at a time: the same bits as NumPy's way, which passes over all worlds for each step."""

from __future__ import annotations

from typing import Any

import numpy as np

from diplogame.compiled import part
from diplogame.noise import arith
from diplogame.noise.loops import mixed

_PER_LN2 = np.float32(arith.PER_LN2)
_HIGH, _LOW = np.float32(arith.LN2_HIGH32), np.float32(arith.LN2_LOW32)
_LEAST, _MOST, _ONE, _HALF = np.float32(-87.0), np.float32(88.0), np.float32(1.0), np.float32(0.5)
_E0, _E1, _E2, _E3, _E4, _E5 = (np.float32(c) for c in arith.EXP32)
_L0, _L1, _L2, _L3, _L4, _L5, _L6, _L7, _L8 = (np.float32(c) for c in arith.LOG32)
_SQRT_HALF = arith.SQRT_HALF32
_LN2 = arith.LN2
TILE = 32
_48 = np.uint64(48)


@part
def place(z: np.uint64) -> np.uint64:
    """The entry of a table of draws that a key leads to."""
    return mixed(z) >> _48


@part
def exp32(out: np.ndarray, x: np.ndarray, bits: np.ndarray, floats: np.ndarray) -> None:
    """Single precision; ``bits`` (n,) int32 and ``floats``, the same memory as float32, are room to work."""
    for i in range(len(out)):
        v = x[i]
        v = v if v > _LEAST else _LEAST
        v = v if v < _MOST else _MOST
        k = np.rint(v * _PER_LN2)
        r = v - k * _HIGH
        r = r - k * _LOW
        y = _E0 * r
        y = y + _E1
        y = y * r
        y = y + _E2
        y = y * r
        y = y + _E3
        y = y * r
        y = y + _E4
        y = y * r
        y = y + _E5
        y = y * (r * r)
        y = y + r
        y = y + _ONE
        out[i] = y
        bits[i] = (np.int32(k) + 127) << 23
    for i in range(len(out)):
        out[i] = out[i] * floats[i]


@part
def log32(out: np.ndarray, x: np.ndarray, bits: np.ndarray, floats: np.ndarray) -> None:
    """Of single precision in double; room to work as above."""
    for i in range(len(out)):
        floats[i] = x[i]
    for i in range(len(out)):
        e = (bits[i] - _SQRT_HALF) >> 23
        out[i] = e * _LN2
        bits[i] = bits[i] - (e << 23)
    for i in range(len(out)):
        f = floats[i] - _ONE
        z = f * f
        y = _L0 * f
        y = y + _L1
        y = y * f
        y = y + _L2
        y = y * f
        y = y + _L3
        y = y * f
        y = y + _L4
        y = y * f
        y = y + _L5
        y = y * f
        y = y + _L6
        y = y * f
        y = y + _L7
        y = y * f
        y = y + _L8
        y = y * f
        y = y * z
        z = z * _HALF
        y = y - z
        y = y + f
        out[i] = out[i] + y


@part
def summed(x: np.ndarray, low: int, high: int) -> Any:
    """A sum in NumPy's order: the first, and to it the sum of the others - eight running sums side by side, from eight on."""
    first, low = x[low], low + 1
    if high - low < 8:
        total = np.float32(0.0)
        for i in range(low, high):
            total = total + x[i]
        return first + total
    a, b, c, d = x[low], x[low + 1], x[low + 2], x[low + 3]
    e, f, g, h = x[low + 4], x[low + 5], x[low + 6], x[low + 7]
    whole = high - (high - low) % 8
    for i in range(low + 8, whole, 8):
        a, b, c, d = a + x[i], b + x[i + 1], c + x[i + 2], d + x[i + 3]
        e, f, g, h = e + x[i + 4], f + x[i + 5], g + x[i + 6], h + x[i + 7]
    total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for i in range(whole, high):
        total = total + x[i]
    return first + total


@part
def pick(  # noqa: PLR0917 (Numba knows no keyword-only arguments)
    value: np.ndarray,
    legal: np.ndarray,
    temperature: np.ndarray,
    capital: np.ndarray,
    keys: np.ndarray,
    option_keys: np.ndarray,
    verb_keys: np.ndarray,
    stop_keys: np.ndarray,
    gumbel: np.ndarray,
    price: np.ndarray,
    edges: np.ndarray,
    closes: np.ndarray,
    which: np.ndarray,
    begins: np.ndarray,
    worth: np.ndarray,
    lift: np.ndarray,
    nest: float,
    raised: float,
    picks: np.ndarray,
) -> None:
    """Fill ``picks`` (worlds, orders), -1 where no more is chosen.

    value, legal: (options, worlds); temperature, worth, lift: (worlds or 1,); capital, keys: (worlds,); option_keys, price: (options,); verb_keys (rounds,
    verbs), stop_keys (rounds,): luck's; gumbel: its table; edges (verbs + 1,): where each verb's options begin; closes (options + 1, options); which
    (k,), begins (k, options + 1): what completes a play; nest, raised: as in the chooser.
    """
    n, size = value.shape
    verbs = len(edges) - 1
    orders = picks.shape[1]
    bits = np.empty(n, np.int32)
    floats = bits.view(np.float32)
    below, weight = np.empty(n, np.float32), np.empty(n, np.float32)
    # Luck is drawn for an option only once it matters.
    lure, open_, drawn_for = np.empty(n), np.empty(n, np.bool_), np.empty(n, np.bool_)
    mean, inclusive, drawn = np.empty(verbs, np.float32), np.empty(verbs), np.empty(verbs)
    number = np.empty(verbs, np.int64)
    # A few worlds are turned round at a time: to read each column across many would miss the cache at every step.
    values, opens = np.empty((TILE, n)), np.empty((TILE, n), np.bool_)
    for w in range(size):
        at = w % TILE
        if at == 0:
            some = min(TILE, size - w)
            for j in range(n):
                for i in range(some):
                    values[i, j] = value[j, w + i]
                    opens[i, j] = legal[j, w + i]
        top = -np.inf
        for j in range(n):
            open_[j] = opens[at, j]
            lure[j] = values[at, j]
            if open_[j] and lure[j] > top:
                top = lure[j]
        top = max(top, -1e6)
        for j in range(n):
            down = lure[j] - top
            down = down if down < 0.0 else 0.0
            below[j] = down * (1.0 / nest) + raised
        exp32(weight, below, bits, floats)
        for j in range(n):
            weight[j] = weight[j] if open_[j] else np.float32(0.0)
            drawn_for[j] = False
        heat = temperature[w] if len(temperature) > 1 else temperature[0]
        budget = capital[w]
        for r in range(orders):
            for v in range(verbs):
                number[v] = 0
                for j in range(edges[v], edges[v + 1]):
                    number[v] += open_[j]
                mean[v] = summed(weight, edges[v], edges[v + 1]) / np.float32(max(number[v], 1))
            log32(inclusive, mean, bits, floats)
            for v in range(verbs):
                drawn[v] = gumbel[place(keys[w] ^ verb_keys[r, v])]
            for v in range(verbs):
                drawn[v] = ((inclusive[v] - raised) * nest + top) / heat + drawn[v]
            best, verb = -np.inf, -1
            for v in range(verbs):
                if number[v] > 0 and drawn[v] > best:
                    best, verb = drawn[v], v
            if verb < 0 or not best > gumbel[place(keys[w] ^ stop_keys[r])]:
                break
            best, chosen = -np.inf, -1
            for j in range(edges[verb], edges[verb + 1]):
                if open_[j]:
                    if not drawn_for[j]:
                        lure[j] = lure[j] * (1.0 / nest) + gumbel[place(keys[w] ^ option_keys[j])]
                        drawn_for[j] = True
                    if lure[j] > best:
                        best, chosen = lure[j], j
            picks[w, r] = chosen
            if r + 1 == orders:
                break
            budget = budget - price[chosen]
            for j in range(n):
                open_[j] = open_[j] & (price[j] <= budget) & ~closes[chosen, j]
            for j in range(n):
                weight[j] = weight[j] if open_[j] else np.float32(0.0)
            for i in range(len(which)):
                if begins[i, chosen] != 0.0:
                    j = which[i]
                    if not drawn_for[j]:
                        lure[j] = lure[j] * (1.0 / nest) + gumbel[place(keys[w] ^ option_keys[j])]
                        drawn_for[j] = True
                    more = begins[i, chosen] * (worth[w] if len(worth) > 1 else worth[0])
                    share = 1.0 + begins[i, chosen] * (lift[w] if len(lift) > 1 else lift[0])
                    lure[j] = lure[j] + more
                    weight[j] = weight[j] * np.float32(share)
