"""The scenario that a command line asks for: loaded, with its settings and forbidden verbs."""

from __future__ import annotations

from argparse import Namespace

from diplogame.options import single
from diplogame.scenario.check import Known
from diplogame.scenario.forbid import with_forbidden
from diplogame.scenario.load import load_scenario
from diplogame.scenario.paths import with_settings
from diplogame.scenario.schema import Scenario


def scenario_of(options: Namespace) -> Scenario:
    """The scenario named by `options.scenario`, with `--set` and `--forbid` done. Raises DiplogameError."""
    scenario = load_scenario(options.scenario, known())
    scenario = with_settings(scenario, single(getattr(options, "settings", []), "--set"))
    return with_forbidden(scenario, getattr(options, "forbid", []))


def known() -> Known:
    """The names that the engine knows."""
    from diplogame import opening

    return opening.known()
