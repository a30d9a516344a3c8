"""What `diplogame play` does without a window: a person at the terminal, or the AI in all seats; and what is checked before a game opens."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from diplogame.commands.experiment import known
from diplogame.errors import DiplogameError, SettingError, suggestion
from diplogame.game import Game
from diplogame.scenario.load import load_scenario
from diplogame.texts import text

FIRST = "russia"
"""The role that is played where none is named and the scenario has it."""


def check_role(options: Namespace) -> None:
    """Raises SettingError for a role that the scenario has not, whoever will play it."""
    states = load_scenario(options.scenario, known()).states
    if options.role not in states:
        raise SettingError("--role", options.role, suggestion(options.role, states, "role"))


def salvaged(source: str) -> str:
    """What is left of a damaged record, as a file of its own."""
    game = Game.load(source, until_fault=True)
    if game.notice:
        print(game.notice, file=sys.stderr)
    path = _fresh(game, next(iter(game.people), game.roles[0])) or Path(f"{source}.salvaged.jsonl")
    game.save(path)
    return str(path)


def at_the_terminal(options: Namespace) -> int:
    """The game by lines."""
    from diplogame.terminal import Sitting

    console = Console(highlight=False, markup=False, emoji=False)
    if options.load:
        game = Game.load(options.load, until_fault=options.salvage)
        if game.notice:
            console.print(game.notice, style="yellow", soft_wrap=True)
        role = options.role or next(iter(game.people), None) or game.roles[0]
        # What is left of a damaged record goes into a file of its own.
        file: Path | None = _fresh(game, role) if options.salvage else Path(options.load)
    else:
        role = options.role
        game = Game.new(options.scenario, people=[], seed=options.seed, level=options.level)
        role = role or (FIRST if FIRST in game.roles else game.roles[0])
        file = _fresh(game, role)
    if role not in game.roles:
        raise SettingError("--role", role, suggestion(role, game.roles, "role"))
    if role not in game.people:
        game.sit({role: "person"})
    console.print(game.scenario.title, style="bold")
    Sitting(game, role, console, _line(console), file).play()
    return 0


def _line(console: Console) -> Callable[[str], str]:
    """Reads a line from a person, or from a script without echoing a prompt."""

    def read(prompt: str) -> str:
        return input(prompt) if sys.stdin.isatty() else _next(console)

    return read


def _next(console: Console) -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    console.print(f"> {line.rstrip()}", style="dim")
    return line


def _fresh(game: Game, role: str) -> Path | None:
    """A file for this game that is not yet there; None where nothing can be kept."""
    import platformdirs

    try:
        folder = Path(platformdirs.user_data_path("diplogame", appauthor=False)) / "saves"
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    stem = re.sub(r"[^a-z0-9_-]", "", f"{game.scenario.name}-{role}-{game.seed}")
    path, k = folder / f"{stem}.jsonl", 2
    while path.exists():
        path, k = folder / f"{stem}-{k}.jsonl", k + 1
    return path


def by_the_ai(options: Namespace) -> int:
    """All seats played by the AI, told turn by turn; the last line is what `sim` gives for the seed."""
    from diplogame.commands.sim import chronicle, plain_console

    if options.load:
        raise DiplogameError(text("play.load_text"))
    console = plain_console()
    console.print(text("play.no_screen"), style="bold", soft_wrap=True)
    game = Game.new(options.scenario, seed=options.seed, level=options.level)
    chronicle(game, console=console)
    return 0
