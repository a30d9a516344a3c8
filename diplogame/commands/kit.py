"""`diplogame kit SCENARIO --out DIR`: the lesson kit for the printer."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from diplogame.classroom.kit import write_kit
from diplogame.scenario.load import load_scenario
from diplogame.texts import text


def run(options: Namespace) -> int:
    files = write_kit(load_scenario(options.scenario), Path(options.out))
    print(text("classroom.kit.done", n=len(files), folder=options.out))
    return 0
