"""Events of a played game as plain objects, and who may see which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from diplogame.chronicle.codes import codes, table
from diplogame.verbs.events import EVENT_KINDS, OUTCOMES, Events
from diplogame.verbs.verb import verbs
from diplogame.world.cast import Cast


@dataclass(frozen=True)
class Event:
    """One thing that happened to one pair; several of one order share its `act`."""

    id: str
    """Its name in this game: turn and number."""
    turn: int
    kind: str
    """order, answer, arrival, sighting, outcome, inject or ending."""
    act: int
    """Number of the order in its turn; -1 for what follows from no single order."""
    source: str | None
    target: str | None
    place: str | None
    verb: str | None
    outcome: str
    """What came of it; `none` for an order as it was given."""
    cameo: str | None
    goldstein: float | None
    public: bool
    """Whether everybody sees it."""
    rung: float
    """The rung of the ladder that it stands on; 0 for none."""
    level: int
    """Size, kind or posture, as the verb or outcome reads it."""
    size: float
    """A number that goes with it."""
    seen: int
    """Who sees it, one bit a state."""
    note: Mapping[str, Any] = field(default_factory=dict)
    """Title and text of news from outside."""

    @property
    def plain(self) -> dict[str, Any]:
        """As it stands in a record: everything but its name and its seat in the turn's order."""
        return {**{name: getattr(self, name) for name in FIELDS}, "note": dict(self.note)}


FIELDS = (
    "turn",
    "kind",
    "act",
    "source",
    "target",
    "place",
    "verb",
    "outcome",
    "cameo",
    "goldstein",
    "public",
    "rung",
    "level",
    "size",
    "seen",
)


def read(events: Events, cast: Cast, world: int = 0, notes: Sequence[Mapping[str, Any]] = ()) -> list[Event]:
    """The events of one world, in order. ``notes``: title and text of each piece of news, by number."""
    known = verbs()
    names, scores = table()
    code = codes(events)
    everybody = (1 << cast.n_states) - 1
    found: list[Event] = []
    for k in range(len(events)):
        if events.world[k] != world:
            continue
        kind, outcome, level = EVENT_KINDS[events.kind[k]], OUTCOMES[events.outcome[k]], int(events.level[k])
        verb = known[events.verb[k]] if events.verb[k] >= 0 else None
        cameo, goldstein = (names[code[k]], float(scores[code[k]])) if code[k] else (None, None)
        found.append(
            Event(
                id="",
                turn=int(events.turn[k]),
                kind=kind,
                act=int(events.act[k]),
                source=_name(cast.states, events.source[k]),
                target=_name(cast.states, events.target[k]),
                place=_name(cast.places, events.place[k]),
                verb=verb.name if verb is not None else None,
                outcome=outcome,
                cameo=cameo,
                goldstein=goldstein,
                public=int(events.seen[k]) & everybody == everybody,
                rung=int(events.rung[k]) / 10.0,
                level=level,
                size=int(events.size[k]) / 1000.0,
                seen=int(events.seen[k]) & everybody,
                note=notes[level] if kind == "inject" and level < len(notes) else {},
            )
        )
    return found


def named(events: list[Event], first: int = 0) -> list[Event]:
    """The same events with ids, numbered from ``first`` within their turn."""
    return [replace(event, id=f"e{event.turn}.{number}") for number, event in enumerate(events, start=first)]


def visible(event: Event, seat: int) -> bool:
    """Whether the state with that index sees it."""
    return bool(event.seen >> seat & 1)


def _name(names: tuple[str, ...], index: Any) -> str | None:
    return names[int(index)] if index >= 0 else None
