"""What a seat may order now: the canonical orders that are legal, and any other parameters that a verb takes. From the View alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from diplogame.errors import DiplogameError, Fault, OrderError, suggestion
from diplogame.game.reading import Entry, from_fields, read
from diplogame.orders.order import Order
from diplogame.orders.table import Columns, columns
from diplogame.texts import has, text
from diplogame.verbs.favours import givers, takers
from diplogame.verbs.groups import group_of
from diplogame.verbs.options import MOST, OptionTable, coder, costs, legal, tables, why_not
from diplogame.verbs.verb import Verb, verb_named
from diplogame.world.axes import FAVOURS
from diplogame.world.cast import Cast
from diplogame.world.views import View


class Menu:
    """The legal orders of a seat: iterate over them (at most eighty canonical ones), ask `order in orders`, or `find` any other.

    An order that a verb's further parameters allow is legal although it is not listed.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.cast: Cast = view.world.cast
        self.role: str = self.cast.states[view.seat]
        self.table: OptionTable = tables(self.cast)[view.seat]

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """The canonical orders that are legal now."""
        open_ = legal(self.view.world, self.table)[0]
        return tuple(order for order, is_open in zip(self.table.orders, open_, strict=True) if is_open)[:MOST]

    def __iter__(self) -> Iterator[Order]:
        return iter(self.orders)

    def __len__(self) -> int:
        return len(self.orders)

    def __getitem__(self, index: int) -> Order:
        return self.orders[index]

    def __contains__(self, entry: object) -> bool:
        try:
            self.check(entry)  # type: ignore[arg-type]
        except DiplogameError:
            return False
        return True

    def __repr__(self) -> str:
        return f"<{len(self)} legal orders of {self.role} in turn {self.view.world.turn}>"

    @property
    def greyed(self) -> list[tuple[Order, str]]:
        """Canonical orders that are not legal now, each with the reason."""
        open_ = set(self.orders)
        return [(order, self.reason(order) or "") for order in self.table.orders if order not in open_]

    def find(self, verb: str, **parameters: Any) -> Order:
        """The plainest legal order of that verb with those parameters; what is left open is filled from the list. Raises OrderError."""
        wanted = from_fields({"verb": verb, **parameters})
        fitting = [order for order in self.table.orders if _fits(order, wanted)]
        if wanted in fitting or not fitting:
            return self.check(wanted)
        faults: list[OrderError] = []
        for order in sorted(fitting, key=lambda order: len(order.places) + bool(order.second)):
            try:
                return self.check(order)
            except OrderError as error:
                faults.append(error)
        raise faults[0]

    def check(self, entry: Entry) -> Order:
        """The order, if it is legal now. Raises OrderError: what is wrong, and what would do."""
        order = read(entry)
        self._known(order)
        if reason := self.reason(order):
            raise OrderError("order", order.id, f"is not legal now: {reason}")
        return order

    def row(self, order: Order) -> Columns:
        """The order as columns."""
        row = coder(self.cast).row(order, self.view.seat)
        if verb_named(order.verb).secret:
            row["covert"] = 1
        return columns([row])

    def cost(self, order: Order) -> float:
        """Political capital that it costs."""
        row = self.row(order)
        return float(costs(self.view.world, row, group_of(self.cast, row))[0, 0])

    def reason(self, order: Order) -> str | None:
        """Why a known order may not be given now; None if it may."""
        row = self.row(order)
        key = why_not(self.view.world, row, group_of(self.cast, row), 0)
        if key is not None:
            return words(key)
        have, cost = float(self.view.world.capital[0, self.view.seat]), self.cost(order)
        return text("reason.capital", cost=f"{cost:g}", left=f"{have:g}") if cost > have else None

    def _known(self, order: Order) -> None:
        """Raise OrderError where a verb, a name or a parameter is none that this role may use."""
        if order in self.table.orders:
            return
        mine = self.cast.scenario.states[self.role].verbs
        if order.verb not in mine:
            raise OrderError("verb", order.verb, f"is none that {self.role} may use; it has {', '.join(mine)}")
        listed = [other for other in self.table.orders if other.verb == order.verb]
        faults = faults_of(order, listed, verb_named(order.verb), self.cast, self.view.seat)
        if faults:
            raise OrderError.of(faults)


def words(key: str) -> str:
    """The sentence of a reason's key."""
    return text(key) if has(key) else key.removeprefix("reason.").replace("_", " ")


