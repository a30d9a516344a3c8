"""The sections on why: what the ending turned on, what was varied, what holds under which minds."""

from __future__ import annotations

from math import isfinite

import polars as pl

from diplogame.batch.report import charts, courses
from diplogame.batch.report.charts import Mark
from diplogame.batch.report.data import Data, number
from diplogame.batch.report.findings import Finding, findings, groups
from diplogame.batch.report.frame import percent, plain
from diplogame.batch.report.intervals import Estimate
from diplogame.batch.report.outcomes import colours, order, short
from diplogame.batch.report.parts import Cell, Column, Figure, Section, Table, column, interval, named
from diplogame.batch.report.pivots import Pivot, foretold, pivots
from diplogame.batch.report.sensitivity import Effect, Index, effects, indices, luck_share
from diplogame.errors import NotThereError
from diplogame.texts import text

DRAWN = ("agreement", "war", "peak_escalation", "mean_brent")
_MEASURES = {"sobol": ("S1", "ST"), "morris": ("mu_star",), "latin_hypercube": ("prcc",)}


def turning(data: Data) -> Section:
    """What the ending turned on, and how early it could be told."""
    found, early = pivots(data), foretold(data)
    figures, tables = [], []
    lead = [text("report.turning.lead")]
    if found:
        rows = [(_what(one), _marks(one)) for one in found]
        series = [text("report.turning.agreement"), text("report.turning.war")]
        drawn = charts.forest(text("report.turning.title"), rows, series, _points, unit=text("report.turning.unit"))
        figures.append(Figure(text("report.turning.title"), drawn, text("report.turning.caption")))
        columns = [
            column("what"),
            column("kind"),
            column("first_turn", plain),
            *interval("share"),
            column("information", percent),
        ]
        for key in ("with_agreement", "without_agreement", "with_war", "without_war"):
            columns += interval(key)
        table: list[list[Cell]] = [
            [_what(one), one.kind, one.first, *one.games, one.information, *one.with_agreement, *one.without_agreement,
             *one.with_war, *one.without_war]
            for one in found
        ]  # fmt: skip
        tables.append(Table("turning_points", text("report.turning.table"), columns, table))
    else:
        lead.append(text("report.turning.too_few"))
    if len(early) > 1:
        turns = early["turn"].to_list()
        lines = [(text("report.turning.skill"), early["skill"].to_list())]
        drawn = courses.curves(
            text("report.turning.early"),
            turns,
            lines,
            text("report.turning.skill_unit"),
            text("report.column.turn"),
            percent,
        )
        figures.append(Figure(text("report.turning.early"), drawn, text("report.turning.early_caption")))
        columns = [column("turn"), column("games"), column("skill", percent)]
        tables.append(
            Table("foretold", text("report.turning.early_table"), columns, [list(row) for row in early.iter_rows()])
        )
    return Section("turning", text("report.turning.title"), lead, figures, tables, [text("report.turning.note")])


def _what(one: Pivot) -> str:
    if one.kind == "order":
        role, _, verb = one.what.partition(" ")
        spoken = named("verb", verb)
        return f"{named('role', role)}: {spoken[:1].lower()}{spoken[1:]}"
    return named("happening", one.what)


def _marks(one: Pivot) -> list[Mark]:
    def said(name: str, here: Estimate, there: Estimate) -> str:
        return text("report.turning.mark", outcome=name, here=percent(here.value), there=percent(there.value))

    return [
        Mark(0, one.gap_agreement, said(text("report.outcome.agreement"), one.with_agreement, one.without_agreement)),
        Mark(1, one.gap_war, said(text("report.outcome.war"), one.with_war, one.without_war)),
    ]


def _points(value: float) -> str:
    return f"{100 * value:+.0f}" if value else "0"


def sensitivity(data: Data) -> Section | None:
    """What was varied, and what it did; None where nothing was."""
    if not data.varied:
        return None
    sampled = data.results.design.sampled
    lead, figures, tables = [text("report.sensitivity.lead")], [], []
    notes = [text("report.sensitivity.luck")] if sampled is not None else []
    if sampled is not None:
        lead.append(text(f"report.sensitivity.{sampled.sample.method}", n=f"{sampled.sample.n:,}"))
        try:
            found = indices(data)
        except NotThereError as error:
            found = []
            notes.append(str(error))
        if found:
            figures += _index_figures(found, sampled.sample.method)
            rows: list[list[Cell]] = [[one.block, one.outcome, one.parameter, one.measure, *one.at] for one in found]
            columns = [
                column("block"),
                column("outcome"),
                column("parameter"),
                column("measure"),
                *interval("value", plain),
            ]
            tables.append(Table("sensitivity", text("report.sensitivity.table"), columns, rows))
            shares = luck_share(data)
            rows = [[_outcome(name), value] for name, value in shares.items()]
            columns = [column("outcome"), column("luck", percent)]
            tables.append(Table("luck", text("report.sensitivity.luck_table"), columns, rows))
        elif not data.results.complete:
            notes.append(text("report.sensitivity.incomplete"))
    changes = effects(data)
    if changes:
        figures += _effect_figures(changes)
        columns = [
            column("factor"),
            column("level"),
            column("outcome"),
            *interval("mean", plain),
            *interval("change", plain),
        ]
        levels: list[list[Cell]] = [
            [one.factor, one.level, one.outcome, *one.level_mean, *one.change] for one in changes
        ]
        tables.append(Table("effects", text("report.sensitivity.effects"), columns, levels))
    if not tables:
        notes.append(text("report.sensitivity.none"))
    return Section("sensitivity", text("report.sensitivity.title"), lead, figures, tables, notes)


