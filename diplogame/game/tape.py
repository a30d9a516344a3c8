"""The tape of a game: every turn that stands with the state after it, and the record with what was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diplogame import __version__, opening, record
from diplogame.game.setup import Setup
from diplogame.game.turn import Frame, Turn
from diplogame.record.chain import chain_of
from diplogame.scenario.load import canonical
from diplogame.scenario.schema import Scenario


class Tape:
    """Turns, states and lines; `turns[k]` leads from `frames[k]` to `frames[k + 1]`."""

    def __init__(self, head: dict[str, Any], first: Frame) -> None:
        self.head = head
        self.frames: list[Frame] = [first]
        self.turns: list[Turn] = []
        self._lines: list[dict[str, Any]] = []
        self.taken_back = 0
        self.under_new_rules = False
        self.notice: str | None = None

    def append(self, turn: Turn, frame: Frame, ending: str | None) -> None:
        """A turn more."""
        self.frames.append(frame)
        self.turns.append(turn)
        self._lines.append(turn.line(frame.worlds, ending))

    def back(self, to: int, kind: str) -> Frame:
        """Let only the first ``to`` turns stand; the record keeps the others. The state to go on from."""
        del self.turns[to:], self.frames[to + 1 :]
        self._lines.append({"kind": kind, "to": to})
        self.taken_back += 1
        return self.frames[to]

    def note(self, line: dict[str, Any]) -> None:
        """A marker between two turns."""
        self._lines.append(line)

    def lines(self) -> list[str]:
        """The record as text lines, sealed."""
        return record.write(self.head, self._lines)

    def tip(self) -> str:
        """The chain of the last line before the seal: 64 hex digits that name this record as it stands."""
        return chain_of(self.lines()[-2])

    def resume(
        self,
        head: dict[str, Any],
        lines: list[dict[str, Any]],
        taken_back: int,
        *,
        under_new_rules: bool,
        notice: str | None,
    ) -> None:
        """Take over the lines of the record that the turns were read from, undone turns and all."""
        self.head, self._lines, self.taken_back = head, lines, taken_back
        self.under_new_rules, self.notice = under_new_rules, notice


def header(setup: Setup, seats: Mapping[str, str]) -> dict[str, Any]:
    """The first line of a game's record. ``seats``: who sits where at the start."""
    text = canonical(setup.scenario)
    told: dict[str, Any] = {
        "kind": "header",
        "format": record.FORMAT,
        "scenario": {"name": setup.scenario.name, "text": text, "hash": record.text_hash(text)},
        "engine": __version__,
        "rules": opening.RULES,
        "seed": setup.seed,
        "seats": dict(seats),
        "level": setup.level,
        "settings": dict(setup.settings),
        "forbid": list(setup.forbid),
        "notes": {},
    }
    if setup.published is not None and (weights := weights_of(setup.published)) != weights_of(setup.scenario):
        told["notes"] = {"published": weights}
    if setup.fork is not None:
        told["fork"] = dict(setup.fork)
    return told


def weights_of(scenario: Scenario) -> dict[str, dict[str, float]]:
    """What others know each state to want: role, goal, weight."""
    return {role: {name: goal.weight for name, goal in state.goals.items()} for role, state in scenario.states.items()}


__all__ = ["Tape", "header"]