def _fits(order: Order, wanted: Order) -> bool:
    """Whether a listed order has everything that is wanted."""
    if order.verb != wanted.verb:
        return False
    plain = all(
        getattr(wanted, name) in (None, (), getattr(order, name))
        for name in ("target", "level", "invite", "give", "get")
    )
    roles = wanted.second is None or wanted.second == order.second
    return (
        plain and roles and (not wanted.places or wanted.places == order.places) and (not wanted.covert or order.covert)
    )


def faults_of(order: Order, listed: list[Order], verb: Verb, cast: Cast, seat: int) -> list[Fault]:
    """What is wrong with an order that is not listed: each field must be one that is, or one that the verb's further parameters allow."""
    faults: list[Fault] = []
    free = set(verb.parameters)
    for name, known in (("target", cast.states), ("second", cast.states)):
        value = getattr(order, name)
        allowed = {getattr(other, name) for other in listed}
        if name == "second" and "second" in free and None in allowed:
            allowed |= set(cast.states) - {cast.states[seat], order.target}
        faults += _one_of(name, value, allowed, known)
    same = [other for other in listed if other.target == order.target] or listed
    faults += _places(order, same, "places" in free, cast)
    for name in ("level", "give", "get"):
        allowed = {getattr(other, name) for other in same}
        if name != "level" and name in free:
            allowed = _tradable(order, cast, seat, name) if order.verb == "private_offer" else {0, 1, 2}
        faults += _one_of(name, getattr(order, name), allowed, ())
    if order.covert not in {other.covert for other in same} and not verb.secret:
        faults.append(
            Fault(
                "covert",
                order.covert,
                "this verb is done in public alone" if order.covert else "this is done in secret alone",
            )
        )
    faults += _invited(order, "invite" in free, cast, seat)
    return faults


def _one_of(name: str, value: Any, allowed: set[Any], known: tuple[str, ...]) -> list[Fault]:
    if value in allowed:
        return []
    named = sorted(str(item) for item in allowed if item is not None)
    if value is not None and known and value not in known:
        return [Fault(name, value, suggestion(value, known, "role"))]
    if not named:
        return [Fault(name, value, "this verb takes none")]
    return [Fault(name, value, f"one of {', '.join(named)} would do")]


def _places(order: Order, listed: list[Order], free: bool, cast: Cast) -> list[Fault]:
    allowed = {place for other in listed for place in other.places}
    faults = [
        Fault(
            "places",
            place,
            suggestion(place, allowed or cast.places, "place for this order")
            if allowed
            else "this verb takes no facility",
        )
        for place in order.places
        if place not in allowed
    ]
    if faults:
        return faults
    sizes = {len(other.places) for other in listed}
    top = max(sizes) if free else 0
    if len(order.places) not in sizes and not 0 < len(order.places) <= top:
        return [
            Fault("places", len(order.places), f"takes {' or '.join(str(size) for size in sorted(sizes))} facilities")
        ]
    if len(set(order.places)) < len(order.places):
        return [Fault("places", "+".join(order.places), "names a facility twice")]
    if not free and order.places not in {other.places for other in listed}:
        return [Fault("places", "+".join(order.places), "is no package for this order")]
    return []


def _tradable(order: Order, cast: Cast, seat: int, name: str) -> set[int]:
    """Favours that this state can give that one, or have from it."""
    if order.target is None or order.target not in cast.state_index:
        return set(range(len(FAVOURS)))
    other = cast.state_index[order.target]
    giver, taker = (seat, other) if name == "give" else (other, seat)
    give, take = givers(cast), takers(cast)
    return {i for i, favour in enumerate(FAVOURS) if giver in give[favour] and taker in take[favour]}


def _invited(order: Order, free: bool, cast: Cast, seat: int) -> list[Fault]:
    if not free:
        return [Fault("invite", list(order.invite), "this verb invites nobody")] if order.invite else []
    others = [state for i, state in enumerate(cast.states) if i != seat]
    faults = [
        Fault("invite", name, suggestion(name, others, "role to invite")) for name in order.invite if name not in others
    ]
    needed = cast.states[cast.defender]
    if not faults and (len(order.invite) < 2 or needed not in order.invite):
        faults.append(
            Fault(
                "invite", list(order.invite), f"name {needed} and at least one other: a table convenes when both come"
            )
        )
    return faults


def place_of(menu: Menu, order: Order) -> int:
    """Its place in the seat's option table, -1 where it is not listed."""
    return menu.table.index.get(order.id, -1)


def as_plain(order: Order) -> Mapping[str, Any]:
    """An order as {verb, target, place, parameters}."""
    return {
        "id": order.id,
        "verb": order.verb,
        "target": order.target,
        "place": order.place,
        "parameters": order.parameters,
    }


__all__ = ["Menu", "as_plain", "place_of", "words"]
