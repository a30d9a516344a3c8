"""`python -m diplogame.commands.percentiles`: plays the default AI in all seats and writes what it reaches to seeds/percentiles.json."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from diplogame.errors import ScenarioError
from diplogame.noise import game_seed
from diplogame.opening import DEFAULT_MIND, RULES, mind
from diplogame.par import FILE
from diplogame.playing import Playing
from diplogame.resources import folder, scenario_names
from diplogame.scenario.load import load_scenario, scenario_hash
from diplogame.texts import text

AT_ONCE = 250
"""Worlds side by side."""
QUANTILES = 201
"""Evenly spaced quantiles that are kept, the least and the greatest among them."""
BASE = 41
"""The batch seed of these games: no other command uses it, so that calibration and par share no luck."""


def standard(name: str, games: int) -> dict[str, Any]:
    """{"rules", "hash", "games", "roles": {role: {"mean", "sd", "quantiles"}}}: the default AI in every seat of a scenario."""
    scenario = load_scenario(name)
    parts = []
    for start in range(0, games, AT_ONCE):
        seeds = game_seed(BASE, np.arange(start, min(start + AT_ONCE, games)))
        playing = Playing([scenario], np.zeros(len(seeds), dtype=np.intp), seeds)
        minds = [mind(DEFAULT_MIND)] * len(scenario.states)
        while playing.open:
            playing.step(minds)
        parts.append(playing.scores())
        print(text("play.percentiles", name=name, n=min(start + AT_ONCE, games), of=games), file=sys.stderr)
    scores = np.concatenate(parts)
    shares = np.linspace(0.0, 1.0, QUANTILES)
    roles = {
        role: {
            "mean": round(float(scores[:, k].mean()), 2), "sd": round(float(scores[:, k].std()), 2),
            "quantiles": [round(float(value), 2) for value in np.quantile(scores[:, k], shares)],
        }
        for k, role in enumerate(scenario.states)
    }  # fmt: skip
    return {"rules": RULES, "hash": scenario_hash(scenario), "games": games, "roles": roles}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file, whole or not at all."""
    parser = argparse.ArgumentParser(prog="python -m diplogame.commands.percentiles", description=__doc__)
    parser.add_argument("--games", type=int, default=2000, help="games a scenario (2000)")
    parser.add_argument("--scenario", action="append", help="only these scenarios; the others stay as they are")
    options = parser.parse_args(arguments)
    path = folder("seeds") / FILE
    names = options.scenario or _playable()
    old = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    found = {**old, **{name: standard(name, options.games) for name in names}}
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(found[name], separators=(',', ':'))}" for name in sorted(found)
    )
    fresh = path.with_suffix(".tmp")
    fresh.write_text("{\n" + lines + "\n}\n", encoding="utf-8", newline="\n")
    fresh.replace(path)
    return 0


def _playable() -> list[str]:
    """Scenarios that came with the program, without bases for others."""
    found = []
    for name in scenario_names():
        try:
            load_scenario(name)
        except ScenarioError:
            continue
        found.append(name)
    return found


if __name__ == "__main__":
    sys.exit(main())
