"""What the default AI reaches in a seat: par (its mean) and percentiles, from a data file that a command makes."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from functools import cache
from typing import Any

from diplogame.errors import FileError
from diplogame.opening import RULES
from diplogame.resources import find

FILE = "percentiles.json"
WIN = 65.0
"""Percentile from which a game without war or collapse is a win."""
LOST = ("general_war", "regional_war", "iran_collapse")
"""Endings that nobody wins."""


@cache
def standards() -> dict[str, Any]:
    """The file; empty where it is missing or was made under other rules."""
    try:
        data: dict[str, Any] = json.loads(find("seeds", FILE).read_text(encoding="utf-8"))
    except (FileError, ValueError):
        return {}
    return data if data.get("rules") == RULES else {}


def of_seat(scenario: str, role: str) -> dict[str, Any] | None:
    """{"par", "sd", "scores": sorted quantiles} of a seat; None where nothing is known."""
    found: dict[str, Any] | None = standards().get("scenarios", {}).get(scenario, {}).get(role)
    return found


def percentile(scores: list[float], score: float) -> float:
    """Mid-rank of a score among evenly spaced quantiles, 0 to 100."""
    return round(50.0 * (bisect_left(scores, score) + bisect_right(scores, score)) / len(scores), 1)
