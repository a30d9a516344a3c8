"""The sections on what happened: endings, price and escalation, who acted on whom, scores."""

from __future__ import annotations

import polars as pl

from diplogame.batch.report import charts, courses, grids
from diplogame.batch.report.charts import Bar, Box
from diplogame.batch.report.courses import Fan
from diplogame.batch.report.data import QUANTILES, Data, number
from diplogame.batch.report.frame import COLOURS, Format, percent, plain
from diplogame.batch.report.intervals import grouped_share
from diplogame.batch.report.parts import Cell, Column, Figure, Section, Table, column, interval, named
from diplogame.texts import text

COLOUR_OF = {
    "comprehensive_deal": "c1",
    "ceasefire": "c2",
    "tit_for_tat": "c3",
    "gulf_closed": "c4",
    "iran_collapse": "c5",
    "regional_war": "c6",
    "general_war": "c7",
}
MOST_POINTS = 40


def order(data: Data) -> list[str]:
    """All endings, from the best to the worst; those that are not known here come last."""
    known = [name for name in COLOUR_OF if name in data.endings]
    return [*known, *(name for name in data.endings if name not in known)]


def colours(data: Data) -> list[str]:
    """The colour of each ending: the same throughout."""
    found = [COLOUR_OF.get(name, "") for name in order(data)]
    free = [colour for colour in COLOURS if colour not in found]
    return [colour or (free.pop(0) if free else "rule") for colour in found]


def endings(data: Data) -> Section:
    """Shares of the endings, in all and at each design point."""
    counts = dict(data.games.group_by("ending").len().with_columns(pl.col("ending").cast(pl.String)).iter_rows())
    rows: list[list[Cell]] = []
    bars: list[Bar] = []
    ended, seeds = data.games["ending"].cast(pl.String).to_numpy(), data.games["seed"].to_numpy()
    for name, colour in zip(order(data), colours(data), strict=True):
        hits = counts.get(name, 0)
        at = grouped_share(ended == name, seeds)
        length = number(data.games.filter(pl.col("ending").cast(pl.String) == name)["turns"].mean())
        rows.append([named("ending", name), hits, *at, length])
        bars.append(
            Bar(
                named("ending", name), at, colour, text("report.endings.bar", name=named("ending", name), n=f"{hits:,}")
            )
        )
    title = text("report.endings.title")
    figures = [Figure(title, charts.bars(title, bars), text("report.endings.caption", n=f"{data.n:,}"))]
    columns = [column("ending"), column("games"), *interval("share"), column("mean_turns", plain)]
    tables = [Table("endings", text("report.endings.table"), columns, rows)]
    points = _by_point(data)
    if points is not None:
        tables.append(points)
        if len(points.rows) <= MOST_POINTS:
            split = [([str(cell) for cell in row[1 : 1 + len(data.varied)]], row) for row in points.rows]
            k = 2 + len(data.varied)
            stacks = [
                (" · ".join(short(cell) for cell in name), [float(x or 0) for x in row[k:]]) for name, row in split
            ]
            drawn = charts.stacked(
                text("report.endings.points"), stacks, [named("ending", name) for name in order(data)], colours(data)
            )
            caption = text("report.endings.points_caption", varied=", ".join(data.varied))
            figures.append(Figure(text("report.endings.points"), drawn, caption))
    best = max(order(data), key=lambda name: counts.get(name, 0))
    lead = text(
        "report.endings.lead",
        best=named("ending", best),
        share=f"{counts.get(best, 0) / data.n:.0%}",
        agreement=f"{number(data.games['agreement'].mean()):.0%}",
        war=f"{number(data.games['war'].mean()):.0%}",
    )
    notes = [text("report.endings.note")] if data.varied else []
    return Section("endings", title, [lead], figures, tables, notes)


def _by_point(data: Data) -> Table | None:
    if not data.varied:
        return None
    shares = [(pl.col("ending").cast(pl.String) == name).mean().alias(f"share_{name}") for name in order(data)]
    table = data.games.group_by("point", *data.varied).agg(pl.len().alias("games"), *shares).sort("point")
    columns = [column("point"), *(_raw(name) for name in data.varied), column("games")]
    columns += [_raw(f"share_{name}", named("ending", name), percent) for name in order(data)]
    return Table(
        "endings_by_point", text("report.endings.point_table"), columns, [list(row) for row in table.iter_rows()]
    )


def _raw(key: str, heading: str = "", show: Format | None = None) -> Column:
    return Column(key, heading or key, show)


def short(level: str) -> str:
    """A level of a factor in words."""
    try:
        return f"{float(level):g}"
    except ValueError:
        return named("mind", level)


