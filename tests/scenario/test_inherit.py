"""Scenarios that build on others."""

from __future__ import annotations

import pytest

from diplogame.errors import DiplogameError, FileError, ScenarioError
from diplogame.scenario.inherit import merge
from diplogame.scenario.load import load_scenario

HEAD = "extends: moscow_table\nname: mine\ntitle: Mine\n"


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_child_states_only_what_differs(tmp_path):
    child = load_scenario(write(tmp_path, "mine.yaml", HEAD + "start: {price: 95}\n"))
    parent = load_scenario("moscow_table")
    assert child.start == {**parent.start, "price": 95}
    assert child.states == parent.states
    assert child.cables == parent.cables


def test_a_bare_number_in_rules_keeps_unit_range_and_source(tmp_path):
    parent = load_scenario("moscow_table")
    name, rule = next((name, rule) for name, rule in parent.rules.items() if rule.range[0] < rule.value)
    child = load_scenario(write(tmp_path, "mine.yaml", HEAD + f"rules: {{{name}: {rule.range[0]}}}\n"))
    assert child.rules[name].value == rule.range[0]
    assert child.rules[name].source == rule.source


def test_null_takes_an_entry_away(tmp_path):
    child = load_scenario(write(tmp_path, "mine.yaml", HEAD + "facilities: {haifa_refinery: null}\n"))
    assert "haifa_refinery" not in child.facilities


def test_lists_are_replaced(tmp_path):
    child = load_scenario(write(tmp_path, "mine.yaml", HEAD + "injects: []\n"))
    assert child.injects == ()


def test_several_bases_and_a_relative_path(tmp_path):
    write(tmp_path, "dear.yaml", "abstract: true\nstart: {price: 95}\n")
    write(tmp_path, "calm.yaml", "abstract: true\nstart: {price: 90, escalation: 2}\n")
    child = load_scenario(
        write(tmp_path, "mine.yaml", "extends: [moscow_table, ./dear.yaml, ./calm.yaml]\nname: mine\ntitle: Mine\n")
    )
    assert (child.start["price"], child.start["escalation"]) == (90, 2)
    assert not child.abstract


def test_circles_are_refused(tmp_path):
    write(tmp_path, "one.yaml", "extends: ./two.yaml\n")
    write(tmp_path, "two.yaml", "extends: ./one.yaml\n")
    with pytest.raises(ScenarioError, match="one > two > one: a scenario cannot extend itself"):
        load_scenario(tmp_path / "one.yaml")


def test_long_chains_are_refused(tmp_path):
    for i in range(40):
        write(tmp_path, f"s{i}.yaml", f"extends: ./s{i + 1}.yaml\n")
    with pytest.raises(ScenarioError, match="extend each other"):
        load_scenario(tmp_path / "s0.yaml")


@pytest.mark.parametrize("what", ["5", "[1]", "{a: b}", "[[x]]"])
def test_extends_must_be_names(tmp_path, what):
    with pytest.raises(ScenarioError, match="give the name of a scenario"):
        load_scenario(write(tmp_path, "mine.yaml", f"extends: {what}\n"))


def test_a_wrong_name_gets_the_nearest():
    with pytest.raises(FileError, match="did you mean moscow_table"):
        load_scenario("moscow_tabel")


@pytest.mark.parametrize("name", ["", "a\0b", "../../nowhere.yaml", "x" * 4000, "/", "nowhere/none.yaml"])
def test_hostile_names_are_refused_in_words(name):
    with pytest.raises(DiplogameError) as caught:
        load_scenario(name)
    assert len(str(caught.value)) < 5000


@pytest.mark.parametrize("text", ["- a\n- b\n", "5\n", "just words\n"])
def test_a_scenario_is_a_mapping(tmp_path, text):
    with pytest.raises(FileError, match="a scenario is a mapping"):
        load_scenario(write(tmp_path, "mine.yaml", text))


def test_a_base_is_not_played():
    with pytest.raises(ScenarioError, match="not to be played"):
        load_scenario("base")


def test_merging_changes_neither_side():
    base, child = {"a": {"b": 1}}, {"a": {"c": 2}}
    assert merge(base, child) == {"a": {"b": 1, "c": 2}}
    assert (base, child) == ({"a": {"b": 1}}, {"a": {"c": 2}})
