"""Figures from the record: each that a scenario names is there, each that is there is named, and numbers stay inside them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from diplogame.resources import find, folder
from diplogame.scenario.load import load_scenario
from diplogame.yamlload import load_file

ROOT = Path(__file__).resolve().parents[2]
ROWS = load_file(find("seeds", "facts.yaml")).data
IDS = {row["id"] for row in ROWS}


def test_every_row_is_whole():
    assert len(IDS) == len(ROWS)
    for row in ROWS:
        assert {"id", "what", "value", "unit", "source", "known"} <= set(row), row["id"]
        assert row["known"] in ("found", "computed", "general", "guess")
        if "range" in row and not isinstance(row["value"], str):
            assert row["range"][0] <= row["value"] <= row["range"][1], row["id"]


def test_every_figure_is_named_by_a_scenario():
    words = set(
        re.findall(
            r"[a-z][a-z0-9_]+", "".join(path.read_text(encoding="utf-8") for path in folder("scenarios").glob("*.yaml"))
        )
    )
    assert IDS - words == set()


def test_numbers_lie_in_the_range_of_their_figures():
    """Where a rule number's source names figures in the same unit, and does not call itself a guess: inside the widest of their ranges."""
    facts = {row["id"]: row for row in ROWS}
    compared = 0
    for name, rule in load_scenario("moscow_table").rules.items():
        named = [facts[word] for word in re.findall(r"[a-z][a-z0-9_]+", rule.source) if word in facts]
        ranges = [fact["range"] for fact in named if fact["unit"] == rule.unit and "range" in fact]
        if ranges and not rule.source.startswith("guess"):
            compared += 1
            assert min(low for low, _ in ranges) <= rule.value <= max(high for _, high in ranges), name
    assert compared >= 5


@pytest.mark.parametrize("page", ["claims.md", "facts.md"])
def test_the_page_is_up_to_date(page, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import make

    old = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert make.made(old) == old
    assert "<!-- made:" in old
    sys.modules.pop("make")
