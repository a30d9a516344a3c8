"""A turn that was played: who ordered and answered what, what happened, and the state to go back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from diplogame import record
from diplogame.course import Step
from diplogame.game.asks import CHOICES, asks
from diplogame.game.docket import Docket
from diplogame.game.happening import FIELDS, Event, named, read
from diplogame.game.outside import plain
from diplogame.orders.order import Order
from diplogame.orders.table import NAMES
from diplogame.playing import Playing
from diplogame.tally import Tally
from diplogame.turn.news import News
from diplogame.turn.slots import NOTHING
from diplogame.verbs.events import Events
from diplogame.verbs.options import coder, shape_of, tables
from diplogame.verbs.verb import verbs
from diplogame.world.fields import FIELDS as STATE
from diplogame.world.fields import Worlds
from diplogame.world.views import View

if TYPE_CHECKING:
    from diplogame.game.game import Game
    from diplogame.game.why import Reasons


@dataclass(frozen=True)
class Frame:
    """The state between two turns, and all that is needed to go on from it."""

    worlds: Worlds
    digests: tuple[bytes, ...]
    tally: Tally
    news: Events
    after: Worlds

    @classmethod
    def of(cls, playing: Playing) -> Frame:
        """The state of play."""
        return cls(playing.worlds, tuple(playing.digests), playing.tally, playing.news, playing.after)

    def restore(self, playing: Playing) -> None:
        """Go on from here."""
        playing.begin(self.worlds, list(self.digests), self.tally, self.news)
        playing.after = self.after


@dataclass(frozen=True)
class Turn:
    """What one turn was."""

    number: int
    dockets: Mapping[str, Docket]
    """Role: what it ordered and answered, persons and minds alike."""
    events: tuple[Event, ...]
    """The news of its morning, then what happened."""
    digest: str
    """The chained hash after it."""
    reasons: Reasons = field(repr=False, compare=False)
    """Role: why it chose so; worked out when asked for."""
    deciders: Mapping[str, str] = field(default_factory=dict)
    """Role: `person`, or the name of the mind that decided."""
    heard: tuple[News, ...] = ()
    """What a facilitator sent or ruled before it."""

    def line(self, worlds: Worlds, ending: str | None) -> dict[str, Any]:
        """The turn as a line of the record; ``worlds`` as they stand after it."""
        columns = {name: [getattr(event, name) for event in self.events] for name in (*FIELDS, "note")}
        columns["note"] = [dict(note) for note in columns["note"]]
        return {
            "kind": "turn",
            "turn": self.number,
            "dockets": {role: docket.plain for role, docket in self.dockets.items()},
            "answers": {role: dict(docket.answers) for role, docket in self.dockets.items() if docket.answers},
            "injects": [plain(piece) for piece in self.heard if piece.kind != "ruling"],
            "rulings": [plain(piece) for piece in self.heard if piece.kind == "ruling"],
            "events": columns,
            "state": record.pack({name: getattr(worlds, name)[0] for name in STATE}),
            "digest": self.digest,
            "ending": ending,
            "notes": {"deciders": dict(self.deciders)},
        }


def told_turn(
    game: Game,
    step: Step,
    views: Mapping[str, View],
    deciders: Mapping[str, str],
    news: Sequence[Event],
    heard: Iterable[News],
) -> Turn:
    """The turn that ``step`` was."""
    from diplogame.game.why import Reasons

    cast = step.worlds.cast
    number = step.worlds.turn
    events = [*news, *named(read(step.events, cast), len(news))]
    dockets = {role: docket_of(step, seat, views[role]) for seat, role in enumerate(cast.states)}
    return Turn(number, dockets, tuple(events), game.digest, Reasons(game, number), deciders, tuple(heard))


def docket_of(step: Step, seat: int, seen: View) -> Docket:
    """What a seat ordered and answered, from the acts of a single world."""
    cast = step.worlds.cast
    rows = step.acts.rows.take(np.flatnonzero(step.acts.rows.actor == seat))
    answers = step.acts.answers[0, seat]
    given = {}
    for ask in asks(seen):
        if answers[ask.slot] != NOTHING:
            word = next(word for word, code in CHOICES[ask.kind].items() if code == answers[ask.slot])
            given[ask.id] = word
    return Docket(tuple(order_of(cast, rows, k) for k in range(len(rows))), given)


def order_of(cast: Any, rows: Any, k: int) -> Order:
    """One row as an order: the listed one where it is listed."""
    row = {name: int(getattr(rows, name)[k]) for name in NAMES}
    table = tables(cast)[row["actor"]]
    listed = np.flatnonzero(np.logical_and.reduce([getattr(table.rows, name) == row[name] for name in NAMES]))
    if len(listed):
        return table.orders[int(listed[0])]
    verb = verbs()[row["verb"]]
    mine = [order for order in table.orders if order.verb == verb.name]
    stated = {"level"} if any(order.level is not None for order in mine) else set()
    return coder(cast).order(row, frozenset(stated | shape_of(verb, {})))
