"""A dialog with pygame_gui's fields on it: places them, feeds them, and walks over them with the Tab key."""

from __future__ import annotations

from typing import Any

import pygame

from diplogame.desktop.dialog import Dialog
from diplogame.desktop.gui import Gui
from diplogame.desktop.paint import Widget
from diplogame.desktop.transitions import Transition
from diplogame.desktop.window import Input


class Form(Dialog):
    """Subclasses make their fields in `fields()`; it is called anew whenever the layout changes."""

    gui: Gui | None = None

    def layout(self, w: int, h: int) -> None:
        super().layout(w, h)
        if self.gui is not None:
            self.gui.close()
        self.gui = Gui(self.app.brush, (w, h))
        self.fields(self.gui)
        self.again()

    def fields(self, gui: Gui) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        if self.gui is not None:
            self.gui.close()
            self.gui = None
        self.app.window.repeat()

    def update(self, seconds: float) -> Transition | None:
        if self.gui:
            self.gui.update(seconds)
        return None

    def draw(self, surface: pygame.Surface) -> None:
        super().draw(surface)
        if self.gui:
            self.gui.draw(surface)

    def widgets(self) -> list[Widget]:
        return [*super().widgets(), *(self.gui.widgets() if self.gui else [])]

    def takes_text(self) -> bool:
        return bool(self.gui and self.gui.focused)

    def walk(self, step: int) -> None:
        super().walk(step)
        if self.gui:
            self.gui.focus(self.focus if self.focus in self.gui.fields else None)

    def press(self, widget: Widget) -> Transition | None:
        # A drop-down is opened by pygame_gui itself when the mouse pressed it; the keyboard steps through it.
        if self.gui and widget.id in self.gui.fields and self.gui.manager and not self.app.keyboard:
            return None
        return super().press(widget)

    def handle(self, one: Input) -> Transition | None:
        gui = self.gui
        if gui is None:
            return super().handle(one)
        if one.kind == "key" and one.key == "return" and gui.focused is not None and gui.window is None:
            return self.confirm()
        used = gui.handle(one)
        if gui.window is not None:
            if one.kind == "key" and one.key == "escape":
                gui.window.kill()
                gui.window = None
            return None
        if used and one.kind in ("down", "up", "key", "text", "wheel"):
            return None
        if (
            one.kind == "key"
            and gui.focused is not None
            and (len(one.key) == 1 or one.key in ("space", "backspace", "left", "right", "home", "delete"))
        ):
            return None
        if (
            one.kind == "key"
            and self.focus in gui.fields
            and one.key in ("left", "right")
            and gui.fields[self.focus].kind != "entry"
        ):
            gui.step(self.focus, 1 if one.key == "right" else -1)
            return None
        return super().handle(one)

    def value(self, id: str) -> Any:
        field = self.gui.fields.get(id) if self.gui else None
        if field is None:
            return ""
        return field.element.get_text() if field.kind == "entry" and field.element is not None else field.value
