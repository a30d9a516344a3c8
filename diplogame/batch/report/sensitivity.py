"""What the outcome depends on, by the design: Sobol and Morris indices (SALib), rank correlations, effects of levels."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from diplogame.batch.report.data import Data
from diplogame.batch.report.intervals import Estimate, grouped_mean
from diplogame.batch.sampling import need, problem
from diplogame.batch.spec import Sample

RESAMPLES = 200


class Index(NamedTuple):
    """One measure of how much an outcome depends on a parameter."""

    outcome: str
    parameter: str
    measure: str
    """S1, ST (Sobol); mu_star, sigma (Morris); prcc (Latin hypercube)."""
    at: Estimate
    block: str
    """What else was set, where the sample was played more than once."""


class Effect(NamedTuple):
    """What a level of a factor does to an outcome, against the factor's first level, on the same luck."""

    factor: str
    level: str
    outcome: str
    level_mean: Estimate
    change: Estimate
    """Mean over pairs of games that differ in this factor alone, grouped by seed; NaN for the first level."""


def point_means(data: Data, outcomes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(points, outcomes): means over the games of each point (NaN where there are none), and the variance of such a mean by luck."""
    games = data.games.group_by("point").agg(
        *(pl.col(name).cast(pl.Float64).mean().alias(name) for name in outcomes),
        *((pl.col(name).cast(pl.Float64).var() / pl.len()).alias(f"{name} luck") for name in outcomes),
    )
    shape = (data.results.plan.points, len(outcomes))
    means, luck = np.full(shape, np.nan), np.full(shape, np.nan)
    index = games["point"].to_numpy()
    means[index] = games.select(outcomes).to_numpy()
    luck[index] = games.select([f"{name} luck" for name in outcomes]).to_numpy()
    return means, luck


def indices(data: Data) -> list[Index]:
    """Indices for each outcome, parameter and block, where the design was sampled and all its points have games.

    Raises NotThereError without SALib.
    """
    sampled = data.results.design.sampled
    if sampled is None:
        return []
    means, _ = point_means(data, data.outcomes)
    if np.isnan(means).any():
        return []
    analyse = {"sobol": _sobol, "morris": _morris, "latin_hypercube": _ranks}[sampled.sample.method]
    unit = np.array(sampled.unit)
    rows = np.array(sampled.rows)
    found = []
    for block in range(sampled.blocks):
        here = means[block * sampled.distinct : (block + 1) * sampled.distinct][rows]
        name = block_name(data, block * sampled.distinct) if sampled.blocks > 1 else ""
        for j, outcome in enumerate(data.outcomes):
            if np.ptp(here[:, j]) > 0:
                for parameter, measure, at in analyse(list(sampled.names), unit, here[:, j], sampled.sample):
                    found.append(Index(outcome, parameter, measure, at, name))
    return found


def block_name(data: Data, point: int) -> str:
    """What is set at a point, apart from what was sampled."""
    sampled = data.results.design.sampled
    names = sampled.names if sampled else ()
    parts = [f"{name}={values[point]}" for name, values in data.results.design.varied.items() if name not in names]
    return ", ".join(parts)


Found = list[tuple[str, str, Estimate]]


def _sobol(names: list[str], _: np.ndarray, y: np.ndarray, sample: Sample) -> Found:
    analyze = need("SALib.analyze.sobol", "Sobol indices").analyze
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = analyze(problem(names), y, calc_second_order=sample.second_order, num_resamples=RESAMPLES, seed=1)
    return [
        (name, measure, _around(result[measure][i], result[f"{measure}_conf"][i]))
        for i, name in enumerate(names)
        for measure in ("S1", "ST")
    ]


def _morris(names: list[str], unit: np.ndarray, y: np.ndarray, sample: Sample) -> Found:
    analyze = need("SALib.analyze.morris", "Morris indices").analyze
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = analyze(problem(names), unit, y, num_levels=sample.levels, num_resamples=RESAMPLES, seed=1)
    found: Found = []
    for i, name in enumerate(names):
        found.append((name, "mu_star", _around(result["mu_star"][i], result["mu_star_conf"][i])))
        found.append((name, "mu", Estimate(float(result["mu"][i]), float("nan"), float("nan"))))
        found.append((name, "sigma", Estimate(float(result["sigma"][i]), float("nan"), float("nan"))))
    return found


def _ranks(names: list[str], unit: np.ndarray, y: np.ndarray, _: Sample) -> Found:
    """Partial rank correlations with intervals from resampling points."""
    n = len(y)
    if n < len(names) + 3:
        return []
    draws = np.random.default_rng(1).integers(0, n, (RESAMPLES, n))
    values = partial_ranks(unit, y)
    tried = np.array([partial_ranks(unit[draw], y[draw]) for draw in draws])
    low, high = np.nanquantile(tried, [0.025, 0.975], axis=0)
    return [(name, "prcc", Estimate(float(values[i]), float(low[i]), float(high[i]))) for i, name in enumerate(names)]


def partial_ranks(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(parameters,) partial rank correlation of each column of x with y, the others held fixed by linear regression on ranks."""
    ranks = np.column_stack([_rank(column) for column in x.T])
    target = _rank(y)
    found = np.full(x.shape[1], np.nan)
    for i in range(x.shape[1]):
        others = np.column_stack([np.ones(len(y)), np.delete(ranks, i, axis=1)])
        one = ranks[:, i] - others @ np.linalg.lstsq(others, ranks[:, i], rcond=None)[0]
        two = target - others @ np.linalg.lstsq(others, target, rcond=None)[0]
        size = float(np.sqrt((one**2).sum() * (two**2).sum()))
        found[i] = float((one * two).sum() / size) if size > 1e-9 else 0.0
    return found


def _rank(values: np.ndarray) -> np.ndarray:
    return pl.Series(values).rank("average").to_numpy()


def _around(value: float, half: float) -> Estimate:
    return Estimate(float(value), float(value - half), float(value + half))


def luck_share(data: Data) -> dict[str, float]:
    """outcome: share of the variance among points that is luck, left over by a finite number of games a point."""
    means, luck = point_means(data, data.outcomes)
    found = {}
    for j, outcome in enumerate(data.outcomes):
        between = float(np.nanvar(means[:, j]))
        within = float(np.nanmean(luck[:, j])) if np.isfinite(luck[:, j]).any() else float("nan")
        found[outcome] = min(within / between, 1.0) if between > 0 else float("nan")
    return found


def effects(data: Data, outcomes: Sequence[str] | None = None, most_levels: int = 12) -> list[Effect]:
    """What each listed factor does, level by level, on games that differ in this factor alone and share their luck.

    outcomes: numeric columns of games; the batch's own by default.
    """
    sampled = data.results.design.sampled
    skip = set(sampled.names) if sampled else set()
    varied = data.results.design.varied
    found = []
    for factor in (name for name in data.varied if name not in skip):
        levels = list(dict.fromkeys(varied[factor]))
        if not 2 <= len(levels) <= most_levels:
            continue
        keys = ["seed", *(name for name in data.varied if name != factor)]
        for outcome in outcomes or data.outcomes:
            table = data.games.select(*keys, pl.col(factor).cast(pl.String), pl.col(outcome).cast(pl.Float64))
            base = table.filter(pl.col(factor) == _text(levels[0])).select(*keys, pl.col(outcome).alias("base"))
            for level in levels:
                here = table.filter(pl.col(factor) == _text(level))
                change = Estimate(float("nan"), float("nan"), float("nan"))
                if level != levels[0]:
                    pairs = here.join(base, on=keys)
                    change = grouped_mean((pairs[outcome] - pairs["base"]).to_numpy(), pairs["seed"].to_numpy())
                level_mean = grouped_mean(here[outcome].to_numpy(), here["seed"].to_numpy())
                found.append(Effect(factor, str(level), outcome, level_mean, change))
    return found


def _text(level: object) -> str:
    """A level as Polars writes it as text."""
    return str(pl.Series([level]).cast(pl.String)[0])
