"""Plays the game headless: the null window, the inline desk, inputs by widget id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diplogame.desktop.app import App
from diplogame.desktop.desk import Desk
from diplogame.desktop.screens.title import Title
from diplogame.desktop.settings import Settings
from diplogame.desktop.window import Input, NullWindow
from diplogame.desktop.work import Inline


class Driver:
    def __init__(
        self, engine: Any, folder: Path, size: tuple[int, int] = (1440, 900), settings: Settings | None = None
    ) -> None:
        self.window = NullWindow(size)
        self.desk = Desk(engine, folder)
        self.app = App(self.window, Inline(self.desk), settings or Settings())
        self.app.start(Title())
        self.frames(3)

    @property
    def screen(self) -> Any:
        return self.app.top

    def frames(self, n: int = 1) -> None:
        for _ in range(n):
            if self.app.running and self.app.stack:
                self.app.frame(1 / 60)

    def feed(self, *inputs: Input) -> None:
        self.window.feed(inputs)
        self.frames(1)

    def click(self, id: str, frames: int = 3) -> None:
        widget = self.screen.find(id)
        assert widget is not None, f"{id} is not on {self.screen.id}: {[w.id for w in self.screen.widgets()]}"
        at = widget.rect.center
        self.feed(Input("motion", at), Input("down", at, 1), Input("up", at, 1))
        self.frames(frames)

    def key(self, name: str, frames: int = 3) -> None:
        self.feed(Input("key", key=name))
        self.frames(frames)

    def type(self, words: str) -> None:
        for letter in words:
            self.feed(Input("key", key=letter.lower()), Input("text", text=letter))

    def shot(self, path: str) -> None:
        self.window.screenshot(path)
