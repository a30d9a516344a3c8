"""Minds that reach into imagined futures: the one that looks ahead, and the docket that a forecast tries out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from diplogame.goals.goal import score
from diplogame.minds.answers import answer
from diplogame.minds.appraisal import appraise
from diplogame.minds.chooser import NONE, choose, closes_of
from diplogame.minds.mind import Choice, GoalSeeking, Mind, orders_allowed
from diplogame.noise import MAX_SEED
from diplogame.orders.table import Columns
from diplogame.turn.slots import NOTHING, n_slots
from diplogame.verbs.options import OptionTable, legal, static_costs
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View

TRIED = 3
"""Orders that are tried out."""
BUDGET = 600
"""Imagined world-turns a decision, at most."""
HORIZON = 4
"""Turns that it looks ahead."""
DISCOUNT = 0.8
WAR_LEFT = 0.5
"""What is left of a score after a war, as the looking-ahead mind reckons."""
MOST_WORLDS = 1200
"""Imagined worlds that are stepped side by side."""


class Stepped(Protocol):
    """What a turn gives back."""

    @property
    def worlds(self) -> Worlds:
        """The worlds after it."""
        ...


Imagine = Callable[[View, Array], Worlds]
Step = Callable[[Worlds, list[Mind]], Stepped]


@dataclass(frozen=True)
class Given:
    """Orders and answers that are given in some worlds (the first ``number`` of the view), and nothing in the others."""

    rows: Columns
    answers: Array
    """(slots,) int8."""
    number: int
    name: str = "given"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        n, number = len(self.rows), self.number
        answers = np.full((view.size, n_slots(view.world.cast)), NOTHING, dtype=np.int8)
        answers[:number] = self.answers
        where = np.repeat(np.arange(number), n)
        rows = self.rows.take(np.tile(np.arange(n), number))
        return Choice(np.full((view.size, 1), NONE, dtype=np.int64), answers, (rows, where))


@dataclass(frozen=True)
class LookingAhead:
    """The default mind, but its three best orders are first tried out in imagined futures, where the others answer as the default mind would."""

    imagine: Imagine
    """Worlds from a view; handed in from above."""
    step: Step
    """One turn of worlds; handed in from above."""
    name: str = "looking_ahead"
    futures: int = BUDGET // (TRIED * HORIZON)
    """Imagined futures for each order that is tried, the same luck for all."""
    warmth: float = 0.5
    """Factor on the state's temperature: half of the default mind's, as the easy level's is twice."""

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        found = appraise(view)
        open_ = legal(view.world, table)
        value = np.where(open_, found.value, -np.inf)
        best = np.argsort(-value, axis=1, kind="stable")[:, :TRIED]
        sound = np.take_along_axis(open_, best, axis=1)
        outcome = self._tried(view, table, best)
        # What imagined futures say takes the place of the one-step value, about the same mean, so that other orders stay comparable.
        before = np.take_along_axis(found.value, best, axis=1)
        number = np.maximum(sound.sum(axis=1), 1)[:, None]
        shift = (
            (outcome - (outcome * sound).sum(axis=1)[:, None] / number)
            + (before * sound).sum(axis=1)[:, None] / number
            - before
        )
        ahead = np.zeros_like(found.value)
        np.put_along_axis(ahead, best, shift * sound, axis=1)
        found = replace(found, considerations={**found.considerations, "ahead": ahead}, value=found.value + ahead)
        temperature = view.world.numbers.traits["temperature"][:, view.seat] * self.warmth
        picks, rounds = choose(view, table, found.value, open_, temperature, orders_allowed(view), keep)
        return Choice(picks, answer(view), None, found if keep else None, tuple(rounds))

    def _tried(self, view: View, table: OptionTable, best: Array) -> Array:
        """(worlds, tried) discounted score points over the horizon after each order."""
        size, tried = best.shape
        result = np.zeros(best.shape)
        step = max(MOST_WORLDS // (tried * self.futures), 1)
        for start in range(0, size, step):
            rows = np.arange(start, min(start + step, size))
            result[rows] = self._some(view, table, best[rows], rows)
        return result

    def _some(self, view: View, table: OptionTable, best: Array, rows: Array) -> Array:
        size, tried = best.shape
        part = View(view.seat, view.world if size == view.size else view.world.take(rows), view.luck.among(rows))
        # The same luck and the same guesses for each order, so that only the order makes the difference.
        seeds = np.repeat(
            (part.luck.uniform("ahead", self.futures) * MAX_SEED).astype(np.int64)[:, None, :], tried, axis=1
        )
        worlds = self.imagine(part, seeds.reshape(-1))
        orders = np.repeat(best.reshape(-1), self.futures)
        others: list[Mind] = [GoalSeeking()] * worlds.cast.n_states
        first: list[Mind] = list(others)
        first[view.seat] = _One(table, orders)
        total, weight, factor = np.zeros(len(orders)), 0.0, 1.0
        for turn in range(HORIZON):
            # Futures that have all ended count on as they stand: a world's value may not depend on its company.
            if (worlds.ending == 0).any():
                worlds = self.step(worlds, first if turn == 0 else others).worlds
            total = total + factor * _worth(worlds, view.seat)
            weight += factor
            factor *= DISCOUNT
        mean = (total / max(weight, 1e-9)).reshape(size, tried, self.futures)
        # Added one by one: a sum over an axis may not have the same bits for another shape.
        value = np.zeros((size, tried))
        for k in range(self.futures):
            value = value + mean[:, :, k]
        return value / self.futures * HORIZON


def _worth(worlds: Worlds, seat: int) -> Array:
    war = (worlds.ending == 1 + ENDINGS.index("regional_war")) | (worlds.ending == 1 + ENDINGS.index("general_war"))
    return score(worlds, seat) * np.where(war, WAR_LEFT, 1.0)


@dataclass(frozen=True)
class _One:
    """One order, and what the default mind adds to it and answers."""

    table: OptionTable
    orders: Array
    """(worlds,) option of each world."""
    name: str = "one"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        capital = view.world.capital.copy()
        capital[:, view.seat] -= static_costs(view.world, table)[0].take(self.orders)
        left = View(view.seat, view.world.replace({"capital": np.maximum(capital, 0.0)}), view.luck)
        open_ = legal(left.world, table) & ~closes_of(view.world.cast, table).take(self.orders, axis=1).T
        temperature = view.world.numbers.traits["temperature"][:, view.seat]
        value = appraise(left, keep=False).value
        picks, _ = choose(left, table, value, open_, temperature, orders_allowed(view) - 1)
        return Choice(np.concatenate([self.orders[:, None], picks], axis=1), answer(view))
