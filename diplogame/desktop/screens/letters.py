"""Messages between seats, where the game goes on among several machines."""

from __future__ import annotations

from typing import Any

from diplogame.desktop.dialog import Button
from diplogame.desktop.flow import Flow
from diplogame.desktop.formpage import Form
from diplogame.desktop.gui import Gui
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.theme import Sizes
from diplogame.texts import text

SHOWN = 40
LONGEST = 600
"""Characters of one message, as the class server takes them."""


class Letters(Form):
    """What came and went, newest first, and a line to write."""

    id = "letters"
    icon = "mail"
    wide, tall = 760, 600

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.flow = flow
        self.found: list[dict[str, Any]] | None = None
        self.to = "team"
        self.words = ""

    def enter(self) -> None:
        self.app.ask("letters", self._came)

    def _came(self, found: list[dict[str, Any]]) -> None:
        self.found = found
        if self.flow.live is not None:
            self.flow.live.read = len(found)
        self.again()

    def _name(self, who: str) -> str:
        role = next((one for one in self.flow.status["roles"] if one["role"] == who), None)
        return str(role["name"]) if role else text(f"desktop.letters.to.{who}")

    def fields(self, gui: Gui) -> None:
        px, frame = self.app.px, self.card.rect
        others = [one["role"] for one in self.flow.status["roles"] if one["role"] != self.flow.role]
        options = [(who, self._name(who)) for who in ["team", *others, "all", "teacher"]]
        top = frame.y + px(78)
        gui.entry(
            "letters.text",
            Rect(frame.x + px(258), top, frame.w - px(296), px(36)),
            self.words,
            text("desktop.letters.hint"),
            self._typed,
            LONGEST,
        )
        gui.choice("letters.to", Rect(frame.x + px(38), top, px(210), px(36)), options, self.to, self._chosen)
        gui.focus("letters.text")

    def _typed(self, words: str) -> None:
        self.words = words

    def _chosen(self, who: str) -> None:
        self.to = who

    def key(self) -> Any:
        return (self.edition, None if self.found is None else len(self.found))

    def body(self, sheet: Sheet, area: Rect) -> None:
        """The newest that fit: the card keeps its size, because the fields stand on it."""
        px, p = sheet.px, sheet.p
        y: float = area.y + px(56)
        if self.found is None or not self.found:
            words = text("desktop.letters.reading" if self.found is None else "desktop.letters.none")
            sheet.text(words, area.x, y, Sizes.BODY, p.muted)
            return
        for one in reversed(self.found[-SHOWN:]):
            if y > area.bottom - px(36):
                return
            to = ", ".join(self._name(who) for who in one["to"])
            head = text("desktop.letters.head", sender=self._name(one["from"]), to=to, turn=one["turn"])
            sheet.text(head, area.x, y, Sizes.META, p.muted, "medium", width=area.w)
            y = sheet.para(one["text"], area.x, y + px(16), area.w, Sizes.BODY + 0.4, p.text) + px(12)

    def confirm(self) -> None:
        self._send()

    def _send(self) -> None:
        words = " ".join(str(self.value("letters.text")).split())
        if words:
            self.app.ask("say", self._sent, to=self.to, words=words)

    def _sent(self, found: list[dict[str, Any]]) -> None:
        self.words = ""
        if self.gui is not None:
            self.gui.set("letters.text", "")
        self._came(found)

    def buttons(self) -> list[Button]:
        return [
            ("letters.close", text("desktop.letters.close"), self.close, "button", None, True),
            ("letters.send", text("desktop.letters.send"), self._send, "action", "send", True),
        ]
