"""What is put to this seat: invitations, offers, terms, votes - with what hangs on each, answered here or on its page."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.goals import PAD
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes
from diplogame.texts import text

ICONS = {
    "invitation": "mail",
    "offer": "handshake",
    "terms": "scroll-text",
    "vote": "gavel",
    "ceasefire": "flag",
    "intercept": "shield",
    "close": "circle-check",
}


class Asks:
    """One row a question."""

    def __init__(self, play: Play, open_: Callable[[dict[str, Any]], Any]) -> None:
        self.play, self.open = play, open_

    def key(self) -> Hashable:
        return (self.play.edition, id(self.play.asked), tuple(self.play.answers.items()))

    def paint(self, sheet: Sheet, y: float) -> float:
        px, p, play = sheet.px, sheet.p, self.play
        if not play.asked:
            return y
        left, right = px(PAD), sheet.w - px(PAD)
        sheet.caps(text("desktop.asks.title", n=len(play.open_asks)), left, y, p.warn if play.open_asks else None)
        y += px(21)
        letters = sheet.brush.letters
        rows = []
        for ask in play.asked:
            lines = letters.wrap(ask["text"], round(right - left - px(70)), Sizes.BODY + 0.2, "medium", most=3)
            given = play.answers.get(ask["id"])
            notes = letters.wrap(self._note(ask, given), round(right - left - px(72)), Sizes.META, most=2)
            h = px(19) + len(lines) * px((Sizes.BODY + 0.2) * 1.42) + len(notes) * px(Sizes.META * 1.42)
            rows.append((ask, given, lines, notes, h))
        sheet.card(Rect(left, y, right - left, sum(row[-1] for row in rows)), "card")
        for k, (ask, given, lines, notes, h) in enumerate(rows):
            if k:
                sheet.rule(left + px(12), y, right - left - px(24))
            sheet.icon(ICONS.get(ask["kind"], "mail"), left + px(12), y + px(12), 17, p.good if given else p.warn)
            below = sheet.lines(lines, left + px(40), y + px(9), Sizes.BODY + 0.2, p.text, "medium")
            sheet.lines(notes, left + px(40), below + px(1), Sizes.META, p.good if given else p.muted)
            sheet.icon(
                "circle-check" if given else "chevron-right",
                right - px(25),
                y + h / 2 - px(7),
                14,
                p.good if given else p.muted,
            )
            tip = text("desktop.tip.ask", default=choice_label(ask, ask["default"]))
            sheet.widget(
                f"ask.{ask['id']}",
                Rect(left, y, right - left, h),
                partial(self.open, ask),
                tip,
                ask["text"],
                radius=px(9),
                value=ask,
            )
            y += h
        return y + px(14)

    def _note(self, ask: dict[str, Any], given: str | None) -> str:
        if given:
            return text("desktop.asks.answered", answer=choice_label(ask, given))
        return " · ".join(f"{one['label']}: {one['stakes']}" for one in ask["choices"] if one["stakes"]) or text(
            "desktop.asks.default", default=choice_label(ask, ask["default"])
        )


def choice_label(ask: dict[str, Any], value: str | None) -> str:
    return next((str(one["label"]) for one in ask["choices"] if one["value"] == value), str(value or "–"))
