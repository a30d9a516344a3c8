"""The order list of a seat: every canonical order with cost, expectations, chance, and why it is not open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from diplogame.chronicle import acts
from diplogame.chronicle.words import words_of
from diplogame.game.menu import Menu
from diplogame.orders.order import Order
from diplogame.orders.table import NAMES, Columns
from diplogame.seats.chances import Chances
from diplogame.seats.effects import Expecting
from diplogame.seats.tomorrow import Tomorrow
from diplogame.verbs.groups import group_of
from diplogame.verbs.options import MOST, costs
from diplogame.verbs.verb import verb_named
from diplogame.world.fields import Worlds


def listing(menu: Menu, imagined: Worlds | None = None, tomorrow: Tomorrow | None = None) -> list[dict[str, Any]]:
    """The canonical orders of the seat, open or greyed; where there are more than eighty, greyed ones are left out."""
    open_ = set(menu.orders)
    room = MOST - len(open_)
    kept = []
    for order in menu.table.orders:
        if order not in open_:
            room -= 1
        if order in open_ or room >= 0:
            kept.append(order)
    return described(menu, kept, imagined, tomorrow)


def described(
    menu: Menu, orders: Sequence[Order], imagined: Worlds | None = None, tomorrow: Tomorrow | None = None
) -> list[dict[str, Any]]:
    """Orders as plain data, see `Seat.orders`."""
    if not orders:
        return []
    words = words_of(menu.cast)
    parts = [menu.row(order) for order in orders]
    rows = Columns(*(np.concatenate([getattr(part, name) for part in parts]) for name in NAMES))
    greyed = [menu.reason(order) for order in orders]
    open_, barred = Chances(menu.view, tomorrow), Chances(menu.view)
    odds = [(barred if why else open_).of(order, part) for order, part, why in zip(orders, parts, greyed, strict=True)]
    now = [chance.pop("now") if chance is not None else None for chance in odds]
    waits = [
        p if verb_named(order.verb).family in ("talks", "council", "arms") else None
        for order, p in zip(orders, now, strict=True)
    ]
    expects = Expecting(menu.view, imagined).of(rows, waits)
    prices = costs(menu.view.world, rows, group_of(menu.cast, rows))[0]
    found = []
    for order, chance, lines, price, why in zip(orders, odds, expects, prices, greyed, strict=True):
        secret = order.covert or verb_named(order.verb).secret
        found.append({
            "id": order.id, "verb": order.verb, "family": verb_named(order.verb).family, "title": acts.title(order), "target": order.target,
            "place": order.place, "parameters": acts.parameters(order), "cost": float(price), "covert": secret, "public": not secret, "expects": lines,
            "chance": chance, "greyed": why, "summary": acts.phrase(words, order), "about": acts.about(order), "kind": acts.kind(order),
        })  # fmt: skip
    return found
