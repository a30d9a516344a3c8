"""`diplogame sim`: minds play one game, and it is told turn by turn, or printed as JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from rich.console import Console

from diplogame import __version__, opening
from diplogame.chronicle.cables import Cable, tell
from diplogame.chronicle.group import rows_from
from diplogame.commands.experiment import known
from diplogame.commands.telling import told_end, told_head, told_turn
from diplogame.game import Game
from diplogame.options import minds_of, single
from diplogame.par import pars
from diplogame.record import check_place
from diplogame.scenario.load import load_scenario
from diplogame.scenario.schema import Scenario
from diplogame.streams import width

WIDE = 160
"""Columns where the output goes to a file or a pipe."""
EVENT_COLUMNS = ("turn", "kind", "act", "source", "target", "place", "verb", "cameo", "goldstein", "public")


def run(options: Namespace) -> int:
    """Plays the game; prints its chronicle, or one JSON object."""
    game = game_of(options)
    if options.record:
        check_place(options.record)
    if options.json:
        play(game, options.turns)
        print(json.dumps(summary(game), ensure_ascii=False, allow_nan=False))
    else:
        chronicle(game, options.turns, whole=options.why)
    if options.record:
        game.save(options.record)
    return 0


def game_of(options: Namespace) -> Game:
    """The game that the options ask for, at its opening. Raises DiplogameError."""
    scenario: Scenario = load_scenario(options.scenario, known())
    minds = minds_of(options.minds, scenario.states, opening.mind_names())
    return Game.new(
        scenario, seed=options.seed, minds=minds, settings=single(options.settings, "--set"), forbid=options.forbid
    )


def play(game: Game, turns: int | None = None) -> None:
    """All turns, or so many."""
    while not game.over and (turns is None or game.played < turns):
        game.end_turn()


def chronicle(game: Game, turns: int | None = None, console: Console | None = None, whole: bool = False) -> None:
    """Plays the game and tells each turn as it is played; the last line is the same for the same seed."""
    console = console or plain_console()
    told_head(console, game)
    while not game.over and (turns is None or game.played < turns):
        game.end_turn()
        told_turn(console, game, game.played, whole=whole)
    told_end(console, game)


def plain_console() -> Console:
    """A console that writes as wide as the terminal is, and wide into files."""
    return Console(highlight=False, emoji=False, width=width(WIDE))


def summary(game: Game, played: int | None = None) -> dict[str, Any]:
    """What `sim --json` prints, up to ``played`` turns (all)."""
    last = game.played if played is None else played
    whole = last == game.played
    worlds = [game.worlds_at(turn) for turn in range(last + 1)]
    return {
        "scenario": game.scenario.name,
        "seed": game.seed,
        "engine": __version__,
        "rules": opening.RULES,
        "turns": last,
        "ending": game.ending if whole else None,
        "digest": game.digest if whole else game.digest_at(last),
        "scores": {role: round(value, 4) for role, value in (game.scores() if whole else game.scores_at(last)).items()},
        "par": pars(game.scenario),
        "series": {
            name: [round(float(getattr(world, field)[0]), 6) for world in worlds]
            for name, field in (("brent", "price"), ("escalation", "escalation"), ("flow", "flow"))
        },
        "events": [row for turn in range(1, last + 1) for row in event_rows(game, turn)],
    }


def event_rows(game: Game, turn: int, seat: int | None = None) -> list[dict[str, Any]]:
    """The events of a turn as plain rows, with their text; those that a seat sees (None: all)."""
    worlds = game.worlds_at(turn)
    events = game.history[turn - 1].events
    found = []
    for event, row in zip(events, rows_from(worlds.cast, events), strict=True):
        if seat is not None and not event.seen >> seat & 1:
            continue
        cables: list[Cable] = tell(worlds, [row], seat)
        words = cables[0].headline if cables else event.outcome.replace("_", " ")
        found.append({name: getattr(event, name) for name in EVENT_COLUMNS} | {"text": words})
    return found
