"""`diplogame check FILE`: each fault of a scenario by its path in the file, and what would do."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from diplogame.commands.experiment import known
from diplogame.errors import ScenarioError
from diplogame.scenario.load import examine
from diplogame.texts import text


def run(options: Namespace) -> int:
    """Prints that all is well, or raises ScenarioError with every fault."""
    source = options.file
    if not source.isidentifier() or Path(source).exists():
        source = Path(source)
    scenario, faults = examine(source, known())
    if faults:
        raise ScenarioError.of(faults, text("check.faults", file=options.file, n=len(faults)))
    if scenario is None or scenario.abstract:
        print(text("check.base", file=options.file))
        return 0
    print(
        text(
            "check.good",
            file=options.file,
            title=scenario.title,
            states=len(scenario.states),
            places=len(scenario.facilities),
            turns=scenario.turns,
            rules=len(scenario.rules),
        )
    )
    return 0
