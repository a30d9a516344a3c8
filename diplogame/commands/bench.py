"""`diplogame bench`: how fast this machine plays - turns, forecasts, frames."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

import numpy as np

from diplogame import __version__
from diplogame.batch.machine import cores, keep_objects, keep_pages
from diplogame.game import Game
from diplogame.minds.steps import SOON
from diplogame.model import DiplomacyModel
from diplogame.texts import text

SCENARIO = "moscow_table"
SIZES = (1, 64, 256, 1024, 2048, 4096, 8192)
"""Sizes of ensembles that are measured."""
SECONDS = 4.0
"""Time for each, at least."""
FUTURES = 500


def run(options: Namespace) -> int:
    """Measures and prints."""
    found = measured()
    if options.json:
        print(json.dumps(found))
        return 0
    for size, rate in found["world_turns_per_s_core"].items():
        print(text("batch.bench.rate", size=size, rate=f"{rate:,.0f}"))
    print(text("batch.bench.turn", ms=f"{found['turn_ms_one_world']:.1f}"))
    print(text("batch.bench.forecast", futures=FUTURES, ms=f"{found['forecast_500_ms']:,.0f}"))
    frames = found["frame_ms"]
    if frames["median"] is None:
        print(text("batch.bench.no_frames", reason=frames["reason"]))
    else:
        print(text("batch.bench.frames", median=frames["median"], p99=frames["p99"]))
    machine = found["machine"]
    print(text("batch.bench.machine", system=machine["system"], processor=machine["processor"], cores=machine["cores"]))
    return 0


def measured(seconds: float = SECONDS, frames: int = 600) -> dict[str, Any]:
    """What `bench --json` prints. A world-turn is one world's turn: all decide, it is adjudicated, its digest is made."""
    keep_pages()
    # What is made once - option tables, texts, compiled loops, the steps of formulas - is made before the clock runs.
    world_turns(2 * SOON, 1.0)
    keep_objects()
    return {
        "world_turns_per_s_core": {str(size): round(world_turns(size, seconds), 1) for size in SIZES},
        "turn_ms_one_world": round(turn_ms(), 2),
        "forecast_500_ms": round(forecast_ms(), 1),
        "frame_ms": frame_ms(frames),
        "machine": machine(),
    }


def world_turns(worlds: int, seconds: float) -> float:
    """World-turns a second on one core with goal-seeking minds, in ensembles of that size, over whole games with their aftermath."""
    played, gone, seed = 0, 0.0, 1
    while gone < seconds or not played:
        model = DiplomacyModel(SCENARIO, worlds=worlds, rng=seed)
        since = time.perf_counter()
        while model.running and (gone + time.perf_counter() - since < seconds or not model.playing.turns_played):
            model.step()
        gone += time.perf_counter() - since
        played += model.playing.turns_played
        model.close()
        seed += 1
    return played / gone


def turn_ms(turns: int = 20) -> float:
    """Median milliseconds of a turn of one world."""
    model = DiplomacyModel(SCENARIO, worlds=1, rng=1)
    took: list[float] = []
    while model.running and len(took) < turns:
        since = time.perf_counter()
        model.step()
        took.append(time.perf_counter() - since)
    model.close()
    return 1000 * statistics.median(took)


def forecast_ms() -> float:
    """Milliseconds of 500 futures of the rest of a game, as Russia sees it at the opening; the best of three."""
    game = Game.new(SCENARIO, people=["russia"], seed=7)
    game.forecast("russia", futures=20)
    took = []
    for _ in range(3):
        since = time.perf_counter()
        game.forecast("russia", futures=FUTURES)
        took.append(time.perf_counter() - since)
    return 1000 * min(took)


def frame_ms(frames: int) -> dict[str, Any]:
    """Median and 99th percentile of a frame of the desktop game; without pygame, or where it fails, nothing and why."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # its greeting would stand before the JSON
    try:
        from diplogame.desktop.bench import frame_ms as measure

        return dict(measure(frames))
    except (ImportError, RuntimeError, OSError) as error:
        return {"median": None, "p99": None, "reason": f"{type(error).__name__}: {error}"}


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": cores(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "diplogame": __version__,
    }


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
