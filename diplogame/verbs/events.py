"""What happened, as columns: one row a pair (who, whom), gathered in a turn. Texts are made from them elsewhere, in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from diplogame.traced import np
from diplogame.world.fields import Array

EVENT_KINDS = ("order", "answer", "arrival", "sighting", "outcome", "inject", "ending")
"""What sort of happening it is."""

OUTCOMES = (
    "none",
    "convened",
    "landed",
    "failed_table",
    "paper_tabled",
    "signed",
    "refused",
    "truce",
    "truce_broken",
    "truce_frayed",
    "joined",
    "declined",
    "offer_made",
    "offer_taken",
    "offer_declined",
    "promise_kept",
    "promise_broken",
    "draft_tabled",
    "voted",
    "vetoed",
    "adopted",
    "short_of_nine",
    "hit",
    "missed",
    "intercepted",
    "lost_battery",
    "salvo_leaked",
    "salvo_stopped",
    "helped",
    "summit_spoke",
    "summit_failed",
    "arrived",
    "flights",
    "seen_in_private",
    "false_alarm",
    "exposed",
    "price_jump",
    "slump",
    "strait_closed",
    "strait_open",
    "war",
    "collapse",
    "deal",
    "closed_by_consent",
    "ran_out",
    "news",
    "price",
    "flight",
    "rumour",
    "ruling",
    "walked_out",
    "closure_voted",
)
"""What came of it, or what kind of news it is."""


@dataclass(frozen=True, slots=True)
class Events:
    """Events, one a row: (rows,) int64 each, -1 for none."""

    world: Array
    turn: Array
    kind: Array
    """Index in EVENT_KINDS."""
    act: Array
    """Number of the order in its turn that the row belongs to."""
    source: Array
    target: Array
    place: Array
    verb: Array
    outcome: Array
    """Index in OUTCOMES."""
    seen: Array
    """Who sees it, one bit a state; all bits: public."""
    rung: Array
    """The rung it stands on, in tenths."""
    level: Array
    """The order's level (size, kind, posture)."""
    size: Array
    """A number that goes with it, in thousandths."""

    def __len__(self) -> int:
        return len(self.world)

    def take(self, rows: Array) -> Events:
        """The events at ``rows``."""
        return Events(*(getattr(self, name).take(rows) for name in EVENT_FIELDS))

    def but(self, **columns: Array) -> Events:
        """The same events with some columns in the place of theirs."""
        return Events(*(columns.get(name, getattr(self, name)) for name in EVENT_FIELDS))

    def in_order(self) -> Events:
        """Sorted by everything that they hold, so that the order in which rules ran leaves no trace."""
        if not len(self):
            return self
        # Small codes share a key: sorting by one number is many times faster than by ten; what still ties is sorted by the two large ones.
        first = self.turn.min()
        key = self.world * int(self.turn.max() - first + 1) + (self.turn - first)
        for name, span in (
            ("kind", len(EVENT_KINDS) + 1), ("act", 256), ("source", 64), ("target", 64), ("place", 256), ("outcome", len(OUTCOMES)),
        ):  # fmt: skip
            key *= span
            key += getattr(self, name) + 1
        order = np.argsort(key, kind="stable")
        told = key.take(order)
        ties = np.append(told[1:] == told[:-1], False)
        ties[1:] |= ties[:-1]
        tied = np.flatnonzero(ties)
        rows = order.take(tied)
        order[tied] = rows.take(np.lexsort((self.size.take(rows), self.level.take(rows), key.take(rows))))
        return self.take(order)


EVENT_FIELDS = tuple(item.name for item in fields(Events))


