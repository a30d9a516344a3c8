"""Memory does not grow with the number of games."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(480),
    pytest.mark.skipif(os.name == "nt", reason="reads the peak of memory as POSIX counts it"),
]

SCRIPT = """
import json, resource, sys
from diplogame.batch import plan, run_batch
scenario, engine, games, chunk, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
plan.SMALLEST = plan.CHUNK = chunk
run_batch(scenario, games, 1, out, engine=engine, workers=1, progress=False)
own, workers = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
try:
    # Linux counts into the peak of a process what the one that started it held at that moment: here, all of the tests before.
    with open("/proc/self/status") as status:
        own = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
except OSError:
    pass
print(json.dumps([own, workers]))
"""


def peaks(tmp_path, scenario, engine, games, chunk):
    """MiB at most: of the parent, and of the worker."""
    command = [sys.executable, "-c", SCRIPT, scenario, engine, str(games), str(chunk), str(tmp_path / f"r{games}")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=800)
    assert done.returncode == 0, done.stderr
    import json

    return json.loads(done.stdout)


def test_parent_and_worker_stay_as_they_are(tmp_path):
    few, many = (peaks(tmp_path, "fake", "fake_engine", games, 256) for games in (1_000, 40_000))
    assert many[0] < few[0] + 40, "the parent"
    assert many[1] < few[1] + 40, "the worker"


def test_the_engine_s_worker_stays_as_it_is_and_within_its_share(tmp_path):
    """A batch on two cores has 2 GiB: the parent and two workers."""
    few, many = (peaks(tmp_path, "one_lesson", "diplogame.batch.engine", games, 512) for games in (512, 512 * 5))
    assert many[1] < few[1] + 60
    assert many[0] + 2 * many[1] < 1500
    print(f"parent {many[0]:.0f} MiB, worker {many[1]:.0f} MiB")
