"""What a screen answers when something should follow: plain data that the app's one `match` carries out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diplogame.desktop.screen import Screen


@dataclass(frozen=True)
class Push:
    """Put a screen on top of this one."""

    screen: Screen


@dataclass(frozen=True)
class Pop:
    """Take this screen away and hand `result` to the one below."""

    result: Any = None


@dataclass(frozen=True)
class Swap:
    """Put another screen in this one's place."""

    screen: Screen


@dataclass(frozen=True)
class Reset:
    """Take all screens away and start again from this one."""

    screen: Screen


@dataclass(frozen=True)
class Quit:
    """Leave the program."""


Transition = Push | Pop | Swap | Reset | Quit