class Later(Events):
    """Events that are put together when somebody first reads them: most futures and many games are played without."""

    __slots__ = ("_make",)
    _make: Callable[[], Events]

    def __init__(self, make: Callable[[], Events]) -> None:
        object.__setattr__(self, "_make", make)

    def __getattr__(self, name: str) -> Any:
        """Python asks here only where a slot is still empty."""
        if name not in EVENT_FIELDS:
            raise AttributeError(name)
        made = self._make()
        for column in EVENT_FIELDS:
            object.__setattr__(self, column, getattr(made, column))
        # What they were made from is no longer held.
        object.__setattr__(self, "_make", lambda: made)
        return getattr(made, name)


_DEFAULT = {"act": -1, "source": -1, "target": -1, "place": -1, "verb": -1, "rung": 0, "level": 0, "size": 0}


@dataclass(slots=True)
class EventLog:
    """Gathers events while a turn is played."""

    turn: int
    everybody: int
    """Bits of all states."""
    parts: list[tuple[int, dict[str, Array | int]]] = field(default_factory=list)
    """(rows, what each column holds, rows or a number for all); columns that a part does not name hold the default."""
    waiting: list[Callable[[EventLog], None]] = field(default_factory=list)
    """What adds more, once somebody reads the events."""

    def add(
        self,
        kind: str,
        world: Array,
        outcome: str | Array = "none",
        *,
        act: Array | int = -1,
        source: Array | int = -1,
        target: Array | int = -1,
        place: Array | int = -1,
        verb: Array | int = -1,
        seen: Array | int | None = None,
        rung: Array | float = 0.0,
        level: Array | int = 0,
        size: Array | float = 0.0,
    ) -> None:
        """Note events at ``world`` (rows,); everything else is rows or a number for all."""
        if not len(world):
            return
        code = OUTCOMES.index(outcome) if isinstance(outcome, str) else outcome
        named = {"act": act, "source": source, "target": target, "place": place, "verb": verb, "level": level}
        given = {
            name: value for name, value in named.items() if not (isinstance(value, int) and value == _DEFAULT[name])
        }
        given |= {
            "world": world,
            "kind": EVENT_KINDS.index(kind),
            "outcome": code,
            "seen": self.everybody if seen is None else seen,
        }
        if not isinstance(rung, float) or rung:
            given["rung"] = np.rint(np.asarray(rung) * 10.0)
        if not isinstance(size, float) or size:
            given["size"] = np.rint(np.asarray(size) * 1000.0)
        self.parts.append((len(world), given))

    def later(self, tell: Callable[[EventLog], None]) -> None:
        """Let ``tell`` add events to the log that it is given, if ever somebody reads them."""
        self.waiting.append(tell)

    def deaf(self) -> EventLog:
        """A log that keeps nothing, for imagined worlds: nobody tells of them."""
        return _Deaf(self.turn, self.everybody)

    def result(self) -> Events:
        """All events so far, in an order of their own."""
        parts, waiting = tuple(self.parts), tuple(self.waiting)

        def make() -> Events:
            log = EventLog(self.turn, self.everybody, list(parts))
            for tell in waiting:
                tell(log)
            return _told(log.parts, self.turn).in_order()

        return Later(make)


def _told(parts: Sequence[tuple[int, dict[str, Array | int]]], turn: int) -> Events:
    """The events of some parts, one behind the other."""
    number = sum(rows for rows, _ in parts)
    whole = {name: np.full(number, _DEFAULT.get(name, turn), dtype=np.int64) for name in EVENT_FIELDS}
    start = 0
    for rows, given in parts:
        for name, value in given.items():
            whole[name][start : start + rows] = value
        start += rows
    return Events(**whole)


class _Deaf(EventLog):
    """Keeps nothing."""

    def add(self, *_: object, **__: object) -> None:
        return

    def later(self, *_: object) -> None:
        return


def bits(*who: Array | int) -> Array | int:
    """(rows,) the states given, one bit each; -1 is nobody."""
    total: Array | int = 0
    for part in who:
        total = total | np.where(np.asarray(part) >= 0, np.left_shift(1, np.maximum(part, 0)), 0)
    return total
