"""The picture of a seat: all that its screen shows, as plain data, from its View alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from diplogame.chronicle.words import words_of
from diplogame.seats.ledger import beliefs, deliveries, promises
from diplogame.seats.tables import council, talks
from diplogame.texts import text
from diplogame.turn.ladder import hazard
from diplogame.world.axes import ENDINGS
from diplogame.world.cast import PLACE_KINDS
from diplogame.world.fields import Worlds
from diplogame.world.views import View

Plain = dict[str, Any]

CAPITAL_CAP = 6
STRAIT = ("open", "harassed", "closed")
EIGHTY = 1.28
"""Standard deviations that hold eighty in a hundred."""


def board(view: View, before: View | None, over: bool) -> Plain:
    """Everything of `Seat.picture` that follows from the view (and the one a turn ago), but for goals, score and cables."""
    world, seat = view.world, view.seat
    cast = world.cast
    scenario = cast.scenario
    turn = world.turn
    spec = scenario.states[cast.states[seat]]
    flow = float(world.flow[0])
    brent = float(world.price[0])
    days = scenario.turn_days
    ending = int(world.ending[0])
    return {
        "scenario": scenario.name, "title": scenario.title, "turn": turn, "turns": scenario.turns, "day": text("seats.day", first=days * (turn - 1) + 1, last=days * turn),
        "over": over, "ending": ENDINGS[ending - 1] if over and ending else None, "role": cast.states[seat], "name": spec.name,
        "escalation": _round(world.escalation[0], 2), "rung": text(f"states.rung.l{int(np.clip(world.escalation[0], 0, 8))}"),
        "hazard": _round(hazard(world, world.escalation)[0], 4), "brent": _round(brent, 2),
        "brent_change": _round(brent - float(before.world.price[0]), 2) if before is not None else 0.0, "premium": _round(world.premium[0], 4), "flow": _round(flow, 2),
        "flow_share": _round(min(flow / float(world.numbers.rule("hormuz_flow")[0]), 1.0), 4), "strait": STRAIT[int(world.strait[0])],
        "flights": int(world.flights[0] == turn - 1) + int(world.sighted[0, seat] == turn - 1), "capital": _round(world.capital[0, seat], 2), "capital_cap": CAPITAL_CAP,
        "orders_allowed": spec.orders, "states": states(view), "facilities": facilities(view), "talks": talks(view), "council": council(view),
        "promises": promises(view), "deliveries": deliveries(view), "beliefs": beliefs(view), "influence": influence(world),
    }  # fmt: skip


def _round(value: Any, digits: int) -> float:
    return round(float(value), digits) + 0.0


def states(view: View) -> list[Plain]:
    """Each state as the seat sees it; ``relation`` is how that state regards the seat."""
    world, seat, cast = view.world, view.seat, view.world.cast
    found = []
    for k, role in enumerate(cast.states):
        spec = cast.scenario.states[role]
        found.append({
            "role": role, "name": spec.name, "you": k == seat, "capital_city": spec.capital.name, "lat": spec.capital.lat, "lon": spec.capital.lon,
            **{name: _round(getattr(world, name)[0, k], 2) for name in ("stability", "economy", "standing", "credibility", "commitment", "alignment")},
            "relation": 0.0 if k == seat else _round(world.relation[0, k, seat], 2), "trust": None if k == seat else _round(world.trust[0, seat, k], 3),
            "postures": postures(view, k),
        })  # fmt: skip
    return found


def postures(view: View, state: int) -> list[str]:
    """What stands until it is changed, in words."""
    world, cast, words = view.world, view.world.cast, words_of(view.world.cast)
    verbs = cast.scenario.states[cast.states[state]].verbs
    parts = words.parts()
    found = []
    sky = int(world.airspace[0, state])
    if "set_airspace" in verbs and sky != 1:
        found.append("closed" if sky == 0 else "quiet")
    if "set_bases" in verbs:
        found.append("bases" if world.bases[0, state] else "no_bases")
    if world.alert[0, state]:
        found.append("alert")
    if world.escort[0, state]:
        found.append("escort")
    if "freeze" in verbs and not world.normal[0, state]:
        found.append("frozen")
    if world.helping[0, state]:
        found.append("helping")
    if world.sanctions[0, state] > 0.05:
        found.append("sanctioned")
    if state == cast.patron:
        found.append(f"l{int(world.enabling[0])}")
        if world.batteries[0]:
            found.append("batteries")
    lines = [text(f"states.posture.{name}", **parts) for name in found]
    return [
        *lines,
        *(
            text("states.posture.hotline", t=words.name(other))
            for other in range(cast.n_states)
            if world.hotline[0, state, other] > 0
        ),
    ]


def facilities(view: View) -> list[Plain]:
    """Each site as the seat estimates it; its owner knows."""
    world, seat, cast = view.world, view.seat, view.world.cast
    found = []
    for k, name in enumerate(cast.places):
        spec = cast.scenario.facilities[name]
        mean = float(world.integrity[0, k])
        spread = 0.0 if int(cast.owner[k]) == seat else EIGHTY * float(world.seen_sd[0, seat, k])
        found.append({
            "id": name, "name": spec.name, "kind": PLACE_KINDS[int(cast.kind[k])], "owner": spec.owner, "lat": spec.lat, "lon": spec.lon, "integrity": _round(mean, 3),
            "low": _round(max(mean - spread, 0.0), 3), "high": _round(min(mean + spread, 1.0), 3), "red_line": bool(cast.red[k]),
            "fresh": int(world.struck[0, k]) == world.turn - 1,
        })  # fmt: skip
    return found


def influence(world: Worlds) -> Plain:
    """The two poles' shares of the Arab states' alignment."""
    cast = world.cast
    mean = float(world.alignment[0, cast.arabs].mean()) if cast.arabs.any() else 0.0
    west = _round(0.5 + 0.5 * mean, 4)
    return {cast.states[cast.patron]: west, cast.states[cast.supplier]: _round(1.0 - west, 4)}


__all__ = ["board"]
