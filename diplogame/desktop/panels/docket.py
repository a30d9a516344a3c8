"""The orders of this turn: cards with cost, effects and chances; the place to add one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.goals import PAD
from diplogame.desktop.pictures import effects
from diplogame.desktop.play import Play, number
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, Sizes, mix
from diplogame.texts import text


def effect_chips(order: dict[str, Any], role: str, name: Callable[[str], str]) -> list[tuple[str, str]]:
    """(words, tone) of what an order is expected to do, and of what it costs."""
    found = effects.chips(order, role, name)
    if order["cost"]:
        found.append((text("desktop.docket.cost", cost=number(order["cost"])), "warn"))
    return found


class Docket:
    """Cards that can be reordered and taken back until the turn ends."""

    def __init__(self, play: Play, compose: Callable[[], Any], look: Callable[[dict[str, Any]], Any]) -> None:
        self.play, self.compose, self.look = play, compose, look
        self.picked: str | None = None

    def key(self) -> Hashable:
        return (self.play.edition, self.play.ids, self.play.role, id(self.play.picture))

    def paint(self, sheet: Sheet, y: float) -> float:
        px, p, play = sheet.px, sheet.p, self.play
        if play.picture["over"]:
            return y
        left, right = px(PAD), sheet.w - px(PAD)
        allowed = play.picture["orders_allowed"]
        wide = sheet.caps(text("desktop.docket.title", n=len(play.docket), allowed=allowed), left, y)
        self._capital(sheet, right, y, left + wide + px(8))
        y += px(22)
        for order in play.docket:
            y = self._card(sheet, order, left, right, y) + px(7)
        if play.slots_left > 0 and not play.picture["over"]:
            area = Rect(left, y, right - left, px(40))
            sheet.card(area, "dash")
            sheet.icon("plus", left + px(12), y + px(13), 14, p.good)
            wide = sheet.text(text("desktop.docket.add"), left + px(33), y + px(11), Sizes.BODY + 0.4, p.text, "medium")
            sheet.text(
                text("desktop.docket.hint"),
                right - px(12),
                y + px(12.5),
                Sizes.META,
                p.faint,
                align="right",
                width=round(right - left - wide - px(60)),
            )
            sheet.widget(
                "order.add", area, self.compose, text("desktop.tip.add"), text("desktop.docket.add"), radius=px(9)
            )
            y += px(40) + px(4)
        return y + px(12)

    def _capital(self, sheet: Sheet, right: float, y: float, free: float) -> None:
        """One coin a point: full ones are left, hollow ones spent or not there; a number says the same."""
        px, p, play = sheet.px, sheet.p, self.play
        cap, left = int(play.picture["capital_cap"]), play.capital_left
        size = px(10)
        x = right - cap * (size + px(3)) + px(3)
        for k in range(cap):
            share = min(1.0, max(0.0, left - k))
            colour = p.warn
            body = f'<circle cx="{size / 2}" cy="{size / 2}" r="{size / 2 - 1}" fill="{colour if share >= 0.99 else p.panel}" stroke="{colour if k < play.picture["capital"] else p.faint}" stroke-width="1.3"/>'
            if 0 < share < 0.99:
                body += svg.box(1.5, 1.5, (size - 3) * share, size - 3, 2, colour)
            sheet.put(sheet.brush.svg(svg.svg(size, size, body)), x + k * (size + px(3)), y + px(2))
        label = text("desktop.docket.capital")
        wide = sheet.brush.letters.width(label, Sizes.META)
        if x - px(7) - wide > free:
            sheet.text(label, x - px(7), y - px(0.5), Sizes.META, p.muted, align="right")
        sheet.widget(
            "docket.capital",
            Rect(x - px(10) - wide, y - px(4), right - x + px(12) + wide, px(22)),
            None,
            text("desktop.tip.capital", left=number(left), cap=cap),
            "",
        )

    def _card(self, sheet: Sheet, order: dict[str, Any], left: float, right: float, y: float) -> float:
        px, p, brush = sheet.px, sheet.p, sheet.brush
        letters = brush.letters
        inner = right - left - px(24)
        tone = brush.theme.tone("covert" if order["covert"] else FAMILY_TONES.get(order["family"], "soft"))
        chips = effect_chips(order, self.play.role, self.play.short)
        chance = order["chance"]
        note = (
            text("desktop.docket.chance", label=chance["label"], p=f"{chance['p']:.0%}", reason=chance["reason"])
            if chance
            else ""
        )
        lines = letters.wrap(note, round(inner - px(40)), Sizes.META, most=3) if note else []
        widths = [letters.width(words, Sizes.META, "medium") + px(16) for words, _ in chips]
        breaks = flowed(widths, inner, px(6), px(44) if not lines else 0)
        rows = len(breaks) + 1
        mode = text("desktop.docket.covert" if order["covert"] else "desktop.docket.public")
        chip_w = letters.width(mode, Sizes.META, "medium") + px(16)
        room = right - left - px(46) - px(4) - chip_w
        whom = f"→ {self._whom(order)}" if self._whom(order) else ""
        title_w = letters.width(order["title"], Sizes.TITLE, "semibold")
        beside = title_w + px(8) + letters.width(whom, Sizes.BODY) <= room
        under = px(19) if whom and not beside else 0
        h = (
            px(38)
            + under
            + (px(26) * rows if chips else 0)
            + round(len(lines) * px(Sizes.META * 1.42))
            + (px(8) if lines else px(2))
        )
        area = Rect(left, y, right - left, h)
        sheet.card(area, "picked" if order["id"] == self.play.ids[0] else "card")
        self._later: list[tuple[str, float, float]] = []
        sheet.icon(FAMILY_ICONS.get(order["family"], "flag"), left + px(12), y + px(11), 16, tone)
        tools = self._tools(sheet, order, right, y + h)
        sheet.text(order["title"], left + px(35), y + px(10), Sizes.TITLE, p.text, "semibold", width=round(room))
        if whom and beside:
            sheet.text(whom, left + px(35) + title_w + px(8), y + px(11.5), Sizes.BODY, p.soft)
        elif whom:
            sheet.text(whom, left + px(35), y + px(31), Sizes.BODY, p.soft, width=round(right - left - px(46)))
        sheet.chip(
            mode,
            right - px(4) - chip_w - px(8),
            y + px(9),
            p.covert if order["covert"] else p.good,
            outline=True,
            icon=None,
        )
        at, below = left + px(12), y + px(36) + under
        for k, (words, meaning) in enumerate(chips):
            if k in breaks:
                at, below = left + px(12), below + px(26)
            at += sheet.chip(words, at, below, brush.theme.tone(meaning)) + px(6)
        for icon, ix, iy in self._later:
            sheet.icon(icon, ix, iy, 14, p.muted)
        if lines:
            sheet.lines(lines, left + px(12), y + h - px(7) - len(lines) * px(Sizes.META * 1.42), Sizes.META, p.muted)
        card = sheet.widget(
            f"docket.{order['id']}",
            Rect(left, y, right - left, h),
            lambda: self.look(order),
            text("desktop.tip.docket"),
            order["summary"],
            radius=px(9),
            value=order,
        )
        sheet.widgets.remove(card)
        sheet.widgets.insert(len(sheet.widgets) - tools, card)  # under its own tools
        return y + h

    def _whom(self, order: dict[str, Any]) -> str:
        names = [self.play.short(order["target"])] if order["target"] else []
        if order["place"]:
            names = [self.play.name(order["place"]).split(" (")[0]]
        for value in order["parameters"].values():
            if isinstance(value, list) and all(isinstance(v, str) for v in value):
                names += [self.play.short(v) for v in value]
        names = list(dict.fromkeys(names))
        return ", ".join(names[:2]) + (f", +{len(names) - 2}" if len(names) > 2 else "")

    def _tools(self, sheet: Sheet, order: dict[str, Any], right: float, low: float) -> int:
        """Take back, and up or down where there are several, in the card's lower corner; returns how many there are."""
        px, play = sheet.px, self.play
        x, y = right - px(28), low - px(30)
        tools: list[tuple[str, str, Any]] = [("x", "remove", lambda: play.remove(order["id"]))]
        at = play.ids.index(order["id"])
        if at > 0:
            tools.append(("chevron-up", "up", lambda: play.shift(order["id"], -1)))
        elif len(play.docket) > 1:
            tools.append(("chevron-down", "down", lambda: play.shift(order["id"], 1)))
        for icon, name, act in tools:
            self._later.append((icon, x + px(4), y + px(4)))
            sheet.widget(
                f"docket.{name}.{order['id']}",
                Rect(x, y, px(22), px(22)),
                act,
                text(f"desktop.tip.docket_{name}"),
                name,
            )
            x -= px(22)
        return len(tools)


def flowed(widths: list[int], room: float, gap: float, spare: float) -> set[int]:
    """Before which of the widths a new row begins, where `spare` must stay free at the end of the last row."""
    breaks, x = set(), 0.0
    for k, wide in enumerate(widths):
        if x and x + wide > room:
            breaks.add(k)
            x = 0.0
        x += wide + gap
    if x - gap > room - spare and len(widths) - 1 not in breaks and len(widths) > 1:
        breaks.add(len(widths) - 1)
    return breaks


def meter(sheet: Sheet, w: int, h: int, share: float, colour: str) -> Any:
    return sheet.brush.svg(svg.bar(w, h, round(share, 2), colour, mix(sheet.p.panel, "#ffffff", 0.09)))
