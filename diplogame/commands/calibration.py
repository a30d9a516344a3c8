"""`python -m diplogame.commands.calibration`: plays games, asks seats along the way what they foresee, and writes docs/forecast.md with what came of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from diplogame.calibration.asking import Plan, ask
from diplogame.calibration.page import page, summary
from diplogame.calibration.tables import reliability
from diplogame.record.files import save_bytes
from diplogame.texts import text

PAGE = Path("docs/forecast.md")
MODULE = "python -m diplogame.commands.calibration"


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, ask, print a line, write the page; status 0 whether forecasts are right or not, since a miss is a finding."""
    usual = Plan()
    parser = argparse.ArgumentParser(prog=MODULE, description=__doc__)
    parser.add_argument("--scenario", default=usual.scenario)
    parser.add_argument("--games", type=int, default=usual.games, help=f"games that are played ({usual.games})")
    parser.add_argument("--futures", type=int, default=usual.futures, help=f"futures of a forecast ({usual.futures})")
    parser.add_argument("--seats", type=int, default=usual.seats, help=f"seats asked a game and turn ({usual.seats})")
    parser.add_argument("--seed", type=int, default=usual.seed, help=f"batch seed of the games ({usual.seed})")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (all cores)")
    parser.add_argument("--out", type=Path, default=PAGE, help=f"where the page goes ({PAGE.as_posix()})")
    options = parser.parse_args(arguments)
    # Two halves of the futures check each other.
    futures = max(options.futures // 2, 1) * 2
    plan = Plan(options.scenario, max(options.games, 1), futures, seats=options.seats, seed=options.seed)
    found = reliability(ask(plan, options.workers, _told))
    print(summary(found))
    changed = [
        f"--{name} {getattr(plan, name)}"
        for name in ("scenario", "games", "futures", "seats", "seed")
        if getattr(plan, name) != getattr(usual, name)
    ]
    save_bytes(options.out, page(plan, found, " ".join([MODULE, *changed])).encode("utf-8"))
    print(text("calibration.written", file=options.out))
    return 0


def _told(done: int, of: int) -> None:
    print(text("calibration.done", n=done, of=of), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
