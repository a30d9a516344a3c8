"""The only wrapper of pygame's display, clock and events - and its null twin, with which the whole game runs headless.

Screens get `Input`s, plain data; nothing else in the package reads pygame's event queue, mouse or clock.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pygame

SMALLEST = (1024, 640)
FIRST = (1440, 900)


@dataclass(frozen=True)
class Input:
    """Something that a person did."""

    kind: str
    """motion, down, up, wheel, key, keyup, text, resize, focus, quit."""
    at: tuple[int, int] = (0, 0)
    button: int = 0
    key: str = ""
    """As bindings name it: 'ctrl+return', 'f5', 'a'."""
    text: str = ""
    step: tuple[float, float] = (0.0, 0.0)
    raw: Any = None


class Display(Protocol):
    """What the app needs of a window."""

    surface: pygame.Surface
    waits: bool
    """Whether pictures that come from a thread are waited for: only where nobody looks."""

    @property
    def size(self) -> tuple[int, int]: ...
    def inputs(self) -> list[Input]: ...
    def flip(self) -> None: ...
    def tick(self, rate: int) -> float: ...
    def now(self) -> float: ...
    def title(self, words: str) -> None: ...
    def cursor(self, hand: bool) -> None: ...
    def fullscreen(self, on: bool) -> None: ...
    def repeat(self) -> None: ...
    def screenshot(self, path: str) -> None: ...
    def close(self) -> None: ...


def prepare() -> None:
    """Set what SDL reads before its first call."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    os.environ.setdefault("SDL_VIDEO_ALLOW_SCREENSAVER", "1")
    if sys.platform.startswith("linux") and os.environ.get("DISPLAY") and not Path("/dev/dri").exists():
        # On X11 without a GPU, flipping through a software GL surface takes ten times as long as a plain copy.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")


def has_screen() -> bool:
    """Whether a window can be opened here."""
    if os.environ.get("SDL_VIDEODRIVER"):
        return True
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Window:
    """A real, resizable window (or one of SDL's dummy driver)."""

    waits = False

    def __init__(self, size: tuple[int, int] = FIRST, words: str = "", fullscreen: bool = False) -> None:
        prepare()
        pygame.display.init()
        pygame.font.init()
        desk = (pygame.display.get_desktop_sizes() or [FIRST])[0]
        dummy = pygame.display.get_driver() == "dummy"
        size = size if dummy else (min(size[0], desk[0]), min(size[1], desk[1]))
        self._plain = size
        self.surface = pygame.display.set_mode(size, pygame.RESIZABLE)
        self.repeat()
        pygame.display.set_caption(words)
        self.clock = pygame.time.Clock()
        self._hand = False
        if fullscreen:
            self.fullscreen(True)

    @property
    def size(self) -> tuple[int, int]:
        return self.surface.get_size()

    def inputs(self) -> list[Input]:
        found = read(pygame.event.get())
        for one in found:
            if one.kind == "resize":
                w, h = max(one.at[0], SMALLEST[0]), max(one.at[1], SMALLEST[1])
                if (w, h) != one.at and not self._full():
                    pygame.display.set_mode((w, h), pygame.RESIZABLE)
                self.surface = pygame.display.get_surface() or self.surface
        return found

    def flip(self) -> None:
        pygame.display.flip()

    def tick(self, rate: int) -> float:
        return self.clock.tick(rate) / 1000.0

    def now(self) -> float:
        return time.perf_counter()

    def title(self, words: str) -> None:
        pygame.display.set_caption(words)

    def cursor(self, hand: bool) -> None:
        if hand != self._hand:
            self._hand = hand
            with suppress(pygame.error):  # a display without cursors
                pygame.mouse.set_cursor(pygame.SYSTEM_CURSOR_HAND if hand else pygame.SYSTEM_CURSOR_ARROW)

    def _full(self) -> bool:
        return bool(self.surface.get_flags() & pygame.FULLSCREEN)

    def fullscreen(self, on: bool) -> None:
        if on == self._full():
            return
        if on:
            self._plain = self.size
            self.surface = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            self.surface = pygame.display.set_mode(self._plain, pygame.RESIZABLE)

    def repeat(self) -> None:
        """Held keys repeat; pygame_gui's entry lines change this as they gain and lose the keyboard."""
        pygame.key.set_repeat(350, 40)

    def screenshot(self, path: str) -> None:
        pygame.image.save(self.surface, path)

    def close(self) -> None:
        pygame.display.quit()


