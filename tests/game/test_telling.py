"""A turn told in the terminal: what matters stands first, what comes often in one line, and nothing that happened is lost."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from diplogame import Game
from diplogame.chronicle.cables import tell
from diplogame.chronicle.group import rows_from
from diplogame.chronicle.words import words_of
from diplogame.commands.headlines import GROUPS, HEADINGS, LEAST, TOLD, under_headings
from diplogame.commands.telling import told_turn


@pytest.fixture(scope="module")
def long_game():
    found = Game.new("moscow_table", seed=7)
    while not found.over:
        found.end_turn()
    return found


def cables_of(game, turn, seat=None):
    worlds = game.worlds_at(turn)
    return tell(worlds, rows_from(worlds.cast, game.history[turn - 1].events), seat)


def told(game, turn, role=None, columns=120):
    out = io.StringIO()
    told_turn(Console(file=out, width=columns, highlight=False), game, turn, role)
    return out.getvalue()


def test_headings_stand_once_and_in_the_order_of_their_weight(long_game):
    seen = set()
    for turn in range(1, long_game.played + 1):
        headings = [name for name, _ in under_headings(words_of(long_game.worlds.cast), cables_of(long_game, turn))]
        assert headings == sorted(headings, key=HEADINGS.index)
        assert len(headings) == len(set(headings))
        seen |= set(headings)
    assert {"ending", "force", "talks", "council", "bargains", "arms"} <= seen


@pytest.mark.parametrize("seat", [None, 0, 7])
def test_nothing_that_happened_is_lost(long_game, seat):
    words = words_of(long_game.worlds.cast)
    for turn in range(1, long_game.played + 1):
        cables = cables_of(long_game, turn, seat)
        lines = [line.plain for _, found in under_headings(words, cables) for line in found]
        for one in cables:
            if (
                f"{one.kind}.{one.outcome}" not in GROUPS
                and (one.verb in TOLD or one.gravity >= LEAST)
                and one.kind != "order"
            ):
                assert any(one.headline in line for line in lines), one
        kept = [one for one in cables if one.outcome == "promise_kept"]
        if kept:
            (line,) = [line for line in lines if line.startswith(("Promise kept", "Promises kept"))]
            counts = re.findall(r"[(,] ?(\d+) x |[(,] ?(?=[a-z])", line)
            assert sum(int(n or 1) for n in counts) == len(kept), line
        for one in cables:
            if one.kind == "arrival":
                assert any(
                    words.capital(words.cast.state_index[one.target]) in line
                    for line in lines
                    if line.startswith("Arrived")
                )


def test_a_blow_is_told_with_what_came_of_it(long_game):
    blows = 0
    for turn in range(1, long_game.played + 1):
        for one in cables_of(long_game, turn):
            if one.verb in ("strike", "retaliate"):
                blows += 1
                assert one.results
                assert one.headline in " ".join(told(long_game, turn, columns=400).split())
                assert one.results.split(".")[0] in " ".join(told(long_game, turn, columns=400).split())
    assert blows > 3


@pytest.mark.parametrize("columns", [40, 80, 109, 110, 160])
def test_lines_keep_to_the_terminal(long_game, columns):
    text = told(long_game, 2, columns=columns)
    assert max(map(len, text.splitlines())) <= columns
    assert "Force" in text
    assert "(chance" in text


def test_a_role_is_told_no_other_state_s_reasons(long_game):
    text = told(long_game, 2, "jordan")
    assert text.count("(chance") == len(long_game.history[1].dockets["jordan"].orders)


def test_reasons_name_what_spoke_against_after_what_spoke_for(long_game):
    text = " ".join(told(long_game, 1, columns=400).split())
    for words in re.findall(r"[^()]*\(chance", text):
        for_, _, against = words.partition("; against it ")
        assert not re.search(r" -\d\.\d", for_.split("  ")[-1])
        assert not re.search(r" \+\d\.\d", against)
