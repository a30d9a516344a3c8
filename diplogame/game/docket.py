"""A docket: what a seat hands in for a turn, checked as a whole from the seat's View alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.errors import Fault, OrderError
from diplogame.game.asks import answers_array, asks
from diplogame.game.menu import Menu
from diplogame.game.reading import Entry
from diplogame.minds.chooser import excludes
from diplogame.minds.mind import Person, orders_allowed
from diplogame.orders.order import Order
from diplogame.orders.table import NAMES as COLUMN_NAMES
from diplogame.orders.table import Columns, columns
from diplogame.verbs.verb import verb_named
from diplogame.world.fields import Array
from diplogame.world.views import View

MOST_ENTRIES = 20


@dataclass(frozen=True)
class Docket:
    """Orders and answers of one seat for one turn."""

    orders: tuple[Order, ...] = ()
    answers: Mapping[str, str] = None  # type: ignore[assignment]
    """Question's id: answer. What is not there means the question's default."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", dict(self.answers or {}))

    @property
    def plain(self) -> list[Any]:
        """The orders as they stand in a record: ids."""
        return [order.id for order in self.orders]


def docket(view: View, orders: Iterable[Entry], answers: Mapping[str, Any] | None = None) -> Docket:
    """A docket that may be handed in as it stands. Raises OrderError with the first order's fault, or those of the whole."""
    if isinstance(orders, str | Mapping):
        raise OrderError("orders", orders, "must be a list of orders")
    entries = list(orders)
    allowed = orders_allowed(view)
    if len(entries) > min(allowed, MOST_ENTRIES):
        raise OrderError("orders", len(entries), f"at most {allowed} fit one turn")
    menu = Menu(view)
    read = tuple(menu.check(entry) for entry in entries)
    _together(menu, read)
    if answers is not None and not isinstance(answers, Mapping):
        raise OrderError("answers", answers, "must be a mapping of questions' ids to answers")
    answers_array(view, answers or {})
    return Docket(read, dict(answers or {}))


def _together(menu: Menu, orders: tuple[Order, ...]) -> None:
    """What holds for the orders of one docket taken together: capital, one statement, no verb that may be used only once twice, nothing that bars another."""
    faults: list[Fault] = []
    have, cost = float(menu.view.world.capital[0, menu.view.seat]), sum(menu.cost(order) for order in orders)
    if cost > have:
        faults.append(Fault("orders", None, f"together they cost {cost:g} of political capital, and there is {have:g}"))
    if sum(verb_named(order.verb).statement for order in orders) > 1:
        faults.append(
            Fault(
                "orders",
                None,
                "one statement a turn is heard; leave out "
                + " or ".join(o.verb for o in orders if verb_named(o.verb).statement),
            )
        )
    for i, order in enumerate(orders):
        for other in orders[:i]:
            if order.id == other.id:
                faults.append(Fault("orders", order.id, "stands there twice"))
            elif order.verb == other.verb and verb_named(order.verb).single:
                faults.append(Fault("orders", order.id, f"only one {order.verb} a turn is possible"))
            elif excludes(order.verb, other.verb):
                faults.append(Fault("orders", order.id, f"does not go together with {other.id}"))
    if faults:
        raise OrderError.of(faults)


def as_mind(view: View, handed_in: Docket) -> Person:
    """The docket as a mind that decides just that. Answers to what news from outside has made pointless fall away."""
    open_ = {ask.id for ask in asks(view)}
    answers = {name: value for name, value in handed_in.answers.items() if name in open_}
    return Person(as_rows(view, handed_in.orders), answers_array(view, answers))


def as_rows(view: View, orders: Iterable[Order]) -> Columns:
    """Orders as columns."""
    menu = Menu(view)
    rows = [menu.row(order) for order in orders]
    if not rows:
        return columns([])
    return Columns(*(np.concatenate([getattr(row, name) for row in rows]) for name in COLUMN_NAMES))


def answered(view: View, handed_in: Docket) -> Array:
    """(slots,) the answers as the rules take them."""
    return answers_array(view, handed_in.answers)
