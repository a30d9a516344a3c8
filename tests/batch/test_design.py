"""Designs: what is played, and what is refused with words."""

from __future__ import annotations

import fake_engine
import pytest

from diplogame.batch.design import build, design_of
from diplogame.batch.spec import Range, Sample, Spec, overlaid, read_spec, spec_of
from diplogame.errors import BatchError, DiplogameError, FileError, NotThereError, SettingError


def made(**parts):
    return build(Spec(**parts), fake_engine, fake_engine.load("fake"))


def test_nothing_varied_is_one_point():
    design = made()
    assert len(design.points) == 1
    assert design.varied == {}


def test_lists_are_crossed_in_the_order_written():
    design = made(
        vary={"rules.heat": [0.1, 0.2], "rules.rounds": ["3", 4.0]}, minds={"iran": ["random", "goal_seeking"]}
    )
    assert len(design.points) == 8
    assert design.varied["rules.heat"] == (0.1,) * 4 + (0.2,) * 4
    assert design.varied["rules.rounds"] == (3, 3, 4, 4) * 2
    assert design.kinds["mind.iran"] == ("random", "goal_seeking")


def test_a_range_is_cut_into_steps_with_round_numbers():
    assert made(vary={"rules.heat": Range(0.1, 0.5, 5)}).varied["rules.heat"] == (0.1, 0.2, 0.3, 0.4, 0.5)
    log = made(vary={"rules.price": Range(25, 100, 3, log=True)}).varied["rules.price"]
    assert log == (25.0, 50.0, 100.0)


def test_points_written_out_take_the_rest_from_the_scenario():
    design = made(points=[{"rules.heat": 0.1}, {"rules.rounds": 4, "mind.iran": "random", "forbid": ["strike@israel"]}])
    assert [dict(point.settings) for point in design.points] == [
        {"rules.heat": 0.1, "rules.rounds": 3},
        {"rules.heat": 0.5, "rules.rounds": 4},
    ]
    assert design.points[1].forbid == ("strike@israel",)
    assert design.varied["mind.iran"] == ("goal_seeking", "random")


@pytest.mark.parametrize(
    "parts",
    [
        {"vary": {"rules.heat": [0.2, "0.2"]}},
        {"vary": {"rules.rounds": [3, 3.0]}},
        {"points": [{"rules.heat": 0.5}, {"rules.rounds": 3}]},
        {"minds": {"iran": ["random", "random"]}},
        {"forbid": [["strike@israel"], ["strike@israel"]]},
        {"points": [{"mind.iran": "goal_seeking"}, {"rules.heat": 0.5}]},
    ],
)
def test_equal_points_are_refused(parts):
    with pytest.raises(BatchError, match=r"points 0 and 1.*are equal"):
        made(**parts)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"fix": {"rules.heet": 1}}, r"rules\.heet: is no known parameter; did you mean rules\.heat"),
        ({"vary": {"heat": [1]}}, r"did you mean rules\.heat"),
        ({"vary": {"rules.heat": [0.5, 2]}}, "must lie between 0 and 1"),
        ({"vary": {"rules.heat": ["warm", 1]}}, "must be a number"),
        ({"vary": {"rules.rounds": [1.5, 2]}}, "whole number"),
        ({"vary": {"rules.heat": Range(0, 1)}}, "needs `steps`, or a `sample`"),
        ({"vary": {"rules.heat": Range(0, 3)}, "sample": Sample("sobol", 4)}, "must lie between"),
        ({"vary": {"states.russia.hosts": Range(0, 1)}, "sample": Sample("sobol", 4)}, "is a switch|true or false"),
        ({"minds": {"iram": ["random"]}}, "did you mean iran"),
        ({"minds": {"iran": ["randon"]}}, "did you mean random"),
        ({"forbid": [["strik@israel"]]}, "did you mean strike"),
        ({"sample": Sample("sobol", 4)}, "nothing to sample"),
        ({"points": [{"rules.heat": 0.1}], "fix": {"rules.heat": 0.2}}, "stands both"),
        ({"points": [{"rules.heet": 0.1}]}, r"did you mean rules\.heat"),
    ],
)
def test_what_does_not_fit_is_named_with_what_would(parts, words):
    with pytest.raises(SettingError, match=words):
        made(**parts)


def test_all_faults_are_told_at_once():
    with pytest.raises(SettingError) as caught:
        made(fix={"rules.heet": 1}, minds={"iram": ["randon"]})
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol", "morris"])
def test_samples_are_the_same_each_time_and_inside_their_ranges(method):
    pytest.importorskip("SALib")
    parts = {
        "vary": {"rules.heat": Range(0.2, 0.6), "rules.price": Range(40, 160, log=True)},
        "sample": Sample(method, 8),
    }
    one, two = made(**parts), made(**parts)
    assert one == two
    assert one.sampled is not None
    expected = {"latin_hypercube": 8, "sobol": 8 * 4, "morris": 8 * 3}[method]
    assert len(one.sampled.rows) == expected
    assert all(0.2 <= value <= 0.6 for value in one.varied["rules.heat"])
    assert all(40 <= value <= 160 for value in one.varied["rules.price"])
    other = made(**{**parts, "sample": Sample(method, 8, seed=5)})
    assert other.varied != one.varied


