"""Minds: whoever decides for a seat. A mind is given the seat's View and gives back a choice; a docket handed in by a person is just another mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from diplogame.minds.answers import answer
from diplogame.minds.appraisal import Appraisal, appraise
from diplogame.minds.chooser import NONE, Round, choose
from diplogame.minds.steps import reckon
from diplogame.orders.table import Columns
from diplogame.turn.slots import NOTHING, n_slots
from diplogame.verbs.options import OptionTable, legal, tables
from diplogame.world.fields import Array
from diplogame.world.views import View


@dataclass(frozen=True)
class Choice:
    """What a seat does in a turn, in all worlds."""

    picks: Array
    """(worlds, orders) options of the seat's table, -1 none."""
    answers: Array
    """(worlds, slots) int8."""
    free: tuple[Columns, Array] | None = None
    """Orders outside the table: columns and (rows,) their worlds."""
    appraisal: Appraisal | None = None
    """What spoke for and against, where the mind keeps it."""
    rounds: tuple[Round, ...] = ()


class Mind(Protocol):
    """Whoever decides for a seat. It never sees more than the View."""

    @property
    def name(self) -> str:
        """What it is called in commands and records."""
        ...

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        """Decide in all worlds of the view. ``keep``: keep the reasons."""
        ...


def orders_allowed(view: View) -> int:
    """How many orders the seat may give."""
    cast = view.world.cast
    return int(cast.scenario.states[cast.states[view.seat]].orders)


@dataclass(frozen=True)
class GoalSeeking:
    """The default mind: a logit reply to level-1 beliefs about the others, by goals, hazard, replies, face and affect."""

    name: str = "goal_seeking"
    prospect: bool = True
    warmth: float = 1.0
    """Factor on the state's temperature: 2 at the easy level."""
    plays: bool = True
    """Whether it knows the scenario's plays, orders that make sense together; not at the easy level."""

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        temperature, orders = view.world.numbers.traits["temperature"][:, view.seat] * self.warmth, orders_allowed(view)
        known = None if keep else reckon(view, table, self.prospect)
        if known is not None:
            picks, _ = choose(view, table, known.value, known.open, temperature, orders, keep, self.plays)
            return Choice(picks, answer(view, known.asked, known.chances))
        found = appraise(view, self.prospect, keep)
        open_ = legal(view.world, table)
        picks, rounds = choose(view, table, found.value, open_, temperature, orders, keep, self.plays)
        return Choice(picks, answer(view), None, found if keep else None, tuple(rounds))


@dataclass(frozen=True)
class Random:
    """Chooses evenly among what is legal, verbs first; answers by a coin."""

    name: str = "random"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        open_ = legal(view.world, table)
        value = np.zeros(open_.shape)
        picks, rounds = choose(view, table, value, open_, np.ones(1), orders_allowed(view), keep)
        from diplogame.turn.slots import asked

        wanted = asked(view.world)[:, view.seat]
        coin = (view.luck.uniform("coin", n_slots(view.world.cast)) < 0.5) * 1
        return Choice(picks, np.where(wanted, coin, NOTHING).astype(np.int8), None, None, tuple(rounds))


@dataclass(frozen=True)
class Scripted:
    """Follows a fixed strategy: the first of its wishes that is legal, each turn, as many as its orders allow."""

    name: str = "scripted"
    wishes: tuple[str, ...] = ()
    """Verbs, or ids of orders, best first. Empty: the scenario's own habit for the role."""
    answers: Mapping[str, int] = field(default_factory=dict)
    """What it answers by kind of question; else as the default mind would."""

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        open_ = legal(view.world, table)
        wishes = self.wishes or _habits(view)
        value = np.full(open_.shape, -60.0)
        for rank, wish in enumerate(wishes):
            for k, order in enumerate(table.orders):
                if wish in (order.id, order.verb):
                    value[:, k] = np.maximum(value[:, k], 60.0 - 4.0 * rank)
        picks, rounds = choose(
            view, table, value, open_ & (value > -50.0), np.full(1, 0.25), orders_allowed(view), keep
        )
        return Choice(picks, answer(view), None, None, tuple(rounds))


def _habits(view: View) -> tuple[str, ...]:
    """A plain habit for each part of the drama, for the scripted mind."""
    cast = view.world.cast
    if view.seat == cast.striker:
        return ("strike", "denounce", "gather_intelligence")
    if view.seat == cast.defender:
        return ("retaliate", "send_delegation", "rebuild", "denounce")
    if view.seat == cast.supplier:
        return ("host_talks", "denounce", "supply_air_defence", "call")
    if view.seat == cast.patron:
        return ("urge_restraint", "supply_interceptors", "call")
    return ("call", "ask_ceasefire", "urge_restraint", "gather_intelligence")


FORCE = frozenset(("strike", "join_strike", "retaliate"))
"""Open blows."""
VIOLENCE = FORCE | {"sabotage", "harass_shipping", "close_strait"}
"""Everything that does harm."""


@dataclass(frozen=True)
class TitForTat:
    """Answers force with force, and calm with calm: it strikes back where it was struck last turn, and is the default mind in all else."""

    name: str = "tit_for_tat"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        found = appraise(view, keep=keep)
        world, seat = view.world, view.seat
        age: Array = world.turn - world.last_blow[:, :, seat]
        struck = np.asarray((age <= 1).any(axis=1))
        force = np.array([order.verb in VIOLENCE for order in table.orders])
        push = np.where(struck[:, None], 25.0, -25.0) * force
        temperature = world.numbers.traits["temperature"][:, seat]
        picks, rounds = choose(
            view, table, found.value + push, legal(world, table), temperature, orders_allowed(view), keep
        )
        return Choice(picks, answer(view), None, found if keep else None, tuple(rounds))


@dataclass(frozen=True)
class Idle:
    """Does nothing and answers nothing: the baseline of the balance table."""

    name: str = "idle"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        shape = (view.size, n_slots(view.world.cast))
        return Choice(np.full((view.size, 1), NONE, dtype=np.int64), np.full(shape, NOTHING, dtype=np.int8))


@dataclass(frozen=True)
class Person:
    """A docket that was handed in: orders as columns, and answers. One world only."""

    rows: Columns
    answers: Array
    """(slots,) int8."""
    name: str = "person"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        return Choice(
            np.full((1, 1), NONE, dtype=np.int64),
            self.answers[None],
            (self.rows, np.zeros(len(self.rows), dtype=np.int64)),
        )


MINDS: dict[str, Callable[[], Mind]] = {
    "goal_seeking": GoalSeeking,
    "expected_utility": lambda: GoalSeeking("expected_utility", prospect=False),
    "tit_for_tat": TitForTat,
    "scripted": Scripted,
    "random": Random,
    "idle": Idle,
}
"""Minds by name. The looking-ahead mind joins in `course.py`, which hands it imagined futures."""


def seat_table(view: View) -> OptionTable:
    """The option table of a view's seat."""
    return tables(view.world.cast)[view.seat]
