"""News from outside: what an inject or a ruling changes, and the events that tell of it. Applied between turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from diplogame.errors import Fault, SettingError, suggestion
from diplogame.verbs.events import EventLog, Events
from diplogame.world.cast import Cast
from diplogame.world.changes import Changes
from diplogame.world.fields import FIELDS, Worlds

KINDS = ("news", "price", "flight", "rumour", "ruling")
"""What sort of news it is."""
_AXES = ("", "S", "SS", "F")
_KEPT = frozenset(("ending", "ended", "hazard"))


@dataclass(frozen=True)
class News:
    """Something that happens from outside the game."""

    kind: str
    """One of KINDS."""
    to: tuple[str, ...] = ("all",)
    """Roles that hear of it, or `all`."""
    title: str = ""
    text: str = ""
    effects: Mapping[str, float] = field(default_factory=dict)
    """Quantity (`premium`, `stability.egypt`, `relation.russia.iran`, `integrity.parchin`): what is added to it."""
    id: str = ""


def heads() -> dict[str, int]:
    """The first word of every quantity that news may change, and how many names of states or facilities follow it."""
    return {
        name: len(spec.axes)
        for name, spec in FIELDS.items()
        if spec.dtype == "f8" and spec.axes in _AXES and name not in _KEPT
    }


def quantities(cast: Cast) -> list[str]:
    """Names of all that news may change."""
    found: list[str] = []
    for name, spec in FIELDS.items():
        if spec.dtype != "f8" or spec.axes not in _AXES or name in _KEPT:
            continue
        match spec.axes:
            case "":
                found.append(name)
            case "S":
                found += [f"{name}.{state}" for state in cast.states]
            case "F":
                found += [f"{name}.{place}" for place in cast.places]
            case _:
                found += [f"{name}.{a}.{b}" for a in cast.states for b in cast.states if a != b]
    return found


def check(news: News, cast: Cast) -> None:
    """Raise SettingError with every fault of a piece of news."""
    faults = []
    if news.kind not in KINDS:
        faults.append(Fault("kind", news.kind, suggestion(news.kind, KINDS, "kind of news")))
    for role in news.to:
        if role not in ("all", *cast.states):
            faults.append(Fault("to", role, suggestion(role, ("all", *cast.states), "role")))
    known = quantities(cast) if news.effects else []
    for name in news.effects:
        if name not in known:
            faults.append(Fault(f"effects.{name}", name, suggestion(name, known, "quantity")))
    if faults:
        raise SettingError.of(faults)


def strike(worlds: Worlds, news: Sequence[News], turn: int, first: int = 0) -> tuple[Worlds, Events]:
    """The worlds that are still open after the news, and an event a piece, told as of ``turn``. An event's level is the piece's number from ``first``."""
    cast = worlds.cast
    log = EventLog(turn, (1 << cast.n_states) - 1)
    changes = Changes(worlds)
    live = np.flatnonzero(worlds.ending == 0)
    for number, piece in enumerate(news, start=first):
        for name, amount in piece.effects.items():
            head, *rest = name.split(".")
            index = (
                [cast.place_index[rest[0]]] if FIELDS[head].axes == "F" else [cast.state_index[part] for part in rest]
            )
            changes.add(head, amount, live, *index)
        seen = log.everybody if "all" in piece.to else sum(1 << cast.state_index[role] for role in set(piece.to))
        log.add("inject", live, piece.kind, seen=seen, level=number)
    return (changes.result() if news else worlds), log.result()


def timed(injects: Iterable[object], turn: int) -> list[News]:
    """The pieces of a scenario's timed list that lie on the desk at the start of ``turn``."""
    return [as_news(inject) for inject in injects if inject.turn == turn]  # type: ignore[attr-defined]


def as_news(inject: object) -> News:
    """A scenario's inject as news."""
    return News(*(getattr(inject, name) for name in ("kind", "to", "title", "text", "effects", "id")))
