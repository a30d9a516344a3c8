"""The composer's four parts: heading with search and families, the verbs, the picked order, the button."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, Any

from diplogame.desktop import svg
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.docket import meter
from diplogame.desktop.pictures import effects
from diplogame.desktop.pictures import orders as picture
from diplogame.desktop.play import number
from diplogame.desktop.screen import Panel
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, ROLES, Sizes, mix
from diplogame.desktop.words import words_of
from diplogame.texts import text

if TYPE_CHECKING:
    from diplogame.desktop.screens.composer import Composer


class Frame(Panel):
    """Heading, search and families."""

    id = "frame"
    fill = None

    def __init__(self, screen: Composer) -> None:
        super().__init__(screen)
        self.composer = screen

    def key(self) -> Hashable:
        c = self.composer
        return (c.words, c.family, c.on, c.play.edition)

    def paint(self, sheet: Sheet) -> None:
        px, p, c = sheet.px, sheet.p, self.composer
        s = px(14)
        sheet.card(Rect(s, s, sheet.w - 2 * s, sheet.h - 2 * s), "dialog", s)
        x, y = s + px(22), s + px(18)
        sheet.text(text("desktop.composer.title"), x, y, Sizes.PAGE + 2, p.text, "semibold")
        sheet.icon("x", sheet.w - s - px(36), y + px(2), 17, p.muted)
        sheet.widget(
            "dialog.close",
            Rect(sheet.w - s - px(44), y - px(6), px(34), px(34)),
            c.close,
            text("desktop.tip.close"),
            "close",
        )
        left = text("desktop.composer.left", n=c.play.slots_left, capital=number(c.play.capital_left))
        sheet.text(left, sheet.w - s - px(60), y + px(3), Sizes.BODY, p.soft, align="right")
        y += px(38)
        field = Rect(x, y, px(300) - px(36), px(32))
        sheet.card(field, "soft")
        sheet.icon("search", x + px(10), y + px(9), 14, p.muted)
        sheet.text(
            c.words + "|" if c.words else text("desktop.composer.search"),
            x + px(32),
            y + px(8),
            Sizes.BODY,
            p.text if c.words else p.faint,
            width=field.w - px(44),
        )
        sheet.widget(
            "composer.search", field, lambda: None, text("desktop.tip.type_to_search"), "search", focusable=False
        )
        x += px(300) - px(24)
        chips: list[tuple[str | None, str]] = [(None, text("desktop.filter.all"))] + [
            (name, words_of("family", name)) for name in picture.families(c.play.legal)
        ]
        letters = sheet.brush.letters
        if c.on:
            label = c.play.name(c.on)
            wide = letters.width(label, Sizes.META, "medium") + px(38)
            sheet.put(
                sheet.brush.pill(wide, px(26), mix(p.panel, p.warn, 0.25), mix(p.panel, p.warn, 0.6)), x, y + px(3)
            )
            sheet.text(label, x + px(10), y + px(7.5), Sizes.META, p.warn, "medium")
            sheet.icon("x", x + wide - px(20), y + px(10), 12, p.warn)
            sheet.widget(
                "composer.on",
                Rect(x, y + px(3), wide, px(26)),
                lambda: c.about(None),
                text("desktop.tip.drop_filter"),
                label,
                radius=px(13),
            )
            x += wide + px(8)
        for name, label in chips:
            wide = letters.width(label, Sizes.META, "medium") + px(18)
            if x + wide > sheet.w - s - px(14):
                break
            on = c.family == name
            sheet.put(
                sheet.brush.pill(wide, px(26), "#1d3557" if on else p.card, p.edge_lit if on else p.edge), x, y + px(3)
            )
            sheet.text(label, x + wide / 2, y + px(7.5), Sizes.META, p.text if on else p.soft, "medium", align="centre")
            sheet.widget(
                f"composer.family.{name or 'all'}",
                Rect(x, y + px(3), wide, px(26)),
                partial(c.choose_family, name),
                "",
                label,
                radius=px(13),
            )
            x += wide + px(5)


class Verbs(Panel):
    """The verbs, usable ones first; a greyed one says why."""

    id = "verbs"
    fill = "panel"

    def __init__(self, screen: Composer) -> None:
        super().__init__(screen)
        self.composer = screen

    def key(self) -> Hashable:
        c = self.composer
        return (c.words, c.family, c.on, c.verb, c.play.edition, len(c.play.legal))

    def paint(self, sheet: Sheet) -> None:
        px, p, c = sheet.px, sheet.p, self.composer
        y = px(4) - self.scroll
        found = c.verbs()
        if not found:
            sheet.para(text("desktop.composer.none"), px(12), y + px(10), sheet.w - px(24), Sizes.BODY, p.muted)
        family = None
        for one in found:
            if one["family"] != family:
                family = one["family"]
                sheet.caps(words_of("family", family), px(12), y + px(8))
                y += px(28)
            refused = c.refused(one)
            usable = refused is None
            picked = one["verb"] == c.verb
            why = sheet.brush.letters.wrap(refused, sheet.w - px(18) - px(44), Sizes.META, most=3) if refused else []
            h = px(34) if usable else px(31) + px(Sizes.META * 1.42) * len(why)
            area = Rect(px(6), round(y), sheet.w - px(18), h)
            if picked:
                sheet.card(area, "picked")
            tone = sheet.brush.theme.tone(FAMILY_TONES.get(one["family"], "soft"))
            sheet.icon(
                FAMILY_ICONS.get(one["family"], "flag"), area.x + px(9), y + px(9), 15, tone if usable else p.faint
            )
            low, high = one["cost"]
            cost = number(low) if low == high else f"{number(low)}–{number(high)}"
            wide = sheet.text(
                cost,
                area.right - px(10),
                y + px(9),
                Sizes.META + 0.4,
                p.warn if usable else p.faint,
                "medium",
                align="right",
            )
            sheet.text(
                one["title"],
                area.x + px(32),
                y + px(8),
                Sizes.BODY + 0.4,
                p.text if usable else p.muted,
                "medium" if picked else "regular",
                width=area.w - px(54) - wide,
            )
            sheet.lines(why, area.x + px(32), y + px(26), Sizes.META, p.faint)
            tip = text("desktop.tip.verb", n=one["usable"]) if usable else str(refused)
            sheet.widget(f"verb.{one['verb']}", area, partial(c.choose_verb, one), tip, one["title"], value=one)
            y += h + px(2)
        self.content = round(y + self.scroll) + px(6)
        self.scrollbar(sheet)


class Detail(Panel):
    """The picked order: its dimensions as chips, its effects as ranges, its chance and why."""

    id = "detail"
    fill = "panel"

    def __init__(self, screen: Composer) -> None:
        super().__init__(screen)
        self.composer = screen

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


class Foot(Panel):
    """Add it, or why not."""

    id = "foot"
    fill = None

    def __init__(self, screen: Composer) -> None:
        super().__init__(screen)
        self.composer = screen

    def key(self) -> Hashable:
        c = self.composer
        return (c.order["id"] if c.order else None, c.play.edition, c.busy, c.problem)

    def paint(self, sheet: Sheet) -> None:
        px, c = sheet.px, self.composer
        on_docket = c.order is not None and c.order["id"] in c.play.ids
        refused = c.play.refusal(c.order) if c.order else None
        wide = px(190)
        area = Rect(sheet.w - wide, px(8), wide, px(42))
        if on_docket:
            sheet.button("composer.remove", area, text("desktop.composer.remove"), c.remove, "button", "x")
        else:
            sheet.button(
                "composer.add",
                area,
                text("desktop.composer.add"),
                c.add,
                "action",
                "plus",
                "",
                c.order is not None and refused is None and not c.busy and not c.problem,
            )
        if refused is None and c.order is not None and not c.problem:
            self._short(sheet, c.order, sheet.w - wide - px(24))
        if refused and not on_docket:
            letters = sheet.brush.letters
            lines = letters.wrap(refused, sheet.w - wide - px(60), Sizes.BODY, most=2)
            sheet.icon("ban", px(4), px(20), 16, sheet.p.warn)
            sheet.lines(lines, px(28), px(29) - len(lines) * px(9), Sizes.BODY, sheet.p.warn)

    def _short(self, sheet: Sheet, order: dict[str, Any], room: int) -> None:
        """Cost and the first chance once more: the long lists above may have pushed them out of sight."""
        px, p, c = sheet.px, sheet.p, self.composer
        have = c.play.capital_left + (order["cost"] if order["id"] in c.play.ids else 0.0)
        words = text("desktop.composer.cost_value", cost=number(order["cost"]), left=number(have))
        sheet.text(words, px(4), px(11), Sizes.BODY, p.warn if order["cost"] else p.soft, "medium", width=room)
        chance = order["chance"]
        if chance and not order["greyed"]:
            said = f"{chance['label']}: {chance['p']:.0%}"
            sheet.text(said, px(4), px(31), Sizes.META + 0.4, p.soft, width=room)
