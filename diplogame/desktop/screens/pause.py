"""The menu of a running game, and saving under a name."""

from __future__ import annotations

from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.flow import Flow
from diplogame.desktop.formpage import Form
from diplogame.desktop.gui import Gui
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.theme import Sizes
from diplogame.desktop.transitions import Pop, Push, Quit, Reset, Transition
from diplogame.texts import text


class Pause(Dialog):
    """Everything that leaves the desk."""

    id = "pause"
    icon = "pause"
    wide, tall = 420, 560

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.flow = flow

    def rows(self) -> list[tuple[str, str, Any]]:
        if self.flow.live is not None:  # saves, replays and the title belong to games of one's own
            return [
                ("resume", "play", self.close), ("brief", "book-open", self._brief), ("letters", "mail", self._letters), ("settings", "settings", self._settings),
                ("help", "circle-help", self._help), ("quit", "power", Quit),
            ]  # fmt: skip
        return [
            ("resume", "play", self.close), ("brief", "book-open", self._brief), ("save", "save", lambda: Push(SaveAs())), ("load", "folder-open", self._load), ("replay", "history", self._replay),
            ("settings", "settings", self._settings), ("help", "circle-help", self._help), ("leave", "log-out", self._title), ("quit", "power", Quit),
        ]  # fmt: skip

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        y: float = area.y
        for id, icon, act in self.rows():
            row = Rect(area.x, round(y), area.w, px(40))
            sheet.card(row, "picked" if id == "resume" else "button")
            sheet.icon(icon, row.x + px(14), row.y + px(12), 16, p.soft)
            sheet.text(text(f"desktop.pause.{id}"), row.x + px(42), row.y + px(10.5), Sizes.TITLE, p.text, "medium")
            sheet.widget(f"pause.{id}", row, act, "", text(f"desktop.pause.{id}"), radius=px(9))
            y += px(46)
        status = self.flow.status
        if self.flow.live is not None:
            return y + self.card.scroll
        code = status.get("code") or ""
        sheet.text(
            text("desktop.pause.note", seed=status["seed"], level=text(f"desktop.level.{status['level']}"))
            + (f"  ·  {code}" if code else ""),
            area.x,
            y + px(6),
            Sizes.META,
            p.muted,
            width=area.w,
        )
        return y + px(28) + self.card.scroll

    def back(self, result: Any) -> Transition | None:
        return None

    def _brief(self) -> Transition:
        return Push(Brief(self.flow))

    def _letters(self) -> Transition:
        from diplogame.desktop.screens.letters import Letters

        return Push(Letters(self.flow))

    def _load(self) -> Transition:
        from diplogame.desktop.screens.load import Load

        return Push(Load())

    def _replay(self) -> Transition:
        from diplogame.desktop.screens.replay import Replay

        return Push(Replay(None, self.flow.role))

    def _settings(self) -> Transition:
        from diplogame.desktop.screens.settings import SettingsPage

        return Push(SettingsPage())

    def _help(self) -> Transition:
        from diplogame.desktop.screens.help import Help

        return Push(Help())

    def _title(self) -> Transition:
        from diplogame.desktop.screens.title import Title

        return Reset(Title())


class SaveAs(Form):
    """A save under a name; without one, the game's own file."""

    id = "saveas"
    icon = "save"
    wide, tall = 520, 230

    def fields(self, gui: Gui) -> None:
        px, frame = self.app.px, self.card.rect
        gui.entry(
            "save.name",
            Rect(frame.x + px(38), frame.y + px(112), frame.w - px(76), px(36)),
            "",
            text("desktop.saveas.hint"),
            None,
            60,
        )
        gui.focus("save.name")

    def lead(self) -> str:
        return text("desktop.saveas.words")

    def _save(self) -> None:
        self.app.ask("save", self._saved, label=self.value("save.name"))

    def _saved(self, saved: dict[str, Any]) -> Transition:
        self.app.say(text("desktop.saved", file=saved["file"]))
        return Pop()

    def buttons(self) -> list[Button]:
        return [
            ("save.cancel", text("desktop.cancel"), self.close, "button", None, True),
            ("save.go", text("desktop.command.save"), self._save, "action", "save", True),
        ]


class Brief(Dialog):
    """The role's brief, to read again."""

    id = "brief"
    icon = "book-open"
    wide, tall = 680, 560

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.flow = flow

    def heading(self) -> str:
        role = self._role()
        return str(role["name"]) if role else ""

    def _role(self) -> dict[str, Any] | None:
        return next((one for one in self.flow.status["roles"] if one["role"] == self.flow.role), None)

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, role = sheet.px, sheet.p, self._role()
        y: float = area.y
        if role is None:
            return y
        y = sheet.para(str(self.flow.status.get("briefing", "")), area.x, y, area.w, Sizes.BODY, p.muted) + px(12)
        for part in ("who", "want", "can", "fear", "opening", "temptation", "regret"):
            sheet.text(text(f"desktop.brief.{part}"), area.x, y, Sizes.BODY, p.muted, "medium", width=px(120))
            y = sheet.para(role["brief"][part], area.x + px(128), y, area.w - px(132), Sizes.BODY + 0.4, p.text) + px(8)
        return y + self.card.scroll

    def buttons(self) -> list[Button]:
        return [("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]
