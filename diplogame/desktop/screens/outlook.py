"""The page behind the forecast's panel."""

from __future__ import annotations

from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.charts import draw_chart
from diplogame.desktop.panels.docket import meter
from diplogame.desktop.pictures import charts
from diplogame.desktop.pictures.forecast import shares
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes
from diplogame.texts import signed, text


class OutlookPage(Dialog):
    """The forecast at full size: endings with and without the orders, both fans, the score."""

    id = "outlook"
    icon = "sparkles"
    wide, tall = 900, 640

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def key(self) -> Any:
        return (id(self.play.forecast), self.edition)

    def heading(self) -> str:
        return text("desktop.outlook.page")

    def lead(self) -> str:
        forecast = self.play.forecast
        return text("desktop.outlook.about", n=forecast["futures"]) if forecast else text("desktop.outlook.imagining")

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, forecast = sheet.px, sheet.p, self.play.forecast
        if not forecast:
            return area.y
        y: float = area.y
        without = forecast.get("without")
        before = {name: share for name, _, share in shares(without["endings"])} if without else {}
        for name, tone, share in shares(forecast["endings"]):
            colour = sheet.brush.theme.tone(tone)
            label = text(f"desktop.group.{name}")
            sheet.text(label[:1].upper() + label[1:], area.x, y, Sizes.BODY, p.text, width=px(150))
            sheet.put(meter(sheet, area.w - px(420), px(11), share, colour), area.x + px(160), y + px(3))
            sheet.text(f"{share:.0%}", area.right - px(200), y, Sizes.BODY, colour, "semibold", align="right")
            if name in before:
                sheet.text(
                    text(
                        "desktop.outlook.without",
                        share=f"{before[name]:.0%}",
                        change=signed(100 * (share - before[name])),
                    ),
                    area.right,
                    y,
                    Sizes.META + 0.4,
                    p.muted,
                    align="right",
                )
            y += px(25)
        score = forecast.get("score")
        if score:
            y += px(4)
            words = text(
                "desktop.outlook.score",
                mean=f"{score['mean']:.0f}",
                low=f"{score['low']:.0f}",
                high=f"{score['high']:.0f}",
            )
            if without and without.get("score"):
                words += "  ·  " + text("desktop.outlook.score_without", mean=f"{without['score']['mean']:.0f}")
            sheet.text(words, area.x, y, Sizes.BODY, p.soft)
            y += px(26)
        tall = px(190)
        half = area.w // 2
        draw_chart(
            sheet,
            Rect(area.x - px(14), round(y), half, tall),
            charts.price(self.play.picture, forecast["fan"].get("brent")),
            text("desktop.chart.brent"),
            "",
            "warn",
        )
        draw_chart(
            sheet,
            Rect(area.x + half, round(y), half, tall),
            charts.escalation(self.play.picture, forecast["fan"].get("escalation")),
            text("desktop.chart.escalation"),
            "",
            "bad",
            line=text("desktop.chart.red_line"),
        )
        return y + tall + self.card.scroll

    def buttons(self) -> list[Button]:
        return [("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]
