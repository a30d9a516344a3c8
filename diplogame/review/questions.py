"""Questions for the debrief, made from what happened in this very game."""

from __future__ import annotations

from typing import Any

from diplogame.chronicle.words import upper
from diplogame.texts import text

Plain = dict[str, Any]

MOST = 7


def questions(found: Plain) -> list[str]:
    """At most seven, the most concrete first. ``found``: the review so far."""
    names = {one["role"]: one["called"] for one in found["roles"]}
    asked: list[str] = []
    if found["turning_points"]:
        point = max(found["turning_points"], key=lambda one: one["swing"])
        asked.append(text("review.ask.turning", turn=point["turn"], headline=point["headline"]))
    hidden = [
        one
        for one in found["unveiled"]
        if one["verb"] in ("send_engineers", "supply_air_defence", "sabotage", "set_airspace", "supply_drones")
    ]
    if hidden:
        one = hidden[0]
        asked.append(
            text(
                "review.ask.hidden",
                turn=one["turn"],
                headline=f"{upper(names[one['source']])}: {one['deed']}",
                who=names[one["source"]],
            )
        )
    broken = [one for one in found["promises"] if one["state"] == "broken"]
    kept = [one for one in found["promises"] if one["state"] == "kept"]
    if broken:
        asked.append(text("review.ask.broken", turn=broken[0]["due"], text=broken[0]["text"]))
    elif kept:
        asked.append(text("review.ask.kept", n=len(kept)))
    wide = _misjudged(found)
    if wide:
        asked.append(
            text(
                "review.ask.belief",
                turn=wide[0],
                who=names.get(wide[1], ""),
                believed=f"{wide[2]:.0%}",
                truth=f"{wide[3]:.0%}",
            )
        )
    for one in found["what_ifs"][:1]:
        asked.append(text("review.ask.whatif", turn=one["turn"], headline=one["headline"]))
    asked.append(text(f"review.ask.ending.{found['ending']}"))
    asked.append(text("review.ask.world"))
    return asked[:MOST]


def _misjudged(found: Plain) -> tuple[int, str, float, float] | None:
    """Where somebody's belief in the capability left lay furthest from the truth: (turn, role, belief, truth)."""
    told = found["knew"]["capability"]
    gaps = [
        (abs(value - told["truth"][turn]), turn, role)
        for role, row in told.items()
        if role != "truth"
        for turn, value in enumerate(row)
    ]
    if not gaps or max(gaps)[0] < 0.04:
        return None
    _, turn, role = max(gaps)
    return turn, role, told[role][turn], told["truth"][turn]


__all__ = ["questions"]
