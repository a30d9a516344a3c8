"""The page behind the ledger's panel."""

from __future__ import annotations

from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.ledger import STATES
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes
from diplogame.texts import text


class LedgerPage(Dialog):
    """Every promise with its date, everything on its way, and what is believed but not known."""

    id = "ledger"
    icon = "scroll-text"
    wide, tall = 720, 600

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, picture = sheet.px, sheet.p, self.play.picture
        y: float = area.y
        sheet.caps(text("desktop.ledger.promises"), area.x, y)
        y += px(22)
        for one in sorted(picture["promises"], key=lambda one: (one["state"] != "open", one["due"])):
            icon, tone = STATES[one["state"]]
            colour = sheet.brush.theme.tone(tone)
            sheet.icon(icon, area.x, y + px(2), 14, colour)
            self._pair(sheet, one["giver"], one["receiver"], area.x + px(22), y)
            sheet.text(one["text"], area.x + px(178), y, Sizes.BODY, p.soft, width=area.w - px(300))
            sheet.text(
                f"T{one['due']} · {text('desktop.promise.' + one['state'])}",
                area.right,
                y,
                Sizes.BODY,
                colour,
                align="right",
            )
            y += px(25)
        if not picture["promises"]:
            sheet.text(text("desktop.ledger.none"), area.x, y, Sizes.BODY, p.muted)
            y += px(25)
        if picture["deliveries"]:
            y += px(10)
            sheet.caps(text("desktop.ledger.deliveries"), area.x, y)
            y += px(22)
            for one in picture["deliveries"]:
                sheet.icon("truck", area.x, y + px(2), 14, p.covert)
                self._pair(sheet, one["sender"], one["receiver"], area.x + px(22), y)
                sheet.text(one["text"], area.x + px(178), y, Sizes.BODY, p.soft, width=area.w - px(260))
                sheet.text(f"T{one['due']}", area.right, y, Sizes.BODY, p.covert, align="right")
                y += px(25)
        if picture["beliefs"]:
            y += px(10)
            sheet.caps(text("desktop.ledger.beliefs"), area.x, y)
            y += px(22)
            for one in picture["beliefs"]:
                sheet.icon("eye", area.x, y + px(2), 14, p.info)
                who = self.play.short(one["about"])
                what = one["label"][:1].lower() + one["label"][1:]
                label = one["label"] if who in one["label"] else text("desktop.ledger.of", who=who, what=what)
                sheet.text(label, area.x + px(22), y, Sizes.BODY, p.text, width=area.w - px(260))
                value, low, high = (_short(one[name]) for name in ("value", "low", "high"))
                exact = low == value == high
                words = value if exact else text("desktop.ledger.belief", value=value, low=low, high=high)
                sheet.text(words, area.right, y, Sizes.BODY, p.soft, align="right")
                y += px(25)
        return y + self.card.scroll

    def _pair(self, sheet: Sheet, giver: str, receiver: str, x: float, y: float) -> None:
        """Who gives what to whom."""
        words = text("desktop.ledger.pair", giver=self.play.short(giver), receiver=self.play.short(receiver))
        sheet.text(words, x, y, Sizes.BODY, sheet.p.text, "medium", width=sheet.px(150))

    def buttons(self) -> list[Button]:
        return [("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]


def _short(value: Any) -> str:
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if abs(value) > 1 else f"{value:.0%}"
    return str(value)
