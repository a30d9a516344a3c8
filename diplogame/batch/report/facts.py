"""Stylised facts measured on a batch: each a number with its interval. The report and the tests use the same ones."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from diplogame.batch.report.intervals import Estimate, grouped_difference, grouped_mean, grouped_share, regression

FORCE = ("strike", "join_strike", "retaliate")


UNKNOWN = Estimate(float("nan"), float("-inf"), float("inf"))


class Frames(NamedTuple):
    """The part of a batch that is looked at: games (with outcomes), and lazily its turns and events."""

    games: pl.DataFrame
    turns: pl.LazyFrame
    events: pl.LazyFrame


def of_games(frames: Frames, games: pl.DataFrame) -> Frames:
    """The same for some of the games alone."""
    keep = games.select("game").lazy()
    return Frames(
        games, frames.turns.join(keep, on="game", how="semi"), frames.events.join(keep, on="game", how="semi")
    )


def deeds(frames: Frames) -> pl.LazyFrame:
    """Rows of orders, with names as text."""
    rows = frames.events.filter(pl.col("kind").cast(pl.String) == "order")
    return rows.with_columns(pl.col("source", "target", "verb").cast(pl.String))


def price_jump(frames: Frames) -> Estimate:
    """Change of Brent in turns in which force was used, in USD a barrel."""
    return _price_change(frames, forced=True)


def price_calm(frames: Frames) -> Estimate:
    """Change of Brent in calm turns that follow a turn of force, in USD a barrel."""
    return _price_change(frames, forced=False)


def _price_change(frames: Frames, forced: bool) -> Estimate:
    force = (
        deeds(frames)
        .filter(pl.col("verb").is_in(FORCE))
        .select("game", "turn")
        .unique()
        .with_columns(pl.lit(1).alias("force"))
    )
    turns = (
        frames.turns.select("game", "turn", "brent")
        .join(force, on=["game", "turn"], how="left")
        .sort("game", "turn")
        .with_columns(pl.col("force").fill_null(0))
        .with_columns(
            (pl.col("brent") - pl.col("brent").shift(1)).over("game").alias("change"),
            pl.col("force").shift(1).over("game").alias("before"),
        )
        .filter(pl.col("change").is_not_null())
    )
    wanted = pl.col("force") == 1 if forced else (pl.col("force") == 0) & (pl.col("before") == 1)
    table = turns.filter(wanted).join(_seeds(frames), on="game").select("change", "seed").collect()
    return grouped_mean(table["change"].to_numpy(), table["seed"].to_numpy())


def _seeds(frames: Frames) -> pl.LazyFrame:
    """game, seed: games of one seed share their luck."""
    return frames.games.select("game", "seed").lazy()


def hostility(frames: Frames, source: str, target: str) -> pl.DataFrame:
    """game, seed, turn, given, received: hostility (sum of negative Goldstein scores, as positive numbers) of one state to another, and back."""
    pair = deeds(frames).filter(pl.col("goldstein") < 0)

    def one(a: str, b: str, name: str) -> pl.LazyFrame:
        rows = pair.filter((pl.col("source") == a) & (pl.col("target") == b))
        return rows.group_by("game", "turn").agg((-pl.col("goldstein")).sum().cast(pl.Float64).alias(name))

    return (
        frames.turns.select("game", "turn")
        .filter(pl.col("turn") >= 1)
        .join(one(source, target, "given"), on=["game", "turn"], how="left")
        .join(one(target, source, "received"), on=["game", "turn"], how="left")
        .with_columns(pl.col("given", "received").fill_null(0.0))
        .join(_seeds(frames), on="game")
        .sort("game", "turn")
        .collect()
    )


def reciprocity(frames: Frames, source: str, target: str) -> Estimate:
    """How much of the hostility received in a turn is given back in the next: lagged regression, errors by seed.

    given(t) on received(t-1) and given(t-1), with an effect for each turn; the coefficient of received(t-1).
    """
    table = hostility(frames, source, target).with_columns(
        pl.col("given").shift(1).over("game").alias("own"), pl.col("received").shift(1).over("game").alias("other")
    )
    table = table.filter(pl.col("own").is_not_null())
    if len(table) < 50 or table["other"].n_unique() < 2:
        return UNKNOWN
    within = [(pl.col(name) - pl.col(name).mean().over("turn")).alias(name) for name in ("given", "own", "other")]
    table = table.with_columns(within)
    x = table.select("other", "own").to_numpy()
    return regression(x, table["given"].to_numpy(), table["seed"].to_numpy())[0]


def strikes_by(frames: Frames, source: str, target: str) -> Estimate:
    """Share of the strikes on one state that come from another."""
    rows = (
        deeds(frames)
        .filter(pl.col("verb").is_in(["strike", "join_strike"]) & (pl.col("target") == target))
        .select("game", "turn", "act", "source")
        .unique()
        .join(_seeds(frames), on="game")
        .collect()
    )
    return grouped_share((rows["source"] == source).to_numpy(), rows["seed"].to_numpy())


def contained(frames: Frames) -> Estimate:
    """Of the games that climbed to rung 5 or above, the share that did not end in war."""
    hot = frames.games.filter(pl.col("peak_escalation") >= 5)
    return grouped_share((hot["war"] == 0).to_numpy(), hot["seed"].to_numpy())


def ending_share(frames: Frames, *endings: str) -> Estimate:
    """Share of games that ended in one of the endings."""
    hits = frames.games["ending"].cast(pl.String).is_in(endings)
    return grouped_share(hits.to_numpy(), frames.games["seed"].to_numpy())


def vetoed(frames: Frames, by: str, draft: int) -> Estimate:
    """Of the drafts of one kind that had nine votes, the share that a permanent member vetoed. draft: index of the kind."""
    if "outcome" not in frames.events.collect_schema():
        return UNKNOWN
    rows = (
        frames.events.filter(
            (pl.col("level") == draft) & pl.col("outcome").cast(pl.String).is_in(["vetoed", "adopted"])
        )
        .group_by("game", "turn")
        .agg((pl.col("source").cast(pl.String) == by).any().alias("by"))
        .join(_seeds(frames), on="game")
        .collect()
    )
    return grouped_share(rows["by"].fill_null(False).to_numpy(), rows["seed"].to_numpy())


def landing_gap(frames: Frames) -> Estimate:
    """Share of agreements among games in which a delegation landed, less that among games where a table was offered and none did."""
    events = frames.events.with_columns(pl.col("verb").cast(pl.String))
    offered = events.filter(pl.col("verb") == "host_talks").select("game").unique().collect()["game"]
    if "outcome" not in events.collect_schema():
        return UNKNOWN
    landed = events.filter(pl.col("outcome").cast(pl.String) == "landed").select("game").unique().collect()["game"]
    games = frames.games.filter(pl.col("game").is_in(offered.implode()))
    here = games["game"].is_in(landed.implode()).to_numpy()
    return grouped_difference(games["agreement"].to_numpy(), here, games["seed"].to_numpy())
