"""`python -m diplogame.commands.golden`: plays the reference games, and says which digests moved, from which turn on and in what; `--write` renews the file.

When a digest moves, the rules number (`opening.RULES`) must rise before a release: records made before it are then shown as they were told.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from diplogame.game import Game
from diplogame.opening import RULES
from diplogame.record.files import save_bytes
from diplogame.resources import folder

FILE = "reference_games.json"

GAMES: tuple[dict[str, Any], ...] = (
    {"scenario": "moscow_table", "seed": 7},
    {"scenario": "moscow_table", "seed": 9007199254740991},
    {"scenario": "finishing_the_job", "seed": 3},
    {"scenario": "delegation_lands", "seed": 4},
    {"scenario": "quiet_rebuild", "seed": 5},
    {"scenario": "one_lesson", "seed": 6},
    {"scenario": "tutorial", "seed": 20260416, "minds": {"russia": "scripted"}},
    {
        "scenario": "one_lesson",
        "seed": 8,
        "minds": {"iran": "tit_for_tat", "israel": "random", "egypt": "expected_utility"},
    },
    {"scenario": "one_lesson", "seed": 9, "settings": {"rules.price_base": 90}, "forbid": ["denounce@*"]},
    {"scenario": "tutorial", "seed": 10, "level": "hard"},
    {"scenario": "tutorial", "seed": 10, "level": "easy"},
)
"""Small and large, every scenario and every mind."""


def played(arguments: dict[str, Any]) -> dict[str, Any]:
    """A reference game, as the file has it."""
    game = Game.new(**arguments)
    turns = []
    while not game.over:
        turn = game.end_turn()
        turns.append(
            {
                "digest": turn.digest[:16],
                "orders": {role: docket.plain for role, docket in turn.dockets.items() if docket.orders},
            }
        )
    return {
        **arguments,
        "ending": game.ending,
        "digest": game.digest,
        "scores": {role: round(value, 3) for role, value in game.scores().items()},
        "turns": turns,
    }


def moved(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """What differs between two tellings of one game, in words: the first turn that moved, and who ordered otherwise in it."""
    if old["digest"] == new["digest"]:
        return
    title = f"{new['scenario']} seed {new['seed']}"
    for number, (before, after) in enumerate(zip(old["turns"], new["turns"], strict=False), start=1):
        if before["digest"] == after["digest"]:
            continue
        yield f"{title}: moved from turn {number} on"
        roles = [
            role
            for role in {**before["orders"], **after["orders"]}
            if before["orders"].get(role) != after["orders"].get(role)
        ]
        for role in roles:
            yield f"    {role}: {', '.join(before['orders'].get(role, ['nothing']))}  ->  {', '.join(after['orders'].get(role, ['nothing']))}"
        if not roles:
            yield "    the same orders: what they did has changed, or the state has another shape"
        break
    else:
        yield f"{title}: moved after its last common turn"
    if old["ending"] != new["ending"]:
        yield f"    ending: {old['ending']}  ->  {new['ending']}"


def read() -> dict[str, Any]:
    """The file; empty where there is none yet."""
    path = folder("seeds") / FILE
    found: dict[str, Any] = (
        json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"rules": RULES, "games": []}
    )
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where nothing moved or the file was renewed, else 1."""
    parser = argparse.ArgumentParser(prog="python -m diplogame.commands.golden", description=__doc__)
    parser.add_argument("--write", action="store_true", help="renew the file")
    options = parser.parse_args(arguments)
    old = {key(game): game for game in read()["games"]}
    games = [played(one) for one in GAMES]
    said = [
        line
        for game in games
        for line in (
            moved(old[key(game)], game) if key(game) in old else [f"{game['scenario']} seed {game['seed']}: new"]
        )
    ]
    for line in said:
        print(line)
    if not said:
        print(f"{len(games)} reference games, none moved")
        return 0
    if not options.write:
        return 1
    text = json.dumps({"rules": RULES, "games": games}, indent=1, sort_keys=False) + "\n"
    save_bytes(folder("seeds") / FILE, text.encode("utf-8"))
    return 0


def key(game: dict[str, Any]) -> str:
    """What makes it that game."""
    return json.dumps(
        {name: game[name] for name in ("scenario", "seed", "minds", "settings", "forbid", "level") if name in game},
        sort_keys=True,
    )


if __name__ == "__main__":
    sys.exit(main())
