"""The screens on the real engine: what they show is the seat's own, and a game goes to its end and comes back from disk."""

from __future__ import annotations

import pytest
from driver import Driver

from diplogame.desktop.engine import RealEngine
from diplogame.desktop.settings import Settings


@pytest.fixture
def real(tmp_path):
    made = Driver(RealEngine(), tmp_path / "saves", settings=Settings(ask_before_end=False, speed="off", futures=100))
    handle = made.desk.handle

    def without_futures(name, arguments, part):
        """Futures are tested with the engine; here they would only take time."""
        if name == "forecast":
            return {
                "futures": 100,
                "endings": {"tit_for_tat": 1.0},
                "fan": {},
                "score": {"mean": 50, "low": 40, "high": 60},
                "without": None,
            }
        return handle(name, arguments, part)

    made.desk.handle = without_futures
    yield made
    made.app.backdrop.stop()


def begin(d, scenario="tutorial", role="russia"):
    d.click("title.new")
    d.screen.gui.set("new.scenario", scenario)
    d.screen.gui.set("new.seed", "7")
    d.click(f"new.role.{role}")
    d.click("new.begin", 5)
    assert d.screen.id == "report"
    d.key("return")
    assert d.screen.id == "main"
    d.frames(30)


def test_the_tutorial_is_played_through_its_suggestions(real):
    begin(real)
    for turn in (1, 2, 3):
        main = real.screen
        assert main.play.picture["turn"] == turn
        real.click("hint.0")
        assert real.screen.id == "composer"
        assert real.screen.order is not None
        real.key("return")
        if real.screen.id == "composer":
            real.key("escape")
        if real.screen.play.asked:
            real.key("q")
            while real.screen.id == "answer":
                real.click(
                    next(
                        w.id
                        for w in real.screen.widgets()
                        if w.id.startswith("answer.") and ".member." not in w.id and w.id != "answer.later"
                    )
                )
        real.key("ctrl+return", 6)
        while real.screen.id in ("resolve", "report"):
            real.key("return", 4)
    assert real.screen.play.picture["over"]
    real.key("w", 4)
    assert real.screen.id == "why"
    assert real.screen.reasons
    assert real.screen.reasons["text"]
    real.key("escape")
    real.key("ctrl+return", 6)
    assert real.screen.id == "end"
    assert real.screen.result["tale"]


@pytest.mark.parametrize("role", ["iran", "qatar"])
def test_every_page_opens_for_other_roles(real, role):
    begin(real, "one_lesson", role)
    real.key("ctrl+return", 6)
    while real.screen.id in ("resolve", "report"):
        real.key("return", 4)
    for key, page in {"a": "composer", "r": "report", "l": "ledger", "c": "council", "t": "talks", "w": "why"}.items():
        real.key(key, 4)
        assert real.screen.id == page, key
        real.key("escape")
    for order in real.screen.play.legal:
        real.app.apply(real.screen.compose(None, order))
        real.frames(1)
        real.app.apply(real.screen.close())


def test_a_save_opens_again_with_the_same_digest(real):
    begin(real, "one_lesson")
    for _ in range(2):
        real.key("ctrl+return", 6)
        while real.screen.id in ("resolve", "report"):
            real.key("return", 4)
    status = real.desk.table.status()
    again = real.desk.engine.load(str(real.desk.path)).status()
    assert (again["digest"], again["turn"], again["people"]) == (status["digest"], 3, ["russia"])
    (real.desk.folder / "cut.jsonl").write_bytes(real.desk.path.read_bytes()[:-900])
    (real.desk.folder / "changed.jsonl").write_bytes(real.desk.path.read_bytes().replace(b'"seed":7', b'"seed":8'))
    shelf = {one["file"]: one for one in real.desk.shelf()}
    assert shelf["changed.jsonl"]["error"]
    assert shelf["cut.jsonl"]["error"] or shelf["cut.jsonl"]["notice"]
    assert shelf[real.desk.path.name]["error"] is None


def test_a_picture_is_made_from_the_seats_view_alone(real):
    """Two games that differ in what Russia cannot know show Russia the same pixels."""
    import numpy as np

    begin(real, "moscow_table")
    first = real.app.window.surface.copy()
    game = real.desk.table.game
    before = real.screen.play.picture
    worlds = game.worlds
    cast = worlds.cast
    hidden = worlds.replace({"missiles": worlds.missiles + 37.0}) if hasattr(worlds, "missiles") else worlds
    assert hidden is not worlds, "no hidden array to change"
    game.playing.worlds = hidden
    game._views.clear()
    from diplogame.seats import LocalSeat

    assert LocalSeat(game, "russia").picture() == before
    assert np.any(hidden.missiles != worlds.missiles)
    assert "iran" in cast.states
    assert first.get_size() == real.app.window.surface.get_size()


def test_the_replay_shows_each_seat_its_own_and_lifts_the_fog(real):
    begin(real, "one_lesson")
    for _ in range(2):
        real.key("ctrl+return", 6)
        while real.screen.id in ("resolve", "report"):
            real.key("return", 4)
    real.key("escape")
    real.click("pause.replay", 6)
    replay = real.screen
    assert replay.last == 3
    real.key("right", 5)
    own = {one["id"] for one in replay.play.picture["cables"]}
    real.click("replay.eyes.all", 5)
    lifted = replay.play.picture["cables"]
    assert replay.role is None
    assert len(lifted) >= len([one for one in lifted if one["id"] in own])
    real.click("replay.eyes.israel", 5)
    assert replay.play.picture["role"] == "israel"
