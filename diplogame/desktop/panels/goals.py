"""What this seat wants and how it stands, with the turn's changes."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.play import Play, number
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import signed, text

PAD = 15


class Goals:
    """A bar a goal; heavier goals have thicker bars."""

    def __init__(self, play: Play) -> None:
        self.play = play

    def key(self) -> Hashable:
        return id(self.play.picture)

    def paint(self, sheet: Sheet, y: float) -> float:
        px, p = sheet.px, sheet.p
        left, right = px(PAD), sheet.w - px(PAD)
        picture = self.play.picture
        sheet.caps(text("desktop.goals.title"), left, y + px(2))
        value = f"{picture['score']:.0f}"
        wide = sheet.text(value, right, y - px(3), Sizes.PAGE + 1, p.text, "semibold", align="right")
        par = picture["par"]
        label = text("desktop.goals.score") if par is None else text("desktop.goals.score_par", par=f"{par:.0f}")
        sheet.text(label, right - wide - px(7), y + px(1), Sizes.META, p.muted, align="right")
        sheet.widget(
            "goals.score", Rect(right - px(130), y - px(4), px(130), px(24)), None, text("desktop.tip.score"), label
        )
        y += px(25)
        for goal in picture["goals"]:
            change = goal["change"]
            tone = p.good if change > 0.05 else p.bad if change < -0.05 else p.muted
            mark = ("▲ " if change > 0.05 else "▼ " if change < -0.05 else "") + (
                signed(change) if abs(change) >= 0.5 else signed(change, 1)
            )
            wide = sheet.text(mark, right, y, Sizes.BODY, tone, "semibold", align="right")
            lines = sheet.brush.letters.wrap(goal["title"], round(right - left - wide - px(12)), Sizes.BODY, most=2)
            low = sheet.lines(lines, left, y, Sizes.BODY, p.text, lead=1.3) - px(Sizes.BODY * 1.3)
            share = max(0.0, min(1.0, goal["value"] / 100))
            colour = p.good if share >= 0.55 else p.warn if share >= 0.33 else p.bad
            thick = px(4 if goal["weight"] < 0.12 else 5)
            bar = self._bar(sheet, round(right - left), thick, share, colour)
            sheet.put(bar, left, low + px(20))
            tip = text(
                "desktop.tip.goal",
                why=goal["why"],
                weight=f"{goal['weight']:.0%}",
                value=number(goal["value"]),
                reading=goal["reading"],
            )
            sheet.widget(
                f"goal.{goal['id']}",
                Rect(left - px(5), y - px(3), right - left + px(10), low - y + px(29)),
                None,
                tip,
                goal["title"],
            )
            y = low + px(31)
        return y + px(4)

    def _bar(self, sheet: Sheet, w: int, h: int, share: float, colour: str) -> Any:
        return sheet.brush.svg(svg.bar(w, h, round(share, 3), colour, mix(sheet.p.panel, "#ffffff", 0.09)))
