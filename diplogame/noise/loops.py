"""Parts of compiled loops: a draw and the grid for one number, with the bits of `Luck` and `arith.grid`.

draw = quantiles[mixed(world key ^ cell key) >> 48]
"""

from __future__ import annotations

from typing import Final

import numpy as np

from diplogame.compiled import part

_ONE: Final = np.uint64(0xBF58476D1CE4E5B9)
_TWO: Final = np.uint64(0x94D049BB133111EB)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)
_SNAP: Final = 1.5 * 2.0**36


@part
def mixed(z: np.uint64) -> np.uint64:
    """`hashing.mix` of one word."""
    z = (z ^ (z >> _30)) * _ONE
    z = (z ^ (z >> _27)) * _TWO
    return z ^ (z >> _31)


@part
def snapped(x: float) -> float:
    """`arith.grid` of one number."""
    return (x + _SNAP) - _SNAP
