"""What the endings turned on: happenings after which games ended otherwise, and how early an ending could be told.

Both describe; neither proves. A happening may stand here because what led to it also led to the ending. What raises what is
shown by forcing or forbidding it on the same luck.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from diplogame.batch.report.data import Data, number
from diplogame.batch.report.intervals import Estimate, Z, grouped_difference, grouped_share

MOST = 12
RARE = 0.02
"""Happenings in fewer games, or missing in fewer, are left out."""
FEWEST = 30
SURE = 3.29
"""Standard errors that chance reaches once in a thousand times."""
SEEDS = 100
"""Fewer different games tell too little of how early an ending can be told."""
_STATES = ("talks", "strait")


class Pivot(NamedTuple):
    """One happening, and how games ended with and without it."""

    what: str
    """role verb, or an outcome."""
    kind: str
    """order or outcome."""
    first: float
    """Median turn of its first time."""
    games: Estimate
    """Share of games in which it happened in the first half."""
    information: float
    """Bits that it tells of the ending, as a share of what there is to tell."""
    with_agreement: Estimate
    without_agreement: Estimate
    with_war: Estimate
    without_war: Estimate
    gap_agreement: Estimate
    gap_war: Estimate


def pivots(data: Data) -> list[Pivot]:
    """The happenings of the first half of the schedule that tell most of the ending, at most `MOST`."""
    half = max(int(number(data.games["turns"].max())) // 2, 1)
    # Games that end within the first half would be compared with themselves: only those that go on are asked.
    games = data.games.filter(pl.col("turns") > half).select("game", "seed", "ending", "agreement", "war")
    if games["seed"].n_unique() < 2 * FEWEST or games["ending"].n_unique() < 2:
        return []
    found = []
    for (what, kind), rows in _happenings(data, half).group_by(["what", "kind"]):
        here = games["game"].is_in(rows["game"].implode()).to_numpy()
        n = int(here.sum())
        if not max(FEWEST, RARE * len(games)) <= n <= min(len(games) - FEWEST, (1 - RARE) * len(games)):
            continue
        pivot = _pivot(games, str(what), str(kind), number(rows["first"].median()), here)
        if any(_sure(one) for one in (pivot.gap_agreement, pivot.gap_war)):
            found.append(pivot)
    found.sort(key=lambda one: (-one.information, one.what))
    return found[:MOST]


def _sure(gap: Estimate) -> bool:
    """Whether a gap is wider than chance makes one in a thousand; there are many happenings to choose from."""
    toward_nought = gap.value - gap.low if gap.value > 0 else gap.high - gap.value
    return abs(gap.value) > SURE / Z * toward_nought


def _pivot(games: pl.DataFrame, what: str, kind: str, first: float, here: np.ndarray) -> Pivot:
    seeds = games["seed"].to_numpy()
    agreement, war = games["agreement"].to_numpy(), games["war"].to_numpy()
    codes = games["ending"].to_physical().to_numpy().astype(np.int64)
    return Pivot(
        what,
        kind,
        first,
        grouped_share(here, seeds),
        information(codes, here),
        grouped_share(agreement[here], seeds[here]),
        grouped_share(agreement[~here], seeds[~here]),
        grouped_share(war[here], seeds[here]),
        grouped_share(war[~here], seeds[~here]),
        grouped_difference(agreement, here, seeds),
        grouped_difference(war, here, seeds),
    )


def _happenings(data: Data, half: int) -> pl.DataFrame:
    """what, kind, game, first: everything that happened in the first half, once a game."""
    scan = data.results.scan("events").filter((pl.col("turn") >= 1) & (pl.col("turn") <= half))
    orders = (
        scan.filter((pl.col("kind") == "order") & pl.col("source").is_not_null() & pl.col("verb").is_not_null())
        .select("game", "turn", (pl.col("source").cast(pl.String) + " " + pl.col("verb").cast(pl.String)).alias("what"))
        .with_columns(pl.lit("order").alias("kind"))
    )
    parts = [orders]
    if "outcome" in scan.collect_schema():
        outcomes = (
            scan.filter((pl.col("kind") == "outcome") & pl.col("outcome").is_not_null())
            .select("game", "turn", pl.col("outcome").cast(pl.String).alias("what"))
            .filter(~pl.col("what").is_in(["none", "news", "price"]))
            .with_columns(pl.lit("outcome").alias("kind"))
        )
        parts.append(outcomes)
    return pl.concat(parts).group_by("what", "kind", "game").agg(pl.col("turn").min().alias("first")).collect()


def information(codes: np.ndarray, here: np.ndarray) -> float:
    """Mutual information of an ending and a yes or no, less its bias (Miller & Madow), as a share of the ending's entropy."""
    whole = _entropy(np.bincount(codes))
    if whole <= 0:
        return 0.0
    n = len(codes)
    yes, no = np.bincount(codes[here], minlength=1), np.bincount(codes[~here], minlength=1)
    rest = (here.sum() * _entropy(yes) + (~here).sum() * _entropy(no)) / n
    bias = (np.count_nonzero(yes) + np.count_nonzero(no) - np.count_nonzero(np.bincount(codes)) - 1) / (
        2 * n * np.log(2)
    )
    return float(max(whole - rest - bias, 0.0) / whole)


