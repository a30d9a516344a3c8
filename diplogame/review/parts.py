"""Pieces of the page: escaped text, tables, line charts as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from diplogame.texts import text

WIDE, TALL = 640, 210
LEFT, TOP, LOW = 48, 14, 28
NAMED, BARE = 112, 18
"""Room at the right for names of lines, and without any."""
APART = 17
"""Least distance between names."""


def e(value: object) -> str:
    """As text, never as markup."""
    return escape(str(value), quote=True)


def tag(name: str, inside: str, **attributes: object) -> str:
    """An element; ``inside`` is markup already, attributes are escaped. A trailing underscore is dropped, others become hyphens."""
    marks = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{e(value)}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{marks}>{inside}</{name}>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = (), label: str = "") -> str:
    """A table; cells are markup already. ``numbers``: columns set to the right."""
    marks = ["num" if k in numbers else None for k in range(len(head))]
    top = tag("tr", "".join(tag("th", cell, class_=marks[k], scope="col") for k, cell in enumerate(head)))
    body = "".join(tag("tr", "".join(tag("td", cell, class_=marks[k]) for k, cell in enumerate(row))) for row in rows)
    caption = tag("caption", e(label), class_="quiet") if label else ""
    return tag("div", tag("table", caption + tag("thead", top) + tag("tbody", body)), class_="wide")


def chart(
    lines: Mapping[str, Sequence[float]],
    title: str,
    low: float,
    high: float,
    names: Mapping[str, str] | None = None,
    marks: Mapping[int, str] | None = None,
) -> str:
    """Lines over turns with their names at the right edge, and marks at turns. ``low`` and ``high``: the least range shown."""
    names = names or {}
    values = [value for row in lines.values() for value in row]
    low, high = min(low, *values), max(high, *values)
    turns = max(len(row) for row in lines.values()) - 1
    right = WIDE - (NAMED if len(lines) > 1 else BARE)

    def x(turn: float) -> float:
        return LEFT + (right - LEFT) * turn / max(turns, 1)

    def y(value: float) -> float:
        return TOP + (TALL - TOP - LOW) * (1.0 - (value - low) / max(high - low, 1e-9))

    drawn = []
    for k in range(5):
        value = low + (high - low) * k / 4
        drawn.append(f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        drawn.append(
            f'<text class="axis" x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{_number(value, high - low)}</text>'
        )
    for turn in range(0, turns + 1, max(1, turns // 10)):
        drawn.append(f'<text class="axis" x="{x(turn):.1f}" y="{TALL - 8}" text-anchor="middle">{turn}</text>')
    for turn, words in (marks or {}).items():
        drawn.append(
            f'<g><title>{e(words)}</title><line class="mark" x1="{x(turn):.1f}" x2="{x(turn):.1f}" y1="{TOP}" y2="{TALL - LOW}"/><circle class="mark" cx="{x(turn):.1f}" cy="{TOP}" r="4"/></g>'
        )
    ends: list[float] = []
    for k, (name, row) in enumerate(lines.items()):
        points = " ".join(f"{x(turn):.1f},{y(value):.1f}" for turn, value in enumerate(row))
        drawn.append(
            f'<polyline class="line l{k}" points="{points}"><title>{e(names.get(name, name))}</title></polyline>'
        )
        at = y(row[-1]) + 4
        while any(abs(at - other) < APART for other in ends):
            at += APART
        ends.append(at)
        if len(lines) > 1:
            drawn.append(f'<text class="name n{k}" x="{right + 6}" y="{at:.1f}">{e(names.get(name, name))}</text>')
    body = "".join(drawn)
    svg = f'<svg viewBox="0 0 {WIDE} {TALL}" role="img" aria-label="{e(title)}"><title>{e(title)}</title>{body}</svg>'
    caption = f"{title} ({text('review.chart.marks')})" if marks else title
    return tag("figure", tag("figcaption", e(caption)) + svg)


def _number(value: float, span: float) -> str:
    return f"{value:.0%}" if span <= 1.0 else f"{value:.0f}" if span > 8 else f"{value:.1f}".rstrip("0").rstrip(".")


def bar(share: float) -> str:
    """A small bar for a share of one."""
    return f'<span class="bar"><span style="width:{min(max(share, 0.0), 1.0) * 100:.0f}%"></span></span>'


__all__ = ["bar", "chart", "e", "table", "tag"]
