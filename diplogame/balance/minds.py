"""Minds with one fixed idea: some orders always come first, some never, and the default mind fills what is left - or nothing does."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from diplogame.minds.answers import answer
from diplogame.minds.appraisal import appraise
from diplogame.minds.chooser import choose
from diplogame.minds.mind import Choice, orders_allowed
from diplogame.turn.slots import slot
from diplogame.verbs.options import OptionTable, legal
from diplogame.world.fields import Array
from diplogame.world.views import View

FIRST = 60.0
"""Score points by which a fixed idea outweighs every other consideration."""


@dataclass(frozen=True)
class Bent:
    """The default mind, bent: verbs that it gives whenever they are legal, verbs that it never gives, or a few that are all it knows."""

    first: frozenset[str] = frozenset()
    """Verbs that come before all others."""
    never: frozenset[str] = frozenset()
    """Verbs that it does not use."""
    only: frozenset[str] | None = None
    """Verbs that it knows; None: all of its role."""
    quiet: bool = False
    """Whether the secret form of an order comes before the public one."""
    last: bool = False
    """Whether it is so in the last turn alone, and the default mind before."""
    answers: tuple[tuple[str, int], ...] = field(default=())
    """(kind of question, answer) that it gives always; else it answers as the default mind would."""
    name: str = "bent"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        """The default mind's choice under that idea."""
        value, open_ = appraise(view).value, legal(view.world, table)
        if not self.last or view.world.turn >= view.world.cast.scenario.turns:
            push, known = self._idea(table)
            value, open_ = value + push, open_ & known
        temperature = view.world.numbers.traits["temperature"][:, view.seat]
        picks, rounds = choose(view, table, value, open_, temperature, orders_allowed(view), keep)
        return Choice(picks, self._answers(view), None, None, tuple(rounds))

    def _idea(self, table: OptionTable) -> tuple[Array, Array]:
        """(options,) what the idea adds to each order, and whether the mind knows the order at all."""
        names = [order.verb for order in table.orders]
        first = np.array([name in self.first for name in names], dtype=bool)
        hidden = np.array([order.covert and self.quiet for order in table.orders], dtype=bool)
        known = np.array(
            [name not in self.never and (self.only is None or name in self.only) for name in names], dtype=bool
        )
        return FIRST * first + FIRST * (hidden & known), known

    def _answers(self, view: View) -> Array:
        given = answer(view)
        for kind, value in self.answers:
            given[:, slot(view.world.cast, kind)] = np.where(
                given[:, slot(view.world.cast, kind)] >= 0, value, given[:, slot(view.world.cast, kind)]
            )
        return given
