"""Tables of 65,536 quantiles: a draw of a shape costs one look-up (2-3 ns), and its bits are the same everywhere.

Entry i is the quantile at (i + 1/2) / 65536. The ends are cut there: a normal draw stays within 4.4 deviations, a Gumbel draw
below 11.8. What depends on rarer luck than 1 in 65,536 takes a uniform draw (52 bits).
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diplogame.noise.arith import Floats, log, poly

SIZE: Final = 65_536

# Wichura, Algorithm AS 241 (1988): relative error about 1e-16.
_A: Final = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_B: Final = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_C: Final = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_D: Final = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_E: Final = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_F: Final = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)


def normal_quantile(p: ArrayLike) -> Floats:
    """Inverse of the standard normal distribution, for p in (0, 1)."""
    p = np.asarray(p, dtype=np.float64)
    q = p - 0.5
    r = 0.180625 - q * q
    middle = q * poly(r, _A) / poly(r, _B)
    t = np.sqrt(-log(np.minimum(p, 1.0 - p)))
    near = poly(t - 1.6, _C) / poly(t - 1.6, _D)
    far = poly(t - 5.0, _E) / poly(t - 5.0, _F)
    tail = np.where(t <= 5.0, near, far)
    return np.asarray(np.where(np.abs(q) <= 0.425, middle, np.where(q < 0.0, -tail, tail)))


def gumbel_quantile(p: ArrayLike) -> Floats:
    """Inverse of the standard Gumbel distribution, for p in (0, 1)."""
    return np.asarray(-log(-log(p)))


def beta42_quantile(p: ArrayLike) -> Floats:
    """Inverse of Beta(4, 2), F(x) = x^4 (5 - 4x), by halving the interval; for p in (0, 1)."""
    p = np.asarray(p, dtype=np.float64)
    low, high = np.zeros_like(p), np.ones_like(p)
    for _ in range(60):
        x = 0.5 * (low + high)
        square = x * x
        below = square * square * (5.0 - 4.0 * x) < p
        low, high = np.where(below, x, low), np.where(below, high, x)
    return np.asarray(0.5 * (low + high))


_SHAPES: Final = {"normal": normal_quantile, "gumbel": gumbel_quantile, "beta42": beta42_quantile}


@cache
def table(shape: str) -> NDArray[np.float64]:
    """The table of "normal", "gumbel" or "beta42": read-only, (65536,) ascending; made when first asked for."""
    entries = _SHAPES[shape]((np.arange(SIZE) + 0.5) / SIZE)
    entries.flags.writeable = False
    return entries


@cache
def table32(shape: str) -> NDArray[np.float32]:
    """The same in float32."""
    entries = table(shape).astype(np.float32)
    entries.flags.writeable = False
    return entries