def _index_figures(found: list[Index], method: str) -> list[Figure]:
    measures = _MEASURES[method]
    blocks = list(dict.fromkeys(one.block for one in found))
    figures = []
    for outcome in [name for name in DRAWN if any(one.outcome == name for one in found)]:
        for block in blocks:
            here = [one for one in found if one.outcome == outcome and one.block == block]
            if not here:
                continue
            order = sorted(
                {one.parameter for one in here},
                key=lambda name: (
                    -max(abs(one.at.value) for one in here if one.parameter == name and one.measure == measures[-1])
                ),
            )
            rows = [
                (
                    name,
                    [
                        Mark(measures.index(one.measure), one.at)
                        for one in here
                        if one.parameter == name and one.measure in measures
                    ],
                )
                for name in order
            ]
            title = text("report.sensitivity.drawn", outcome=_outcome(outcome)) + (f" ({block})" if block else "")
            series = [text(f"report.sensitivity.measure.{measure}") for measure in measures]
            drawn = charts.forest(title, rows, series, plain, unit=series[0] if len(series) == 1 else "")
            figures.append(Figure(title, drawn, text(f"report.sensitivity.{method}_caption")))
            if method == "morris":
                sigma = {one.parameter: one.at.value for one in here if one.measure == "sigma"}
                star = {one.parameter: one.at.value for one in here if one.measure == "mu_star"}
                points = [(name, star[name], sigma[name]) for name in order]
                drawn = courses.scatter(
                    title,
                    points,
                    text("report.sensitivity.measure.mu_star"),
                    text("report.sensitivity.measure.sigma"),
                    True,
                )
                figures.append(Figure(title, drawn, text("report.sensitivity.morris_plane")))
    return figures


def _effect_figures(changes: list[Effect]) -> list[Figure]:
    figures = []
    for factor in dict.fromkeys(one.factor for one in changes):
        here = [one for one in changes if one.factor == factor and one.outcome in ("agreement", "war")]
        levels = list(dict.fromkeys(one.level for one in here))
        rows = []
        for level in levels[1:]:
            marks = [
                Mark(("agreement", "war").index(one.outcome), one.change)
                for one in here
                if one.level == level and isfinite(one.change.low)
            ]
            rows.append((short(level), marks))
        if not any(marks for _, marks in rows):
            continue
        title = text("report.sensitivity.effect", factor=factor, first=short(levels[0]))
        series = [text("report.outcome.agreement"), text("report.outcome.war")]
        drawn = charts.forest(title, rows, series, _points, unit=text("report.turning.unit"))
        figures.append(Figure(title, drawn, text("report.sensitivity.effect_caption")))
    return figures


def _outcome(name: str) -> str:
    if name.startswith("score_"):
        return text("report.outcome.score", role=named("role", name.removeprefix("score_")))
    return named("outcome", name)


def robustness(data: Data) -> Section:
    """Standing findings, and under how many sets of minds each holds."""
    minds, found = findings(data)
    several = len(minds) > 1
    columns = [column("finding"), column("finding_unit")]
    for mind in minds:
        prefix = f"{mind} " if several else ""
        columns += [Column(f"{prefix}value", named("mind", mind) if several else text("report.column.value"))]
        columns += [
            Column(f"{prefix}value_low", text("report.column.low")),
            Column(f"{prefix}value_high", text("report.column.high")),
        ]
        columns += [Column(f"{prefix}value_verdict", text("report.column.holds"))]
    if several:
        columns.append(column("under"))
    rows = [_row(one, several) for one in found]
    lead = [text("report.robustness.lead" if several else "report.robustness.one")]
    if several and found:
        sure = sum(all(verdict.holds for verdict in one.verdicts) for one in found)
        lead.append(text("report.robustness.sum", n=len(found), sure=sure, minds=len(minds)))
    shows = [percent if one.unit in ("share", "difference") else plain for one in found]
    tables = [Table("findings", text("report.robustness.table"), columns, rows, shows)] if found else []
    notes = [text("report.robustness.note")]
    # Where nothing but minds varies, the first section has drawn this already.
    if several and len(minds) <= 12 and len(minds) < data.results.plan.points:
        shares = [
            (
                named("mind", mind),
                [number((part["ending"].cast(pl.String) == name).mean()) for name in order(data)],
            )
            for mind, part in groups(data)
        ]
        drawn = charts.stacked(
            text("report.robustness.minds"), shares, [named("ending", name) for name in order(data)], colours(data)
        )
        figure = Figure(text("report.robustness.minds"), drawn, text("report.robustness.minds_caption"))
        return Section("robustness", text("report.robustness.title"), lead, [figure], tables, notes)
    return Section("robustness", text("report.robustness.title"), lead, [], tables, notes)


def _row(one: Finding, several: bool) -> list[str | float | int | None]:
    row: list[str | float | int | None] = [one.words, text(f"report.unit.{one.unit}")]
    for verdict in one.verdicts:
        row += [
            *verdict.at,
            text(
                "report.robustness.unclear"
                if verdict.holds is None
                else "report.robustness.yes"
                if verdict.holds
                else "report.robustness.no"
            ),
        ]
    if several:
        row.append(
            text("report.robustness.under", held=sum(v.holds is True for v in one.verdicts), n=len(one.verdicts))
        )
    return row
