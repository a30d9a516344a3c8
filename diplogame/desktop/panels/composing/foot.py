"""The composer's button, and why it may not be pressed."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.composing.part import Part
from diplogame.desktop.play import number
from diplogame.desktop.theme import Sizes
from diplogame.texts import text


class Foot(Part):
    """Add it, or why not."""

    id = "foot"
    fill = None

    def key(self) -> Hashable:
        c = self.composer
        return (c.order["id"] if c.order else None, c.play.edition, c.busy, c.problem)

    def paint(self, sheet: Sheet) -> None:
        px, c = sheet.px, self.composer
        on_docket = c.order is not None and c.order["id"] in c.play.ids
        refused = c.play.refusal(c.order) if c.order else None
        wide = px(190)
        area = Rect(sheet.w - wide, px(8), wide, px(42))
        if on_docket:
            sheet.button("composer.remove", area, text("desktop.composer.remove"), c.remove, "button", "x")
        else:
            sheet.button(
                "composer.add",
                area,
                text("desktop.composer.add"),
                c.add,
                "action",
                "plus",
                "",
                c.order is not None and refused is None and not c.busy and not c.problem,
            )
        if refused is None and c.order is not None and not c.problem:
            self._short(sheet, c.order, sheet.w - wide - px(24))
        if refused and not on_docket:
            letters = sheet.brush.letters
            lines = letters.wrap(refused, sheet.w - wide - px(60), Sizes.BODY, most=2)
            sheet.icon("ban", px(4), px(20), 16, sheet.p.warn)
            sheet.lines(lines, px(28), px(29) - len(lines) * px(9), Sizes.BODY, sheet.p.warn)

    def _short(self, sheet: Sheet, order: dict[str, Any], room: int) -> None:
        """Cost and the first chance once more: the long lists above may have pushed them out of sight."""
        px, p, c = sheet.px, sheet.p, self.composer
        have = c.play.capital_left + (order["cost"] if order["id"] in c.play.ids else 0.0)
        words = text("desktop.composer.cost_value", cost=number(order["cost"]), left=number(have))
        sheet.text(words, px(4), px(11), Sizes.BODY, p.warn if order["cost"] else p.soft, "medium", width=room)
        chance = order["chance"]
        if chance and not order["greyed"]:
            said = f"{chance['label']}: {chance['p']:.0%}"
            sheet.text(said, px(4), px(31), Sizes.META + 0.4, p.soft, width=room)
