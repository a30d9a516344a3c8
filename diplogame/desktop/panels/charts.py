"""The strip below the map: oil price and escalation, what was and what may be."""

from __future__ import annotations

from collections.abc import Hashable

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.pictures import charts as picture
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes
from diplogame.texts import text


class Charts(Panel):
    """Two charts side by side."""

    id = "charts"
    fill = "panel_low"

    def __init__(self, screen: Screen, play: Play) -> None:
        super().__init__(screen)
        self.play = play

    def key(self) -> Hashable:
        return (id(self.play.picture), id(self.play.forecast))

    def paint(self, sheet: Sheet) -> None:
        sheet.rule(0, 0, sheet.w)
        half = sheet.w // 2
        fan = (self.play.forecast or {}).get("fan", {})
        seen = self.play.picture
        futures = (self.play.forecast or {}).get("futures")
        note = text("desktop.outlook.futures", n=futures) if futures else ""
        draw_chart(
            sheet,
            Rect(0, 0, half, sheet.h),
            picture.price(seen, fan.get("brent")),
            text("desktop.chart.brent"),
            note,
            "warn",
            band=text("desktop.chart.band"),
        )
        sheet.post(half, sheet.px(16), sheet.h - sheet.px(32))
        draw_chart(
            sheet,
            Rect(half, 0, sheet.w - half, sheet.h),
            picture.escalation(seen, fan.get("escalation")),
            text("desktop.chart.escalation"),
            "0–10",
            "bad",
            line=text("desktop.chart.red_line"),
        )


def draw_chart(
    sheet: Sheet, area: Rect, chart: picture.Chart, title: str, note: str, tone: str, band: str = "", line: str = ""
) -> None:
    """One chart in `area`: heading, plot, axis words, the fan's ends."""
    px, p, brush = sheet.px, sheet.p, sheet.brush
    sheet.caps(title, area.x + px(18), area.y + px(13))
    if note and area.w > px(260):
        sheet.text(note, area.right - px(16), area.y + px(12), Sizes.META, p.muted, align="right")
    plot = Rect(area.x + px(50), area.y + px(38), area.w - px(50) - px(52), area.h - px(38) - px(29))
    if plot.w < px(60) or plot.h < px(24):
        return
    colour = brush.theme.tone(tone)
    sheet.put(brush.svg(picture.drawn(chart, plot.w, plot.h, colour, p, brush.theme.scale)), plot.x, plot.y)
    level = lambda value: plot.bottom - plot.h * (value - chart.low) / max(1e-9, chart.high - chart.low)  # noqa: E731
    for tick in chart.ticks:
        sheet.text(f"{tick:g}", plot.x - px(9), level(tick) - px(7), Sizes.META, p.muted, align="right")
    if band and chart.band and plot.h > px(50):
        sheet.text(band, plot.x + px(6), level(chart.band[1]) + px(2), Sizes.META, p.good)
    if line and chart.line is not None and plot.h > px(50):
        sheet.text(line, plot.x + px(6), level(chart.line) - px(15), Sizes.META, p.bad)
    now = plot.x + plot.w * (len(chart.history) - 1) / max(1, chart.turns)
    sheet.text("T0", plot.x, plot.bottom + px(6), Sizes.META, p.muted)
    sheet.text(f"T{chart.turns}", plot.right, plot.bottom + px(6), Sizes.META, p.muted, align="right")
    if plot.x + px(40) < now < plot.right - px(40):
        sheet.text(text("desktop.chart.now"), now, plot.bottom + px(6), Sizes.META, p.soft, "medium", align="centre")
    taken: list[float] = []
    for name, value in sorted(chart.ends, key=lambda one: one[0] != "p50"):
        y = level(min(chart.high, max(chart.low, value)))
        if all(abs(y - other) > px(13) for other in taken):
            strong = name == "p50"
            sheet.text(
                f"{value:.0f}" if abs(value) >= 20 else f"{value:.1f}",
                plot.right + px(8),
                y - px(8 if strong else 7),
                Sizes.VALUE if strong else Sizes.META,
                colour if strong else p.muted,
                "semibold" if strong else "regular",
            )
            taken.append(y)
