"""The plots of the report. Each takes plain numbers and words and gives an <svg>."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf, isfinite, sqrt
from typing import NamedTuple

from diplogame.batch.report.intervals import Estimate
from diplogame.batch.report.svg import Drawing, Scale, around, ticks

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


class Bar(NamedTuple):
    """One bar with its interval."""

    label: str
    at: Estimate
    colour: str
    title: str = ""


def bars(label: str, rows: Sequence[Bar], show: Format = percent) -> str:
    """Lying bars with intervals, each with its number."""
    left, right, top, bottom = _room([row.label for row in rows]), 150, 6, 30
    drawing = Drawing(WIDE, top + ROW * len(rows) + bottom, label)
    _, high = around([row.at.high for row in rows], zero=True)
    x = Scale(0, high or 1, left, WIDE - right)
    base = top + ROW * len(rows)
    _across(drawing, x, top, base, show)
    for i, row in enumerate(rows):
        y = top + ROW * i + ROW / 2
        drawing.text(left - 10, y + 4, row.label, "name", "end")
        drawing.rect(x(0), y - 9, x(row.at.value) - x(0), 18, row.colour, row.title or row.label, 2)
        _whisker(drawing, x(row.at.low), x(row.at.high), y)
        end = x(max(row.at.high, row.at.value)) + 8
        drawing.text(end, y + 4, show(row.at.value), "value")
        drawing.text(end + 42, y + 4, f"{show(row.at.low)} to {show(row.at.high)}", "tick")
    return drawing.out()


class Fan(NamedTuple):
    """An indicator over the turns: five quantiles, and how many games were still in play."""

    turns: Sequence[int]
    q5: Sequence[float]
    q25: Sequence[float]
    q50: Sequence[float]
    q75: Sequence[float]
    q95: Sequence[float]
    games: Sequence[int]


def fan(
    label: str, unit: str, data: Fan, words: tuple[str, str, str, str], ends: tuple[float, float] | None = None
) -> str:
    """A fan chart, with a strip below for the games still in play.

    words: names of the outer band, the inner band, the median, and the strip.
    """
    left, right, top, height, strip = 62, 96, 24, 250, 34
    drawing = Drawing(WIDE, top + height + strip + 52, label)
    bottom, top_value = ends or around([*data.q5, *data.q95])
    x = Scale(data.turns[0], data.turns[-1], left, WIDE - right)
    y = Scale(bottom, top_value, top + height, top)
    _up(drawing, y, left, WIDE - right, plain)
    drawing.text(left, top - 10, unit, "tick")
    for one, two, shade in ((data.q5, data.q95, "fan1"), (data.q25, data.q75, "fan2")):
        there = [(x(t), y(v)) for t, v in zip(data.turns, two, strict=True)]
        back = [(x(t), y(v)) for t, v in zip(data.turns, one, strict=True)]
        drawing.area([*there, *reversed(back)], shade)
    drawing.path([(x(t), y(v)) for t, v in zip(data.turns, data.q50, strict=True)], "fan3", 2.5)
    for t, *values in zip(data.turns, data.q5, data.q25, data.q50, data.q75, data.q95, data.games, strict=True):
        spoken = f"{t}: {words[2]} {plain(values[2])}; {words[1]} {plain(values[1])}–{plain(values[3])}; "
        spoken += f"{words[0]} {plain(values[0])}–{plain(values[4])}; {words[3]} {values[5]:,}"
        step = (x(data.turns[-1]) - x(data.turns[0])) / max(len(data.turns) - 1, 1)
        drawing.rect(x(t) - step / 2, top, step, height, "clear", spoken)
    names = [(y(data.q95[-1]), words[0]), (y(data.q75[-1]), words[1]), (y(data.q50[-1]), words[2])]
    for place, (_, name) in zip(_apart([end for end, _ in names], 14), names, strict=True):
        drawing.text(WIDE - right + 8, place + 4, name, "tick")
    floor = top + height + strip + 12
    most = max(data.games) or 1
    for t, games in zip(data.turns, data.games, strict=True):
        tall = (strip - 8) * games / most
        drawing.rect(x(t) - 4, floor - tall, 8, tall, "rule", f"{t}: {games:,}")
    drawing.text(WIDE - right + 8, floor - 4, words[3], "tick")
    for t in data.turns:
        if t % (2 if len(data.turns) > 12 else 1) == 0:
            drawing.text(x(t), floor + 18, str(t), "tick", "middle")
    return drawing.out()


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
    left, top = _room(rows), 74
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
    left, top = _room(rows), 84
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


def _heads(drawing: Drawing, columns: Sequence[str], left: float, side: float, top: float) -> None:
    for j, name in enumerate(columns):
        x = left + side * (j + 0.5)
        drawing.text(x, top - 10, name, "tick", "start", transform=f"rotate(-35 {x:.1f} {top - 10:g})")


class Box(NamedTuple):
    """A distribution in five quantiles and its mean."""

    label: str
    quantiles: tuple[float, ...]
    """5, 25, 50, 75 and 95%."""
    mean: float


def boxes(label: str, rows: Sequence[Box], low: float, high: float, unit: str = "") -> str:
    """Lying boxes: the middle half, the median, the middle nine tenths, the mean as a diamond."""
    left, right, top, bottom = _room([row.label for row in rows]), 110, 6, 34
    drawing = Drawing(WIDE, top + ROW * len(rows) + bottom, label)
    x = Scale(low, high, left, WIDE - right)
    base = top + ROW * len(rows)
    _across(drawing, x, top, base, plain, unit)
    for i, row in enumerate(rows):
        y = top + ROW * i + ROW / 2
        q5, q25, q50, q75, q95 = row.quantiles
        spoken = f"{row.label}: {q5:.1f} · {q25:.1f} · {q50:.1f} · {q75:.1f} · {q95:.1f}"
        drawing.text(left - 10, y + 4, row.label, "name", "end")
        drawing.line(x(q5), y, x(q95), y, "muted", 1.5)
        for end in (q5, q95):
            drawing.line(x(end), y - 5, x(end), y + 5, "muted", 1.5)
        drawing.rect(x(q25), y - 9, x(q75) - x(q25), 18, "c2", spoken, 2, fill_opacity=0.55)
        drawing.line(x(q50), y - 9, x(q50), y + 9, "ink", 2.5)
        drawing.dot(x(row.mean), y, "ink", "diamond", 3.5, spoken)
        drawing.text(WIDE - right + 12, y + 4, f"{row.mean:.0f}", "value")
        drawing.text(WIDE - right + 44, y + 4, f"{q25:.0f}–{q75:.0f}", "tick")
    return drawing.out()


class Mark(NamedTuple):
    """One point with its interval, of one series."""

    series: int
    at: Estimate
    title: str = ""


def forest(
    label: str,
    rows: Sequence[tuple[str, Sequence[Mark]]],
    series: Sequence[str],
    show: Format = plain,
    zero: bool = True,
    unit: str = "",
    limits: tuple[float, float] | None = None,
) -> str:
    """Points with intervals, a row each; several series get colours, shapes and a legend."""
    left, right = _room([name for name, _ in rows]), 40
    top = 20 * _legend_lines(series, left) + 10 if len(series) > 1 else 8
    tall = max(ROW, 13 * len(series) + 10)
    drawing = Drawing(WIDE, top + tall * len(rows) + 38, label)
    every = [end for _, marks in rows for mark in marks for end in mark.at]
    low, high = limits or around(every, zero=zero)
    x = Scale(low, high, left, WIDE - right)
    base = top + tall * len(rows)
    _across(drawing, x, top, base, show, unit)
    if low < 0 < high:
        drawing.line(x(0), top, x(0), base, "muted", 1.5)
    if len(series) > 1:
        _legend(drawing, series, left, 14)
    for i, (name, marks) in enumerate(rows):
        middle = top + tall * i + tall / 2
        drawing.text(left - 10, middle + 4, name, "name", "end")
        if i:
            drawing.line(left, top + tall * i, WIDE - right, top + tall * i, "faint")
        for mark in marks:
            y = middle + (mark.series - (len(series) - 1) / 2) * 13 if len(series) > 1 else middle
            colour, shape = COLOURS[mark.series % 7], SHAPES[mark.series % 5]
            ends = [min(max(end, low), high) for end in (mark.at.low, mark.at.high)]
            drawing.line(x(ends[0]), y, x(ends[1]), y, colour, 2)
            spoken = mark.title or f"{name}: {show(mark.at.value)} ({show(mark.at.low)} to {show(mark.at.high)})"
            drawing.dot(x(min(max(mark.at.value, low), high)), y, colour, shape, 4.5, spoken)
    return drawing.out()


def stacked(
    label: str, rows: Sequence[tuple[str, Sequence[float]]], parts: Sequence[str], colours: Sequence[str]
) -> str:
    """Bars of one length cut into shares, with a legend; shares of 4% and more carry their number."""
    left, right = _room([name for name, _ in rows]), 10
    used = [j for j in range(len(parts)) if any(shares[j] > 0 for _, shares in rows)]
    lines = _legend_lines([parts[j] for j in used], left)
    top = 20 * lines + 14
    tall = 28
    drawing = Drawing(WIDE, top + tall * len(rows) + 6, label)
    _legend(drawing, [parts[j] for j in used], left, 14, [colours[j] for j in used], "square")
    x = Scale(0, 1, left, WIDE - right)
    for i, (name, shares) in enumerate(rows):
        y = top + tall * i
        drawing.text(left - 10, y + tall / 2 + 4, name, "name", "end")
        at = 0.0
        for j in used:
            part = shares[j]
            drawing.rect(
                x(at), y + 3, x(at + part) - x(at) - 1, tall - 6, colours[j], f"{name}: {parts[j]} {percent(part)}"
            )
            if part >= 0.045:
                drawing.text(x(at + part / 2), y + tall / 2 + 4, f"{part:.0%}", "onbar", "middle")
            at += part
    return drawing.out()


def curves(
    label: str,
    turns: Sequence[float],
    lines: Sequence[tuple[str, Sequence[float]]],
    unit: str,
    across: str,
    show: Format = plain,
) -> str:
    """Lines over a common axis, each named at its end."""
    left, right, top, height = 62, 150, 26, 220
    drawing = Drawing(WIDE, top + height + 44, label)
    low, high = around([value for _, values in lines for value in values], zero=True)
    x, y = Scale(turns[0], turns[-1], left, WIDE - right), Scale(low, high, top + height, top)
    _up(drawing, y, left, WIDE - right, show)
    drawing.text(left, top - 10, unit, "tick")
    ends = []
    for i, (name, values) in enumerate(lines):
        points = [(x(t), y(v)) for t, v in zip(turns, values, strict=True) if isfinite(v)]
        if not points:
            continue
        drawing.path(points, COLOURS[i % 7], 2.2)
        for (px, py), t, v in zip(points, turns, [v for v in values if isfinite(v)], strict=False):
            drawing.dot(px, py, COLOURS[i % 7], SHAPES[i % 5], 3.5, f"{name}, {plain(t)}: {show(v)}")
        ends.append((points[-1][1], name, COLOURS[i % 7]))
    for place, (_, name, _) in zip(_apart([end for end, _, _ in ends], 15), ends, strict=True):
        drawing.text(WIDE - right + 10, place + 4, name, "label")
    for t in ticks(turns[0], turns[-1], 10):
        drawing.text(x(t), top + height + 18, plain(t), "tick", "middle")
    drawing.text((left + WIDE - right) / 2, top + height + 38, across, "tick", "middle")
    return drawing.out()


def scatter(
    label: str, points: Sequence[tuple[str, float, float]], across: str, up: str, diagonal: bool = False
) -> str:
    """Named points; the diagonal parts straight effects from those that depend on the rest."""
    left, right, top, height = 62, 30, 26, 300
    drawing = Drawing(WIDE, top + height + 44, label)
    _, right_end = around([x for _, x, _ in points], zero=True, room=0.15)
    _, top_end = around([y for _, _, y in points], zero=True, room=0.12)
    x, y = Scale(0, right_end, left, WIDE - right), Scale(0, top_end, top + height, top)
    _up(drawing, y, left, WIDE - right, plain)
    drawing.text(left, top - 10, up, "tick")
    if diagonal:
        end = min(right_end, top_end)
        drawing.line(x(0), y(0), x(end), y(end), "muted", 1, stroke_dasharray="4 4")
    for t in ticks(0, right_end):
        drawing.text(x(t), top + height + 18, plain(t), "tick", "middle")
    drawing.text((left + WIDE - right) / 2, top + height + 38, across, "tick", "middle")
    order = sorted(range(len(points)), key=lambda i: points[i][2])
    places = _apart([y(points[i][2]) for i in reversed(order)], 13, top + height - 6)
    for place, i in zip(places, reversed(order), strict=True):
        name, px, py = points[i]
        drawing.dot(x(px), y(py), "c1", "circle", 4.5, f"{name}: {plain(px)}, {plain(py)}")
        flip = x(px) > WIDE - 260
        drawing.text(x(px) + (-9 if flip else 9), place + 4, name, "tick", "end" if flip else "start")
    return drawing.out()


def _room(names: Sequence[str]) -> float:
    """Width for names at the left."""
    return min(300.0, max((7.2 * len(name) for name in names), default=0) + 22)


def _across(drawing: Drawing, x: Scale, top: float, base: float, show: Format, unit: str = "") -> None:
    for value in ticks(x.low, x.high, 6):
        drawing.line(x(value), top, x(value), base, "grid")
        drawing.text(x(value), base + 17, show(value), "tick", "middle")
    if unit:
        drawing.text(x.end, base + 31, unit, "tick", "end")


def _up(drawing: Drawing, y: Scale, left: float, right: float, show: Format) -> None:
    for value in ticks(y.low, y.high):
        drawing.line(left, y(value), right, y(value), "grid")
        drawing.text(left - 8, y(value) + 4, show(value), "tick", "end")


def _whisker(drawing: Drawing, low: float, high: float, y: float) -> None:
    drawing.line(low, y, high, y, "ink", 1.5)
    for end in (low, high):
        drawing.line(end, y - 4, end, y + 4, "ink", 1.5)


def _apart(places: Sequence[float], least: float, lowest: float = inf) -> list[float]:
    """The places, in any order, moved until neighbours are `least` apart: up from the bottom, then down from the top."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for i, below in zip(reversed(order), [None, *reversed(order)], strict=False):
        moved[i] = min(moved[i], lowest if below is None else moved[below] - least)
    moved = moved if isfinite(lowest) else list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    return moved


def _legend_lines(names: Sequence[str], left: float) -> int:
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


def _legend(
    drawing: Drawing, names: Sequence[str], left: float, top: float, colours: Sequence[str] = COLOURS, shape: str = ""
) -> None:
    for i, ((x, line), name) in enumerate(zip(_legend_places(names, left), names, strict=True)):
        y = top + 20 * line
        drawing.dot(x + 6, y - 4, colours[i % len(colours)], shape or SHAPES[i % 5], 5)
        drawing.text(x + 16, y, name, "label")
