"""The theatre: states in their colours, facilities as rings, acts as moving arcs; pan, zoom and pick."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pygame

from diplogame.desktop import svg
from diplogame.desktop.mapview import GroundKeeper, role_at
from diplogame.desktop.paint import Rect, Widget, raster
from diplogame.desktop.panels.maplayers import STYLE_TONES, Layers
from diplogame.desktop.pictures.theatre import Arc, Site, View, home
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import rgb
from diplogame.desktop.window import Input

SPEEDS = {"strike": 0.55, "call": 0.30, "covert": 0.22, "arms": 0.25, "shipping": 0.2, "words": 0.25, "plan": 0.5}


@dataclass
class Live:
    """An act that is being played: its arc and how far it has got (over 1: arrived)."""

    arc: Arc
    progress: float


class MapPanel(Panel):
    """Land from the keeper's thread, everything else composed once a view, dots that move each frame."""

    id = "map"

    def __init__(self, screen: Screen, play: Play, act: Any, keeper: GroundKeeper) -> None:
        super().__init__(screen)
        self.play = play
        self.act = act
        """Called with ("state", role) or ("site", [facility ids]) when something is picked."""
        self.keeper = keeper
        self.view: View | None = None
        self.low = 0
        """Pixels at the bottom that a card covers."""
        self.covered: list[Rect] = []
        """Cards that lie on the map, in the window's pixels: names keep clear of them."""
        self.live: list[Live] | None = None
        """Set while a turn is played: only these acts move."""
        self._static: pygame.Surface | None = None
        self._static_of: Hashable = None
        self._overlay_view: View | None = None
        self._overlay: pygame.Surface | None = None
        self._widgets = []
        self._tracks: list[tuple[str, list[tuple[float, float]]]] = []
        self._held: tuple[int, int] | None = None
        self._moved = 0.0
        self._time = 0.0

    # view
    def place_view(self) -> View:
        if self.view is None or (self.view.w, self.view.h) != self.rect.size:
            old = self.view
            fresh = home(self.rect.w, self.rect.h)
            if old is not None and self._moved_by_hand:
                fresh = View(old.x, old.y, old.scale, self.rect.w, self.rect.h).clamped()
            self.view = fresh
        return self.view

    _moved_by_hand = False

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        view = self.place_view()
        self.view = view.zoomed(factor, at or (view.w / 2, view.h / 2))
        self._moved_by_hand = True

    def go_home(self) -> None:
        self.view, self._moved_by_hand = None, False

    def look_at(self, place: tuple[float, float], scale: float) -> None:
        view = self.place_view()
        self.view = View(place[0], place[1], min(view.scale, scale), view.w, view.h).clamped()
        self._moved_by_hand = True

    # panel's face
    def stale(self) -> bool:
        return False

    def refresh(self) -> None:
        pass

    def key(self) -> Hashable:
        play = self.play
        hidden = self.live is not None
        return (id(play.picture), play.chosen, play.ids, play.hinted, hidden, self.app.looks, id(self.keeper.ground))

    def draw(self, surface: pygame.Surface) -> None:
        if self.rect.w <= 0 or self.rect.h <= 0:
            return
        view = self.place_view()
        theme = self.app.brush.theme
        self.keeper.want(view, theme, now=self.app.window.waits and self.keeper.ground is None)
        wanted = (self.key(), view, self.rect.size)
        panning = (
            self._held is not None
            and self._overlay is not None
            and self._overlay_view is not None
            and abs(self._overlay_view.scale - view.scale) < 1e-9
        )
        if self._static_of != wanted and not panning:
            self._compose(view)
            self._static_of = wanted
        if panning and self._static_of != wanted:
            self.keeper.draw(surface, self.rect, view, theme.palette.sea)
            ox, oy = view.place(self._overlay_view.km((0, 0)))  # type: ignore[union-attr]
            surface.set_clip(self.rect)
            surface.blit(self._overlay, (self.rect.x + round(ox), self.rect.y + round(oy)))  # type: ignore[arg-type]
            surface.set_clip(None)
        elif self._static is not None:
            surface.blit(self._static, self.rect.topleft)
        if not panning:
            self._move(surface, view)

    def tick(self, seconds: float) -> None:
        self._time += seconds

    def widgets(self) -> list[Widget]:
        ground = Widget("map.ground", Rect(self.rect), lambda: None, focusable=False, quiet=True)
        return [ground, *self._widgets]

    # composing
    def _compose(self, view: View) -> None:
        brush = self.app.brush
        layers = Layers(
            brush,
            self.play,
            view,
            self.rect.topleft,
            self.low,
            covered=[box.move(-self.rect.x, -self.rect.y) for box in self.covered if box.w > 0],
            quiet=self.live is not None,
            pick_site=self._pick_site,
            pick_state=self._pick_state,
        )
        self._widgets, self._tracks = layers.widgets, layers.tracks
        self._overlay, self._overlay_view = layers.overlay, view
        static = pygame.Surface((view.w, view.h), 0, 32)
        if pygame.display.get_surface():
            static = static.convert()
        self.keeper.draw(static, Rect(0, 0, view.w, view.h), view, brush.theme.palette.sea)
        static.blit(layers.overlay, (0, 0))
        self._static = static

    def _pick_site(self, site: Site) -> Any:
        view = self.place_view()
        if len(site.ids) > 1 and view.scale > 0.7:
            self.zoom(2.4, site.at)
            return None
        return self.act(("site", list(site.ids))) if self.act else None

    def _pick_state(self, role: str | None) -> Any:
        return self.act(("state", role)) if self.act else None

    # moving
    def _move(self, surface: pygame.Surface, view: View) -> None:
        """Dots that run along the arcs; in a played turn the arcs that grow."""
        theme = self.app.brush.theme
        surface.set_clip(self.rect)
        ox, oy = self.rect.topleft
        if self.live is None:
            if not theme.calm:
                for n, (style, points) in enumerate(self._tracks):
                    dot = self._dot(theme.tone(STYLE_TONES[style]), 3.0)
                    for k in range(2 if style != "strike" else 3):
                        t = (self._time * SPEEDS[style] + n * 0.37 + k * (0.5 if style != "strike" else 0.08)) % 1.0
                        x, y = _along(points, t)
                        surface.blit(
                            dot,
                            (ox + x - dot.get_width() / 2, oy + y - dot.get_height() / 2),
                            special_flags=pygame.BLEND_RGB_ADD,
                        )
        else:
            for live in self.live:
                self._live(surface, view, live, ox, oy)
        surface.set_clip(None)

    def _live(self, surface: pygame.Surface, view: View, live: Live, ox: int, oy: int) -> None:
        theme = self.app.brush.theme
        colour = theme.tone(STYLE_TONES[live.arc.style])
        points = live.arc.points(view)
        long = sum(math.dist(a, b) for a, b in pairwise(points))
        solid = live.arc.style == "strike"
        gap = theme.scale * (2.0 if solid else 8.0)
        count = max(2, min(400, int(long / gap)))
        bead = self._bead(colour, 2.2 if solid else 3.0)
        reach = min(1.0, live.progress)
        for k in range(int(count * reach) + 1):
            x, y = _along(points, k / count)
            surface.blit(bead, (ox + x - bead.get_width() / 2, oy + y - bead.get_height() / 2))
        dot = self._dot(colour, 7.0)
        x, y = _along(points, reach)
        surface.blit(
            dot, (ox + x - dot.get_width() / 2, oy + y - dot.get_height() / 2), special_flags=pygame.BLEND_RGB_ADD
        )
        if live.progress > 1.0 and live.progress < 2.2:
            r = round((live.progress - 1.0) * theme.scale * (34 if solid else 20)) + 2
            fade = max(0.0, 1 - (live.progress - 1.0) / 1.2)
            ring = raster(
                svg.svg(
                    2 * r + 4,
                    2 * r + 4,
                    f'<circle cx="{r + 2}" cy="{r + 2}" r="{r}" fill="{colour}" fill-opacity="{0.25 * fade:.2f}" stroke="{colour}" stroke-opacity="{fade:.2f}" stroke-width="2"/>',
                )
            )
            surface.blit(ring, (ox + points[-1][0] - r - 2, oy + points[-1][1] - r - 2))

    def _dot(self, colour: str, radius: float) -> pygame.Surface:
        """A soft light, to be added."""

        def make() -> pygame.Surface:
            r = max(2, round(radius * self.app.brush.theme.scale * 2.2))
            surface = pygame.Surface((2 * r, 2 * r))
            red, green, blue = rgb(colour)
            for k in range(r, 0, -1):
                share = (1 - k / r) ** 1.8
                pygame.draw.circle(surface, (int(red * share), int(green * share), int(blue * share)), (r, r), k)
            return surface

        return self.app.brush.kept(("dot", colour, radius), make)

    def _bead(self, colour: str, size: float) -> pygame.Surface:
        s = size * self.app.brush.theme.scale
        return self.app.brush.svg(
            svg.svg(s + 1, s + 1, f'<circle cx="{(s + 1) / 2:g}" cy="{(s + 1) / 2:g}" r="{s / 2:g}" fill="{colour}"/>')
        )

    # inputs, from the screen
    def pressed(self, one: Input) -> bool:
        if one.button in (1, 2, 3) and self.rect.collidepoint(one.at):
            self._held, self._moved = one.at, 0.0
            return True
        return False

    def dragged(self, one: Input) -> None:
        if self._held is None:
            return
        dx, dy = one.at[0] - self._held[0], one.at[1] - self._held[1]
        self._moved += abs(dx) + abs(dy)
        if self._moved > 4:
            self.view = self.place_view().moved(dx, dy)
            self._moved_by_hand = True
            self._held = one.at

    def released(self, one: Input, over: Widget | None) -> Any:
        """The end of a press: a pick where the map was not moved."""
        held, self._held = self._held, None
        if held is None or self._moved > 4 or one.button != 1:
            return None
        if over is not None and over.id == "map.ground" and self.keeper.ground is not None and self.act:
            view = self.place_view()
            role = role_at(self.keeper.ground, view.km((one.at[0] - self.rect.x, one.at[1] - self.rect.y)))
            if role and self.play.state(role):
                return self.act(("state", role))
        return None

    @property
    def was_moved(self) -> bool:
        return self._moved > 4


def _along(points: list[tuple[float, float]], t: float) -> tuple[float, float]:
    at = t * (len(points) - 1)
    k = min(int(at), len(points) - 2)
    f = at - k
    (x0, y0), (x1, y1) = points[k], points[k + 1]
    return x0 + (x1 - x0) * f, y0 + (y1 - y0) * f
