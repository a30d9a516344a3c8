"""Each fault is named by its path in the file, with what would do."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplogame.scenario.check import Known
from diplogame.scenario.inherit import locate, read_raw
from diplogame.scenario.load import build, examine, load_scenario

RAW = read_raw(locate("moscow_table"))[0]
# Numbers of this test's own, so that retuning the scenario moves nothing here.
RAW["rules"]["hormuz_flow"] = {"value": 20, "unit": "mb/d", "range": [19.5, 21], "source": "test"}
RAW["states"]["iran"]["goals"] = {
    name: {"kind": "blend", "weight": weight, "floor": 20, "ceiling": 80, "of": {"stability.iran": 1}, "title": name}
    for name, weight in (("survival", 0.8), ("face", 0.2))
}


def faults_after(path, value, known=None):
    """The faults, as text, of the default scenario with one value changed (or taken away: value is ...)."""
    raw = copy.deepcopy(RAW)
    node = raw
    for key in path[:-1]:
        node = node[key]
    if value is ...:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return [str(fault) for fault in build(raw, known)[1]]


CASES = [
    (("states", "iran", "income"), "abc", "states.iran.income: 'abc' must be a number"),
    (("states", "iran", "income"), True, "states.iran.income: True must be a number"),
    (("states", "iran", "orders"), 9, "states.iran.orders: 9 must be 5 or less"),
    (("states", "iran", "orders"), 1.5, "must be a whole number"),
    (("states", "iran", "incom"), 2, "states.iran.incom: is no known field here; did you mean income?"),
    (("states", "iran", "income"), ..., "states.iran.income: is missing (a number is expected)"),
    (("states", "iran", "capital", "lat"), 135, "states.iran.capital.lat: 135 must be 90 or less"),
    (("states", "iran", "colour"), "red", "states.iran.colour: 'red' must be a colour like '#1f77b4'"),
    (("states", "iran", "brief", "card"), "word " * 151, "states.iran.brief.card: has 151 words; at most 150"),
    (
        ("states", "iran", "goals", "face", "weight"),
        0.5,
        "states.iran.goals: the weights sum to 1.3; they must sum to 1",
    ),
    (("states", "iran", "goals", "face", "ceiling"), 20, "must differ from the floor"),
    (("states", "iran", "goals", "face", "of"), {"stability.irann": 1}, "did you mean iran"),
    (("states", "iran", "start", "stability"), 130, "states.iran.start.stability: 130.0 must lie between 0 and 100"),
    (("states", "iran", "verbs"), ["threaten", "threaten"], "states.iran.verbs.1: 'threaten' stands in the list twice"),
    (("states", "iran", "plays", "hide_and_mend", "orders"), [{"verb": "disperse"}], "needs at least 2 entries"),
    (("states", "Iran!"), {}, "must be small letters, digits and underscores"),
    (("parts", "striker"), "isreal", "parts.striker: 'isreal' is no known state; did you mean israel"),
    (("parts", "striker"), "iran", "already plays defender"),
    (("pairs", "relation"), {"iran-israel": 1}, "must be two states as 'from>to'"),
    (("pairs", "relation"), {"iran>israeli": 1}, "did you mean israel?"),
    (("pairs", "relation"), {"iran>iran": 1}, "must name two different states"),
    (("pairs", "relation"), {"iran>israel": -11}, "must lie between -10 and 10"),
    (("pairs", "love"), {}, "pairs.love"),
    (("facilities", "natanz", "owner"), "persia", "facilities.natanz.owner: 'persia' is no known state"),
    (("facilities", "s300_isfahan", "covers"), ["natans"], "did you mean natanz?"),
    (("facilities", "natanz", "integrity"), 1.5, "must be 1 or less"),
    (("facilities", "natanz", "integrity"), float("nan"), "must be a finite number"),
    (("facilities", "natanz", "red_line"), "yes", "must be true or false"),
    (("council", "china"), ..., "council: has 14 members; it needs 15"),
    (("council", "china", "permanent"), False, "council: has 4 permanent members; it needs 5"),
    (("council", "china", "tie"), {"irn": 0.4}, "did you mean iran?"),
    (("cables", 0, "to"), ["rusia"], "did you mean russia?"),
    (("cables", 0, "from"), "irna", "did you mean iran"),
    (("cables", 0, "turn"), 0, "cables.0.turn: 0 must be 1 or more"),
    (("injects", 1, "id"), "reporters_at_parchin", "is taken by another inject"),
    (("injects", 0, "kind"), "gossip", "must be 'news', 'price', 'flight' or 'rumour'"),
    (("injects", 0, "effects"), {"stability.jordann": -3}, "did you mean jordan?"),
    (("rules", "hormuz_flo"), 0.3, "did you mean hormuz_flow?"),
    (("rules", "hormuz_flow", "value"), 99, "value 99 lies outside its own range [19.5, 21]"),
    (("forbid",), ["close_strat@iran"], "did you mean close_strait?"),
    (("forbid",), ["close_strait"], "must be VERB@ROLE"),
    (("luck",), -1, "luck: -1 must be 0 or more"),
    (("turns",), 0, "turns: 0 must be 1 or more"),
    (("format",), 2, "this program reads format 1"),
    (("facts_date",), "yesterday", "must be a date like '2026-04-16'"),
    (("states",), [], "must be a mapping"),
    (("turn",), 5, "did you mean turns"),
]


@pytest.mark.parametrize(("path", "value", "says"), CASES, ids=[".".join(map(str, case[0])) for case in CASES])
def test_fault(path, value, says):
    faults = faults_after(path, value)
    assert faults, "the change must be found"
    assert any(says in fault for fault in faults), faults


def test_names_that_the_engine_knows_are_checked():
    known = Known(
        verbs=frozenset({"threaten"}),
        world=frozenset({"price"}),
        state=frozenset({"stability"}),
        kinds=frozenset({"oil"}),
    )
    faults = faults_after(("start", "prise"), 70, known)
    assert "start.prise: 'prise' is no known quantity of the world; there are: price" in faults or any(
        "did you mean price" in fault for fault in faults
    )
    assert any(fault.startswith("facilities.natanz.kind: 'nuclear' is no known kind") for fault in faults)
    assert any("verb" in fault and "'denounce'" in fault for fault in faults)


def test_missing_rule_numbers_are_named():
    faults = faults_after(("start", "price"), 70, Known(rules=frozenset({*RAW["rules"], "kappa_hope"})))
    assert faults == ["rules.kappa_hope: is missing: the engine needs this number (extend base to have it)"]


def test_faults_in_the_file_itself_carry_their_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("extends: moscow_table\nname: mine\nstart:\n  price: 9999\n", encoding="utf-8")
    assert [str(fault) for fault in examine(path)[1]] == [
        "start.price (line 4): 9999.0 must lie between 20 and 300 (USD/bbl)"
    ]


def test_all_faults_come_at_once(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "extends: moscow_table\nname: mine\nstart: {price: 9999, premium: 7}\nturns: 20\n", encoding="utf-8"
    )
    assert len(examine(path)[1]) == 2


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=8,
)


def places(node, at=()):
    yield at
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, below in items:
        yield from places(below, (*at, key))


PLACES = [path for path in places(RAW) if path]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(PLACES), PLAIN)
def test_whatever_stands_anywhere_gives_a_scenario_or_faults(path, value):
    raw = copy.deepcopy(RAW)
    node = raw
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    scenario, faults = build(raw)
    assert scenario is not None or faults
    assert all(len(str(fault)) < 2000 for fault in faults)


def test_the_default_scenario_has_no_fault():
    assert examine("moscow_table")[1] == []
    assert load_scenario().name == "moscow_table"
