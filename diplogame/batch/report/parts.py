"""What a report is made of: sections with words, figures and tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple

from diplogame.batch.report.frame import percent, plain
from diplogame.texts import has, text

Cell = str | float | int | None
Show = Callable[[float], str]


class Column(NamedTuple):
    """A column of a table: its name in CSV, its heading, and how its numbers are shown."""

    key: str
    heading: str
    show: Show | None = None


@dataclass(frozen=True)
class Table:
    """A table of the report; the same as CSV."""

    name: str
    """File name of the CSV, without ending."""
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    shows: Sequence[Show] = ()
    """How each row shows its numbers, where rows differ in unit."""

    def csv(self) -> str:
        """As CSV: raw numbers, empty where there is none."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([column.key for column in self.columns])
        for row in self.rows:
            writer.writerow(["" if _missing(cell) else cell for cell in row])
        return stream.getvalue()

    def shown(self, number: int) -> list[tuple[str, bool]]:
        """The cells of a row as words, and whether each is a number."""
        show = self.shows[number] if self.shows else None
        return [_cell(cell, column.show or show) for cell, column in zip(self.rows[number], self.columns, strict=True)]


@dataclass(frozen=True)
class Figure:
    """A drawing with its caption."""

    title: str
    svg: str
    caption: str


@dataclass(frozen=True)
class Section:
    """One part of the report."""

    key: str
    title: str
    lead: Sequence[str] = ()
    """Paragraphs."""
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = field(default_factory=tuple)
    """What to bear in mind when reading it."""


def _missing(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, float) and not isfinite(cell))


def _cell(cell: Cell, show: Show | None) -> tuple[str, bool]:
    if _missing(cell):
        return "–", True
    if isinstance(cell, str):
        return cell, False
    if show is not None:
        return show(float(cell or 0)), True
    return (f"{cell:,}" if isinstance(cell, int) else plain(float(cell or 0))), True


_ELSEWHERE = {"verb": "verbs.{name}.name"}


def named(kind: str, name: str) -> str:
    """A name of the engine in words: from the catalogue, else the name itself without underscores."""
    key = _ELSEWHERE.get(kind, f"report.{kind}.{{name}}").format(name=name)
    return text(key) if has(key) else name.replace("_", " ")


def interval(prefix: str, show: Show | None = percent) -> list[Column]:
    """Three columns for an estimate: value, low, high."""
    return [
        Column(
            prefix,
            text(f"report.column.{prefix}") if has(f"report.column.{prefix}") else prefix.replace("_", " "),
            show,
        ),
        Column(f"{prefix}_low", text("report.column.low"), show),
        Column(f"{prefix}_high", text("report.column.high"), show),
    ]


def column(key: str, show: Show | None = None) -> Column:
    """A column whose heading stands in the catalogue."""
    return Column(key, text(f"report.column.{key}"), show)
