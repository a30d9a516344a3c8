"""The loops that play steps: a strip of worlds at a time, through registers that stay in the cache."""

from __future__ import annotations

import numpy as np

from diplogame.compiled import part
from diplogame.machine import curves
from diplogame.machine.codes import (
    ABS,
    ADD,
    ADD_ADD,
    ADD_ADD_MUL_S,
    ADD_S,
    AIM,
    AIM_MOVED,
    BLEND_SUB,
    DIV,
    DIV_S,
    EQ,
    EQ_S,
    EXP,
    FELT,
    FELT_S,
    FILL,
    HALVES,
    IAND_S,
    LE,
    LE_S,
    LE_S_MUL,
    LOAD_F8,
    LOAD_I2,
    LOG,
    LOGISTIC,
    LT,
    LT_S,
    MAX,
    MAX_S,
    MIN,
    MIN_S,
    MUL,
    MUL_ADD,
    MUL_MUL,
    MUL_S,
    MUL_S_ADD,
    MUL_S_ADD_ADD,
    MUL_S_ADD_S,
    NE,
    NE_S,
    NEG,
    NORMAL_CDF,
    RINT,
    S_DIV,
    S_LE,
    S_LT,
    S_LT_MUL,
    S_SUB,
    SHL_S,
    SHR_S,
    SQRT,
    STORE,
    STORE_BOOL,
    SUB,
    SUB_S,
    TABLE,
    TRUNC,
    WHERE,
    WHERE_OR_S,
    WHERE_S,
    WHERE_SS,
)  # fmt: skip

exp, log, logistic, halves, normal_cdf = curves.exp, curves.log, curves.logistic, curves.halves, curves.normal_cdf


