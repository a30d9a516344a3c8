"""Imagined futures as one bar: how often each ending, with these orders, and what they change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.goals import PAD
from diplogame.desktop.pictures.forecast import changes, shares
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import signed, text


class Outlook:
    """Fills in as the worker sends parts; pale while the orders have moved on."""

    def __init__(self, play: Play, open_: Callable[[], Any]) -> None:
        self.play, self.open = play, open_

    def key(self) -> Hashable:
        play = self.play
        return (id(play.forecast), round(play.forecast_share, 2), play.forecast_of == play.ids)

    def paint(self, sheet: Sheet, y: float) -> float:
        px, p, play = sheet.px, sheet.p, self.play
        left, right = px(PAD), sheet.w - px(PAD)
        wide = round(right - left)
        forecast = play.forecast
        if play.picture["over"]:
            return y
        sheet.caps(text("desktop.outlook.title" if play.docket else "desktop.outlook.title_none"), left, y)
        known = f"{forecast['futures']}" if forecast else "0"
        fresh = play.forecast_of == play.ids
        note = (
            text("desktop.outlook.futures", n=known)
            if fresh and play.forecast_share >= 1
            else text("desktop.outlook.so_far", n=known)
            if fresh and forecast
            else text("desktop.outlook.working")
        )
        sheet.text(note, right, y - px(0.5), Sizes.META, p.muted, align="right")
        y += px(21)
        h = px(27)
        if forecast is None:
            sheet.put(sheet.brush.svg(svg.bar(wide, h, 0, p.info, mix(p.panel, "#ffffff", 0.06))), left, y)
            sheet.text(
                text("desktop.outlook.imagining"), left + wide / 2, y + px(5), Sizes.META, p.muted, align="centre"
            )
            return y + h + px(34)
        parts = [one for one in shares(forecast["endings"]) if one[2] >= 0.004]
        x, pieces = 0.0, []
        for name, tone, share in parts:
            w = wide * share
            pieces.append((name, tone, share, x, w))
            x += w
        fade = 1.0 if fresh else 0.45
        body = "".join(
            svg.box(at, 0, max(1, w - 1), h, 3, mix(p.panel, sheet.brush.theme.tone(tone), 0.55 * fade))
            for _, tone, _, at, w in pieces
        )
        sheet.put(sheet.brush.svg(svg.svg(wide, h, body)), left, y)
        letters = sheet.brush.letters
        bare = []
        for name, tone, share, at, w in pieces:
            full = f"{text(f'desktop.group.{name}')} {share:.0%}"
            colour = mix(sheet.brush.theme.tone(tone), "#ffffff", 0.55)
            if letters.width(full, Sizes.META, "semibold") < w - px(6):
                sheet.text(full, left + at + w / 2, y + px(5.5), Sizes.META, colour, "semibold", align="centre")
            else:
                bare.append((full, tone))
            sheet.widget(
                f"outlook.{name}",
                Rect(left + at, y, max(3, w), h),
                self.open,
                text("desktop.tip.outlook", name=text(f"desktop.group.{name}"), share=f"{share:.0%}"),
                name,
                focusable=False,
            )
        y = self._named(sheet, bare, left, right, y + h + px(6))
        self._against(sheet, left, right, y)
        sheet.widget(
            "outlook.open",
            Rect(left - px(4), y - px(2), wide + px(8), px(20)),
            self.open,
            text("desktop.tip.outlook_open"),
            text("desktop.outlook.title"),
        )
        return y + px(28)

    def _named(self, sheet: Sheet, bare: list[tuple[str, str]], left: float, right: float, y: float) -> float:
        """The segments that are too narrow for their words, each with a swatch of its colour; returns the y below."""
        px, x = sheet.px, left
        for words, tone in bare:
            wide = px(12) + sheet.brush.letters.width(words, Sizes.META)
            if x > left and x + wide > right:
                x, y = left, y + px(17)
            swatch = mix(sheet.p.panel, sheet.brush.theme.tone(tone), 0.75)
            sheet.put(sheet.brush.pill(px(8), px(8), swatch, None, px(2)), x, y + px(4))
            sheet.text(words, x + px(12), y, Sizes.META, sheet.p.soft)
            x += wide + px(10)
        return y + px(19) if bare else y

    def _against(self, sheet: Sheet, left: float, right: float, y: float) -> None:
        px, p, forecast = sheet.px, sheet.p, self.play.forecast or {}
        without = forecast.get("without")
        if not self.play.docket or not without:
            score = forecast.get("score") or {}
            words = (
                text(
                    "desktop.outlook.score",
                    mean=f"{score.get('mean', 0):.0f}",
                    low=f"{score.get('low', 0):.0f}",
                    high=f"{score.get('high', 0):.0f}",
                )
                if score
                else ""
            )
            sheet.text(words, left, y, Sizes.META, p.muted, width=round(right - left))
            return
        x = left + sheet.text(text("desktop.outlook.versus"), left, y, Sizes.META, p.muted) + px(9)
        found = changes(forecast["endings"], without["endings"])
        for name, change, good in found:
            label = text(f"desktop.group.{name}")
            mark = ("▲" if change > 0 else "▼") + f"{abs(change):.0f}"
            letters = sheet.brush.letters
            if x + letters.width(label + mark, Sizes.META, "semibold") + px(6) > right:
                break
            x += sheet.text(label, x, y, Sizes.META, p.soft) + px(4)
            x += sheet.text(mark, x, y, Sizes.META, p.good if good else p.bad, "semibold") + px(9)
        if not found:
            sheet.text(
                text("desktop.outlook.same", change=signed((forecast["score"]["mean"]) - without["score"]["mean"], 1)),
                x,
                y,
                Sizes.META,
                p.muted,
            )
