"""Intervals for shares and means, by closed formulas.

Games at several design points share their luck: game k of every point has the same seed. They are not independent, so
intervals over several points are made from the spread between seeds, not between games.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np

Z = 1.959963984540054
"""For intervals of 95%."""


class Estimate(NamedTuple):
    """A number and its interval of 95%."""

    value: float
    low: float
    high: float


def share(hits: float, n: float) -> Estimate:
    """A share with its Wilson score interval (Wilson 1927): right also near 0 and 1. NaN where n is 0."""
    if n <= 0:
        return Estimate(float("nan"), 0.0, 1.0)
    p = hits / n
    centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return Estimate(p, min(max(centre - half, 0.0), p), max(min(centre + half, 1.0), p))


def grouped_share(hits: np.ndarray, groups: np.ndarray) -> Estimate:
    """A share of rows that hang together within groups: Wilson's interval at the number of rows that would be as sure."""
    n = len(hits)
    if n == 0:
        return share(0, 0)
    at = grouped_mean(hits.astype(float), groups)
    error = (at.high - at.low) / (2 * Z)
    spread = at.value * (1 - at.value)
    # Where all rows agree their spread tells nothing; then a group counts as one row.
    sure = spread / (error * error) if error > 0 and spread > 0 else float(len(np.unique(groups)))
    sure = min(sure, float(n))
    return share(at.value * sure, sure)


def grouped_difference(hits: np.ndarray, here: np.ndarray, groups: np.ndarray) -> Estimate:
    """The share of hits where `here`, less the share elsewhere: Newcombe's interval, at the numbers of rows that would be as sure.

    Safe where one side has few rows or no hit at all, where the usual error would be nought.
    """
    if here.all() or not here.any():
        return Estimate(float("nan"), float("-inf"), float("inf"))
    one, two = grouped_share(hits[here], groups[here]), grouped_share(hits[~here], groups[~here])
    gap = one.value - two.value
    low = gap - sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    high = gap + sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Estimate(gap, low, high)


def grouped_mean(values: np.ndarray, groups: np.ndarray) -> Estimate:
    """A mean of rows that hang together within groups (Liang & Zeger 1986). NaN where there is nothing."""
    if len(values) == 0:
        return Estimate(float("nan"), float("-inf"), float("inf"))
    return regression(np.ones((len(values), 1)), values, groups)[0]


def regression(x: np.ndarray, y: np.ndarray, groups: np.ndarray) -> list[Estimate]:
    """Least squares; intervals from errors that may hang together within a group (Liang & Zeger 1986)."""
    bread = np.linalg.pinv(x.T @ x)
    beta = bread @ (x.T @ y)
    score = x * (y - x @ beta)[:, None]
    _, index = np.unique(groups, return_inverse=True)
    sums = np.zeros((index.max() + 1, x.shape[1]))
    np.add.at(sums, index, score)
    n, g, k = len(y), len(sums), x.shape[1]
    factor = g / max(g - 1, 1) * (n - 1) / max(n - k, 1)
    spread = np.sqrt(np.maximum(np.diag(bread @ (sums.T @ sums) @ bread) * factor, 0))
    if g < 2:
        spread = np.full(k, np.inf)
    return [Estimate(float(b), float(b - Z * s), float(b + Z * s)) for b, s in zip(beta, spread, strict=True)]


def share_difference(hits: float, n: float, other_hits: float, other_n: float) -> Estimate:
    """The first share less the second, of independent games: Newcombe's hybrid score interval (1998)."""
    one, two = share(hits, n), share(other_hits, other_n)
    gap = one.value - two.value
    low = gap - sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    high = gap + sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Estimate(gap, low, high)


def mean(values: np.ndarray) -> Estimate:
    """A mean with its normal interval; for paired differences too. NaN where there is nothing."""
    n = len(values)
    if n == 0:
        return Estimate(float("nan"), float("-inf"), float("inf"))
    middle = float(np.mean(values))
    half = Z * float(np.std(values, ddof=1)) / sqrt(n) if n > 1 else float("inf")
    return Estimate(middle, middle - half, middle + half)
