"""A design: the points to be played, checked against the scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

from diplogame.batch.checking import Cell, Checker, forbid_name
from diplogame.batch.sampling import unit_sample
from diplogame.batch.spec import FORBID, MIND, Range, Sample, Spec
from diplogame.errors import BatchError, Fault, SettingError
from diplogame.scenario.paths import Leaf, Value

MOST_POINTS = 200_000
TRIED = 256
"""Points that are built in full before a batch starts; of the others each value is checked alone."""


class Rules(Protocol):
    """What a design needs to know of an engine (`diplogame.batch.engine`)."""

    def parameters(self, scenario: Any) -> Mapping[str, Leaf]: ...
    def roles(self, scenario: Any) -> Sequence[str]: ...
    def minds(self) -> Sequence[str]: ...
    def default_mind(self) -> str: ...
    def applied(self, scenario: Any, settings: Mapping[str, Value], forbid: Sequence[str]) -> Any: ...


@dataclass(frozen=True)
class Point:
    """What is set at one design point."""

    settings: Mapping[str, Value]
    minds: Mapping[str, str]
    """role or '*': mind; a role goes before '*'."""
    forbid: tuple[str, ...]


@dataclass(frozen=True)
class Sampled:
    """How the ranges were sampled, for the analysis of what matters."""

    sample: Sample
    names: tuple[str, ...]
    ranges: tuple[Range, ...]
    unit: tuple[tuple[float, ...], ...]
    """The sample in the unit cube, row by row, in the method's own order."""
    rows: tuple[int, ...]
    """For each row of the sample, which of the distinct settings it is; point = block * distinct + row."""
    distinct: int
    blocks: int
    """How often the whole sample is played: once for each combination of what else varies."""


@dataclass(frozen=True)
class Design:
    """The points of a batch, in order, and what varies among them."""

    title: str
    points: tuple[Point, ...]
    varied: Mapping[str, tuple[Cell, ...]]
    """column: its value at each point."""
    kinds: Mapping[str, tuple[str, ...]]
    """The possible values of columns that are names (minds, forbidden verbs)."""
    sampled: Sampled | None

    def plain(self) -> dict[str, Any]:
        """As JSON-able data; equal designs give equal data."""
        s = self.sampled
        return {
            "title": self.title,
            "points": [
                {"set": dict(point.settings), "minds": dict(point.minds), "forbid": list(point.forbid)}
                for point in self.points
            ],
            "varied": {name: list(values) for name, values in self.varied.items()},
            "kinds": {name: list(values) for name, values in self.kinds.items()},
            "sampled": None
            if s is None
            else {
                **s.sample._asdict(),
                "names": list(s.names),
                "ranges": [list(one) for one in s.ranges],
                "unit": [list(row) for row in s.unit],
                "rows": list(s.rows),
                "distinct": s.distinct,
                "blocks": s.blocks,
            },
        }


def design_of(plain: Mapping[str, Any]) -> Design:
    """The design that `Design.plain` wrote down."""
    s = plain["sampled"]
    return Design(
        title=plain["title"],
        points=tuple(Point(p["set"], p["minds"], tuple(p["forbid"])) for p in plain["points"]),
        varied={name: tuple(values) for name, values in plain["varied"].items()},
        kinds={name: tuple(values) for name, values in plain["kinds"].items()},
        sampled=None
        if s is None
        else Sampled(
            sample=Sample(*(s[key] for key in Sample._fields)),
            names=tuple(s["names"]),
            ranges=tuple(Range(*one) for one in s["ranges"]),
            unit=tuple(tuple(row) for row in s["unit"]),
            rows=tuple(s["rows"]),
            distinct=s["distinct"],
            blocks=s["blocks"],
        ),
    )


def build(spec: Spec, rules: Rules, scenario: Any) -> Design:
    """The points of a design. Raises SettingError for what names nothing or does not fit, BatchError for equal points."""
    table = rules.parameters(scenario)
    checker = Checker(table, rules.roles(scenario), rules.minds())
    fix = {path: checker.value(f"{path}", path, value) for path, value in spec.fix.items()}
    ranges: dict[str, Range] = {}
    axes: dict[str, list[Cell]] = {}
    for path, levels in spec.vary.items():
        if isinstance(levels, Range) and levels.steps is None:
            if checker.range(path, levels):
                ranges[path] = levels
        else:
            values = _cut(levels) if isinstance(levels, Range) else levels
            axes[path] = [checker.value(path, path, value) for value in values]
    for role, minds in spec.minds.items():
        axes[MIND + role] = [checker.mind(role, mind) for mind in minds]
    written = [checker.point(i, point) for i, point in enumerate(spec.points)]
    both = (set(fix) | set(axes) | set(ranges)) & {path for point in written for path in point}
    for path in sorted(both):
        checker.faults.append(Fault(path, None, "stands both under `points` and elsewhere in the design; leave one"))
    if ranges and spec.sample is None:
        checker.faults += [
            Fault(path, f"{r.low:g} to {r.high:g}", "a range needs `steps`, or a `sample` for the whole design")
            for path, r in ranges.items()
        ]
    if spec.sample is not None and not ranges:
        checker.faults.append(Fault("sample", spec.sample.method, "has nothing to sample; write {from: low, to: high}"))
    if checker.faults:
        raise SettingError.of(checker.faults)
    rows, sampled = _sampled(spec.sample, ranges, table)
    blocks = _blocks(fix, axes, list(spec.forbid), written, table, rules)
    if len(blocks) * max(len(rows), 1) > MOST_POINTS:
        raise BatchError(
            "design", len(blocks) * len(rows), f"gives more than {MOST_POINTS:,} points, the most of a batch"
        )
    full = [{**block, **row} for block in blocks for row in rows or [{}]]
    if sampled is not None:
        sampled = Sampled(**{**sampled.__dict__, "blocks": len(blocks)})
    columns = _columns(full, fix, ranges, axes, spec, written)
    _refuse_equal(full, columns)
    points = tuple(_point(row) for row in full)
    for number, point in enumerate(points[:TRIED]):
        _try(number, point, rules, scenario)
    for patterns in dict.fromkeys(point.forbid for point in points[TRIED:]):
        rules.applied(scenario, {}, patterns)
    kinds = {
        name: tuple(dict.fromkeys(str(row[name]) for row in full))
        for name in columns
        if name == FORBID or name.startswith(MIND)
    }
    varied = {name: tuple(row[name] for row in full) for name in columns}
    return Design(spec.title, points, varied, kinds, sampled)


