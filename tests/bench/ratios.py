"""Side by side, in one run on one machine: our ensemble against one world a model, and against the PyPI package `diplomacy`.

    python tests/bench/ratios.py [--json] [--seconds S]

Ratios, not figures, are what carries from machine to machine. World-turns: eight states decide, the turn is adjudicated, digests and
events are kept. Phases of `diplomacy`: seven powers give random legal orders, the phase is adjudicated.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

import measure  # noqa: E402 - found by the lines above

from diplogame.batch.machine import cores, keep_pages  # noqa: E402 - the same


def measured(seconds: float) -> dict[str, object]:
    """All rates and their ratios."""
    keep_pages()
    measure.whole_games(2)
    ensemble = measure.timed(lambda: measure.whole_games(measure.BEST), seconds)
    batch = measure.timed(measure.as_a_batch, seconds)
    single = measure.timed(measure.one_world_a_model, seconds)
    result, labels = measure.repeated(measure.chunk(64), 1_000_000)
    rows = measure.timed(lambda: measure.written(result, labels), seconds)
    per_turn = len(measure.chunk(64).events["game"]) / measure.chunk(64).turns.sum()
    found: dict[str, object] = {
        "world_turns_per_s": {
            "ensemble": ensemble.per_second,
            "batch": batch.per_second,
            "one_world_a_model": single.per_second,
        },
        "event_rows_per_s": rows.per_second,
        "ratios": {
            "ensemble_to_one_world_a_model": ensemble.per_second / single.per_second,
            "batch_to_ensemble": batch.per_second / ensemble.per_second,
            "events_share_of_a_batch": (batch.per_second * per_turn) / rows.per_second,
        },
        "machine": {
            "processor": platform.machine(),
            "system": platform.platform(),
            "cores": cores(),
            "python": platform.python_version(),
        },
    }
    try:
        measure.diplomacy_phases(5)
    except ImportError:
        found["diplomacy"] = "not installed: pip install diplomacy==1.1.2"
        return found
    phases = measure.timed(measure.diplomacy_phases, seconds)
    found["phases_per_s"] = {"diplomacy": phases.per_second}
    ratios = found["ratios"]
    assert isinstance(ratios, dict)
    ratios["ensemble_to_diplomacy"] = ensemble.per_second / phases.per_second
    ratios["one_world_a_model_to_diplomacy"] = single.per_second / phases.per_second
    return found


def main() -> int:
    """Prints the comparison."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    reader.add_argument("--json", action="store_true", help="print one JSON object")
    reader.add_argument("--seconds", type=float, default=4.0, help="seconds for each measurement, at least")
    options = reader.parse_args()
    found = measured(options.seconds)
    if options.json:
        print(json.dumps(found, indent=1))
        return 0
    for key, value in found.items():
        if isinstance(value, dict):
            print(f"{key}:")
            for name, one in value.items():
                print(f"  {name:<32} {one:,.2f}" if isinstance(one, float) else f"  {name:<32} {one}")
        else:
            print(f"{key}: {value:,.0f}" if isinstance(value, float) else f"{key}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
