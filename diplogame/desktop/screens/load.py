"""The shelf: every save, damaged ones with what is wrong with them in words; open as a game or as a replay."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

from diplogame.desktop.dialog import Button, Question
from diplogame.desktop.flow import start
from diplogame.desktop.formpage import Form
from diplogame.desktop.gui import Gui
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.settings import saves_folder
from diplogame.desktop.theme import Sizes
from diplogame.desktop.transitions import Push, Swap, Transition
from diplogame.texts import has, text


class Load(Form):
    """One row a save."""

    id = "load"
    icon = "folder-open"
    wide, tall = 860, 620

    def __init__(self) -> None:
        super().__init__()
        self.shelf: list[dict[str, Any]] | None = None
        self.busy = False
        self.chosen: dict[str, Any] | None = None

    def enter(self) -> None:
        self._fetch()

    def _fetch(self) -> None:
        self.app.ask("shelf", self._came)

    def _came(self, shelf: list[dict[str, Any]]) -> None:
        self.shelf = shelf
        if self.chosen is not None:
            self.chosen = next((one for one in shelf if one["path"] == self.chosen["path"]), None)
        self.again()

    def fields(self, gui: Gui) -> None:
        """None until a file is looked for."""

    def key(self) -> Any:
        return (self.edition, self.busy, self.chosen["path"] if self.chosen else None)

    def lead(self) -> str:
        folder, home = saves_folder(), Path.home()
        short = f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
        return text("desktop.load.lead", folder=short)

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        y: float = area.y
        if self.shelf is None:
            sheet.text(text("desktop.load.reading"), area.x, y, Sizes.BODY, p.muted)
        elif not self.shelf:
            sheet.text(text("desktop.load.empty"), area.x, y, Sizes.BODY, p.muted)
        for one in self.shelf or []:
            bad = _wrong(one)
            whole = sheet.brush.letters.wrap(bad, area.w - px(120), Sizes.META + 0.4) if bad else []
            lines = sheet.brush.letters.wrap(bad, area.w - px(120), Sizes.META + 0.4, most=2) if bad else []
            rest = _rest(one)
            h = px(52) if not bad else px(32) + (len(lines) + bool(rest)) * px(17)
            row = Rect(area.x, round(y), area.w - px(10), h)
            sheet.card(row, "picked" if self.chosen is one else "soft" if bad else "button")
            if bad:
                sheet.icon("triangle-alert", row.x + px(14), row.y + px(13), 18, p.warn)
                sheet.text(
                    one["file"], row.x + px(46), row.y + px(7), Sizes.BODY, p.muted, "medium", width=row.w - px(120)
                )
                low = sheet.lines(lines, row.x + px(46), row.y + px(26), Sizes.META + 0.4, p.warn)
                sheet.text(rest, row.x + px(46), low, Sizes.META + 0.4, p.soft, width=row.w - px(120))
            else:
                role = one["people"][0] if one["people"] else None
                sheet.put(sheet.brush.shape(role, 18), row.x + px(14), row.y + px(17))
                sheet.text(
                    one["title"],
                    row.x + px(46),
                    row.y + px(8),
                    Sizes.BODY + 0.8,
                    p.text,
                    "semibold",
                    width=row.w - px(330),
                )
                seats = ", ".join(name.replace("_", " ").title() for name in one["people"]) or text(
                    "desktop.load.nobody"
                )
                sheet.text(
                    text("desktop.load.about", seats=seats, seed=one["seed"], level=_level(one["level"])),
                    row.x + px(46),
                    row.y + px(28),
                    Sizes.META + 0.4,
                    p.muted,
                    width=row.w - px(330),
                )
                state = (
                    _ending(one["ending"])
                    if one.get("over")
                    else text("desktop.load.turn", turn=one["turn"], turns=one["turns"])
                )
                sheet.text(state, row.right - px(60), row.y + px(9), Sizes.BODY, p.soft, "medium", align="right")
            sheet.text(
                time.strftime("%Y-%m-%d %H:%M", time.localtime(one["time"])),
                row.right - px(60),
                row.y + (px(29) if not bad else px(8)),
                Sizes.META,
                p.faint,
                align="right",
            )
            sheet.widget(
                f"load.{one['file']}",
                Rect(row.x, row.y, row.w - px(46), row.h),
                partial(self._choose, one),
                bad if len(whole) > 2 else "",
                one["file"],
                radius=px(9),
            )
            sheet.icon("trash-2", row.right - px(33), row.y + h / 2 - px(8), 15, p.muted)
            sheet.widget(
                f"load.remove.{one['file']}",
                Rect(row.right - px(42), row.y + px(6), px(34), h - px(12)),
                partial(self._ask_remove, one),
                text("desktop.tip.remove"),
                "remove",
            )
            y += h + px(7)
        return y + self.card.scroll

    def _choose(self, one: dict[str, Any]) -> Transition | None:
        if self.chosen is one:
            self._salvage() if one["error"] else self._open()
            return None
        self.chosen = one
        return None

    def _open(self) -> None:
        if self.chosen and not self.busy and not self.chosen["error"]:
            self.busy = True
            self.app.ask("load", self._go, failed=self._failed, path=self.chosen["path"])

    def _salvage(self) -> None:
        """What stands whole of a damaged record becomes a save of its own and is opened."""
        if self.chosen and not self.busy and self._salvageable:
            self.busy = True
            self.app.ask("salvage", self._go, failed=self._failed, path=self.chosen["path"])

    @property
    def _salvageable(self) -> bool:
        return bool(self.chosen and self.chosen["error"] and self.chosen.get("stands") is not None)

    def _go(self, status: dict[str, Any]) -> Transition | None:
        self.busy = False
        return start(self.app, status)

    def _failed(self, kind: str, words: str) -> None:
        """Refused in words; the others stay where they are."""
        self.busy = False
        if self.chosen is not None and kind == "refused":
            tried = bool(self.chosen["error"])
            self.chosen.update(error=words, stands=None if tried else self._played(self.chosen))
        self.again()
        self.app.complain(kind, words)

    def _played(self, one: dict[str, Any]) -> int | None:
        return one.get("turn", 1) - (not one.get("over", False))

    def _replay(self) -> Transition | None:
        from diplogame.desktop.screens.replay import Replay

        return Swap(Replay(self.chosen["path"])) if self.chosen and not self.chosen["error"] else None

    def _ask_remove(self, one: dict[str, Any]) -> Transition:
        self.chosen = one
        return Push(
            Question(
                text("desktop.load.remove_title"),
                text("desktop.load.remove_words", file=one["file"]),
                [
                    ("question.no", text("desktop.cancel"), None, "button"),
                    ("question.yes", text("desktop.load.remove"), "remove", "danger"),
                ],
                "trash-2",
                "bad",
            )
        )

    def back(self, result: Any) -> Transition | None:
        if result == "remove" and self.chosen:
            self.app.ask("forget", lambda _: self._fetch(), path=self.chosen["path"])
            self.chosen = None
        return None

    def _files(self) -> None:
        if self.gui:
            self.gui.files(str(Path.home()), text("desktop.load.file"), self._picked)

    def _picked(self, path: str) -> None:
        self.chosen = {"path": path, "file": Path(path).name, "error": None}
        self.busy = True
        self.app.ask("load", self._go, failed=self._failed, path=path)

    def buttons(self) -> list[Button]:
        whole = bool(self.chosen and not self.chosen["error"]) and not self.busy
        last: Button = ("load.open", text("desktop.load.open"), self._open, "action", "play", whole)
        if self._salvageable:
            last = ("load.salvage", text("desktop.load.salvage"), self._salvage, "action", "wrench", not self.busy)
        return [
            ("load.file", text("desktop.load.other"), self._files, "button", "folder-open", not self.busy),
            ("load.back", text("desktop.back"), self.close, "button", None, True),
            ("load.replay", text("desktop.load.replay"), self._replay, "button", "history", whole),
            last,
        ]


def _wrong(one: dict[str, Any]) -> str:
    """What is wrong with a save, without its path before it."""
    return str(one["error"] or "").removeprefix(one["path"]).removeprefix(": ").removeprefix(", ")


def _rest(one: dict[str, Any]) -> str:
    """How much of a damaged save stands, in words; nothing for a whole one or for one that cannot be opened."""
    if not one["error"] or one.get("stands") is None:
        return ""
    return text("desktop.load.stands", n=one["stands"]) if one["stands"] else text("desktop.load.stands_none")


def _level(level: str) -> str:
    return text(f"desktop.level.{level}") if has(f"desktop.level.{level}") else level


def _ending(ending: str | None) -> str:
    return text(f"desktop.ending.{ending}") if ending and has(f"desktop.ending.{ending}") else str(ending or "")
