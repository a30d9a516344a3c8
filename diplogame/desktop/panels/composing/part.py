"""What the composer's parts have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplogame.desktop.screen import Panel

if TYPE_CHECKING:
    from diplogame.desktop.screens.composer import Composer


class Part(Panel):
    """A panel of the composer, which it reads and tells what is picked."""

    def __init__(self, screen: Composer) -> None:
        super().__init__(screen)
        self.composer = screen
