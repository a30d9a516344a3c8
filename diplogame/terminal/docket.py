"""The docket that a person fills line by line: orders and answers of one turn, checked by the game as they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from diplogame.seats import LocalSeat
from diplogame.texts import text

Plain = dict[str, Any]


@dataclass
class Docket:
    """What one seat has chosen so far."""

    seat: LocalSeat
    orders: list[Plain] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> list[str]:
        """The orders' names."""
        return [one["id"] for one in self.orders]

    @property
    def room(self) -> int:
        """Orders that still fit."""
        return int(self.seat.picture()["orders_allowed"]) - len(self.orders)

    @property
    def capital(self) -> float:
        """Capital that is left."""
        return float(self.seat.picture()["capital"] - sum(one["cost"] for one in self.orders))

    @property
    def silent(self) -> int:
        """Questions without an answer."""
        return len([one for one in self.seat.asked() if one["id"] not in self.answers])

    def add(self, one: Plain) -> str:
        """Choose an order; says so, or why not. Raises OrderError where the whole would not be taken."""
        if one["greyed"]:
            return str(one["greyed"])
        if one["id"] in self.ids:
            return text("play.twice")
        if self.room <= 0:
            return text("play.full", n=len(self.orders))
        if one["cost"] > self.capital:
            return text("play.poor", cost=f"{one['cost']:g}", left=f"{self.capital:g}")
        self.seat.submit([*self.ids, one["id"]], self.answers)
        self.orders.append(one)
        return text("play.chosen", summary=one["summary"], left=f"{self.capital:g}", room=self.room)

    def drop(self, one: Plain) -> str:
        """Take an order off again."""
        self.orders.remove(one)
        return text("play.dropped", summary=one["summary"])

    def answer(self, ask: Plain, value: str) -> str:
        """Answer a question. Raises OrderError for an answer that it does not take."""
        given = {**self.answers, ask["id"]: value}
        self.seat.submit(self.ids, given)
        self.answers = given
        return text("play.answered", text=ask["text"], value=value)

    def hand_in(self) -> None:
        """As it stands."""
        self.seat.submit(self.ids, self.answers)

    def clear(self) -> None:
        """A new turn."""
        self.orders, self.answers = [], {}
