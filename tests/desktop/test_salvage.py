"""A damaged save on the load page, with the real engine: what stands whole can be played on, the damaged file is kept, the others open."""

from __future__ import annotations

import pytest
from driver import Driver

from diplogame.desktop.engine import RealEngine
from diplogame.desktop.settings import Settings
from diplogame.game import Game


@pytest.fixture
def shelf(tmp_path):
    """A folder with a whole save of three turns; two copies of it, damaged in line 4 and in line 1."""
    folder = tmp_path / "saves"
    folder.mkdir()
    game = Game.new("tutorial", ["russia"], seed=7)
    for _ in range(3):
        game.end_turn()
    game.save(folder / "whole.jsonl")
    raw = (folder / "whole.jsonl").read_bytes()
    for name, number in (("hurt", 4), ("lost", 1)):
        lines = raw.split(b"\n")
        lines[number - 1] = lines[number - 1].replace(b'"', b"'", 1)
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(lines))
    return folder


@pytest.fixture
def real(shelf):
    made = Driver(RealEngine(), shelf, settings=Settings(ask_before_end=False, speed="off", futures=100))
    made.click("title.load")
    made.frames(3)
    yield made
    made.app.backdrop.stop()


def test_what_stands_whole_is_played_on_in_a_file_of_its_own(real, shelf):
    hurt = (shelf / "hurt.jsonl").read_bytes()
    found = {one["file"]: one for one in real.screen.shelf}
    assert found["hurt.jsonl"]["stands"] == 2
    assert "line 4" in found["hurt.jsonl"]["error"]
    assert "--salvage" not in found["hurt.jsonl"]["error"], "there is a button for it here"
    real.click("load.hurt.jsonl")
    real.click("load.salvage", 8)
    assert real.screen.id == "main"
    assert real.screen.play.picture["turn"] == 3
    assert "line 4 was changed" in real.app.toast[0]
    assert (shelf / "hurt.jsonl").read_bytes() == hurt
    (kept,) = shelf.glob("*salvaged*.jsonl")
    assert Game.load(kept).played == 2


def test_where_nothing_stands_nothing_is_offered_and_the_others_open(real):
    real.click("load.lost.jsonl")
    assert real.screen.find("load.salvage") is None
    assert not real.screen.find("load.open").enabled
    real.click("load.whole.jsonl")
    real.click("load.open", 8)
    assert real.screen.id == "main"


def test_a_turn_that_comes_out_otherwise_is_found_on_opening_and_offered_then(real, shelf, monkeypatch):
    import json

    from diplogame import record

    chronicle, _ = record.load(shelf / "whole.jsonl")
    lines = [json.loads(json.dumps(line)) for line in chronicle.lines]
    lines[2]["digest"] = "0" * len(lines[2]["digest"])
    (shelf / "whole.jsonl").write_text("".join(f"{text}\n" for text in record.write(chronicle.header, lines)))
    real.click("load.whole.jsonl")
    real.click("load.open", 8)
    assert real.screen.id == "load", "refused in words"
    real.click("load.salvage", 8)
    assert real.screen.id == "main"
    assert real.screen.play.picture["turn"] == 3