def _cut(span: Range) -> list[float]:
    """Evenly cut values, rounded to twelve digits: .3, not .30000000000000004."""
    steps = span.steps or 2
    if span.log:
        low, high = math.log(span.low), math.log(span.high)
        values = [math.exp(low + (high - low) * i / (steps - 1)) for i in range(steps)]
    else:
        values = [span.low + (span.high - span.low) * i / (steps - 1) for i in range(steps)]
    return [float(f"{value:.12g}") for value in values]


def placed(span: Range, share: float) -> float:
    """The value at `share` (0-1) of a range, rounded to twelve digits."""
    if span.log:
        value = math.exp(math.log(span.low) + (math.log(span.high) - math.log(span.low)) * share)
    else:
        value = span.low + (span.high - span.low) * share
    return float(f"{min(max(value, span.low), span.high):.12g}")


def _sampled(
    sample: Sample | None, ranges: Mapping[str, Range], table: Mapping[str, Leaf]
) -> tuple[list[dict[str, Cell]], Sampled | None]:
    """The distinct settings of a sample, and how its rows map to them.

    Rows that come out equal (whole numbers, Morris trajectories that meet) are played once.
    """
    if sample is None or not ranges:
        return [], None
    unit = unit_sample(sample, len(ranges))
    seen: dict[tuple[Cell, ...], int] = {}
    rows = []
    for line in unit:
        key: list[Cell] = []
        for (path, span), share in zip(ranges.items(), line, strict=True):
            value = placed(span, float(share))
            key.append(round(value) if isinstance(table[path].value, int) else value)
        rows.append(seen.setdefault(tuple(key), len(seen)))
    distinct = [dict(zip(ranges, key, strict=True)) for key in seen]
    plain = tuple(tuple(float(share) for share in line) for line in unit)
    return distinct, Sampled(sample, tuple(ranges), tuple(ranges.values()), plain, tuple(rows), len(seen), 1)


def _blocks(
    fix: Mapping[str, Cell],
    axes: Mapping[str, list[Cell]],
    forbid: list[Sequence[str]],
    written: list[dict[str, Cell]],
    table: Mapping[str, Leaf],
    rules: Rules,
) -> list[dict[str, Cell]]:
    """All combinations of what is not sampled; a path that a written point leaves out has the scenario's value there."""
    paths = list(dict.fromkeys(path for point in written for path in point))

    def base(path: str) -> Cell:
        if path == FORBID:
            return forbid_name(())
        if path.startswith(MIND):
            return rules.default_mind()
        return table[path].value

    points = [{path: point.get(path, base(path)) for path in paths} for point in written] or [{}]
    blocks = []
    for point, combination in product(points, product(*axes.values())):
        for patterns in forbid:
            here = {**fix, **dict(zip(axes, combination, strict=True)), **point}
            own = str(here.get(FORBID, forbid_name(())))
            every = [*patterns, *([] if own == forbid_name(()) else own.split())]
            blocks.append({**here, FORBID: forbid_name(every)})
    return blocks


def _columns(
    full: list[dict[str, Cell]],
    fix: Mapping[str, Cell],
    ranges: Mapping[str, Range],
    axes: Mapping[str, list[Cell]],
    spec: Spec,
    written: list[dict[str, Cell]],
) -> list[str]:
    """What varies, in the order in which it was written."""
    order = [*ranges, *axes, *(path for point in written for path in point), FORBID]
    several = len(spec.forbid) > 1 or any(FORBID in point for point in written)
    listed = {path for path, values in axes.items() if len(values) > 1} | set(ranges)
    listed |= {path for point in written for path in point if path != FORBID}
    names = [name for name in dict.fromkeys(order) if name in listed or (name == FORBID and several)]
    return [name for name in names if name in full[0] and name not in fix]


def _refuse_equal(full: list[dict[str, Cell]], columns: list[str]) -> None:
    seen: dict[tuple[tuple[str, Cell], ...], int] = {}
    for number, row in enumerate(full):
        key = tuple(sorted((name, value) for name, value in row.items()))
        if key in seen:
            what = ", ".join(f"{name}={row[name]}" for name in columns) or "the scenario as it stands"
            raise BatchError(f"points {seen[key]} and {number}", what, "are equal; leave one of them out")
        seen[key] = number


def _point(row: Mapping[str, Cell]) -> Point:
    own = str(row[FORBID])
    return Point(
        settings={path: value for path, value in row.items() if path != FORBID and not path.startswith(MIND)},  # type: ignore[misc]  # names are minds and forbids alone
        minds={path.removeprefix(MIND): str(value) for path, value in row.items() if path.startswith(MIND)},
        forbid=() if own == forbid_name(()) else tuple(own.split()),
    )


def _try(number: int, point: Point, rules: Rules, scenario: Any) -> None:
    try:
        rules.applied(scenario, point.settings, point.forbid)
    except SettingError as error:
        raise SettingError.of(error.faults, f"design point {number} cannot be played:") from None
