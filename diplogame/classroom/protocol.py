"""What may be said to the server: every body that a call takes, with its bounds.

Texts carry no control characters and no lone surrogates; every number has a lowest and a highest value; no field is read that is
not named here. The patterns stand in the schema too, so that /api/openapi.json says what is accepted.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]*$"
"""No control characters, no line separators, nothing that turns the direction of writing round."""


def _named(value: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", value).split())
    if not 1 <= len(name) <= 24:
        raise ValueError("1 to 24 characters")
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for char in name):
        raise ValueError("letters, digits, marks and spaces only")
    if not any(unicodedata.category(char)[0] in "LN" for char in name):
        raise ValueError("at least one letter or digit")
    return name


def _told(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


def _said(value: str) -> str:
    told = _told(value)
    if not told:
        raise ValueError("at least one character that can be read")
    return told


PersonName = Annotated[str, StringConstraints(min_length=1, max_length=48, pattern=PLAIN), AfterValidator(_named)]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_:+.>-]{1,120}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
GroupId = Annotated[str, StringConstraints(pattern=r"^[A-H]$")]
TurnNumber = Annotated[int, Field(ge=1, le=60)]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Effect = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]
EventNumber = Annotated[int, Field(ge=0, le=2**53 - 1)]
Sentence = Annotated[str, StringConstraints(min_length=0, max_length=200, pattern=PLAIN), AfterValidator(_told)]
Message = Annotated[str, StringConstraints(min_length=1, max_length=600, pattern=PLAIN), AfterValidator(_said)]
Paragraph = Annotated[str, StringConstraints(min_length=0, max_length=1000, pattern=PLAIN), AfterValidator(_told)]
Title = Annotated[str, StringConstraints(min_length=0, max_length=90, pattern=PLAIN), AfterValidator(_told)]
Clause = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN), AfterValidator(_said)]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=90, pattern=PLAIN), AfterValidator(_said)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN), AfterValidator(_said)]


class Body(BaseModel):
    """A call's body: known fields alone, no silent changes of type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Join(Body):
    code: Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=PLAIN)]
    name: PersonName
    role: Role | None = None
    group: GroupId | None = None


class Return(Body):
    code: Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=PLAIN)]
    back: Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=PLAIN)]
    """The return code that the page showed."""


class Entry(Body):
    """An order written out."""

    verb: Role
    target: Role | None = None
    place: Role | None = None
    parameters: dict[
        Role, bool | Annotated[int, Field(ge=-1000, le=1000)] | Effect | Id | Annotated[list[Id], Field(max_length=16)]
    ] = Field(default={}, max_length=12)


class Prediction(Body):
    text: Sentence
    p: Probability


class DocketIn(Body):
    turn: TurnNumber
    orders: list[Id | Entry] = Field(max_length=8)
    key: Key
    ready: bool | None = None
    because: Sentence | None = None
    prediction: Prediction | None = None


class AnswersIn(Body):
    turn: TurnNumber
    answers: dict[Id, Literal["yes", "no", "abstain", "counter"]] = Field(max_length=24)
    key: Key


class MessageIn(Body):
    to: Role | Annotated[list[Role], Field(min_length=1, max_length=8)]
    """Roles, or `team`, `teacher`, `press`; `all` for a statement in public."""
    text: Message
    key: Key
    joint: bool = False
    """A statement that those named in `to` are asked to sign; public once all have."""


class Sign(Body):
    message: Id
    sign: bool = True


class Flag(Body):
    message: Id


class Wish(Body):
    role: Role


class Proposal(Body):
    turn: TurnNumber
    order: Id
    vote: Literal["for", "against"] = "for"


class FloorIn(Body):
    """One's team wants to speak in the plenary, or no longer."""

    action: Literal["ask", "withdraw"] = "ask"


class TextIn(Body):
    """A joint text, clause by clause; with `id`, a new wording of one's own."""

    title: Heading
    clauses: list[Clause] = Field(min_length=1, max_length=8)
    id: Id | None = None
    key: Key


class TextOf(Body):
    text: Id


class Sponsor(TextOf):
    sponsor: bool = True
    revised: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Which wording was read; another than the present one is refused."""


class VoteIn(TextOf):
    vote: Literal["for", "against", "abstain"]


class EntryIn(Body):
    """Something said in the debrief."""

    step: Literal["word", "plus", "delta", "turning", "whatif", "like", "unlike", "exit", "prediction", "headline"]
    text: Reason
    key: Key


class Judge(Body):
    """Whether what one's own team foretold in a turn came true; null takes it back."""

    turn: TurnNumber
    came: bool | None


class Ask(Body):
    orders: list[Id] = Field(default=[], max_length=8)


class Why(Body):
    event: Id


