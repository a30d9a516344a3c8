"""Every number by its dotted path."""

from __future__ import annotations

from math import fsum

import pytest

from diplogame.errors import SettingError
from diplogame.scenario.forbid import allowed_verbs, with_forbidden
from diplogame.scenario.inherit import locate, read_raw
from diplogame.scenario.load import build, canonical, from_canonical, load_scenario, scenario_hash
from diplogame.scenario.paths import leaves, with_settings

RAW = read_raw(locate("moscow_table"))[0]
# Numbers of this test's own, so that retuning the scenario moves nothing here.
RAW["rules"]["hormuz_flow"] = {"value": 20, "unit": "mb/d", "range": [19.5, 21], "source": "test"}
GOAL = {"kind": "blend", "floor": 20, "ceiling": 80, "of": {"alignment.jordan": 0.25}, "title": "x"}
RAW["states"]["russia"]["goals"] = {
    name: {**GOAL, "weight": weight} for name, weight in (("influence", 0.15), ("border", 0.25), ("oil", 0.6))
}
RAW["states"]["iran"]["goals"] = {
    name: {**GOAL, "weight": weight} for name, weight in (("survival", 0.5), ("face", 0.3), ("oil", 0.2))
}
SCENARIO = build(RAW)[0]


def test_each_leaf_can_be_set_to_its_own_value():
    table = leaves(SCENARIO)
    same = with_settings(SCENARIO, {path: leaf.value for path, leaf in table.items() if not path.endswith(".weight")})
    assert scenario_hash(same) == scenario_hash(SCENARIO)


def test_leaves_have_units_ranges_and_sources():
    table = leaves(load_scenario("moscow_table"))
    assert len(table) > 500
    for path, leaf in table.items():
        assert leaf.range[0] <= leaf.value <= leaf.range[1], path
        assert leaf.source not in ("", "scenario"), path
        assert abs(leaf.range[0]) <= 10_000, path
        assert abs(leaf.range[1]) <= 20_000, path
        assert leaf.unit, path


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("start.price", "95", 95.0),
        ("turns", "8", 8),
        ("states.iran.start.kappa", 2, 2.0),
        ("pairs.relation.russia>iran", "-3.5", -3.5),
        ("facilities.natanz.red_line", "false", False),
        ("council.china.tie.iran", "0", 0.0),
        ("states.russia.goals.influence.of.alignment.jordan", "0.5", 0.5),
        ("rules.hormuz_flow", "21", 21.0),
    ],
)
def test_text_is_read_as_the_leaf_s_type(path, text, value):
    found = leaves(with_settings(SCENARIO, {path: text}))[path].value
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("start.prize", 80, "did you mean start.price"),
        ("rules.hormuz", 20, "rules.hormuz_flow"),
        ("start.price", "dear", "must be a number from 20 to 300"),
        ("start.price", "nan", "must lie between 20 and 300"),
        ("start.price", "inf", "must lie between"),
        ("start.price", 1e9, "must lie between 20 and 300 USD/bbl"),
        ("start.price", True, "must lie between"),
        ("start.price", [80], "must be a number"),
        ("turns", "2.5", "must be a whole number"),
        ("turns", 10**400, "must be a number from 1 to 60"),
        ("facilities.natanz.red_line", "maybe", "must be true or false"),
        ("name", "x", "is no known parameter"),
        ("", 1, "is no known parameter"),
    ],
)
def test_what_does_not_fit_is_named(path, value, says):
    with pytest.raises(SettingError) as caught:
        with_settings(SCENARIO, {path: value})
    assert says in str(caught.value)


def test_other_weights_are_scaled_when_one_is_set():
    changed = with_settings(SCENARIO, {"states.russia.goals.influence.weight": 0})
    before = {name: goal.weight for name, goal in SCENARIO.states["russia"].goals.items()}
    after = {name: goal.weight for name, goal in changed.states["russia"].goals.items()}
    assert after["influence"] == 0
    assert fsum(after.values()) == pytest.approx(1)
    names = [name for name in before if name != "influence"]
    assert [after[name] / before[name] for name in names] == pytest.approx([1 / (1 - before["influence"])] * len(names))


def test_weights_that_leave_less_than_nothing_are_refused():
    paths = {f"states.iran.goals.{name}.weight": 0.6 for name in ("survival", "face")}
    with pytest.raises(SettingError, match=r"the weights set leave -0\.2"):
        with_settings(SCENARIO, paths)


def test_nothing_set_is_the_same_object():
    assert with_settings(SCENARIO, {}) is SCENARIO


def test_the_canonical_text_comes_back_equal():
    text = canonical(SCENARIO)
    assert from_canonical(text) == SCENARIO
    assert "\n" not in text
    assert scenario_hash(SCENARIO) != scenario_hash(with_settings(SCENARIO, {"start.price": 77}))


def test_verbs_are_taken_away_by_pattern():
    assert "close_strait" in allowed_verbs(SCENARIO, "iran")
    one = with_forbidden(SCENARIO, ["close_strait@iran"])
    assert "close_strait" not in allowed_verbs(one, "iran")
    anyone = with_forbidden(SCENARIO, ["call@*"])
    assert all("call" not in allowed_verbs(anyone, role) for role in anyone.states)
    assert allowed_verbs(with_forbidden(SCENARIO, ["*@iran"]), "iran") == ()


@pytest.mark.parametrize(
    "pattern", ["close_strait", "@iran", "close_strait@", "close_strat@iran", "close_strait@irann", ""]
)
def test_wrong_patterns_are_refused(pattern):
    with pytest.raises(SettingError, match="--forbid"):
        with_forbidden(SCENARIO, [pattern])
