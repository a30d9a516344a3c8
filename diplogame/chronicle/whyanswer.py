"""Why a state answered as it did: the chance of a yes, and how far each thing moved it - the chance as it was, less what it would be without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.chronicle.why import NAMED, Why, as_seen
from diplogame.chronicle.words import percent, upper, words_of
from diplogame.minds.answers import chances
from diplogame.texts import text
from diplogame.turn.slots import slot
from diplogame.world.fields import NEVER, Array, Worlds
from diplogame.world.views import View

LITTLE = 0.015
"""A change of a chance below which it is left out."""
PERCENT = 100.0


@dataclass(frozen=True)
class Thing:
    """Something that an answer hangs on, and the worlds without it."""

    name: str
    without: Callable[[Worlds, int, int], dict[str, Array]]
    """(worlds, who answers, who asked) to the arrays that would differ."""


def _pair(field: str, neutral: float) -> Callable[[Worlds, int, int], dict[str, Array]]:
    def without(worlds: Worlds, seat: int, other: int) -> dict[str, Array]:
        value = getattr(worlds, field).copy()
        value[:, seat, other] = neutral
        return {field: value}

    return without


def _mine(field: str, neutral: float) -> Callable[[Worlds, int, int], dict[str, Array]]:
    def without(worlds: Worlds, seat: int, _: int) -> dict[str, Array]:
        value = getattr(worlds, field).copy()
        value[:, seat] = neutral
        return {field: value}

    return without


def _whole(field: str, neutral: float) -> Callable[[Worlds, int, int], dict[str, Array]]:
    return lambda worlds, _, __: {field: np.full_like(getattr(worlds, field), neutral)}


def _trust(worlds: Worlds, seat: int, _: int) -> dict[str, Array]:
    """Trust in everybody as in a stranger."""
    value = worlds.trust.copy()
    value[:, seat] = 0.15
    return {"trust": value}


def _capability(worlds: Worlds, _: int, __: int) -> dict[str, Array]:
    return {"integrity": np.where(worlds.cast.owner == worlds.cast.defender, 0.35, worlds.integrity)}


THINGS: dict[str, Thing] = {
    "relation": Thing("relation", _pair("relation", 0.0)), "trust": Thing("trust", _trust), "commitment": Thing("commitment", _mine("commitment", 0.0)),
    "hurt": Thing("hurt", _whole("hurt", 0.0)), "capability": Thing("capability", _capability), "enabling": Thing("enabling", _whole("enabling", 0)),
    "exposed": Thing("exposed", _whole("exposed", NEVER)), "stood_by": Thing("stood_by", _whole("stood_by", NEVER)), "vetoes": Thing("vetoes", _whole("vetoes", 0.0)),
    "called": Thing("called", _whole("called", NEVER)), "provoked": Thing("provoked", _mine("provoked", NEVER)), "truce": Thing("truce", _whole("truce", 0)),
    "funded": Thing("funded", _whole("funded", 0)), "summit": Thing("summit", _whole("summit", NEVER)), "escalation": Thing("escalation", _whole("escalation", 4.0)),
    "stability": Thing("stability", _mine("stability", 55.0)), "lobbied": Thing("lobbied", _whole("lobbied", 0.0)), "backing": Thing("backing", _whole("backing", 50.0)),
}  # fmt: skip
"""What an answer may hang on, each with a neutral state to compare with."""

BY_KIND: dict[str, tuple[str, ...]] = {
    "invitation": ("relation", "trust", "commitment", "hurt", "capability", "enabling", "exposed", "stood_by", "vetoes", "called", "provoked", "truce"),
    "offer": ("relation", "trust", "escalation", "commitment"), "terms": ("relation", "trust", "commitment", "hurt", "capability", "funded"),
    "ceasefire": ("trust", "commitment", "hurt", "capability", "funded", "summit"), "vote": ("lobbied", "backing"), "intercept": ("relation", "stability"),
    "close": ("trust",), "promise": ("relation", "trust", "escalation"),
}  # fmt: skip


def answer_reasons(worlds: Worlds, actor: int, kind: str, sender: int, said: str, observer: int | None) -> Why:
    """Why the state answered so. ``worlds`` as in `why.order_reasons`; ``said``: yes, no, abstain or counter."""
    seen = as_seen(worlds, actor, observer)
    column = slot(worlds.cast, kind, sender)
    chance = _chance(seen, column)
    words = words_of(worlds.cast)
    other = {"intercept": worlds.cast.patron}.get(kind, sender)
    moves: list[tuple[str, float]] = []
    for name in BY_KIND.get(kind, ()):
        changed = View(actor, seen.world.replace(THINGS[name].without(seen.world, actor, other)), seen.luck)
        moved = chance - _chance(changed, column)
        if abs(moved) >= LITTLE:
            label = text(f"why.need.{name}", a=words.name(actor), b=words.name(other))
            moves.append((upper(label), moved * PERCENT))
    moves.sort(key=lambda one: -abs(one[1]))
    pro: list[dict[str, Any]] = [{"label": label, "value": round(value, 1)} for label, value in moves if value > 0][
        :NAMED
    ]
    con: list[dict[str, Any]] = [{"label": label, "value": round(value, 1)} for label, value in moves if value < 0][
        :NAMED
    ]
    key = "vote" if kind == "vote" else "yes" if said == "yes" else "no"
    outside = text("why.act.outside") if observer is not None and observer != actor else ""
    told = outside + text(f"why.answer.{key}", S=upper(words.name(actor)), p=percent(chance))
    flip = None
    hold = con[0] if said != "yes" and con else pro[0] if said == "yes" and pro else None
    if hold is not None:
        flip = text(
            "why.answer.more_vote" if kind == "vote" else "why.answer.more",
            what=str(hold["label"]),
            p=percent(min(max(chance - float(hold["value"]) / PERCENT, 0.0), 1.0)),
        )
    others = [
        {"title": text(f"why.answer.title.{name}"), "chance": round(p, 4)}
        for name, p in (("yes", chance), ("no", 1.0 - chance))
        if name != said
    ]
    return Why(told, pro, con, round(chance if said == "yes" else 1.0 - chance, 4), others[:1], flip, unit="percent")


def _chance(seen: View, column: int) -> float:
    """The chance of a yes in that slot."""
    return float(chances(seen)[0, column])


__all__ = ["BY_KIND", "answer_reasons"]
