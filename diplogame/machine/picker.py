"""The loops that choose (`diplogame.minds.chooser`), some worlds at a time: the same bits as NumPy's way, which passes over all worlds for each step.

What a world needs as a whole is worked out option by option for all worlds of a tile, which lie side by side; where worlds part company, each for itself.
"""

from __future__ import annotations

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
_NONE = np.float32(0.0)
TILE = 64
"""Worlds at a time: what is kept of them fits the processor's cache."""
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
def summed(x: np.ndarray, low: int, high: int, lanes: np.ndarray, out: np.ndarray) -> None:
    """Sums of rows ``low`` to ``high`` in NumPy's order: the first, and to it the sum of the others - eight running sums side by side, from eight on.

    x: (rows, tile); lanes: (8, tile), room to work; out: (worlds,).
    """
    n, rest, whole = len(out), high - low - 1, 0
    for i in range(n):
        out[i] = _NONE
    if rest >= 8:
        whole = rest - rest % 8
        for k in range(8):
            row, lane = x[low + 1 + k], lanes[k]
            for i in range(n):
                lane[i] = row[i]
        for k in range(8, whole):
            row, lane = x[low + 1 + k], lanes[k % 8]
            for i in range(n):
                lane[i] = lane[i] + row[i]
        for k in range(0, 8, 4):
            a, b, c, d = lanes[k], lanes[k + 1], lanes[k + 2], lanes[k + 3]
            for i in range(n):
                out[i] = out[i] + ((a[i] + b[i]) + (c[i] + d[i]))
    for k in range(whole, rest):
        row = x[low + 1 + k]
        for i in range(n):
            out[i] = out[i] + row[i]
    row = x[low]
    for i in range(n):
        out[i] = row[i] + out[i]


@part
def weigh(  # noqa: PLR0917 (Numba knows no keyword-only arguments)
    value: np.ndarray,
    legal: np.ndarray,
    low: int,
    nest: float,
    raised: float,
    top: np.ndarray,
    lures: np.ndarray,
    opens: np.ndarray,
    weights: np.ndarray,
    below: np.ndarray,
    bits: np.ndarray,
    floats: np.ndarray,
) -> None:
    """For the worlds from ``low`` on, as many as ``top`` is long: each option's value, whether it is open (1 or 0), and its weight, (options, tile) each;
    and the best value of what is open (worlds,).
    """
    n, m = len(value), len(top)
    for i in range(m):
        top[i] = -np.inf
    for j in range(n):
        lure, open_ = lures[j], opens[j]
        worth, stands = value[j, low : low + m], legal[j, low : low + m]
        for i in range(m):
            open_[i] = _ONE if stands[i] else _NONE
        for i in range(m):
            lure[i] = worth[i]
            there = lure[i] if open_[i] > _NONE else -np.inf
            top[i] = there if there > top[i] else top[i]
    for i in range(m):
        top[i] = max(top[i], -1e6)
    for j in range(n):
        lure, open_, weight = lures[j], opens[j], weights[j, :m]
        for i in range(m):
            down = lure[i] - top[i]
            down = down if down < 0.0 else 0.0
            below[i] = down * (1.0 / nest) + raised
        exp32(weight, below, bits, floats)
        for i in range(m):
            weight[i] = weight[i] * open_[i]


@part
def draw_verbs(  # noqa: PLR0917
    opens: np.ndarray,
    weights: np.ndarray,
    edges: np.ndarray,
    keys: np.ndarray,
    verb_keys: np.ndarray,
    gumbel: np.ndarray,
    top: np.ndarray,
    heat: np.ndarray,
    nest: float,
    raised: float,
    lanes: np.ndarray,
    number: np.ndarray,
    mean: np.ndarray,
    inclusive: np.ndarray,
    drawn: np.ndarray,
    bits: np.ndarray,
    floats: np.ndarray,
    verb: np.ndarray,
    best: np.ndarray,
) -> None:
    """The verb that each world draws (worlds,), -1 where none is open, and what it drew for it."""
    m = len(best)
    for i in range(m):
        best[i], verb[i] = -np.inf, -1
    for v in range(len(edges) - 1):
        summed(opens, edges[v], edges[v + 1], lanes, number)
        summed(weights, edges[v], edges[v + 1], lanes, mean)
        for i in range(m):
            mean[i] = mean[i] / (number[i] if number[i] > _ONE else _ONE)
        log32(inclusive, mean, bits, floats)
        for i in range(m):
            drawn[i] = gumbel[place(keys[i] ^ verb_keys[v])]
        for i in range(m):
            drawn[i] = ((inclusive[i] - raised) * nest + top[i]) / heat[i] + drawn[i]
        for i in range(m):
            drawn[i] = drawn[i] if number[i] > _NONE else -np.inf
        for i in range(m):
            verb[i] = v if drawn[i] > best[i] else verb[i]
        for i in range(m):
            best[i] = drawn[i] if drawn[i] > best[i] else best[i]


