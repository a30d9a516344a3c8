"""Help: how a turn goes, what the numbers mean, the keys; and the credits."""

from __future__ import annotations

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.topbar import shown_key
from diplogame.desktop.settings import BINDINGS
from diplogame.desktop.theme import Sizes
from diplogame.texts import area as texts
from diplogame.texts import text


class Help(Dialog):
    """One page: six short paragraphs, then the keys as they are bound now."""

    id = "help"
    icon = "circle-help"
    wide, tall = 900, 760

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        half = (area.w - px(36)) * 6 // 10
        y: float = area.y
        names = [key for key in texts("desktop") if key.startswith("desktop.help.part.") and key.endswith(".title")]
        for key in names:
            sheet.text(text(key), area.x, y, Sizes.TITLE, p.text, "semibold", width=half)
            y = sheet.para(text(key.replace(".title", ".words")), area.x, y + px(22), half, Sizes.BODY, p.soft) + px(12)
        low = y
        y = area.y
        x = area.x + half + px(36)
        sheet.caps(text("desktop.help.keys"), x, y)
        y += px(24)
        for name in BINDINGS:
            key = shown_key(self.app.settings.key(name))
            sheet.text(text(f"desktop.command.{name}"), x, y, Sizes.BODY, p.soft, width=area.right - x - px(100))
            sheet.key(key, area.right - px(12) - sheet.key_width(key), y - px(1))
            y += px(25)
        sheet.para(text("desktop.help.walk"), x, y + px(6), area.right - x - px(10), Sizes.META + 0.4, p.muted)
        return max(low, y + px(80)) + self.card.scroll

    def buttons(self) -> list[Button]:
        return [("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]


class Credits(Dialog):
    """Whose work is in this, and what the map leaves open."""

    id = "credits"
    icon = "scroll-text"
    wide, tall = 720, 560

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        y: float = area.y
        names = [key for key in texts("desktop") if key.startswith("desktop.credits.part.") and key.endswith(".title")]
        for key in names:
            sheet.text(text(key), area.x, y, Sizes.TITLE, p.text, "semibold")
            y = sheet.para(
                text(key.replace(".title", ".words")), area.x, y + px(22), area.w - px(12), Sizes.BODY, p.soft
            ) + px(12)
        return y + self.card.scroll

    def buttons(self) -> list[Button]:
        return [("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]
