"""Par and percentile: how a score compares with what the default minds got with that seat, over many games of that scenario and rules number."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from functools import cache
from typing import Any

from diplogame.opening import RULES
from diplogame.resources import folder
from diplogame.scenario.load import scenario_hash
from diplogame.scenario.schema import Scenario

FILE = "percentiles.json"
"""Made by `python -m diplogame.commands.percentiles`."""


@cache
def _table() -> dict[str, Any]:
    path = folder("seeds") / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _known(scenario: Scenario) -> dict[str, Any]:
    """What is known of this very scenario under these rules; empty for custom ones."""
    found = _table().get(scenario.name, {})
    if found.get("rules") != RULES or found.get("hash") != scenario_hash(scenario):
        return {}
    roles: dict[str, Any] = found["roles"]
    return roles


def par(scenario: Scenario, role: str) -> float | None:
    """Mean score of the default mind in that seat; None where it is not known (custom scenarios)."""
    found = _known(scenario).get(role)
    return None if found is None else float(found["mean"])


def pars(scenario: Scenario) -> dict[str, float | None]:
    """Par of every role."""
    return {role: par(scenario, role) for role in scenario.states}


def percentile(scenario: Scenario, role: str, score: float) -> float | None:
    """Mid-rank of a score among those games, 0 to 100; None where they are not known."""
    found = _known(scenario).get(role)
    return None if found is None else mid_rank(found["quantiles"], score)


def mid_rank(ordered: list[float], score: float) -> float:
    """Share of the values below a score, and half of those equal to it, 0 to 100. ``ordered`` rises."""
    return 100.0 * (bisect_left(ordered, score) + bisect_right(ordered, score)) / (2.0 * len(ordered))
