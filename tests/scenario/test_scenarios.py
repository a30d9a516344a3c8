"""The scenarios that come with the program."""

from __future__ import annotations

import re

import pytest

from diplogame.resources import scenario_names
from diplogame.scenario.load import examine, load_scenario

NAMES = [name for name in scenario_names() if not name.startswith("base")]
ROLES = ["russia", "iran", "israel", "united_states", "gulf_states", "qatar", "egypt", "jordan"]


def test_all_promised_scenarios_are_there():
    assert set(NAMES) >= {
        "moscow_table",
        "finishing_the_job",
        "delegation_lands",
        "quiet_rebuild",
        "one_lesson",
        "tutorial",
    }


@pytest.mark.parametrize("name", scenario_names())
def test_every_file_is_sound(name):
    assert examine(name)[1] == []


@pytest.mark.parametrize("name", NAMES)
def test_names_roles_and_content(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert list(scenario.states) == ROLES
    assert len(scenario.facilities) >= 26
    assert 4 <= len([inject for inject in scenario.injects if inject.turn > 0]) <= 6
    assert all(inject.turn <= scenario.turns for inject in scenario.injects)
    assert all(cable.turn <= scenario.turns for cable in scenario.cables)
    assert {cable.turn for cable in scenario.cables} >= {1, 2, 3}
    for role, spec in scenario.states.items():
        assert len(spec.verbs) >= 8, role
        addressed = [cable for cable in scenario.cables if cable.turn <= 3 and {role, "all"} & set(cable.to)]
        assert addressed, f"{role} has no cable in the first three turns"


def test_the_opening_is_the_one_of_the_rules():
    scenario = load_scenario("moscow_table")
    assert (scenario.turns, scenario.turn_days) == (20, 3)
    assert (scenario.start["escalation"], scenario.start["price"], scenario.start["enabling"]) == (5, 76, 2)
    alive = [place for place in scenario.facilities.values() if place.kind == "s300" and place.integrity > 0.5]
    assert len(alive) == 2
    assert {place.integrity for place in scenario.facilities.values() if place.kind == "mixer"} == {0.4}
    assert all(place.integrity < 1 for place in scenario.facilities.values() if place.kind == "drone")
    assert scenario.states["iran"].start["commitment"] == 4
    assert scenario.states["israel"].start["commitment"] == 4
    assert all(spec.start["capital"] == 4 for spec in scenario.states.values())


def test_the_tutorial_has_two_good_suggestions_and_a_bad_one_a_turn():
    scenario = load_scenario("tutorial")
    assert scenario.turns == 3
    assert scenario.luck is not None
    for turn in (1, 2, 3):
        good = [hint.good for hint in scenario.suggestions if hint.turn == turn]
        assert sorted(good) == [False, True, True]


def test_lengths():
    assert load_scenario("one_lesson").turns == 8


def test_the_council_is_the_charter_s():
    council = load_scenario("moscow_table").council
    assert {name for name, member in council.items() if member.permanent} == {
        "russia",
        "china",
        "united_states",
        "united_kingdom",
        "france",
    }
    assert {name: member.state for name, member in council.items() if member.state} == {
        "russia": "russia",
        "united_states": "united_states",
    }


def test_every_number_of_a_rule_has_a_unit_and_a_source():
    for name, rule in load_scenario("moscow_table").rules.items():
        assert rule.unit.strip(), name
        assert rule.source.strip(), name


def test_colours_are_far_apart_and_shapes_differ():
    states = load_scenario("moscow_table").states.values()
    assert len({spec.shape for spec in states}) == len(ROLES)
    assert len({spec.colour for spec in states}) == len(ROLES)


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_sober(name):
    loaded = re.compile(r"\b(regime|terrorist|evil|heroic|barbaric|glorious|crush|slaughter|thug)\w*\b", re.IGNORECASE)
    scenario = load_scenario(name)
    texts = [scenario.summary, scenario.briefing]
    texts += [cable.headline + " " + cable.detail for cable in scenario.cables]
    texts += [inject.title + " " + inject.text for inject in scenario.injects]
    texts += [
        getattr(spec.brief, field) for spec in scenario.states.values() for field in type(spec.brief).model_fields
    ]
    for text in texts:
        assert not loaded.search(text), text
