"""The plenary: who speaks and who waits to, and joint texts with sponsors and votes. Plain records, and the arithmetic of a vote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from diplogame.classroom.countdown import Clock

Stage = Literal["none", "announced", "open", "closed"]
Vote = Literal["for", "against", "abstain"]
Rule = Literal["consensus", "majority", "two_thirds"]
Fate = Literal["draft", "vote", "adopted", "failed", "withdrawn"]


@dataclass
class Ask:
    """A team's wish to speak."""

    role: str
    person: str
    """Who asked for it; the table knows the team alone."""


@dataclass
class Speech:
    """A speech that was given."""

    role: str
    person: str
    turn: int
    at: float
    """When it began, seconds since 1970."""
    seconds: float


@dataclass
class JointText:
    """A text that a team tabled, and what became of it."""

    id: str
    turn: int
    role: str
    person: str
    text: str
    """Id of the words beside the log: the title, then a clause a line."""
    sponsors: list[str]
    shown: Literal["sent", "held", "hidden"] = "sent"
    fate: Fate = "draft"
    rule: Rule = "majority"
    votes: dict[str, Vote] = field(default_factory=dict)
    """By role; nobody but the teacher sees them before the vote is closed."""
    revised: int = 0


@dataclass
class Plenary:
    """One group's plenary."""

    stage: Stage = "none"
    listing: bool = True
    """Teams may put themselves on the list."""
    limit: float = 90.0
    """Seconds a speech."""
    asks: list[Ask] = field(default_factory=list)
    speaker: Ask | None = None
    began: float = 0.0
    clock: Clock = field(default_factory=Clock)
    """Counts the speech that is being given."""
    speeches: list[Speech] = field(default_factory=list)
    texts: list[JointText] = field(default_factory=list)

    @property
    def voting(self) -> JointText | None:
        """The text that is being voted on; one at a time."""
        return next((text for text in self.texts if text.fate == "vote"), None)

    def place(self, role: str) -> int | None:
        """A team's place on the list, from 1."""
        return next((k for k, ask in enumerate(self.asks, 1) if ask.role == role), None)


def tally(votes: Iterable[Vote]) -> dict[str, int]:
    """How many voted how: {"for", "against", "abstain"}."""
    given = list(votes)
    return {vote: given.count(vote) for vote in ("for", "against", "abstain")}


def carried(votes: Iterable[Vote], rule: Rule) -> bool:
    """Whether a text is adopted. Those who abstain or do not vote count for neither side; without one vote for it no text is."""
    count = tally(votes)
    yes, no = count["for"], count["against"]
    return yes > 0 and {"consensus": no == 0, "majority": yes > no, "two_thirds": yes >= 2 * no}[rule]
