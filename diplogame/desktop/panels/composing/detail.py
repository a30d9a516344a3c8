"""The order that is picked in the composer."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.composing.part import Part
from diplogame.desktop.panels.docket import meter
from diplogame.desktop.pictures import effects
from diplogame.desktop.pictures import orders as picture
from diplogame.desktop.play import number
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, ROLES, Sizes, mix
from diplogame.desktop.words import words_of
from diplogame.texts import text


class Detail(Part):
    """The picked order: its dimensions as chips, its effects as ranges, its chance and why."""

    id = "detail"
    fill = "panel"

    def key(self) -> Hashable:
        c = self.composer
        return (
            c.order["id"] if c.order else None,
            c.verb,
            c.problem,
            c.busy,
            c.play.edition,
            tuple(sorted((k, tuple(v)) for k, v in c.lists.items())),
        )

    def paint(self, sheet: Sheet) -> None:
        px, p, c = sheet.px, sheet.p, self.composer
        if c.order is None:
            sheet.icon("mouse-pointer-click", sheet.w / 2 - px(14), sheet.h / 2 - px(40), 28, p.faint)
            sheet.text(text("desktop.composer.pick"), sheet.w / 2, sheet.h / 2, Sizes.BODY, p.muted, align="centre")
            return
        order = c.order
        x, right = px(20), sheet.w - px(20)
        y = px(14) - self.scroll
        tone = sheet.brush.theme.tone(FAMILY_TONES.get(order["family"], "soft"))
        sheet.put(sheet.brush.tile(FAMILY_ICONS.get(order["family"], "flag"), tone, 36), x, y)
        sheet.text(order["title"], x + px(48), y - px(1), Sizes.PAGE + 1, p.text, "semibold", width=right - x - px(50))
        sheet.text(order["summary"], x + px(48), y + px(21), Sizes.BODY, p.soft, width=round(right - x - px(50)))
        y += px(50)
        about = str(order.get("about") or "")
        if about:
            y = sheet.para(about, x, y, round(right - x), Sizes.BODY, p.muted) + px(6)
        for name, values in c.dimensions():
            y = self._dimension(sheet, name, values, x, y, right)
        for name, values in picture.lists(c.variants()).items():
            y = self._toggles(sheet, name, values, x, y, right)
        if c.problem:
            sheet.icon("triangle-alert", x, y + px(3), 15, p.warn)
            y = sheet.para(c.problem, x + px(22), y + px(2), round(right - x - px(24)), Sizes.BODY, p.warn) + px(8)
        y = self._cost(sheet, order, x, y + px(4))
        y = self._effects(sheet, order, x, y, right)
        y = self._chance(sheet, order, x, y, right)
        self.content = round(y + self.scroll) + px(12)
        self.scrollbar(sheet)

    def _chips(
        self, sheet: Sheet, entries: list[tuple[str, str, bool, Any, str]], x: float, y: float, right: float
    ) -> float:
        """(id, label, on, act, tone) as chips, over several rows; returns the y below."""
        px, p, letters = sheet.px, sheet.p, sheet.brush.letters
        at = x
        for id, label, on, act, tone in entries:
            colour = sheet.brush.theme.tone(tone) if tone and tone != "tick" else p.edge_lit
            shaped = tone in ROLES
            ticked = tone == "tick"
            wide = letters.width(label, Sizes.BODY, "medium") + px(24) + (px(17) if shaped or ticked else 0)
            if at > x and at + wide > right:
                at, y = x, y + px(36)
            area = Rect(round(at), round(y), wide, px(30))
            sheet.put(
                sheet.brush.pill(
                    wide,
                    px(30),
                    mix(p.card, colour, 0.28) if on else p.card,
                    mix(p.card, colour, 0.85) if on else p.edge,
                    px(8),
                ),
                at,
                y,
            )
            left = at + px(12)
            if shaped:
                sheet.put(sheet.brush.shape(tone, 12), left, y + px(9))
                left += px(17)
            if ticked:
                sheet.icon("check", left, y + px(9), 12, p.good)
                left += px(17)
            sheet.text(label, left, y + px(6.5), Sizes.BODY, p.text if on else p.soft, "medium")
            sheet.widget(id, area, act, "", label)
            at += wide + px(7)
        return y + px(40)

    def _dimension(self, sheet: Sheet, name: str, values: list[Any], x: float, y: float, right: float) -> float:
        c = self.composer
        sheet.caps(words_of("dimension", name), x, y)
        now = c.value(c.order, name) if c.order else None
        entries = []
        for value in values:
            label = c.label(name, value)
            tone = (
                value
                if name in ("target", "second") and isinstance(value, str)
                else "covert"
                if (name, value) == ("covert", True)
                else ""
            )
            entries.append((f"dim.{name}.{value}", label, value == now, partial(c.set, name, value), tone))
        return self._chips(sheet, entries, x, y + sheet.px(20), right)

    def _toggles(self, sheet: Sheet, name: str, values: list[str], x: float, y: float, right: float) -> float:
        c = self.composer
        sheet.caps(words_of("dimension", name), x, y)
        chosen = c.lists.get(name, [])
        entries = [
            (
                f"dim.{name}.{value}",
                c.play.name(value).split(" (")[0],
                value in chosen,
                partial(c.toggle, name, value),
                "" if value not in chosen else value if value in ROLES else "tick",
            )
            for value in values
        ]
        return self._chips(sheet, entries, x, y + sheet.px(20), right)

    def _cost(self, sheet: Sheet, order: dict[str, Any], x: float, y: float) -> float:
        px, p, c = sheet.px, sheet.p, self.composer
        sheet.caps(text("desktop.composer.cost"), x, y + px(2))
        have = c.play.capital_left + (order["cost"] if order["id"] in c.play.ids else 0.0)
        words = text("desktop.composer.cost_value", cost=number(order["cost"]), left=number(have))
        at = (
            x
            + px(150)
            + sheet.text(words, x + px(150), y, Sizes.BODY, p.warn if order["cost"] else p.soft, "medium")
            + px(14)
        )
        sheet.chip(
            text("desktop.docket.covert" if order["covert"] else "desktop.docket.public"),
            at,
            y - px(1.5),
            p.covert if order["covert"] else p.good,
            outline=True,
        )
        return y + px(30)

    def _effects(self, sheet: Sheet, order: dict[str, Any], x: float, y: float, right: float) -> float:
        """A row an effect: its name, a line from low to high with the mean on it, in the scale of the largest."""
        px, p = sheet.px, sheet.p
        found = order["expects"][:9]  # as the seat ranks them
        sheet.caps(text("desktop.composer.effects"), x, y + px(2))
        y += px(22)
        if not found:
            sheet.text(text("desktop.composer.no_effects"), x, y, Sizes.BODY, p.muted)
            return y + px(28)
        named = px(276)
        plot = Rect(round(x + named), 0, round(right - x - named - px(170)), px(18))
        for one in found:
            full = effects.reach(one)
            colour = p.good if one["good"] else p.bad
            label = (
                one["label"]
                if not one.get("delay")
                else text("desktop.composer.later", label=one["label"], n=one["delay"])
            )
            lines = sheet.brush.letters.wrap(label, named - px(10), Sizes.BODY, most=2)
            sheet.lines(lines, x, y, Sizes.BODY, p.text, lead=1.3)
            half = plot.w / 2
            at = lambda value, full=full, half=half: half + half * 0.94 * value / full  # noqa: E731
            body = f'<path d="M{half},2V{plot.h - 2}" stroke="{p.edge}" stroke-width="1"/><path d="M0,{plot.h / 2}H{plot.w}" stroke="{p.line}" stroke-width="1"/>'
            body += f'<path d="M{at(one["low"]):.1f},{plot.h / 2}H{at(one["high"]):.1f}" stroke="{colour}" stroke-opacity="0.45" stroke-width="{px(6)}" stroke-linecap="round"/>'
            body += f'<circle cx="{at(one["mean"]):.1f}" cy="{plot.h / 2}" r="{px(4)}" fill="{colour}" stroke="{p.panel}" stroke-width="1"/>'
            sheet.put(sheet.brush.svg(svg.svg(plot.w, plot.h, body)), plot.x, y)
            mean, low, high = (effects.amount(one, one[name]) for name in ("mean", "low", "high"))
            sheet.text(mean, right - px(110), y, Sizes.BODY, colour, "semibold", align="right")
            if low != high:
                words = text("desktop.composer.range", low=low, high=high)
                sheet.text(words, right, y + px(1), Sizes.META, p.muted, align="right", width=px(106))
            tall = px(25) + px(Sizes.BODY * 1.3) * (len(lines) - 1)
            sheet.widget(
                f"effect.{one['what']}",
                Rect(round(x), round(y - px(3)), round(right - x), tall),
                None,
                text("desktop.tip.effect", label=label, mean=mean, low=low, high=high),
                one["label"],
            )
            y += tall
        return y + px(6)

    def _chance(self, sheet: Sheet, order: dict[str, Any], x: float, y: float, right: float) -> float:
        chance = order["chance"]
        if not chance or order["greyed"]:  # a chance of what cannot be ordered says nothing
            return y
        px, p = sheet.px, sheet.p
        sheet.caps(text("desktop.composer.chance"), x, y + px(2))
        y += px(22)
        colour = p.good if chance["p"] >= 0.6 else p.warn if chance["p"] >= 0.35 else p.bad
        wide = sheet.text(f"{chance['p']:.0%}", x, y - px(3), Sizes.PAGE + 2, colour, "semibold")
        sheet.put(meter(sheet, px(130), px(6), chance["p"], colour), x + wide + px(14), y + px(7))
        return sheet.para(
            text("desktop.composer.because", label=chance["label"], reason=chance["reason"]),
            x + wide + px(160),
            y,
            round(right - x - wide - px(162)),
            Sizes.BODY,
            p.soft,
        ) + px(8)
