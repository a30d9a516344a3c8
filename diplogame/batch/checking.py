"""Fitting what a design names to what the scenario and the engine know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from diplogame.batch.spec import FORBID, MIND, Range
from diplogame.errors import Fault, SettingError, suggestion
from diplogame.scenario.paths import Leaf, Value, fitted

Cell = Value | str


class Checker:
    """Fits values to what the scenario and the engine know, and collects faults."""

    def __init__(self, table: Mapping[str, Leaf], roles: Sequence[str], minds: Sequence[str]) -> None:
        self.table, self.roles, self.minds = table, roles, minds
        self.faults: list[Fault] = []

    def value(self, where: str, path: str, value: object) -> Cell:
        if path not in self.table:
            fault = Fault(where, None, suggestion(path, self.table, "parameter"))
            if fault not in self.faults:
                self.faults.append(fault)
            return 0
        try:
            return fitted(where, self.table[path], value)
        except SettingError as error:
            self.faults += error.faults
            return 0

    def range(self, path: str, span: Range) -> bool:
        before = len(self.faults)
        for end in (span.low, span.high):
            leaf = self.table.get(path)
            whole = leaf is not None and isinstance(leaf.value, int)
            self.value(path, path, round(end) if whole else end)
        if path in self.table and isinstance(self.table[path].value, bool):
            self.faults.append(Fault(path, None, "is a switch; write [true, false]"))
        return len(self.faults) == before

    def mind(self, role: str, mind: str) -> str:
        if role != "*" and role not in self.roles:
            self.faults.append(Fault(f"minds.{role}", None, suggestion(role, [*self.roles, "*"], "role")))
        if mind not in self.minds:
            self.faults.append(Fault(f"minds.{role}", mind, suggestion(mind, self.minds, "mind")))
        return mind

    def point(self, number: int, point: Mapping[str, Any]) -> dict[str, Cell]:
        row: dict[str, Cell] = {}
        for path, value in point.items():
            if path == FORBID:
                row[path] = forbid_name(value if isinstance(value, list) else [value] if value else [])
            elif path.startswith(MIND):
                row[path] = self.mind(path.removeprefix(MIND), str(value))
            else:
                row[path] = self.value(f"points.{number}.{path}", path, value)
        return row


def forbid_name(patterns: Sequence[str]) -> str:
    """How a set of forbidden verbs is called in the column `forbid`."""
    return " ".join(str(pattern) for pattern in patterns) or "nothing"
