"""Pixels: SVG text turned into cached surfaces, and a sheet on which a panel draws itself and leaves its widgets."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pygame

from diplogame.desktop import svg
from diplogame.desktop.text import Letters
from diplogame.desktop.theme import ROLE_SHAPES, Colour, Sizes, Theme, mix

Rect = pygame.Rect
KEPT = 3000


def raster(text: str) -> pygame.Surface:
    """An SVG document as a surface with alpha. Safe to call from any thread."""
    return pygame.image.load(io.BytesIO(text.encode()), "picture.svg")


@dataclass
class Widget:
    """Something that can be pointed at, pressed, or walked to with the Tab key."""

    id: str
    """Stable: tests, rebinding and the focus ring go by it."""
    rect: Rect
    act: Callable[[], Any] | None = None
    """Called without arguments; may return a transition."""
    tip: str = ""
    label: str = ""
    enabled: bool = True
    radius: int = 7
    focusable: bool = True
    value: Any = None
    """What the widget stands for (an order, a cable); for its screen's own use."""
    quiet: bool = False
    """No highlight under the mouse (large areas)."""


class Brush:
    """Everything that draws, at one theme: text, icons, cards. Pictures are cached by what they show."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.letters = Letters(theme.scale)
        self._kept: OrderedDict[Any, pygame.Surface] = OrderedDict()

    def px(self, points: float) -> int:
        return self.theme.px(points)

    def kept(self, key: Any, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        picture = self._kept.get(key)
        if picture is None:
            picture = self._kept[key] = make()
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return picture

    def svg(self, text: str) -> pygame.Surface:
        return self.kept(text, lambda: raster(text))

    def icon(self, name: str, size: float, colour: Colour, stroke: float = 2.0) -> pygame.Surface:
        return self.kept(
            ("icon", name, size, colour, stroke), lambda: raster(svg.icon(name, self.px(size), colour, stroke))
        )

    def card(self, w: int, h: int, style: str = "card", shadow: int = 0) -> pygame.Surface:
        """A card w by h px in one of the styles; with a shadow its surface is larger by it on every side."""
        p = self.theme.palette
        top, low, edge = {
            "card": (p.card, p.card_low, p.edge),
            "picked": (p.picked, p.picked_low, p.edge_lit),
            "soft": (mix(p.panel, p.card, 0.6), mix(p.panel, p.card, 0.35), p.line),
            "float": (mix(p.card, p.panel, 0.25), p.panel_low, p.edge),
            "dialog": (p.card, p.panel, p.edge),
            "action": (mix(p.action, "#ffffff", 0.06), p.action_low, mix(p.action, "#ffffff", 0.25)),
            "button": (mix(p.card, "#ffffff", 0.035), p.card, p.edge),
            "danger": (mix(p.card, p.bad, 0.35), mix(p.card, p.bad, 0.24), mix(p.card, p.bad, 0.65)),
            "chip_on": (mix(p.card, p.info, 0.34), mix(p.card, p.info, 0.26), mix(p.card, p.info, 0.75)),
            "dash": (p.panel, p.panel, p.edge),
            "good": (mix(p.panel, p.good, 0.30), mix(p.panel, p.good, 0.20), mix(p.panel, p.good, 0.60)),
        }[style]
        radius = self.px(9)
        key = ("card", w, h, style, shadow)
        dash = f"{self.px(3)} {self.px(3)}" if style == "dash" else ""
        return self.kept(
            key,
            lambda: raster(
                svg.card(w + 2 * shadow, h + 2 * shadow, radius, top, low, edge, shadow, max(1, self.px(1)), dash)
            ),
        )

    def pill(
        self, w: int, h: int, fill: Colour, edge: Colour | None = None, radius: float | None = None
    ) -> pygame.Surface:
        line = max(1, self.px(1)) if edge else 0
        r = h / 2 if radius is None else radius
        text = svg.svg(w, h, svg.box(line / 2, line / 2, w - line, h - line, r, fill, edge or "none", line))
        return self.svg(text)

    def tile(self, name: str, colour: Colour, size: float = 26) -> pygame.Surface:
        """An icon in a tinted square with rounded corners."""

        def make() -> pygame.Surface:
            side = self.px(size)
            p = self.theme.palette
            base = raster(svg.svg(side, side, svg.box(0, 0, side, side, self.px(7), mix(p.panel, colour, 0.17))))
            mark = self.icon(name, size * 0.58, colour)
            base.blit(mark, ((side - mark.get_width()) // 2, (side - mark.get_height()) // 2))
            return base

        return self.kept(("tile", name, colour, size), make)

    def shape(self, role: str | None, size: float, edge: bool = False) -> pygame.Surface:
        """A role's own shape in its own colour."""
        kind = ROLE_SHAPES.get(role or "", "circle")
        colour = self.theme.role(role)
        rim = self.theme.palette.back if edge else "none"
        key = ("shape", kind, colour, size, edge)
        return self.kept(key, lambda: raster(svg.shape(kind, self.px(size), colour, rim, self.px(1.5) if edge else 0)))


