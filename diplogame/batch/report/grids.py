"""Plots of tables: shaded cells with their numbers. Each gives an <svg>."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite, sqrt

from diplogame.batch.report.frame import WIDE, Format, plain, room
from diplogame.batch.report.svg import Drawing


def heat(
    label: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float]],
    hue: str,
    show: Format = plain,
    title: Callable[[str, str, float], str] | None = None,
    width: float = WIDE,
) -> str:
    """A table of shaded cells with their numbers; empty cells are NaN."""
    left, top = room(rows), _head_room(columns)
    side = (width - left - 24) / max(len(columns), 1)
    tall = min(38.0, max(26.0, side * 0.6))
    drawing = Drawing(width, top + tall * len(rows) + 4, label)
    most = max((value for row in values for value in row if isfinite(value)), default=0) or 1
    _heads(drawing, columns, left, side, top)
    for i, (name, row) in enumerate(zip(rows, values, strict=True)):
        y = top + tall * i
        drawing.text(left - 10, y + tall / 2 + 4, name, "name", "end")
        for j, value in enumerate(row):
            x = left + side * j
            if not isfinite(value):
                drawing.rect(x + 1, y + 1, side - 2, tall - 2, "empty", radius=2)
                continue
            depth = sqrt(max(value, 0) / most)
            words = title(name, columns[j], value) if title else f"{name}, {columns[j]}: {show(value)}"
            drawing.rect(x + 1, y + 1, side - 2, tall - 2, "cell", radius=2)
            drawing.rect(x + 1, y + 1, side - 2, tall - 2, hue, words, 2, fill_opacity=f"{0.04 + 0.96 * depth:.3f}")
            if value > 0:
                fill = "strong" if depth > 0.62 else "ink"
                drawing.text(x + side / 2, y + tall / 2 + 4, show(value), "cellnumber", "middle", fill)
    return drawing.out()


def against(
    label: str, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float]], middle: Sequence[float]
) -> str:
    """A table of numbers, shaded by how far each lies above (cool) or below (hot) the middle of its row."""
    left, top = room(rows), _head_room(columns)
    side = (WIDE - left - 24) / max(len(columns), 1)
    tall = 30.0
    drawing = Drawing(WIDE, top + tall * len(rows) + 4, label)
    gaps = [[value - centre for value in row] for row, centre in zip(values, middle, strict=True)]
    most = max((abs(gap) for row in gaps for gap in row if isfinite(gap)), default=0) or 1
    _heads(drawing, columns, left, side, top)
    for i, (name, row) in enumerate(zip(rows, values, strict=True)):
        y = top + tall * i
        drawing.text(left - 10, y + tall / 2 + 4, name, "name", "end")
        for j, value in enumerate(row):
            x, gap = left + side * j, gaps[i][j]
            depth = abs(gap) / most
            words = f"{name}, {columns[j]}: {value:.1f} ({gap:+.1f})"
            drawing.rect(x + 1, y + 1, side - 2, tall - 2, "cell", radius=2)
            hue = "cool" if gap > 0 else "hot"
            drawing.rect(x + 1, y + 1, side - 2, tall - 2, hue, words, 2, fill_opacity=f"{0.9 * depth:.3f}")
            drawing.text(
                x + side / 2,
                y + tall / 2 + 4,
                f"{value:.0f}",
                "cellnumber",
                "middle",
                "strong" if depth > 0.62 else "ink",
            )
    return drawing.out()


def _head_room(columns: Sequence[str]) -> float:
    """Height that the slanting names of the columns take."""
    return 34 + 4.1 * max((len(name) for name in columns), default=0)


def _heads(drawing: Drawing, columns: Sequence[str], left: float, side: float, top: float) -> None:
    for j, name in enumerate(columns):
        x = left + side * (j + 0.5)
        drawing.text(x, top - 10, name, "tick", "start", transform=f"rotate(-35 {x:.1f} {top - 10:g})")
