"""What each line of a record must hold. The chain shows that a line is as it was written; this shows that it is a line of ours."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from diplogame.errors import Fault, RecordError
from diplogame.noise import MAX_SEED
from diplogame.record.chain import FORMAT, Chronicle, Line

MAX_TURNS: Final = 1_000
MAX_SEATS: Final = 64


def _few(most: int) -> BeforeValidator:
    """A bound on the entries of a dict that is looked at before they are: a hostile line must not make a fault of each."""

    def check(value: object) -> object:
        if isinstance(value, dict) and len(value) > most:
            raise ValueError(f"at most {most} entries are taken, not {len(value)}")
        return value

    return BeforeValidator(check)


Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Count = Annotated[int, Field(ge=0, le=MAX_TURNS)]
Plain = dict[str, Any]
Seats = Annotated[dict[Role, Name], _few(MAX_SEATS)]
Plains = Annotated[list[Plain], Field(max_length=1_000)]
Rows = Annotated[list[Plain], Field(max_length=20_000)]
Columns = Annotated[dict[Name, list[Any]], _few(100)]


def text_hash(text: str) -> str:
    """The hash of a scenario's text that a header carries: SHA-256, 64 hex digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class ScenarioPart(_Part):
    name: Name
    text: str
    """The scenario in full, bases and settings worked in, so that a record opens where the scenario's file is gone."""
    hash: str

    @model_validator(mode="after")
    def _matches(self) -> ScenarioPart:
        if self.hash != text_hash(self.text):
            raise ValueError("the scenario's text has another hash than the header says")
        return self


class ForkPart(_Part):
    chain: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """The chain of the record that this one was forked from, at its tip."""
    turn: Count
    """How many of its turns were taken over."""


class Header(_Part):
    kind: Literal["header"]
    format: Literal[1]
    scenario: ScenarioPart
    engine: Name
    """The engine's version."""
    rules: Annotated[int, Field(ge=0)]
    """The rules number: same number, same digests."""
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)]
    seats: Seats
    """Who sits where at the start: "person", "remote" or a mind's name. Never a person's name."""
    level: Name = "normal"
    settings: Plain = {}
    """Scenario values set by path, already worked into the text; kept to be shown."""
    forbid: Annotated[list[str], Field(max_length=1_000)] = []
    """VERB@ROLE taken away for this game."""
    fork: ForkPart | None = None
    notes: Plain = {}
    """Whatever a door wants to keep beside; the engine does not read it."""


class TurnLine(_Part):
    kind: Literal["turn"]
    turn: Annotated[int, Field(ge=1, le=MAX_TURNS)]
    dockets: Annotated[dict[Role, list[Any]], _few(MAX_SEATS)]
    """Orders by role: ids, or {verb, target, place, parameters}."""
    answers: Annotated[dict[Role, Plain], _few(MAX_SEATS)] = {}
    injects: Plains = []
    rulings: Plains = []
    events: Rows | Columns = []
    """Rows, or columns of equal length."""
    state: str
    """The world after the turn, see `pack`."""
    digest: Annotated[str, StringConstraints(min_length=8, max_length=128)]
    ending: str | None = None
    """Set at the turn that ended the game."""
    notes: Plain = {}

    @model_validator(mode="after")
    def _even(self) -> TurnLine:
        if isinstance(self.events, dict) and len({len(column) for column in self.events.values()}) > 1:
            raise ValueError("the columns of events differ in length")
        return self


class Undo(_Part):
    kind: Literal["undo", "roll_back"]
    to: Count
    """How many turns stand afterwards: 0 is the opening."""
    notes: Plain = {}


class NewRules(_Part):
    kind: Literal["new_rules"]
    rules: Annotated[int, Field(ge=0)]
    engine: Name
    notes: Plain = {}


class Reseat(_Part):
    kind: Literal["seats"]
    seats: Seats
    """Who sits where from the next turn on; seats that are not named stay."""
    notes: Plain = {}


_LINE: TypeAdapter[Any] = TypeAdapter(Annotated[TurnLine | Undo | NewRules | Reseat, Field(discriminator="kind")])
_HEADER: TypeAdapter[Any] = TypeAdapter(Header)


def check_header(header: Line, name: str = "the record") -> None:
    """Raise RecordError with every fault of a header of the present format."""
    _check(_HEADER, header, f"{name}, line 1")


def check_line(line: Line, where: str = "the line") -> None:
    """Raise RecordError with every fault of a turn or marker."""
    _check(_LINE, line, where)


def check(chronicle: Chronicle, name: str = "the record") -> None:
    """Raise RecordError for the first line that is none of ours."""
    if chronicle.header.get("format") != FORMAT:
        raise RecordError(f"{name}, line 1: format", chronicle.header.get("format"), f"format {FORMAT} was expected")
    check_header(chronicle.header, name)
    for number, line in enumerate(chronicle.lines, start=2):
        check_line(line, f"{name}, line {number}")


def _check(adapter: TypeAdapter[Any], data: Line, where: str) -> None:
    try:
        adapter.validate_python(data)
    except (ValidationError, RecursionError) as error:
        found = error.errors(include_url=False) if isinstance(error, ValidationError) else []
        faults = [
            Fault(f"{where}: {_place(fault['loc'])}".rstrip(": "), _value(fault), fault["msg"][:200].lower())
            for fault in found
        ]
        raise RecordError.of(faults or [Fault(where, None, "is nested too deeply")]) from None


def _place(loc: tuple[int | str, ...]) -> str:
    path = ".".join(map(str, loc))[:80]
    return "".join(char if char.isprintable() else "?" for char in path)


def _value(fault: Any) -> object:
    # A missing field's "input" is the whole line, which says nothing.
    return None if fault["type"] in {"missing", "value_error"} else fault["input"]
