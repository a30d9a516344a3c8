"""The after-action review: whole, honest, and one page that needs nothing else."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import numpy as np
import pytest

from diplogame import cli
from diplogame.errors import SeatError
from diplogame.game import Game
from diplogame.playing import Playing
from diplogame.review import review, write_review
from diplogame.review.page import page
from diplogame.review.parts import e, tag
from diplogame.review.whatif import _first, _tally, what_if
from diplogame.seats.news import cables
from diplogame.verbs.verb import verb_named


def test_it_is_plain_data(told):
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_every_order_is_told_with_its_reasons(finished, told):
    for turn, played in zip(told["timeline"], finished.history, strict=True):
        assert len(turn["orders"]) == sum(len(docket.orders) for docket in played.dockets.values())
        assert all(order["why"]["text"] for order in turn["orders"])


def test_what_was_hidden_is_unveiled_and_who_knew(finished, told):
    hidden = sum(
        order.covert or verb_named(order.verb).secret
        for turn in finished.history
        for docket in turn.dockets.values()
        for order in docket.orders
    )
    assert len(told["unveiled"]) == hidden > 3
    names = {spec.name for spec in finished.scenario.states.values()}
    for one in told["unveiled"]:
        assert set(one["knew"]) <= names
        assert finished.scenario.states[one["source"]].name in one["knew"]


def test_series_and_scores_are_the_games(finished, told):
    assert told["series"]["brent"][-1] == pytest.approx(float(finished.worlds_at(finished.played).price[0]), abs=1e-3)
    assert {one["role"]: one["score"] for one in told["roles"]} == {
        role: round(value, 1) for role, value in finished.scores().items()
    }
    assert len(told["knew"]["capability"]["truth"]) == finished.played + 1


def test_every_promise_of_the_game_is_on_the_ledger(finished, told):
    kept = sum(event.outcome == "promise_kept" for turn in finished.history for event in turn.events)
    broken = sum(event.outcome == "promise_broken" for turn in finished.history for event in turn.events)
    states = [one["state"] for one in told["promises"]]
    assert states.count("kept") == kept
    assert states.count("broken") == broken


def test_a_what_if_without_a_difference_finds_none(finished):
    """Both halves meet the same luck: where the same orders stand in both, every pair is equal."""
    act = next(one for one in cables(finished, None) if one.kind == "order" and one.act >= 0 and one.turn == 2)
    n = 20
    worlds = finished.worlds_at(1).take(np.zeros(2 * n, dtype=np.intp)).replace({"seeds": np.tile(np.arange(n), 2)})
    playing = Playing.imagined(worlds, _tally(finished, 1, 2 * n))
    first = {role: type(mind)(mind.rows, mind.answers, -1) for role, mind in _first(finished, act).items()}
    playing.step([first[role] for role in finished.roles])
    assert np.array_equal(playing.worlds.price[:n], playing.worlds.price[n:])
    assert np.array_equal(playing.worlds.stability[:n], playing.worlds.stability[n:])


def test_the_first_half_of_a_what_if_is_the_turn_as_it_was(finished):
    """On the game's own luck the docket as told brings the same worlds about."""
    turn = 3
    act = next(one for one in cables(finished, None) if one.kind == "order" and one.act >= 0 and one.turn == turn)
    worlds = finished.worlds_at(turn - 1).take(np.zeros(2, dtype=np.intp))
    playing = Playing.imagined(worlds, _tally(finished, turn - 1, 2))
    first = _first(finished, act)
    playing.step([first[role] for role in finished.roles])
    then = finished.worlds_at(turn)
    for name in ("price", "escalation", "relation", "stability", "capital", "integrity"):
        assert np.array_equal(getattr(playing.worlds, name)[0], getattr(then, name)[0]), name


