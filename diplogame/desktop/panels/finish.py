"""The lower right corner: end the turn."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from diplogame.desktop.live import Live
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.topbar import shown_key
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes
from diplogame.texts import text


class Finish(Panel):
    """Two buttons: end turn, undo."""

    id = "finish"

    def __init__(self, screen: Screen, play: Play, end: Callable[[], Any], live: Live | None = None) -> None:
        super().__init__(screen)
        self.play, self.end, self.live = play, end, live
        self.busy = False

    def key(self) -> Hashable:
        ready = self.live is not None and self.live.ready
        return (
            ready,
            self.live is not None and self.live.open,
            self.play.edition,
            self.busy,
            len(self.play.open_asks),
            self.play.picture["over"],
            bool(self.play.done),
        )

    def paint(self, sheet: Sheet) -> None:
        px = sheet.px
        sheet.rule(0, 0, sheet.w)
        sheet.post(0, 0, sheet.h)
        pad = px(15)
        undo_w = px(78)
        area = Rect(pad, px(12), sheet.w - 2 * pad - undo_w - px(8), sheet.h - px(24))
        over = self.play.picture["over"]
        label = (
            text("desktop.finish.wait")
            if self.busy
            else text("desktop.finish.result")
            if over
            else text("desktop.finish.end")
        )
        if self.live is not None and not over:
            label = text(
                "desktop.live.is_ready"
                if self.live.ready
                else "desktop.live.ready"
                if self.live.open
                else "desktop.live.wait"
            )
        tip = text("desktop.tip.end", key=shown_key(self.app.settings.key("end_turn")))
        sheet.button(
            "turn.end",
            area,
            label,
            self.end,
            "action",
            "check" if self.live is not None and self.live.ready else "corner-down-left",
            text("desktop.live.take_back") if self.live is not None and self.live.ready else tip,
            not self.busy and (self.live is None or over or self.live.open),
            Sizes.VALUE + 0.5,
            icon_after=True,
        )
        waiting = len(self.play.open_asks)
        if waiting and not self.busy and not over:
            badge = str(waiting)
            size = px(19)
            sheet.put(
                self.app.brush.pill(size, size, sheet.p.warn, sheet.p.panel), area.right - size + px(5), area.y - px(6)
            )
            sheet.text(
                badge, area.right - size / 2 + px(5), area.y - px(4), Sizes.META, sheet.p.back, "bold", align="centre"
            )
        sheet.button(
            "turn.undo",
            Rect(area.right + px(8), area.y, undo_w, area.h),
            text("desktop.command.undo"),
            lambda: self.screen.command("undo"),
            "button",
            None,
            text("desktop.tip.undo"),
            bool(self.play.done) and not self.busy,
        )
