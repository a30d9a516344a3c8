"""A scenario: everything that a game starts from, read once and never changed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from diplogame.scenario.fields import (
    MAX_SEED,
    Flag,
    Latitude,
    Longitude,
    Name,
    Number,
    Pair,
    QuantitySpec,
    RuleNumber,
    Share,
    Strict,
    Words,
)
from diplogame.scenario.states import StateSpec
from diplogame.scenario.story import Cable, Inject, Suggestion

FORMAT: Literal[1] = 1
"""The number of this schema; a file with another one is refused."""


class Parts(Strict):
    """Who plays which part in the rules, so that no rule names a state."""

    supplier: Name
    """Arms the defender and may host."""
    defender: Name
    """Is struck, and answers."""
    striker: Name
    """Strikes."""
    patron: Name
    """Enables the striker or holds it back."""


class Facility(Strict):
    """A named place on the map that something depends on."""

    name: str
    kind: Name
    owner: Name | None
    lat: Latitude
    lon: Longitude
    hardness: Share
    """Share of a hit's damage that it shrugs off."""
    integrity: Share = 1.0
    """What of it works: 0 destroyed, 1 whole."""
    covers: tuple[Name, ...] = ()
    """Facilities under this battery's protection."""
    red_line: Flag = False
    """Civilian or nuclear: a blow here is rung 8."""
    only_patron: Flag = False
    """Only the patron's weapons reach it."""
    far: Flag = False
    """Beyond the striker's reach without tankers."""
    output: float = Field(default=0.0, strict=True, ge=0, le=30, json_schema_extra={"unit": "of its product, a turn"})
    """What it makes or moves a turn at full integrity: missiles, drones, mb/d."""


class MemberSpec(Strict):
    """A seat on the Security Council."""

    name: str
    permanent: Flag = False
    state: Name | None = None
    """The role that casts this vote, where one does."""
    ideal: float = Field(
        strict=True, ge=-1.5, le=1.5, json_schema_extra={"unit": "UNGA ideal point, US = 1, Russia = -1"}
    )
    price: float = Field(default=1.0, strict=True, ge=0, le=6, json_schema_extra={"unit": "capital"})
    """Political capital that a quarter point of its index costs a lobbyist."""
    tie: dict[Name, Annotated[float, Field(strict=True, ge=-1, le=1)]] = Field(
        default={}, json_schema_extra={"unit": "index points"}
    )
    """What it adds in favour of each state that a draft blames."""


class Scenario(Strict):
    """The briefing as data."""

    format: Literal[1] = FORMAT
    name: Name
    title: str = Field(max_length=60)
    summary: Words
    briefing: Words
    facts_date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
    """Up to when events of the world set its numbers."""
    turns: int = Field(default=20, strict=True, ge=1, le=60, json_schema_extra={"unit": "turns"})
    turn_days: int = Field(default=3, strict=True, ge=1, le=30, json_schema_extra={"unit": "days"})
    aftermath: int = Field(default=2, strict=True, ge=0, le=10, json_schema_extra={"unit": "turns"})
    """Turns that are played on after the last, so that a last blow is not free."""
    abstract: Flag = False
    """A base for others: not playable by itself."""
    luck: Annotated[int, Field(strict=True, ge=0, le=MAX_SEED)] | None = None
    """A fixed seed, for a tutorial; None leaves the seed to the game."""
    parts: Parts
    rules: dict[Name, RuleNumber]
    quantities: dict[Name, QuantitySpec] = {}
    start: dict[Name, Number] = {}
    """The world's quantities at the opening, by name."""
    states: dict[Name, StateSpec] = Field(min_length=2, max_length=16)
    pairs: dict[Literal["relation", "grievance", "trust", "favours"], dict[Pair, Number]] = {}
    facilities: dict[Name, Facility] = Field(max_length=80)
    council: dict[Name, MemberSpec] = Field(max_length=15)
    cables: tuple[Cable, ...] = ()
    injects: tuple[Inject, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    sources: dict[Name, Words] = {}
    """Where the numbers of a section are from, where they carry no source of their own: facilities, council, goals, states."""
    forbid: tuple[str, ...] = ()
    """Patterns VERB@ROLE, either part may be `*`: verbs that are taken away."""
