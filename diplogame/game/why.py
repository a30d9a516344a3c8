"""Why a state did what it did: its choice worked out again from the record, with what spoke for and against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diplogame.chronicle.why import Why, order_reasons
from diplogame.chronicle.whyanswer import answer_reasons
from diplogame.errors import OrderError, SeatError
from diplogame.game.happening import Event, visible
from diplogame.minds.appraisal import appraise
from diplogame.minds.mind import Mind
from diplogame.orders.order import Order
from diplogame.texts import has, text
from diplogame.verbs.options import tables
from diplogame.verbs.verb import verb_named
from diplogame.world.views import View

if TYPE_CHECKING:
    from diplogame.game.game import Game

QUESTIONS = {
    "joined": "invitation",
    "declined": "invitation",
    "signed": "terms",
    "refused": "terms",
    "offer_taken": "offer",
    "offer_declined": "offer",
    "vetoed": "vote",
}
"""What was asked where this was answered."""
YES = ("joined", "signed", "offer_taken")
APPEAL = 1
"""Level of an answer to an appeal for a ceasefire."""


@dataclass(frozen=True)
class Reason:
    """Why one order was given."""

    order: str
    """Its id."""
    considerations: Mapping[str, float]
    """name: score points; they sum to the value."""
    chance: float | None
    """How likely the choice was, exactly; None where no mind decided by chances."""

    @property
    def value(self) -> float:
        """What it was worth, score points."""
        return sum(self.considerations.values())


class Reasons(Mapping[str, tuple[Reason, ...]]):
    """Role: why it gave each of its orders in one turn; worked out again when asked for."""

    def __init__(self, game: Game, turn: int) -> None:
        self._game, self._turn = game, turn

    def __getitem__(self, role: str) -> tuple[Reason, ...]:
        turn = self._game.history[self._turn - 1]
        return reasons(
            self._game.view_at(role, self._turn - 1), turn.dockets[role].orders, self._game.mind_at(role, self._turn)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._game.roles)

    def __len__(self) -> int:
        return len(self._game.roles)


def reasons(seen: View, orders: Sequence[Order], mind: Mind | None) -> tuple[Reason, ...]:
    """Why ``mind`` gave these orders, from the view that it had. Where a person gave them (None), what spoke for and against is told without a chance."""
    table = tables(seen.world.cast)[seen.seat]
    choice = mind.choose(seen, table, keep=True) if mind is not None else None
    picks = [int(pick) for pick in choice.picks[0] if pick >= 0] if choice is not None else []
    again = [table.ids[pick] for pick in picks] == [order.id for order in orders]
    rounds = choice.rounds if choice is not None and again else ()
    appraisal = choice.appraisal if choice is not None and choice.appraisal is not None else appraise(seen)
    found = []
    for k, order in enumerate(orders):
        index = table.index.get(order.id, -1)
        mine = {name: float(value[0, index]) for name, value in appraisal.considerations.items()} if index >= 0 else {}
        found.append(Reason(order.id, mine, float(rounds[k].chance[0, index]) if k < len(rounds) else None))
    return tuple(found)


def label(game: Game, role: str, name: str) -> str:
    """A consideration in words: a goal by its title."""
    head, _, goal = name.partition(":")
    if head == "goal":
        return game.scenario.states[role].goals[goal].title
    key = f"why.consideration.{head}"
    return text(key) if has(key) else head.replace("_", " ").capitalize()


def why(game: Game, event: Event | str, seat: str | None) -> dict[str, Any]:
    """See `Game.why`."""
    if seat is None and not game.over:
        raise SeatError("seat", None, "must be named while the game goes on; at its end all can be told")
    if seat is not None and seat not in game.roles:
        raise SeatError("seat", seat, f"must be one of {', '.join(game.roles)}")
    name = event if isinstance(event, str) else event.id
    known = next((one for turn in game.history for one in turn.events if one.id == name), None)
    observer = None if seat is None else game.roles.index(seat)
    if known is None or (observer is not None and not visible(known, observer)):
        raise OrderError("event", name, "is no event of this game that the seat has seen")
    return _why(game, known, observer).plain()


def _why(game: Game, event: Event, observer: int | None) -> Why:
    if event.kind == "inject":
        return Why(text("why.other.news"))
    if event.source is None:
        return Why(text("why.other.unknown"))
    stage = game.stage_at(event.turn - 1)
    actor = game.roles.index(event.source)
    if event.kind == "answer":
        kind = (
            "ceasefire"
            if event.outcome in ("joined", "declined") and event.level == APPEAL
            else QUESTIONS.get(event.outcome)
        )
        if kind is None or event.target is None:
            return Why(text("why.other.unknown"))
        return answer_reasons(
            stage, actor, kind, game.roles.index(event.target), "yes" if event.outcome in YES else "no", observer
        )
    orders = game.history[event.turn - 1].dockets[event.source].orders
    place = _place(game, event)
    if place is None:
        return Why(text("why.other.unknown"))
    mind = game.mind_at(event.source, event.turn)
    beside = [
        order for k, order in enumerate(orders) if k != place and not order.covert and not verb_named(order.verb).secret
    ]
    return order_reasons(stage, actor, orders[place], observer, mind, mind is None, beside)


def _place(game: Game, event: Event) -> int | None:
    """Which of its source's orders an event belongs to; None for what follows from none of them."""
    before = 0
    for role, handed_in in game.history[event.turn - 1].dockets.items():
        if role == event.source:
            return event.act - before if 0 <= event.act - before < len(handed_in.orders) else None
        before += len(handed_in.orders)
    return None


__all__ = ["Reason", "Reasons", "label", "reasons", "why"]
