"""A seat at a game in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from diplogame.chronicle.cables import Cable
from diplogame.chronicle.scene import public
from diplogame.errors import OrderError, SeatError
from diplogame.game import Game
from diplogame.noise import game_seed
from diplogame.par import par
from diplogame.seats import goals, news, picture
from diplogame.seats.asks import questions
from diplogame.seats.orders import described, listing
from diplogame.seats.result import result
from diplogame.seats.tomorrow import Tomorrow
from diplogame.seats.why import why
from diplogame.world.fields import Worlds
from diplogame.world.imagine import imagine
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
        self._told: dict[tuple[str, int], list[Cable]] = {}

    # --- the seat's picture --------------------------------------------------------------------------------------------

    def picture(self) -> Plain:
        """See `Seat.picture`."""
        return dict(self._once("picture", self._picture))

    def asked(self) -> list[Plain]:
        """See `Seat.asked`."""
        return [] if self.game.over else list(self._once("asked", lambda: questions(self.view)))

    def orders(self) -> list[Plain]:
        """See `Seat.orders`."""
        return (
            []
            if self.game.over
            else list(self._once("orders", lambda: listing(self.game.legal_orders(self.role), *self._imagined())))
        )

    def find(self, verb: str, **parameters: Any) -> Plain:
        """See `Seat.find`."""
        menu = self.game.legal_orders(self.role)
        return described(menu, [menu.find(verb, **parameters)], *self._imagined())[0]

    def _imagined(self) -> tuple[Worlds, Tomorrow]:
        """A few worlds that the seat may take to be the true ones, as it orders in them, and what the next turn may bring; the same ones all turn long."""
        made: tuple[Worlds, Tomorrow] = self._once("imagined", self._imagine)
        return made

    def _imagine(self) -> tuple[Worlds, Tomorrow]:
        seen = self.view
        worlds = imagine(seen, game_seed(seen.world.turn, np.arange(IMAGINED)))
        return worlds.replace({"turn": seen.world.turn}), Tomorrow(worlds, seen.seat)

    def why(self, event_id: str) -> Plain:
        """See `Seat.why`. After the end all is told."""
        cables = self.cables()
        cable = next((one for one in cables if one.id == event_id), None)
        if cable is None and self.game.over:
            cables = news.cables(self.game, None)
            cable = next((one for one in cables if one.id == event_id), None)
        if cable is None:
            raise OrderError("event", event_id, "is no cable that this seat has read")
        return why(self.game, None if self.game.over else self.role, cable, cables)

    def forecast(
        self, orders: Sequence[str], futures: int = 500, progress: Callable[[Any], None] | None = None
    ) -> Plain:
        """See `Seat.forecast`."""
        return self.game.forecast(self.role, futures, list(orders), progress=progress)

    def result(self) -> Plain:
        """See `Seat.result`. Raises SeatError while the game goes on."""
        if not self.game.over:
            raise SeatError("result", None, "stands when the game is over")
        return dict(self._once("result", lambda: result(self.game, self.role, self.picture()["goals"])))

    @property
    def view(self) -> View:
        """What the seat may see now."""
        return self.game.view(self.role)

    def cables(self) -> list[Cable]:
        """All that has lain on the desk so far."""
        return list(self._once("cables", self._cables))

    def _cables(self) -> list[Cable]:
        """Those of turns gone by are told once: the morning's news closes a turn's cables, so that the last ones are always told anew."""
        game = self.game
        found: list[Cable] = []
        for number in range(game.played + 1):
            key = (game.history[number].digest if number < game.played else "", number)
            if number == game.played:
                found += news.of_turn(game, number, self.role)
                continue
            if key not in self._told:
                self._told[key] = news.of_turn(game, number, self.role)
            found += self._told[key]
        return found

    def _picture(self) -> Plain:
        game = self.game
        before = game.view_at(self.role, game.played - 1) if game.played else None
        found = picture.board(self.view, before, game.over)
        if game.over:
            found["turn"] = game.turn
        series = {
            name: [round(float(public(game.worlds_at(n), field)[0]), 3) for n in range(game.played + 1)]
            for name, field in SERIES.items()
        }
        score = goals.running_score([self._value(n) for n in range(game.played + 1)], game.turns)
        return found | {
            "score": round(score, 2), "par": par(game.scenario, self.role), "goals": goals.goals_of(self.view, before), "series": series, "cables": [one.plain() for one in self.cables()],
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


IMAGINED = 48
"""Imagined worlds behind low and high of an order's effects, and behind the chance of a yes."""
SERIES = {"brent": "price", "escalation": "escalation", "flow": "flow"}
"""Series of a picture and the public arrays that they are read from."""
