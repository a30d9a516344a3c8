"""`python -m diplogame.commands.warm`: compiles all loops once, so that no game waits for it later. Quick where it has been done; nothing without Numba."""

from __future__ import annotations

import sys

from diplogame.compiled import set_mark
from diplogame.game import Game
from diplogame.machine.machine import at_hand
from diplogame.minds.steps import SOON
from diplogame.model import DiplomacyModel

SCENARIO, TURNS = "moscow_table", 6
"""By then every loop has been wanted."""
SIZES = (SOON + 1, 1, 2)
"""Worlds that are played: formulas are traced with many; and to the compiler the arrays of one world, or of two, are of another kind."""


def main() -> int:
    """Plays a few turns of as many worlds as it takes, and a game."""
    if not at_hand(max(SIZES)):
        return 0
    for worlds in SIZES:
        model = DiplomacyModel(SCENARIO, worlds=worlds, rng=1)
        for _ in range(TURNS):
            model.step()
        model.close()
    game = Game.new(SCENARIO, seed=1)
    while not game.over:
        game.end_turn()
    set_mark()
    return 0


if __name__ == "__main__":
    sys.exit(main())
