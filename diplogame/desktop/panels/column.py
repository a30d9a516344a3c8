"""The right column: sections under each other, each in its own file, scrolled together where they do not fit."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol

from diplogame.desktop.paint import Sheet
from diplogame.desktop.screen import Panel, Screen


class Section(Protocol):
    """A part of the column."""

    def key(self) -> Hashable: ...
    def paint(self, sheet: Sheet, y: float) -> float:
        """Draw from y down; returns the y below."""
        ...


class Column(Panel):
    """Paints its sections in order."""

    id = "column"

    def __init__(self, screen: Screen, sections: list[Section]) -> None:
        super().__init__(screen)
        self.sections = sections

    def key(self) -> Hashable:
        return tuple(section.key() for section in self.sections)

    def paint(self, sheet: Sheet) -> None:
        y = sheet.px(14) - self.scroll
        for section in self.sections:
            y = section.paint(sheet, y)
        self.content = round(y + self.scroll) + sheet.px(6)
        sheet.post(0, 0, sheet.h)
        self.scrollbar(sheet, 0)
