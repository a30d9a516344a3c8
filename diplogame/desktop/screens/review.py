"""After the end: the whole course as two charts, and every act with its reasons, all seats open."""

from __future__ import annotations

from functools import partial
from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.flow import Flow
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.charts import draw_chart
from diplogame.desktop.pictures import charts
from diplogame.desktop.pictures.cables import tag
from diplogame.desktop.play import Play
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, Sizes
from diplogame.desktop.transitions import Push, Transition
from diplogame.texts import text


class Review(Dialog):
    """Steps through the turns; the replay lifts the fog."""

    id = "review"
    modal = False
    icon = "scale"
    wide, tall = 1120, 800

    def __init__(self, flow: Flow, result: dict[str, Any], turn: int = 1) -> None:
        super().__init__()
        self.flow, self.result = flow, result
        self.picture: dict[str, Any] | None = None
        self.turn = turn

    def enter(self) -> None:
        self.app.ask("open_replay", self._opened, path=None)

    def _opened(self, status: dict[str, Any]) -> None:
        self.app.ask("step", self._came, turn=status.get("last", status["turn"]), role=None)

    def _came(self, step: dict[str, Any]) -> None:
        self.picture = step["picture"]
        self.again()

    def key(self) -> Any:
        return (self.edition, self.turn)

    def lead(self) -> str:
        return text("desktop.review.lead")

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        if self.picture is None:
            sheet.text(text("desktop.load.reading"), area.x, area.y, Sizes.BODY, p.muted)
            return area.y
        tall = px(180)
        half = area.w // 2
        y: float = area.y
        draw_chart(
            sheet,
            Rect(area.x - px(14), area.y, half, tall),
            charts.price(self.picture, None),
            text("desktop.chart.brent"),
            "",
            "warn",
        )
        draw_chart(
            sheet,
            Rect(area.x + half, area.y, half, tall),
            charts.escalation(self.picture, None),
            text("desktop.chart.escalation"),
            "",
            "bad",
            line=text("desktop.chart.red_line"),
        )
        y += tall + px(8)
        x: float = area.x
        for turn in range(1, self.picture["turns"] + 1):
            wide = px(30)
            if x + wide > area.right:
                x, y = area.x, y + px(32)
            box = Rect(round(x), round(y), wide, px(26))
            sheet.card(box, "chip_on" if turn == self.turn else "button")
            sheet.text(str(turn), box.centerx, box.y + px(5), Sizes.META + 0.4, p.text, "medium", align="centre")
            sheet.widget(f"review.turn.{turn}", box, partial(self._go, turn), "", str(turn))
            x += wide + px(4)
        y += px(40)
        rows = sorted(
            (one for one in self.picture["cables"] if one["turn"] == self.turn), key=lambda one: -(one["gravity"] or 0)
        )
        if not rows:
            sheet.text(text("desktop.report.nothing"), area.x, y, Sizes.BODY, p.muted)
        for one in rows:
            name = tag(one)
            reasons = bool(one["source"] and one["verb"])
            row = Rect(area.x, round(y), area.w - px(12), px(34))
            sheet.put(
                sheet.brush.tile(
                    FAMILY_ICONS.get(name, "info"), sheet.brush.theme.tone(FAMILY_TONES.get(name, "soft"))
                ),
                row.x,
                row.y + px(3),
            )
            sheet.text(one["headline"], row.x + px(38), row.y + px(8), Sizes.BODY + 0.2, p.text, width=row.w - px(150))
            if reasons:
                sheet.text(
                    text("desktop.cables.why"),
                    row.right - px(8),
                    row.y + px(9),
                    Sizes.META + 0.4,
                    p.info,
                    "medium",
                    align="right",
                )
                sheet.widget(
                    f"review.{one['id']}", row, partial(self._why, one, rows), text("desktop.tip.why"), one["headline"]
                )
            y += px(38)
        return y + self.card.scroll

    def _go(self, turn: int) -> None:
        self.turn = turn
        self.card.scroll = 0.0

    def _why(self, one: dict[str, Any], rows: list[dict[str, Any]]) -> Transition:
        from diplogame.desktop.screens.why import Why

        acts = [row for row in rows if row["source"] and row["verb"]]
        play = Play(self.flow.status, self.flow.role, self.picture or {}, [], [])
        return Push(Why(one, acts, play, "replay_why", None))

    def buttons(self) -> list[Button]:
        return [
            (
                "review.before",
                text("desktop.why.previous"),
                lambda: self._go(max(1, self.turn - 1)),
                "button",
                "chevron-left",
                self.turn > 1,
            ),
            (
                "review.after",
                text("desktop.why.next"),
                lambda: self._go(self.turn + 1),
                "button",
                "chevron-right",
                self.picture is not None and self.turn < self.picture["turns"],
            ),
            ("dialog.ok", text("desktop.back"), self.close, "action", None, True),
        ]
