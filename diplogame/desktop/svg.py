"""Pictures as SVG text: cards, pills, bars, rings, charts, arcs. No pygame: strings in, strings out.

The renderer knows paths, circles, lines, gradients in user space and opacity; no clip paths, filters, text or rgba().
"""

from __future__ import annotations

import json
import math
from functools import cache

from diplogame.desktop.theme import Colour, mix
from diplogame.resources import find


def svg(width: float, height: float, *parts: str, defs: str = "") -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">'
    return head + (f"<defs>{defs}</defs>" if defs else "") + "".join(parts) + "</svg>"


def fade(name: str, top: Colour, low: Colour, y0: float, y1: float) -> str:
    """A vertical gradient from y0 to y1."""
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="0" y1="{y0:g}" x2="0" y2="{y1:g}">'
        f'<stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{low}"/></linearGradient>'
    )


def box(
    x: float,
    y: float,
    w: float,
    h: float,
    r: float,
    fill: str,
    stroke: str = "none",
    line: float = 1.0,
    opacity: float = 1.0,
    dash: str = "",
) -> str:
    r = min(r, w / 2, h / 2)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{max(w, 0.1):g}" height="{max(h, 0.1):g}" rx="{r:g}" fill="{fill}" fill-opacity="{opacity:g}" '
        f'stroke="{stroke}" stroke-width="{line:g}"{dashed}/>'
    )


def card(
    w: int,
    h: int,
    r: float,
    top: Colour,
    low: Colour,
    edge: Colour,
    shadow: float = 0.0,
    line: float = 1.0,
    dash: str = "",
) -> str:
    """A rounded card that fills w by h, with a border inside and a shadow of stacked boxes where `shadow` (px) is not 0."""
    s = shadow
    parts = []
    steps = 6 if s else 0
    for k in range(steps):
        grow = s * (1 - k / steps)
        parts.append(
            box(
                s - grow,
                s - grow + s * 0.3,
                w - 2 * (s - grow),
                h - 2 * (s - grow) - s * 0.3,
                r + grow,
                "#000000",
                opacity=0.055,
            )
        )
    parts.append(
        box(s + line / 2, s + line / 2, w - 2 * s - line, h - 2 * s - line, r, "url(#g)", edge, line, dash=dash)
    )
    return svg(w, h, *parts, defs=fade("g", top, low, 0, h))


def bar(
    w: int, h: int, share: float, colour: Colour, track: Colour, marks: tuple[float, ...] = (), mark: Colour = "#ffffff"
) -> str:
    parts = [box(0, 0, w, h, h / 2, track)]
    if share > 0:
        parts.append(box(0, 0, max(h, w * min(share, 1.0)), h, h / 2, "url(#g)"))
    parts += [
        f'<rect x="{w * at - 0.75:g}" y="0" width="1.5" height="{h}" fill="{mark}" fill-opacity="0.8"/>' for at in marks
    ]
    defs = f'<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="{w}" y2="0"><stop offset="0" stop-color="{mix(colour, "#000000", 0.22)}"/><stop offset="1" stop-color="{colour}"/></linearGradient>'
    return svg(w, h, *parts, defs=defs)


def ring(
    size: float,
    share: float,
    colour: Colour,
    back: Colour,
    thick: float,
    low: float | None = None,
    high: float | None = None,
) -> str:
    """A facility's ring: its mean integrity, and between `low` and `high` a fainter band for what is not known."""
    c, r = size / 2, size / 2 - thick / 2 - 1
    parts = [f'<circle cx="{c:g}" cy="{c:g}" r="{r + thick / 2 + 0.6:g}" fill="{back}" fill-opacity="0.92"/>']
    parts.append(
        f'<circle cx="{c:g}" cy="{c:g}" r="{r:g}" fill="none" stroke="{mix(back, colour, 0.25)}" stroke-width="{thick:g}"/>'
    )
    if low is not None and high is not None and high - low > 0.02:
        parts.append(_arc(c, r, low, high, colour, thick, 0.45))
        share = low
    parts.append(_arc(c, r, 0.0, share, colour, thick, 1.0))
    return svg(size, size, *parts)


def _arc(c: float, r: float, start: float, end: float, colour: Colour, thick: float, opacity: float) -> str:
    if end - start < 0.003:
        return ""
    if end - start > 0.995:  # an arc that ends where it starts is drawn as nothing
        return f'<circle cx="{c:g}" cy="{c:g}" r="{r:g}" fill="none" stroke="{colour}" stroke-width="{thick:g}" stroke-opacity="{opacity:g}"/>'
    a, b = (2 * math.pi * (t - 0.25) for t in (start, end))
    large = 1 if end - start > 0.5 else 0
    return (
        f'<path d="M{c + r * math.cos(a):.2f},{c + r * math.sin(a):.2f}A{r:g},{r:g} 0 {large} 1 {c + r * math.cos(b):.2f},{c + r * math.sin(b):.2f}" '
        f'fill="none" stroke="{colour}" stroke-width="{thick:g}" stroke-opacity="{opacity:g}"/>'
    )


@cache
def icons() -> dict[str, str]:
    return json.loads(find("assets", "icons", "icons.json").read_text(encoding="utf-8"))


def icon(name: str, size: float, colour: Colour, stroke: float = 2.0) -> str:
    inside = icons().get(name, icons()["circle-dot"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size:g}" height="{size:g}" viewBox="0 0 24 24"><g fill="none" stroke="{colour}" '
        f'stroke-width="{stroke:g}" stroke-linecap="round" stroke-linejoin="round">{inside}</g></svg>'
    )


def shape(kind: str, size: float, fill: Colour, edge: Colour = "none", line: float = 0.0) -> str:
    """One of the eight shapes that tell the roles apart, filling a square of `size`."""
    c, r = size / 2, size / 2 - line / 2 - 0.3
    if kind == "circle":
        body = f'<circle cx="{c:g}" cy="{c:g}" r="{r * 0.9:g}"'
    elif kind == "cross":
        a, b = r * 0.36, r * 0.95
        body = f'<path d="M{c - a:g},{c - b:g}H{c + a:g}V{c - a:g}H{c + b:g}V{c + a:g}H{c + a:g}V{c + b:g}H{c - a:g}V{c + a:g}H{c - b:g}V{c - a:g}H{c - a:g}Z"'
    else:
        count, turn = {
            "triangle": (3, 0.0),
            "square": (4, 45.0),
            "diamond": (4, 0.0),
            "pentagon": (5, 0.0),
            "hexagon": (6, 30.0),
            "star": (10, 0.0),
        }[kind]
        reach = [
            r * (1.1 if kind == "square" else 1.0) * (0.45 if kind == "star" and k % 2 else 1.0) for k in range(count)
        ]
        angles = [math.radians(turn - 90 + 360 * k / count) for k in range(count)]
        points = [(c + d * math.cos(a), c + d * math.sin(a)) for d, a in zip(reach, angles, strict=True)]
        body = '<path d="M' + "L".join(f"{x:.2f},{y:.2f}" for x, y in points) + 'Z"'
    return svg(size, size, f'{body} fill="{fill}" stroke="{edge}" stroke-width="{line:g}" stroke-linejoin="round"/>')


def polyline(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)
