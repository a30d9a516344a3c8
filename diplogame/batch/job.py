"""One batch as text, for whoever plays its chunks; and one chunk played into three Parquet files."""

from __future__ import annotations

import gc
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from diplogame.batch.design import Design, design_of
from diplogame.batch.plan import Plan
from diplogame.batch.result import ChunkResult, merge
from diplogame.batch.tables import TABLES, Labels, tables
from diplogame.errors import BatchError

ENGINE = "diplogame.batch.engine"


@dataclass(frozen=True)
class Job:
    """Everything that is needed to play any chunk of a batch."""

    engine: str
    """The module that plays; only tests name another."""
    scenario: str
    """Canonical text."""
    rules: int
    """The rules number that the batch was begun with."""
    design: Design
    plan: Plan
    ensemble: int
    """Most worlds that are played side by side; results do not depend on it."""

    def text(self) -> str:
        """The job in one line."""
        plan = self.plan
        return json.dumps(
            {
                "engine": self.engine,
                "scenario": self.scenario,
                "rules": self.rules,
                "design": self.design.plain(),
                "plan": [plan.seed, plan.points, plan.games, plan.chunk_games],
                "ensemble": self.ensemble,
            }
        )

    @classmethod
    def read(cls, text: str) -> Job:
        """The job that `text` wrote down."""
        data = json.loads(text)
        plan = Plan(*data["plan"])
        return cls(data["engine"], data["scenario"], data["rules"], design_of(data["design"]), plan, data["ensemble"])

    @cached_property
    def module(self) -> Any:
        """The engine. Raises BatchError where its rules are not those of the batch."""
        module = import_module(self.engine)
        if module.rules_number() != self.rules:
            raise BatchError(
                "rules",
                module.rules_number(),
                f"this batch was begun under rules {self.rules}; use that version here too",
            )
        return module

    @cached_property
    def base(self) -> Any:
        """The scenario."""
        return self.module.parse(self.scenario)


Glimpse = Callable[[Mapping[str, int]], None]
"""Told endings of the first few games, {ending: games}, before their chunk is whole."""
FIRST = 32
"""Games that are played ahead of the others for a glimpse."""


def play(job: Job, chunk: int, glimpse: Glimpse | None = None) -> ChunkResult:
    """The games of one chunk. For a glimpse a few are played ahead; no game depends on how it is cut."""
    game = job.plan.numbers(chunk)
    ahead = [FIRST] if glimpse is not None and len(game) > 2 * FIRST else []
    cuts = [0, *ahead, *range(sum(ahead) + job.ensemble, len(game), job.ensemble), len(game)]
    parts, rows = [], []
    for start, end in pairwise(cuts):
        here = np.arange(start, end)
        points, local = np.unique(job.plan.point(game[here]), return_inverse=True)
        scenarios = [_scenario(job, int(point)) for point in points]
        minds = [dict(job.design.points[int(point)].minds) for point in points]
        seeds = job.plan.seeds(game[here])
        parts.append(job.module.simulate(scenarios, local.astype(np.intp), seeds, minds, job.base))
        rows.append(here)
        if start == 0 and ahead and glimpse is not None:
            glimpse(endings(parts[0]))
    return merge(parts, rows)


def endings(result: ChunkResult) -> dict[str, int]:
    """{ending: games} of those endings that came about."""
    counts = np.bincount(result.ending, minlength=len(result.names["ending"]))
    return {name: int(n) for name, n in zip(result.names["ending"], counts, strict=True) if n}


def _scenario(job: Job, number: int) -> Any:
    point = job.design.points[number]
    return job.module.applied(job.base, point.settings, point.forbid) if point.settings or point.forbid else job.base


def labels(job: Job, chunk: int) -> Labels:
    """What the games of a chunk are called."""
    game = job.plan.numbers(chunk)
    point = job.plan.point(game)
    varied = {name: [values[i] for i in point] for name, values in job.design.varied.items()}
    return Labels(game, job.plan.seeds(game), point, varied, job.design.kinds)


def files(job: Job, chunk: int, glimpse: Glimpse | None = None) -> dict[str, bytes]:
    """One chunk, played and written: the bytes of its Parquet file in each table."""
    frames = tables(play(job, chunk, glimpse), labels(job, chunk))
    made = {name: parquet(frames[name]) for name in TABLES}
    gc.collect()  # what holds itself in a circle piles up over ten chunks if Python is left to itself
    return made


def parquet(frame: pl.DataFrame) -> bytes:
    """A table as Parquet in one group of rows, zstd; equal tables give equal bytes."""
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="zstd", compression_level=3, statistics=True, row_group_size=1 << 22)
    return stream.getvalue()
