"""Minds that do something by order: to force an act or an answer, and leave all else to another mind."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from diplogame.minds.mind import Choice, GoalSeeking, Idle, Mind
from diplogame.orders.order import Order
from diplogame.turn.slots import slot
from diplogame.verbs.options import OptionTable, legal
from diplogame.world.axes import ASKS
from diplogame.world.fields import Array
from diplogame.world.views import View

ALWAYS = 0
"""The turn of a wish that holds in every turn."""


@dataclass(frozen=True)
class Wish:
    """An order to give: of the canonical orders that match, the first that is legal."""

    verb: str
    turn: int = ALWAYS
    target: str | None = None
    place: str | None = None
    level: int | None = None
    covert: bool | None = None
    places: int | None = None
    """How many aimpoints."""
    invite: str | None = None
    """A role that must be among those asked."""
    lawful: bool = True
    """False: given even where it is not legal."""

    def fits(self, order: Order) -> bool:
        """Whether an order is what is wished for."""
        return (
            order.verb == self.verb
            and (self.target is None or order.target == self.target)
            and (self.place is None or self.place in order.places)
            and (self.level is None or order.level == self.level)
            and (self.covert is None or order.covert == self.covert)
            and (self.places is None or len(order.places) == self.places)
            and (self.invite is None or self.invite in order.invite)
        )


@dataclass(frozen=True)
class Told:
    """Gives the orders and answers it is told to, and leaves all else to ``inner``."""

    wishes: tuple[Wish, ...] = ()
    answers: tuple[tuple[str, int], ...] = ()
    """(kind of question, answer): invitation, offer, or one of ASKS."""
    inner: Mind = field(default_factory=GoalSeeking)
    alone: bool = False
    """True: in a turn with a wish it does nothing else."""
    spare: tuple[str, ...] = ()
    """Verbs that the inner mind's own orders are stripped of."""
    name: str = "told"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:
        """The inner mind's choice with the wishes put first."""
        choice = self.inner.choose(view, table, keep)
        picks = choice.picks.copy()
        verbs = np.array([order.verb for order in table.orders] or [""])
        now = [wish for wish in self.wishes if wish.turn in (ALWAYS, view.world.turn)]
        banned = np.isin(verbs, [*self.spare, *(wish.verb for wish in now)])
        picks[(picks >= 0) & banned[np.maximum(picks, 0)]] = -1
        if now and self.alone:
            picks[:] = -1
        open_ = legal(view.world, table) if any(wish.lawful for wish in now) else None
        forced = [self._pick(wish, table, open_, view.size) for wish in now]
        if forced:
            picks = np.concatenate([np.stack(forced, axis=1), picks], axis=1)
        return Choice(picks, self._answers(view, choice.answers), choice.free, choice.appraisal, choice.rounds)

    def _pick(self, wish: Wish, table: OptionTable, open_: Array | None, size: int) -> Array:
        matches = np.array([wish.fits(order) for order in table.orders], dtype=bool)
        if not matches.any():
            raise ValueError(f"no canonical order of this seat fits {wish}")
        allowed = (
            matches[None] & open_
            if wish.lawful and open_ is not None
            else np.broadcast_to(matches[None], (size, len(matches)))
        )
        return np.where(allowed.any(axis=1), allowed.argmax(axis=1), -1)

    def _answers(self, view: View, given: Array) -> Array:
        result = given.copy()
        cast = view.world.cast
        for kind, answer in self.answers:
            if kind in ASKS:
                result[:, slot(cast, kind)] = answer
            else:
                for sender in range(cast.n_states):
                    result[:, slot(cast, kind, sender)] = answer
        return result


def idle(*wishes: Wish, answers: tuple[tuple[str, int], ...] = ()) -> Told:
    """Does the wishes, and nothing else."""
    return Told(wishes, answers, Idle())


def told(*wishes: Wish, answers: tuple[tuple[str, int], ...] = (), alone: bool = False) -> Told:
    """Does the wishes, and as the default mind for the rest."""
    return Told(wishes, answers, alone=alone)