def test_a_what_if_leaves_out_one_order_alone(finished):
    act = next(
        one
        for one in cables(finished, None)
        if one.kind == "order"
        and one.act >= 0
        and one.turn == 2
        and one.verb in ("strike", "retaliate", "host_talks", "call")
    )
    first = _first(finished, act)
    left_out = {role: mind.without for role, mind in first.items() if mind.without >= 0}
    assert list(left_out) == [act.source]
    found = what_if(finished, act, 40)
    assert set(found["change"]) == set(finished.roles)
    assert sum(found["with"]["endings"].values()) == pytest.approx(1, abs=1e-3)
    assert 0 <= found["same"] <= 1


def test_it_asks_about_this_very_game(told):
    assert 4 <= len(told["questions"]) <= 7
    assert any(point["headline"] in " ".join(told["questions"]) for point in told["turning_points"])


class Page(HTMLParser):
    """Tags as they open and close, and where things are fetched from."""

    VOID = ("meta", "br", "input")

    def __init__(self):
        super().__init__()
        self.open, self.fetched, self.ids, self.links, self.words = [], [], set(), [], ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.fetched += [given[name] for name in ("src", "data", "action") if name in given]
        self.links += [given["href"]] if "href" in given else []
        self.ids |= {given["id"]} if "id" in given else set()
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def test_the_page_is_whole_and_fetches_nothing(told):
    words = page(told)
    seen = Page()
    seen.feed(words)
    assert seen.open == []
    assert seen.fetched == []
    assert all(link.startswith("#") and link[1:] in seen.ids for link in seen.links)
    assert "http:" not in words
    assert "https:" not in words
    assert "@import" not in words
    for name in (
        "tale",
        "course",
        "scores",
        "turning",
        "whatif",
        "unveiled",
        "promises",
        "knew",
        "questions",
        "timeline",
    ):
        assert name in seen.ids
    assert told["tale"] in " ".join(seen.words.split())


def test_names_and_texts_are_never_markup(told):
    hostile = '<script>alert("x")</script>'
    words = page({**told, "title": hostile, "tale": hostile, "ending_title": hostile, "questions": [hostile]})
    assert hostile not in words
    assert words.count("<script>") == 1
    assert e('a"b<c>&') == "a&quot;b&lt;c&gt;&amp;"
    assert tag("p", "x", title='"><img>') == '<p title="&quot;&gt;&lt;img&gt;">x</p>'


def test_it_stands_at_the_end_alone():
    game = Game.new("one_lesson", seed=1)
    with pytest.raises(SeatError):
        review(game)


def test_the_command_writes_the_page_beside_the_record(finished, tmp_path, capsys):
    record = tmp_path / "g.jsonl"
    finished.save(record)
    assert cli.main(["review", str(record), "--futures", "0"]) == 0
    assert str(tmp_path / "g.html") in capsys.readouterr().out.replace("\n", "")
    words = (tmp_path / "g.html").read_text(encoding="utf-8")
    assert words.startswith("<!doctype html>")
    assert 'id="whatif"' not in words
    assert cli.main(["review", str(record), "--futures", "20", "--out", str(tmp_path / "other.html")]) == 0
    assert 'id="whatif"' in (tmp_path / "other.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("make", ["missing", "unfinished", "folder"])
def test_bad_input_is_one_message(make, tmp_path, capsys):
    record, out = tmp_path / "g.jsonl", tmp_path / "g.html"
    arguments = ["review", str(record), "--futures", "0"]
    if make != "missing":
        game = Game.new("tutorial", seed=1)
        game.end_turn()
        while make == "folder" and not game.over:
            game.end_turn()
        game.save(record)
    if make == "folder":
        out = tmp_path / "nowhere" / "x.html"
        arguments += ["--out", str(out)]
    assert cli.main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("diplogame: ")
    assert "Traceback" not in error
    assert not out.exists()


def test_a_page_is_written_whole_or_not_at_all(finished, tmp_path):
    place = tmp_path / "r.html"
    assert write_review(finished, place, futures=0) == place
    assert [one.name for one in tmp_path.iterdir()] == ["r.html"]
