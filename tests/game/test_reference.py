"""The reference games come out as they are written down, digest for digest."""

from __future__ import annotations

import pytest

from diplogame import opening
from diplogame.commands import golden

FILE = golden.read()


def test_the_file_is_of_these_rules_and_holds_every_game():
    assert FILE["rules"] == opening.RULES
    assert [golden.key(game) for game in FILE["games"]] == [golden.key(game) for game in golden.GAMES]


@pytest.mark.parametrize(
    "game", golden.GAMES, ids=lambda game: f"{game['scenario']}-{game['seed']}-{game.get('level', '')}"
)
def test_a_reference_game_has_its_digest(game):
    old = next(one for one in FILE["games"] if golden.key(one) == golden.key(game))
    assert list(golden.moved(old, golden.played(game))) == [], (
        "renew with: python -m diplogame.commands.golden --write, and raise opening.RULES"
    )


def test_what_moved_is_told_by_turn_and_role():
    old = FILE["games"][0]
    turns = [dict(turn) for turn in old["turns"]]
    turns[2] = {"digest": "0" * 16, "orders": {**turns[2]["orders"], "russia": ["call:egypt"]}}
    said = list(
        golden.moved(
            old,
            {
                **old,
                "digest": "0",
                "turns": turns,
                "ending": "ceasefire" if old["ending"] != "ceasefire" else "tit_for_tat",
            },
        )
    )
    assert "moved from turn 3 on" in said[0]
    assert any("russia" in line and "call:egypt" in line for line in said)
    assert "ending" in said[-1]
    assert list(golden.moved(old, old)) == []
