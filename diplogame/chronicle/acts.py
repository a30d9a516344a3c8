"""Orders in words: the name of the verb, the phrase that names target, size and place, and what it is for."""

from __future__ import annotations

from typing import Any

from diplogame.chronicle.words import Words, favour, listed
from diplogame.orders.order import Order
from diplogame.texts import has, text
from diplogame.verbs.papers import paper_of
from diplogame.verbs.verb import verb_named
from diplogame.world.axes import FAVOURS


def title(order: Order) -> str:
    """The verb's name, as menus show it."""
    return (
        text(f"verbs.{order.verb}.name")
        if has(f"verbs.{order.verb}.name")
        else order.verb.replace("_", " ").capitalize()
    )


def about(order: Order) -> str:
    """One sentence on what the verb is for."""
    return _by_level(f"verbs.{order.verb}.about", order, {})


def kind(order: Order) -> str:
    """One sentence on what the verb is for at any level."""
    key = f"verbs.{order.verb}.kind"
    return text(key) if has(key) else about(order)


def phrase(words: Words, order: Order) -> str:
    """The order in one line: "Strike Parchin and Khojir"."""
    cast = words.cast
    target, second = (cast.state_index[name] if name is not None else -1 for name in (order.target, order.second))
    key = (
        f"verbs.{order.verb}.phrase2"
        if order.second and has(f"verbs.{order.verb}.phrase2")
        else f"verbs.{order.verb}.phrase"
    )
    fields: dict[str, Any] = {**words.parts(), **words.who(-1, target, second)}
    spots = [words.short_place(cast.place_index[name]) for name in order.places]
    fields["place"] = spots[0] if spots else ""
    fields["places"] = listed(spots)
    fields["guests"] = listed(words.bare(cast.state_index[name]) for name in order.invite)
    if order.verb == "table_terms":
        fields["paper"] = words.paper(int(paper_of(order.level or 0, order.give or 0, order.get or 0)))
    if order.verb == "private_offer":
        fields["give"], fields["get"] = favour(order.give or 0), favour(order.get or 0)
    if order.verb == "table_draft":
        fields["draft"] = words.draft(order.level or 0)
    found = _by_level(key, order, fields) or title(order)
    both_ways = order.covert and not verb_named(order.verb).secret and order.verb != "set_airspace"
    return text("verbs.covert", phrase=found) if both_ways else found


def _by_level(key: str, order: Order, fields: dict[str, Any]) -> str:
    if has(key):
        return text(key, **fields)
    key = f"{key}.l{order.level or 0}"
    return text(key, **fields) if has(key) else ""


def parameters(order: Order) -> dict[str, Any]:
    """What is neither verb, target nor place, in words where there are any; `find` and dockets take them back as they stand."""
    found = order.parameters
    found.pop("covert", None)
    level = f"verbs.level.{order.verb}.l{order.level}"
    if order.level is not None and has(level):
        found["level"] = text(level)
    for name in ("give", "get"):
        value = getattr(order, name)
        if value is not None:
            found[name] = FAVOURS[value] if order.verb == "private_offer" else text(f"verbs.step.l{value}")
    if order.verb in PACKAGED:
        found["places"] = list(order.places)
    return found


PACKAGED = ("strike", "join_strike")
"""Verbs that take several sites at once."""


__all__ = ["about", "kind", "parameters", "phrase", "title"]
