"""What is said while a batch runs: lines in a log, a bar on a screen, the first endings before any file is whole."""

from __future__ import annotations

import io

import polars as pl
from fake_engine import ENDINGS

from diplogame.batch import job, progress
from diplogame.batch.job import play
from diplogame.batch.progress import Bar, Endings, Lines, Silent, told
from diplogame.batch.run import assembled, prepare


class Listener(Silent):
    """Notes what it is told, in order."""

    def __init__(self):
        self.heard = []

    def advance(self, games):
        self.heard.append(("games", games))

    def endings(self, counts):
        self.heard.append(("endings", sum(counts.values())))


def test_first_results_come_before_the_first_file(run, tmp_path):
    listener = Listener()
    results = run(games=2000, out=tmp_path, progress=listener)
    assert listener.heard[0] == ("endings", job.FIRST)
    assert listener.heard[1] == ("endings", results.plan.chunk_games), "whole games take the place of the glimpse"
    assert listener.heard[-2:] == [("endings", 2000), ("games", 2000 - 15 * results.plan.chunk_games)]


def test_going_on_counts_what_stood_there(run, tmp_path):
    run(games=2000, out=tmp_path)
    (tmp_path / "games" / "part-00003.parquet").unlink()
    listener = Listener()
    run(games=2000, out=tmp_path, progress=listener)
    assert listener.heard[-2:] == [("endings", 2000), ("games", 125)]


def test_a_glimpse_is_of_the_games_that_are_played():
    batch = prepare("fake", assembled(None, {"rules.heat": 0.7}, games=2000, seed=3), engine="fake_engine").job
    seen = []
    whole = play(batch, 0, seen.append)
    assert seen == [
        {
            ENDINGS[code]: int((whole.ending[: job.FIRST] == code).sum())
            for code in sorted(set(whole.ending[: job.FIRST]))
        }
    ]
    assert whole.digest == play(batch, 0).digest
    short = prepare("fake", assembled(None, games=16 * 2 * job.FIRST), engine="fake_engine").job
    play(short, 0, seen.append)
    assert len(seen) == 1, "a short chunk is soon whole"


def test_whoever_does_not_listen_costs_nothing():
    Endings(Silent()).add(io.BytesIO(b"no table at all"))


def test_lines_tell_the_first_endings_and_how_far_it_is(monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0)
    stream = io.StringIO()
    lines = Lines(stream)
    lines.start(200, 0)
    lines.endings({"tit_for_tat": 24, "ceasefire": 8})
    lines.endings({"tit_for_tat": 90, "ceasefire": 10})
    lines.advance(100)
    first, second = stream.getvalue().splitlines()
    assert first == "32 games so far: tit for tat 75%, ceasefire 25%"
    assert second.startswith("100 of 200 games, ")
    assert second.endswith("; tit for tat 90%, ceasefire 10%")


def test_a_bar_has_games_a_second_time_left_and_endings(monkeypatch):
    from rich.console import Console

    stream = io.StringIO()
    monkeypatch.setattr(
        "rich.console.Console", lambda **_: Console(file=stream, force_terminal=True, width=100, color_system=None)
    )
    bar = Bar()
    bar.start(200, 0)
    bar.endings({"tit_for_tat": 3, "ceasefire": 1})
    bar.advance(100)
    bar.stop()
    shown = stream.getvalue()
    assert "100/200" in shown
    assert " a second" in shown
    assert " left" in shown
    assert "4 games so far: tit for tat 75%, ceasefire 25%" in shown


def test_endings_in_words_leave_out_what_is_rare():
    counts = dict(pl.Series(["war"] * 1 + ["deal"] * 299).value_counts().iter_rows())
    assert told(counts) == "deal 100%"
    assert told({"general_war": 1, "ceasefire": 1}) == "ceasefire 50%, general war 50%"