@part
def pick(  # noqa: PLR0917
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
    orders = picks.shape[1]
    closed, number_closed = np.empty((n, n), np.int64), np.zeros(n, np.int64)
    for chosen in range(n):
        for j in range(n):
            if closes[chosen, j]:
                closed[chosen, number_closed[chosen]] = j
                number_closed[chosen] += 1
    lures, drawn_for = np.empty((n, TILE)), np.empty((n, TILE), np.bool_)
    opens, weights, lanes = (
        np.empty((n, TILE), np.float32),
        np.empty((n, TILE), np.float32),
        np.empty((8, TILE), np.float32),
    )
    all_means, all_numbers, all_bits = np.empty(TILE, np.float32), np.empty(TILE, np.float32), np.empty(TILE, np.int32)
    room, going, verbs = np.empty((6, TILE)), np.empty(TILE, np.bool_), np.empty(TILE, np.int64)
    for low in range(0, size, TILE):
        m = min(TILE, size - low)
        top, best, heat, budget, inclusive, drawn = (
            room[0, :m],
            room[1, :m],
            room[2, :m],
            room[3, :m],
            room[4, :m],
            room[5, :m],
        )
        mean, number, bits, verb, key = all_means[:m], all_numbers[:m], all_bits[:m], verbs[:m], keys[low : low + m]
        floats = bits.view(np.float32)
        for i in range(m):
            heat[i] = temperature[low + i] if len(temperature) > 1 else temperature[0]
            budget[i] = capital[low + i]
            going[i] = True
        weigh(value, legal, low, nest, raised, top, lures, opens, weights, mean, bits, floats)
        # Luck is drawn for an option only once it matters.
        drawn_for[:] = False
        for r in range(orders):
            draw_verbs(
                opens, weights, edges, key, verb_keys[r], gumbel, top, heat, nest, raised, lanes, number, mean, inclusive, drawn, bits, floats, verb, best
            )  # fmt: skip
            any_goes = False
            for i in range(m):
                going[i] = going[i] and verb[i] >= 0 and best[i] > gumbel[place(key[i] ^ stop_keys[r])]
                if not going[i]:
                    continue
                any_goes = True
                most, chosen = -np.inf, -1
                for j in range(edges[verb[i]], edges[verb[i] + 1]):
                    if opens[j, i] > _NONE:
                        if not drawn_for[j, i]:
                            lures[j, i] = lures[j, i] * (1.0 / nest) + gumbel[place(key[i] ^ option_keys[j])]
                            drawn_for[j, i] = True
                        if lures[j, i] > most:
                            most, chosen = lures[j, i], j
                picks[low + i, r] = chosen
                budget[i] = budget[i] - price[chosen]
                for k in range(number_closed[chosen]):
                    opens[closed[chosen, k], i] = _NONE
            if r + 1 == orders or not any_goes:
                break
            for j in range(n):
                open_, weight = opens[j], weights[j]
                for i in range(m):
                    open_[i] = open_[i] if price[j] <= budget[i] else _NONE
                for i in range(m):
                    weight[i] = weight[i] * open_[i]
            for i in range(m):
                if not going[i]:
                    continue
                chosen, w = picks[low + i, r], low + i
                for k in range(len(which)):
                    if begins[k, chosen] != 0.0:
                        j = which[k]
                        if not drawn_for[j, i]:
                            lures[j, i] = lures[j, i] * (1.0 / nest) + gumbel[place(key[i] ^ option_keys[j])]
                            drawn_for[j, i] = True
                        more = begins[k, chosen] * (worth[w] if len(worth) > 1 else worth[0])
                        share = 1.0 + begins[k, chosen] * (lift[w] if len(lift) > 1 else lift[0])
                        lures[j, i] = lures[j, i] + more
                        weights[j, i] = weights[j, i] * np.float32(share)
