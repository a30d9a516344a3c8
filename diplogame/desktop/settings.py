"""What a person chose once and keeps: text size, palette, sound, keys. One JSON file in the platform's config folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from diplogame.desktop.theme import PALETTES

TEXT_SIZES = {"80": 0.8, "90": 0.9, "100": 1.0, "115": 1.15, "130": 1.3, "150": 1.5, "175": 1.75, "200": 2.0}

BINDINGS: dict[str, str] = {
    "end_turn": "ctrl+return",
    "quick_save": "f5",
    "quick_load": "f9",
    "save": "ctrl+s",
    "undo": "ctrl+z",
    "why": "w",
    "help": "f1",
    "menu": "escape",
    "compose": "a",
    "answers": "q",
    "report": "r",
    "ledger": "l",
    "council": "c",
    "talks": "t",
    "letters": "n",
    "search": "/",
    "fullscreen": "f11",
    "zoom_in": "=",
    "zoom_out": "-",
    "map_home": "home",
    "settings": "f2",
    "mute": "m",
}
"""Command -> key. Anything may be rebound but Tab, Return, Space and the arrows, which walk the screen."""
FIXED = {"tab", "shift+tab", "return", "space", "up", "down", "left", "right", "page up", "page down"}


@dataclass
class Settings:
    """All choices with their defaults; a field that a file does not hold, or holds wrongly, keeps its default."""

    text_size: str = "100"
    palette: str = "night"
    sound: bool = True
    volume: int = 60
    speed: str = "normal"
    """Of the animated resolution: slow, normal, fast, off."""
    calm: bool = False
    fullscreen: bool = False
    futures: int = 500
    ask_before_end: bool = True
    tutorial_done: bool = False
    last: dict[str, Any] = field(default_factory=dict)
    """What the new-game screen was left with."""
    keys: dict[str, str] = field(default_factory=dict)
    """Only bindings that differ from the defaults."""

    @property
    def scale(self) -> float:
        return TEXT_SIZES[self.text_size]

    def key(self, command: str) -> str:
        return self.keys.get(command, BINDINGS[command])

    def command(self, key: str) -> str | None:
        """The command that `key` stands for."""
        return next((command for command in BINDINGS if self.key(command) == key), None)

    def rebind(self, command: str, key: str) -> str | None:
        """Give `command` the key; returns the command that lost it, if any. Fixed keys are refused with ValueError."""
        if key in FIXED or not key:
            raise ValueError(key)
        loser = self.command(key)
        if loser and loser != command:
            self.keys[loser] = ""
        self.keys[command] = key
        return loser if loser != command else None


CHOICES = {"text_size": set(TEXT_SIZES), "palette": set(PALETTES), "speed": {"slow", "normal", "fast", "off"}}


def config_file() -> Path:
    return Path(platformdirs.user_config_dir("diplogame", appauthor=False)) / "settings.json"


def saves_folder() -> Path:
    return Path(platformdirs.user_data_dir("diplogame", appauthor=False)) / "saves"


def load(path: Path | None = None) -> Settings:
    """The settings in the file; a missing or damaged file gives the defaults."""
    settings = Settings()
    try:
        found = json.loads((path or config_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    for one in fields(Settings):
        value = found.get(one.name) if isinstance(found, dict) else None
        if type(value) is not type(getattr(settings, one.name)):
            continue
        if one.name in CHOICES and value not in CHOICES[one.name]:
            continue
        setattr(settings, one.name, value)
    settings.keys = {
        name: key
        for name, key in settings.keys.items()
        if name in BINDINGS and isinstance(key, str) and key not in FIXED
    }
    settings.volume = min(100, max(0, settings.volume))
    settings.futures = min(2000, max(100, settings.futures))
    return settings


def store(settings: Settings, path: Path | None = None) -> bool:
    """Write the settings, whole or not at all; returns whether it could be done."""
    path = path or config_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(json.dumps(asdict(settings), indent=1) + "\n", encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError:
        return False
    return True