@part
def play(
    steps: np.ndarray,
    scalars: np.ndarray,
    tables: np.ndarray,
    floats: np.ndarray,
    shorts: np.ndarray,
    registers: np.ndarray,
    out: np.ndarray,
    truths: np.ndarray,
    worlds: int,
) -> None:
    """Play ``steps`` (steps, 6) on all worlds.

    scalars (n,); tables (tables, entries); floats, shorts: what is read, (columns, worlds) each; registers (registers, strip), room to work; out
    (columns, worlds) float64, truths (columns, worlds) bool.
    """
    strip = registers.shape[1]
    bits = np.empty(strip, np.int64)
    same = bits.view(np.float64)
    room = np.empty(strip, np.float64)
    for low in range(0, worlds, strip):
        n = min(strip, worlds - low)
        for s in range(len(steps)):
            code, d, a, b, c, e = steps[s, 0], steps[s, 1], steps[s, 2], steps[s, 3], steps[s, 4], steps[s, 5]
            o = registers[d if d < len(registers) else 0]
            if code == MUL_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = x[i] * k
            elif code == MUL:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = x[i] * y[i]
            elif code == MUL_S_ADD:
                x, k, z = registers[a], scalars[b], registers[c]
                for i in range(n):
                    o[i] = x[i] * k + z[i]
            elif code == MUL_ADD:
                x, y, z = registers[a], registers[b], registers[c]
                for i in range(n):
                    o[i] = x[i] * y[i] + z[i]
            elif code == ADD:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = x[i] + y[i]
            elif code == ADD_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = x[i] + k
            elif code == ADD_ADD:
                x, y, z = registers[a], registers[b], registers[c]
                for i in range(n):
                    o[i] = (x[i] + y[i]) + z[i]
            elif code == AIM_MOVED:
                x, y, z = registers[a], registers[b], registers[c]
                f, h, k, g, w = scalars[e], scalars[e + 1], scalars[e + 2], scalars[e + 3], scalars[e + 4]
                slope, more = scalars[e + 5], scalars[e + 6]
                for i in range(n):
                    share = (((x[i] * slope + more) + y[i]) - f) / h
                    share = share if share > 0.0 else 0.0
                    share = share if share < 1.0 else 1.0
                    gain = share * 100.0 - z[i]
                    bent = gain / (1.0 + abs(gain) / k)
                    worse = bent * g
                    o[i] = (bent if bent < worse else worse) * w
            elif code == AIM:
                x, z = registers[a], registers[b]
                f, h, k, g, w = scalars[c], scalars[c + 1], scalars[c + 2], scalars[c + 3], scalars[c + 4]
                for i in range(n):
                    share = (x[i] - f) / h
                    share = share if share > 0.0 else 0.0
                    share = share if share < 1.0 else 1.0
                    gain = share * 100.0 - z[i]
                    bent = gain / (1.0 + abs(gain) / k)
                    worse = bent * g
                    o[i] = (bent if bent < worse else worse) * w
            elif code == MUL_S_ADD_S:
                x, k, h = registers[a], scalars[b], scalars[c]
                for i in range(n):
                    o[i] = x[i] * k + h
            elif code == MUL_S_ADD_ADD:
                x, k, y, z = registers[a], scalars[b], registers[c], registers[e]
                for i in range(n):
                    o[i] = (x[i] * k + y[i]) + z[i]
            elif code == ADD_ADD_MUL_S:
                x, y, z, k = registers[a], registers[b], registers[c], scalars[e]
                for i in range(n):
                    o[i] = (x[i] + y[i]) + z[i] * k
            elif code == MUL_MUL:
                x, y, z = registers[a], registers[b], registers[c]
                for i in range(n):
                    o[i] = (x[i] * y[i]) * z[i]
            elif code == S_LT_MUL:
                k, x, y = scalars[a], registers[b], registers[c]
                for i in range(n):
                    o[i] = (1.0 if k < x[i] else 0.0) * y[i]
            elif code == LE_S_MUL:
                x, k, y = registers[a], scalars[b], registers[c]
                for i in range(n):
                    o[i] = (1.0 if x[i] <= k else 0.0) * y[i]
            elif code == FELT_S:
                x, k, h, g = registers[a], scalars[b], scalars[c], scalars[e]
                for i in range(n):
                    bent = x[i] / (1.0 + abs(x[i]) / k)
                    worse = bent * h
                    o[i] = (bent if bent < worse else worse) * g
            elif code == FELT:
                x, k, h = registers[a], scalars[b], scalars[c]
                for i in range(n):
                    bent = x[i] / (1.0 + abs(x[i]) / k)
                    worse = bent * h
                    o[i] = bent if bent < worse else worse
            elif code == BLEND_SUB:
                x, k, h, z = registers[a], scalars[b], scalars[c], registers[e]
                for i in range(n):
                    share = (x[i] - k) / h
                    share = share if share > 0.0 else 0.0
                    share = share if share < 1.0 else 1.0
                    o[i] = share * 100.0 - z[i]
            elif code == SUB:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = x[i] - y[i]
            elif code == SUB_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = x[i] - k
            elif code == S_SUB:
                k, x = scalars[a], registers[b]
                for i in range(n):
                    o[i] = k - x[i]
            elif code == DIV:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = x[i] / y[i]
            elif code == DIV_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = x[i] / k
            elif code == S_DIV:
                k, x = scalars[a], registers[b]
                for i in range(n):
                    o[i] = k / x[i]
            elif code == MIN:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = x[i] if x[i] < y[i] else y[i]
            elif code == MIN_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = x[i] if x[i] < k else k
            elif code == MAX:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = x[i] if x[i] > y[i] else y[i]
            elif code == MAX_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = x[i] if x[i] > k else k
            elif code == ABS:
                x = registers[a]
                for i in range(n):
                    o[i] = abs(x[i])
            elif code == NEG:
                x = registers[a]
                for i in range(n):
                    o[i] = -x[i]
            elif code == LT:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] < y[i] else 0.0
            elif code == LT_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] < k else 0.0
            elif code == S_LT:
                k, x = scalars[a], registers[b]
                for i in range(n):
                    o[i] = 1.0 if k < x[i] else 0.0
            elif code == LE:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] <= y[i] else 0.0
            elif code == LE_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] <= k else 0.0
            elif code == S_LE:
                k, x = scalars[a], registers[b]
                for i in range(n):
                    o[i] = 1.0 if k <= x[i] else 0.0
            elif code == EQ:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] == y[i] else 0.0
            elif code == EQ_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] == k else 0.0
            elif code == NE:
                x, y = registers[a], registers[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] != y[i] else 0.0
            elif code == NE_S:
                x, k = registers[a], scalars[b]
                for i in range(n):
                    o[i] = 1.0 if x[i] != k else 0.0
            elif code == WHERE:
                x, y, z = registers[a], registers[b], registers[c]
                for i in range(n):
                    o[i] = y[i] if x[i] != 0.0 else z[i]
            elif code == WHERE_S:
                x, y, k = registers[a], registers[b], scalars[c]
                for i in range(n):
                    o[i] = y[i] if x[i] != 0.0 else k
            elif code == WHERE_OR_S:
                x, k, z = registers[a], scalars[b], registers[c]
                for i in range(n):
                    o[i] = k if x[i] != 0.0 else z[i]
            elif code == WHERE_SS:
                x, k, h = registers[a], scalars[b], scalars[c]
                for i in range(n):
                    o[i] = k if x[i] != 0.0 else h
            elif code == LOAD_F8:
                x = floats[a, low : low + n]
                for i in range(n):
                    o[i] = x[i]
            elif code == LOAD_I2:
                short = shorts[a, low : low + n]
                for i in range(n):
                    o[i] = short[i]
            elif code == STORE:
                x, y = registers[a], out[d, low : low + n]
                for i in range(n):
                    y[i] = x[i]
            elif code == STORE_BOOL:
                x, truth = registers[a], truths[d, low : low + n]
                for i in range(n):
                    truth[i] = x[i] != 0.0
            elif code == FILL:
                k = scalars[a]
                for i in range(n):
                    o[i] = k
            elif code == IAND_S:
                x, j = registers[a], np.int64(scalars[b])
                for i in range(n):
                    o[i] = np.int64(x[i]) & j
            elif code == SHR_S:
                x, j = registers[a], np.int64(scalars[b])
                for i in range(n):
                    o[i] = np.int64(x[i]) >> j
            elif code == SHL_S:
                x, j = registers[a], np.int64(scalars[b])
                for i in range(n):
                    o[i] = np.int64(x[i]) << j
            elif code == TABLE:
                x = registers[a]
                for i in range(n):
                    o[i] = tables[b, np.int64(x[i])]
            elif code == EXP:
                exp(o[:n], registers[a][:n], bits[:n], same[:n])
            elif code == LOGISTIC:
                logistic(o[:n], registers[a][:n], bits[:n], same[:n], room[:n])
            elif code == LOG:
                log(o[:n], registers[a][:n])
            elif code == HALVES:
                halves(o[:n], registers[a][:n], bits[:n], same[:n], room[:n])
            elif code == NORMAL_CDF:
                normal_cdf(o[:n], registers[a][:n], bits[:n], same[:n], room[:n])
            elif code == SQRT:
                x = registers[a]
                for i in range(n):
                    o[i] = np.sqrt(x[i])
            elif code == RINT:
                x = registers[a]
                for i in range(n):
                    o[i] = np.rint(x[i])
            elif code == TRUNC:
                x = registers[a]
                for i in range(n):
                    o[i] = np.trunc(x[i])
