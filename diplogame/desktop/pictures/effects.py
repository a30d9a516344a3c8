"""What an order is expected to do, in the few words of a chip and with its unit. No pygame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diplogame.texts import has, signed, text

SMALL = 0.05
"""Means below it make no chip."""
USUAL = 10.0
"""Points and hundredths that a large effect moves: the composer's bars are drawn to this scale, so that a small effect looks small."""


def digits(effect: dict[str, Any]) -> int:
    """Decimals that an effect's numbers are worth."""
    reach = max(abs(effect["low"]), abs(effect["high"]), abs(effect["mean"]))
    whole = all(abs(effect[name] - round(effect[name])) < 0.05 for name in ("low", "high", "mean"))
    return 0 if reach >= 9.5 or whole else 1


def amount(effect: dict[str, Any], value: float | None = None) -> str:
    """The mean (or `value`) with sign and unit: "−4.7%", "+$1.2", "+0.3"."""
    shown = signed(effect["mean"] if value is None else value, digits(effect))
    unit = str(effect.get("unit", ""))
    if unit == "dollars" and shown != "0":
        return shown[:1] + "$" + shown[1:]
    return shown + {"%": "%", "mb/d": " mb/d"}.get(unit, "")


def reach(effect: dict[str, Any]) -> float:
    """The value that stands at the end of the effect's bar."""
    most = max(abs(effect["low"]), abs(effect["high"]), abs(effect["mean"]), 1e-9)
    return max(most, USUAL) if effect.get("unit") in ("points", "%") else most


def brief(effect: dict[str, Any], role: str, name: Callable[[str], str]) -> str:
    """The effect's name in two or three words for the seat `role`; `name` tells a role's or a facility's."""
    field, *who = str(effect["what"]).split(".")
    if field == "integrity" and who:
        return name(who[0]).split(" (")[0]
    key = f"desktop.chip.{field}.{'own' if who[:1] in ([], [role]) else 'other'}"
    if has(key) and who[1:] in ([], [role]):
        return text(key, who=name(who[0]) if who else "")
    label = str(effect["label"])  # between two others, or a field that has no shorter name
    return label[:1].lower() + label[1:]


def chips(order: dict[str, Any], role: str, name: Callable[[str], str], most: int = 3) -> list[tuple[str, str]]:
    """(words, tone) of what weighs most for the seat among the order's effects, in the seat's own ranking."""
    found = [one for one in order["expects"] if abs(one["mean"]) >= SMALL][:most]
    return [(f"{amount(one)} {brief(one, role, name)}", "good" if one["good"] else "bad") for one in found]
