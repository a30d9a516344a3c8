"""A card over the darkened screen: heading, body, buttons. Most pages of the game are one of these."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes
from diplogame.desktop.transitions import Pop, Transition
from diplogame.desktop.window import Input
from diplogame.texts import text


class Card(Panel):
    """The dialog's one panel: paints frame and buttons, then lets the dialog paint its body."""

    id = "card"
    fill = None

    def __init__(self, dialog: Dialog) -> None:
        super().__init__(dialog)
        self.dialog = dialog

    def key(self) -> Hashable:
        return self.dialog.key()

    def paint(self, sheet: Sheet) -> None:
        px, p, dialog = sheet.px, sheet.p, self.dialog
        shadow = px(14)
        frame = Rect(shadow, shadow, sheet.w - 2 * shadow, sheet.h - 2 * shadow)
        sheet.card(frame, "dialog", shadow)
        pad = px(24)
        top = frame.y + px(20)
        x = frame.x + pad
        if dialog.icon:
            sheet.put(sheet.brush.tile(dialog.icon, sheet.brush.theme.tone(dialog.tone), 32), x, top - px(3))
            x += px(44)
        sheet.text(dialog.heading(), x, top + px(1), Sizes.PAGE + 2, p.text, "semibold", width=frame.right - x - px(70))
        if dialog.closes:
            sheet.icon("x", frame.right - px(38), top + px(4), 17, p.muted)
            sheet.widget(
                "dialog.close",
                Rect(frame.right - px(46), top - px(4), px(34), px(34)),
                dialog.close,
                text("desktop.tip.close"),
                "close",
            )
        lead = dialog.lead()
        y = top + px(38)
        if lead:
            y = round(sheet.para(lead, frame.x + pad, y, frame.w - 2 * pad, Sizes.BODY + 0.2, p.soft)) + px(8)
        foot = px(66) if dialog.buttons() else px(20)
        area = Rect(frame.x + pad, y, frame.w - 2 * pad, frame.bottom - foot - y)
        body = Sheet(sheet.brush, sheet.surface, sheet.widgets)
        before = len(sheet.widgets)
        sheet.surface.set_clip(Rect(frame.x + 2, area.y - px(2), frame.w - 4, area.h + px(4)))
        low = dialog.body(body, Rect(area.x, area.y - round(self.scroll), area.w, area.h))
        sheet.surface.set_clip(None)
        for widget in sheet.widgets[before:]:
            widget.rect = widget.rect.clip(Rect(frame.x, area.y - px(2), frame.w, area.h + px(4)))
        if low is not None:
            dialog.needed = round(low) - area.y + (sheet.h - area.h)
            self.content = dialog.needed
            if self.content > self.rect.h + 2:
                long = max(px(28), area.h * area.h / (self.content - self.rect.h + area.h))
                at = area.y + (area.h - long) * self.scroll / max(1, self.most_scroll)
                sheet.put(sheet.brush.pill(px(4), round(long), p.edge_lit), frame.right - px(11), at)
            else:
                self.content = 0
        self._foot(sheet, frame)

    def _foot(self, sheet: Sheet, frame: Rect) -> None:
        px = sheet.px
        right = frame.right - px(24)
        for id, label, act, style, icon, enabled in reversed(self.dialog.buttons()):
            wide = sheet.brush.letters.width(label, Sizes.TITLE, "medium") + px(36) + (px(24) if icon else 0)
            area = Rect(right - wide, frame.bottom - px(54), wide, px(38))
            sheet.button(id, area, label, act, style, icon, enabled=enabled)
            right -= wide + px(9)


Button = tuple[str, str, Any, str, str | None, bool]
"""id, words, act, style, icon, enabled."""


class Dialog(Screen):
    """Subclasses say heading, body and buttons; Escape and the cross close, Return presses the last button."""

    id = "dialog"
    modal = True
    icon = ""
    tone = "info"
    wide, tall = 560, 420
    """Size wanted, points; it shrinks with the window."""
    closes = True

    def __init__(self) -> None:
        super().__init__()
        self.card = Card(self)
        self.panels = [self.card]
        self.edition = 0
        self.needed = 0
        """Height that the body asked for when it was last painted, px; the card shrinks to it (never grows beyond `tall`)."""

    def heading(self) -> str:
        return text(f"desktop.{self.id}.title")

    def lead(self) -> str:
        return ""

    def body(self, sheet: Sheet, area: Rect) -> float | None:
        """Paint into `area` (already scrolled); returns the y below, if the body may scroll."""
        return None

    def buttons(self) -> list[Button]:
        return []

    def key(self) -> Hashable:
        return self.edition

    def again(self) -> None:
        """Paint anew."""
        self.edition += 1

    def close(self) -> Transition | None:
        return Pop()

    def layout(self, w: int, h: int) -> None:
        px = self.app.px
        wide, tall = min(px(self.wide) + px(28), w - px(16)), min(px(self.tall) + px(28), h - px(16))
        self.card.rect = Rect((w - wide) // 2, (h - tall) // 2, wide, tall)

    def draw(self, surface: Any) -> None:
        if not self.modal:
            self.app.backdrop.draw(surface, 0.0, open_=False)
        self.draw_panels(surface)
        self.draw_marks(surface)

    def draw_panels(self, surface: Any, every: bool = False) -> None:
        if self.card.stale():
            Dialog.layout(self, *self.size)
            self.card.refresh()
            if self.needed and self.needed + 2 < self.card.rect.h:
                middle = self.card.rect.center
                self.card.rect.h = max(self.needed, self.app.px(180))
                self.card.rect.center = middle
                self.card.refresh()
        super().draw_panels(surface, every)

    def confirm(self) -> Transition | None:
        found = [one for one in self.buttons() if one[5]]
        if not found:
            return self.close() if self.closes else None
        act = found[-1][2]
        return act() if act else None

    def command(self, name: str) -> Transition | None:
        return self.close() if name == "menu" and self.closes else None

    def pressed(self, one: Input, over: Any) -> Transition | None:
        if one.button == 3 and self.closes:
            return self.close()
        return None


class Question(Dialog):
    """A yes or no; pops with what was chosen."""

    id = "question"
    wide, tall = 470, 210

    def __init__(
        self,
        title: str,
        words: str,
        buttons: list[tuple[str, str, Any, str]],
        icon: str = "circle-help",
        tone: str = "warn",
    ) -> None:
        super().__init__()
        self._title, self._words, self._buttons = title, words, buttons
        self.icon, self.tone = icon, tone

    def heading(self) -> str:
        return self._title

    def lead(self) -> str:
        return self._words

    def body(self, sheet: Sheet, area: Rect) -> float | None:
        return area.y

    def buttons(self) -> list[Button]:
        return [
            (id, label, lambda result=result: Pop(result), style, None, True)
            for id, label, result, style in self._buttons
        ]

    def command(self, name: str) -> Transition | None:
        """The key that asked about the end of the turn says yes to it too: it is asked once."""
        if name == "end_turn" and any(result == "end" for _, _, result, _ in self._buttons):
            return Pop("end")
        return super().command(name)


class Notice(Question):
    """Something to be read; one button."""

    def __init__(self, title: str, words: str, icon: str = "info", tone: str = "info") -> None:
        super().__init__(title, words, [("notice.ok", text("desktop.ok"), None, "action")], icon, tone)
