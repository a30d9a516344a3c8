"""Drawing in SVG: marks with classes and titles, scales and round ticks. Colours are the page's, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import ceil, floor, isfinite, log10
from typing import NamedTuple


class Scale(NamedTuple):
    """Maps numbers from `low..high` to positions from `start..end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers within low..high, about so many of them."""
    if not (isfinite(low) and isfinite(high)) or high <= low:
        return [low]
    raw = (high - low) / max(about, 1)
    power = 10.0 ** floor(log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [float(f"{i * step:.10g}") for i in range(first, last + 1)]


def around(values: Iterable[float], zero: bool = False, room: float = 0.04) -> tuple[float, float]:
    """A range around the finite ones of some values, with a little room; `zero` draws 0 in."""
    finite = [value for value in values if isfinite(value)]
    if zero:
        finite.append(0.0)
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    margin = (high - low) * room or abs(high) * 0.1 or 1.0
    return (low if zero and low == 0 else low - margin), (high if zero and high == 0 else high + margin)


class Drawing:
    """A drawing that grows by marks and comes out as one <svg>."""

    def __init__(self, width: float, height: float, label: str) -> None:
        self.width, self.height, self.label = width, height, label
        self.parts: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        title: str = "",
        radius: float = 0,
        **more: object,
    ) -> None:
        """A filled rectangle; `fill` is one of the page's colours."""
        corner = f' rx="{radius:g}"' if radius else ""
        head = f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"{corner}'
        self._mark(head, f"fill:var(--{fill})", title, "rect", more)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = "grid", width: float = 1, **more: object
    ) -> None:
        """A straight line."""
        head = f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self._mark(head, f"stroke:var(--{stroke});stroke-width:{width:g}", "", "line", more)

    def path(self, points: Sequence[tuple[float, float]], stroke: str, width: float = 2, **more: object) -> None:
        """A line through points."""
        head = f'<polyline points="{_points(points)}"'
        style = f"fill:none;stroke:var(--{stroke});stroke-width:{width:g};stroke-linejoin:round;stroke-linecap:round"
        self._mark(head, style, "", "polyline", more)

    def area(self, points: Sequence[tuple[float, float]], fill: str, title: str = "", **more: object) -> None:
        """A filled outline."""
        self._mark(f'<polygon points="{_points(points)}"', f"fill:var(--{fill})", title, "polygon", more)

    def dot(self, x: float, y: float, fill: str, shape: str = "circle", size: float = 5, title: str = "") -> None:
        """A marker: circle, square, diamond, triangle or ring. Shapes tell series apart where colours cannot."""
        style = f"fill:var(--{fill});stroke:var(--panel);stroke-width:1"
        if shape == "circle":
            self._mark(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{size:g}"', style, title, "circle", {})
        elif shape == "ring":
            style = f"fill:var(--panel);stroke:var(--{fill});stroke-width:2"
            self._mark(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{size - 0.5:g}"', style, title, "circle", {})
        else:
            s = size
            outline = {
                "square": [(-s, -s), (s, -s), (s, s), (-s, s)],
                "diamond": [(0, -1.25 * s), (1.25 * s, 0), (0, 1.25 * s), (-1.25 * s, 0)],
                "triangle": [(0, -1.2 * s), (1.1 * s, 0.9 * s), (-1.1 * s, 0.9 * s)],
            }[shape]
            points = _points([(x + dx, y + dy) for dx, dy in outline])
            self._mark(f'<polygon points="{points}"', style, title, "polygon", {})

    def text(
        self, x: float, y: float, words: str, kind: str = "label", anchor: str = "start", fill: str = "", **more: object
    ) -> None:
        """Words; `kind` is a class of the page: label, value, tick, name, title."""
        style = f' style="fill:var(--{fill})"' if fill else ""
        extra = "".join(f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in more.items())
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" class="{kind}" text-anchor="{anchor}"{style}{extra}>{escape(words)}</text>'
        )

    def out(self) -> str:
        """The drawing as markup."""
        return (
            f'<svg viewBox="0 0 {_n(self.width)} {_n(self.height)}" role="img" aria-label="{escape(self.label)}" '
            f'xmlns="http://www.w3.org/2000/svg">{"".join(self.parts)}</svg>'
        )

    def _mark(self, head: str, style: str, title: str, tag: str, more: dict[str, object]) -> None:
        extra = "".join(f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in more.items())
        inside = f"<title>{escape(title)}</title>" if title else ""
        self.parts.append(f'{head} style="{style}"{extra}>{inside}</{tag}>')


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isfinite(value) else "0"


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
