"""Charts as plain data: axes, history, fan; and their SVG. No pygame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.theme import Colour, Palette, mix

BAND = (80.0, 100.0)
"""The oil price that Russia's goals like; the other roles have no band."""
BANDS = (("p5", "p95", 0.16), ("p25", "p75", 0.26))


@dataclass(frozen=True)
class Chart:
    """One series with its fan."""

    history: list[float]
    """Turn 0 to now."""
    fan: dict[str, list[float]] = field(default_factory=dict)
    """p5, p25, p50, p75, p95 from now on; the first value is now."""
    turns: int = 20
    low: float = 0.0
    high: float = 10.0
    band: tuple[float, float] | None = None
    """A stretch of values that is comfortable."""
    line: float | None = None
    """A value that must not be crossed."""

    @property
    def ticks(self) -> list[float]:
        """Three round values of the axis."""
        span = self.high - self.low
        step = next(s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200) if span / s <= 3.2) if span <= 600 else span / 3
        first = -(-self.low // step) * step
        return [first + step * k for k in range(8) if first + step * k <= self.high + 1e-9]

    @property
    def ends(self) -> list[tuple[str, float]]:
        """The fan's last values: top, median, bottom."""
        if not self.fan.get("p50"):
            return []
        return [(name, self.fan[name][-1]) for name in ("p95", "p50", "p5")]


def price(picture: dict[str, Any], fan: dict[str, list[float]] | None) -> Chart:
    history = [float(v) for v in picture["series"]["brent"]]
    spread = history + [v for name in ("p5", "p95") for v in (fan or {}).get(name, [])]
    low, high = min([*spread, 65.0]), max([*spread, 105.0])
    return Chart(
        history, fan or {}, picture["turns"], low - 3, high + 3, band=BAND if picture["role"] == "russia" else None
    )


def escalation(picture: dict[str, Any], fan: dict[str, list[float]] | None) -> Chart:
    return Chart([float(v) for v in picture["series"]["escalation"]], fan or {}, picture["turns"], 0.0, 10.0, line=8.0)


def drawn(chart: Chart, w: int, h: int, colour: Colour, p: Palette, scale: float) -> str:
    """The plot area as SVG, w by h px, without words (they are set by the text renderer)."""
    last = max(1, chart.turns)
    x = lambda turn: w * turn / last  # noqa: E731
    y = lambda value: h - h * (value - chart.low) / max(1e-9, chart.high - chart.low)  # noqa: E731
    parts = [f'<path d="M0,{y(t):.1f}H{w}" stroke="{p.line}" stroke-width="1" fill="none"/>' for t in chart.ticks]
    if chart.band:
        top, low = y(min(chart.high, chart.band[1])), y(max(chart.low, chart.band[0]))
        parts.append(svg.box(0, top, w, max(1, low - top), 0, p.good, opacity=0.07))
        parts += [
            f'<path d="M0,{edge:.1f}H{w}" stroke="{p.good}" stroke-opacity="0.35" stroke-dasharray="{3 * scale:g} {3 * scale:g}" fill="none"/>'
            for edge in (top, low)
        ]
    if chart.line is not None:
        parts.append(
            f'<path d="M0,{y(chart.line):.1f}H{w}" stroke="{p.bad}" stroke-width="{1.2 * scale:g}" stroke-dasharray="{5 * scale:g} {3 * scale:g}" fill="none"/>'
        )
    now = len(chart.history) - 1
    clip = lambda value: min(chart.high, max(chart.low, value))  # noqa: E731
    for name_low, name_high, opacity in BANDS:
        lows, highs = chart.fan.get(name_low, []), chart.fan.get(name_high, [])
        if lows and highs:
            upper = [(x(min(last, now + k)), y(clip(v))) for k, v in enumerate(highs)]
            lower = [(x(min(last, now + k)), y(clip(v))) for k, v in enumerate(lows)][::-1]
            parts.append(f'<path d="{svg.polyline(upper + lower)}Z" fill="{colour}" fill-opacity="{opacity}"/>')
    lows, highs, middle = chart.fan.get("p25", []), chart.fan.get("p75", []), chart.fan.get("p50", [])
    if lows and highs and middle:  # the innermost of three nested bands
        upper = [
            (x(min(last, now + k)), y(clip(m + (v - m) * 0.5)))
            for k, (v, m) in enumerate(zip(highs, middle, strict=True))
        ]
        lower = [
            (x(min(last, now + k)), y(clip(m + (v - m) * 0.5)))
            for k, (v, m) in enumerate(zip(lows, middle, strict=True))
        ][::-1]
        parts.append(f'<path d="{svg.polyline(upper + lower)}Z" fill="{colour}" fill-opacity="0.28"/>')
        line = [(x(min(last, now + k)), y(clip(v))) for k, v in enumerate(middle)]
        parts.append(
            f'<path d="{svg.polyline(line)}" fill="none" stroke="{mix(colour, "#ffffff", 0.25)}" stroke-width="{1.4 * scale:g}" stroke-dasharray="{1.5 * scale:g} {3.5 * scale:g}" stroke-linecap="round"/>'
        )
    parts.append(
        f'<path d="M{x(now):.1f},0V{h}" stroke="{p.muted}" stroke-width="1" stroke-dasharray="2 3" fill="none"/>'
    )
    points = [(x(k), y(clip(v))) for k, v in enumerate(chart.history)]
    if len(points) > 1:
        parts.append(
            f'<path d="{svg.polyline(points)}" fill="none" stroke="{colour}" stroke-width="{2 * scale:g}" stroke-linejoin="round" stroke-linecap="round"/>'
        )
    if points:
        cx, cy = points[-1]
        parts.append(
            f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{4.2 * scale:g}" fill="{colour}" stroke="{p.panel}" stroke-width="{1.5 * scale:g}"/>'
        )
    return svg.svg(w, h, *parts)
