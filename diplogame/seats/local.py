"""A seat at a game in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from diplogame.chronicle.cables import Cable
from diplogame.chronicle.scene import public
from diplogame.game import Game
from diplogame.seats import goals, news, picture
from diplogame.seats.asks import questions
from diplogame.seats.orders import described, listing
from diplogame.world.views import View

Plain = dict[str, Any]


class LocalSeat:
    """See `Seat`. Pictures are kept until the game moves on."""

    def __init__(self, game: Game, role: str) -> None:
        """Raises SettingError for an unknown role."""
        game.view(role)
        self.game, self.role = game, role
        self._kept: dict[str, Any] = {}
        self._stamp: tuple[Any, ...] = ()
        self._values: dict[tuple[str, int], float] = {}

    # --- the seat's picture --------------------------------------------------------------------------------------------

    def picture(self) -> Plain:
        """See `Seat.picture`."""
        return dict(self._once("picture", self._picture))

    def asked(self) -> list[Plain]:
        """See `Seat.asked`."""
        return [] if self.game.over else list(self._once("asked", lambda: questions(self.view)))

    def orders(self) -> list[Plain]:
        """See `Seat.orders`."""
        return [] if self.game.over else list(self._once("orders", lambda: listing(self.game.legal_orders(self.role))))

    def find(self, verb: str, **parameters: Any) -> Plain:
        """See `Seat.find`."""
        menu = self.game.legal_orders(self.role)
        return described(menu, [menu.find(verb, **parameters)])[0]

    @property
    def view(self) -> View:
        """What the seat may see now."""
        return self.game.view(self.role)

    def cables(self) -> list[Cable]:
        """All that has lain on the desk so far."""
        return list(self._once("cables", lambda: news.cables(self.game, self.role)))

    def _picture(self) -> Plain:
        game = self.game
        before = game.view_at(self.role, game.played - 1) if game.played else None
        found = picture.board(self.view, before, game.over)
        if game.over:
            found["turn"] = game.turn
        series = {name: [round(float(public(game.worlds_at(n), field)[0]), 3) for n in range(game.played + 1)] for name, field in SERIES.items()}
        score = goals.running_score([self._value(n) for n in range(game.played + 1)], game.turns)
        return found | {
            "score": round(score, 2), "par": None, "goals": goals.goals_of(self.view, before), "series": series, "cables": [one.plain() for one in self.cables()],
        }  # fmt: skip

    def _value(self, played: int) -> float:
        """The moment's score after so many turns, as the seat believed then."""
        key = (self.game.history[played - 1].digest if played else "", played)
        if key not in self._values:
            self._values[key] = goals.value_of(self.game.view_at(self.role, played))
        return self._values[key]

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        """What was made since the game last moved, or made now."""
        stamp = (self.game.digest, self.game.played, self.game.over, len(self.game.news))
        if stamp != self._stamp:
            self._stamp, self._kept = stamp, {}
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    # --- playing -------------------------------------------------------------------------------------------------------

    def submit(self, order_ids: Sequence[str], answers: Mapping[str, str] | None = None) -> None:
        """See `Seat.submit`."""
        self.game.submit(self.role, order_ids, answers or {})

    def end_turn(self) -> Plain:
        """See `Seat.end_turn`."""
        turn = self.game.end_turn()
        return {
            "turn": turn.number, "events": [one.plain() for one in self.cables() if one.turn == turn.number], "goals": self.picture()["goals"], "over": self.game.over,
        }  # fmt: skip

    def undo(self) -> None:
        """See `Seat.undo`."""
        self.game.undo()


SERIES = {"brent": "price", "escalation": "escalation", "flow": "flow"}
"""Series of a picture and the public arrays that they are read from."""
