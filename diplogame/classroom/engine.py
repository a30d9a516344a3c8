"""The only door from the class server to a game: everything goes in and out as plain data.

`Tables` holds the games of all parallel groups and lives in a worker process. What it knows of the game's own interface stands
in one backend class, so that tests can put a small game in its place.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, Protocol

from diplogame.errors import DiplogameError

Plain = dict[str, Any]

KEPT_IN_MENU = ("verb", "family", "title", "target", "place", "cost", "covert", "public", "greyed", "summary")
"""What the authority needs of an order to check a docket and to show it to the teacher."""

PUBLIC = (
    "scenario", "title", "turn", "turns", "day", "over", "ending", "escalation", "rung", "brent", "brent_change", "premium",
    "flow", "flow_share", "strait",
)  # fmt: skip
"""Scalars of a picture that a projector may show, if every seat sees them alike."""


class Backend(Protocol):
    """What a game must be able to do here; roles are names, a turn counts from 1."""

    def describe(self, scenario: str) -> Plain: ...
    def learn(self, name: str, text: str) -> None: ...
    def new(self, scenario: str, seed: int, level: str) -> Any: ...
    def roles(self, game: Any) -> list[str]: ...
    def seat(self, game: Any, role: str) -> Any: ...
    def check(self, game: Any, role: str, orders: list[str]) -> None: ...
    def end_turn(self, game: Any, dockets: dict[str, Plain], held: dict[str, str]) -> Plain: ...
    def played(self, game: Any) -> list[Plain]: ...
    def results(self, game: Any) -> dict[str, Plain]: ...
    def review(self, game: Any, futures: int) -> Plain: ...
    def inject(self, game: Any, inject: Plain) -> None: ...
    def rule(self, game: Any, ruling: Plain) -> None: ...
    def roll_back(self, game: Any, turn: int) -> Any: ...
    def fork(self, game: Any, turn: int) -> Any: ...
    def lines(self, game: Any) -> list[str]: ...
    def thaw(self, lines: list[str]) -> Any: ...


def backend(where: str) -> Backend:
    """The backend named `module:class`."""
    module, _, name = where.partition(":")
    made: Backend = getattr(import_module(module), name)()
    return made


class Tables:
    """The games on the tables, by group id."""

    def __init__(self, where: str) -> None:
        self.backend = backend(where)
        self.games: dict[str, Any] = {}
        self.thawed: tuple[str, Any] = ("", None)

    def describe(self, scenario: str) -> Plain:
        """What the pages tell of a scenario; `text` is the whole of it, so that a session does not change with the file."""
        return self.backend.describe(scenario)

    def learn(self, name: str, text: str) -> None:
        """From now on `name` means this scenario."""
        self.backend.learn(name, text)

    def new(self, gid: str, scenario: str, seed: int, level: str) -> Plain:
        self.games[gid] = self.backend.new(scenario, seed, level)
        return self.summary(gid)

    def drop(self, gid: str) -> None:
        self.games.pop(gid, None)

    def check(self, gid: str, role: str, orders: list[str]) -> None:
        """Raises OrderError where these orders do not go together."""
        self.backend.check(self.games[gid], role, orders)

    def end_turn(
        self,
        gid: str,
        dockets: dict[str, Plain],
        held: dict[str, str],
        injects: list[Plain],
        rulings: list[Plain],
    ) -> Plain:
        """Play the turn: its summary, and `told`: what was played, what fell away, what the engine refused to hear."""
        game = self.games[gid]
        refused = []
        for act, pieces in ((self.backend.inject, injects), (self.backend.rule, rulings)):
            for piece in pieces:
                try:
                    act(game, piece)
                except DiplogameError as error:  # one piece of news that the engine refuses must not stop the class
                    refused.append(str(error))
        told = self.backend.end_turn(game, dockets, held) | {"refused": refused}
        return self.summary(gid) | {"told": told}

    def roll_back(self, gid: str, turn: int) -> Plain:
        self.games[gid] = self.backend.roll_back(self.games[gid], turn) or self.games[gid]
        return self.summary(gid)

    def fork(self, gid: str, turn: int, other: str) -> Plain:
        self.games[other] = self.backend.fork(self.games[gid], turn)
        return self.summary(other)

    def find(self, gid: str, role: str, entry: Plain) -> Plain:
        """The order that `entry` {verb, target?, place?, parameters?} describes. Raises OrderError."""
        fields = {key: entry[key] for key in ("target", "place") if entry.get(key) is not None}
        found: Plain = self.backend.seat(self.games[gid], role).find(
            entry["verb"], **fields, **entry.get("parameters", {})
        )
        return found

    def why(self, gid: str, role: str, event: str) -> Plain:
        found: Plain = self.backend.seat(self.games[gid], role).why(event)
        return found

    def lines(self, gid: str) -> list[str]:
        return self.backend.lines(self.games[gid])

    def aftermath(self, gid: str) -> Plain:
        """What may be told when the game is over: each seat's result, and every docket of the game."""
        game = self.games[gid]
        return {"results": self.backend.results(game), "played": self.backend.played(game)}

    def review(self, lines: list[str], futures: int) -> Plain:
        """The debrief's part of the review, of a game given as its record."""
        return self.backend.review(self.backend.thaw(lines), futures)

    def forecast(self, digest: str, lines: list[str], role: str, orders: list[str], futures: int) -> Plain:
        """Imagined futures, in the process that does nothing else; the game is rebuilt once a turn."""
        if self.thawed[0] != digest:
            self.thawed = (digest, self.backend.thaw(lines))
        found: Plain = self.backend.seat(self.thawed[1], role).forecast(orders, futures)
        return found

    def summary(self, gid: str) -> Plain:
        game = self.games[gid]
        return {"turn": game.turn, "turns": game.turns, "over": game.over, "ending": game.ending, "digest": game.digest}

    def menu(self, gid: str, role: str) -> Plain:
        """A seat's orders: as JSON bytes for its page, and by id as the authority checks them."""
        orders = self.backend.seat(self.games[gid], role).orders()
        return {
            "orders": packed(orders),
            "menu": {order["id"]: {key: order.get(key) for key in KEPT_IN_MENU} for order in orders},
        }

    def seat(self, gid: str, role: str) -> Plain:
        """One seat's own view and asks, as JSON bytes and as what the authority checks against. One seat a call, so that a docket
        that waits to be checked never waits for eight of them; the menu, which takes longest, is asked for by itself.
        """
        seat = self.backend.seat(self.games[gid], role)
        picture, asked = seat.picture(), seat.asked()
        return {
            "orders": None,
            "menu": None,
            "view": packed(picture),
            "asked": packed(asked),
            "asks": {ask["id"]: [choice["value"] for choice in ask["choices"]] for ask in asked},
            "ask_texts": {ask["id"]: ask["text"] for ask in asked},
            "capital": picture["capital"],
            "orders_allowed": picture["orders_allowed"],
            "score": picture["score"],
            "par": picture["par"],
        }

    def public(self, gid: str) -> Plain:
        """What all seats see alike."""
        game = self.games[gid]
        return public([self.backend.seat(game, role).picture() for role in self.backend.roles(game)])


def packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def public(pictures: list[Plain]) -> Plain:
    """What every seat sees alike, and so what a projector may show: no judgement of secrecy is made here."""
    first, rest = pictures[0], pictures[1:]
    shown = {key: first[key] for key in PUBLIC if key in first and all(p.get(key) == first[key] for p in rest)}
    alike = [{_frozen(c): c for c in picture["cables"]} for picture in pictures]
    shown["cables"] = [
        c for key, c in alike[0].items() if all(key in other for other in alike[1:]) and not c["only_you"]
    ]
    shown["series"] = {k: v for k, v in first["series"].items() if all(p["series"].get(k) == v for p in rest)}
    council = [picture["council"] for picture in pictures]
    shown["council"] = {
        key: council[0].get(key) for key in ("draft", "last") if all(c.get(key) == council[0].get(key) for c in council)
    }
    talks = [picture["talks"] for picture in pictures]
    shown["talks"] = {
        key: talks[0].get(key)
        for key in ("state", "host", "seats", "sessions", "truce_turns")
        if all(t.get(key) == talks[0].get(key) for t in talks)
    }
    shown["states"] = [
        {key: state[key] for key in ("role", "name", "capital_city", "lat", "lon")} for state in first["states"]
    ]
    shown["facilities"] = [
        {key: place[key] for key in ("id", "name", "kind", "owner", "lat", "lon")}
        | {"fresh": all(_fresh(p, place["id"]) for p in pictures)}
        for place in first["facilities"]
        if all(any(other["id"] == place["id"] for other in p["facilities"]) for p in rest)
    ]
    return shown


def _fresh(picture: Plain, place: str) -> bool:
    return any(other["id"] == place and other["fresh"] for other in picture["facilities"])


def _frozen(cable: Plain) -> str:
    return json.dumps(cable, sort_keys=True)
