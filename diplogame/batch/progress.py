"""How far a batch is: a bar on a screen, a line now and then elsewhere, or nothing."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from diplogame.texts import has, text

EVERY = 15.0
"""Seconds between lines where there is no screen."""


class Progress(Protocol):
    """Told about games that are finished."""

    def start(self, total: int, done: int) -> None: ...
    def advance(self, games: int) -> None: ...
    def stop(self) -> None: ...


class Endings:
    """Counts how games ended while a batch runs, and tells whoever shows the progress and wants to hear (a method `endings`)."""

    def __init__(self, progress: Progress) -> None:
        self.tell = getattr(progress, "endings", None)
        self.whole: Counter[str] = Counter()
        self.first: Counter[str] = Counter()

    def glimpse(self, counts: Mapping[str, int]) -> None:
        """The first games of a chunk that is not whole yet; they count only until one is."""
        self.first.update(counts)
        if self.tell is not None and not self.whole:
            self.tell(self.first)

    def add(self, games: IO[bytes] | Path) -> None:
        """A whole chunk's table of games, as Parquet."""
        if self.tell is None:
            return
        import polars as pl

        counts = pl.read_parquet(games, columns=["ending"])["ending"].cast(pl.String).value_counts()
        self.whole.update(dict(counts.iter_rows()))
        self.tell(self.whole)


def told(counts: Mapping[str, int], most: int = 4) -> str:
    """The commonest endings with their shares, in words: tit for tat 55%, ceasefire 27%."""
    total = sum(counts.values())
    shares = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]
    shares = [(name, count) for name, count in shares if count / total >= 0.005]
    names = {name: text(key) if has(key := f"report.ending.{name}") else name for name, _ in shares}
    return ", ".join(f"{names[name]} {count / total:.0%}" for name, count in shares)


class Silent:
    """Says nothing."""

    def start(self, total: int, done: int) -> None:
        """Nothing to say."""

    def advance(self, games: int) -> None:
        """Nothing to say."""

    def stop(self) -> None:
        """Nothing to say."""


class Lines:
    """A line every few seconds, for logs."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self.stream = stream or sys.stderr
        self.total = self.done = self.begun = 0
        self.since = self.last = 0.0
        self.counts: dict[str, int] = {}

    def start(self, total: int, done: int) -> None:
        self.total, self.done, self.begun = total, done, done
        self.since = self.last = time.monotonic()

    def endings(self, counts: Mapping[str, int]) -> None:
        """A line for the first games that are over; what comes later is in the lines on progress."""
        if not self.counts:
            self._print(text("batch.progress.first", n=f"{sum(counts.values()):,}", endings=told(counts)))
        self.counts = dict(counts)

    def advance(self, games: int) -> None:
        self.done += games
        if time.monotonic() - self.last >= EVERY or self.done == self.total:
            self.last = time.monotonic()
            rate = (self.done - self.begun) / max(self.last - self.since, 1e-9)
            left = (self.total - self.done) / max(rate, 1e-9)
            line = text(
                "batch.progress.line",
                done=f"{self.done:,}",
                total=f"{self.total:,}",
                rate=f"{rate:,.0f}",
                left=span(left),
            )
            self._print(f"{line}; {told(self.counts)}" if self.counts else line)

    def _print(self, line: str) -> None:
        print(line, file=self.stream, flush=True)

    def stop(self) -> None:
        """Lines need no clearing up."""


class Bar:
    """A bar with games a second and the time left."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.task: Any = None
        self.begun = 0
        self.done = 0
        self.since = 0.0

    def start(self, total: int, done: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress
        from rich.text import Text

        class Lined(RichProgress):
            """The bar with a line below it."""

            line = ""

            def get_renderables(self) -> Iterator[Any]:
                yield self.make_tasks_table(self.tasks)
                if self.line:
                    yield Text(self.line, style="dim")

        self.bar = Lined(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=Console(stderr=True),
        )
        self.begun = self.done = done
        self.since = time.monotonic()
        self.bar.start()
        self.task = self.bar.add_task(text("batch.progress.games"), total=total, completed=done, rate="", left="")

    def advance(self, games: int) -> None:
        self.done += games
        rate = (self.done - self.begun) / max(time.monotonic() - self.since, 1e-9)
        total = self.bar.tasks[0].total
        self.bar.update(
            self.task,
            advance=games,
            rate=text("batch.progress.rate", rate=f"{rate:,.0f}"),
            left=text("batch.progress.left", left=span((total - self.done) / max(rate, 1e-9))),
        )

    def endings(self, counts: Mapping[str, int]) -> None:
        """Below the bar: how the games so far ended."""
        self.bar.line = text("batch.progress.first", n=f"{sum(counts.values()):,}", endings=told(counts))
        self.bar.refresh()

    def stop(self) -> None:
        if self.bar is not None:
            self.bar.stop()


class shown:  # noqa: N801 - reads as a verb in `with shown(...)`
    """`with shown(progress) as progress:` stops it whatever happens."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def __enter__(self) -> Progress:
        return self.progress

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()


def chosen(progress: Progress | bool | None) -> Progress:
    """None: a bar on a terminal, lines elsewhere. True: a bar. False: nothing."""
    if progress is None:
        return Bar() if sys.stderr.isatty() else Lines()
    if isinstance(progress, bool):
        return Bar() if progress else Silent()
    return progress


def span(seconds: float) -> str:
    """A time in words: 40 s, 3 min, 2 h 5 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
