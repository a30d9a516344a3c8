"""A batch from beginning to end: design, folder, workers, files."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from diplogame.batch import cluster, pool
from diplogame.batch.columns import describe
from diplogame.batch.design import build
from diplogame.batch.job import ENGINE, Job, files
from diplogame.batch.lock import Lock
from diplogame.batch.machine import cores
from diplogame.batch.plan import CHUNK, Plan
from diplogame.batch.progress import Endings, Progress, chosen, shown
from diplogame.batch.provenance import Log, digest_of_games, header, refuse_another
from diplogame.batch.results import Results
from diplogame.batch.spec import Range, Sample, Spec, overlaid, read_spec, spec_of
from diplogame.batch.store import COLUMNS, RUN, Folder
from diplogame.errors import BatchError, StorageError

GAMES = 1000
"""Games at each point where nothing else is said."""
SCENARIO = "moscow_table"

Settings = Mapping[str, Any]


def run_batch(
    scenario: Any = None,
    games: int | None = None,
    seed: int | None = None,
    out: str | Path = "results",
    *,
    design: Spec | Mapping[str, Any] | str | Path | None = None,
    settings: Settings | None = None,
    minds: Mapping[str, str | Sequence[str]] | None = None,
    forbid: Iterable[str] = (),
    sample: Sample | None = None,
    workers: int | None = None,
    dask: str | None = None,
    progress: Progress | bool | None = None,
    engine: str = ENGINE,
    ensemble: int = CHUNK,
) -> Results:
    """Plays `games` games of a scenario at each design point, and writes them to the folder `out`.

    scenario: a name, a path or a Scenario; the default is the design's, else moscow_table.
    games: at each design point. seed: the batch's; game k of every point has the same luck.
    design: a Spec, plain data as in a design file, or the path of such a file.
    settings: path: a value, a list of values, or a Range. minds: role (or "*"): a mind, or several to compare.
    forbid: VERB@ROLE, at every point. workers: processes; all cores by default. dask: a scheduler's address.
    progress: None shows a bar on a terminal, False nothing; or an object of your own.

    Interrupted at any time, the same call goes on with what is missing, to the same files. Safe at the top level of a
    script and in a notebook: workers are processes of the command `diplogame`, and import nothing of the caller's.
    Raises SettingError, ScenarioError, BatchError for what cannot be run, StorageError for a disk that is full.
    """
    asked = assembled(design, settings, minds, forbid, sample, games=games, seed=seed)
    prepared = prepare(scenario, asked, engine=engine, ensemble=ensemble)
    return execute(prepared, out, workers=workers, dask=dask, progress=progress)


@dataclass(frozen=True)
class Prepared:
    """A batch that was checked and can be run."""

    job: Job
    name: str
    title: str
    version: str
    """The engine's."""


def assembled(
    design: Spec | Mapping[str, Any] | str | Path | None,
    settings: Settings | None = None,
    minds: Mapping[str, str | Sequence[str]] | None = None,
    forbid: Iterable[str] = (),
    sample: Sample | None = None,
    *,
    games: int | None = None,
    seed: int | None = None,
) -> Spec:
    """One design out of a file or plain data and of what is said beside it, which goes before."""
    if design is None:
        spec = Spec()
    elif isinstance(design, Spec):
        spec = design
    else:
        spec = spec_of(design) if isinstance(design, Mapping) else read_spec(design)
    several = {path: value for path, value in (settings or {}).items() if isinstance(value, Range | list | tuple)}
    above = Spec(
        games=games,
        seed=seed,
        fix={path: value for path, value in (settings or {}).items() if path not in several},
        vary=several,
        minds={role: [mind] if isinstance(mind, str) else list(mind) for role, mind in (minds or {}).items()},
        forbid=[tuple(forbid)],
        sample=sample,
    )
    return overlaid(spec, above)


def prepare(scenario: Any, spec: Spec, *, engine: str = ENGINE, ensemble: int = CHUNK) -> Prepared:
    """Checks a design against its scenario and cuts it into chunks."""
    module = import_module(engine)
    if scenario is None:
        scenario = spec.scenario or SCENARIO
    if isinstance(scenario, str | Path):
        scenario = module.load(scenario)
    games, seed = GAMES if spec.games is None else spec.games, 1 if spec.seed is None else spec.seed
    _whole("games", games, 1, 10_000_000)
    _whole("seed", seed, 0, 2**53 - 1)
    _whole("ensemble", ensemble, 1, 1 << 16)
    design = build(spec, module, scenario)
    plan = Plan.cut(seed, len(design.points), games)
    job = Job(engine, module.canonical(scenario), module.rules_number(), design, plan, ensemble)
    return Prepared(job, str(scenario.name), str(scenario.title), module.version())