class Console(Body):
    group: GroupId = "A"


class Start(Console):
    groups: Annotated[int, Field(ge=1, le=8)] = 1
    seat_rest: bool = False
    """Give everyone without a seat one in the smallest team."""
    turn_seconds: Annotated[int, Field(ge=20, le=3600)] | None = None


class Extend(Console):
    seconds: Annotated[int, Field(ge=-3600, le=3600)] = 60
    role: Role | None = None


class InjectIn(Console):
    id: Id | None = None
    action: Literal["send", "arm", "drop", "plan", "correct"] = "send"
    turn: TurnNumber | None = None
    kind: Literal["news", "price", "flight", "rumour"] = "news"
    to: list[Role] = Field(default=["all"], min_length=1, max_length=8)
    title: Title = ""
    text: Paragraph = ""
    effects: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,119}$")], Effect] = Field(
        default={}, max_length=8
    )
    key: Key | None = None


class RuleIn(Console):
    reason: Reason
    effects: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,119}$")], Effect] = Field(
        min_length=1, max_length=8
    )
    event: Id | None = None
    key: Key | None = None


class PlenaryIn(Console):
    """An act on the plenary: `call`, `first` and `take_off` name a role (call without one: the next on the list)."""

    action: Literal[
        "announce", "open", "close", "call", "end", "hold", "go_on", "limit", "shut", "unshut", "first", "take_off"
    ]
    role: Role | None = None
    seconds: Annotated[int, Field(ge=15, le=1800)] | None = None


class ChairText(Console):
    """An act on a joint text; `vote` enters a seat's vote."""

    text: Id
    action: Literal["open_vote", "close_vote", "vote", "allow", "hide", "show"]
    rule: Literal["consensus", "majority", "two_thirds"] = "majority"
    role: Role | None = None
    vote: Literal["for", "against", "abstain"] | None = None


class RollBack(Console):
    turn: TurnNumber


class Fork(Console):
    turn: TurnNumber | None = None
    people: list[Id] = Field(default=[], max_length=60)
    """Who moves to the new group, keeping their roles."""


class SeatIn(Console):
    role: Role | None = None
    held: Literal["auto", "ai"] | None = None
    person: Id | None = None
    """Move this person to `role` of `group` (role null: back to the waiting room)."""
    job: Literal["", "lead", "intelligence", "messages", "treasurer"] | None = None
    press: bool = False
    """Send the person to the press desk: public news alone, headlines, no role."""


class Moderate(Console):
    person: Id | None = None
    message: Id | None = None
    action: Literal["rename", "mute", "unmute", "remove", "allow", "hide", "show", "return_code"]
    name: PersonName | None = None


class SettingsIn(Console):
    messages: Literal["on", "off", "held"] | None = None
    because: Literal["off", "optional", "asked"] | None = None
    pick: bool | None = None
    door: bool | None = None
    early: bool | None = None
    clock: Literal["off", "advisory", "hard"] | None = None
    turn_seconds: Annotated[int, Field(ge=20, le=3600)] | None = None
    projector: Literal["map", "clock", "review", "blank"] | None = None
    all_stop: bool | None = None
    rotate: bool | None = None
    lead_only: bool | None = None
    level: Literal["easy", "normal", "hard"] | None = None


class JudgeIn(Console):
    """The teacher's word on a prediction."""

    role: Role
    turn: TurnNumber
    came: bool | None


class PlanIn(Console):
    bell: Annotated[int, Field(ge=0, le=4_102_444_800)] | None = None
    debrief_minutes: Annotated[int, Field(ge=0, le=120)] | None = None
    plenary_minutes: Annotated[int, Field(ge=0, le=240)] | None = None
    """Kept within play for a break and a plenary."""
    begun: Literal["brief"] | None = None
    """A step that has begun and that no act of the game shows."""


class Eyes(Console):
    on: bool = True


class Practice(Console):
    on: bool = True


class SeatDocket(Console):
    """Orders that the teacher enters for a seat."""

    role: Role
    turn: TurnNumber
    orders: list[Id | Entry] = Field(max_length=8)
    answers: dict[Id, Literal["yes", "no", "abstain", "counter"]] = Field(default={}, max_length=24)
    key: Key


class Note(Console):
    text: Paragraph = ""
    star: bool = False
    event: Id | None = None


class Step(Console):
    step: Annotated[int, Field(ge=-1, le=12)]
    reveal: (
        Literal["word", "plus", "delta", "turning", "whatif", "like", "unlike", "exit", "prediction", "headline"] | None
    ) = None
    headline: Id | None = None
    """With reveal `headline`: which one is let onto the projector."""


class Token(Console):
    kind: Literal["co", "observer", "screen"]