@dataclass
class Sheet:
    """A surface that a panel fills, with the widgets that lie on it. Coordinates are the sheet's own."""

    brush: Brush
    surface: pygame.Surface
    widgets: list[Widget] = field(default_factory=list)

    @classmethod
    def blank(cls, brush: Brush, w: int, h: int, fill: Colour | None = None) -> Sheet:
        surface = pygame.Surface((max(1, w), max(1, h)), 0 if fill else pygame.SRCALPHA, 32)
        if fill:
            surface.fill(fill)
            if pygame.display.get_surface():
                surface = surface.convert()
        return cls(brush, surface)

    @property
    def w(self) -> int:
        return self.surface.get_width()

    @property
    def h(self) -> int:
        return self.surface.get_height()

    @property
    def p(self) -> Any:
        return self.brush.theme.palette

    def px(self, points: float) -> int:
        return self.brush.px(points)

    def put(self, picture: pygame.Surface, x: float, y: float) -> None:
        self.surface.blit(picture, (round(x), round(y)))

    def text(
        self, text: str, x: float, y: float, size: float = Sizes.BODY, colour: Colour | None = None, weight: str = "regular", tracking: float = 0.0,
        width: int | None = None, align: str = "left",
    ) -> int:  # fmt: skip
        """Draw one line with its top at y; returns its width. `align` right or centre hang it from x."""
        letters = self.brush.letters
        if width is not None:
            text = letters.fit(text, width, size, weight, tracking)
        picture = letters.line(text, size, colour or self.p.text, weight, tracking)
        wide = picture.get_width()
        self.put(picture, x - (wide if align == "right" else wide / 2 if align == "centre" else 0), y)
        return wide

    def caps(
        self, text: str, x: float, y: float, colour: Colour | None = None, align: str = "left", width: int | None = None
    ) -> int:
        return self.text(text.upper(), x, y, Sizes.CAPS, colour or self.p.muted, "semibold", 0.75, width, align)

    def lines(
        self,
        lines: list[str],
        x: float,
        y: float,
        size: float,
        colour: Colour | None = None,
        weight: str = "regular",
        lead: float = 1.42,
    ) -> float:
        """Draw lines under each other; returns the y below them."""
        step = size * lead * self.brush.theme.scale
        for line in lines:
            if line:
                self.text(line, x, y, size, colour, weight)
            y += step
        return y

    def para(
        self,
        text: str,
        x: float,
        y: float,
        width: int,
        size: float = Sizes.BODY,
        colour: Colour | None = None,
        weight: str = "regular",
        most: int = 0,
    ) -> float:
        return self.lines(self.brush.letters.wrap(text, width, size, weight, most), x, y, size, colour, weight)

    def icon(self, name: str, x: float, y: float, size: float = 16, colour: Colour | None = None) -> None:
        self.put(self.brush.icon(name, size, colour or self.p.soft), x, y)

    def card(self, rect: Rect, style: str = "card", shadow: int = 0) -> None:
        self.put(self.brush.card(rect.w, rect.h, style, shadow), rect.x - shadow, rect.y - shadow)

    def rule(self, x: float, y: float, w: float, colour: Colour | None = None) -> None:
        pygame.draw.rect(self.surface, colour or self.p.line, (round(x), round(y), round(w), max(1, self.px(1))))

    def post(self, x: float, y: float, h: float, colour: Colour | None = None) -> None:
        pygame.draw.rect(self.surface, colour or self.p.line, (round(x), round(y), max(1, self.px(1)), round(h)))

    def chip(
        self,
        text: str,
        x: float,
        y: float,
        colour: Colour,
        size: float = Sizes.META,
        icon: str | None = None,
        pad: float = 8,
        outline: bool = False,
    ) -> int:
        """A small tinted label; returns its width."""
        h = self.px(size * 1.42 + 3.5)
        inner = self.brush.letters.width(text, size, "medium") + (self.px(15) if icon else 0)
        w = inner + self.px(pad) * 2
        fill = mix(self.p.card, colour, 0.12 if outline else 0.17)
        self.put(
            self.brush.pill(
                w, h, fill, mix(self.p.card, colour, 0.6) if outline else None, None if outline else self.px(6)
            ),
            x,
            y,
        )
        left = x + self.px(pad)
        if icon:
            self.icon(icon, left, y + (h - self.px(11)) / 2, 11, colour)
            left += self.px(15)
        self.text(text, left, y + (h - self.brush.letters.height(size)) / 2, size, colour, "medium")
        return w

    def button(
        self, id: str, rect: Rect, label: str, act: Callable[[], Any] | None, style: str = "button", icon: str | None = None, tip: str = "", enabled: bool = True,
        size: float = Sizes.TITLE, key: str = "", icon_after: bool = False, colour: Colour | None = None, value: Any = None,
    ) -> Widget:  # fmt: skip
        """A card with a centred label (and icon, and a key's name), left as a widget."""
        self.card(rect, style if enabled else "soft")
        colour = colour or (self.p.on_action if style == "action" else self.p.text)
        colour = colour if enabled else self.p.faint
        gap = self.px(8)
        side = self.px(size + 2) if icon else 0
        key_w = self.key_width(key) + gap if key else 0
        label = (
            self.brush.letters.fit(
                label, rect.w - self.px(16) - side - key_w - (gap if icon and label else 0), size, "medium"
            )
            if label
            else ""
        )
        wide = self.brush.letters.width(label, size, "medium") if label else 0
        total = wide + side + (gap if icon and label else 0) + key_w
        x = rect.x + (rect.w - total) / 2
        middle = rect.y + rect.h / 2
        if icon and not icon_after:
            self.icon(icon, x, middle - side / 2, size + 2, colour)
            x += side + gap
        if label:
            self.text(
                label,
                x,
                middle - self.brush.letters.height(size) / 2,
                size,
                colour,
                "semibold" if style == "action" else "medium",
            )
            x += wide + gap
        if icon and icon_after:
            self.icon(icon, x, middle - side / 2, size + 2, colour)
            x += side + gap
        if key:
            self.key(key, x, middle - self.px(9))
        return self.widget(id, rect, act, tip, label, enabled, value=value)

    def key_width(self, key: str) -> int:
        return self.brush.letters.width(key, 10.2, "medium") + self.px(12)

    def key(self, key: str, x: float, y: float) -> int:
        """The picture of a key of the keyboard; returns its width."""
        w, h = self.key_width(key), self.px(18)
        self.put(self.brush.pill(w, h, self.p.panel, self.p.edge, self.px(5)), x, y)
        self.text(key, x + self.px(6), y + (h - self.brush.letters.height(10.2)) / 2, 10.2, self.p.muted, "medium")
        return w

    def widget(
        self, id: str, rect: Rect, act: Callable[[], Any] | None, tip: str = "", label: str = "", enabled: bool = True, radius: int | None = None,
        focusable: bool = True, value: Any = None, quiet: bool = False,
    ) -> Widget:  # fmt: skip
        made = Widget(
            id, Rect(rect), act, tip, label, enabled, self.px(8) if radius is None else radius, focusable, value, quiet
        )
        self.widgets.append(made)
        return made
