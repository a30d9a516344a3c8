"""Curves whose bits do not depend on the processor.

NumPy's own exp, log and power change in their last bits between processors (FMA, AVX2, AVX-512). A rule that bends a number
uses the functions below instead: they need only + - * / sqrt frexp ldexp and rint, which IEEE 754 fixes to the last bit.
They cost 25-70 microseconds a call, so they are for the few rule curves, not for draws (see `quantiles`).

All of them work element by element on float64 of any shape and return a new float64 array (0-d for a number).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diplogame.traced.array import Traced

Floats = NDArray[np.float64]

LN2: Final = 0.6931471805599453
LN2_HIGH: Final = 6.93147180369123816490e-01
LN2_LOW: Final = 1.90821492927058770002e-10
PER_LN2: Final = 1.44269504088896338700e00
# Coefficients of FreeBSD's msun (Sun Microsystems 1993): errors below one unit in the last place.
EXP: Final = (
    4.13813679705723846039e-08,
    -1.65339022054652515390e-06,
    6.61375632143793436117e-05,
    -2.77777777770155933842e-03,
    1.66666666666666019037e-01,
)
# Cephes' expf (Moshier 1992): ln 2 in two parts, and the polynomial.
LN2_HIGH32: Final = 0.693359375
LN2_LOW32: Final = -2.12194440e-4
EXP32: Final = (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
LOG: Final = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)
# Cephes' logf.
LOG32: Final = (
    7.0376836292e-2,
    -1.1514610310e-1,
    1.1676998740e-1,
    -1.2420140846e-1,
    1.4249322787e-1,
    -1.6668057665e-1,
    2.0000714765e-1,
    -2.4999993993e-1,
    3.3333331174e-1,
)
SQRT_HALF32: Final = 0x3F3504F3
"""The bits of the square root of 1/2 in float32."""
SQRT_HALF: Final = 0.7071067811865476
_SNAP: Final = 1.5 * 2.0**36
WHOLE: Final = 1.5 * 2.0**52
WHOLE_BITS: Final = 0x4338000000000000
"""The bits of that number."""
_LEAST: Final = -1022
"""The exponent of the smallest float64 that is not subnormal."""
GRID: Final = 2.0**-16


def poly(x: Floats, coefficients: tuple[float, ...]) -> Floats:
    """Horner's scheme, highest power first."""
    total = x * coefficients[0]
    total += coefficients[1]
    for c in coefficients[2:]:
        total *= x
        total += c
    return np.asarray(total)


def exp(x: ArrayLike) -> Floats:
    """Euler's e to the x. Below -745 it is 0; what is above 709 counts as 709 (8e307), so that no rule meets an infinity."""
    if isinstance(x, Traced):
        return x.apply("exp")  # type: ignore[return-value]
    high = np.minimum(np.maximum(np.asarray(x, dtype=np.float64), -746.0), 709.0)
    # x / ln 2 to the nearest whole number, halves to even: beside so large a number there is no room for a fraction, and its bits count on.
    pushed = high * PER_LN2
    pushed += WHOLE
    low = pushed - WHOLE
    high -= low * LN2_HIGH
    low *= LN2_LOW
    r = high - low
    t = r * r
    c = poly(t, EXP)
    c *= t
    c = r - c
    # From here on 1 - ((low - r c / (2 - c)) - high), without an array for each step.
    r *= c
    c -= 2.0
    r /= c
    low += r
    low -= high
    y = 1.0 - low
    k = pushed.view(np.int64) - WHOLE_BITS
    if (k < _LEAST).any():
        return np.asarray(np.ldexp(y, k.astype(np.intc)))
    # 2 to the k by its bits: the exponent stands above 52 bits, 1023 for 1. A nan stays a nan by way of y, whatever its exponent becomes.
    k += 1023
    k <<= 52
    y *= k.view(np.float64)
    return np.asarray(y)


