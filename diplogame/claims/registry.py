"""Which checks there are. A check is a function (games, seed) -> Measured, registered under its claim's id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from diplogame.claims.measured import Measured

Measure = Callable[[int, int], Measured]

GROUPS = (
    "opening",
    "moscow",
    "words",
    "table",
    "council",
    "war",
    "arms",
    "oil",
    "influence",
    "face",
    "others",
    "shape",
)
"""Modules of checks, in the order in which the table shows them."""


@dataclass(frozen=True)
class Check:
    """One check."""

    id: str
    """C01 to C54, or S and a number for the shape of a batch."""
    group: str
    measure: Measure

    @property
    def code(self) -> str:
        """Where it stands: module:function."""
        return f"{self.measure.__module__}:{self.measure.__name__}"


_REGISTRY: dict[str, Check] = {}


def check(name: str) -> Callable[[Measure], Measure]:
    """Register a check under a claim's id."""

    def keep(function: Measure) -> Measure:
        _REGISTRY[name] = Check(name, function.__module__.rpartition(".")[2], function)
        return function

    return keep


def checks() -> dict[str, Check]:
    """All checks by id, claims first."""
    for group in GROUPS:
        import_module(f"diplogame.claims.{group}")
    return dict(sorted(_REGISTRY.items()))
