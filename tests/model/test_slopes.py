"""Slopes of goals that hang on rule numbers are each world's own."""

from __future__ import annotations

import numpy as np

from diplogame import load_scenario, opening
from diplogame.minds.appraisal import appraise
from diplogame.world.views import view


def test_a_rung_wears_the_border_by_each_worlds_own_rules():
    scenario = load_scenario("moscow_table")
    russia = list(scenario.states).index("russia")
    scenarios = []
    for value in (scenario.rules["border_rung"].value, 0.0):
        rule = scenario.rules["border_rung"].model_copy(update={"value": value})
        scenarios.append(scenario.model_copy(update={"rules": {**scenario.rules, "border_rung": rule}}))
    both = opening.open_worlds(scenarios, np.array([0, 1]), np.array([7, 7]))
    together = appraise(view(both.replace({"turn": 1}), russia), keep=True).value
    for k in range(2):
        single = opening.open_worlds(scenarios[k : k + 1], np.array([0]), np.array([7]))
        np.testing.assert_array_equal(
            together[k], appraise(view(single.replace({"turn": 1}), russia), keep=True).value[0]
        )
    assert (together[0] != together[1]).any()  # the rule matters to Russia at all
