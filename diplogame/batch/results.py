"""A results folder as tables: Polars (whole or lazy) and pandas."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from diplogame.batch.design import Design
from diplogame.batch.plan import Plan
from diplogame.batch.provenance import design_in, plan_of
from diplogame.batch.sampling import need
from diplogame.batch.store import COLUMNS, RUN, Folder
from diplogame.batch.tables import TABLES
from diplogame.errors import BatchError, suggestion


class Results:
    """What `run_batch` gives back, and what the report reads.

    `games`, `turns` and `events` are Polars data frames; `scan(table)` gives the lazy frame for what does not fit
    into memory, `pandas(table)` a pandas one. Raises BatchError if the folder holds no batch.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.folder = Folder(self.path)
        self.run: dict[str, Any] = self.folder.read_json(RUN) or {}
        if not self.run:
            raise BatchError(str(path), None, "holds no run.json; this is no results folder of a batch")

    def __repr__(self) -> str:
        state = "complete" if self.complete else f"{self.done:,} of {self.plan.total:,} games"
        return f"Results({str(self.path)!r}, {state})"

    def scan(self, table: str) -> pl.LazyFrame:
        """One table, lazily. Raises BatchError if there is no such table, or nothing in it yet."""
        if table not in TABLES:
            raise BatchError("table", table, suggestion(table, TABLES, "table"))
        files = [self.folder.part(table, chunk) for chunk in self.chunks]
        if not files:
            raise BatchError(str(self.path), None, "holds no finished games yet; give the same batch command again")
        return pl.scan_parquet(files, glob=False)

    @cached_property
    def chunks(self) -> list[int]:
        """The chunks that stand there whole."""
        return [chunk for chunk in range(self.plan.chunks) if self.folder.whole(chunk)]

    @property
    def games(self) -> pl.DataFrame:
        """One row a game."""
        return self.scan("games").collect()

    @property
    def turns(self) -> pl.DataFrame:
        """One row a game and turn."""
        return self.scan("turns").collect()

    @property
    def events(self) -> pl.DataFrame:
        """One row an event and pair of states."""
        return self.scan("events").collect()

    def pandas(self, table: str = "games") -> Any:
        """One table as a pandas DataFrame (extra `analysis`). Raises NotThereError without pandas."""
        need("pandas", "results as pandas")
        need("pyarrow", "results as pandas")
        return self.scan(table).collect().to_pandas()

    @cached_property
    def plan(self) -> Plan:
        """Which game is which."""
        return plan_of(self.run)

    @cached_property
    def design(self) -> Design:
        """The design points."""
        return design_in(self.run)

    @cached_property
    def columns(self) -> dict[str, dict[str, dict[str, str]]]:
        """What each column means: table, column, {type, unit, means}."""
        return self.folder.read_json(COLUMNS) or {}

    @property
    def done(self) -> int:
        """Games that stand on disk."""
        return sum(self.plan.size(chunk) for chunk in self.chunks)

    @property
    def complete(self) -> bool:
        """Whether no game is missing."""
        return len(self.chunks) == self.plan.chunks

    @property
    def digest(self) -> str | None:
        """One digest for all games; None while some are missing."""
        return self.run.get("digest")
