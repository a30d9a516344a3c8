"""`diplogame batch`: many games, by a design, into a folder of Parquet files."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from diplogame.batch.job import ENGINE
from diplogame.batch.progress import span
from diplogame.batch.results import Results
from diplogame.batch.run import SCENARIO, Prepared, assembled, estimate, execute, prepare
from diplogame.batch.spec import METHODS, Range, Sample
from diplogame.errors import SettingError, suggestion
from diplogame.options import single
from diplogame.texts import text


def run(options: Namespace, engine: str = ENGINE) -> int:
    """Plays what is missing, or with --dry-run says what it would take. Raises DiplogameError."""
    spec = assembled(
        options.design,
        {path: levels(path, values) for path, values in _once(options.settings, "--set").items()},
        {role: names.split(",") for role, names in single(options.minds, "--mind").items()},
        options.forbid,
        sample_of(getattr(options, "sample", None)),
        games=options.games,
        seed=options.seed,
    )
    named = options.scenario != SCENARIO or spec.scenario is None
    prepared = prepare(options.scenario if named else None, spec, engine=engine)
    if options.dry_run:
        _tell(prepared, options.workers)
        return 0
    try:
        results = execute(prepared, options.out, workers=options.workers, dask=options.dask)
    except KeyboardInterrupt:
        print(text("batch.command.stopped", out=options.out), file=sys.stderr)
        raise
    _sum_up(results)
    return 0


def levels(path: str, values: list[str]) -> Any:
    """What stands behind `--set PATH=`: one value, a list V1,V2, a range LOW:HIGH:STEPS, or LOW:HIGH to sample."""
    if len(values) != 1 or ":" not in values[0]:
        return values[0] if len(values) == 1 else values
    parts = values[0].split(":")
    try:
        low, high, *rest = (float(part) for part in parts)
    except ValueError:
        raise SettingError(f"--set {path}", values[0], "must be LOW:HIGH:STEPS or LOW:HIGH, all numbers") from None
    if len(rest) > 1 or not low < high or any(step != int(step) or not 2 <= step <= 1000 for step in rest):
        raise SettingError(f"--set {path}", values[0], "must be LOW:HIGH:STEPS, LOW below HIGH, 2 to 1000 steps")
    return Range(low, high, int(rest[0]) if rest else None)


def sample_of(words: str | None) -> Sample | None:
    """`--sample METHOD:N` as a sample. Raises SettingError."""
    if not words:
        return None
    method, _, n = words.partition(":")
    if method not in METHODS:
        raise SettingError("--sample", method, suggestion(method, METHODS, "method"))
    if not n.isascii() or not n.isdecimal() or not 1 <= int(n[:9]) <= 1_000_000:
        raise SettingError("--sample", words, f"must be METHOD:N, such as {method}:64")
    return Sample(method, int(n))


def _once(pairs: Iterable[tuple[str, list[str]]], option: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, values in pairs:
        if path in found:
            raise SettingError(option, path, "is given twice; several values go into one: PATH=V1,V2")
        if not values:
            raise SettingError(option, path, "has no value")
        found[path] = values
    return found


def _tell(prepared: Prepared, workers: int | None) -> None:
    found = estimate(prepared, workers)
    varied = ", ".join(prepared.job.design.varied) or text("batch.command.nothing")
    print(
        text(
            "batch.command.dry",
            scenario=prepared.name,
            points=f"{found.points:,}",
            varied=varied,
            games=f"{found.games:,}",
            chunks=f"{found.chunks:,}",
            time=span(found.seconds),
            size=size(found.bytes),
            trial=found.trial,
        )
    )


def _sum_up(results: Results) -> None:
    from rich.console import Console
    from rich.table import Table

    counts = results.scan("games").group_by("ending").len().collect().sort("len", descending=True)
    console = Console(highlight=False, emoji=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("ending", "games", "share"):
        table.add_column(text(f"batch.command.{column}"), justify="left" if column == "ending" else "right")
    for ending, games in counts.iter_rows():
        table.add_row(str(ending), f"{games:,}", f"{games / results.done:.1%}")
    console.print(table)
    wall = results.run.get("wall_seconds", 0.0)
    print(
        text("batch.command.done", games=f"{results.done:,}", out=results.path, time=span(wall), digest=results.digest)
    )


def size(count: float) -> str:
    """Bytes in words: 1.2 MB."""
    unit = "B"
    for larger in ("kB", "MB", "GB"):
        if count < 1000:
            break
        count, unit = count / 1000, larger
    return f"{count:.0f} {unit}" if unit in ("B", "kB") else f"{count:.1f} {unit}"
