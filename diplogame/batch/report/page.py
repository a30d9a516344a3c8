"""The report as one page of HTML that needs nothing else, and as a folder of CSV files."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from diplogame.batch.report import checks, drivers, outcomes
from diplogame.batch.report.data import Data, number
from diplogame.batch.report.parts import Figure, Section, Table
from diplogame.batch.results import Results
from diplogame.batch.store import said
from diplogame.resources import inside
from diplogame.texts import text

ENDS = ("_low", "_high", "_verdict", "_unit")
NUMBER = ' class="number"'
LONG = 24
"""Rows from which a table scrolls."""


def write_report(folder: str | Path, out: str | Path | None = None) -> tuple[Path, Path]:
    """Writes the report of a results folder to `out` (DIR/report.html), and its tables as CSV beside it.

    Returns the page and the folder of tables. Raises BatchError where the folder holds no batch or nothing finished.
    """
    data = Data(Results(folder))
    sections = report(data)
    page = Path(out) if out is not None else Path(folder) / "report.html"
    tables = page.with_name(f"{page.stem}_tables")
    with said(page.parent):
        page.parent.mkdir(parents=True, exist_ok=True)
        tables.mkdir(exist_ok=True)
        for section in sections:
            for table in section.tables:
                (tables / f"{table.name}.csv").write_text(table.csv(), encoding="utf-8", newline="")
        page.write_text(html(data, sections), encoding="utf-8", newline="\n")
    return page, tables


def report(data: Data) -> list[Section]:
    """All sections that this batch has."""
    made = [
        outcomes.endings(data),
        outcomes.course(data),
        outcomes.acts(data),
        outcomes.scores(data),
        drivers.turning(data),
        drivers.sensitivity(data),
        drivers.robustness(data),
        checks.reality(data),
        checks.claims(data),
        checks.provenance(data),
    ]
    return [section for section in made if section is not None]


def html(data: Data, sections: Sequence[Section]) -> str:
    """The page."""
    run = data.results.run
    title = run["design"].get("title") or run["scenario"].get("title") or run["scenario"]["name"]
    state = "" if data.results.complete else f'<p class="warning">{escape(_partial(data))}</p>'
    contents = "".join(f'<li><a href="#{section.key}">{escape(section.title)}</a></li>' for section in sections)
    count = [0, 0]
    body = "".join(_section(section, number, count) for number, section in enumerate(sections, 1))
    style = inside("batch", "report", "page.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>\n<style>\n{style}</style></head>\n'
        f'<body><nav aria-label="{escape(text("report.page.contents"))}"><p class="brand">{escape(text("report.page.brand"))}</p>'
        f'<ol>{contents}</ol></nav>\n<main><header><p class="kicker">{escape(text("report.page.kicker"))}</p>'
        f'<h1>{escape(title)}</h1><p class="subtitle">{escape(_subtitle(data))}</p>{state}{_tiles(data)}</header>\n'
        f"{body}<footer>{escape(text('report.page.footer'))}</footer></main></body></html>\n"
    )


def _partial(data: Data) -> str:
    return text("report.page.partial", done=f"{data.n:,}", total=f"{data.results.plan.total:,}")


def _subtitle(data: Data) -> str:
    run = data.results.run
    return text(
        "report.page.subtitle",
        scenario=run["scenario"]["name"],
        games=f"{data.n:,}",
        points=text("report.page.points", n=run["points"]),
        varied=", ".join(data.varied) or text("report.page.nothing"),
        seed=run["seed"],
        rules=run["rules"],
    )


def _tiles(data: Data) -> str:
    games = data.games
    tiles = [
        (f"{data.n:,}", text("report.page.tile_games")),
        (f"{number(games['agreement'].mean()):.0%}", text("report.page.tile_agreement")),
        (f"{number(games['war'].mean()):.0%}", text("report.page.tile_war")),
        (f"{number(games['turns'].mean()):.1f}", text("report.page.tile_turns")),
    ]
    if "mean_brent" in games.columns:
        tiles.append((f"{number(games['mean_brent'].median()):.0f}", text("report.page.tile_brent")))
    if "strikes" in games.columns:
        tiles.append((f"{number(games['strikes'].mean()):.1f}", text("report.page.tile_strikes")))
    inner = "".join(f"<div><b>{escape(value)}</b><span>{escape(words)}</span></div>" for value, words in tiles)
    return f'<div class="tiles">{inner}</div>'


def _section(section: Section, number: int, count: list[int]) -> str:
    parts = [f'<section id="{section.key}"><h2><span>{number}</span>{escape(section.title)}</h2>']
    parts += [f"<p>{escape(words)}</p>" for words in section.lead]
    for figure in section.figures:
        count[0] += 1
        parts.append(_figure(figure, count[0]))
    parts += [f'<p class="note">{escape(words)}</p>' for words in section.notes]
    for table in section.tables:
        count[1] += 1
        parts.append(
            _table(table, count[1], is_open=section.key in ("robustness", "claims", "run") and table.name != "columns")
        )
    return "".join(parts) + "</section>\n"


def _figure(figure: Figure, number: int) -> str:
    name, swipe = escape(text("report.page.figure", n=number)), escape(text("report.page.swipe"))
    return (
        f'<figure><h3>{escape(figure.title)}</h3><p class="swipe">{swipe}</p><div class="plot" tabindex="0">{figure.svg}</div>'
        f"<figcaption><b>{name}</b> {escape(figure.caption)}</figcaption></figure>"
    )


def _table(table: Table, number: int, is_open: bool) -> str:
    name = escape(text("report.page.table", n=number))
    data = base64.b64encode(table.csv().encode()).decode()
    link = f'<a download="{escape(table.name)}.csv" href="data:text/csv;base64,{data}">{escape(table.name)}.csv</a>'
    merged = _merged(table)
    shown = [table.shown(number) for number in range(len(table.rows))]
    numeric = {i for cells in shown for i in merged if cells[i][1]}
    head = "".join(f"<th{NUMBER if i in numeric else ''}>{escape(table.columns[i].heading)}</th>" for i in merged)
    rows = "".join(_row(table, cells, merged) for cells in shown)
    long = " long" if len(table.rows) > LONG else ""
    state = " open" if is_open else ""
    return (
        f'<details{state}><summary><b>{name}</b> {escape(table.caption)}</summary><p class="csv">{link}</p>'
        f'<div class="scroll{long}" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def _merged(table: Table) -> list[int]:
    """The columns to be shown: the ends of an interval and a verdict stand with their value."""
    keys = {column.key for column in table.columns}
    ends = {f"{key}{end}" for key in keys for end in ENDS if f"{key}_low" in keys or end == "_unit"}
    return [i for i, column in enumerate(table.columns) if column.key not in ends]


def _row(table: Table, cells: list[tuple[str, bool]], merged: list[int]) -> str:
    where = {column.key: i for i, column in enumerate(table.columns)}
    parts = []
    for i in merged:
        words, is_number = cells[i]
        low, high, verdict, unit = (where.get(f"{table.columns[i].key}{end}") for end in ENDS)
        inside = escape(words)
        if low is not None and high is not None and "–" not in (words, cells[low][0]):
            inside += f" <small>{escape(text('report.page.to', low=cells[low][0], high=cells[high][0]))}</small>"
        if verdict is not None and cells[verdict][0] != "–":
            inside += f"<br>{_chip(cells[verdict][0])}"
        if unit is not None:
            inside += f"<br><small>{escape(cells[unit][0])}</small>"
        parts.append(f"<td{NUMBER}>{inside}</td>" if is_number else f"<td>{inside}</td>")
    return f"<tr>{''.join(parts)}</tr>"


def _chip(words: str) -> str:
    kind = {text("report.robustness.yes"): "yes", text("report.robustness.no"): "no"}.get(words, "unclear")
    return f'<span class="chip {kind}">{escape(words)}</span>'
