"""The agents: one for each state, one for each member of the council. An agent acts for its state in all worlds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa import Agent

from diplogame import course
from diplogame.minds.mind import Choice, Mind
from diplogame.world.fields import Array
from diplogame.world.views import View

if TYPE_CHECKING:
    from diplogame.model import DiplomacyModel


class StateAgent(Agent):
    """A state: it sees its View, and its mind decides."""

    model: DiplomacyModel

    def __init__(self, model: DiplomacyModel, seat: int, mind: Mind) -> None:
        """seat: index of the state in the cast; mind: whoever decides for it, exchangeable at any time."""
        super().__init__(model)
        self.seat = seat
        self.mind = mind
        self.view: View | None = None
        """What it sees this turn."""
        self.choice: Choice | None = None
        """What it decided this turn."""

    @property
    def role(self) -> str:
        """The name of its state."""
        return self.model.worlds.cast.states[self.seat]

    def observe(self) -> None:
        """Phase 1: look."""
        self.view = course.observe(self.model.stage, self.seat)

    def decide(self) -> None:
        """Phase 2: choose orders and answers."""
        if self.view is None:
            raise RuntimeError("a state decides on what it has observed: call observe first")
        self.choice = course.decide(self.view, self.mind, self.model.keep)

    def forget(self) -> None:
        """Phase 5: nothing that was seen or wished stays behind."""
        self.view = self.choice = None

    @property
    def score(self) -> float:
        """Its score if the game ended now, mean over the worlds."""
        return float(self.model.scores()[:, self.seat].mean())

    @property
    def stability(self) -> float:
        """Support for its government, mean over the worlds."""
        return float(self.model.worlds.stability[:, self.seat].mean())


class CouncilMember(Agent):
    """A member of the Security Council. How it votes follows from the draft, its ties and who lobbied; it notes its last vote."""

    model: DiplomacyModel

    def __init__(self, model: DiplomacyModel, member: int) -> None:
        """member: index of the member in the cast."""
        super().__init__(model)
        self.member = member
        self.vote: Array = model.worlds.votes[:, member]
        """(worlds,) its last vote: 1 in favour, -1 against, 0 abstained."""

    @property
    def name(self) -> str:
        """The name of the member."""
        return self.model.worlds.cast.members[self.member]

    @property
    def permanent(self) -> bool:
        """Whether a vote against is a veto."""
        return bool(self.model.worlds.cast.permanent[self.member])

    @property
    def in_favour(self) -> float:
        """Share of the worlds in which it last voted in favour."""
        return float((self.vote > 0).mean())

    def note_vote(self) -> None:
        """Phase 5: remember how it voted."""
        self.vote = self.model.worlds.votes[:, self.member]