def test_rows_of_a_sample_that_come_out_equal_are_played_once():
    pytest.importorskip("SALib")
    design = made(vary={"rules.rounds": Range(1, 2)}, sample=Sample("sobol", 16))
    assert design.sampled is not None
    assert design.sampled.distinct == 2 == len(design.points)
    rounds = [design.varied["rules.rounds"][row] for row in design.sampled.rows]
    assert rounds == [round(1 + share[0]) for share in design.sampled.unit]


def test_a_sample_is_crossed_with_lists():
    pytest.importorskip("SALib")
    design = made(
        vary={"rules.heat": Range(0, 1)}, minds={"*": ["random", "tit_for_tat"]}, sample=Sample("latin_hypercube", 5)
    )
    assert design.sampled is not None
    assert (design.sampled.blocks, design.sampled.distinct, len(design.points)) == (2, 5, 10)
    assert design.varied["mind.*"] == ("random",) * 5 + ("tit_for_tat",) * 5


def test_sobol_wants_a_power_of_two():
    with pytest.raises(BatchError, match="such as 8 or 16"):
        made(vary={"rules.heat": Range(0, 1)}, sample=Sample("sobol", 12))


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    with pytest.raises(NotThereError, match=r"needs SALib.*pip install 'diplogame\[analysis\]'"):
        made(vary={"rules.heat": Range(0, 1)}, sample=Sample("sobol", 8))


def test_a_design_survives_being_written_down():
    pytest.importorskip("SALib")
    design = made(
        vary={"rules.heat": Range(0, 1), "rules.rounds": [1, 2]},
        forbid=[(), ("strike@israel",)],
        sample=Sample("morris", 3),
    )
    assert design_of(design.plain()) == design


def test_a_file_says_the_same_as_python(tmp_path):
    path = tmp_path / "design.yaml"
    path.write_text(
        """
title: How hot?
games: 7
seed: 5
fix: {rules.price: 90}
vary:
  rules.heat: [.1, .2]
  rules.rounds: {from: 1, to: 3, steps: 3}
minds: {iran: random, "*": [goal_seeking, tit_for_tat]}
forbid: [strike@israel]
"""
    )
    assert read_spec(path) == Spec(
        title="How hot?",
        games=7,
        seed=5,
        fix={"rules.price": 90},
        vary={"rules.heat": [0.1, 0.2], "rules.rounds": Range(1.0, 3.0, 3)},
        minds={"iran": ["random"], "*": ["goal_seeking", "tit_for_tat"]},
        forbid=[("strike@israel",)],
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"varry": {}}, "did you mean vary"),
        ({"games": 0}, "whole number from 1"),
        ({"games": True}, "whole number from 1"),
        ({"vary": [1]}, "must be a mapping"),
        ({"vary": {"rules.heat": 3}}, "must be a list of values"),
        ({"vary": {"rules.heat": {"from": 1}}}, "`from` and `to`"),
        ({"vary": {"rules.heat": {"from": 2, "to": 1}}}, "less than"),
        ({"vary": {"rules.heat": {"from": 0, "to": 1, "stepz": 3}}}, "did you mean steps"),
        ({"vary": {"rules.heat": {"from": 0, "to": 1, "log": True}}}, "above 0"),
        ({"fix": {"rules": {"heat": 1}}}, "written with dots"),
        ({"minds": {"iran": 3}}, "name of a mind"),
        ({"forbid": "strike@israel"}, "list of VERB@ROLE"),
        ({"sample": {"method": "sobl", "n": 4}}, "did you mean sobol"),
        ({"sample": {"n": 4}}, "`method`"),
        ({"points": [3]}, "list of points"),
        ([1], "must be a mapping"),
    ],
)
def test_a_design_that_is_no_design_is_told_why(data, words):
    with pytest.raises(BatchError, match=words):
        spec_of(data)


def test_a_file_that_is_no_yaml_is_refused(tmp_path):
    path = tmp_path / "design.yaml"
    path.write_text("vary: {a: [1, 2}")
    with pytest.raises(FileError, match="not valid YAML"):
        read_spec(path)
    with pytest.raises(DiplogameError, match="no such file"):
        read_spec(tmp_path / "none.yaml")


def test_what_is_said_beside_a_file_goes_before():
    below = Spec(games=5, fix={"rules.price": 90}, vary={"rules.heat": [0.1, 0.2]}, forbid=[("call@russia",)])
    above = Spec(games=9, fix={"rules.heat": 0.3}, vary={"rules.price": [70, 80]}, forbid=[("strike@israel",)])
    assert overlaid(below, above) == Spec(
        games=9, fix={"rules.heat": 0.3}, vary={"rules.price": [70, 80]}, forbid=[("call@russia", "strike@israel")]
    )
