"""The composer's heading, with search and families."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.composing.part import Part
from diplogame.desktop.pictures import orders as picture
from diplogame.desktop.play import number
from diplogame.desktop.theme import Sizes, mix
from diplogame.desktop.words import words_of
from diplogame.texts import text


class Frame(Part):
    """Heading, search and families."""

    id = "frame"
    fill = None

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
