"""The screens on the real engine: what they show is the seat's own, and a game goes to its end and comes back from disk."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from driver import Driver

from diplogame.desktop.engine import PlayedGame, RealEngine
from diplogame.desktop.play import Play
from diplogame.desktop.settings import Settings
from diplogame.texts import has

sys.path.append(
    str(Path(__file__).parent.parent / "seats")
)  # for `test_fog.stirred`: what hidden is, written down once


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


def pixels(d, pages):
    """What the desk and its pages show now, as bytes, nothing moving."""
    flow = d.screen.flow
    flow.fresh = False
    d.app.apply(flow.sit())
    while d.screen.id in ("resolve", "report"):
        d.key("return", 4)
    d.frames(40)
    found = {}
    for page in ["desk", *pages]:
        if page != "desk":
            d.app.apply(d.screen.command(page))
            d.frames(4)
        d.app.toast = None
        d.screen.hover = d.screen.focus = None
        d.frames(2)
        found[page] = d.app.window.surface.get_buffer().raw
        if page != "desk" and d.screen.id != "main":
            d.key("escape")
    return found


@pytest.mark.parametrize("role", ["russia", "jordan"])
def test_the_pixels_do_not_move_with_what_the_seat_cannot_know(real, role):
    """All that is hidden from the seat is changed, in the present and the turn before: every page stays the same to the last pixel."""
    import numpy as np
    from test_fog import stirred

    real.app.settings.calm = True
    real.app.restyle()
    begin(real, "one_lesson", role)
    real.key("ctrl+return", 6)
    while real.screen.id in ("resolve", "report"):
        real.key("return", 4)
    pages = ["report", "ledger", "council", "talks", "compose"]
    before = pixels(real, pages)
    game, luck = real.desk.table.game, np.random.default_rng(5)
    seat, frames = game.roles.index(role), game.tape.frames
    for one in frames[-2:]:
        object.__setattr__(one, "worlds", stirred(one.worlds, seat, luck))
    game.playing.worlds = frames[-1].worlds
    game._views.clear()
    real.desk.table._seats.clear()
    after = pixels(real, pages)
    assert [page for page in before if before[page] != after[page]] == []
    worlds = frames[-1].worlds
    object.__setattr__(
        frames[-1], "worlds", worlds.replace({"price": worlds.price + 9.0})
    )  # what all can see does show
    game.playing.worlds = frames[-1].worlds
    game._views.clear()
    real.desk.table._seats.clear()
    assert pixels(real, [])["desk"] != before["desk"]


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


def test_every_choice_of_every_order_is_named_in_words(real):
    """No bare name of the engine on a chip: states and sites by their names, the rest from the catalogue."""
    from diplogame.desktop.screens.composer import Composer
    from diplogame.game import Game

    bare = set()
    game = Game.new("moscow_table", [], seed=7)
    for _ in range(3):
        game.end_turn()
    real.desk.table = PlayedGame(game, real.desk.engine)
    for role in game.roles:
        play = Play.of(real.desk.table.status(), role, real.desk.seat(role))
        roles = {one["role"] for one in play.picture["states"]}
        for verb in {one["verb"] for one in play.legal}:
            page = Composer(play)
            page.verb = verb
            for name, values in page.dimensions():
                labels = {page.label(name, value) for value in values}
                assert len(labels) == len(values), (verb, name, labels)
                assert has(f"desktop.dimension.{name}"), (verb, name)
                bare |= {(verb, name, one) for one in labels if "_" in one or one in roles}
    assert not bare


def test_the_sites_of_a_strike_are_asked_for_once(real):
    from diplogame.desktop.screens.composer import Composer

    real.desk.new("moscow_table", ["israel"], 7, "normal")
    play = Play.of(real.desk.status(), "israel", real.desk.seat("israel"))
    page = Composer(play, None, next(one for one in play.legal if one["verb"] == "strike"))
    names = [name for name, _ in page.dimensions()]
    assert "place" not in names
    assert "places" in page.lists
