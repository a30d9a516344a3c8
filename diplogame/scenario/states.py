"""What a scenario says about one state: its looks, its powers, its brief, its goals."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from diplogame.scenario.fields import Colour, Flag, Latitude, Longitude, Name, Number, Quantity, Share, Strict, Words

Shape = Literal["circle", "square", "triangle", "diamond", "pentagon", "hexagon", "star", "cross"]


Measure = Annotated[float, Field(strict=True, ge=-10_000, le=10_000, json_schema_extra={"unit": "as measured"})]
Coefficient = Annotated[float, Field(strict=True, ge=-1_000, le=1_000)]


class Place(Strict):
    """A city on the map."""

    name: str
    lat: Latitude
    lon: Longitude


class Brief(Strict):
    """A role in words, for the person who plays it."""

    card: Words
    """At most 150 plain words: all that a late comer needs."""
    who: Words
    want: Words
    can: Words
    fear: Words
    opening: Words
    """The opening dilemma."""
    temptation: Words
    """What tempts in mid-game."""
    regret: Words
    """What is regretted late."""


class GoalSpec(Strict):
    """One thing that a state wants, as the goal kind `kind` measures it."""

    kind: Name
    weight: Share
    """Its part in the state's score; a state's weights sum to one."""
    floor: Measure
    """The measured value that is worth nothing."""
    ceiling: Measure
    """The measured value that is worth a hundred points."""
    of: dict[Quantity, Coefficient] = Field(default={}, json_schema_extra={"unit": "coefficient"})
    """Quantities with their coefficients, where the kind blends several."""
    params: dict[Name, Measure] = Field(default={}, json_schema_extra={"unit": "as measured"})
    title: str
    why: Words = ""


class PlannedOrder(Strict):
    """One order inside a play or a suggestion."""

    verb: Name
    target: Name | None = None
    place: Name | None = None
    covert: Flag = False
    parameters: dict[str, str | bool | int | float | list[str]] = {}


class Play(Strict):
    """Orders that make sense only together, offered to the minds as one option."""

    title: str
    orders: tuple[PlannedOrder, ...] = Field(min_length=2, max_length=4)


class StateSpec(Strict):
    """One state: a role that a person or a mind can take."""

    name: str
    short: Annotated[str, StringConstraints(max_length=16)]
    demonym: str
    capital: Place
    colour: Colour
    shape: Shape
    """Told apart by shape as well as by colour."""
    tags: tuple[Name, ...] = ()
    """Groups that rules and goals refer to, such as `arab` or `gulf`."""
    verbs: tuple[Name, ...] = Field(min_length=1)
    orders: int = Field(strict=True, ge=1, le=5, json_schema_extra={"unit": "orders a turn"})
    income: float = Field(strict=True, ge=0, le=6, json_schema_extra={"unit": "capital a turn"})
    temperature: float = Field(strict=True, gt=0, le=20, json_schema_extra={"unit": "score points"})
    """How loosely its mind chooses: the scale of the logit."""
    brief: Brief
    start: dict[Name, Number] = {}
    """Its quantities at the opening, by name; what is not named starts at the engine's default."""
    goals: dict[Name, GoalSpec] = Field(min_length=1)
    plays: dict[Name, Play] = {}
