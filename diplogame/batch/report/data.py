"""What the report needs of a batch, read once: a table of games with outcomes, and summaries of turns and events.

Turns and events are only ever scanned, never held whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from diplogame.batch.results import Results

AGREEMENT = ("comprehensive_deal", "ceasefire")
WAR = ("regional_war", "general_war")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

OUTCOMES = ("agreement", "war", "peak_escalation", "mean_brent", "strikes")
"""What drives these is asked throughout; scores of the roles come on top."""


def number(value: object) -> float:
    """A statistic of a column as a float; NaN where the column was empty."""
    return float(value) if isinstance(value, int | float) else float("nan")


@dataclass(frozen=True)
class Data:
    """One batch, as far as it has been played."""

    results: Results

    @cached_property
    def games(self) -> pl.DataFrame:
        """A row a game: the columns of `games`, and the outcomes `agreement`, `war` (0 or 1), `peak_escalation`, `mean_brent`."""
        games = self.results.games
        ending = games["ending"].cast(pl.String)
        games = games.with_columns(
            ending.is_in(AGREEMENT).cast(pl.Int8).alias("agreement"), ending.is_in(WAR).cast(pl.Int8).alias("war")
        )
        wanted = [
            pl.col("escalation").max().alias("peak_escalation") if "escalation" in self.indicators else None,
            pl.col("brent").mean().alias("mean_brent") if "brent" in self.indicators else None,
        ]  # an engine may have counted them itself
        wanted = [column for column in wanted if column is not None and column.meta.output_name() not in games.columns]
        if wanted:
            games = games.join(self.results.scan("turns").group_by("game").agg(wanted).collect(), on="game", how="left")
        if "strikes" not in games.columns and "verb" in self.results.scan("events").collect_schema():
            strikes = (
                self.results.scan("events")
                .filter((pl.col("verb") == "strike") & (pl.col("kind") == "order"))
                .group_by("game")
                .agg(pl.struct("turn", "act").n_unique().cast(pl.Int32).alias("strikes"))
                .collect()
            )
            games = games.join(strikes, on="game", how="left").with_columns(pl.col("strikes").fill_null(0))
        return games.sort("game")

    @cached_property
    def indicators(self) -> list[str]:
        """Numeric columns of `turns`."""
        schema = self.results.scan("turns").collect_schema()
        return [name for name, kind in schema.items() if kind.is_numeric() and name not in ("game", "turn")]

    @cached_property
    def endings(self) -> list[str]:
        """All endings that there are, in the engine's order."""
        return list(self.games.schema["ending"].categories)  # type: ignore[attr-defined]  # an Enum

    @cached_property
    def roles(self) -> list[str]:
        """Roles with a score."""
        return [name.removeprefix("score_") for name in self.games.columns if name.startswith("score_")]

    @cached_property
    def outcomes(self) -> list[str]:
        """Outcomes that this batch has, scores last."""
        return [name for name in (*OUTCOMES, *(f"score_{role}" for role in self.roles)) if name in self.games.columns]

    @property
    def varied(self) -> list[str]:
        """Columns that the design varies."""
        return list(self.results.design.varied)

    @property
    def n(self) -> int:
        """Games on disk."""
        return len(self.games)

    def fan(self, indicator: str) -> pl.DataFrame:
        """turn, games still in play, and the quantiles q5, q25, q50, q75, q95 of an indicator over them."""
        quantiles = [pl.col(indicator).quantile(q, "linear").alias(f"q{q * 100:.0f}") for q in QUANTILES]
        scan = self.results.scan("turns").group_by("turn").agg(pl.len().alias("games"), *quantiles)
        return scan.sort("turn").collect()

    @cached_property
    def acts(self) -> pl.DataFrame:
        """source, target, verb, n, hostile, cooperative, covert: rows of orders and answers by pair and verb, all games."""
        return (
            self.results.scan("events")
            .filter(pl.col("kind").cast(pl.String).is_in(["order", "answer"]) & pl.col("source").is_not_null())
            .group_by("source", "target", "verb")
            .agg(
                pl.len().alias("n"),
                (pl.col("goldstein") < 0).sum().alias("hostile"),
                (pl.col("goldstein") > 0).sum().alias("cooperative"),
                (~pl.col("public")).sum().alias("covert"),
            )
            .with_columns(pl.col("source", "target", "verb").cast(pl.String))
            .sort("source", "target", "verb")
            .collect()
        )
