"""The register is whole: every claim is there, and what it names exists."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from diplogame.claims.registry import GROUPS, checks
from diplogame.resources import find
from diplogame.texts import has
from diplogame.verbs.verb import verb_names
from diplogame.yamlload import load_file

ROWS = load_file(find("seeds", "claims.yaml")).data
ROOT = Path(__file__).resolve().parents[2]


def test_all_fifty_four_claims_are_there_in_order():
    assert [row["id"] for row in ROWS] == [f"C{number:02}" for number in range(1, 55)]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_says_what_it_should(row):
    assert set(row) == {"id", "says", "lives", "check", "code", "test"}
    assert all(isinstance(row[key], str) and len(row[key]) > 10 for key in ("says", "lives", "check", "test"))


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_code_that_carries_it_exists(row):
    assert row["code"]
    for name in row["code"]:
        module, _, what = name.partition(":")
        found = import_module(module)
        family = (ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
        assert hasattr(found, what) or (what in verb_names() and f'"{what}"' in family) or f"def {what}(" in family, (
            name
        )


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_test_that_shows_it_exists(row):
    path, _, name = row["test"].partition("::")
    function, _, parameter = name.partition("[")
    assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8")
    assert parameter.rstrip("]") == row["id"]


def test_each_claim_and_the_shape_are_measured():
    found = checks()
    assert {row["id"] for row in ROWS} <= set(found)
    assert {one.group for one in found.values()} <= set(GROUPS)
    assert all(re.fullmatch(r"[CS]\d\d", name) for name in found)


def test_each_check_is_named_where_it_stands():
    for one in checks().values():
        module, _, name = one.code.partition(":")
        assert hasattr(import_module(module), name)
        assert has(f"claims.{one.id.lower()}") or one.id in (
            "C32",
            "C54",
            "S01",
            "S02",
            "S03",
            "S04",
            "S05",
            "S09",
            "S10",
        )
