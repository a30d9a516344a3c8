"""One order, as people and files write it, and its id. Wish and result are two types: an `Order` becomes events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from diplogame.orders.table import EMPTY_ROW


@dataclass(frozen=True)
class Order:
    """One wish of a state for a turn."""

    verb: str
    """Name of the verb."""
    target: str | None = None
    """Role that it is aimed at."""
    second: str | None = None
    """A second role."""
    places: tuple[str, ...] = ()
    """Facilities, at most four."""
    level: int | None = None
    """Size, posture or kind, as the verb reads it."""
    covert: bool = False
    """Done in secret."""
    invite: tuple[str, ...] = ()
    """Roles asked to a table."""
    give: int | None = None
    """Favour offered, or level of giving in a paper."""
    get: int | None = None
    """Favour asked, or level of getting in a paper."""

    @property
    def id(self) -> str:
        """Its name in files and calls: verb:target:places:rest, in [a-z0-9_:+.-], 8 to 120 characters, the same after a restart."""
        target = "+".join(name for name in (self.target, self.second) if name) or "-"
        rest = []
        if self.level is not None:
            rest.append(f"l{self.level}")
        if self.covert:
            rest.append("covert")
        if self.invite:
            rest.append("with." + ".".join(sorted(self.invite)))
        if self.give is not None:
            rest.append(f"g{self.give}")
        if self.get is not None:
            rest.append(f"t{self.get}")
        parts = [self.verb, target]
        if self.places or rest:
            parts.append("+".join(self.places) or "-")
        if rest:
            parts.append("+".join(rest))
        text = ":".join(parts)
        return text if len(text) >= 8 else text + ":-"

    @property
    def place(self) -> str | None:
        """The first facility."""
        return self.places[0] if self.places else None

    @property
    def parameters(self) -> dict[str, Any]:
        """What is neither verb, target nor place."""
        found: dict[str, Any] = {}
        if self.second:
            found["second"] = self.second
        if len(self.places) > 1:
            found["places"] = list(self.places)
        for name in ("level", "give", "get"):
            if getattr(self, name) is not None:
                found[name] = getattr(self, name)
        if self.covert:
            found["covert"] = True
        if self.invite:
            found["invite"] = sorted(self.invite)
        return found


@dataclass(frozen=True)
class Coder:
    """Turns orders into rows of columns and back, for one cast."""

    states: tuple[str, ...]
    places: tuple[str, ...]
    verbs: tuple[str, ...]
    state_index: dict[str, int] = field(default_factory=dict)
    place_index: dict[str, int] = field(default_factory=dict)
    verb_index: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state_index.update({name: i for i, name in enumerate(self.states)})
        self.place_index.update({name: i for i, name in enumerate(self.places)})
        self.verb_index.update({name: i for i, name in enumerate(self.verbs)})

    def row(self, order: Order, actor: int) -> dict[str, int]:
        """Columns of an order; KeyError where a name is unknown."""
        row = dict(EMPTY_ROW)
        row["actor"], row["verb"] = actor, self.verb_index[order.verb]
        if order.target is not None:
            row["target"] = self.state_index[order.target]
        if order.second is not None:
            row["second"] = self.state_index[order.second]
        for k, name in enumerate(order.places[:4]):
            row[f"p{k}"] = self.place_index[name]
        for name in ("level", "give", "get"):
            value = getattr(order, name)
            if value is not None:
                row[name] = int(value)
        row["covert"] = int(order.covert)
        for name in order.invite:
            row["invite"] |= 1 << self.state_index[name]
        return row

    def order(self, row: dict[str, int], shape: frozenset[str]) -> Order:
        """The order of a row; ``shape`` says which of level, give and get the verb reads."""
        places = tuple(self.places[row[f"p{k}"]] for k in range(4) if row[f"p{k}"] >= 0)
        return Order(
            verb=self.verbs[row["verb"]],
            target=self.states[row["target"]] if row["target"] >= 0 else None,
            second=self.states[row["second"]] if row["second"] >= 0 else None,
            places=places,
            level=row["level"] if "level" in shape else None,
            covert=bool(row["covert"]),
            invite=tuple(sorted(self.states[i] for i in range(len(self.states)) if row["invite"] >> i & 1)),
            give=row["give"] if "give" in shape and row["give"] >= 0 else None,
            get=row["get"] if "get" in shape and row["get"] >= 0 else None,
        )
