"""The reasons of one act as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Plain = dict[str, Any]


@dataclass(frozen=True)
class Why:
    """The reasons of one act."""

    text: str
    for_: list[Plain] = field(default_factory=list)
    """{"label", "value"} in score points of the actor, weightiest first."""
    against: list[Plain] = field(default_factory=list)
    chance: float | None = None
    alternatives: list[Plain] = field(default_factory=list)
    """{"title", "chance"}"""
    flip: str | None = None
    unit: str = "points"

    def plain(self) -> Plain:
        """As `Seat.why` gives it."""
        return {
            "text": " ".join(self.text.split()), "for": self.for_, "against": self.against, "chance": self.chance, "alternatives": self.alternatives, "flip": self.flip,
            "unit": self.unit,
        }  # fmt: skip
