"""The desktop game. `run` opens the window; nothing heavier than pygame is loaded before the title shows."""

from __future__ import annotations

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # read when pygame is first imported

FACTORY = "diplogame.desktop.engine:desk"
"""What the worker builds: the desk with the real engine on it."""
MIRROR = "diplogame.desktop.engine:mirror"
"""The same for the worker that imagines futures."""


def run(
    scenario: str | None = None,
    role: str | None = None,
    seed: int | None = None,
    level: str | None = None,
    load: str | None = None,
    replay: str | None = None,
) -> int:
    """Open the game's window and play until it is closed; returns the exit status.

    With `load` that record is played on, with `replay` it is shown; with a scenario, role, seed or level a new game starts at
    once; with nothing the title screen comes up. Raises ScreenError where no window can be opened.
    """
    from diplogame.desktop.start import open_game

    return open_game(scenario, role, seed, level, load, replay)
