"""What a draw costs. On one core of a 2020s server: uniform 2.0 ns, the shapes 2.6 ns in bulk, 9 microseconds for a small call.

The bounds are five to ten times that, so that only a real slip (a loop in Python, a conversion too many) trips them.
"""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest

from diplogame.noise import Luck


def best(call, times: int) -> float:
    """Seconds of the quickest of `times` calls."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        call()
        taken.append(perf_counter() - start)
    return min(taken)


@pytest.mark.parametrize("draw", ["uniform", "normal", "gumbel", "beta42"])
def test_draws_in_bulk_cost_nanoseconds(draw):
    luck = Luck(np.arange(1024), 3)
    getattr(luck, draw)("speed", 640)
    assert best(lambda: getattr(luck, draw)("speed", 640), 9) / (1024 * 640) < 25e-9


def test_a_small_call_costs_microseconds():
    luck = Luck([1], 3)
    luck.uniform("speed", 80)
    assert best(lambda: [luck.uniform("speed", 80) for _ in range(50)], 9) / 50 < 100e-6
