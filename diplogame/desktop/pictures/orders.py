"""The order list as the composer shows it: families, verbs in them, variants of each verb. No pygame."""

from __future__ import annotations

from typing import Any

FAMILY_ORDER = (
    "talks",
    "answers",
    "statements",
    "council",
    "arms",
    "aid",
    "force",
    "strikes",
    "covert",
    "shipping",
    "oil",
    "postures",
)


def families(orders: list[dict[str, Any]]) -> list[str]:
    found = {order["family"] for order in orders}
    return sorted(found, key=lambda name: (FAMILY_ORDER.index(name) if name in FAMILY_ORDER else 99, name))


def verbs(
    orders: list[dict[str, Any]], family: str | None = None, words: str = "", on: str | None = None
) -> list[dict[str, Any]]:
    """Each verb once: {"verb", "family", "title", "variants", "usable", "cost"}; usable ones first within a family."""
    wanted = words.lower().split()
    heaps: dict[str, list[dict[str, Any]]] = {}
    for order in orders:
        if family and order["family"] != family:
            continue
        if on and on not in touched(order):
            continue
        hay = f"{order['title']} {order['summary']} {order['family']} {order['target'] or ''} {order['place'] or ''}".lower().replace(
            "_", " "
        )
        if all(word in hay for word in wanted):
            heaps.setdefault(order["verb"], []).append(order)
    out = []
    for verb, variants in heaps.items():
        usable = [one for one in variants if not one["greyed"]]
        costs = [one["cost"] for one in usable or variants]
        out.append(
            {
                "verb": verb,
                "family": variants[0]["family"],
                "title": title(variants),
                "variants": variants,
                "usable": len(usable),
                "cost": (min(costs), max(costs)),
            }
        )
    rank = {name: k for k, name in enumerate(families(orders))}
    return sorted(out, key=lambda one: (rank[one["family"]], one["usable"] == 0, one["title"]))


def title(variants: list[dict[str, Any]]) -> str:
    """The verb's name in words, without the target that a variant may carry."""
    return str(variants[0]["title"])


def touched(order: dict[str, Any]) -> set[str]:
    """Every role and facility that an order names."""
    found = {order["target"], order["place"]}
    for value in order["parameters"].values():
        found |= (
            {v for v in value if isinstance(v, str)}
            if isinstance(value, list)
            else {value if isinstance(value, str) else None}
        )
    return {one for one in found if one}


def lists(variants: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Parameters that take a list of names, with every name that any listed order of this verb has."""
    found: dict[str, list[str]] = {}
    for order in variants:
        for key, value in order["parameters"].items():
            if isinstance(value, list) and all(isinstance(v, str) for v in value):
                names = found.setdefault(key, [])
                names += [v for v in value if v not in names]
    return found


def suggested(status: dict[str, Any], turn: int, role: str) -> list[dict[str, Any]]:
    """What the scenario's tutorial proposes for this seat and turn."""
    return [one for one in status.get("suggestions", []) if one["turn"] == turn and one["role"] == role]


def matching(suggestion: dict[str, Any], orders: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The listed order that a suggestion means, if it is on the list."""
    fits = [
        one for one in orders
        if one["verb"] == suggestion["verb"] and suggestion["target"] in (None, one["target"]) and suggestion["place"] in (None, one["place"], *_places(one))
    ]  # fmt: skip
    fits = fits or [one for one in orders if one["verb"] == suggestion["verb"]]  # the menu may know no such target
    fits.sort(key=lambda one: (one["covert"] != suggestion["covert"], one["greyed"] is not None))
    return fits[0] if fits else None


def _places(order: dict[str, Any]) -> list[str]:
    value = order["parameters"].get("places")
    return value if isinstance(value, list) else []


def matches(suggestion: dict[str, Any], order: dict[str, Any]) -> bool:
    return matching(suggestion, [order]) is not None
