"""The timeline of the page: turn by turn, who did what and why; and the list of what was hidden."""

from __future__ import annotations

from typing import Any

from diplogame.review.parts import e, tag
from diplogame.texts import signed, text

Plain = dict[str, Any]

OPEN = 1
"""Turns whose details stand open at first."""


def timeline(found: Plain, names: dict[str, str]) -> str:
    """All turns, each to be unfolded."""
    choices = tag("option", e(text("review.everybody")), value="") + "".join(
        tag("option", e(name), value=role) for role, name in names.items()
    )
    picker = tag("label", f"{e(text('review.filter'))} {tag('select', choices, id='who')}")
    hidden = tag("label", f'<input type="checkbox" id="hidden"> {e(text("review.only_hidden"))}')
    turns = "".join(_turn(one, names, one["turn"] <= OPEN) for one in found["timeline"])
    return tag("p", f"{picker} {hidden}", class_="filter") + turns


def _turn(one: Plain, names: dict[str, str], opened: bool) -> str:
    days = text(
        "review.turn_days",
        first=one["first"],
        last=one["last"],
        escalation=one["escalation"],
        brent=f"{one['brent']:.0f}",
    )
    head = f"{tag('strong', e(text('review.turn', turn=one['turn'])))} {tag('span', e(days), class_='quiet')}"
    orders = "".join(_order(order, names) for order in one["orders"])
    events = "".join(
        tag(
            "li",
            f"{tag('span', e(event['headline']), class_='grave' if event['gravity'] >= 7 else None)} {tag('span', e(event['detail']), class_='quiet')}",
        )
        for event in one["events"]
    )
    inside = (
        tag("summary", head)
        + tag("ul", orders, class_="orders")
        + (tag("ul", events, class_="events") if events else "")
    )
    return f'<details{" open" if opened else ""} class="turn">{inside}</details>'


def _order(one: Plain, names: dict[str, str]) -> str:
    badge = tag("span", e(text("review.hidden")), class_="badge") if one["covert"] else ""
    name = tag("strong", e(names.get(one["source"], "")))
    line = f"{name} {tag('span', e(one['headline']), class_='grave' if one['gravity'] >= 7 else None)} {badge}"
    return tag(
        "li",
        tag("details", tag("summary", line) + tag("p", e(one["detail"])) + _why(one["why"])),
        data_source=one["source"],
        data_hidden="1" if one["covert"] else "0",
    )


def _why(told: Plain) -> str:
    chance = "" if told["chance"] is None else " (" + text("review.chance", p=f"{told['chance']:.0%}") + ")"
    parts = [tag("p", tag("em", e(text("review.why"))) + " " + e(told["text"] + chance))]
    for side in ("for", "against"):
        if told[side]:
            rows = "; ".join(f"{one['label']} {signed(one['value'], 1)}" for one in told[side])
            parts.append(tag("p", e(rows), class_=side))
    if told["alternatives"]:
        others = "; ".join(f"{one['title']} ({one['chance']:.0%})" for one in told["alternatives"])
        parts.append(tag("p", e(text("review.instead", list=others)), class_="quiet"))
    if told["flip"]:
        parts.append(tag("p", e(told["flip"]), class_="quiet"))
    return tag("div", "".join(parts), class_="why")


MATERIAL = (
    "send_engineers",
    "supply_air_defence",
    "share_ew_intelligence",
    "sabotage",
    "supply_drones",
    "set_airspace",
    "private_offer",
)
"""Hidden acts that are told one by one; the others are folded away."""


def unveiled(found: Plain, names: dict[str, str]) -> str:
    """What was done in secret: what moved things first, the rest folded."""
    if not found["unveiled"]:
        return tag("p", e(text("review.none")), class_="quiet")
    weighty = [one for one in found["unveiled"] if one["verb"] in MATERIAL]
    lesser = [one for one in found["unveiled"] if one["verb"] not in MATERIAL]
    folded = (
        tag("details", tag("summary", e(text("review.lesser", n=len(lesser)))) + _hidden(lesser, names))
        if lesser
        else ""
    )
    return _hidden(weighty, names) + folded


def _hidden(rows: list[Plain], names: dict[str, str]) -> str:
    lines = []
    for one in rows:
        known = text("review.knew", who=", ".join(one["knew"])) if len(one["knew"]) > 1 else text("review.nobody_knew")
        lines.append(
            tag(
                "li",
                f"{tag('strong', e(text('review.turn', turn=one['turn'])))} {e(names[one['source']])}: {e(one['deed'])}. "
                + tag("span", e(known), class_="quiet"),
            )
        )
    return tag("ul", "".join(lines), class_="unveiled")


__all__ = ["timeline", "unveiled"]
