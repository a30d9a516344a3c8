"""Plots of shares, effects and distributions: bars, stacked bars, points with intervals, boxes. Each gives an <svg>."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from diplogame.batch.report.frame import (
    COLOURS,
    ROW,
    SHAPES,
    WIDE,
    Format,
    across,
    legend,
    legend_lines,
    percent,
    plain,
    room,
    whisker,
)
from diplogame.batch.report.intervals import Estimate
from diplogame.batch.report.svg import Drawing, Scale, around


class Bar(NamedTuple):
    """One bar with its interval."""

    label: str
    at: Estimate
    colour: str
    title: str = ""


def bars(label: str, rows: Sequence[Bar], show: Format = percent) -> str:
    """Lying bars with intervals, each with its number."""
    left, right, top, bottom = room([row.label for row in rows]), 150, 6, 30
    drawing = Drawing(WIDE, top + ROW * len(rows) + bottom, label)
    _, high = around([row.at.high for row in rows], zero=True)
    x = Scale(0, high or 1, left, WIDE - right)
    base = top + ROW * len(rows)
    across(drawing, x, top, base, show)
    for i, row in enumerate(rows):
        y = top + ROW * i + ROW / 2
        drawing.text(left - 10, y + 4, row.label, "name", "end")
        drawing.rect(x(0), y - 9, x(row.at.value) - x(0), 18, row.colour, row.title or row.label, 2)
        whisker(drawing, x(row.at.low), x(row.at.high), y)
        end = x(max(row.at.high, row.at.value)) + 8
        drawing.text(end, y + 4, show(row.at.value), "value")
        drawing.text(end + 42, y + 4, f"{show(row.at.low)} to {show(row.at.high)}", "tick")
    return drawing.out()


class Box(NamedTuple):
    """A distribution in five quantiles and its mean."""

    label: str
    quantiles: tuple[float, ...]
    """5, 25, 50, 75 and 95%."""
    mean: float


def boxes(label: str, rows: Sequence[Box], low: float, high: float, unit: str = "") -> str:
    """Lying boxes: the middle half, the median, the middle nine tenths, the mean as a diamond."""
    left, right, top, bottom = room([row.label for row in rows]), 110, 6, 34
    drawing = Drawing(WIDE, top + ROW * len(rows) + bottom, label)
    x = Scale(low, high, left, WIDE - right)
    base = top + ROW * len(rows)
    across(drawing, x, top, base, plain, unit)
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
    left, right = room([name for name, _ in rows]), 40
    top = 20 * legend_lines(series, left) + 10 if len(series) > 1 else 8
    tall = max(ROW, 13 * len(series) + 10)
    drawing = Drawing(WIDE, top + tall * len(rows) + 38, label)
    every = [end for _, marks in rows for mark in marks for end in mark.at]
    low, high = limits or around(every, zero=zero)
    x = Scale(low, high, left, WIDE - right)
    base = top + tall * len(rows)
    across(drawing, x, top, base, show, unit)
    if low < 0 < high:
        drawing.line(x(0), top, x(0), base, "muted", 1.5)
    if len(series) > 1:
        legend(drawing, series, left, 14)
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
    left, right = room([name for name, _ in rows]), 10
    used = [j for j in range(len(parts)) if any(shares[j] > 0 for _, shares in rows)]
    lines = legend_lines([parts[j] for j in used], left)
    top = 20 * lines + 14
    tall = 28
    drawing = Drawing(WIDE, top + tall * len(rows) + 6, label)
    legend(drawing, [parts[j] for j in used], left, 14, [colours[j] for j in used], "square")
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
