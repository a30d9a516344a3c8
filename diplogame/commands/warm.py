"""`python -m diplogame.commands.warm`: compiles all loops once, so that no game waits for it later. Quick where it has been done; nothing without Numba."""

from __future__ import annotations

import sys

from diplogame.compiled import set_mark
from diplogame.machine.machine import at_hand
from diplogame.minds.steps import SOON
from diplogame.model import DiplomacyModel

SCENARIO, TURNS = "moscow_table", 6
"""By then every loop has been wanted."""


def main() -> int:
    """Plays a few turns of as many worlds as it takes."""
    worlds = SOON + 1
    if not at_hand(worlds):
        return 0
    model = DiplomacyModel(SCENARIO, worlds=worlds, rng=1)
    for _ in range(TURNS):
        model.step()
    model.close()
    set_mark()
    return 0


if __name__ == "__main__":
    sys.exit(main())
