"""The first page: it is there before anything heavy is loaded."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pygame

from diplogame import __version__
from diplogame.desktop.flow import start
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes
from diplogame.desktop.transitions import Push, Quit, Transition
from diplogame.texts import text


class Menu(Panel):
    """Title and choices."""

    id = "menu"
    fill = None

    def __init__(self, screen: Title) -> None:
        super().__init__(screen)
        self.title = screen

    def key(self) -> Hashable:
        return (self.title.can_continue, self.title.busy)

    def paint(self, sheet: Sheet) -> None:
        px, p = sheet.px, sheet.p
        x, y = px(4), px(6)
        sheet.text(text("desktop.name"), x, y, Sizes.HERO, p.text, "bold", -0.6)
        y += px(58)
        y = round(sheet.para(text("desktop.title.tagline"), x, y, sheet.w - px(20), Sizes.VALUE, p.soft)) + px(24)
        for id, icon, act, enabled in self.title.choices():
            area = Rect(x, y, px(320), px(44))
            first = id == ("continue" if self.title.can_continue else "new")
            sheet.card(area, "action" if first and enabled else "button" if enabled else "soft")
            colour = p.on_action if first and enabled else p.text if enabled else p.faint
            sheet.icon(icon, area.x + px(16), area.y + px(13), 18, colour)
            label = text(f"desktop.title.{id}")
            sheet.text(label, area.x + px(46), area.y + px(12), Sizes.VALUE, colour, "semibold" if first else "medium")
            if id == "continue" and self.title.note:
                sheet.text(
                    self.title.note,
                    area.right - px(14),
                    area.y + px(14),
                    Sizes.META,
                    colour,
                    align="right",
                    width=px(150),
                )
            sheet.widget(f"title.{id}", area, act, text(f"desktop.tip.title_{id}"), label, enabled, radius=px(9))
            y += px(52)
        sheet.text(text("desktop.title.foot", version=__version__), x, sheet.h - px(22), Sizes.META, p.muted)


class Title(Screen):
    """Continue, new game, tutorial, load, replay, settings, credits, quit."""

    id = "title"

    def __init__(self) -> None:
        super().__init__()
        self.can_continue = False
        self.note = ""
        self.busy = False
        self.latest: dict[str, Any] | None = None
        self.menu = Menu(self)
        self.panels = [self.menu]
        self._time = 0.0

    def enter(self) -> None:
        self._look()

    def back(self, result: Any) -> Transition | None:
        self._look()
        return None

    def _look(self) -> None:
        """Ask for what lies on the shelf; this also starts the worker behind the title."""

        def done(shelf: list[dict[str, Any]]) -> None:
            whole = [one for one in shelf if not one["error"] and not one.get("over")]
            self.latest = whole[0] if whole else None
            self.can_continue = bool(whole)
            self.note = text("desktop.title.continue_note", turn=whole[0]["turn"]) if whole else ""

        self.app.ask("shelf", done)
        if self.app.catalogue is None:
            self.app.ask("catalogue", self._known)

    def _known(self, catalogue: dict[str, Any]) -> None:
        self.app.catalogue = catalogue

    def choices(self) -> list[tuple[str, str, Any, bool]]:
        return [
            ("continue", "play", self._continue, self.can_continue),
            ("new", "plus", self._new, True),
            ("tutorial", "graduation-cap", self._tutorial, True),
            ("load", "folder-open", self._load, True),
            ("settings", "settings", self._settings, True),
            ("credits", "scroll-text", self._credits, True),
            ("quit", "log-out", Quit, True),
        ]

    def _continue(self) -> None:
        if self.latest and not self.busy:
            self.busy = True
            self.app.ask("load", self._go, failed=self._failed, path=self.latest["path"])

    def _tutorial(self) -> None:
        if not self.busy:
            self.busy = True
            self.app.ask(
                "new", self._go, failed=self._failed, scenario="tutorial", people=["russia"], seed=None, level="normal"
            )

    def _go(self, status: dict[str, Any]) -> Transition | None:
        self.busy = False
        return start(self.app, status)

    def _failed(self, kind: str, words: str) -> None:
        self.busy = False
        self.app.complain(kind, words)

    def _new(self) -> Transition:
        from diplogame.desktop.screens.newgame import NewGame

        return Push(NewGame())

    def _load(self) -> Transition:
        from diplogame.desktop.screens.load import Load

        return Push(Load())

    def _settings(self) -> Transition:
        from diplogame.desktop.screens.settings import SettingsPage

        return Push(SettingsPage())

    def _credits(self) -> Transition:
        from diplogame.desktop.screens.help import Credits

        return Push(Credits())

    def layout(self, w: int, h: int) -> None:
        px = self.app.px
        tall = min(px(600), h - px(30))
        self.menu.rect = Rect(px(64), (h - tall) // 2, px(470), tall)

    def update(self, seconds: float) -> Transition | None:
        self._time += 0 if self.app.settings.calm else seconds
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """The theatre drifts by slowly behind the menu."""
        self.app.backdrop.draw(surface, self._time, open_=True)
        self.draw_panels(surface)
        self.draw_marks(surface)

    def command(self, name: str) -> Transition | None:
        if name == "settings":
            return self._settings()
        if name == "help":
            from diplogame.desktop.screens.help import Help

            return Push(Help())
        return None
