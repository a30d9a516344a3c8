"""Words on the map: country and sea names, city labels, pins; each finds a place that nothing else has taken."""

from __future__ import annotations

from typing import Any

import pygame

from diplogame.desktop.paint import Brush, Rect
from diplogame.desktop.pictures.theatre import View, theatre
from diplogame.desktop.theme import mix


class Labels:
    """Places words one after another; what has a place keeps it."""

    def __init__(self, brush: Brush, taken: list[Rect]) -> None:
        """taken: rectangles in the map's pixels that no word may cover."""
        self.brush = brush
        self.boxes = taken

    def names(self, overlay: pygame.Surface, view: View) -> None:
        """Countries and seas, letter-spaced, under everything else and clear of what lies above."""
        brush, p = self.brush, self.brush.theme.palette
        close = 5.6 / view.scale
        for country in sorted(theatre()["countries"], key=lambda one: (one["role"] is None, -one["area"])):
            if "label" not in country:
                continue
            role = country["role"]
            big = country["area"] > 250_000
            if not big and close < 1.6 and not (role is None and country["area"] > 150_000):
                continue
            x, y = view.place(country["label"])
            if role:
                size = 12.5 if country["area"] > 900_000 or close > 1.6 else 10.5
                colour, weight = mix(brush.theme.role(role), "#ffffff", 0.28), "medium"
                tracking = 3.2 if big else 1.2
            else:
                size, colour, weight, tracking = 9.8, mix(p.land, p.soft, 0.46), "regular", 2.0
            self._spaced(overlay, country["name"].upper(), x, y, size, colour, weight, tracking, 58 if role else 18)
        for sea in theatre()["seas"]:
            x, y = view.place(sea["at"])
            self._spaced(overlay, sea["name"], x, y, 10.2, mix(p.sea, p.coast, 0.95), "regular", 1.6, 26)

    def _spaced(
        self,
        overlay: pygame.Surface,
        words: str,
        x: float,
        y: float,
        size: float,
        colour: str,
        weight: str,
        tracking: float,
        reach: float,
    ) -> None:
        """A name near (x, y), at most `reach` points off; left out where nothing is free or the edge would cut it."""
        picture = self.brush.letters.line(words, size, colour, weight, tracking)
        w, h = picture.get_size()
        area = overlay.get_rect().inflate(-8, -8)
        step = self.brush.px(9)
        steps = range(round(reach // 9) + 1)
        tries = sorted(((dx, dy) for dx in steps for dy in steps), key=lambda one: one[0] ** 2 + one[1] ** 2)
        for dx, dy in tries:
            for sx, sy in ((1, -1), (-1, -1), (1, 1), (-1, 1)):
                box = Rect(round(x - w / 2 + sx * dx * step), round(y - h / 2 + sy * dy * step), w, h)
                if area.contains(box) and box.collidelist(self.boxes) == -1:
                    overlay.blit(picture, box)
                    self.boxes.append(box)
                    return

    def free(self, box: Rect, bottom: int) -> Rect:
        """The box, or where it has room above or below; `bottom`: the lowest pixel that may be used."""
        for k in range(12):
            for way in (1, -1):
                tried = box.move(0, way * k * self.brush.px(7))
                inside = self.brush.px(8) <= tried.y and tried.bottom <= bottom - self.brush.px(4)
                if inside and tried.collidelist(self.boxes) == -1:
                    return tried
        return box

    def label(
        self,
        overlay: pygame.Surface,
        words: str,
        x: float,
        y: float,
        gap: float,
        size: float,
        colour: str,
        weight: int,
        leftward: bool = False,
        must: bool = False,
    ) -> Rect | None:
        """A name with a halo, on the first free side; where there is none, left out or, if it must be, where it covers least."""
        brush, p = self.brush, self.brush.theme.palette
        name = "medium" if weight > 400 else "regular"
        picture = brush.kept(
            ("halo", words, size, colour, name), lambda: _haloed(brush, words, size, colour, name, p.back)
        )
        w, h = picture.get_size()
        area = overlay.get_rect().inflate(-4, -4)
        side = -1 if leftward else 1
        tries: list[tuple[float, float]] = []
        for out in (1.0, 1.7, 2.6, 3.8):
            for sx in (side, -side):
                left = x + gap * out if sx > 0 else x - gap * out - w
                tries += [(left, y - h / 2), (left, y - h / 2 - 0.7 * gap), (left, y - h / 2 + 0.7 * gap)]
            tries += [(x - w / 2, y + gap * out * 0.8), (x - w / 2, y - gap * out * 0.8 - h)]
        best, least = None, float("inf")
        for k, at in enumerate(tries):
            box = Rect(round(at[0]), round(at[1]), w, h)
            if not area.contains(box):
                continue
            core = box.inflate(-4, -6)
            hidden = sum(one.w * one.h for one in (core.clip(self.boxes[n]) for n in core.collidelistall(self.boxes)))
            if hidden == 0:
                best = box
                break
            if must and hidden + k * w * 0.5 < least:
                best, least = box, hidden + k * w * 0.5
        if best is not None:
            overlay.blit(picture, best)
            self.boxes.append(best.inflate(-2, -4))
        return best


def _haloed(brush: Any, words: str, size: float, colour: str, weight: str, back: str) -> pygame.Surface:
    front = brush.letters.line(words, size, colour, weight)
    shade = brush.letters.line(words, size, back, weight)
    r = max(1, brush.px(1.4))
    surface = pygame.Surface((front.get_width() + 2 * r, front.get_height() + 2 * r), pygame.SRCALPHA, 32)
    for dx in range(-r, r + 1):
        for dy in range(-r, r + 1):
            surface.blit(shade, (r + dx, r + dy))
    surface.blit(front, (r, r))
    return surface
