"""Promises, deliveries and beliefs as a seat sees them."""

from __future__ import annotations

from typing import Any

import numpy as np

from diplogame.chronicle.words import promise_name, words_of
from diplogame.texts import text
from diplogame.world.axes import GOODS
from diplogame.world.measures import capability_left
from diplogame.world.views import View

Plain = dict[str, Any]

STATES = ("", "open", "kept", "broken")
EIGHTY = 1.28


def promises(view: View) -> list[Plain]:
    """The ledger: what the seat owes, is owed, or can see."""
    world, cast, words = view.world, view.world.cast, words_of(view.world.cast)
    found: list[Plain] = []
    for k in np.flatnonzero(world.p_state[0] > 0):
        kind, giver, receiver, due = (int(getattr(world, name)[0, k]) for name in ("p_kind", "p_from", "p_to", "p_due"))
        name = promise_name(kind)
        found.append({
            "id": f"{name}-{cast.states[giver]}-{cast.states[receiver]}-{due}", "kind": name, "giver": cast.states[giver], "receiver": cast.states[receiver], "due": due,
            "state": STATES[int(world.p_state[0, k])], "text": words.promise(kind, giver, receiver),
        })  # fmt: skip
    return sorted(
        found,
        key=lambda one: (one["state"] != "open", -one["due"] if one["state"] != "open" else one["due"], one["id"]),
    )


def deliveries(view: View) -> list[Plain]:
    """What is in flight from or to the seat."""
    world, cast, words = view.world, view.world.cast, words_of(view.world.cast)
    found = []
    for k in np.flatnonzero(world.d_kind[0] >= 0):
        good, sender, receiver, due = (
            int(getattr(world, name)[0, k]) for name in ("d_kind", "d_from", "d_to", "d_due")
        )
        words_ = text(
            "seats.delivery", good=text(f"states.good.{GOODS[good]}"), s=words.name(sender), t=words.name(receiver)
        )
        found.append(
            {
                "kind": GOODS[good],
                "sender": cast.states[sender],
                "receiver": cast.states[receiver],
                "due": due,
                "text": words_[:1].upper() + words_[1:],
            }
        )
    return sorted(found, key=lambda one: (one["due"], one["text"]))


def beliefs(view: View) -> list[Plain]:
    """What the seat's service holds to be true, with eighty-in-a-hundred bands."""
    world, seat, cast = view.world, view.seat, view.world.cast
    defender, striker = cast.states[cast.defender], cast.states[cast.striker]
    found = []
    for name, owner, role in (("missiles", cast.defender, defender), ("interceptors", cast.striker, striker)):
        value = float(getattr(world, name)[0])
        spread = 0.0 if seat == owner else EIGHTY * _stock_sd(view) * value
        found.append(_belief(role, name, value, spread, 0))
    left = float(capability_left(world)[0])
    mine = cast.of_kind("mixer", "drone", "launcher", "s300", "nuclear", owner=cast.defender)
    sd = world.seen_sd[0, seat, mine]
    blur = 0.0 if seat == cast.defender else EIGHTY * float(np.sqrt((sd * sd).sum())) / max(int(mine.sum()), 1)
    found.append(_belief(defender, "capability", left, blur, 2))
    if seat not in (cast.supplier, cast.defender):
        chance = float(world.resupply[0, seat])
        found.append(
            {
                "about": defender,
                "label": text("seats.belief.resupply"),
                "value": round(chance, 3),
                "low": round(chance, 3),
                "high": round(chance, 3),
            }
        )
    return found


def _stock_sd(view: View) -> float:
    """The relative error of a stock's running estimate: readings with a known error, of which each moves it by a known share."""
    error, gain = (float(view.world.numbers.rule(name)[0]) for name in ("stock_error", "stock_gain"))
    return error * float(np.sqrt(gain / (2.0 - gain)))


def _belief(role: str, name: str, value: float, spread: float, digits: int) -> Plain:
    low, high = max(value - spread, 0.0), value + spread
    return {
        "about": role,
        "label": text(f"seats.belief.{name}"),
        "value": round(value, digits),
        "low": round(low, digits),
        "high": round(high, digits),
    }