def execute(
    prepared: Prepared,
    out: str | Path,
    *,
    workers: int | None = None,
    dask: str | None = None,
    progress: Progress | bool | None = None,
) -> Results:
    """Plays what is missing in the folder `out`."""
    job = prepared.job
    workers = cores() if workers is None else workers
    _whole("workers", workers, 1, 1024)
    head = header(job, {"name": prepared.name, "title": prepared.title})
    folder = Folder(out)
    if old := folder.read_json(RUN):
        refuse_another(old, head, str(out))
    folder.create()
    with Lock(folder.path):
        folder.sweep()
        log = Log(folder, head, prepared.version)
        missing = [chunk for chunk in range(job.plan.chunks) if not folder.whole(chunk)]
        if not missing and log.data["complete"]:
            return Results(out)
        log.begin()
        try:
            _play(job, missing, folder, log, workers, dask, chosen(progress))
        except pool.PlayError as error:
            if error.trace:
                folder.write(folder.path / "error.txt", error.trace.encode())
            raise
        finally:
            done = all(folder.whole(chunk) for chunk in range(job.plan.chunks))
            _end(log, digest_of_games(folder) if done else None)
        if not done:
            raise BatchError(
                str(out), None, "lacks games that were played; somebody took files away. Give the command again"
            )
    return Results(out)


def _play(
    job: Job, missing: list[int], folder: Folder, log: Log, workers: int, dask: str | None, progress: Progress
) -> None:
    documented = folder.read_json(COLUMNS) is not None
    stream: Iterator[tuple[int, pool.Files]]
    if not missing:
        return
    endings = Endings(progress)
    if dask:
        stream = cluster.results(job, missing, dask)
    else:
        stream = pool.results(job, missing, workers, glimpse=endings.glimpse)
    with shown(progress) as bar, closing(stream):  # type: ignore[type-var]  # both are generators
        left = sum(job.plan.size(chunk) for chunk in missing)
        bar.start(job.plan.total, job.plan.total - left)
        for chunk in sorted(set(range(job.plan.chunks)) - set(missing)):
            endings.add(folder.part("games", chunk))
        for chunk, made in stream:
            folder.write_chunk(chunk, made)
            if not documented:
                document(job, folder, made)
                documented = True
            log.add(job.plan.size(chunk))
            endings.add(io.BytesIO(made["games"]))
            bar.advance(job.plan.size(chunk))


def document(job: Job, folder: Folder, made: pool.Files) -> None:
    """Writes columns.json from one chunk's files."""
    frames = {table: pl.read_parquet(io.BytesIO(data), n_rows=0) for table, data in made.items()}
    folder.write_json(COLUMNS, describe(frames, job.design.varied, job.module.parameters(job.base)))


def _end(log: Log, digest: str | None) -> None:
    """The last entry of run.json. Where the disk is full already, the error that says so goes on instead."""
    try:
        log.end(digest)
    except (StorageError, BatchError):
        if digest is not None:
            raise


@dataclass(frozen=True)
class Estimate:
    """What a batch will take."""

    points: int
    games: int
    chunks: int
    trial: int
    """Games that were played to find out."""
    seconds: float
    """With the workers asked for."""
    bytes: int


def estimate(prepared: Prepared, workers: int | None = None, trial: int = 64) -> Estimate:
    """Plays a few of the games, writes nothing, and says what all will take."""
    plan = prepared.job.plan
    few = min(trial, plan.total)
    part = replace(prepared.job, plan=replace(plan, chunk_games=few))
    files(part, 0)  # warms imports and tables, so that the second time counts
    since = time.perf_counter()
    made = files(part, 0)
    seconds = time.perf_counter() - since
    share = plan.total / few
    size = sum(len(data) for data in made.values())
    used = min(workers or cores(), plan.chunks)
    return Estimate(plan.points, plan.total, plan.chunks, few, seconds * share / used, round(size * share))


def _whole(name: str, value: Any, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BatchError(name, value, f"must be a whole number from {low:,} to {high:,}")
