"""What is asked of this seat, one question at a time: the choices and what hangs on each."""

from __future__ import annotations

from functools import partial
from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.asks import ICONS
from diplogame.desktop.panels.council import code, counted, verdict, vote_of
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes, mix
from diplogame.desktop.transitions import Pop, Transition
from diplogame.desktop.words import words_of
from diplogame.texts import text

TONES = {"yes": "good", "no": "bad", "abstain": "warn", "counter": "info"}


class Answer(Dialog):
    """Choosing moves to the next open question; the last one closes the page."""

    id = "answer"
    wide, tall = 680, 500

    def __init__(self, play: Play, ask: dict[str, Any]) -> None:
        super().__init__()
        self.play, self.ask = play, ask

    @property
    def icon(self) -> str:  # type: ignore[override]
        return ICONS.get(self.ask["kind"], "mail")

    def heading(self) -> str:
        at = self.play.asked.index(self.ask) + 1
        return text("desktop.answer.heading", kind=words_of("ask", self.ask["kind"]), n=at, of=len(self.play.asked))

    def lead(self) -> str:
        return str(self.ask["text"])

    def key(self) -> Any:
        return (self.edition, self.ask["id"], tuple(self.play.answers.items()))

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        y: float = area.y + px(4)
        if self.ask["from"]:
            sheet.put(sheet.brush.shape(self.ask["from"], 13), area.x, y + px(3))
            owed = "promised" if self.ask["kind"] == "promise" else "from"
            sheet.text(
                text(f"desktop.answer.{owed}", name=self.play.name(self.ask["from"])),
                area.x + px(20),
                y,
                Sizes.BODY,
                p.muted,
            )
            y += px(28)
        if self.ask["kind"] == "vote":
            y = self._members(sheet, area, y)
        given = self.play.answers.get(self.ask["id"])
        letters = sheet.brush.letters
        for choice in self.ask["choices"]:
            lines = (
                letters.wrap(str(choice["stakes"] or ""), area.w - px(246), Sizes.BODY, most=4)
                if choice["stakes"]
                else []
            )
            standing = choice["value"] == self.ask["default"]
            h = max(px(56 if standing else 52), px(24) + round(len(lines) * px(Sizes.BODY * 1.42)))
            card = Rect(area.x, round(y), area.w, h)
            picked = given == choice["value"]
            sheet.card(card, "picked" if picked else "button")
            colour = sheet.brush.theme.tone(TONES.get(choice["value"], "info"))
            icon = {"yes": "check", "no": "x", "abstain": "minus", "counter": "refresh-cw"}.get(
                choice["value"], "circle-dot"
            )
            sheet.put(sheet.brush.tile(icon, colour, 28), card.x + px(12), y + (h - px(28)) / 2)
            sheet.text(
                choice["label"],
                card.x + px(52),
                y + (h - letters.height(Sizes.TITLE)) / 2 - (px(8) if standing else 0),
                Sizes.TITLE,
                p.text,
                "semibold",
                width=px(168),
            )
            sheet.lines(lines, card.x + px(226), y + (h - len(lines) * px(Sizes.BODY * 1.42)) / 2, Sizes.BODY, p.soft)
            if standing:
                sheet.text(text("desktop.answer.default"), card.x + px(52), y + h / 2 + px(3), Sizes.META, p.muted)
            sheet.widget(
                f"answer.{choice['value']}",
                card,
                partial(self.choose, choice["value"]),
                "",
                choice["label"],
                radius=px(9),
            )
            y += h + px(9)
        return y + self.card.scroll

    def _members(self, sheet: Sheet, area: Rect, y: float) -> float:
        px, p, council = sheet.px, sheet.p, self.play.picture["council"]
        x: float = area.x
        size = px(26)
        for member in council["members"]:
            tone, sign = vote_of(member, council["last"] if not council["draft"] else None)
            colour = sheet.brush.theme.tone(tone)
            sheet.put(
                sheet.brush.pill(
                    size, size, mix(p.panel, colour, 0.45 if member["permanent"] else 0.28), mix(p.panel, colour, 0.7)
                ),
                x,
                y,
            )
            sheet.text(code(member), x + size / 2, y + px(6.5), 9.2, p.text, "semibold", align="centre")
            sheet.text(sign, x + size / 2, y + size, 9.6, colour, "bold", align="centre")
            tip = text(
                "desktop.tip.member",
                name=member["name"],
                seat="",
                yes=f"{member['p_yes']:.0%}",
                no=f"{member['p_no']:.0%}",
            )
            sheet.widget(
                f"answer.member.{member['id']}", Rect(round(x), round(y), size, size), None, tip, member["name"]
            )
            x += size + px(4)
        words = text("desktop.council.count", yes=counted(council)[0])
        wide = sheet.text(words, area.x, y + size + px(15), Sizes.BODY, p.soft)
        words, tone = verdict(council)
        sheet.text(words, area.x + wide + px(6), y + size + px(15), Sizes.BODY, sheet.brush.theme.tone(tone), "medium")
        return y + size + px(42)

    def choose(self, value: str) -> Transition | None:
        self.play.answer(self.ask["id"], value)
        self.app.sounds.play("council" if self.ask["kind"] == "vote" else "order")
        if not self.play.open_asks:
            return Pop()
        self.ask = self.play.open_asks[0]
        self.card.scroll = 0.0
        self.again()
        return None

    def buttons(self) -> list[Button]:
        return [("answer.later", text("desktop.answer.later"), self.close, "button", None, True)]
