"""The catalogue of words."""

from __future__ import annotations

import ast
import string

import pytest

from diplogame import texts
from diplogame.resources import PACKAGE, inside
from diplogame.texts import TextError, area, has, text

AREAS = sorted(path.stem for path in inside("texts", "en").glob("*.yaml"))


@pytest.fixture
def words(monkeypatch):
    table = {"x.plain": "Plain.", "x.filled": "{who} comes", "x.n.one": "{n} turn", "x.n.other": "{n} turns"}
    monkeypatch.setattr(texts, "area", lambda _: table)


def test_fields_are_filled(words):
    assert text("x.filled", who="{Nobody}") == "{Nobody} comes"
    assert text("x.plain") == "Plain."


def test_counts_choose_their_form(words):
    assert [text("x.n", n=n) for n in (0, 1, 2)] == ["0 turns", "1 turn", "2 turns"]


def test_a_missing_text_names_the_nearest(words):
    with pytest.raises(TextError, match=r"did you mean x\.plain"):
        text("x.plane")


def test_a_missing_field_is_named(words):
    with pytest.raises(TextError, match="needs the field 'who'"):
        text("x.filled", whom="a")


def test_a_missing_area_is_named():
    with pytest.raises(TextError, match="is no known area"):
        text("nowhere.x")
    assert not has("check.nothing")


@pytest.mark.parametrize("name", AREAS)
def test_every_text_can_be_filled(name):
    for key, words_ in area(name).items():
        fields = [field for _, field, _, _ in string.Formatter().parse(words_) if field is not None]
        assert all(field.isidentifier() for field in fields), key


def literal_keys():
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "text"
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
                and "diplogame.texts" in path.read_text(encoding="utf-8")
            ):
                yield path.relative_to(PACKAGE), node.args[0].value


def test_every_key_in_the_code_is_in_the_catalogue():
    missing = [
        f"{path}: {key}"
        for path, key in literal_keys()
        if not (has(key) or (has(f"{key}.one") and has(f"{key}.other")))
    ]
    assert missing == []
