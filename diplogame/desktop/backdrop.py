"""The theatre behind pages that have no map of their own: dark, or with a side left open for the title."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pygame

from diplogame.desktop.mapview import GroundKeeper
from diplogame.desktop.paint import Rect
from diplogame.desktop.pictures.theatre import View

if TYPE_CHECKING:
    from diplogame.desktop.app import App


DITHER = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
"""Bayer's matrix, sixteenths: without it a long dark gradient shows its steps."""


class Backdrop:
    """One drawing of the land for all such pages."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.keeper = GroundKeeper()
        self._veils: dict[Any, pygame.Surface] = {}

    def draw(self, surface: pygame.Surface, time: float, open_: bool) -> None:
        """`time` in seconds moves it slowly; `open_` leaves the right side clear."""
        w, h = surface.get_size()
        theme = self.app.brush.theme
        view = View(
            -350 + 90 * math.sin(time * 0.05), -120 + 40 * math.sin(time * 0.037), max(4300 / w, 2900 / h), w, h
        ).clamped()
        self.keeper.want(view, theme)
        self.keeper.draw(surface, Rect(0, 0, w, h), view, theme.palette.sea)
        surface.blit(self._veil(w, h, theme.palette.back, open_), (0, 0))

    def _veil(self, w: int, h: int, back: str, open_: bool) -> pygame.Surface:
        key = (w, h, back, open_)
        if key not in self._veils:
            veil = pygame.Surface((w, h), pygame.SRCALPHA, 32)
            red, green, blue = pygame.Color(back)[:3]
            if open_:
                strip = pygame.Surface((w, 4), pygame.SRCALPHA, 32)
                for x in range(w):
                    alpha = 245 - 215 * min(1.0, max(0.0, (x / w - 0.12) / 0.6))
                    for y in range(4):
                        strip.set_at((x, y), (red, green, blue, int(alpha + DITHER[y][x % 4] / 16)))
                for y in range(0, h, 4):
                    veil.blit(strip, (0, y), special_flags=pygame.BLEND_RGBA_ADD)
            else:
                veil.fill((red, green, blue, 214))
            self._veils = {key: veil}
        return self._veils[key]

    def stop(self) -> None:
        self.keeper.stop()
