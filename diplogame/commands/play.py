"""`diplogame play`: the desktop game where there is a screen; the same game in the terminal with --text; where there is neither, the AI plays.

Only what opens the window is imported here: the engine comes in behind the title.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace


def run(options: Namespace) -> int:
    """Opens the desktop or sits down at the terminal."""
    if options.title and has_screen():
        from diplogame import desktop

        return int(desktop.run())
    from diplogame.commands import sitting

    if options.role is not None and not options.load:
        sitting.check_role(options)
    if not options.text and has_screen():
        from diplogame import desktop

        return int(
            desktop.run(
                scenario=options.scenario,
                role=options.role,
                seed=options.seed,
                level=options.level,
                load=sitting.salvaged(options.load) if options.load and options.salvage else options.load,
            )
        )
    if options.text or ((options.role or options.load) and sys.stdin.isatty()):
        return sitting.at_the_terminal(options)
    return sitting.by_the_ai(options)


def has_screen() -> bool:
    """Whether a window can be opened here."""
    if os.environ.get("SDL_VIDEODRIVER"):
        return True
    system: str = sys.platform
    if system.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return "SSH_CONNECTION" not in os.environ
