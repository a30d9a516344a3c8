"""What all plots share: sizes, colours, numbers in words, axes, room for names, legends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf, isfinite

from diplogame.batch.report.svg import Drawing, Scale, ticks

WIDE = 760
ROW = 30
SHAPES = ("circle", "diamond", "square", "triangle", "ring")
COLOURS = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")
"""Seven colours that stay apart for the colour-blind; shapes and labels say the same."""

Format = Callable[[float], str]


def percent(value: float) -> str:
    """A share in words: 47%, 4.7%, 0.4%."""
    if not isfinite(value):
        return "–"
    return f"{value:.0%}" if abs(value) >= 0.0995 or value == 0 else f"{value:.1%}"


def plain(value: float) -> str:
    """A number with three digits that count."""
    return f"{value:.3g}" if isfinite(value) and abs(value) < 1000 else f"{value:,.0f}" if isfinite(value) else "–"


def room(names: Sequence[str]) -> float:
    """Width for names at the left."""
    return min(300.0, max((7.2 * len(name) for name in names), default=0) + 22)


def across(drawing: Drawing, x: Scale, top: float, base: float, show: Format, unit: str = "") -> None:
    """Round values along the foot of a plot, with lines."""
    for value in ticks(x.low, x.high, 6):
        drawing.line(x(value), top, x(value), base, "grid")
        drawing.text(x(value), base + 17, show(value), "tick", "middle")
    if unit:
        drawing.text(x.end, base + 31, unit, "tick", "end")


def up(drawing: Drawing, y: Scale, left: float, right: float, show: Format) -> None:
    """Round values along its side, with lines."""
    for value in ticks(y.low, y.high):
        drawing.line(left, y(value), right, y(value), "grid")
        drawing.text(left - 8, y(value) + 4, show(value), "tick", "end")


def whisker(drawing: Drawing, low: float, high: float, y: float) -> None:
    """An interval with its ends."""
    drawing.line(low, y, high, y, "ink", 1.5)
    for end in (low, high):
        drawing.line(end, y - 4, end, y + 4, "ink", 1.5)


def apart(places: Sequence[float], least: float, lowest: float = inf) -> list[float]:
    """The places, in any order, moved until neighbours are `least` apart: up from the bottom, then down from the top."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for i, below in zip(reversed(order), [None, *reversed(order)], strict=False):
        moved[i] = min(moved[i], lowest if below is None else moved[below] - least)
    moved = moved if isfinite(lowest) else list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    return moved


def legend_lines(names: Sequence[str], left: float) -> int:
    """How many lines a legend takes."""
    return max(_legend_places(names, left), key=lambda place: place[1], default=(0.0, 0))[1] + 1


def _legend_places(names: Sequence[str], left: float) -> list[tuple[float, int]]:
    x, line, places = left, 0, []
    for name in names:
        wide = 7.2 * len(name) + 30
        if x + wide > WIDE and x > left:
            x, line = left, line + 1
        places.append((x, line))
        x += wide
    return places


def legend(
    drawing: Drawing, names: Sequence[str], left: float, top: float, colours: Sequence[str] = COLOURS, shape: str = ""
) -> None:
    """Names beside their markers."""
    for i, ((x, line), name) in enumerate(zip(_legend_places(names, left), names, strict=True)):
        y = top + 20 * line
        drawing.dot(x + 6, y - 4, colours[i % len(colours)], shape or SHAPES[i % 5], 5)
        drawing.text(x + 16, y, name, "label")
