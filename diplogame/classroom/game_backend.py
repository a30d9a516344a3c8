"""The real game behind the class server's one door to it (see `engine`).

Timed injects of the scenario are left to the facilitator. A seat that people hold counts as a person's in the record; when its team
hands in nothing, the AI holds it for that turn.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from diplogame import opening
from diplogame.chronicle.acts import phrase
from diplogame.chronicle.words import words_of
from diplogame.errors import OrderError
from diplogame.game import PERSON, Game, Turn
from diplogame.review.data import review
from diplogame.review.page import page
from diplogame.scenario.load import canonical, from_canonical, load_scenario
from diplogame.scenario.schema import Scenario
from diplogame.seats import LocalSeat
from diplogame.seats.result import result
from diplogame.turn.endings import at_the_last_turn
from diplogame.world.axes import ENDINGS

Plain = dict[str, Any]


class GameBackend:
    """Implements `engine.Backend` with `Game` and `LocalSeat`."""

    def __init__(self) -> None:
        self._briefings: dict[str, Scenario] = {}
        self._seats: WeakKeyDictionary[Game, dict[str, LocalSeat]] = WeakKeyDictionary()

    def describe(self, scenario: str) -> Plain:
        if scenario not in self._briefings:
            self._briefings[scenario] = load_scenario(scenario)
        briefing = self._briefings[scenario]
        return {
            "text": canonical(briefing), "name": scenario, "title": briefing.title, "turns": briefing.turns, "summary": briefing.summary, "briefing": briefing.briefing,
            "states": [
                {"role": role, "name": state.name, "short": state.short, "colour": state.colour, "shape": state.shape, "lat": state.capital.lat,
                 "lon": state.capital.lon, "capital": state.capital.name, "orders": state.orders, "brief": state.brief.model_dump(),
                 "goals": [{"title": goal.title, "weight": goal.weight, "why": goal.why} for goal in state.goals.values()]}
                for role, state in briefing.states.items()
            ],
            "injects": [
                {"id": i.id, "turn": i.turn, "kind": i.kind, "to": list(i.to), "title": i.title, "text": i.text, "effects": dict(i.effects)} for i in briefing.injects
            ],
            "quantities": self._quantities(briefing),
        }  # fmt: skip

    def learn(self, name: str, text: str) -> None:
        self._briefings[name] = from_canonical(text)

    def new(self, scenario: str, seed: int, level: str) -> Game:
        return Game.new(self._briefings.get(scenario) or scenario, seed=seed, level=level, news=False)

    def roles(self, game: Game) -> list[str]:
        return list(game.roles)

    def seat(self, game: Game, role: str) -> LocalSeat:
        seats = self._seats.setdefault(game, {})
        if role not in seats:
            seats[role] = LocalSeat(game, role)
        return seats[role]

    def check(self, game: Game, role: str, orders: list[str]) -> None:
        """Raises OrderError where these do not make a docket together."""
        from diplogame.game import docket

        docket(game.view(role), orders)

    def end_turn(self, game: Game, dockets: dict[str, Plain], held: dict[str, str]) -> Plain:
        """Play the turn; what turns out to be impossible after all falls away, openly."""
        self._sit(game, held)
        dropped: dict[str, str] = {}
        for role, docket in dockets.items():
            orders, answers = list(docket["orders"]), dict(docket["answers"])
            while True:
                try:
                    game.submit(role, orders, answers)
                    break
                except OrderError as error:
                    dropped[role] = str(error)
                    if orders:
                        orders.pop()
                    elif answers:
                        answers = {}
                    else:
                        break
        game.end_turn(held=[role for role in game.roles if role not in dockets])
        return {"dropped": dropped, "played": self.played(game, sure=True)[-1]}

    def played(self, game: Game, *, sure: bool = False) -> list[Plain]:
        """Each turn's orders by role; with `sure`, of the last turn alone, with how sure the AI was of each choice (its chance, 0 to 1)."""
        turns = game.history[-1:] if sure else game.history
        return [
            {"turn": turn.number, "seats": {role: self._told(game, turn, role, sure=sure) for role in turn.dockets}}
            for turn in turns
        ]

    def results(self, game: Game) -> dict[str, Plain]:
        """Each seat's result. A game that the bell broke off is told as if its time had run out now."""
        ending = _ending(game)
        return {role: result(game, role, self.seat(game, role).picture()["goals"], ending) for role in game.roles}

    def review(self, game: Game, futures: int) -> Plain:
        """What the debrief needs beyond the results, with `futures` a what-if, and the review as a page of its own (`html`)."""
        found = review(game, futures, _ending(game))
        return {
            key: found[key] for key in ("turning_points", "what_ifs", "knew", "promises", "unveiled", "questions")
        } | {"html": page(found)}

    def inject(self, game: Game, inject: Plain) -> None:
        game.inject(inject)

    def rule(self, game: Game, ruling: Plain) -> None:
        game.rule(ruling)

    def roll_back(self, game: Game, turn: int) -> None:
        if turn <= game.played:
            game.roll_back(turn)

    def fork(self, game: Game, turn: int) -> Game:
        return game.fork(turn)

    def lines(self, game: Game) -> list[str]:
        return game.lines()

    def thaw(self, lines: list[str]) -> Game:
        return Game.loads("\n".join(line.rstrip("\n") for line in lines) + "\n")

    def _sit(self, game: Game, held: dict[str, str]) -> None:
        """Mark who sits where, when it has changed."""
        usual = opening.minds_by_role(game.scenario, None, game.level)
        wanted = {role: PERSON if who in ("people", "absent") else usual[role] for role, who in held.items()}
        changed = {role: who for role, who in wanted.items() if game.seats[role] != who}
        if changed:
            game.sit(changed)

    def _told(self, game: Game, turn: Turn, role: str, *, sure: bool) -> list[Plain]:
        """A role's orders as the console and the unveiling show them."""
        orders = turn.dockets[role].orders
        by_mind = sure and game.mind_at(role, turn.number) is not None
        chances = [reason.chance for reason in turn.reasons[role]] if by_mind and orders else [None] * len(orders)
        return [
            {"title": _named(game, order), "covert": bool(order.covert), "target": order.target, "chance": chance}
            for order, chance in zip(orders, chances, strict=True)
        ]

    def _quantities(self, briefing: Any) -> list[Plain]:
        """What a ruling may change: the scenario's quantities, by state where they have one."""
        from diplogame.turn.news import quantities

        known = Game.new(briefing, seed=0, news=False).worlds.cast
        found = []
        for name in quantities(known):
            head, *rest = name.split(".")
            spec = briefing.quantities.get(head)
            if spec is None or len(rest) > 1:
                continue
            who = ", ".join(
                briefing.states[part].name
                if part in briefing.states
                else briefing.facilities[part].name
                if part in briefing.facilities
                else part
                for part in rest
            )
            label = (spec.label or head.replace("_", " ").capitalize()) + (f": {who}" if who else "")
            found.append({"id": name, "label": label, "unit": spec.unit, "low": spec.range[0], "high": spec.range[1]})
        return found


def _ending(game: Game) -> str:
    """The ending; of a game that goes on, what running out of time now would mean."""
    return game.ending or ENDINGS[int(at_the_last_turn(game.worlds_at(game.played))[0]) - 1]


def _named(game: Game, order: Any) -> str:
    """An order in words, as menus say it."""
    return phrase(words_of(game.worlds.cast), order)
