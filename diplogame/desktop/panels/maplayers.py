"""What lies on the map's land: names, arcs, sites, cities, the strait. Composed once a view, onto one surface."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pygame

from diplogame.desktop import svg
from diplogame.desktop.paint import Brush, Rect, Widget, raster
from diplogame.desktop.pictures.theatre import KIND_ICONS, Arc, Site, View, arc_of, arcs, project, sites, spots, theatre
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import text

STYLE_TONES = {
    "strike": "bad",
    "call": "good",
    "covert": "covert",
    "arms": "covert",
    "shipping": "warn",
    "words": "soft",
    "plan": "info",
}
DASHES = {
    "strike": "",
    "call": "1 6",
    "covert": "7 5",
    "arms": "7 5",
    "shipping": "10 4",
    "words": "1 8",
    "plan": "3 4",
}


class Layers:
    """One composition: a surface, the widgets on it (window coordinates) and the tracks that dots run along."""

    def __init__(
        self,
        brush: Brush,
        play: Play,
        view: View,
        origin: tuple[int, int],
        low: int,
        *,
        quiet: bool,
        pick_site: Callable[[Site], Any],
        pick_state: Callable[[str | None], Any],
    ) -> None:
        """origin: the map's place in the window; low: pixels at its bottom that something covers; quiet: no arcs at rest."""
        self.brush, self.play, self.origin, self.low, self.quiet = brush, play, origin, low, quiet
        self.pick_site, self.pick_state = pick_site, pick_state
        self.overlay = pygame.Surface((view.w, view.h), pygame.SRCALPHA, 32)
        self.widgets: list[Widget] = []
        self.tracks: list[tuple[str, list[tuple[float, float]]]] = []
        self._boxes: list[Rect] = []
        where = spots(play.picture)
        found = sites(play.picture["facilities"], view, brush.px(19 if view.scale > 2 else 23))
        self._names(self.overlay, view)
        self._arcs(self.overlay, view, where)
        self._sites(self.overlay, view, found)
        self._cities(self.overlay, view, where)
        self._hormuz(self.overlay, view)

    def _names(self, overlay: pygame.Surface, view: View) -> None:
        """Countries and seas, letter-spaced, under everything else."""
        brush, p = self.brush, self.brush.theme.palette
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
                self._spaced(
                    overlay,
                    country["name"].upper(),
                    x,
                    y,
                    size,
                    mix(brush.theme.role(role), "#ffffff", 0.28),
                    "medium",
                    3.2 if big else 1.2,
                )
            else:
                self._spaced(overlay, country["name"].upper(), x, y, 9.8, mix(p.land, p.soft, 0.46), "regular", 2.0)

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
    ) -> None:
        picture = self.brush.letters.line(words, size, colour, weight, tracking)
        overlay.blit(picture, (round(x - picture.get_width() / 2), round(y - picture.get_height() / 2)))

    def shown_arcs(self, where: dict[str, tuple[float, float]]) -> list[tuple[Arc, float]]:
        """Arcs at rest with their strength: last turn's, fainter unless one is chosen; and what the docket plans."""
        play = self.play
        if self.quiet:
            return []
        last = play.last_turn
        cables = [one for one in play.picture["cables"] if one["turn"] == last or one["id"] == play.chosen]
        cables.sort(key=lambda one: -(one["gravity"] or 0))
        found = [
            (arc, 1.0 if arc.id == play.chosen else (0.75 if play.chosen is None else 0.28))
            for arc in arcs(cables[:14], where)
        ]
        for order in play.docket:
            found += [
                (
                    Arc(
                        a.id,
                        "plan" if not order["covert"] else "covert",
                        a.start,
                        a.end,
                        a.bend,
                        a.gravity,
                        a.role,
                        a.headline,
                    ),
                    0.9,
                )
                for a in arc_of(order, play.role, where)
            ]
        return found

    def _arcs(self, overlay: pygame.Surface, view: View, where: dict[str, tuple[float, float]]) -> None:
        theme = self.brush.theme
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
            self.tracks.append((arc.style, points))
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
            overlay.blit(
                raster(
                    svg.svg(round(w), round(h), body, _head(points, colour, strength, 5.0 * theme.scale), defs=defs)
                ),
                (round(left), round(top)),
            )

    def _sites(self, overlay: pygame.Surface, view: View, found: list[Site]) -> None:
        brush, p = self.brush, self.brush.theme.palette
        near = view.scale < 2.2
        size = brush.px(22 if near else 16)
        for site in found:
            x, y = site.at
            share = site.share
            colour = p.good if share >= 0.66 else p.warn if share >= 0.33 else p.bad
            thick = 3.4 * brush.theme.scale
            wide = size + (brush.px(3) if len(site.ids) > 1 else 0)
            ring = brush.svg(
                svg.ring(wide, round(share, 2), colour, p.back, thick, round(site.low, 2), round(site.high, 2))
            )
            if site.fresh:
                halo = brush.svg(
                    svg.svg(
                        wide * 2,
                        wide * 2,
                        f'<circle cx="{wide}" cy="{wide}" r="{wide * 0.82:g}" fill="{p.bad}" fill-opacity="0.18"/><circle cx="{wide}" cy="{wide}" r="{wide * 0.62:g}" fill="{p.bad}" fill-opacity="0.22"/>',
                    )
                )
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
            tip = (
                site.tip
                + ("\n" + text("desktop.map.red_line") if site.red_line else "")
                + ("\n" + text("desktop.map.zoom") if len(site.ids) > 1 else "")
            )
            self.widgets.append(
                Widget(
                    f"map.site.{site.id}",
                    box.inflate(4, 4).move(self.origin),
                    partial(self.pick_site, site),
                    tip,
                    radius=box.w,
                    value=site.ids,
                )
            )

    def _cities(self, overlay: pygame.Surface, view: View, where: dict[str, tuple[float, float]]) -> None:
        brush, p = self.brush, self.brush.theme.palette
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
                halo = brush.svg(
                    svg.svg(
                        brush.px(26),
                        brush.px(26),
                        f'<circle cx="{brush.px(13)}" cy="{brush.px(13)}" r="{brush.px(11)}" fill="{brush.theme.role(role)}" fill-opacity="0.22" stroke="{brush.theme.role(role)}" stroke-opacity="0.7"/>',
                    )
                )
                overlay.blit(halo, (round(x - halo.get_width() / 2), round(y - halo.get_height() / 2)))
            overlay.blit(mark, (round(x - mark.get_width() / 2), round(y - mark.get_height() / 2)))
            self._boxes.append(Rect(round(x) - 7, round(y) - 7, 14, 14))
            words = state["capital_city"]
            if talks["host"] == role and talks["state"] in ("offered", "convened", "truce"):
                words += "  ·  " + text(f"desktop.talks.state.{talks['state']}")
            crowd = [ox - x for _, (ox, oy) in held if 0 < abs(ox - x) + abs(oy - y) < brush.px(70)]
            box = self._label(
                overlay, words, x, y, brush.px(10), 12.4, p.text, 500, leftward=bool(crowd) and sum(crowd) > 0
            )
            area = Rect(round(x - brush.px(10)), round(y - brush.px(10)), brush.px(20), brush.px(20))
            if box:
                area = area.union(box)
            self.widgets.append(
                Widget(
                    f"map.state.{role}",
                    area.move(self.origin),
                    partial(self.pick_state, role),
                    self.state_tip(state),
                    state["name"],
                    value=role,
                )
            )
        for city in theatre()["cities"]:
            if city["name"] in {state["capital_city"] for state in play.picture["states"]} or (
                view.scale > 4.5 and city["name"] not in ("Ankara", "Abu Dhabi", "Baghdad")
            ):
                continue
            x, y = view.place(city["at"])
            if 0 < x < view.w and 0 < y < view.h:
                dot = brush.svg(svg.svg(7, 7, f'<circle cx="3.5" cy="3.5" r="2.6" fill="{p.soft}" stroke="{p.back}"/>'))
                overlay.blit(dot, (round(x) - 3, round(y) - 3))
                self._label(overlay, city["name"], x, y, 6, 11.2, p.soft, 400)

    def state_tip(self, state: dict[str, Any]) -> str:
        lines = [state["name"]]
        if not state["you"]:
            trust = (
                "" if state["trust"] is None else "  ·  " + text("desktop.state.trust", value=f"{state['trust']:.2f}")
            )
            lines.append(text("desktop.state.relation", value=f"{state['relation']:+.1f}") + trust)
        lines.append(
            text(
                "desktop.state.home",
                stability=f"{state['stability']:.0f}",
                standing=f"{state['standing']:.0f}",
                commitment=f"{state['commitment']:.1f}",
            )
        )
        if state["postures"]:
            lines.append(text("desktop.state.postures", list=", ".join(state["postures"])))
        return "\n".join(lines)

    def _badge(self, overlay: pygame.Surface, view: View, state: dict[str, Any], x: float, y: float) -> None:
        """A capital beyond the edge, as a pin on it."""
        brush, p = self.brush, self.brush.theme.palette
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
        self.widgets.append(
            Widget(
                f"map.state.{role}",
                area.move(self.origin),
                partial(self.pick_state, role),
                self.state_tip(state),
                state["name"],
                radius=h // 2,
                value=role,
            )
        )

    def _label(
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
    ) -> Rect | None:
        """A name with a halo, on the first free side; left out where there is none."""
        brush, p = self.brush, self.brush.theme.palette
        name = "medium" if weight > 400 else "regular"
        picture = brush.kept(
            ("halo", words, size, colour, name), lambda: _haloed(brush, words, size, colour, name, p.back)
        )
        w, h = picture.get_size()
        sides = [(x + gap, y - h / 2), (x - gap - w, y - h / 2)]
        for at in (
            *(sides[::-1] if leftward else sides),
            (x - w / 2, y + gap * 0.8),
            (x - w / 2, y - gap * 0.8 - h),
            (x + gap * 0.7, y - h - 1),
            (x - gap * 0.7 - w, y - h - 1),
            (x + gap, y + gap * 0.2),
            (x - gap - w, y + gap * 0.2),
            (x + 2.1 * gap, y - h / 2),
            (x - 2.1 * gap - w, y - h / 2),
        ):
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
        brush, p, picture = self.brush, self.brush.theme.palette, self.play.picture
        x, y = view.place(project(26.57, 56.25))
        if not (0 < x < view.w and 0 < y < view.h):
            return
        colour = {"open": p.soft, "harassed": p.warn, "closed": p.bad}[picture["strait"]]
        r = brush.px(13)
        dash = {"open": "2 3", "harassed": "4 3", "closed": ""}[picture["strait"]]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        ring = svg.svg(
            2 * r,
            2 * r,
            f'<circle cx="{r}" cy="{r}" r="{r - 2}" fill="{colour}" fill-opacity="0.12" stroke="{colour}" stroke-width="{1.8 * brush.theme.scale:g}"{dashed}/>',
        )
        overlay.blit(brush.svg(ring), (round(x - r), round(y - r)))
        words = text(
            "desktop.map.hormuz",
            share=f"{picture['flow_share']:.0%}",
            state=text(f"desktop.strait.{picture['strait']}"),
        )
        box = self._label(overlay, words, x, y, r + 4, 12.0, colour, 500)
        area = Rect(round(x - r), round(y - r), 2 * r, 2 * r)
        self.widgets.append(
            Widget(
                "map.hormuz",
                (area.union(box) if box else area).move(self.origin),
                partial(self.pick_state, None),
                text("desktop.tip.flow", flow=f"{picture['flow']:.1f}"),
                "Hormuz",
                focusable=False,
            )
        )


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