def exp32(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Euler's e to the x in single precision, for the table of options: relative error below 1e-7, four times as fast. Counts what is below
    -87 as -87, and what is above 88 as 88.
    """
    x = np.minimum(np.maximum(x, np.float32(-87.0)), np.float32(88.0))
    k = np.rint(x * np.float32(PER_LN2))
    r = x - k * np.float32(LN2_HIGH32)
    r -= k * np.float32(LN2_LOW32)
    y = np.full_like(r, EXP32[0])
    for c in EXP32[1:]:
        y *= r
        y += np.float32(c)
    y *= r * r
    y += r
    y += np.float32(1.0)
    # 2 to the k by its bits: the exponent of a float32 stands above 23 bits, 127 for 1.
    power_of_two: NDArray[np.float32] = ((k.astype(np.int32) + 127) << 23).view(np.float32)
    return np.asarray(y * power_of_two)


def log(x: ArrayLike) -> Floats:
    """Natural logarithm; -inf at 0, nan below."""
    if isinstance(x, Traced):
        return x.apply("log")  # type: ignore[return-value]
    x = np.asarray(x, dtype=np.float64)
    m, k = np.frexp(x)
    small = m < SQRT_HALF
    m = np.where(small, m + m, m)
    e = (k - small).astype(np.float64)
    f = m - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):  # infinities and negative numbers are put right below
        s = f / (2.0 + f)
    z = s * s
    r = z * poly(z, LOG)
    half = 0.5 * f * f
    y = e * LN2_HIGH - ((half - (s * (half + r) + e * LN2_LOW)) - f)
    if ((x > 0.0) & (x < np.inf)).all():
        return np.asarray(y)
    y = np.where(x > 0.0, y, np.where(x == 0.0, -np.inf, np.nan))
    return np.asarray(np.where(x == np.inf, np.inf, y))


def log32(x: NDArray[np.float32]) -> Floats:
    """Natural logarithm of numbers in single precision, as float64: absolute error below 1e-7, several times as fast. Counts what is below
    1e-38, 0 too, as about that.
    """
    bits = x.view(np.int32)
    # The fraction between the square roots of 1/2 and 2, and the exponent that goes with it.
    e = (bits - SQRT_HALF32) >> 23
    f = (bits - (e << 23)).view(np.float32) - np.float32(1.0)
    z = f * f
    y = np.full_like(f, LOG32[0])
    for c in LOG32[1:]:
        y *= f
        y += np.float32(c)
    y *= f
    y *= z
    z *= np.float32(0.5)
    y -= z
    y += f
    whole = e * LN2
    whole += y
    return np.asarray(whole, dtype=np.float64)


def logistic(x: ArrayLike) -> Floats:
    """1 / (1 + e^-x), the chance of a yes."""
    if isinstance(x, Traced):
        return x.apply("logistic")  # type: ignore[return-value]
    y = exp(-np.asarray(x, dtype=np.float64))
    y += 1.0
    return np.asarray(1.0 / y)


def logit(p: ArrayLike) -> Floats:
    """The inverse of `logistic`, for p in (0, 1)."""
    p = np.asarray(p, dtype=np.float64)
    return np.asarray(log(p) - log(1.0 - p))


def halves(n: ArrayLike) -> Floats:
    """0.5 to the n: what is left after n half-lives (any real n; exact where n is whole)."""
    if isinstance(n, Traced):
        return n.apply("halves")  # type: ignore[return-value]
    n = np.asarray(n)
    if n.dtype.kind == "i":
        return np.asarray(np.ldexp(1.0, -np.clip(n.astype(np.intc), -1100, 1100)))
    n = n.astype(np.float64)
    whole = np.minimum(np.maximum(np.floor(n), -1000.0), 1100.0)
    return np.asarray(np.ldexp(exp((whole - n) * LN2), (-whole).astype(np.intc)))


def power(base: ArrayLike, exponent: ArrayLike) -> Floats:
    """Power of base, for base >= 0 (0 to a positive exponent is 0; nan for a negative base)."""
    return exp(exponent * log(base))  # type: ignore[operator]


def grid(x: ArrayLike) -> Floats:
    """Snap to the nearest multiple of 2^-16, halves to even; |x| below 2^35. Sums of such numbers do not depend on their order."""
    snapped = np.asarray(x, dtype=np.float64) + _SNAP
    snapped -= _SNAP
    return np.asarray(snapped)


def bend(x: ArrayLike) -> Floats:
    """A gain or loss that counts for less the larger it grows: x / (1 + |x|), in (-1, 1)."""
    x = np.asarray(x, dtype=np.float64)
    return np.asarray(x / (1.0 + np.abs(x)))


# Hart (1968) by way of West, "Better approximations to cumulative normal functions" (2005).
CDF_TOP: Final = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
CDF_BOTTOM: Final = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)


def normal_cdf(x: ArrayLike) -> Floats:
    """Chance that a standard normal draw falls below x; absolute error about 1e-15."""
    if isinstance(x, Traced):
        return x.apply("normal_cdf")  # type: ignore[return-value]
    x = np.asarray(x, dtype=np.float64)
    a = np.minimum(np.abs(x), 38.0)
    bell = exp(-0.5 * a * a)
    near = poly(a, CDF_TOP) / poly(a, CDF_BOTTOM)
    far = 1.0 / (a + 1.0 / (a + 2.0 / (a + 3.0 / (a + 4.0 / (a + 0.65))))) / 2.506628274631
    tail = bell * np.where(a < 7.07106781186547, near, far)
    return np.asarray(np.where(x > 0.0, 1.0 - tail, tail))
