"""What the console may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from diplogame.classroom.protocol.fields import (
    Body,
    Effect,
    GroupId,
    Id,
    Key,
    Paragraph,
    PersonName,
    Reason,
    Role,
    Title,
    TurnNumber,
)
from diplogame.classroom.protocol.student import Entry


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
