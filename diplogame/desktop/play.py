"""A turn on this side of the pipe: what a seat was shown and what its player has put together so far. No pygame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from diplogame.texts import text


@dataclass
class Play:
    """One seat's turn being ordered."""

    status: dict[str, Any]
    role: str
    picture: dict[str, Any]
    asked: list[dict[str, Any]]
    legal: list[dict[str, Any]]
    docket: list[dict[str, Any]] = field(default_factory=list)
    """Orders chosen, in the order in which they will be handed in."""
    answers: dict[str, str] = field(default_factory=dict)
    done: list[tuple[list[dict[str, Any]], dict[str, str]]] = field(default_factory=list)
    """What the docket and the answers were before each change, for undo."""
    forecast: dict[str, Any] | None = None
    forecast_share: float = 0.0
    """How much of it has come in, 0 to 1."""
    forecast_of: tuple[str, ...] | None = None
    """Ids of the orders that it was made with."""
    chosen: str | None = None
    """The cable that is looked at."""
    hinted: str | None = None
    """A role or facility that is pointed at."""
    edition: int = 0
    """Rises with each change, so that panels know."""

    @classmethod
    def of(cls, status: dict[str, Any], role: str, seat: dict[str, Any]) -> Play:
        return cls(status, role, seat["picture"], seat["asked"], seat["orders"])

    @property
    def last_turn(self) -> int:
        """The turn that was played last; 0 at the opening."""
        return int(self.picture["turn"]) - (0 if self.picture["over"] else 1)

    @property
    def cost(self) -> float:
        return sum(order["cost"] for order in self.docket)

    @property
    def capital_left(self) -> float:
        return float(self.picture["capital"]) - self.cost

    @property
    def slots_left(self) -> int:
        return int(self.picture["orders_allowed"]) - len(self.docket)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(order["id"] for order in self.docket)

    @property
    def open_asks(self) -> list[dict[str, Any]]:
        return [ask for ask in self.asked if ask["id"] not in self.answers]

    def refusal(self, order: dict[str, Any]) -> str | None:
        """Why the order cannot be added now, in words; None: it can."""
        if order.get("greyed"):
            return str(order["greyed"])
        if any(one["id"] == order["id"] for one in self.docket):
            return text("desktop.refuse.twice")
        if self.slots_left <= 0:
            return text("desktop.refuse.slots", n=self.picture["orders_allowed"])
        barred = next((words for words in (self._barred(order, one) for one in self.docket) if words), None)
        if barred:
            return barred
        if order["cost"] > self.capital_left + 1e-9:
            return text("desktop.refuse.capital", cost=number(order["cost"]), left=number(self.capital_left))
        return None

    def _barred(self, order: dict[str, Any], one: dict[str, Any]) -> str | None:
        """Why the order cannot stand beside one that is on the list."""
        bars = self.status.get("bars") or {"statements": (), "single": (), "apart": ()}
        if order["verb"] == one["verb"] and order["verb"] in bars["single"]:
            return text("desktop.refuse.single", title=one["title"])
        if order["verb"] in bars["statements"] and one["verb"] in bars["statements"]:
            return text("desktop.refuse.statement", title=one["title"])
        if [order["verb"], one["verb"]] in bars["apart"] or [one["verb"], order["verb"]] in bars["apart"]:
            return text("desktop.refuse.apart", title=one["title"])
        return None

    def _keep(self) -> None:
        self.done.append((list(self.docket), dict(self.answers)))
        self.edition += 1

    def add(self, order: dict[str, Any]) -> str | None:
        """Put the order on the docket; returns why not, if not."""
        refused = self.refusal(order)
        if refused is None:
            self._keep()
            self.docket.append(order)
        return refused

    def remove(self, id: str) -> None:
        if id in self.ids:
            self._keep()
            self.docket = [order for order in self.docket if order["id"] != id]

    def shift(self, id: str, step: int) -> None:
        """Move an order up or down the docket."""
        at = self.ids.index(id) if id in self.ids else -1
        to = at + step
        if at >= 0 and 0 <= to < len(self.docket):
            self._keep()
            self.docket[at], self.docket[to] = self.docket[to], self.docket[at]

    def answer(self, ask: str, value: str) -> None:
        self._keep()
        self.answers[ask] = value

    def undo(self) -> bool:
        """Take back the last change to docket or answers; False where there is none."""
        if not self.done:
            return False
        self.docket, self.answers = self.done.pop()
        self.edition += 1
        return True

    def state(self, role: str | None) -> dict[str, Any] | None:
        return next((one for one in self.picture["states"] if one["role"] == role), None)

    def name(self, role: str | None) -> str:
        """A role's, council member's or facility's name in words."""
        if role is None:
            return ""
        found = self.state(role)
        if found:
            return str(found["name"])
        for one in [*self.picture["facilities"], *self.picture["council"]["members"]]:
            if one["id"] == role:
                return str(one["name"])
        return role.replace("_", " ")

    def short(self, role: str | None) -> str:
        """A role's short name."""
        found = next((one for one in self.status.get("roles", []) if one["role"] == role), None)
        return str(found["short"]) if found else self.name(role)


def number(value: float) -> str:
    """1 as "1", 1.5 as "1.5"."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


def odds(share: float) -> str:
    """A small chance with one decimal, so that 0.4 % does not read as none."""
    return f"{share:.1%}" if 0 < share < 0.0095 else f"{share:.0%}"
