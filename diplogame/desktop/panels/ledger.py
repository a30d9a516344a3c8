"""Promises with dates, and what is on its way: kept, due, broken."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.goals import PAD
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes
from diplogame.texts import text

STATES = {"open": ("clock", "warn"), "kept": ("check", "good"), "broken": ("x", "bad")}


class Ledger:
    """The open promises in the column; the whole book on its page."""

    MOST = 3

    def __init__(self, play: Play, open_: Callable[[], Any]) -> None:
        self.play, self.open = play, open_

    def key(self) -> Hashable:
        return id(self.play.picture)

    def paint(self, sheet: Sheet, y: float) -> float:
        px, p, picture = sheet.px, sheet.p, self.play.picture
        promises = sorted(picture["promises"], key=lambda one: (one["state"] != "open", one["due"]))
        rows = [(one["text"], one["due"], one["state"]) for one in promises] + [
            (one["text"], one["due"], "open") for one in picture["deliveries"]
        ]
        if not rows:
            return y
        left, right = px(PAD), sheet.w - px(PAD)
        sheet.caps(text("desktop.ledger.title"), left, y)
        sheet.text(text("desktop.ledger.all"), right, y - px(0.5), Sizes.META, p.muted, align="right")
        sheet.widget(
            "ledger.open",
            Rect(left - px(4), y - px(4), right - left + px(8), px(21)),
            self.open,
            text("desktop.tip.ledger"),
            text("desktop.ledger.title"),
        )
        y += px(20)
        for words, due, state in rows[: self.MOST]:
            icon, tone = STATES[state]
            sheet.icon(icon, left, y + px(2), 13, sheet.brush.theme.tone(tone))
            note = f"T{due} · {text(f'desktop.promise.{state}')}"
            wide = sheet.text(note, right, y + px(0.5), Sizes.META, sheet.brush.theme.tone(tone), align="right")
            lines = sheet.brush.letters.wrap(words, round(right - left - wide - px(30)), Sizes.META + 0.6, most=2)
            y = sheet.lines(lines, left + px(20), y, Sizes.META + 0.6, p.soft, lead=1.35) + px(4)
        return y + px(10)
