"""What a scenario tells while it runs: cables, injects and, in a tutorial, suggestions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from diplogame.scenario.fields import Addressees, Name, Number, Quantity, Strict, Words
from diplogame.scenario.states import PlannedOrder


class Cable(Strict):
    """A message that lies on the desk at the start of a turn and puts a choice."""

    turn: int = Field(strict=True, ge=1, le=60)
    to: Addressees
    sender: Name | Literal["press", "council"] | None = Field(default=None, alias="from")
    headline: str = Field(max_length=90)
    detail: Words


class Inject(Strict):
    """An event from outside, on the scenario's timed list or kept in stock (turn 0)."""

    id: Name
    turn: int = Field(strict=True, ge=0, le=60)
    kind: Literal["news", "price", "flight", "rumour"]
    to: Addressees
    title: str = Field(max_length=90)
    text: Words
    effects: dict[Quantity, Number] = {}
    """Quantities and what is added to each."""


class Suggestion(PlannedOrder):
    """An order that the tutorial proposes; not all of them are good ones."""

    turn: int = Field(strict=True, ge=1, le=60)
    role: Name
    good: bool = Field(strict=True)
    text: Words
