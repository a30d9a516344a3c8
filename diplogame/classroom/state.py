"""The session as it stands: people, groups, seats, clocks. Plain records, changed only by applying logged commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from diplogame.classroom.countdown import Clock, ClockMode
from diplogame.classroom.plenary import Plenary

Kind = Literal["student", "facilitator", "co", "observer", "screen", "press"]
Phase = Literal["lobby", "practice", "orders", "resolving", "over"]

MAX_SEED = 2**53 - 1
"""Seeds stay whole numbers in a browser."""
JOBS = ("lead", "intelligence", "messages", "treasurer")


@dataclass
class Person:
    """Somebody with a token."""

    id: str
    kind: Kind
    token: str
    """Hash of the token."""
    name: str = ""
    back: str = ""
    """Hash of the return code."""
    group: str = "A"
    role: str | None = None
    job: str = ""
    wish: str | None = None
    """The role asked for when joining, where it was not given."""
    late: bool = False
    """Came when the game was under way."""
    muted: bool = False
    removed: bool = False
    acts: int = 0
    messages: int = 0
    entries: int = 0


@dataclass
class Docket:
    """What a seat has handed in for one turn."""

    turn: int
    orders: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    ready: bool | None = None
    """True: signalled ready; False: a draft; None: handed in by a program that knows no drafts."""
    given: bool = False
    """Orders were handed in, be it none."""
    because: str = ""
    prediction: dict[str, Any] | None = None
    by: str = ""

    @property
    def counts(self) -> bool:
        """Whether people play this turn: any order or answer, or a handed-in empty docket."""
        return bool(self.orders or self.answers) or (self.given and self.ready is not False)


@dataclass
class Seat:
    """One role at one table."""

    role: str
    held: Literal["auto", "ai"] = "auto"
    """auto: by its people where it has any; ai: the teacher gave it to the AI."""
    docket: Docket | None = None
    extra: float = 0.0
    """Seconds more than the others have."""
    proposals: dict[str, dict[str, Any]] = field(default_factory=dict)
    notice: str = ""


@dataclass
class Inject:
    """Something from outside that the teacher may let happen."""

    id: str
    turn: int
    kind: str
    to: list[str]
    title: str
    text: str
    effects: dict[str, float]
    state: Literal["stock", "planned", "armed", "sent", "dropped"] = "planned"
    own: bool = False
    """Made up by the teacher."""
    sent_turn: int = 0


@dataclass
class Message:
    """A message between seats, or a joint statement."""

    id: str
    turn: int
    sender: str
    """Role, or `teacher`."""
    to: list[str]
    """Roles; `team` for one's own seat, `teacher`, or `all` for a statement."""
    text: str
    """Id of the text beside the log."""
    person: str
    at: float
    joint: bool = False
    signed: list[str] = field(default_factory=list)
    state: Literal["sent", "held", "hidden"] = "sent"
    flagged: bool = False


@dataclass
class Group:
    """One table: a game and its eight seats."""

    id: str
    scenario: str
    seed: int
    level: str
    roles: list[str]
    phase: Phase = "lobby"
    turn: int = 0
    turns: int = 0
    clock: Clock = field(default_factory=Clock)
    seats: dict[str, Seat] = field(default_factory=dict)
    bundle: dict[str, Any] | None = None
    practice: dict[str, Any] | None = None
    closing: bool = False
    stopped: bool = False
    """The bell ended it before its last turn."""
    injects: dict[str, Inject] = field(default_factory=dict)
    rulings: list[dict[str, Any]] = field(default_factory=list)
    """Rulings that wait for the turn's end."""
    ruled: list[dict[str, Any]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    plenary: Plenary = field(default_factory=Plenary)
    headlines: list[dict[str, Any]] = field(default_factory=list)
    turns_played: list[dict[str, Any]] = field(default_factory=list)
    """Each turn's dockets as handed in, with because-lines and who held the seat."""
    digests: dict[int, str] = field(default_factory=dict)
    aftermath: dict[str, Any] | None = None
    review: dict[str, Any] | None = None
    """What the debrief shows beyond the aftermath; made at low priority once the game is over."""
    reviewing: bool = False
    judged: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By `role:turn`: whether the seat's prediction came true ({"came", "by"})."""
    summaries: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Orders that were handed in, by id: what they say and cost."""
    before_practice: Phase = "lobby"
    epoch: int = 0
    """Rises when what is being computed is no longer wanted: a practice game given up, a turn taken back."""
    rolled_back: int = 0
    fault: str = ""
    """Why the table stands still, if it does."""

    @property
    def live(self) -> dict[str, Any] | None:
        """The bundle in force: the practice game's while it runs."""
        return self.practice if self.phase == "practice" else self.bundle

    def people_hold(self, role: str, people: list[Person]) -> bool:
        return self.seats[role].held == "auto" and any(
            p.role == role and p.group == self.id and not p.removed for p in people
        )


@dataclass
class Debrief:
    """The steps after the ending, clicked through by the teacher."""

    step: int = -1
    """-1: not begun."""
    entries: list[dict[str, Any]] = field(default_factory=list)
    revealed: set[str] = field(default_factory=set)
    headlines: set[str] = field(default_factory=set)
    """Ids of the headlines that the teacher let onto the projector."""


@dataclass
class Plan:
    """The run of show."""

    bell: float | None = None
    """When the lesson ends, seconds since 1970."""
    debrief_minutes: float = 17.0
    play_minutes: float = 0.0
    """Minutes for all turns, as they were planned when play began."""
    plenary_minutes: float = 0.0
    """Kept within play for a break and a plenary."""
    plenary_gone: float = 0.0
    """Of them, gone by in what was closed."""
    plenary_since: float | None = None
    """Since when a break or plenary goes on, seconds since 1970."""
    marks: dict[str, float] = field(default_factory=dict)
    """When each step began, seconds since 1970."""


@dataclass
class Settings:
    """What the teacher may set at any time."""

    messages: Literal["on", "off", "held"] = "on"
    because: Literal["off", "optional", "asked"] = "optional"
    pick: bool = True
    """Students may choose a seat themselves."""
    door: bool = True
    """Joining is open."""
    early: bool = False
    """When all are ready the turn ends by itself."""
    clock: ClockMode = "advisory"
    turn_seconds: float = 180.0
    projector: Literal["map", "clock", "review", "blank"] = "map"
    level: str = "normal"
    all_stop: bool = False
    lead_only: bool = False
    """In a team of several only the lead hands in; the others propose and vote."""
    rotate: bool = True
    """The jobs in a team move on by one with each turn."""
