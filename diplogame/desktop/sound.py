"""Sounds: loaded behind the title screen, silent where there is no device, off when the settings say so."""

from __future__ import annotations

import threading
from typing import Any

from diplogame.desktop.settings import Settings
from diplogame.errors import DiplogameError
from diplogame.resources import folder

FAMILIES = {
    "force": "strike", "strikes": "strike", "talks": "talks", "answers": "talks", "statements": "call", "council": "council", "shipping": "shipping", "oil": "market",
    "arms": "flight", "aid": "flight", "covert": "flight", "postures": "call",
}  # fmt: skip


class Sounds:
    """Plays by name. Never raises: a machine without sound plays the game in silence."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.played: list[str] = []
        """The last few names, for tests."""
        self._clips: dict[str, Any] = {}

    def load(self) -> None:
        """Open the mixer and read the clips in a thread."""
        threading.Thread(target=self._load, daemon=True, name="sounds").start()

    def _load(self) -> None:
        import pygame

        try:
            pygame.mixer.init(22_050, -16, 2, 512)
            self._clips = {
                path.stem: pygame.mixer.Sound(str(path))
                for path in sorted(folder("assets").joinpath("sounds").glob("*.wav"))
            }
        except (pygame.error, OSError, DiplogameError):
            self._clips = {}

    def play(self, name: str) -> None:
        self.played = [*self.played[-19:], name]
        clip = self._clips.get(name)
        if clip is not None and self.settings.sound and self.settings.volume:
            clip.set_volume(self.settings.volume / 100)
            clip.play()

    def family(self, family: str) -> None:
        self.play(FAMILIES.get(family, "click"))
