"""The sections that hold the games against something: the claim register, the record of real crises; and where all came from."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from diplogame.batch.report import charts, record
from diplogame.batch.report.charts import Mark
from diplogame.batch.report.data import Data
from diplogame.batch.report.frame import percent, plain
from diplogame.batch.report.parts import Cell, Figure, Section, Table, column, interval, named
from diplogame.errors import FileError
from diplogame.resources import find
from diplogame.texts import text
from diplogame.yamlload import load_file

MEASURED = "claims_measured.json"
"""In seeds/: what `diplogame claims --out` wrote for the default scenario: checks with id, value, error, threshold, unit, holds, text."""


def claims(data: Data) -> Section:
    """The claim register, with what was measured on the default scenario, and whether that is what this batch played."""
    register, source = _register(), _measured()
    measured = {str(row["id"]): row for row in source.get("checks", []) if isinstance(row, dict) and "id" in row}
    ids = list(dict.fromkeys([*register, *measured]))
    rows: list[list[Cell]] = []
    for name in ids:
        claim, found = register.get(name, {}), measured.get(name, {})
        value, error = _number(found.get("value")), _number(found.get("error"))
        half = None if value is None or not error else 1.96 * error
        holds = found.get("holds")
        verdict = None if holds is None else text("report.robustness.yes" if holds else "report.robustness.no")
        ends = (None, None) if value is None or half is None else (value - half, value + half)
        rows.append(
            [
                name,
                claim.get("says") or text("report.claims.shape"),
                claim.get("check"),
                value,
                *ends,
                verdict,
                str(found.get("unit") or ""),
                _number(found.get("threshold")),
                found.get("text"),
            ]
        )
    lead = [text("report.claims.lead")]
    if measured:
        held = sum(bool(one.get("holds")) for one in measured.values())
        lead.append(
            text(
                "report.claims.sum",
                n=len(measured),
                held=held,
                games=f"{source.get('games', 0):,}",
                seed=source.get("seed", "?"),
                rules=source.get("rules", "?"),
            )
        )
        run = data.results.run
        if (source.get("rules"), source.get("sha256")) != (run["rules"], run["scenario"]["sha256"]):
            lead.append(text("report.claims.another"))
    else:
        lead.append(text("report.claims.unmeasured"))
    columns = [
        column("claim"),
        column("says"),
        column("check"),
        *interval("measured", plain),
        column("measured_verdict"),
    ]
    columns += [column("measured_unit"), column("bound", plain), column("figures")]
    if not measured:
        columns, rows = columns[:3], [row[:3] for row in rows]
    tables = [Table("claims", text("report.claims.table"), columns, rows)] if rows else []
    return Section("claims", text("report.claims.title"), lead, [], tables, [text("report.claims.note")])


def _register() -> dict[str, dict[str, str]]:
    try:
        data = load_file(find("seeds", "claims.yaml"), "seeds/claims.yaml").data
    except FileError:
        return {}
    rows = data.get("claims", []) if isinstance(data, dict) else data
    return {str(row["id"]): {key: str(row.get(key, "")) for key in ("says", "check")} for row in rows if "id" in row}


def _measured() -> dict[str, Any]:
    try:
        data = json.loads(find("seeds", MEASURED).read_bytes())
    except (FileError, OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and isfinite(value) else None


def reality(data: Data) -> Section:
    """How the games ended beside how real crises ended."""
    groups, source = record.groups()
    compared = record.compared(data)
    series = [text("report.reality.ours"), *(named("crises", group.name) for group in groups)]
    rows = [
        (
            text(f"report.reality.{one.what}"),
            [Mark(0, one.ours), *(Mark(i + 1, at) for i, at in enumerate(one.theirs))],
        )
        for one in compared
    ]
    title = text("report.reality.title")
    drawn = charts.forest(title, rows, series, percent)
    table: list[list[Cell]] = [
        [name, text(f"report.reality.{one.what}"), *at]
        for one in compared
        for name, at in zip(series, [one.ours, *one.theirs], strict=True)
    ]
    columns = [column("crises"), column("ended_in"), *interval("share")]
    lead = [text("report.reality.lead"), text("report.reality.calm")]
    tables = [Table("real_crises", text("report.reality.table"), columns, table)]
    return Section("reality", title, lead, [Figure(title, drawn, text("report.reality.caption"))], tables, [source])


def provenance(data: Data) -> Section:
    """What was run, with what, and how to run it again."""
    run = data.results.run
    versions = run.get("versions", {})
    rows: list[list[Cell]] = [
        [text("report.run.scenario"), f"{run['scenario']['name']} — {run['scenario'].get('title', '')}"],
        [text("report.run.hash"), run["scenario"]["sha256"]],
        [text("report.run.engine"), text("report.run.engine_is", engine=run.get("engine", "?"), rules=run["rules"])],
        [text("report.run.seed"), str(run["seed"])],
        [text("report.run.points"), f"{run['points']:,}"],
        [text("report.run.games"), f"{data.n:,} / {run['games']:,}"],
        [text("report.run.digest"), run.get("digest") or "–"],
        [text("report.run.wall"), f"{run.get('wall_seconds', 0):,.1f} s"],
        [text("report.run.versions"), ", ".join(f"{name} {number}" for name, number in versions.items())],
        [text("report.run.system"), str((run.get("sessions") or [{}])[-1].get("system", "?"))],
    ]
    columns = [column("what"), column("value")]
    meaning = [
        [table, name, one["unit"], one["means"], one["type"]]
        for table, names in data.results.columns.items()
        for name, one in names.items()
    ]
    tables = [
        Table("run", text("report.run.table"), columns, rows),
        Table(
            "columns",
            text("report.run.columns"),
            [column("table"), column("column"), column("unit"), column("means"), column("type")],
            meaning,
        ),
    ]
    return Section("run", text("report.run.title"), [text("report.run.lead")], [], tables, [])
