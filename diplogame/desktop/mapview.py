"""The map's pixels: the land is drawn in a thread, larger than the window; a frame copies it, shifted or scaled."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import pygame

from diplogame.desktop import svg
from diplogame.desktop.paint import raster
from diplogame.desktop.pictures.theatre import View, theatre
from diplogame.desktop.theme import Theme, mix, rgb

MARGIN = 0.35
"""How much more than the window is drawn on every side, as a share of it."""


@dataclass
class Ground:
    """One drawing of the land."""

    view: View
    """Of the whole surface, margins included."""
    surface: pygame.Surface
    ids: pygame.Surface
    """At half size: which role's ground lies where, as colour."""


def draw_ground(view: View, theme: Theme, cancelled: threading.Event | None = None) -> Ground | None:
    """The land in full dress for `view`; None if cancelled on the way. Safe in a thread."""
    data, p = theatre(), theme.palette
    k = 1 / view.scale
    move = f'transform="translate({view.w / 2 - view.x * k:.2f} {view.h / 2 - view.y * k:.2f}) scale({k:.6f})"'
    per = view.scale * theme.scale

    def picture(body: str) -> pygame.Surface:
        return raster(svg.svg(view.w, view.h, f"<g {move}>{body}</g>"))

    surface = pygame.Surface((view.w, view.h), 0, 32)
    surface.blit(
        raster(
            svg.svg(
                view.w,
                view.h,
                svg.box(0, 0, view.w, view.h, 0, "url(#g)"),
                defs=svg.fade("g", p.sea_low, p.sea, 0, view.h),
            )
        ),
        (0, 0),
    )
    glow = "".join(
        f'<path d="{data["land"]}" fill="none" stroke="{p.coast}" stroke-opacity="{o}" stroke-width="{w * per:.2f}" stroke-linejoin="round"/>'
        for w, o in ((26, 0.05), (16, 0.08), (8, 0.12), (3, 0.25))
    )
    surface.blit(picture(glow), (0, 0))
    if cancelled and cancelled.is_set():
        return None
    body = f'<path d="{data["land"]}" fill="{p.land}" stroke="{mix(p.coast, p.land, 0.35)}" stroke-width="{0.9 * per:.2f}"/>'
    body += f'<path d="{data["borders"]}" fill="none" stroke="{p.border}" stroke-opacity="0.95" stroke-width="{0.85 * per:.2f}" stroke-linejoin="round"/>'
    surface.blit(picture(body), (0, 0))
    if cancelled and cancelled.is_set():
        return None
    by_role: dict[str, str] = {}
    for country in data["countries"]:
        if country["role"]:
            by_role[country["role"]] = by_role.get(country["role"], "") + country["path"]
    for role, path in by_role.items():
        _dress(surface, view, move, path, theme.role(role), per)
        if cancelled and cancelled.is_set():
            return None
    _hatch(surface, view, move, "".join(item["path"] for item in data["disputed"]), p.neutral, theme)
    return Ground(view, surface, _ids(view, by_role))


def _dress(surface: pygame.Surface, view: View, move: str, path: str, colour: str, per: float) -> None:
    """Tint, an inner glow cut to the state's own ground, and an outline."""
    body = f'<path d="{path}" fill="{colour}" fill-opacity="0.2"/>'
    for w, o in ((34, 0.05), (22, 0.07), (13, 0.10), (6, 0.16)):
        body += f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity="{o}" stroke-width="{w * per:.2f}" stroke-linejoin="round"/>'
    tint = raster(svg.svg(view.w, view.h, f"<g {move}>{body}</g>"))
    mask = raster(svg.svg(view.w, view.h, f'<g {move}><path d="{path}" fill="#ffffff"/></g>'))
    tint.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    surface.blit(tint, (0, 0))
    edge = mix(colour, "#ffffff", 0.1)
    line = f'<path d="{path}" fill="none" stroke="{edge}" stroke-opacity="0.85" stroke-width="{1.15 * per:.2f}" stroke-linejoin="round"/>'
    surface.blit(raster(svg.svg(view.w, view.h, f"<g {move}>{line}</g>")), (0, 0))


def _hatch(surface: pygame.Surface, view: View, move: str, path: str, colour: str, theme: Theme) -> None:
    """Disputed ground: grey, with diagonal lines that stay on the screen as the map is zoomed."""
    step = max(4, theme.px(5))
    lines = "".join(f"M{x},{view.h}L{x + view.h},0" for x in range(-view.h, view.w, step))
    body = svg.box(0, 0, view.w, view.h, 0, mix(theme.palette.land, colour, 0.28))
    hatch = raster(
        svg.svg(
            view.w,
            view.h,
            body,
            f'<path d="{lines}" fill="none" stroke="{colour}" stroke-opacity="0.8" stroke-width="{max(1.0, theme.scale):g}"/>',
        )
    )
    mask = raster(svg.svg(view.w, view.h, f'<g {move}><path d="{path}" fill="#ffffff"/></g>'))
    hatch.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    surface.blit(hatch, (0, 0))
    rim = f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity="0.7" stroke-width="{0.8 * view.scale:.2f}"/>'
    surface.blit(raster(svg.svg(view.w, view.h, f"<g {move}>{rim}</g>")), (0, 0))