def course(data: Data) -> Section:
    """Price, escalation and flow over the turns."""
    figures, rows = [], []
    wanted = [name for name in ("brent", "escalation", "flow") if name in data.indicators]
    for name in [*wanted, *(other for other in data.indicators if other not in wanted)]:
        table = data.fan(name)
        rows += [[name, *row] for row in table.iter_rows()]
        if name in wanted:
            fan = Fan(*(table[key].to_list() for key in ("turn", "q5", "q25", "q50", "q75", "q95", "games")))
            words = (
                text("report.course.outer"),
                text("report.course.inner"),
                text("report.course.median"),
                text("report.course.games"),
                text("report.column.turn"),
            )
            title = text(f"report.course.{name}")
            ends = (0.0, 8.0) if name == "escalation" else None
            drawn = courses.fan(title, text(f"report.course.{name}_unit"), fan, words, ends)
            figures.append(Figure(title, drawn, text("report.course.caption", what=title)))
    columns = [column("indicator"), column("turn"), column("games"), *(column(f"q{q}") for q in (5, 25, 50, 75, 95))]
    lead = [text("report.course.lead")]
    if "mean_brent" in data.games.columns:
        peak = data.games["peak_escalation"].median() if "peak_escalation" in data.games.columns else None
        lead.append(
            text("report.course.sums", brent=plain(number(data.games["mean_brent"].median())), peak=plain(number(peak)))
        )
    tables = [Table("course", text("report.course.table"), columns, rows)]
    return Section("course", text("report.course.title"), lead, figures, tables, [text("report.course.note")])


def acts(data: Data) -> Section:
    """Who acted on whom, hostile and cooperative; and the verbs of each role."""
    table = data.acts
    sources = [role for role in data.roles if role in set(table["source"])] or sorted(set(table["source"]))
    figures = []
    pairs = (
        table.filter(pl.col("target").is_not_null())
        .group_by("source", "target")
        .agg(pl.col("hostile", "cooperative").sum())
    )
    cells = {(s, t): (h / data.n, c / data.n) for s, t, h, c in pairs.iter_rows()}
    targets = [role for role in data.roles if any(key[1] == role for key in cells)]
    names = [named("role", role) for role in sources]
    for k, (kind, hue) in enumerate((("hostile", "hot"), ("cooperative", "cool"))):
        values = [[float("nan") if s == t else cells.get((s, t), (0.0, 0.0))[k] for t in targets] for s in sources]
        title = text(f"report.acts.{kind}")
        drawn = grids.heat(title, names, [named("role", role) for role in targets], values, hue, _small)
        figures.append(Figure(title, drawn, text(f"report.acts.{kind}_caption")))
    rows = [
        [named("role", s), named("role", t), h / data.n, c / data.n]
        for s, t, h, c in pairs.sort("source", "target").iter_rows()
    ]
    columns = [column("source"), column("target"), column("hostile", _small), column("cooperative", _small)]
    verbs = (
        table.group_by("source", "verb")
        .agg(pl.col("n", "covert").sum())
        .sort(["source", "n", "verb"], descending=[False, True, False])
    )
    verb_rows = [[named("role", s), named("verb", v or ""), n / data.n, c / n] for s, v, n, c in verbs.iter_rows()]
    verb_columns = [column("source"), column("verb"), column("a_game", _small), column("covert", percent)]
    tables = [
        Table("who_on_whom", text("report.acts.table"), columns, rows),
        Table("verbs_by_role", text("report.acts.verbs"), verb_columns, verb_rows),
    ]
    return Section(
        "acts", text("report.acts.title"), [text("report.acts.lead")], figures, tables, [text("report.acts.note")]
    )


def _small(value: float) -> str:
    return "0" if value < 0.005 else f"{value:.2f}" if value < 1 else f"{value:.1f}"


def scores(data: Data) -> Section:
    """Scores by role, and by role and ending."""
    rows: list[list[Cell]] = []
    boxes: list[Box] = []
    for role in data.roles:
        scores = data.games[f"score_{role}"]
        quantiles = [number(scores.quantile(q, "linear")) for q in QUANTILES]
        average, spread = number(scores.mean()), number(scores.std())
        boxes.append(Box(named("role", role), tuple(quantiles), average))
        rows.append([named("role", role), average, spread, *quantiles])
    title = text("report.scores.title")
    drawn = charts.boxes(title, boxes, 0, 100, text("report.scores.unit"))
    figures = [Figure(title, drawn, text("report.scores.caption"))]
    centres = [box.mean for box in boxes]
    means = data.games.group_by("ending").agg(pl.col(f"score_{role}").mean() for role in data.roles)
    found = {str(row[0]): row[1:] for row in means.iter_rows()}
    here = [name for name in order(data) if name in found]
    values = [[float(found[name][i]) for name in here] for i in range(len(data.roles))]
    names, titles = [named("role", role) for role in data.roles], [named("ending", name) for name in here]
    figures.append(
        Figure(
            text("report.scores.by_ending"),
            grids.against(text("report.scores.by_ending"), names, titles, values, centres),
            text("report.scores.by_ending_caption"),
        )
    )
    columns = [
        column("role"),
        column("mean", plain),
        column("spread", plain),
        *(column(f"q{q}", plain) for q in (5, 25, 50, 75, 95)),
    ]
    by_ending: list[list[Cell]] = [[name, *row] for name, row in zip(names, values, strict=True)]
    tables = [
        Table("scores", text("report.scores.table"), columns, rows),
        Table(
            "scores_by_ending",
            text("report.scores.by_ending_table"),
            [column("role"), *(_raw(name, title, plain) for name, title in zip(here, titles, strict=True))],
            by_ending,
        ),
    ]
    return Section("scores", title, [text("report.scores.lead")], figures, tables, [text("report.scores.note")])
