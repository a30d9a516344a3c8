"""The game in the terminal: typed lines in, printed lines out, the same game underneath."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from seatgames import played

from diplogame import cli
from diplogame.game import Game
from diplogame.seats import LocalSeat
from diplogame.terminal import Sitting


def sit(lines, game=None, role="russia", file=None):
    """What was printed when these lines were typed, and the sitting."""
    game = game or Game.new("one_lesson", people=[role], seed=7)
    out = io.StringIO()
    console = Console(file=out, width=140, highlight=False, markup=False, emoji=False)
    given = iter(lines)

    def read(_):
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    sitting = Sitting(game, role, console, read, file)
    sitting.play()
    return out.getvalue(), sitting


def test_a_whole_game_is_played_by_lines(tmp_path):
    file = tmp_path / "g.jsonl"
    out, sitting = sit(["orders", "orders call", "call qatar", *["end", "end"] * 9, "quit"], file=file)
    assert sitting.game.over
    assert "Added: Call Doha" in out
    assert sitting.game.history[0].dockets["russia"].orders[0].id == "call:qatar"
    assert "Your score:" in out
    assert "The game is over" in out
    assert Game.load(file).digest == sitting.game.digest


def test_orders_by_number_are_those_that_are_listed():
    out, sitting = sit(["orders denounce"])
    number = next(line.split()[0] for line in out.splitlines() if "Denounce Israel" in line)
    out, sitting = sit(["orders denounce", number, f"add {number}", f"add {number}", "docket", "drop 1", "docket"])
    assert "Added: Denounce Israel." in out
    assert "It is chosen already." in out
    assert "1 chosen" in out
    assert "0 chosen" in out
    assert sitting.docket.orders == []


def test_answers_are_given_and_checked():
    game = played("moscow_table", turns=1, people=["russia"], seed=3)
    asked = LocalSeat(game, "russia").asked()
    assert asked
    value = asked[0]["choices"][-1]["value"]
    out, sitting = sit(["asks", "answer 1 perhaps", f"answer 1 {value}", "end", "end"], game)
    assert "would do" in out
    assert f"Your answer: {value}." in out
    assert dict(game.history[1].dockets["russia"].answers)[asked[0]["id"]] == value
    assert sitting.docket.answers == {}


def test_looking_round_changes_nothing():
    looks = [
        "report",
        "cables",
        "cables oil",
        "c1",
        "why 1",
        "states",
        "sites",
        "talks",
        "council",
        "ledger",
        "goals",
        "brief",
        "help",
        "asks",
        "docket",
        "forecast",
    ]
    game = played("one_lesson", turns=2, people=["iran"])
    digest = game.digest
    out, _ = sit(looks, game, "iran")
    assert game.digest == digest
    for words in ("Nevatim", "Chance that each would come", "imagined futures", "Who you are", "Missiles left"):
        assert words in out, words


def test_what_is_not_understood_is_said_and_nothing_breaks():
    out, sitting = sit(
        [
            "frobnicate",
            "add 999",
            "add x",
            "drop 3",
            "why 77",
            "c99",
            "answer 9 yes",
            "undo",
            "find host_talks invite=qatar",
            "call atlantis",
            "",
            "  ",
            "end now",
        ]
    )
    assert "“frobnicate” is not understood" in out
    assert "“999” is no number" in out
    assert "name iran" in out
    assert "atlantis" in out
    assert sitting.game.played == 0


def test_a_turn_is_taken_back():
    out, sitting = sit(["end", "end", "undo"])
    assert "taken back" in out
    assert sitting.game.played == 0


def test_too_much_is_refused_in_words():
    out, _ = sit(
        ["supply_fighters iran", "supply_air_defence target=iran level=battery", "send_engineers places=parchin"]
    )
    assert "It costs 2; 0 capital is left." in out


def test_without_a_screen_the_ai_plays_and_ends_as_sim_does(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert cli.main(["play", "one_lesson", "--seed", "9"]) == 0
    told = capsys.readouterr().out
    assert "There is no screen here" in told
    assert cli.main(["sim", "one_lesson", "--seed", "9"]) == 0
    assert told.splitlines()[-1] == capsys.readouterr().out.splitlines()[-1]
    assert told.splitlines()[-1].startswith("ending: ")


def test_with_a_screen_the_desktop_opens(monkeypatch):
    opened = {}
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr("diplogame.desktop.run", lambda **given: opened.update(given) or 0)
    assert cli.main(["play", "one_lesson", "--role", "iran", "--seed", "4"]) == 0
    assert opened == {"scenario": "one_lesson", "role": "iran", "seed": 4, "level": "normal", "load": None}
    opened.clear()
    assert cli.main([]) == 0
    assert opened == {}


def test_text_play_reads_a_script_and_goes_on_with_a_save(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO("call qatar\nend\nend\nquit\n"))
    assert cli.main(["play", "one_lesson", "--text", "--role", "egypt", "--seed", "5"]) == 0
    out = capsys.readouterr().out
    saves = list(tmp_path.rglob("*.jsonl"))
    assert len(saves) == 1
    assert saves[0].name in out.replace("\n", "")
    monkeypatch.setattr("sys.stdin", io.StringIO("end\nend\n"))
    assert cli.main(["play", "--text", "--load", str(saves[0])]) == 0
    assert Game.load(saves[0]).played == 2
    assert Game.load(saves[0]).people == ("egypt",)


@pytest.mark.parametrize(
    ("arguments", "words"), [(["--role", "atlantis"], "atlantis"), (["--load", "nowhere.jsonl"], "nowhere.jsonl")]
)
def test_bad_input_is_one_message(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert cli.main(["play", "one_lesson", "--text", *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
