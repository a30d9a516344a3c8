"""The right half of the new-game page: the scenario, who the chosen role is, and what counts for it. Scrolls where it does not fit."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.screen import Panel
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import text

if TYPE_CHECKING:
    from diplogame.desktop.screens.newgame import NewGame

PARTS = (
    ("who", "user"),
    ("want", "target"),
    ("can", "wrench"),
    ("fear", "shield-alert"),
    ("opening", "git-fork"),
    ("temptation", "sparkles"),
    ("regret", "hourglass"),
)
"""Of a role's brief, with their icons."""


class Brief(Panel):
    """Painted on the page's card; another scenario or role begins at the top."""

    id = "brief"
    fill = None

    def __init__(self, page: NewGame) -> None:
        super().__init__(page)
        self.page = page
        self._of: Hashable = None

    def key(self) -> Hashable:
        of = (self.page.scenario, self.page.role)
        if of != self._of:
            self._of, self.scroll = of, 0.0
        return (*of, len(self.page.scenarios))

    def paint(self, sheet: Sheet) -> None:
        px, p, chosen = sheet.px, sheet.p, self.page.chosen
        if not chosen["roles"]:
            return
        wide = sheet.w - px(14)
        y = -self.scroll
        length = text("desktop.newgame.length", turns=chosen["turns"], days=chosen["turns"] * chosen["turn_days"])
        taken = sheet.text(length, wide, y + px(4), Sizes.BODY, p.muted, align="right")
        sheet.text(chosen["title"], 0, y, Sizes.PAGE + 1, p.text, "semibold", width=wide - taken - px(20))
        y = sheet.para(chosen["summary"], 0, y + px(27), wide, Sizes.BODY, p.soft, most=4) + px(12)
        role = next((one for one in chosen["roles"] if one["role"] == self.page.role), None)
        if role is not None:
            y = self._role(sheet, role, wide, y)
        self.content = round(y + self.scroll)
        self.scrollbar(sheet)

    def _role(self, sheet: Sheet, role: dict[str, Any], wide: int, y: float) -> float:
        px, p = sheet.px, sheet.p
        colour = sheet.brush.theme.role(role["role"])
        head = Rect(0, round(y), wide, px(44))
        tint, edge = mix(p.panel, colour, 0.2), mix(p.panel, colour, 0.55)
        sheet.put(sheet.brush.pill(head.w, head.h, tint, edge, px(9)), head.x, head.y)
        sheet.put(sheet.brush.shape(role["role"], 20), head.x + px(14), head.y + px(12))
        sheet.text(role["name"], head.x + px(46), head.y + px(11), Sizes.PAGE, p.text, "semibold")
        y = head.bottom + px(12)
        for part, icon in PARTS:
            lines = sheet.brush.letters.wrap(role["brief"][part], wide - px(150), Sizes.BODY)
            sheet.icon(icon, 0, y + px(2), 15, colour)
            sheet.text(text(f"desktop.brief.{part}"), px(24), y, Sizes.BODY, p.muted, "medium", width=px(118))
            y = sheet.lines(lines, px(150), y, Sizes.BODY, p.text) + px(6)
        return self._goals(sheet, role["goals"], colour, wide, y + px(6))

    def _goals(self, sheet: Sheet, goals: list[dict[str, Any]], colour: str, wide: int, y: float) -> float:
        """What counts and how much, each with its reason."""
        px, p = sheet.px, sheet.p
        sheet.caps(text("desktop.brief.goals"), 0, y)
        y += px(21)
        for goal in goals:
            sheet.text(f"{goal['weight']:.0%}", px(34), y, Sizes.BODY, colour, "semibold", align="right")
            taken = sheet.text(goal["title"], px(44), y, Sizes.BODY, p.text, width=wide - px(44))
            room = wide - px(44) - taken - px(14)
            beside = sheet.brush.letters.width(goal["why"], Sizes.META) <= room
            if beside:
                sheet.text(goal["why"], px(58) + taken, y + px(1), Sizes.META, p.muted)
                y += px(22)
            else:
                y = sheet.para(goal["why"], px(44), y + px(18), wide - px(44), Sizes.META, p.muted) + px(5)
        return y
