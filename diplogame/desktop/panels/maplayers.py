"""What lies on the map's land: names, arcs, sites, cities, the strait. Composed once a view, onto one surface."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pygame

from diplogame.desktop import svg
from diplogame.desktop.paint import Brush, Rect, Widget, raster
from diplogame.desktop.panels.maplabels import Labels
from diplogame.desktop.pictures.crowd import spread
from diplogame.desktop.pictures.theatre import (
    HORMUZ,
    KIND_ICONS,
    Arc,
    Site,
    View,
    arc_of,
    arcs,
    project,
    sites,
    spots,
    theatre,
)
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import signed, text

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
        covered: list[Rect],
        quiet: bool,
        pick_site: Callable[[Site], Any],
        pick_state: Callable[[str | None], Any],
    ) -> None:
        """origin: the map's place in the window; low: pixels at its bottom that something covers; covered: cards that lie on the map, in its
        own pixels; quiet: no arcs at rest.
        """
        self.brush, self.play, self.origin, self.low, self.quiet = brush, play, origin, low, quiet
        self.pick_site, self.pick_state = pick_site, pick_state
        self.overlay = pygame.Surface((view.w, view.h), pygame.SRCALPHA, 32)
        self.widgets: list[Widget] = []
        self.tracks: list[tuple[str, list[tuple[float, float]]]] = []
        self.labels = Labels(brush, list(covered))
        where = spots(play.picture)
        self.capitals = self._placed(view, where)
        upper = pygame.Surface((view.w, view.h), pygame.SRCALPHA, 32)
        self._sites(upper, view)
        self._cities(upper, view)
        self._hormuz(upper, view)
        self.labels.names(self.overlay, view)
        self._arcs(self.overlay, view, where)
        self.overlay.blit(upper, (0, 0))

    def _placed(self, view: View, where: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        """Pixels of each capital; those that would lie on each other stand a little apart."""
        states = [one["role"] for one in self.play.picture["states"] if one["role"] in where]
        homes = [view.place(where[role]) for role in states]
        return dict(zip(states, spread(homes, self.brush.px(15), (), self.brush.px(12)), strict=True))

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

    def _sites(self, overlay: pygame.Surface, view: View) -> None:
        brush, p = self.brush, self.brush.theme.palette
        near = view.scale < 2.2
        size = brush.px(22 if near else 17)
        fixed = [(at, brush.px(9)) for at in self.capitals.values()]
        fixed.append((view.place(project(*HORMUZ)), brush.px(14)))
        found = sites(self.play.picture["facilities"], view, size, fixed)
        for site in found:
            if math.dist(site.at, site.home) > size * 0.6:
                self._leader(overlay, site.home, site.at)
        for site in found:
            x, y = site.at
            share = site.share
            colour = p.good if share >= 0.66 else p.warn if share >= 0.33 else p.bad
            ring = brush.svg(
                svg.ring(
                    size,
                    round(share, 2),
                    colour,
                    p.back,
                    3.6 * brush.theme.scale,
                    round(site.low, 2),
                    round(site.high, 2),
                )
            )
            if site.fresh:
                halo = brush.svg(
                    svg.svg(
                        size * 2,
                        size * 2,
                        f'<circle cx="{size}" cy="{size}" r="{size * 0.82:g}" fill="{p.bad}" fill-opacity="0.18"/><circle cx="{size}" cy="{size}" r="{size * 0.62:g}" fill="{p.bad}" fill-opacity="0.22"/>',
                    )
                )
                overlay.blit(halo, (round(x - size), round(y - size)))
            overlay.blit(ring, (round(x - size / 2), round(y - size / 2)))
            box = Rect(round(x - size / 2), round(y - size / 2), size, size)
            self.labels.boxes.append(box)
            if near:
                icon = brush.icon(KIND_ICONS.get(site.kind, "map-pin"), 10, p.soft)
                overlay.blit(icon, (round(x - icon.get_width() / 2), round(y - icon.get_height() / 2)))
            self._widget_of(site, box)
        if view.scale < 1.5:
            names = {one["id"]: one["name"] for one in self.play.picture["facilities"]}
            for site in found:
                words = names[site.id].split(" (")[0].split(",")[0]
                if len(site.ids) > 1:
                    words += f" +{len(site.ids) - 1}"
                self.labels.label(overlay, words, *site.at, size / 2 + 3, Sizes.META, p.soft, 400)

    def _widget_of(self, site: Site, box: Rect) -> None:
        """The ring as something that can be pressed."""
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

    def _leader(self, overlay: pygame.Surface, home: tuple[float, float], at: tuple[float, float]) -> None:
        """A thin line from where a site lies to where its ring is drawn."""
        left, top = min(home[0], at[0]) - 3, min(home[1], at[1]) - 3
        w, h = abs(home[0] - at[0]) + 6, abs(home[1] - at[1]) + 6
        x0, y0, x1, y1 = home[0] - left, home[1] - top, at[0] - left, at[1] - top
        colour = self.brush.theme.palette.soft
        body = f'<path d="M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}" stroke="{colour}" stroke-opacity="0.5" stroke-width="1"/><circle cx="{x0:.1f}" cy="{y0:.1f}" r="1.6" fill="{colour}"/>'
        overlay.blit(raster(svg.svg(round(w), round(h), body)), (round(left), round(top)))

    def _cities(self, overlay: pygame.Surface, view: View) -> None:
        brush, p = self.brush, self.brush.theme.palette
        play = self.play
        talks = play.picture["talks"]
        held = [
            (state, self.capitals[state["role"]]) for state in play.picture["states"] if state["role"] in self.capitals
        ]
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
            self.labels.boxes.append(Rect(round(x) - brush.px(7), round(y) - brush.px(7), brush.px(14), brush.px(14)))
        for state, (x, y) in held:
            role = state["role"]
            if not (0 <= x <= view.w and 0 <= y <= view.h):
                continue
            others = [at for other, at in held if other is not state and math.dist(at, (x, y)) < brush.px(70)]
            nearest = min(others, key=lambda at: math.dist(at, (x, y)), default=None)
            leftward = nearest is not None and nearest[0] > x
            box = self.labels.label(
                overlay, state["capital_city"], x, y, brush.px(10), 12.4, p.text, 500, leftward=leftward, must=True
            )
            area = Rect(round(x - brush.px(10)), round(y - brush.px(10)), brush.px(20), brush.px(20))
            if box:
                if talks["host"] == role and talks["state"] in ("offered", "convened", "truce"):
                    self._host(overlay, box, (x, y))
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
            spot = Rect(round(x) - 3, round(y) - 3, 7, 7)
            if 0 < x < view.w and 0 < y < view.h and spot.collidelist(self.labels.boxes) == -1:
                dot = brush.svg(svg.svg(7, 7, f'<circle cx="3.5" cy="3.5" r="2.6" fill="{p.soft}" stroke="{p.back}"/>'))
                overlay.blit(dot, spot)
                self.labels.boxes.append(spot)
                self.labels.label(overlay, city["name"], x, y, 6, 11.2, p.soft, 400)

    def _host(self, overlay: pygame.Surface, box: Rect, at: tuple[float, float]) -> None:
        """The table's sign beside the name of the city that hosts it."""
        brush, p = self.brush, self.brush.theme.palette
        size = brush.px(20)
        sign = brush.pill(size, size, mix(p.panel, p.good, 0.4), p.good)
        x = box.right + brush.px(3) if box.centerx >= at[0] else box.x - size - brush.px(3)
        spot = Rect(x, box.centery - size // 2, size, size)
        overlay.blit(sign, spot)
        icon = brush.icon("handshake", 12, mix(p.good, "#ffffff", 0.5))
        overlay.blit(icon, (spot.centerx - icon.get_width() // 2, spot.centery - icon.get_height() // 2))
        self.labels.boxes.append(spot)

    def state_tip(self, state: dict[str, Any]) -> str:
        lines = [state["name"]]
        if not state["you"]:
            trust = (
                "" if state["trust"] is None else "  ·  " + text("desktop.state.trust", value=f"{state['trust']:.2f}")
            )
            lines.append(text("desktop.state.relation", value=signed(state["relation"], 1)) + trust)
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
        spot = self.labels.free(Rect(bx, by, w, h), view.h - self.low)
        bx, by = spot.topleft
        overlay.blit(brush.pill(w, h, p.panel, mix(p.panel, brush.theme.role(role), 0.6)), (bx, by))
        icon = "chevron-left" if x < 0 else "chevron-right" if x > view.w else "chevron-up" if y < 0 else "chevron-down"
        overlay.blit(brush.icon(icon, 12, p.muted), (bx + brush.px(6), by + brush.px(6.5)))
        overlay.blit(brush.shape(role, 11), (bx + brush.px(20), by + brush.px(7)))
        overlay.blit(words, (bx + brush.px(35), by + (h - words.get_height()) // 2))
        area = Rect(bx, by, w, h)
        self.labels.boxes.append(area)
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

    def _hormuz(self, overlay: pygame.Surface, view: View) -> None:
        """The strait: a broken ring, its state in words."""
        brush, p, picture = self.brush, self.brush.theme.palette, self.play.picture
        x, y = view.place(project(*HORMUZ))
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
        box = self.labels.label(overlay, words, x, y, r + 4, 12.0, colour, 500)
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
