"""What a state would do next: the exact chances that its mind gives its orders, instead of counting what it happens to draw."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from diplogame.minds.answers import chances
from diplogame.minds.mind import GoalSeeking, Mind
from diplogame.orders.order import Order
from diplogame.verbs.options import tables
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View, view

Fits = Callable[[Order], bool]


def next_view(worlds: Worlds, role: str) -> View:
    """What the role sees when it decides on the turn after ``worlds``."""
    return view(worlds.replace({"turn": worlds.turn + 1}), worlds.cast.state_index[role])


def expected_orders(worlds: Worlds, role: str, fits: Fits, mind: Mind | None = None) -> Array:
    """(worlds,) orders that fit which the role is expected to give next turn: its rounds' exact chances, added up."""
    table = tables(worlds.cast)[worlds.cast.state_index[role]]
    choice = (mind or GoalSeeking()).choose(next_view(worlds, role), table, keep=True)
    mask = np.array([fits(order) for order in table.orders])
    total = np.zeros(worlds.size)
    going = np.ones(worlds.size, dtype=bool)
    for one in choice.rounds:
        total = total + (one.chance[:, :-1] * mask).sum(axis=1) * going
        going = going & (one.picked >= 0)
    return total


def chance_of_any(worlds: Worlds, role: str, fits: Fits, mind: Mind | None = None) -> Array:
    """(worlds,) chance that the role gives at least one order that fits next turn."""
    table = tables(worlds.cast)[worlds.cast.state_index[role]]
    choice = (mind or GoalSeeking()).choose(next_view(worlds, role), table, keep=True)
    mask = np.array([fits(order) for order in table.orders])
    total = np.zeros(worlds.size)
    going = np.ones(worlds.size, dtype=bool)
    for one in choice.rounds:
        total = total + (one.chance[:, :-1] * mask).sum(axis=1) * going
        going = going & (one.picked >= 0) & ~mask[np.maximum(one.picked, 0)]
    return total


def chance_of_yes(worlds: Worlds, role: str, slot: int) -> Array:
    """(worlds,) chance of a yes in a slot of what is asked next turn."""
    return chances(next_view(worlds, role))[:, slot]


def verb_in(*names: str, target: str | None = None) -> Fits:
    """Orders of these verbs, at that target."""
    return lambda order: order.verb in names and (target is None or order.target == target)
