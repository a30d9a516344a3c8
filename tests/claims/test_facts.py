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


SAME = {
    "hormuz_flow": "hormuz_flow", "closure_cut": "closure_cut", "harass_cut": "harass_traffic", "world_supply": "world_supply_2024", "price_base": "brent_feb2026",
    "leak_neighbour": "leak_uae_drones",
}  # fmt: skip
"""Rule numbers that are a figure from the record itself, not only led by one."""


@pytest.mark.parametrize("rule", SAME)
def test_a_number_that_is_a_figure_lies_in_its_range(rule):
    fact = next(row for row in ROWS if row["id"] == SAME[rule])
    number = load_scenario("moscow_table").rules[rule]
    assert SAME[rule] in number.source
    assert fact["range"][0] <= number.value <= fact["range"][1]


@pytest.mark.parametrize("page", ["claims.md", "facts.md"])
def test_the_page_is_up_to_date(page, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import make

    old = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert make.made(old) == old
    assert "<!-- made:" in old
    sys.modules.pop("make")
