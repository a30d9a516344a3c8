"""Why did they do that? What spoke for and against, how likely it was, what else they might have done, what would have flipped it."""

from __future__ import annotations

from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.docket import meter
from diplogame.desktop.play import Play, odds
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import has, signed, text


class Why(Dialog):
    """Asks the desk for the reasons of one act; `others` can be stepped through."""

    id = "why"
    icon = "scale"
    wide, tall = 720, 600

    def __init__(
        self,
        cable: dict[str, Any],
        others: list[dict[str, Any]],
        play: Play,
        request: str = "why",
        seat: str | None = "own",
    ) -> None:
        super().__init__()
        self.cable, self.others, self.play = cable, others, play
        self.request = request
        self.seat = play.role if seat == "own" else seat
        self.reasons: dict[str, Any] | None = None
        self.problem = ""

    def enter(self) -> None:
        self._fetch()

    def _fetch(self) -> None:
        self.reasons, self.problem = None, ""
        wanted = self.cable["id"]

        def done(value: dict[str, Any]) -> None:
            if self.cable["id"] == wanted:
                self.reasons = value
                self.again()

        def failed(kind: str, words: str) -> None:
            self.problem = words.splitlines()[0] if kind == "refused" else text("desktop.error.broken")
            self.again()

        self.app.ask(self.request, done, failed=failed, role=self.seat, event=wanted)
        self.again()

    def heading(self) -> str:
        return text("desktop.why.title", name=self._name())

    def _name(self) -> str:
        role = str(self.cable["source"] or "")
        return text(f"desktop.the.{role}") if has(f"desktop.the.{role}") else self.play.name(role)

    def lead(self) -> str:
        return f"T{self.cable['turn']} · {self.cable['headline']}"

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        y: float = area.y
        if self.problem:
            return sheet.para(self.problem, area.x, y, area.w, Sizes.BODY + 0.4, p.warn) + self.card.scroll
        why = self.reasons
        if why is None:
            sheet.text(text("desktop.why.asking"), area.x, y, Sizes.BODY, p.muted)
            return y + px(20)
        y = sheet.para(why["text"], area.x, y, area.w, Sizes.BODY + 0.6, p.text) + px(10)
        if why.get("chance") is not None:
            chance = float(why["chance"])
            sheet.text(text("desktop.why.chance"), area.x, y, Sizes.BODY, p.muted)
            sheet.put(meter(sheet, px(220), px(7), chance, p.info), area.x + px(190), y + px(6))
            sheet.text(odds(chance), area.x + px(424), y, Sizes.BODY, p.info, "semibold")
            y += px(30)
        reach = (
            max([abs(float(one["value"])) for one in [*why.get("for", []), *why.get("against", [])]] or [1.0]) or 1.0
        )
        half = (area.w - px(24)) // 2
        below = y
        for k, (name, tone, rows) in enumerate(
            (("for", "good", why.get("for", [])), ("against", "bad", why.get("against", [])))
        ):
            x, at = area.x + k * (half + px(24)), y
            sheet.caps(text(f"desktop.why.{name}"), x, at, sheet.brush.theme.tone(tone))
            at += px(22)
            for one in rows[:6]:
                value = float(one["value"])
                sheet.text(one["label"], x, at, Sizes.BODY, p.text, width=half - px(56))
                sheet.text(
                    signed(value, 1), x + half, at, Sizes.BODY, sheet.brush.theme.tone(tone), "semibold", align="right"
                )
                sheet.put(meter(sheet, half, px(4), abs(value) / reach, sheet.brush.theme.tone(tone)), x, at + px(19))
                at += px(31)
            if not rows:
                sheet.text(text("desktop.why.none"), x, at, Sizes.BODY, p.muted)
                at += px(24)
            below = max(below, at)
        y = below + px(6)
        if why.get("alternatives"):
            sheet.caps(text("desktop.why.alternatives"), area.x, y)
            y += px(22)
            for one in why["alternatives"][:4]:
                sheet.text(one["title"], area.x, y, Sizes.BODY, p.soft, width=area.w - px(80))
                if one.get("chance") is not None:
                    sheet.text(odds(float(one["chance"])), area.right, y, Sizes.BODY, p.muted, align="right")
                y += px(23)
            y += px(6)
        if why.get("flip"):
            lines = sheet.brush.letters.wrap(why["flip"], area.w - px(58), Sizes.BODY)
            h = px(22) + round(len(lines) * px(Sizes.BODY * 1.42))
            sheet.put(
                sheet.brush.pill(area.w, h, mix(p.panel, p.info, 0.14), mix(p.panel, p.info, 0.4), px(9)), area.x, y
            )
            sheet.icon("git-fork", area.x + px(14), y + px(12), 16, p.info)
            sheet.lines(lines, area.x + px(42), y + px(10), Sizes.BODY, p.text)
            y += h + px(8)
        return y + self.card.scroll

    def _step(self, step: int) -> None:
        ids = [one["id"] for one in self.others]
        at = ids.index(self.cable["id"]) if self.cable["id"] in ids else 0
        self.cable = self.others[(at + step) % len(self.others)]
        self.card.scroll = 0.0
        self._fetch()

    def buttons(self) -> list[Button]:
        several = len(self.others) > 1
        return [
            ("why.previous", text("desktop.why.previous"), lambda: self._step(-1), "button", "chevron-left", several),
            ("why.next", text("desktop.why.next"), lambda: self._step(1), "button", "chevron-right", several),
            ("dialog.ok", text("desktop.ok"), self.close, "action", None, True),
        ]
