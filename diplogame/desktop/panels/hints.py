"""The tutorial's voice: one idea and a few suggestions for this turn, some of them not good ones."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, Any

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.goals import PAD
from diplogame.desktop.pictures.orders import matches, suggested
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes
from diplogame.texts import has, text

if TYPE_CHECKING:
    from diplogame.desktop.screens.main import Main


class Hints:
    """Nothing outside a tutorial."""

    def __init__(self, screen: Main, play: Play) -> None:
        self.screen, self.play = screen, play

    def key(self) -> Hashable:
        return (self.play.edition, id(self.play.picture))

    def paint(self, sheet: Sheet, y: float) -> float:
        px, p, play = sheet.px, sheet.p, self.play
        turn = play.picture["turn"]
        found = [] if play.picture["over"] else suggested(play.status, turn, play.role)
        over = bool(play.picture["over"] and play.status.get("suggestions"))
        if not found and not over:
            return y
        left, right = px(PAD), sheet.w - px(PAD)
        letters = sheet.brush.letters
        inner = round(right - left - px(24))
        part = "last" if over else f"turn{turn}"
        lesson = text(f"desktop.lesson.{part}") if has(f"desktop.lesson.{part}") else ""
        head = letters.wrap(lesson, inner, Sizes.META + 0.6) if lesson else []
        rows = [(one, letters.wrap(one["text"], inner - px(22), Sizes.META + 0.2)) for one in found]
        step = px((Sizes.META + 0.6) * 1.42)
        h = (
            px(34)
            + step * len(head)
            + px(4)
            + sum(px(8) + px((Sizes.META + 0.2) * 1.42) * len(lines) for _, lines in rows)
            + px(8)
        )
        sheet.card(Rect(left, y, right - left, h), "picked")
        sheet.icon("graduation-cap", left + px(12), y + px(9), 16, p.warn)
        sheet.text(
            text("desktop.lesson.done" if over else "desktop.lesson.title", turn=turn),
            left + px(35),
            y + px(8),
            Sizes.TITLE,
            p.text,
            "semibold",
        )
        below = sheet.lines(head, left + px(12), y + px(32), Sizes.META + 0.6, p.soft) + px(4)
        for k, (one, lines) in enumerate(rows):
            tall = px(8) + px((Sizes.META + 0.2) * 1.42) * len(lines)
            taken = any(matches(one, order) for order in play.docket)
            sheet.icon(
                "circle-check" if taken else "circle-dot", left + px(12), below + px(4), 13, p.good if taken else p.info
            )
            sheet.lines(lines, left + px(34), below + px(2), Sizes.META + 0.2, p.text)
            sheet.widget(
                f"hint.{k}",
                Rect(left + px(6), below - px(1), right - left - px(12), tall),
                partial(self._go, one),
                text("desktop.tip.hint"),
                one["text"],
            )
            below += tall
        return y + h + px(14)

    def _go(self, suggestion: dict[str, Any]) -> Any:
        from diplogame.desktop.pictures.orders import matching

        return (
            self.screen.compose(None, matching(suggestion, self.play.legal))
            if matching(suggestion, self.play.legal)
            else self.screen.compose()
        )
