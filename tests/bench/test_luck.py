"""What a draw costs. On one core of a 2020s server: uniform 2.0 ns, the shapes 2.6 ns in bulk, 9 microseconds for a small call."""

from __future__ import annotations

import numpy as np
import pytest

from diplogame.noise import Luck


@pytest.mark.parametrize("draw", ["uniform", "normal", "gumbel", "beta42"])
def test_draws_in_bulk(benchmark, draw):
    luck = Luck(np.arange(1024), 3)
    found = benchmark.pedantic(getattr(luck, draw), args=("speed", 640), rounds=9, warmup_rounds=1)
    assert found.shape == (1024, 640)
    benchmark.extra_info["nanoseconds_a_draw"] = 1e9 * benchmark.stats["median"] / found.size


def test_a_small_call(benchmark):
    luck = Luck([1], 3)
    found = benchmark.pedantic(luck.uniform, args=("speed", 80), rounds=200, warmup_rounds=5)
    assert found.shape == (1, 80)
