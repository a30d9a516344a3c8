"""Whole batches as they are typed, measured from outside: on a machine with nothing else to do these are the figures to quote.

    python tests/bench/batches.py [--games 10000] [--scaling 4096] [--json]

- the default scenario, on all cores: wall time, games a second, CPU time, the most memory of all processes together, and the seconds to
  the first endings on the screen and to the first file;
- one worker against two: the ratio of their speeds, the median of three runs side by side;
- the share of its time that a chunk takes to write its tables.

Nothing passes or fails here; load on the machine is told beside the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

import measure  # noqa: E402 - found by the lines above
import numpy as np  # noqa: E402 - the same
import psutil  # noqa: E402 - comes with Dask

from diplogame.batch.job import parquet  # noqa: E402 - found by the lines above
from diplogame.batch.machine import cores  # noqa: E402 - the same
from diplogame.batch.tables import Labels, tables  # noqa: E402 - the same


class Watch(threading.Thread):
    """Follows a process and its children: the most memory that all had together, and their CPU time."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root = psutil.Process(pid)
        self.peak = 0
        self.cpu: dict[int, float] = {}

    def run(self) -> None:
        """Looks five times a second until the process is gone."""
        try:
            while self.root.is_running() and self.root.status() != psutil.STATUS_ZOMBIE:
                self.look()
                time.sleep(0.2)
        except psutil.NoSuchProcess:
            return

    def look(self) -> None:
        """One look at all of them."""
        total = 0
        for process in [self.root, *self.root.children(recursive=True)]:
            try:
                total += process.memory_info().rss
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            self.cpu[process.pid] = times.user + times.system
        self.peak = max(self.peak, total)


def batch(games: int, workers: int, out: Path, scenario: str = measure.SCENARIO) -> dict[str, float]:
    """`diplogame batch`, from the command to its end."""
    command = [
        sys.executable,
        "-m",
        "diplogame",
        "batch",
        scenario,
        "--games",
        str(games),
        "--seed",
        "1",
        "--out",
        str(out),
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    since = time.perf_counter()
    with subprocess.Popen(
        [*command, "--workers", str(workers)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment
    ) as process:
        watch = Watch(process.pid)
        watch.start()
        assert process.stderr is not None
        heard = 0.0
        for _ in process.stderr:  # its first line tells the first endings
            heard = heard or time.perf_counter() - since
    wall = time.perf_counter() - since
    watch.join(5)
    if process.returncode:
        raise RuntimeError(f"the batch ended with status {process.returncode}")
    first = min(path.stat().st_mtime for path in (out / "games").glob("*.parquet"))
    begun = time.time() - wall
    return {
        "seconds": wall,
        "games_per_s": games / wall,
        "cpu_seconds": sum(watch.cpu.values()),
        "peak_mib": watch.peak / 2**20,
        "first_endings_s": heard,
        "first_file_s": max(first - begun, 0.0),
    }


def scaling(games: int, folder: Path, rounds: int = 3) -> dict[str, float]:
    """One worker and two in turn; the median of the ratios of their wall times."""
    ratios, one, two = [], 0.0, 0.0
    for k in range(rounds):
        one = batch(games, 1, folder / f"one{k}")["seconds"]
        two = batch(games, 2, folder / f"two{k}")["seconds"]
        ratios.append(one / two)
    return {"games": games, "one_worker_s": one, "two_workers_s": two, "two_to_one": statistics.median(ratios)}


def writing(games: int = measure.BEST) -> dict[str, float]:
    """CPU seconds of a chunk: to play it, and to write its three tables; a million rows of events for scale."""
    measure.chunk(16)
    since = time.process_time()
    result = measure.chunk(games)
    played = time.process_time()
    games_of = np.arange(games)
    made = tables(result, Labels(games_of, games_of, games_of * 0, {}, {}))
    for frame in made.values():
        parquet(frame)
    gone = time.process_time()
    rows = len(made["events"])
    million = measure.timed(lambda: measure.written(*measure.repeated(result, 1_000_000)), 0.1)
    return {
        "games": games,
        "event_rows": rows,
        "play_s": played - since,
        "write_s": gone - played,
        "share_of_writing": (gone - played) / (gone - since),
        "a_million_event_rows_s": million.seconds / (million.count / 1e6),
    }


def main() -> int:
    """Measures and prints."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    reader.add_argument("--games", type=int, default=10_000, help="games of the whole batch; 0 leaves it out")
    reader.add_argument("--scaling", type=int, default=4096, help="games for one worker against two; 0 leaves it out")
    reader.add_argument("--json", action="store_true", help="print one JSON object")
    options = reader.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    found: dict[str, dict[str, float]] = {"machine": {"cores": cores(), "load_before": load}}
    with TemporaryDirectory(prefix="diplogame-") as name:
        folder = Path(name)
        if options.games:
            found["batch"] = {"games": options.games, **batch(options.games, cores(), folder / "whole")}
        if options.scaling:
            found["scaling"] = scaling(options.scaling, folder)
    found["writing"] = writing()
    if options.json:
        print(json.dumps(found, indent=1))
        return 0
    for key, rows in found.items():
        print(f"{key}:")
        for label, value in rows.items():
            print(f"  {label:<26} {value:,.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
