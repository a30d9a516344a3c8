"""The page behind the council's panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.council import counted, verdict, vote_of
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes, mix
from diplogame.desktop.transitions import Pop
from diplogame.texts import text


class CouncilPage(Dialog):
    """Fifteen members on a scale from no to yes, the draft, the last vote; from here to a draft or to lobbying."""

    id = "council"
    icon = "gavel"
    wide, tall = 760, 640

    def __init__(self, play: Play, compose: Callable[[str], Any]) -> None:
        super().__init__()
        self.play, self.compose = play, compose

    def lead(self) -> str:
        draft = self.play.picture["council"]["draft"]
        if not draft:
            return text("desktop.council.no_draft")
        return text(
            "desktop.council.draft",
            words=draft["text"],
        )

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, council = sheet.px, sheet.p, self.play.picture["council"]
        y: float = area.y
        if council["draft"]:
            wide = sheet.text(text("desktop.council.count", yes=counted(council)[0]), area.x, y, Sizes.BODY, p.soft)
            words, tone = verdict(council)
            sheet.text(words, area.x + wide + px(6), y, Sizes.BODY, sheet.brush.theme.tone(tone), "medium")
            y += px(26)
        last = council["last"]
        for heading, permanent in (("permanent_title", True), ("elected_title", False)):
            sheet.caps(text(f"desktop.council.{heading}"), area.x, y)
            y += px(22)
            for member in [m for m in council["members"] if m["permanent"] is permanent]:
                tone, sign = vote_of(member, None if council["draft"] else last)
                colour = sheet.brush.theme.tone(tone) if council["draft"] or last else p.faint
                sheet.text(sign, area.x + px(6), y, Sizes.BODY, colour, "bold", align="centre")
                sheet.text(member["name"], area.x + px(18), y, Sizes.BODY, p.text, width=px(140))
                if council["draft"]:
                    box = Rect(area.x + px(165), round(y + px(4)), area.w - px(400 if last else 290), px(10))
                    self._odds(sheet, box, member)
                    sheet.text(
                        text("desktop.council.odds", yes=f"{member['p_yes']:.0%}", no=f"{member['p_no']:.0%}"),
                        area.right - px(226 if last else 116),
                        y + px(1),
                        Sizes.META,
                        p.muted,
                    )
                if last:
                    said = last["votes"].get(member["id"])
                    if said and council["draft"]:
                        words = text("desktop.council.said", vote=text(f"desktop.vote.{said}"))
                        sheet.text(words, area.right, y + px(1), Sizes.META, p.muted, align="right", width=px(100))
                    elif said:
                        words = text(f"desktop.council.voted.{said}")
                        sheet.text(words, area.x + px(165), y, Sizes.BODY, colour)
                y += px(24)
            y += px(8)
        return y + self.card.scroll

    def _odds(self, sheet: Sheet, box: Rect, member: dict[str, Any]) -> None:
        p = sheet.p
        yes, no = box.w * member["p_yes"], box.w * member["p_no"]
        body = svg.box(0, 0, box.w, box.h, 4, mix(p.panel, "#ffffff", 0.09))
        if yes > 1:
            body += svg.box(0, 0, yes, box.h, 4, mix(p.panel, p.good, 0.75))
        if no > 1:
            body += svg.box(box.w - no, 0, no, box.h, 4, mix(p.panel, p.bad, 0.75))
        sheet.put(sheet.brush.svg(svg.svg(box.w, box.h, body)), box.x, box.y)

    def buttons(self) -> list[Button]:
        can = {order["verb"] for order in self.play.legal if not order["greyed"]}
        out: list[Button] = []
        for verb in ("lobby", "table_draft"):
            if any(order["verb"] == verb for order in self.play.legal):
                out.append(
                    (
                        f"council.{verb}",
                        text(f"desktop.council.{verb}"),
                        lambda verb=verb: Pop(("compose", verb)),
                        "button",
                        None,
                        verb in can,
                    )
                )
        return [*out, ("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]
