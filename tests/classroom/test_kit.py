from __future__ import annotations

import re

import pytest

from diplogame.classroom.kit import PARTS, write_kit
from diplogame.errors import FileError
from diplogame.scenario.load import load_scenario


def test_the_kit_has_every_part_for_every_role(tmp_path):
    scenario = load_scenario("one_lesson")
    files = write_kit(scenario, tmp_path / "kit")
    assert {path.stem for path in files} == {"index", *PARTS}
    for path in files:
        page = path.read_text(encoding="utf-8")
        assert page.startswith("<!doctype html>")
        assert "http://" not in page
        assert "https://" not in page
        assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    for part in ("cards", "pages", "dossiers", "slips"):
        page = (tmp_path / "kit" / f"{part}.html").read_text(encoding="utf-8")
        for state in scenario.states.values():
            assert state.name in page
    guide = (tmp_path / "kit" / "guide.html").read_text(encoding="utf-8")
    words = len(re.sub(r"<[^>]+>", " ", guide).split())
    assert 1000 < words < 2600, "four pages"
    for state in scenario.states.values():
        assert len(state.brief.card.split()) <= 150


def test_the_guide_of_a_long_game_plans_three_hours_with_a_plenary(tmp_path):
    scenario = load_scenario("moscow_table")
    write_kit(scenario, tmp_path / "kit")
    guide = (tmp_path / "kit" / "guide.html").read_text(encoding="utf-8")
    assert "three hours" in guide
    assert "50 minutes)" not in guide
    sheets = (tmp_path / "kit" / "plenary.html").read_text(encoding="utf-8")
    assert all(state.name in sheets for state in scenario.states.values())


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "kit").write_text("a file")
    with pytest.raises(FileError, match="cannot be written"):
        write_kit(load_scenario("one_lesson"), tmp_path / "kit")


def test_briefs_of_a_session_are_cards_and_pages():
    from diplogame.classroom.game_backend import GameBackend
    from diplogame.classroom.kit import briefs

    about = GameBackend().describe("one_lesson")
    page = briefs(about["title"], about["states"])
    for state in about["states"]:
        assert page.count(f"<h1>{state['name']}</h1>") == 2
        assert state["goals"][0]["title"] in page