ID_STEP = 24


def _ids(view: View, by_role: dict[str, str]) -> pygame.Surface:
    w, h, k = view.w // 2, view.h // 2, 0.5 / view.scale
    body = "".join(f'<path d="{path}" fill="#{ID_STEP * (n + 1):02x}0000"/>' for n, path in enumerate(by_role.values()))
    move = f'transform="translate({w / 2 - view.x * k:.2f} {h / 2 - view.y * k:.2f}) scale({k:.6f})"'
    return raster(svg.svg(w, h, f"<g {move}>{body}</g>"))


def role_at(ground: Ground, km: tuple[float, float]) -> str | None:
    """Whose ground lies at a place."""
    x, y = ground.view.place(km)
    at = (int(x / 2), int(y / 2))
    if not ground.ids.get_rect().collidepoint(at):
        return None
    colour = ground.ids.get_at(at)
    if colour.a < 128:
        return None
    roles: list[str] = []
    for country in theatre()["countries"]:
        if country["role"] and country["role"] not in roles:
            roles.append(country["role"])
    index = round(colour.r / ID_STEP) - 1
    return roles[index] if 0 <= index < len(roles) else None


class GroundKeeper:
    """Keeps drawings of the last few views: makes new ones in a thread, hands out the best that there is."""

    KEPT = 3

    def __init__(self) -> None:
        self.ground: Ground | None = None
        """What is shown now."""
        self._kept: list[tuple[Any, Ground]] = []
        self._thread: threading.Thread | None = None
        self._cancel = threading.Event()
        self._made: tuple[Any, Ground] | None = None

    @property
    def busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def waiting(self) -> bool:
        """Whether a drawing is done that nobody has asked for yet."""
        return self._made is not None

    def want(self, view: View, theme: Theme, now: bool = False) -> bool:
        """Tell what is looked at; returns whether another drawing is shown from now on. `now` waits for it (tests)."""
        before = self.ground
        if self._made is not None:
            (looks, ground), self._made = self._made, None
            if pygame.display.get_surface():
                ground.surface = ground.surface.convert()
            self._kept = [(looks, ground), *self._kept][: self.KEPT]
            self.ground = ground
        looks = (theme.palette.name, theme.scale)
        fits = next((entry for entry in self._kept if entry[0] == looks and _covers(entry[1].view, view)), None)
        if fits is not None:
            self.ground = fits[1]
        elif now:
            self._make(grown(view), theme, looks, threading.Event())
            return self.want(view, theme)
        elif not self.busy:
            self._cancel = threading.Event()
            self._thread = threading.Thread(
                target=self._make, args=(grown(view), theme, looks, self._cancel), daemon=True, name="map"
            )
            self._thread.start()
        return self.ground is not before

    def _make(self, view: View, theme: Theme, looks: Any, cancelled: threading.Event) -> None:
        ground = draw_ground(view, theme, cancelled)
        if ground is not None:
            self._made = (looks, ground)

    def stop(self) -> None:
        self._cancel.set()
        if self._thread is not None:
            self._thread.join(2.0)

    def draw(self, surface: pygame.Surface, rect: pygame.Rect, view: View, fill: str) -> None:
        """Copy what there is under `view` into `rect`: shifted, or scaled while a new drawing is on its way."""
        if self.ground is None:
            surface.fill(fill, rect)
            return
        g = self.ground.view
        left, top = view.place(g.km((0, 0)))
        if abs(g.scale - view.scale) < 1e-9:
            x, y = round(-left), round(-top)
            if x < 0 or y < 0 or x + rect.w > g.w or y + rect.h > g.h:
                surface.fill(fill, rect)
            surface.set_clip(rect)
            surface.blit(self.ground.surface, (rect.x - x, rect.y - y))
            surface.set_clip(None)
            return
        factor = g.scale / view.scale
        source = pygame.Rect(
            round(-left / factor), round(-top / factor), round(rect.w / factor), round(rect.h / factor)
        )
        part = pygame.Surface(source.size, 0, self.ground.surface)
        part.fill(rgb(fill))
        part.blit(self.ground.surface, (-source.x, -source.y))
        surface.blit(pygame.transform.scale(part, rect.size), rect.topleft)


def grown(view: View) -> View:
    w, h = round(view.w * (1 + 2 * MARGIN)), round(view.h * (1 + 2 * MARGIN))
    return View(view.x, view.y, view.scale, w + w % 2, h + h % 2)


def _covers(big: View, view: View) -> bool:
    if abs(big.scale - view.scale) > 1e-9:
        return False
    left, top = big.place(view.km((0, 0)))
    return left >= 0 and top >= 0 and left + view.w <= big.w and top + view.h <= big.h
