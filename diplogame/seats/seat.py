"""What a screen, a page or a program talks to. Everything goes in and out as plain data (dict, list, str, int, float, bool, None)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

Plain = dict[str, Any]


class Seat(Protocol):
    """One role's seat at a game, here or at a class server. Made from the seat's View alone."""

    role: str

    def picture(self) -> Plain:
        """All that the seat may see: the board, goals, states, sites, talks, council, promises, beliefs, series and cables."""
        ...

    def asked(self) -> list[Plain]:
        """Questions that await an answer: {"id", "kind", "from", "text", "choices": [{"value", "label", "stakes"}], "default"}."""
        ...

    def orders(self) -> list[Plain]:
        """At most eighty orders: {"id", "verb", "family", "title", "target", "place", "parameters", "cost", "covert", "public", "expects", "chance", "greyed",
        "summary", "about"}.
        """
        ...

    def find(self, verb: str, **parameters: Any) -> Plain:
        """Any legal order, listed or not. Raises OrderError."""
        ...

    def submit(self, order_ids: Sequence[str], answers: Mapping[str, str] | None = None) -> None:
        """Hand in this turn's docket. Raises OrderError; nothing is handed in then."""
        ...

    def end_turn(self) -> Plain:
        """End the turn: {"turn", "events": cables, "goals", "over"}."""
        ...

    def undo(self) -> None:
        """Take the last turn back. Raises OrderError where there is none."""
        ...

    def why(self, event_id: str) -> Plain:
        """Why an act was done: {"text", "for", "against", "chance", "alternatives", "flip"}. Raises OrderError for an unknown cable."""
        ...

    def forecast(
        self, orders: Sequence[str], futures: int = 500, progress: Callable[[Any], None] | None = None
    ) -> Plain:
        """Imagined futures with these orders and without: {"futures", "endings", "fan", "score", "without"}."""
        ...

    def result(self) -> Plain:
        """After the end: {"ending", "title", "tale", "score", "par", "percentile", "win", "goals", "fates", "turning_points", "scores"}."""
        ...
