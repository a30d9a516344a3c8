"""Two workers against one, on the real engine: only on a machine with two cores to itself does this tell anything."""

from __future__ import annotations

import os
import time

import pytest

from diplogame.batch import run_batch
from diplogame.batch.machine import cores

pytestmark = [pytest.mark.timeout(1800)]


def test_two_workers_do_nearly_twice_as_much_as_one(tmp_path):
    busy = cores() < 2 or (hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.5)

    def seconds(workers):
        since = time.perf_counter()
        run_batch("one_lesson", 6 * 512, 1, tmp_path / str(workers), workers=workers, progress=False)
        return time.perf_counter() - since

    one, two = seconds(1), seconds(2)
    print(f"one worker {one:.1f} s, two {two:.1f} s, ratio {one / two:.2f}")
    assert one / two > (0.8 if busy else 1.7)