def _entropy(counts: np.ndarray) -> float:
    p = counts[counts > 0] / counts.sum()
    return float(-(p * np.log2(p)).sum())


def foretold(data: Data) -> pl.DataFrame:
    """turn, games, skill: how much of the ending could be told at the end of each turn from what was then public.

    Games in play at that turn are sorted by rung, state of the talks, of the strait, and third of the price. The shares of
    endings in a sort among one half of the seeds foretell the other half, and the other way round. skill = 1 - Brier score / Brier score of the
    overall shares: 0 tells nothing, 1 everything. Sorting on one half and scoring on the other keeps chance from passing for skill.
    """
    columns = [
        name for name in ("escalation", "brent", *_STATES) if name in data.results.scan("turns").collect_schema()
    ]
    halves = (pl.col("seed").rank("dense") % 2 == 0).alias("half")
    ending = data.games.select(
        "game",
        "seed",
        halves,
        pl.col("ending").to_physical().cast(pl.Int64).alias("code"),
        pl.col("turns").alias("last"),
    )
    k = len(data.endings)
    rows = []
    for turn in range(int(number(data.games["turns"].max()))):
        here = (
            data.results.scan("turns")
            .filter(pl.col("turn") == turn)
            .select("game", *columns)
            .collect()
            .join(ending, on="game")
            .filter(pl.col("last") > turn)
            .sort("game")
        )
        if here["seed"].n_unique() < SEEDS:
            break
        cells = [pl.col("escalation").floor().cast(pl.Int64)] if "escalation" in columns else []
        if "brent" in columns:
            cells.append((pl.col("brent").rank("ordinal") * 3 // (pl.len() + 1)).cast(pl.Int64))
        cells += [pl.col(name).to_physical().cast(pl.Int64) for name in _STATES if name in columns]
        cell = here.select(pl.struct(cells).rank("dense").cast(pl.Int64) - 1).to_series().to_numpy()
        rows.append((turn, len(here), _skill(cell, here["code"].to_numpy(), here["half"].to_numpy(), k)))
    return pl.DataFrame(rows, schema={"turn": pl.Int64, "games": pl.Int64, "skill": pl.Float64}, orient="row")


def _skill(cell: np.ndarray, code: np.ndarray, even: np.ndarray, k: int) -> float:
    truth = np.eye(k)[code]
    error = base = 0.0
    for learn, score in ((even, ~even), (~even, even)):
        if not learn.any() or not score.any():
            return float("nan")
        prior = truth[learn].mean(axis=0)
        sums, counts = np.zeros((cell.max() + 1, k)), np.zeros(cell.max() + 1)
        np.add.at(sums, cell[learn], truth[learn])
        np.add.at(counts, cell[learn], 1)
        guess = (sums + 5 * prior) / (counts + 5)[:, None]
        error += float(((guess[cell[score]] - truth[score]) ** 2).sum())
        base += float(((prior - truth[score]) ** 2).sum())
    return 1 - error / base if base > 0 else 0.0
