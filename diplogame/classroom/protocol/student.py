"""What a student's page may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from diplogame.classroom.protocol.fields import (
    PLAIN,
    Body,
    Clause,
    Effect,
    GroupId,
    Heading,
    Id,
    Key,
    Message,
    PersonName,
    Probability,
    Reason,
    Role,
    Sentence,
    TurnNumber,
)


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
