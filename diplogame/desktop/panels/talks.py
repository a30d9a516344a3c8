"""The talks in one line above the map, and the map's legend."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import text

LEGEND = (("strike", "bad", ""), ("call", "good", "1 5"), ("shipping", "warn", "8 3"), ("covert", "covert", "6 4"))


class Talks(Panel):
    """A pill; pressed, it opens the talks' page."""

    id = "talks"
    fill = None

    def __init__(self, screen: Screen, play: Play, open_: Any) -> None:
        super().__init__(screen)
        self.play, self.open = play, open_

    def words(self) -> str:
        talks = self.play.picture["talks"]
        state = text(f"desktop.talks.state.{talks['state']}")
        if talks["state"] == "offered" and talks.get("offers"):
            hosts = ", ".join(self.play.short(one["host"]) for one in talks["offers"])
            return text("desktop.talks.offered_by", state=state, host=hosts)
        if talks["state"] in ("offered", "convened") and talks["host"]:
            return text("desktop.talks.pill", state=state, host=self.play.short(talks["host"]), n=len(talks["seats"]))
        if talks["state"] == "truce":
            return text("desktop.talks.truce", n=talks["truce_turns"])
        if talks["cooling"]:
            return text("desktop.talks.cooling", n=talks["cooling"])
        return state

    def wide(self) -> int:
        return self.app.brush.letters.width(self.words(), Sizes.BODY, "semibold") + self.app.px(58)

    def key(self) -> Hashable:
        return id(self.play.picture)

    def paint(self, sheet: Sheet) -> None:
        px, p = sheet.px, sheet.p
        shadow = px(5)
        body = Rect(shadow, shadow, sheet.w - 2 * shadow, sheet.h - 2 * shadow)
        state = self.play.picture["talks"]["state"]
        tone = {"none": p.muted, "failed": p.bad, "truce": p.info}.get(state, p.good)
        sheet.put(sheet.brush.pill(body.w, body.h, mix(p.panel, tone, 0.28), mix(p.panel, tone, 0.7)), body.x, body.y)
        sheet.icon("handshake", body.x + px(13), body.y + (body.h - px(16)) / 2, 16, mix(tone, "#ffffff", 0.35))
        sheet.text(
            self.words(),
            body.x + px(36),
            body.y + (body.h - sheet.brush.letters.height(Sizes.BODY)) / 2,
            Sizes.BODY,
            mix(tone, "#ffffff", 0.7),
            "semibold",
        )
        sheet.widget(
            "talks.open", body, self.open, text("desktop.tip.talks"), text("desktop.talks.title"), radius=body.h // 2
        )


class Legend(Panel):
    """What lines and rings mean: by dash as well as by colour."""

    id = "legend"
    fill = None

    def __init__(self, screen: Screen, play: Play) -> None:
        super().__init__(screen)
        self.play = play

    def key(self) -> Hashable:
        return None

    def wide(self) -> int:
        letters = self.app.brush.letters
        return sum(letters.width(text(f"desktop.legend.{name}"), Sizes.META) for name, _, _ in LEGEND) + self.app.px(
            30 * len(LEGEND) + 12 * len(LEGEND) + 26
        )

    def paint(self, sheet: Sheet) -> None:
        px, p, brush = sheet.px, sheet.p, sheet.brush
        shadow = px(6)
        body = Rect(shadow, shadow, sheet.w - 2 * shadow, sheet.h - 2 * shadow)
        sheet.card(body, "float", shadow)
        x, y = body.x + px(13), body.y + px(8)
        for name, tone, dash in LEGEND:
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            sheet.put(
                brush.svg(
                    svg.svg(
                        px(22),
                        px(10),
                        f'<path d="M2,{px(5)}H{px(20)}" stroke="{brush.theme.tone(tone)}" stroke-width="2" stroke-linecap="round"{dashed}/>',
                    )
                ),
                x,
                y + px(4),
            )
            x += px(27) + sheet.text(text(f"desktop.legend.{name}"), x + px(27), y, Sizes.META, p.soft) + px(14)
        x, y = body.x + px(13), y + px(21)
        sheet.put(brush.svg(svg.ring(px(15), 0.7, p.good, p.back, 3, 0.55, 0.85)), x, y + px(1))
        sheet.text(text("desktop.legend.ring"), x + px(27), y, Sizes.META, p.soft, width=body.w - px(50))
