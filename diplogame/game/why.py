"""Why a state did what it did: its choice worked out again, with what spoke for and against, how likely it was, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from diplogame.chronicle.acts import phrase
from diplogame.chronicle.words import listed, upper, words_of
from diplogame.errors import OrderError, SeatError
from diplogame.game.happening import Event, visible
from diplogame.game.menu import Menu
from diplogame.minds import answers
from diplogame.minds.appraisal import appraise
from diplogame.minds.chooser import Round, choose
from diplogame.minds.mind import Mind, orders_allowed
from diplogame.orders.order import Order
from diplogame.texts import has, text
from diplogame.turn.slots import slot
from diplogame.verbs.options import OptionTable, legal, tables
from diplogame.world.fields import Array
from diplogame.world.views import View, view

if TYPE_CHECKING:
    from diplogame.game.game import Game

SMALL = 0.05
"""Score points below which a consideration is not worth a word."""
MOST = 5
"""Considerations on each side, and alternatives."""


@dataclass(frozen=True)
class Reason:
    """Why one order was given."""

    order: str
    """Its id."""
    considerations: Mapping[str, float]
    """name: score points; they sum to the value."""
    chance: float | None
    """How likely the choice was, exactly; None where a person decided."""
    alternatives: tuple[tuple[str | None, float, float], ...]
    """(order's id or None for nothing more, chance, value), the likeliest first."""

    @property
    def value(self) -> float:
        """What it was worth, score points."""
        return sum(self.considerations.values())

    def flip(self, other: Mapping[str, float]) -> tuple[str, float] | None:
        """(consideration, share) that would have had to weigh so much less for an order with these considerations to be worth more; None if none could."""
        gap = self.value - sum(other.values())
        leads = {name: value - other.get(name, 0.0) for name, value in self.considerations.items()}
        name = max(leads, key=lambda key: leads[key])
        return (name, gap / leads[name]) if leads[name] > max(gap, 1e-9) else None


class Reasons(Mapping[str, tuple[Reason, ...]]):
    """Role: why it gave each of its orders in one turn; worked out again when asked for."""

    def __init__(self, game: Game, turn: int) -> None:
        self._game, self._turn = game, turn

    def __getitem__(self, role: str) -> tuple[Reason, ...]:
        game = self._game
        turn = game.history[self._turn - 1]
        mind = game.mind_at(role, self._turn)
        return reasons(game.view_at(role, self._turn - 1), turn.dockets[role].orders, mind)

    def __iter__(self) -> Iterator[str]:
        return iter(self._game.roles)

    def __len__(self) -> int:
        return len(self._game.roles)


def reasons(seen: View, orders: Sequence[Order], mind: Mind | None) -> tuple[Reason, ...]:
    """Why ``mind`` gave these orders, from the view that it had; None: a person gave them, and what spoke for and against is told without a chance."""
    table = tables(seen.world.cast)[seen.seat]
    picks, rounds, parts = _again(seen, table, mind)
    if mind is not None and [table.orders[pick].id for pick in picks if pick >= 0] != [order.id for order in orders]:
        mind, picks, rounds = None, [], ()
    found = []
    for k, order in enumerate(orders):
        index = table.index.get(order.id, -1)
        open_round = rounds[k] if k < len(rounds) else None
        chance = float(open_round.chance[0, index]) if open_round is not None and mind is not None and index >= 0 else None
        mine = {name: float(value[0, index]) for name, value in parts.items()} if index >= 0 else {}
        found.append(Reason(order.id, mine, chance, _alternatives(table, open_round, index, parts)))
    return tuple(found)


def _again(seen: View, table: OptionTable, mind: Mind | None) -> tuple[list[int], tuple[Round, ...], dict[str, Array]]:
    """The picks, rounds and considerations of a choice."""
    if mind is not None:
        choice = mind.choose(seen, table, keep=True)
        if choice.appraisal is not None:
            return [int(pick) for pick in choice.picks[0]], choice.rounds, dict(choice.appraisal.considerations)
    found = appraise(seen)
    temperature = seen.world.numbers.traits["temperature"][:, seen.seat]
    _, rounds = choose(seen, table, found.value, legal(seen.world, table), temperature, 1, keep=True)
    return [], tuple(rounds), dict(found.considerations)


def _alternatives(table: OptionTable, open_round: Round | None, index: int, parts: Mapping[str, Array]) -> tuple[tuple[str | None, float, float], ...]:
    if open_round is None:
        return ()
    chance = open_round.chance[0]
    value = sum(part[0] for part in parts.values())
    order = [int(k) for k in np.argsort(-chance, kind="stable") if int(k) != index and chance[k] > 0.0][:MOST]
    return tuple((table.ids[k] if k < len(table) else None, float(chance[k]), float(value[k]) if k < len(table) else 0.0) for k in order)


def why(game: Game, event: Event | str, seat: str | None) -> dict[str, Any]:
    """See `Game.why`."""
    if seat is None and not game.over:
        raise SeatError("seat", None, "must be named while the game goes on; at its end all can be told")
    if seat is not None and seat not in game.roles:
        raise SeatError("seat", seat, f"must be one of {', '.join(game.roles)}")
    known = _find(game, event)
    if known is None or (seat is not None and not visible(known, game.roles.index(seat))):
        raise OrderError("event", event if isinstance(event, str) else event.id, "is no event of this game that the seat has seen")
    role = known.source
    if known.kind == "inject":
        return _plain(text("game.why.news"))
    if known.kind == "answer" and role is not None and (found := _answer(game, known, role, seat)) is not None:
        return found
    place = _docket_place(game, known)
    if role is None or place is None:
        return _plain(text("game.why.followed"))
    return _order(game, known.turn, role, place, seat)


def _find(game: Game, event: Event | str) -> Event | None:
    name = event if isinstance(event, str) else event.id
    return next((one for turn in game.history for one in turn.events if one.id == name), None)


def _docket_place(game: Game, event: Event) -> int | None:
    """Which of its source's orders an event belongs to; None for what follows from no order of its source."""
    if event.act < 0 or event.source is None:
        return None
    before = 0
    for role, handed_in in game.history[event.turn - 1].dockets.items():
        if role == event.source:
            place = event.act - before
            return place if 0 <= place < len(handed_in.orders) else None
        before += len(handed_in.orders)
    return None


def _order(game: Game, turn: int, role: str, place: int, seat: str | None) -> dict[str, Any]:
    order = game.history[turn - 1].dockets[role].orders[place]
    seen, mind, exact = _eyes(game, turn, role, seat)
    words = words_of(seen.world.cast)
    if exact:
        reason = reasons(seen, game.history[turn - 1].dockets[role].orders, mind)[place]
    else:
        reason = _as_told(seen, order, [one.id for one in game.history[turn - 1].dockets[role].orders if not one.covert])
    by_id = {other.id: other for other in Menu(seen).table.orders}
    pro, con = _sides(game, role, reason.considerations)
    sentence = _sentence(pro, con)
    who = upper(words.name(game.roles.index(role)))
    person = exact and mind is None
    key = "person" if person and seat in (None, role) else "chosen" if exact and reason.chance is not None else "guessed" if reason.chance is not None else "unknown"
    told = {"who": who, "reasons": sentence} if reason.chance is None else {"who": who, "reasons": sentence, "chance": _share(reason.chance)}
    others = [(phrase(words, by_id[name]) if name is not None else text("game.label.stop"), chance) for name, chance, _ in reason.alternatives]
    return {
        "text": text(f"game.why.{key}", **told), "for": pro, "against": con, "chance": reason.chance,
        "alternatives": [{"title": title, "chance": round(chance, 4)} for title, chance in others], "flip": _flip(game, role, seen, reason, others),
    }


def _eyes(game: Game, turn: int, role: str, seat: str | None) -> tuple[View, Mind | None, bool]:
    """Through whose eyes the choice is read: the actor's own where that may be known, else what the asking seat can make of them."""
    if seat in (None, role):
        return game.view_at(role, turn - 1), game.mind_at(role, turn), True
    outside = game.view_at(seat or role, turn - 1).world
    index = game.roles.index(role)
    # What others want is known as briefed; their true weights would tell too much.
    weights = np.broadcast_to(outside.numbers.briefed, (len(outside.numbers.weights), *outside.numbers.briefed.shape[1:]))
    believed = outside.replace({"numbers": replace(outside.numbers, weights=weights)})
    return view(believed, index), None, False


def _as_told(seen: View, order: Order, seen_too: Sequence[str]) -> Reason:
    """What an observer can make of an order: its chance to come first, among all that the actor is not known to have ordered beside it."""
    table = tables(seen.world.cast)[seen.seat]
    found = appraise(seen)
    index = table.index.get(order.id, -1)
    if index < 0:
        return Reason(order.id, {}, None, ())
    open_ = legal(seen.world, table).copy()
    open_[0, [table.index[name] for name in seen_too if name in table.index]] = False
    open_[0, index] = True
    temperature = seen.world.numbers.traits["temperature"][:, seen.seat]
    _, rounds = choose(seen, table, found.value, open_, temperature, orders_allowed(seen), keep=True)
    parts = {name: float(value[0, index]) for name, value in found.considerations.items()}
    return Reason(order.id, parts, float(rounds[0].chance[0, index]), _alternatives(table, rounds[0], index, found.considerations))


def _sides(game: Game, role: str, parts: Mapping[str, float]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What spoke for and against, the heaviest first."""
    ordered = sorted(parts.items(), key=lambda item: -abs(item[1]))
    told: list[dict[str, Any]] = [{"label": label(game, role, name), "value": round(value, 2), "goal": name.startswith("goal:")} for name, value in ordered]
    pro, con = [one for one in told if one["value"] > SMALL], [one for one in told if one["value"] < -SMALL]
    return pro[:MOST], con[:MOST]


def label(game: Game, role: str, name: str) -> str:
    """A consideration in words: a goal by its title."""
    head, _, goal = name.partition(":")
    return game.scenario.states[role].goals[goal].title if head == "goal" else text(f"game.label.{head}" if has(f"game.label.{head}") else "game.label.other")


def _sentence(pro: Sequence[Mapping[str, Any]], con: Sequence[Mapping[str, Any]]) -> str:
    first, second = (listed(_inside(one) for one in side[:3]) for side in (pro, con))
    if pro and con:
        return text("game.why.for_against", pro=first, con=second)
    if pro:
        return text("game.why.for_alone", pro=first)
    return text("game.why.against_alone", con=second) if con else text("game.why.neither")


def _inside(one: Mapping[str, Any]) -> str:
    """A consideration inside a sentence: goals in quotation marks."""
    return f'"{one["label"]}"' if one["goal"] else str(one["label"])


def _flip(game: Game, role: str, seen: View, reason: Reason, others: Sequence[tuple[str, float]]) -> str | None:
    """The smallest change that would have put the likeliest alternative first."""
    if not reason.alternatives or not reason.considerations:
        return None
    name, other = reason.alternatives[0][0], others[0][0]
    found = appraise(seen)
    table = tables(seen.world.cast)[seen.seat]
    theirs = {} if name is None else {key: float(part[0, table.index[name]]) for key, part in found.considerations.items()}
    if reason.value <= sum(theirs.values()):
        return text("game.flip.luck", other=upper(other))
    change = reason.flip(theirs)
    if change is None:
        return text("game.flip.none")
    about = _inside({"label": label(game, role, change[0]), "goal": change[0].startswith("goal:")})
    return text("game.flip.weaker", label=about, share=_share(change[1]), other=upper(other))


def _answer(game: Game, event: Event, role: str, seat: str | None) -> dict[str, Any] | None:
    """The chance of a yes to what was answered."""
    cast = game.worlds.cast
    asker = cast.state_index.get(event.target or "", -1)
    kinds = {
        "joined": "ceasefire" if event.level == 1 else "invitation", "declined": "ceasefire" if event.level == 1 else "invitation", "signed": "terms", "refused": "terms",
        "offer_taken": "offer", "offer_declined": "offer", "vetoed": "vote",
    }
    kind = kinds.get(event.outcome)
    if kind is None or (kind in ("invitation", "offer") and asker < 0):
        return None
    seen, mind, exact = _eyes(game, event.turn, role, seat)
    unknown = kind == "terms" and seen.world.paper[0] < 0
    chance = 0.0 if unknown else float(answers.chances(seen)[0, slot(cast, kind, max(asker, 0))])
    who = upper(words_of(cast).name(game.roles.index(role)))
    if exact and mind is None:
        return _plain(text("game.why.person", who=who, reasons="").strip())
    if unknown:
        return _plain(text("game.why.unknown", who=who, reasons="").strip())
    key = "yes" if exact else "yes_guessed"
    return {**_plain(text(f"game.why.{key}", who=who, chance=_share(chance))), "chance": chance}


def _plain(sentence: str) -> dict[str, Any]:
    return {"text": sentence, "for": [], "against": [], "chance": None, "alternatives": [], "flip": None}


def _share(value: float) -> str:
    return f"{min(max(value, 0.0), 1.0):.0%}"


__all__ = ["Reason", "Reasons", "reasons", "why"]
