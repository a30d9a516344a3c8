"""The cables' list: newest turn first, gravest first in it, by filter and search."""

from __future__ import annotations

from typing import Any

FILTERS = ("all", "mine", "strikes", "talks", "markets", "covert")
QUIET = {"alert", "stand_down", "disperse"}
"""Verbs of the armed forces that strike nothing."""
_FAMILIES = {
    "strikes": {"force", "strikes"},
    "talks": {"talks", "answers", "council"},
    "markets": {"shipping", "oil", "market", "markets"},
}


def listed(cables: list[dict[str, Any]], role: str, chosen: str = "all", words: str = "") -> list[dict[str, Any]]:
    """The cables that pass the filter and hold every word of the search."""
    wanted = words.lower().split()
    found = [
        one
        for one in cables
        if _passes(one, role, chosen)
        and all(w in f"{one['headline']} {one['detail'] or ''} t{one['turn']}".lower() for w in wanted)
    ]
    return sorted(found, key=lambda one: (-one["turn"], -(one["gravity"] or 0)))


def _passes(one: dict[str, Any], role: str, chosen: str) -> bool:
    if chosen == "mine":
        return role in (one["source"], one["target"])
    if chosen == "covert":
        return bool(one["covert"] or one["only_you"])
    if chosen in _FAMILIES:
        return one["family"] in _FAMILIES[chosen] or (
            chosen == "markets" and one["verb"] in ("market", "harass_shipping")
        )
    return True


def fresh(cables: list[dict[str, Any]], last: int) -> int:
    """How many cables came with turn `last` or after it."""
    return sum(1 for one in cables if one["turn"] >= last)


def tag(one: dict[str, Any]) -> str:
    """Which heading a cable stands under: a text key's last part."""
    if one["covert"]:
        return "covert"
    family = str(one["family"] or one["kind"])
    return "forces" if family in _FAMILIES["strikes"] and one["verb"] in QUIET else family
