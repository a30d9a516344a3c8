"""The composer's list of verbs."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.composing.part import Part
from diplogame.desktop.play import number
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, Sizes
from diplogame.desktop.words import words_of
from diplogame.texts import text


class Verbs(Part):
    """The verbs, usable ones first; a greyed one says why."""

    id = "verbs"
    fill = "panel"

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
