"""Rows of events gathered into happenings: an order with what came of it, the answers to one table, a vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from diplogame.verbs.events import EVENT_FIELDS, EVENT_KINDS, OUTCOMES, Events
from diplogame.verbs.verb import verbs
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


@dataclass(frozen=True)
class Row:
    """One row of `Events`, with names for kind and outcome."""

    turn: int
    kind: str
    act: int
    source: int
    target: int
    place: int
    verb: int
    outcome: str
    seen: int
    rung: float
    level: int
    size: float
    note: Mapping[str, Any] = field(default_factory=dict)
    """Title and text of news from outside."""


class Named(Protocol):
    """An event of a played game: the same columns with names for indices."""

    turn: int
    kind: str
    act: int
    source: str | None
    target: str | None
    place: str | None
    verb: str | None
    outcome: str
    seen: int
    rung: float
    level: int
    size: float
    note: Mapping[str, Any]


def rows_from(cast: Cast, events: Iterable[Any]) -> list[Row]:
    """Rows of a played game's events (`Named`)."""
    index = {verb.name: k for k, verb in enumerate(verbs())}
    return [
        Row(
            one.turn, one.kind, one.act, cast.state_index.get(one.source, -1), cast.state_index.get(one.target, -1), cast.place_index.get(one.place, -1),
            index.get(one.verb, -1), one.outcome, one.seen, one.rung, one.level, one.size, dict(one.note),
        )
        for one in events
    ]  # fmt: skip


@dataclass
class Happening:
    """Rows that are told together."""

    what: str
    """order, or the kind and outcome that lead: "outcome.convened"."""
    lead: Row
    rows: list[Row] = field(default_factory=list)


def rows_of(events: Events, world: int = 0) -> list[Row]:
    """The rows of one world, in the events' order."""
    there: Array = events.world == world
    found = []
    for k in np.flatnonzero(there):
        part: dict[str, Any] = {name: int(getattr(events, name)[k]) for name in EVENT_FIELDS if name != "world"}
        part |= {
            "kind": EVENT_KINDS[part["kind"]],
            "outcome": OUTCOMES[part["outcome"]],
            "rung": part["rung"] / 10.0,
            "size": part["size"] / 1000.0,
        }
        found.append(Row(**part))
    return found


SILENT = ("landed", "strait_closed", "strait_open", "draft_tabled", "walked_out")
"""Outcomes that say again what their order said."""


APART = ("summit_spoke", "summit_failed")
"""Outcomes of an order that are news of their own."""


def seen_by(rows: Iterable[Row], seat: int | None) -> list[Row]:
    """The rows that a seat sees; all for None."""
    return [row for row in rows if seat is None or row.seen >> seat & 1]


def gather(rows: list[Row]) -> list[Happening]:
    """What happened, one happening a thing that can be told."""
    found: list[Happening] = []
    acts: dict[int, Happening] = {}
    for row in rows:
        if row.kind == "order":
            if row.act not in acts:
                acts[row.act] = Happening("order", row)
                found.append(acts[row.act])
            acts[row.act].rows.append(row)
    for row in rows:
        if row.kind == "order":
            continue
        if row.kind == "outcome" and row.act in acts and row.act >= 0 and row.outcome not in APART:
            acts[row.act].rows.append(row)
        elif row.kind == "outcome" and row.outcome in ("hit", "missed") and row.act >= 0:
            found.append(Happening("outcome.traced", row, [row]))
        elif row.kind == "outcome" and row.outcome in SILENT:
            continue
        else:
            found.append(Happening(f"{row.kind}.{row.outcome}", row, [row]))
    return _tables(_vetoes(found))


def _vetoes(found: list[Happening]) -> list[Happening]:
    """A vote that a role's veto stopped is told with the veto."""
    cast = any(one.what == "answer.vetoed" for one in found)
    return [one for one in found if not (cast and one.what == "outcome.voted")]


def _tables(found: list[Happening]) -> list[Happening]:
    """Answers to an invitation are told with the table that convened, or with the one that did not."""
    hosts: dict[int, Happening] = {h.lead.source: h for h in found if h.what == "outcome.convened"}
    kept: list[Happening] = []
    for one in found:
        row = one.lead
        if one.what not in ("answer.joined", "answer.declined"):
            kept.append(one)
        elif row.level == 1:
            kept.append(
                Happening("answer.ceasefire_yes" if row.outcome == "joined" else "answer.ceasefire_no", row, [row])
            )
        elif row.target in hosts:
            hosts[row.target].rows.append(row)
        else:
            empty = Happening(
                "outcome.not_convened",
                Row(row.turn, "outcome", -1, row.target, -1, -1, -1, "declined", row.seen, 0.0, 0, 0.0),
                [row],
            )
            hosts[row.target] = empty
            kept.append(empty)
    return kept