class NullWindow:
    """No window: inputs are fed by hand, time runs at sixty frames a second, pictures lie in memory."""

    waits = True

    def __init__(self, size: tuple[int, int] = FIRST) -> None:
        prepare()
        pygame.font.init()
        self.surface = pygame.Surface(size, 0, 32)
        self.fed: list[Input] = []
        self.time = 0.0
        self.frames = 0
        self.closed = False
        self.words = ""

    @property
    def size(self) -> tuple[int, int]:
        return self.surface.get_size()

    def feed(self, inputs: Iterable[Input]) -> None:
        for one in inputs:
            if one.kind == "resize":
                self.surface = pygame.Surface(one.at, 0, 32)
            self.fed.append(one)

    def inputs(self) -> list[Input]:
        found, self.fed = self.fed, []
        return found

    def flip(self) -> None:
        self.frames += 1

    def tick(self, rate: int) -> float:
        self.time += 1 / rate
        return 1 / rate

    def now(self) -> float:
        return self.time

    def title(self, words: str) -> None:
        self.words = words

    def cursor(self, hand: bool) -> None:
        pass

    def fullscreen(self, on: bool) -> None:
        pass

    def repeat(self) -> None:
        pass

    def screenshot(self, path: str) -> None:
        pygame.image.save(self.surface, path)

    def close(self) -> None:
        self.closed = True


def read(events: Iterable[Any]) -> list[Input]:
    """Pygame's events as inputs; those that mean nothing here are dropped."""
    found: list[Input] = []
    for event in events:
        match event.type:
            case pygame.MOUSEMOTION:
                if found and found[-1].kind == "motion":
                    found.pop()  # only the last place counts
                found.append(Input("motion", event.pos, step=event.rel, raw=event))
            case pygame.MOUSEBUTTONDOWN if event.button <= 3:
                found.append(Input("down", event.pos, event.button, raw=event))
            case pygame.MOUSEBUTTONUP if event.button <= 3:
                found.append(Input("up", event.pos, event.button, raw=event))
            case pygame.MOUSEWHEEL:
                found.append(
                    Input(
                        "wheel",
                        pygame.mouse.get_pos(),
                        step=(getattr(event, "precise_x", event.x), getattr(event, "precise_y", event.y)),
                        raw=event,
                    )
                )
            case pygame.KEYDOWN:
                found.append(Input("key", key=name_of(event), raw=event))
            case pygame.KEYUP:
                found.append(Input("keyup", key=name_of(event), raw=event))
            case pygame.TEXTINPUT:
                found.append(Input("text", text=event.text, raw=event))
            case pygame.VIDEORESIZE | pygame.WINDOWSIZECHANGED:
                size = (event.w, event.h) if event.type == pygame.VIDEORESIZE else (event.x, event.y)
                found.append(Input("resize", size, raw=event))
            case pygame.WINDOWFOCUSLOST:
                found.append(Input("focus", raw=event))
            case pygame.QUIT:
                found.append(Input("quit", raw=event))
            case _ if event.type >= pygame.USEREVENT:
                found.append(Input("own", raw=event))
    return found


def name_of(event: Any) -> str:
    """A key with its modifiers, as bindings write it."""
    mods = event.mod or 0
    name = pygame.key.name(event.key) if event.key else ""
    held = [
        word
        for word, mask in (
            ("ctrl", pygame.KMOD_CTRL | pygame.KMOD_META),
            ("alt", pygame.KMOD_ALT),
            ("shift", pygame.KMOD_SHIFT),
        )
        if mods & mask
    ]
    return "+".join([*held, name.replace("keypad enter", "return").replace("enter", "return")]) if name else ""
