"""The theatre: states in their colours, facilities as rings, acts as moving arcs; pan, zoom and pick."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import pygame

from diplogame.desktop import svg
from diplogame.desktop.mapview import GroundKeeper, role_at
from diplogame.desktop.paint import Rect, Widget, raster
from diplogame.desktop.pictures.theatre import (
    KIND_ICONS,
    Arc,
    Site,
    View,
    arc_of,
    arcs,
    home,
    project,
    sites,
    spots,
    theatre,
)
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes, mix, rgb
from diplogame.desktop.window import Input
from diplogame.texts import text

STYLE_TONES = {"strike": "bad", "call": "good", "covert": "covert", "arms": "covert", "shipping": "warn", "words": "soft", "plan": "info"}
DASHES = {"strike": "", "call": "1 6", "covert": "7 5", "arms": "7 5", "shipping": "10 4", "words": "1 8", "plan": "3 4"}
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
        panning = self._held is not None and self._overlay is not None and self._overlay_view is not None and abs(self._overlay_view.scale - view.scale) < 1e-9
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
        overlay = pygame.Surface((view.w, view.h), pygame.SRCALPHA, 32)
        self._widgets = []
        self._boxes: list[Rect] = []
        where = spots(self.play.picture)
        found = sites(self.play.picture["facilities"], view, brush.px(19 if view.scale > 2 else 23))
        self._names(overlay, view)
        self._arcs(overlay, view, where)
        self._sites(overlay, view, found)
        self._cities(overlay, view, where)
        self._hormuz(overlay, view)
        self._overlay, self._overlay_view = overlay, view
        static = pygame.Surface((view.w, view.h), 0, 32)
        if pygame.display.get_surface():
            static = static.convert()
        self.keeper.draw(static, Rect(0, 0, view.w, view.h), view, brush.theme.palette.sea)
        static.blit(overlay, (0, 0))
        self._static = static

    def _names(self, overlay: pygame.Surface, view: View) -> None:
        """Countries and seas, letter-spaced, under everything else."""
        brush, p = self.app.brush, self.app.brush.theme.palette
        close = 5.6 / view.scale
        for sea in theatre()["seas"]:
            x, y = view.place(sea["at"])
            self._spaced(overlay, sea["name"], x, y, 10.2, mix(p.sea, p.coast, 0.95), "regular", 1.6)
        for country in theatre()["countries"]:
            if "label" not in country:
                continue
            role = country["role"]
            big = country["area"] > 250_000
            if not big and close < 1.6 and not (role is None and country["area"] > 150_000):
                continue
            x, y = view.place(country["label"])
            if role:
                size = 12.5 if country["area"] > 900_000 or close > 1.6 else 10.5
                self._spaced(overlay, country["name"].upper(), x, y, size, mix(brush.theme.role(role), "#ffffff", 0.28), "medium", 3.2 if big else 1.2)
            else:
                self._spaced(overlay, country["name"].upper(), x, y, 9.8, mix(p.land, p.soft, 0.46), "regular", 2.0)

    def _spaced(self, overlay: pygame.Surface, words: str, x: float, y: float, size: float, colour: str, weight: str, tracking: float) -> None:
        picture = self.app.brush.letters.line(words, size, colour, weight, tracking)
        overlay.blit(picture, (round(x - picture.get_width() / 2), round(y - picture.get_height() / 2)))

    def shown_arcs(self, where: dict[str, tuple[float, float]]) -> list[tuple[Arc, float]]:
        """Arcs at rest with their strength: last turn's, fainter unless one is chosen; and what the docket plans."""
        play = self.play
        if self.live is not None:
            return []
        last = play.last_turn
        cables = [one for one in play.picture["cables"] if one["turn"] == last or one["id"] == play.chosen]
        cables.sort(key=lambda one: -(one["gravity"] or 0))
        found = [(arc, 1.0 if arc.id == play.chosen else (0.75 if play.chosen is None else 0.28)) for arc in arcs(cables[:14], where)]
        for order in play.docket:
            found += [(Arc(a.id, "plan" if not order["covert"] else "covert", a.start, a.end, a.bend, a.gravity, a.role, a.headline), 0.9) for a in arc_of(order, play.role, where)]
        return found

    def _arcs(self, overlay: pygame.Surface, view: View, where: dict[str, tuple[float, float]]) -> None:
        theme = self.app.brush.theme
        self._tracks = []
        for arc, strength in self.shown_arcs(where):
            points = arc.points(view)
            colour = theme.tone(STYLE_TONES[arc.style])
            (x0, y0), (x1, y1) = points[0], points[-1]
            if math.dist((x0, y0), (x1, y1)) < 12:
                continue
            # Each arc on a surface of its own: many dashed lines in one picture upset the renderer.
            left, top = min(x for x, _ in points) - 10, min(y for _, y in points) - 10
            w, h = max(x for x, _ in points) - left + 10, max(y for _, y in points) - top + 10
            if left > view.w or top > view.h or left + w < 0 or top + h < 0 or w > 4 * view.w or h > 4 * view.h:
                continue
            self._tracks.append((arc.style, points))
            points = [(x - left, y - top) for x, y in points]
            (x0, y0), (x1, y1) = points[0], points[-1]
            defs = (
                f'<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}">'
                f'<stop offset="0" stop-color="{colour}" stop-opacity="{0.12 * strength:.2f}"/><stop offset="0.5" stop-color="{colour}" stop-opacity="{0.85 * strength:.2f}"/><stop offset="1" stop-color="{colour}" stop-opacity="{strength:.2f}"/></linearGradient>'
            )
            wide = (2.2 if arc.style == "strike" else 1.9) * theme.scale
            dash = " ".join(f"{float(v) * theme.scale:g}" for v in DASHES[arc.style].split())
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            body = f'<path d="{svg.polyline(points)}" fill="none" stroke="url(#a)" stroke-width="{wide:g}" stroke-linecap="round"{dashed}/>'
            overlay.blit(raster(svg.svg(round(w), round(h), body, _head(points, colour, strength, 5.0 * theme.scale), defs=defs)), (round(left), round(top)))

    def _sites(self, overlay: pygame.Surface, view: View, found: list[Site]) -> None:
        brush, p = self.app.brush, self.app.brush.theme.palette
        near = view.scale < 2.2
        size = brush.px(22 if near else 16)
        for site in found:
            x, y = site.at
            share = site.share
            colour = p.good if share >= 0.66 else p.warn if share >= 0.33 else p.bad
            thick = 3.4 * brush.theme.scale
            wide = size + (brush.px(3) if len(site.ids) > 1 else 0)
            ring = brush.svg(svg.ring(wide, round(share, 2), colour, p.back, thick, round(site.low, 2), round(site.high, 2)))
            if site.fresh:
                halo = brush.svg(svg.svg(wide * 2, wide * 2, f'<circle cx="{wide}" cy="{wide}" r="{wide * 0.82:g}" fill="{p.bad}" fill-opacity="0.18"/><circle cx="{wide}" cy="{wide}" r="{wide * 0.62:g}" fill="{p.bad}" fill-opacity="0.22"/>'))
                overlay.blit(halo, (round(x - wide), round(y - wide)))
            overlay.blit(ring, (round(x - wide / 2), round(y - wide / 2)))
            if len(site.ids) > 1:
                mark = brush.letters.line(str(len(site.ids)), 9.6, p.soft, "semibold")
                overlay.blit(mark, (round(x - mark.get_width() / 2), round(y - mark.get_height() / 2)))
            elif near:
                icon = brush.icon(KIND_ICONS.get(site.kind, "map-pin"), 10, p.soft)
                overlay.blit(icon, (round(x - icon.get_width() / 2), round(y - icon.get_height() / 2)))
                name = next(f["name"] for f in self.play.picture["facilities"] if f["id"] == site.id)
                if view.scale < 1.5:
                    self._label(overlay, name.split(" (")[0].split(",")[0], x, y, wide / 2 + 3, Sizes.META, p.soft, 400)
            box = Rect(round(x - wide / 2), round(y - wide / 2), wide, wide)
            self._boxes.append(box)
            if not hasattr(self, "no_pick"):
                tip = site.tip + ("\n" + text("desktop.map.red_line") if site.red_line else "") + ("\n" + text("desktop.map.zoom") if len(site.ids) > 1 else "")
                self._widgets.append(Widget(f"map.site.{site.id}", box.inflate(4, 4).move(self.rect.topleft), partial(self._pick_site, site), tip, radius=box.w, value=site.ids))

    def _pick_site(self, site: Site) -> Any:
        view = self.place_view()
        if len(site.ids) > 1 and view.scale > 0.7:
            self.zoom(2.4, site.at)
            return None
        return self.act(("site", list(site.ids))) if self.act else None

    def _cities(self, overlay: pygame.Surface, view: View, where: dict[str, tuple[float, float]]) -> None:
        brush, p = self.app.brush, self.app.brush.theme.palette
        play = self.play
        talks = play.picture["talks"]
        held = []
        for state in play.picture["states"]:
            at = where.get(state["role"])
            if at is not None:
                held.append((state, view.place(at)))
        for state, (x, y) in held:
            inside = 0 <= x <= view.w and 0 <= y <= view.h
            role = state["role"]
            if not inside:
                self._badge(overlay, view, state, x, y)
                continue
            mark = brush.shape(role, 13, edge=True)
            if state["you"]:
                halo = brush.svg(svg.svg(brush.px(26), brush.px(26), f'<circle cx="{brush.px(13)}" cy="{brush.px(13)}" r="{brush.px(11)}" fill="{brush.theme.role(role)}" fill-opacity="0.22" stroke="{brush.theme.role(role)}" stroke-opacity="0.7"/>'))
                overlay.blit(halo, (round(x - halo.get_width() / 2), round(y - halo.get_height() / 2)))
            overlay.blit(mark, (round(x - mark.get_width() / 2), round(y - mark.get_height() / 2)))
            self._boxes.append(Rect(round(x) - 7, round(y) - 7, 14, 14))
            words = state["capital_city"]
            if talks["host"] == role and talks["state"] in ("offered", "convened", "truce"):
                words += "  ·  " + text(f"desktop.talks.state.{talks['state']}")
            crowd = [ox - x for _, (ox, oy) in held if 0 < abs(ox - x) + abs(oy - y) < brush.px(70)]
            box = self._label(overlay, words, x, y, brush.px(10), 12.4, p.text, 500, leftward=bool(crowd) and sum(crowd) > 0)
            area = Rect(round(x - brush.px(10)), round(y - brush.px(10)), brush.px(20), brush.px(20))
            if box:
                area = area.union(box)
            self._widgets.append(Widget(f"map.state.{role}", area.move(self.rect.topleft), partial(self._pick_state, role), self.state_tip(state), state["name"], value=role))
        for city in theatre()["cities"]:
            if city["name"] in {state["capital_city"] for state in play.picture["states"]} or (view.scale > 4.5 and city["name"] not in ("Ankara", "Abu Dhabi", "Baghdad")):
                continue
            x, y = view.place(city["at"])
            if 0 < x < view.w and 0 < y < view.h:
                dot = brush.svg(svg.svg(7, 7, f'<circle cx="3.5" cy="3.5" r="2.6" fill="{p.soft}" stroke="{p.back}"/>'))
                overlay.blit(dot, (round(x) - 3, round(y) - 3))
                self._label(overlay, city["name"], x, y, 6, 11.2, p.soft, 400)

    def state_tip(self, state: dict[str, Any]) -> str:
        lines = [state["name"]]
        if not state["you"]:
            trust = "" if state["trust"] is None else "  ·  " + text("desktop.state.trust", value=f"{state['trust']:.2f}")
            lines.append(text("desktop.state.relation", value=f"{state['relation']:+.1f}") + trust)
        lines.append(text("desktop.state.home", stability=f"{state['stability']:.0f}", standing=f"{state['standing']:.0f}", commitment=f"{state['commitment']:.1f}"))
        if state["postures"]:
            lines.append(text("desktop.state.postures", list=", ".join(state["postures"])))
        return "\n".join(lines)

    def _pick_state(self, role: str) -> Any:
        return self.act(("state", role)) if self.act else None

    def _badge(self, overlay: pygame.Surface, view: View, state: dict[str, Any], x: float, y: float) -> None:
        """A capital beyond the edge, as a pin on it."""
        brush, p = self.app.brush, self.app.brush.theme.palette
        role = state["role"]
        words = brush.letters.line(state["capital_city"], 11.8, p.text, "medium")
        w, h = words.get_width() + brush.px(42), brush.px(25)
        bx = round(min(max(x - w / 2, brush.px(10)), view.w - w - brush.px(10)))
        by = round(min(max(y - h / 2, brush.px(64)), view.h - h - brush.px(10) - self.low))
        overlay.blit(brush.pill(w, h, p.panel, mix(p.panel, brush.theme.role(role), 0.6)), (bx, by))
        icon = "chevron-left" if x < 0 else "chevron-right" if x > view.w else "chevron-up" if y < 0 else "chevron-down"
        overlay.blit(brush.icon(icon, 12, p.muted), (bx + brush.px(6), by + brush.px(6.5)))
        overlay.blit(brush.shape(role, 11), (bx + brush.px(20), by + brush.px(7)))
        overlay.blit(words, (bx + brush.px(35), by + (h - words.get_height()) // 2))
        area = Rect(bx, by, w, h)
        self._boxes.append(area)
        self._widgets.append(Widget(f"map.state.{role}", area.move(self.rect.topleft), partial(self._pick_state, role), self.state_tip(state), state["name"], radius=h // 2, value=role))

    def _label(self, overlay: pygame.Surface, words: str, x: float, y: float, gap: float, size: float, colour: str, weight: int, leftward: bool = False) -> Rect | None:
        """A name with a halo, on the first free side; left out where there is none."""
        brush, p = self.app.brush, self.app.brush.theme.palette
        name = "medium" if weight > 400 else "regular"
        picture = brush.kept(("halo", words, size, colour, name), lambda: _haloed(brush, words, size, colour, name, p.back))
        w, h = picture.get_size()
        sides = [(x + gap, y - h / 2), (x - gap - w, y - h / 2)]
        for at in (*(sides[::-1] if leftward else sides), (x - w / 2, y + gap * 0.8), (x - w / 2, y - gap * 0.8 - h), (x + gap * 0.7, y - h - 1), (x - gap * 0.7 - w, y - h - 1), (x + gap, y + gap * 0.2), (x - gap - w, y + gap * 0.2), (x + 2.1 * gap, y - h / 2), (x - 2.1 * gap - w, y - h / 2)):
            box = Rect(round(at[0]), round(at[1]), w, h)
            if box.x < 2 or box.right > overlay.get_width() - 2 or box.y < 2 or box.bottom > overlay.get_height() - 2:
                continue
            if box.inflate(-4, -6).collidelist(self._boxes) == -1:
                overlay.blit(picture, box)
                self._boxes.append(box.inflate(-2, -4))
                return box
        return None

    def _hormuz(self, overlay: pygame.Surface, view: View) -> None:
        """The strait: a broken ring, its state in words."""
        brush, p, picture = self.app.brush, self.app.brush.theme.palette, self.play.picture
        x, y = view.place(project(26.57, 56.25))
        if not (0 < x < view.w and 0 < y < view.h):
            return
        colour = {"open": p.soft, "harassed": p.warn, "closed": p.bad}[picture["strait"]]
        r = brush.px(13)
        dash = {"open": "2 3", "harassed": "4 3", "closed": ""}[picture["strait"]]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        ring = svg.svg(2 * r, 2 * r, f'<circle cx="{r}" cy="{r}" r="{r - 2}" fill="{colour}" fill-opacity="0.12" stroke="{colour}" stroke-width="{1.8 * brush.theme.scale:g}"{dashed}/>')
        overlay.blit(brush.svg(ring), (round(x - r), round(y - r)))
        words = text("desktop.map.hormuz", share=f"{picture['flow_share']:.0%}", state=text(f"desktop.strait.{picture['strait']}"))
        box = self._label(overlay, words, x, y, r + 4, 12.0, colour, 500)
        area = Rect(round(x - r), round(y - r), 2 * r, 2 * r)
        self._widgets.append(Widget("map.hormuz", (area.union(box) if box else area).move(self.rect.topleft), lambda: self.act(("state", None)) if self.act else None, text("desktop.tip.flow", flow=f"{picture['flow']:.1f}"), "Hormuz", focusable=False))

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
                        surface.blit(dot, (ox + x - dot.get_width() / 2, oy + y - dot.get_height() / 2), special_flags=pygame.BLEND_RGB_ADD)
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
        surface.blit(dot, (ox + x - dot.get_width() / 2, oy + y - dot.get_height() / 2), special_flags=pygame.BLEND_RGB_ADD)
        if live.progress > 1.0 and live.progress < 2.2:
            r = round((live.progress - 1.0) * theme.scale * (34 if solid else 20)) + 2
            fade = max(0.0, 1 - (live.progress - 1.0) / 1.2)
            ring = raster(svg.svg(2 * r + 4, 2 * r + 4, f'<circle cx="{r + 2}" cy="{r + 2}" r="{r}" fill="{colour}" fill-opacity="{0.25 * fade:.2f}" stroke="{colour}" stroke-opacity="{fade:.2f}" stroke-width="2"/>'))
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
        return self.app.brush.svg(svg.svg(s + 1, s + 1, f'<circle cx="{(s + 1) / 2:g}" cy="{(s + 1) / 2:g}" r="{s / 2:g}" fill="{colour}"/>'))

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


def _head(points: list[tuple[float, float]], colour: str, strength: float, size: float) -> str:
    """An arrow's head at the arc's end."""
    (x0, y0), (x1, y1) = points[-3], points[-1]
    long = math.dist((x0, y0), (x1, y1)) or 1.0
    ux, uy = (x1 - x0) / long, (y1 - y0) / long
    bx, by = x1 - ux * size * 1.5, y1 - uy * size * 1.5
    return f'<path d="M{x1:.1f},{y1:.1f}L{bx - uy * size * 0.7:.1f},{by + ux * size * 0.7:.1f}L{bx + uy * size * 0.7:.1f},{by - ux * size * 0.7:.1f}Z" fill="{colour}" fill-opacity="{strength:.2f}"/>'


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
