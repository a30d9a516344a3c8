"""The loop: inputs to the top screen, replies to those who asked, one frame out. Screens answer with transitions."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

import pygame

from diplogame.desktop import settings as settings_file
from diplogame.desktop.backdrop import Backdrop
from diplogame.desktop.mapview import GroundKeeper
from diplogame.desktop.paint import Brush, Rect
from diplogame.desktop.screen import Screen
from diplogame.desktop.settings import Settings
from diplogame.desktop.sound import Sounds
from diplogame.desktop.theme import PALETTES, Sizes, Theme
from diplogame.desktop.transitions import Pop, Push, Quit, Reset, Swap, Transition
from diplogame.desktop.window import Display, Input
from diplogame.desktop.work import Post
from diplogame.texts import text

RATE = 60
TIP_AFTER = 0.45
TOAST = 4.0


class App:
    """Everything that screens share: window, brush, settings, sounds, the desk behind the pipe."""

    def __init__(self, window: Display, post: Post, settings: Settings | None = None) -> None:
        self.window = window
        self.post = post
        self.settings = settings or settings_file.load()
        self.sounds = Sounds(self.settings)
        self.stack: list[Screen] = []
        self.keyboard = False
        self.running = True
        self.mouse = (-1, -1)
        self.toast: tuple[str, str, float] | None = None
        self.looks: tuple[Any, ...] = ()
        self.brush = self._new_brush()
        self.backdrop = Backdrop(self)
        self.keeper = GroundKeeper()
        """The theatre's drawings, for all pages with a map."""
        self._rested = 0.0
        self._revived = -100.0
        self._faults = 0
        self._below: tuple[Any, pygame.Surface] | None = None
        self.catalogue: dict[str, Any] | None = None
        self.companion: Callable[[float], None] | None = None
        """Called with every frame, whatever page is on top: a game whose clock stands elsewhere."""

    # looks
    def _new_brush(self) -> Brush:
        theme = Theme(PALETTES[self.settings.palette], self.scale(), self.settings.calm)
        self.looks = (theme.palette.name, theme.scale, theme.calm)
        return Brush(theme)

    def scale(self) -> float:
        """Text size chosen, times what a very dense screen needs, but never so large that the smallest layout does not fit."""
        w, h = self.window.size
        dense = 2.0 if min(w / 1440, h / 900) >= 2 else 1.5 if min(w / 1440, h / 900) >= 1.5 else 1.0
        return round(min(self.settings.scale * dense, max(0.75, min(w / 900, h / 560))), 2)

    def px(self, points: float) -> int:
        return self.brush.px(points)

    def restyle(self) -> None:
        """Settings or the window changed: new brush if it must be, new layout anyway."""
        wanted = (self.settings.palette, self.scale(), self.settings.calm)
        if wanted != self.looks:
            self.brush = self._new_brush()
        self._below = None
        for screen in self.stack:
            self._lay(screen)

    def _lay(self, screen: Screen) -> None:
        screen.size = self.window.size
        screen.layout(*self.window.size)

    # screens
    @property
    def top(self) -> Screen:
        return self.stack[-1]

    def start(self, screen: Screen) -> None:
        self.apply(Reset(screen))

    def apply(self, transition: Transition | None) -> None:
        while transition is not None:
            match transition:
                case Push(screen):
                    self._add(screen)
                    transition = None
                case Swap(screen):
                    self.stack.pop().leave()
                    self._add(screen)
                    transition = None
                case Reset(screen):
                    while self.stack:
                        self.stack.pop().leave()
                    self._add(screen)
                    transition = None
                case Pop(result):
                    self.stack.pop().leave()
                    if not self.stack:
                        self.running = False
                        return
                    self._below = None
                    self._lay(self.top)
                    self._point()
                    transition = self.top.back(result)
                case Quit():
                    self.running = False
                    transition = None

    def _add(self, screen: Screen) -> None:
        screen.app = self
        self.stack.append(screen)
        self._below = None
        if not screen.entered:
            screen.entered = True
            screen.enter()
        self._lay(screen)
        self._point()

    def _point(self) -> None:
        self.top.hover = self.top.down = None
        if self.mouse[0] >= 0:
            over = self.top.at(self.mouse)
            self.top.hover = over.id if over else None

    # asking
    def ask(self, name: str, done: Any, part: Any = None, failed: Any = None, **arguments: Any) -> int:
        """Ask the desk; `done(value)` may return a transition, which is applied."""

        def settle(value: Any) -> None:
            self.apply(done(value))

        return self.post.ask(name, settle, part, failed or self.complain, **arguments)

    def complain(self, kind: str, words: str) -> None:
        """Show a refusal or a fault in words; the saves are where they were."""
        if kind == "dropped":
            return
        if kind == "broken" and words == "worker":
            self._revive()
            return
        if kind == "broken":
            sys.stderr.write(words + "\n")
            words = text("desktop.error.broken")
        self.say(words.splitlines()[0] if words else text("desktop.error.broken"), "bad")
        self.sounds.play("refused")

    def _revive(self) -> None:
        """The worker died: it starts anew by itself; go on from the last save, but not over and over."""
        from diplogame.desktop.flow import start
        from diplogame.desktop.screens.title import Title

        self.say(text("desktop.error.worker"), "warn")
        path, now = self.settings.last.get("path"), self.window.now()
        if any(screen.id == "title" for screen in self.stack):
            return
        if path and now - self._revived > 20:
            self._revived = now
            self.ask(
                "load", lambda status: start(self, status), failed=lambda *_: self.apply(Reset(Title())), path=path
            )
        elif now != self._revived:
            self.apply(Reset(Title()))

    def crashed(self) -> None:
        """A fault of the program itself: say so in words, keep the details, go back to the title; saves are on disk."""
        import traceback

        from diplogame.desktop.dialog import Notice
        from diplogame.desktop.screens.title import Title

        words = traceback.format_exc()
        sys.stderr.write(words)
        self._faults += 1
        if self._faults > 5:
            self.running = False
            return
        self.stack = []
        self.start(Title())
        self.apply(
            Push(
                Notice(
                    text("desktop.error.title"),
                    text("desktop.error.crashed", what=words.strip().splitlines()[-1][:200]),
                    "triangle-alert",
                    "bad",
                )
            )
        )

    def say(self, words: str, tone: str = "good") -> None:
        self.toast = (words, tone, self.window.now() + TOAST)

    def remember(self) -> None:
        """Store the settings; a folder that cannot be written is told once, in words."""
        if not settings_file.store(self.settings):
            self.say(text("desktop.error.settings"), "warn")

    # the loop
    def run(self) -> int:
        gc.freeze()
        try:
            while self.running:
                seconds = self.window.tick(RATE)
                try:
                    self.frame(seconds)
                except KeyboardInterrupt:
                    return 130
                except Exception:  # noqa: BLE001 - a fault of a page must not cost the game
                    self.crashed()
        finally:
            while self.stack:
                self.stack.pop().leave()
            self.backdrop.stop()
            self.keeper.stop()
            self.post.close()
            self.window.close()
        return 0

    def frame(self, seconds: float) -> None:
        swallow = False
        for one in self.window.inputs():
            if one.kind == "text" and swallow:
                continue  # the letter of the key that opened this page is not typed into it
            before = (self.stack[-1], self.top_takes_text())
            self.handle(one)
            if one.kind == "key" and self.stack:
                swallow = (self.stack[-1], self.top_takes_text()) != before
            if not self.running or not self.stack:
                return
        if self.companion is not None:
            self.companion(seconds)
        self.post.poll()
        if not self.running or not self.stack:
            return
        for screen in list(self.stack):
            if screen in self.stack:
                self.apply(screen.update(seconds) if screen is self.top else None)
            if not self.running or not self.stack:
                return
        self._rested += seconds
        self.draw()
        self.window.flip()

    def handle(self, one: Input) -> None:
        if one.kind == "quit":
            self.running = False
            return
        if one.kind == "resize":
            self.restyle()
            return
        if one.kind in ("motion", "down", "up"):
            self.mouse = one.at
            self._rested = 0.0
        if one.kind == "key":
            command = self.settings.command(one.key)
            if command == "fullscreen":
                self.settings.fullscreen = not self.settings.fullscreen
                self.window.fullscreen(self.settings.fullscreen)
                self.restyle()
                return
            if command == "mute" and not self.top_takes_text():
                self.settings.sound = not self.settings.sound
                self.remember()
                self.say(text("desktop.sound.on" if self.settings.sound else "desktop.sound.off"))
                return
        self.apply(self.top.handle(one))

    def top_takes_text(self) -> bool:
        return bool(getattr(self.top, "takes_text", lambda: False)())

    # drawing
    def draw(self) -> None:
        surface = self.window.surface
        first = max((k for k, screen in enumerate(self.stack) if not screen.modal), default=0)
        if first < len(self.stack) - 1:
            surface.blit(self._darkened(first), (0, 0))
            self.top.draw(surface)
        else:
            self.top.draw(surface)
        self._tooltip(surface)
        self._toast(surface)
        over = self.top.find(self.top.hover) if self.top.hover else None
        self.window.cursor(bool(over and over.enabled and over.act and not over.quiet))

    def _darkened(self, first: int) -> pygame.Surface:
        """What lies under a dialog, drawn once."""
        key = (
            tuple(id(screen) for screen in self.stack[:-1]),
            self.window.size,
            self.looks,
            id(self.keeper.ground),
            self.keeper.waiting,
        )
        if self._below is None or self._below[0] != key:
            picture = pygame.Surface(self.window.size, 0, 32)
            for screen in self.stack[first:-1]:
                screen.hover = screen.focus = None
                screen.draw_panels(picture, every=True) if screen.modal else screen.draw(picture)
            veil = pygame.Surface(self.window.size, pygame.SRCALPHA, 32)
            veil.fill((4, 8, 15, 165))
            picture.blit(veil, (0, 0))
            self._below = (key, picture)
        return self._below[1]

    def _tooltip(self, surface: pygame.Surface) -> None:
        widget = None
        if self.keyboard and self.top.focus:
            widget = self.top.find(self.top.focus)
        elif self.top.hover and self._rested > TIP_AFTER:
            widget = self.top.find(self.top.hover)
        if widget is None or not widget.tip:
            return
        picture = self._tip(widget.tip)
        w, h = picture.get_size()
        x = min(max(widget.rect.x, 6), surface.get_width() - w - 6)
        low = widget.rect.bottom + self.px(6)
        if widget.rect.h > self.px(220):
            x, low = min(self.mouse[0] + 14, surface.get_width() - w - 6), self.mouse[1] + 18
        y = low if low + h < surface.get_height() - 6 else widget.rect.y - h - self.px(6)
        surface.blit(picture, (x, max(6, y)))

    def _tip(self, words: str) -> pygame.Surface:
        brush = self.brush

        def make() -> pygame.Surface:
            letters, pad = brush.letters, brush.px(10)
            lines = letters.wrap(words, brush.px(300), Sizes.META + 0.4)
            step = brush.px((Sizes.META + 0.4) * 1.42)
            w = max(letters.width(line, Sizes.META + 0.4) for line in lines) + 2 * pad
            h = step * len(lines) + round(pad * 1.6)
            picture = brush.card(w, h, "float", brush.px(8)).copy()
            for k, line in enumerate(lines):
                picture.blit(
                    letters.line(line, Sizes.META + 0.4, brush.theme.palette.soft),
                    (pad + brush.px(8), brush.px(8) + pad * 0.8 + k * step),
                )
            return picture

        return brush.kept(("tip", words), make)

    def _toast(self, surface: pygame.Surface) -> None:
        if self.toast is None:
            return
        words, tone, until = self.toast
        if self.window.now() > until:
            self.toast = None
            return
        brush, palette = self.brush, self.brush.theme.palette
        colour = brush.theme.tone(tone)

        def make() -> pygame.Surface:
            letters = brush.letters
            room = min(brush.px(620), surface.get_width() - brush.px(120))
            lines = letters.wrap(words, room, Sizes.BODY, "medium", most=3)
            step, s = brush.px(Sizes.BODY * 1.42), brush.px(10)
            w = max(letters.width(line, Sizes.BODY, "medium") for line in lines) + brush.px(58)
            h = brush.px(22) + step * len(lines)
            picture = brush.card(w, h, "float", s).copy()
            name = {"good": "circle-check", "bad": "circle-x", "warn": "triangle-alert"}.get(tone, "info")
            picture.blit(brush.icon(name, 16, colour), (s + brush.px(14), s + (h - brush.px(16)) // 2))
            for k, line in enumerate(lines):
                picture.blit(
                    letters.line(line, Sizes.BODY, palette.text, "medium"),
                    (s + brush.px(40), s + brush.px(11) + k * step),
                )
            return picture

        picture = brush.kept(("toast", words, tone), make)
        surface.blit(
            picture,
            (
                (surface.get_width() - picture.get_width()) // 2,
                surface.get_height() - picture.get_height() - brush.px(24),
            ),
        )


def inside(rect: Rect, x: float, y: float, w: float, h: float) -> Rect:
    """A rectangle given relative to another's top left corner."""
    return Rect(round(rect.x + x), round(rect.y + y), round(w), round(h))
