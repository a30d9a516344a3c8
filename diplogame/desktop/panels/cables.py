"""The left column: what happened, newest first, with filters and a search."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import pygame

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.pictures import cables as picture
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, Sizes
from diplogame.texts import has, text


class Cables(Panel):
    """A list that paints only what is in view; each cable is drawn once and kept."""

    id = "cables"

    def __init__(self, screen: Screen, play: Play) -> None:
        super().__init__(screen)
        self.play = play
        self.filter = "all"
        self.words = ""
        self.open_search = False
        self.unfolded: set[str] = set()

    def key(self) -> Hashable:
        return (
            id(self.play.picture),
            self.filter,
            self.words,
            self.open_search,
            self.play.chosen,
            frozenset(self.unfolded),
            self.play.edition,
        )

    def shown(self) -> list[dict[str, Any]]:
        return picture.listed(self.play.picture["cables"], self.play.role, self.filter, self.words)

    def choose(self, name: str) -> None:
        self.filter, self.scroll = name, 0.0

    def pick(self, one: dict[str, Any]) -> Any:
        """First press picks a cable (and shows it on the map), the next unfolds it."""
        if self.play.chosen == one["id"]:
            self.unfolded ^= {one["id"]}
        else:
            self.play.chosen = one["id"]
            self.unfolded.add(one["id"])
        self.play.edition += 1

    def paint(self, sheet: Sheet) -> None:
        px, p = sheet.px, sheet.p
        top = self._head(sheet)
        y = top - round(self.scroll)
        rows = self.shown()
        self.sheet_list = rows
        if not rows:
            sheet.para(text("desktop.cables.none"), px(16), top + px(12), sheet.w - px(32), Sizes.BODY, p.muted)
        sheet.surface.set_clip(Rect(0, top, sheet.w, sheet.h - top))
        for one in rows:
            item = self._item(one)
            if y + item.get_height() > top - px(4) and y < sheet.h:
                sheet.put(item, 0, y)
                area = Rect(px(6), y + px(1), sheet.w - px(14), item.get_height() - px(2)).clip(
                    Rect(0, top, sheet.w, sheet.h - top)
                )
                if area.h > px(12):
                    sheet.widget(
                        f"cable.{one['id']}",
                        area,
                        partial(self.pick, one),
                        text("desktop.tip.cable"),
                        one["headline"],
                        value=one,
                    )
            y += item.get_height()
        sheet.surface.set_clip(None)
        self.content = y + round(self.scroll) + px(6)
        self.scrollbar(sheet, top)
        sheet.post(sheet.w - 1, 0, sheet.h)

    def _head(self, sheet: Sheet) -> int:
        px, p = sheet.px, sheet.p
        sheet.caps(text("desktop.cables.title"), px(16), px(15))
        n = picture.fresh(self.play.picture["cables"], self.play.last_turn)
        sheet.text(text("desktop.cables.fresh", n=n), sheet.w - px(44), px(14), Sizes.META, p.muted, align="right")
        sheet.icon("search", sheet.w - px(34), px(14), 15, p.warn if self.words else p.muted)
        sheet.widget(
            "cables.search",
            Rect(sheet.w - px(41), px(8), px(30), px(26)),
            self.toggle,
            text("desktop.tip.search"),
            "search",
        )
        x, y = px(11), px(38)
        letters = self.app.brush.letters
        for name in picture.FILTERS:
            label = text(f"desktop.filter.{name}")
            wide = letters.width(label, Sizes.META + 0.3, "medium") + px(13)
            if x + wide > sheet.w - px(5):
                x, y = px(11), y + px(29)
            on = name == self.filter
            area = Rect(x, y, wide, px(24))
            sheet.put(
                self.app.brush.pill(wide, px(24), "#1d3557" if on else p.card, p.edge_lit if on else p.edge), x, y
            )
            sheet.text(
                label, x + wide / 2, y + px(4.5), Sizes.META + 0.3, p.text if on else p.soft, "medium", align="centre"
            )
            sheet.widget(
                f"cables.filter.{name}",
                area,
                partial(self.choose, name),
                text(f"desktop.tip.filter.{name}"),
                label,
                radius=px(12),
            )
            x += wide + px(3)
        y += px(33)
        if self.open_search:
            self.field = Rect(px(14), y, sheet.w - px(28), px(30))
            sheet.card(self.field, "soft")
            sheet.icon("search", px(22), y + px(8), 14, p.muted)
            sheet.text(
                self.words + "|" if self.words else text("desktop.cables.search"),
                px(43),
                y + px(7),
                Sizes.BODY,
                p.text if self.words else p.faint,
                width=self.field.w - px(60),
            )
            sheet.widget("cables.field", self.field, lambda: None, "", "search", focusable=False, quiet=True)
            y += px(38)
        return y

    def toggle(self) -> None:
        self.open_search = not self.open_search
        if not self.open_search:
            self.words = ""
        self.scroll = 0.0

    def type(self, words: str) -> None:
        """Letters for the search."""
        self.words = (self.words + words)[:60]
        self.scroll = 0.0

    def rub(self) -> None:
        self.words = self.words[:-1]

    def _item(self, one: dict[str, Any]) -> pygame.Surface:
        chosen, full = one["id"] == self.play.chosen, one["id"] in self.unfolded
        turn = self.play.picture["turn"]
        key = ("cable", one["id"], one["headline"], self.rect.w, chosen, full, turn)
        return self.app.brush.kept(key, lambda: self._drawn(one, chosen, full))

    def _drawn(self, one: dict[str, Any], chosen: bool, full: bool) -> pygame.Surface:
        brush = self.app.brush
        px, letters, p = brush.px, brush.letters, brush.theme.palette
        w = self.rect.w
        left, right = px(44), w - px(18)
        tag = picture.tag(one)
        tone = brush.theme.tone(FAMILY_TONES.get(tag, "soft"))
        head = letters.wrap(one["headline"], right - left, Sizes.BODY + 0.2, "regular", 0 if full else 3)
        most = 0 if full or one["turn"] == 0 else 3
        extra = letters.wrap(one["detail"], right - left, Sizes.META, "regular", most) if one["detail"] else []
        step, small = (Sizes.BODY + 0.2) * 1.4, Sizes.META * 1.42
        why = full and bool(one["verb"] and one["source"])
        h = px(10 + 17 + step * len(head) + small * len(extra) + (24 if why else 0) + 11)
        sheet = Sheet.blank(brush, w, h, p.panel)
        if chosen:
            sheet.card(Rect(px(6), px(1), w - px(14), h - px(2)), "picked")
        else:
            sheet.rule(left, h - 1, right - left)
        sheet.put(brush.tile(FAMILY_ICONS.get(tag, "info"), tone), px(11), px(10))
        name = text(f"desktop.tag.{tag}") if has(f"desktop.tag.{tag}") else tag.replace("_", " ")
        sheet.caps(name, left, px(10), tone)
        sheet.text(
            f"T{one['turn']}",
            right,
            px(9),
            Sizes.META,
            p.faint if one["turn"] < self.play.last_turn else p.muted,
            align="right",
        )
        if one["only_you"]:
            sheet.icon("lock", right - px(36), px(10), 11, p.covert)
        y = sheet.lines(head, left, px(26), Sizes.BODY + 0.2, p.text, lead=1.4)
        y = sheet.lines(extra, left, y + px(1), Sizes.META, p.muted)
        if why:
            sheet.icon("scale", left, y + px(5), 13, p.info)
            sheet.text(text("desktop.cables.why"), left + px(18), y + px(3), Sizes.META, p.info, "medium")
        return sheet.surface
