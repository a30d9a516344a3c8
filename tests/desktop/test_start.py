"""The title stands before the engine is there: the window's process loads nothing heavy on the way to it."""

from __future__ import annotations

import subprocess
import sys

OPENS = """
import os, sys
os.environ["SDL_VIDEODRIVER"] = "dummy"
from diplogame import desktop
seen = []
desktop.run = lambda **given: seen.append(given) or 0
from diplogame.cli import main
assert main([]) == 0
assert seen == [{}], seen
heavy = {"mesa", "numpy", "pandas", "pydantic", "diplogame.game", "diplogame.scenario"} & set(sys.modules)
assert not heavy, heavy
"""


def test_the_bare_command_opens_the_window_without_the_engine():
    done = subprocess.run([sys.executable, "-c", OPENS], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
