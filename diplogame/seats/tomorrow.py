"""The next turn as the seat may imagine it: what is asked now is answered then, by minds that have seen what this turn brings.

A few worlds are drawn from the seat's beliefs and played one turn with everybody's default mind, the seat itself passive; then a question is put
to those whom it would be put to, and their minds' chances of a yes are taken from their own views. Nothing but the seat's View goes in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from diplogame import opening
from diplogame.course import step
from diplogame.minds.answers import chances
from diplogame.minds.mind import GoalSeeking, Idle, Mind
from diplogame.noise import Luck
from diplogame.orders.order import Order
from diplogame.seats.ballots import tabled
from diplogame.turn.slots import slot
from diplogame.turn.table import fullest
from diplogame.verbs import papers
from diplogame.verbs.acceptability import comes_by_party
from diplogame.verbs.options import tables
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import view

DRAWS = 64
"""How often the guests' answers are drawn in each imagined world."""


class Tomorrow:
    """The worlds of the next turn, as a seat imagines them, and the chances of what it might ask now."""

    def __init__(self, imagined: Worlds, seat: int) -> None:
        """imagined: worlds as they stand before the turn that is being ordered, see `imagine`."""
        self.imagined, self.seat = imagined, seat
        self.cast = imagined.cast
        self.kept: dict[bytes, Array] = {}
        self.seen: dict[int, Worlds] = {}

    @cached_property
    def worlds(self) -> Worlds:
        """After a turn in which everybody else has acted, with the number of the next turn."""
        minds: list[Mind] = [opening.mind(opening.DEFAULT_MIND)] * self.cast.n_states
        minds[self.seat] = Idle()
        done = step(self.imagined, minds).worlds
        return done.replace({"turn": done.turn + 1})

    def of(self, order: Order) -> float | None:
        """The chance of what the order waits for; None where it waits for nobody's yes."""
        maker = MAKERS.get(order.verb)
        return None if maker is None else float((maker(self, order) * (self.worlds.ending == 0)).mean())

    # --- who says yes --------------------------------------------------------------------------------------------------

    def _yes(self, who: int, kind: str, changes: dict[str, Array]) -> Array:
        """(worlds,) the chance that a state says yes to a question, in worlds where it has been put."""
        seen = view(self.worlds.replace(changes), who)
        return np.asarray(chances(seen)[:, slot(self.cast, kind)])

    @cached_property
    def coming(self) -> Array:
        """(worlds, hosts, guests) the chance that a guest says yes to a host's invitation, by each guest's own view."""
        guests = range(self.cast.n_states)
        return np.stack([comes_by_party(view(self.worlds, guest).world)[:, :, guest] for guest in guests], axis=2)

    def comes(self, order: Order) -> Array:
        """(worlds,) the chance that the defender comes to the table to which the order asks it, by a yes or by sending its delegation there."""
        return np.asarray(self._comes(self._asked(order))[:, self.seat, self.cast.defender])

    def _asked(self, order: Order) -> Array:
        """(worlds, hosts, guests) the invitations that stand by then, the order's among them."""
        invited = self.worlds.invited.copy()
        invited[:, self.seat, [self.cast.state_index[name] for name in order.invite]] = 1
        return np.asarray(invited)

    def _comes(self, invited: Array) -> Array:
        """(worlds, hosts, guests) the chance that each guest comes to each host's table, where these invitations stand."""
        key = invited.tobytes()
        if key not in self.kept:
            chance = self.coming * (invited > 0)
            defender = self.cast.defender
            flies = self._visits(invited) * (invited[:, :, defender] > 0)
            chance[:, :, defender] = 1.0 - (1.0 - chance[:, :, defender]) * (1.0 - flies)
            self.kept[key] = chance
        return self.kept[key]

    def _visits(self, invited: Array) -> Array:
        """(worlds, hosts) the chance that the defender's delegation flies to each host, by its own mind's rounds of choosing."""
        defender = self.cast.defender
        table = tables(self.cast)[defender]
        choice = GoalSeeking().choose(view(self.worlds.replace({"invited": invited}), defender), table, keep=True)
        stays = np.ones((self.worlds.size, self.cast.n_states))
        for host, name in enumerate(self.cast.states):
            wanted = table.index.get(Order("send_delegation", target=name).id)
            if wanted is not None:
                for one in choice.rounds:
                    stays[:, host] *= 1.0 - one.chance[:, wanted] * one.open[:, wanted]
        return 1.0 - stays

    # --- what an order waits for ---------------------------------------------------------------------------------------

    def convene(self, order: Order) -> Array:
        """The defender comes, and one other guest, while nobody else's table has convened or draws more guests; or one's own sits by then."""
        cast, worlds, seat = self.cast, self.worlds, self.seat
        if cast.states[cast.defender] not in order.invite:
            return np.zeros(worlds.size)
        luck = Luck(worlds.seeds, worlds.turn).uniform("tomorrow.come", (DRAWS, cast.n_states, cast.n_states))
        best, ready = fullest(luck < self._comes(self._asked(order))[:, None], cast.defender)
        free = (worlds.table == 0) & (worlds.cooling <= 0)
        own = (worlds.table > 0) & (worlds.host == seat)
        return np.where(own, 1.0, (ready & (best == seat)).mean(axis=1) * free)

    def ceasefire(self, _: Order) -> Array:
        """Both sides (or the other one) agree to stop."""
        result = np.ones(self.worlds.size)
        for side in (self.cast.defender, self.cast.striker):
            if side != self.seat:
                result = result * self.agrees(side)
        return result

    def agrees(self, side: int) -> Array:
        """(worlds,) the chance that one side says yes to the seat's appeal."""
        return self._yes(side, "ceasefire", {"truce_ask": np.full_like(self.worlds.truce_ask, self.seat)})

    def sign(self, order: Order) -> Array:
        """All whose names the paper needs sign it; without the striker and its patron at the table only a ceasefire is carried."""
        parties = papers.parties(self.worlds)
        sits = [bool(self.imagined.seated[0, party] > 0) for party in parties]
        number = int(papers.paper_of(order.level or 0, order.give or 0, order.get or 0)) if sits[1] or sits[2] else 0
        needed = [k for k in range(3) if (k < 2 if number == 0 else k == 0 or sits[k])]
        result = np.ones(self.worlds.size)
        for k in needed:
            if parties[k] != self.seat:
                result = result * papers.p_sign(self._at_the_table(parties[k]), np.full(self.worlds.size, number))[:, k]
        return result

    def _at_the_table(self, party: int) -> Worlds:
        """What a party to the talks sees next turn, a paper before it."""
        if party not in self.seen:
            self.seen[party] = view(
                self.worlds.replace(
                    {
                        "table": np.ones_like(self.worlds.table),
                        "host": np.full_like(self.worlds.host, int(self.imagined.host[0])),
                    }
                ),
                party,
            ).world
        return self.seen[party]

    def passes(self, order: Order) -> Array:
        """The draft is taken up, no other having come before it, and passes."""
        worlds, kind = self.worlds, order.level or 0
        first = (worlds.draft < 0) | (worlds.draft * 10 + worlds.draft_by > kind * 10 + self.seat)
        return np.asarray(tabled(worlds, kind, self.seat) * first)


MAKERS: dict[str, Callable[[Tomorrow, Order], Array]] = {
    "host_talks": Tomorrow.convene,
    "ask_ceasefire": Tomorrow.ceasefire,
    "table_terms": Tomorrow.sign,
    "table_draft": Tomorrow.passes,
}
"""Verbs whose outcome hangs on answers of the next turn."""

__all__ = ["Tomorrow"]
