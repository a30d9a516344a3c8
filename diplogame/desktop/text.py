"""Text: rendered at four times its size and smoothed down, which spaces letters evenly at small sizes."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

import pygame

from diplogame.desktop.theme import Colour
from diplogame.resources import find

OVER = 4
WEIGHTS = {
    "regular": "Inter-Regular.ttf",
    "medium": "Inter-Medium.ttf",
    "semibold": "Inter-SemiBold.ttf",
    "bold": "Inter-Bold.ttf",
}
KEPT = 6000
"""Rendered pieces kept; the oldest go first."""


class Letters:
    """Renders and measures text at one scale factor. Sizes are in points of the design."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self._kept: OrderedDict[tuple, pygame.Surface] = OrderedDict()

    def font(self, size: float, weight: str) -> pygame.font.Font:
        return _font(round(size * self.scale * OVER), weight)

    def line(
        self, text: str, size: float, colour: Colour, weight: str = "regular", tracking: float = 0.0
    ) -> pygame.Surface:
        """One line; `tracking` is added after each letter, points."""
        key = (text, size, colour, weight, tracking)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._draw(text, size, colour, weight, tracking)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return kept

    def _draw(self, text: str, size: float, colour: Colour, weight: str, tracking: float) -> pygame.Surface:
        font = self.font(size, weight)
        if not text:
            return pygame.Surface((0, max(1, font.get_height() // OVER)), pygame.SRCALPHA)
        big = font.render(text, True, colour) if not tracking else self._spaced(font, text, colour, tracking)
        width = max(1, -(-big.get_width() // OVER))
        height = max(1, round(font.get_height() / OVER))
        padded = pygame.Surface((width * OVER, height * OVER), pygame.SRCALPHA)
        padded.fill((*pygame.Color(colour)[:3], 0))
        padded.blit(big, (0, 0), special_flags=pygame.BLEND_RGBA_MAX)
        return pygame.transform.smoothscale(padded, (width, height))

    def _spaced(self, font: pygame.font.Font, text: str, colour: Colour, tracking: float) -> pygame.Surface:
        gap = tracking * self.scale * OVER
        pieces = [font.render(letter, True, colour) for letter in text]
        width = sum(piece.get_width() for piece in pieces) + gap * len(text)
        out = pygame.Surface((max(1, round(width)), font.get_height()), pygame.SRCALPHA)
        out.fill((*pygame.Color(colour)[:3], 0))
        x = 0.0
        for piece in pieces:
            out.blit(piece, (round(x), 0), special_flags=pygame.BLEND_RGBA_MAX)
            x += piece.get_width() + gap
        return out

    def width(self, text: str, size: float, weight: str = "regular", tracking: float = 0.0) -> int:
        """Pixels that `line` would take."""
        return _width(text, round(size * self.scale * OVER), weight) // OVER + round(tracking * self.scale * len(text))

    def height(self, size: float) -> int:
        return max(1, round(self.font(size, "regular").get_height() / OVER))

    def fit(self, text: str, width: int, size: float, weight: str = "regular", tracking: float = 0.0) -> str:
        """`text`, cut with an ellipsis where it is wider than `width` pixels."""
        if self.width(text, size, weight, tracking) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + "…", size, weight, tracking) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip(" ,;:-") + "…"

    def wrap(self, text: str, width: int, size: float, weight: str = "regular", most: int = 0) -> list[str]:
        """Lines no wider than `width` pixels; at most `most` of them (0: all), the last one cut."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split():
                tried = f"{line} {word}" if line else word
                if line and self.width(tried, size, weight) > width:
                    lines.append(line)
                    line = word
                else:
                    line = tried
            lines.append(line)
        if most and len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            lines = [*lines[: most - 1], self.fit(rest, width, size, weight)]
        return [self.fit(line, width, size, weight) for line in lines]


@lru_cache(maxsize=64)
def _font(pixels: int, weight: str) -> pygame.font.Font:
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(str(find("assets", "fonts", WEIGHTS[weight])), pixels)


@lru_cache(maxsize=20_000)
def _width(text: str, pixels: int, weight: str) -> int:
    return _font(pixels, weight).size(text)[0]
