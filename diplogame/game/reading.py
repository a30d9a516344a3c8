"""Reading an order that a person, a file or a program wrote: an id, an `Order`, or {verb, target, place, parameters}."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from diplogame.errors import Fault, OrderError, suggestion
from diplogame.orders.order import Order
from diplogame.verbs.papers import KIND_NAMES
from diplogame.verbs.verb import verb_names
from diplogame.world.axes import FAVOURS, GOODS, KINDS, LEVELS

Entry = Order | str | Mapping[str, Any]

LEVEL_NAMES: dict[str, tuple[str, ...]] = {
    "retaliate": LEVELS,
    "table_draft": KINDS,
    "table_terms": KIND_NAMES,
    "set_airspace": ("closed", "open", "quietly_open"),
    "set_bases": ("closed", "open"),
    "set_enabling": ("none", "intelligence", "tankers"),
    "lobby": ("against", "for"),
    "supply_air_defence": GOODS,
    "escort_shipping": ("withdrawn", "escorting"),
}
"""Words that a level may be given in, beside its number."""
STEPS = ("little", "half", "much")
FIELDS = ("verb", "target", "second", "place", "places", "level", "covert", "invite", "give", "get", "parameters")
MOST_PLACES = 4
LONGEST = 200


def read(entry: Entry) -> Order:
    """The order that an entry describes; whether it is legal is another question. Raises OrderError."""
    if isinstance(entry, Order):
        return entry
    if isinstance(entry, str):
        return from_id(entry)
    if isinstance(entry, Mapping):
        return from_fields(entry)
    raise OrderError("order", entry, "must be an order's id, an order, or {verb, target, place, parameters}")


def from_id(text: str) -> Order:
    """The order of an id, listed or not. Raises OrderError."""
    bad = OrderError(
        "order", text, "is no order's id; ids stand in legal_orders, such as host_talks:-:-:with.iran.qatar"
    )
    parts = text.split(":") if len(text) <= LONGEST else []
    if not 2 <= len(parts) <= 4:
        raise bad
    found: dict[str, Any] = {"verb": parts[0]}
    roles = [] if parts[1] == "-" else parts[1].split("+")
    if len(roles) > 2:
        raise bad
    found.update(zip(("target", "second"), roles, strict=False))
    if len(parts) > 2 and parts[2] != "-":
        found["places"] = parts[2].split("+")
    for part in parts[3].split("+") if len(parts) > 3 else []:
        if part == "covert":
            found["covert"] = True
        elif part.startswith("with."):
            found["invite"] = part[5:].split(".")
        elif part[:1] in "lgt" and part[1:].isascii() and part[1:].isdecimal() and len(part) <= 3:
            found[{"l": "level", "g": "give", "t": "get"}[part[0]]] = int(part[1:])
        else:
            raise bad
    order = from_fields(found)
    if order.id != text:
        raise OrderError("order", text, f"is not how this order's id is written: {order.id} is")
    return order


def from_fields(entry: Mapping[str, Any]) -> Order:
    """The order of named fields; those under `parameters` count as well. Raises OrderError with every fault."""
    flat = {key: value for key, value in entry.items() if key != "parameters"}
    parameters = entry.get("parameters") or {}
    if not isinstance(parameters, Mapping):
        raise OrderError("parameters", parameters, "must be a mapping of names to values")
    flat.update(parameters)
    faults: list[Fault] = [
        Fault(str(key), flat[key], suggestion(str(key), FIELDS, "field of an order"))
        for key in flat
        if key not in FIELDS
    ]
    verb = flat.get("verb")
    if not isinstance(verb, str) or verb not in verb_names():
        faults.append(
            Fault(
                "verb",
                verb,
                suggestion(verb, verb_names(), "verb") if isinstance(verb, str) else "must be the name of a verb",
            )
        )
        raise OrderError.of(faults)
    names = {key: _name(key, flat.get(key), faults) for key in ("target", "second")}
    places = _names("places", flat.get("places"), faults) or _names("place", flat.get("place"), faults)
    covert = flat.get("covert") or False
    if covert not in (True, False, 0, 1):
        faults.append(Fault("covert", covert, "must be true or false"))
    if len(places) > MOST_PLACES:
        faults.append(Fault("places", len(places), f"at most {MOST_PLACES} facilities fit one order"))
    order = Order(
        verb=verb,
        places=places[:MOST_PLACES],
        level=_whole("level", flat.get("level"), LEVEL_NAMES.get(verb, ()), faults),
        covert=bool(covert),
        invite=tuple(sorted(set(_names("invite", flat.get("invite"), faults)))),
        give=_whole("give", flat.get("give"), _swaps(verb), faults),
        get=_whole("get", flat.get("get"), _swaps(verb), faults),
        **names,
    )
    if faults:
        raise OrderError.of(faults)
    return order


def _swaps(verb: str) -> tuple[str, ...]:
    return FAVOURS if verb == "private_offer" else STEPS


def _name(path: str, value: Any, faults: list[Fault]) -> str | None:
    if value is None or value == "-":
        return None
    if not isinstance(value, str):
        faults.append(Fault(path, value, "must be a name"))
        return None
    return value


def _names(path: str, value: Any, faults: list[Fault]) -> tuple[str, ...]:
    if value is None:
        return ()
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, Sequence) or not all(isinstance(name, str) for name in found):
        faults.append(Fault(path, value, "must be a name or a list of names"))
        return ()
    return tuple(found)


def _whole(path: str, value: Any, words: tuple[str, ...], faults: list[Fault]) -> int | None:
    if value is None:
        return None
    if isinstance(value, str) and value in words:
        return words.index(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    faults.append(
        Fault(path, value, f"must be one of {', '.join(words)}, or its number" if words else "must be a whole number")
    )
    return None
