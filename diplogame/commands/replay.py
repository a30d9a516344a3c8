"""`diplogame replay`: a record, or a game of a batch, played again and told, as JSON, or in the viewer."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from diplogame.commands.sim import event_rows, plain_console, play, summary
from diplogame.commands.telling import last_line, told_end, told_head, told_turn
from diplogame.errors import BatchError, SettingError, suggestion
from diplogame.game import Game


def run(options: Namespace) -> int:
    """Opens what was asked for and shows it."""
    game = opened(options.source, options.game, salvage=options.salvage)
    if options.role is not None and options.role not in game.roles:
        raise SettingError("--as", options.role, suggestion(options.role, game.roles, "role"))
    if options.turn is not None and options.turn > game.played:
        raise SettingError("--turn", options.turn, f"this game has {game.played} turns")
    if options.desktop:
        return _viewer(game)
    last = game.played if options.turn is None else options.turn
    if game.notice:
        print(game.notice, file=sys.stderr)
    if options.json:
        print(
            json.dumps(
                summary(game, last) if options.role is None else known(game, last, options.role),
                ensure_ascii=False,
                allow_nan=False,
            )
        )
        return 0
    _tell(game, last, options.role)
    return 0


def opened(source: str, number: int | None, *, salvage: bool = False) -> Game:
    """The game in a record (with ``salvage`` as far as it is undamaged), or game ``number`` of a batch, played again. Raises RecordError, BatchError, SettingError."""
    if not Path(source).is_dir():
        if number is not None:
            raise SettingError("--game", number, f"is for a batch folder, and {source} is none")
        return Game.load(source, until_fault=salvage)
    if number is None:
        raise SettingError("--game", None, f"{source} is a folder: say which of its games, such as --game 0")
    from diplogame.batch.again import reopen

    found = reopen(source, number)
    game = Game.new(found.scenario, seed=found.seed, minds=found.minds, published=found.published)
    play(game)
    if found.digest is not None and found.digest != game.digest:
        raise BatchError(
            f"{source}: game {number}",
            found.digest,
            f"came out otherwise when it was played again ({game.digest}): the folder was not made by these rules",
        )
    return game


def known(game: Game, last: int, role: str) -> dict[str, Any]:
    """What `summary` says, without what a role could not know then."""
    seat = game.roles.index(role)
    told = summary(game, last)
    over = last == game.played and game.over
    return {
        **told,
        "scores": {name: value for name, value in told["scores"].items() if over or name == role},
        "events": [row for turn in range(1, last + 1) for row in event_rows(game, turn, seat)],
    }


def _tell(game: Game, last: int, role: str | None) -> None:
    console = plain_console()
    told_head(console, game)
    for turn in range(1, last + 1):
        told_turn(console, game, turn, role)
    if last == game.played and game.over:
        told_end(console, game)
    elif role is None:
        console.print(last_line(game) if last == game.played else f"digest: {game.digest_at(last)}", soft_wrap=True)


def _viewer(game: Game) -> int:
    """The replay viewer reads a file, so that it can fork and go back by itself."""
    from diplogame import desktop

    with TemporaryDirectory(prefix="diplogame-") as folder:
        path = Path(folder) / "replay.jsonl"
        game.save(path)
        return int(desktop.run(replay=str(path)))
