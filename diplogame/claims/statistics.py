"""Figures with their errors: by leaving out blocks of games, since the turns of one game hang together."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np

from diplogame.world.fields import Array

BLOCKS = 16


def mean(values: Array) -> tuple[float, float]:
    """Mean over games and its standard error; ``values`` (games,)."""
    values = np.asarray(values, dtype=np.float64)
    if len(values) < 2:
        return float(values.mean()) if len(values) else float("nan"), 0.0
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def blocked(figure: Callable[..., float], *sums: Array) -> tuple[float, float]:
    """A figure made of sums over games and its jackknife error. ``sums``: arrays with a leading axis of games; ``figure`` takes their totals."""
    games = len(sums[0])
    blocks = min(BLOCKS, games)
    edges = np.linspace(0, games, blocks + 1).astype(int)
    totals = [np.asarray(part, dtype=np.float64).sum(axis=0) for part in sums]
    whole = figure(*totals)
    left = np.array(
        [
            figure(
                *(
                    total - np.asarray(part[a:b], dtype=np.float64).sum(axis=0)
                    for total, part in zip(totals, sums, strict=True)
                )
            )
            for a, b in itertools.pairwise(edges)
        ]
    )
    left = left[np.isfinite(left)]
    if len(left) < 2:
        return float(whole), float("inf")
    return float(whole), float(np.sqrt((len(left) - 1) / len(left) * ((left - left.mean()) ** 2).sum()))


def rate(hits: Array, chances: Array) -> tuple[float, float]:
    """Hits over chances, summed over games first."""
    return blocked(lambda a, b: float(a / b) if b else float("nan"), hits, chances)


def logit(y: Array, x: Array, group: Array, steps: int = 12) -> tuple[Array, Array]:
    """Coefficients of a logistic regression by Newton's method, and their errors by leaving out blocks of games.

    ``y`` (rows,) 0 or 1; ``x`` (rows, columns); ``group`` (rows,) the game of each row.
    """
    fit = _newton(y, x, steps)
    games = np.unique(group)
    blocks = np.array_split(games, min(BLOCKS, len(games)))
    left = []
    for block in blocks:
        keep = ~np.isin(group, block)
        left.append(_newton(y[keep], x[keep], steps))
    found = np.array(left)
    return fit, np.sqrt((len(found) - 1) / len(found) * ((found - found.mean(axis=0)) ** 2).sum(axis=0))


def _newton(y: Array, x: Array, steps: int) -> Array:
    beta = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        weight = np.maximum(p * (1.0 - p), 1e-9)
        slope = x.T @ (y - p) - 1e-4 * beta
        curve = (x * weight[:, None]).T @ x + 1e-4 * np.eye(x.shape[1])
        beta = beta + np.linalg.solve(curve, slope)
    return beta


def distance(first: Sequence[float], second: Sequence[float]) -> float:
    """Total variation between two sets of shares."""
    return 0.5 * float(np.abs(np.asarray(first) - np.asarray(second)).sum())
