"""Plots over the turns and planes: fans, curves, named points. Each gives an <svg>."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from diplogame.batch.report.frame import COLOURS, SHAPES, WIDE, Format, apart, plain, up
from diplogame.batch.report.svg import Drawing, Scale, around, ticks


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
    label: str, unit: str, data: Fan, words: tuple[str, str, str, str, str], ends: tuple[float, float] | None = None
) -> str:
    """A fan chart, with a strip below for the games still in play.

    words: names of the outer band, the inner band, the median, the strip, and the axis of turns.
    """
    left, right, top, height, strip = 62, 96, 24, 250, 34
    drawing = Drawing(WIDE, top + height + strip + 58, label)
    bottom, top_value = ends or around([*data.q5, *data.q95])
    x = Scale(data.turns[0], data.turns[-1], left, WIDE - right)
    y = Scale(bottom, top_value, top + height, top)
    up(drawing, y, left, WIDE - right, plain)
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
    for place, (_, name) in zip(apart([end for end, _ in names], 14), names, strict=True):
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
    drawing.text((left + WIDE - right) / 2, floor + 38, words[4], "tick", "middle")
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
    up(drawing, y, left, WIDE - right, show)
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
    for place, (_, name, _) in zip(apart([end for end, _, _ in ends], 15), ends, strict=True):
        drawing.text(WIDE - right + 10, place + 4, name, "label")
    for t in ticks(turns[0], turns[-1], 10):
        drawing.text(x(t), top + height + 18, plain(t), "tick", "middle")
    drawing.text((left + WIDE - right) / 2, top + height + 38, across, "tick", "middle")
    return drawing.out()


def scatter(
    label: str, points: Sequence[tuple[str, float, float]], across: str, upward: str, diagonal: bool = False
) -> str:
    """Named points; the diagonal parts straight effects from those that depend on the rest."""
    left, right, top, height = 62, 30, 26, 300
    drawing = Drawing(WIDE, top + height + 44, label)
    _, right_end = around([x for _, x, _ in points], zero=True, room=0.15)
    _, top_end = around([y for _, _, y in points], zero=True, room=0.12)
    x, y = Scale(0, right_end, left, WIDE - right), Scale(0, top_end, top + height, top)
    up(drawing, y, left, WIDE - right, plain)
    drawing.text(left, top - 10, upward, "tick")
    if diagonal:
        end = min(right_end, top_end)
        drawing.line(x(0), y(0), x(end), y(end), "muted", 1, stroke_dasharray="4 4")
    for t in ticks(0, right_end):
        drawing.text(x(t), top + height + 18, plain(t), "tick", "middle")
    drawing.text((left + WIDE - right) / 2, top + height + 38, across, "tick", "middle")
    order = sorted(range(len(points)), key=lambda i: points[i][2])
    places = apart([y(points[i][2]) for i in reversed(order)], 13, top + height - 6)
    for place, i in zip(places, reversed(order), strict=True):
        name, px, py = points[i]
        drawing.dot(x(px), y(py), "c1", "circle", 4.5, f"{name}: {plain(px)}, {plain(py)}")
        flip = x(px) > WIDE - 260
        drawing.text(x(px) + (-9 if flip else 9), place + 4, name, "tick", "end" if flip else "start")
    return drawing.out()
