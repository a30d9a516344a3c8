"""Reliability: what was foretold at so many per cent, and how often it came.

A share of a hundred futures has luck of its own, and a high one is high by luck too. So one half of the futures says into which bin a forecast belongs, the
other half what it foretold; then they change places.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from diplogame.batch.report.intervals import Estimate, grouped_mean, grouped_share
from diplogame.calibration.asking import AHEAD, Asked
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array

EDGES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Edges of the bins, shares of the futures."""
FEWEST = 40
"""Forecasts below which a bin is put to the one above."""


@dataclass(frozen=True)
class Bin:
    """Forecasts of about the same share."""

    low: float
    high: float
    number: int
    """Forecasts."""
    games: int
    foretold: float
    seen: Estimate
    """The share that came, with its interval of 95%; forecasts of one game hang together."""
    gap: Estimate
    """Seen less foretold."""

    @property
    def holds(self) -> bool:
        """Whether what was foretold lies in the interval."""
        return self.gap.low <= 0.0 <= self.gap.high

    @property
    def errors(self) -> float:
        """Seen less foretold, in standard errors."""
        return self.gap.value / max((self.gap.high - self.gap.low) / (2 * 1.96), 1e-9)


@dataclass(frozen=True)
class Ending:
    """One ending."""

    name: str
    foretold: float
    gap: Estimate
    """Seen less foretold, over all forecasts."""
    seen: float
    brier: float
    """Mean squared error of a forecast, freed of the luck of its own futures."""
    base: float
    """The same of one who always foretells how often it came."""
    bins: tuple[Bin, ...]


WIDE, NARROW = (0.05, 0.95), (0.25, 0.75)
"""Between which ranks a fan's two bands lie."""


@dataclass(frozen=True)
class Cover:
    """How often what came lay within a fan."""

    wide: Estimate
    """Within 5 to 95 per cent of the futures; about 90% would be right (`right_share`)."""
    narrow: Estimate
    """Within 25 to 75 per cent."""
    middle: float
    """Mean rank of what came among the futures; .5 would be right."""


@dataclass(frozen=True)
class Reliability:
    """All of it."""

    forecasts: int
    games: int
    pooled: tuple[Bin, ...]
    """Over all endings."""
    endings: tuple[Ending, ...]
    by_turn: dict[int, dict[str, Bin]]
    """turn: ending: all forecasts of that turn."""
    score: dict[int, Cover]
    """By seat."""
    brent: dict[int, Cover]
    """By turns ahead."""


def reliability(asked: Asked) -> Reliability:
    """The figures."""
    came = asked.came[:, None] == np.arange(len(ENDINGS))
    endings = tuple(
        _ending(name, asked.halves[:, :, k], came[:, k] * 1.0, asked.game) for k, name in enumerate(ENDINGS)
    )
    turns = {
        int(turn): {
            name: _one(0.0, 1.0, asked.halves[rows, :, k].mean(axis=1), came[rows, k] * 1.0, asked.game[rows])
            for k, name in enumerate(ENDINGS)
        }
        for turn in np.unique(asked.turn)
        for rows in (np.flatnonzero(asked.turn == turn),)
    }
    wide = [np.concatenate([asked.halves[:, :, k] for k in range(len(ENDINGS))]), came.T.reshape(-1) * 1.0]
    return Reliability(
        len(asked.game), len(np.unique(asked.game)), bins(wide[0], wide[1], np.tile(asked.game, len(ENDINGS))), endings, turns,
        {int(seat): cover(asked.score[asked.seat == seat], asked.game[asked.seat == seat]) for seat in np.unique(asked.seat)},
        {ahead: cover(asked.brent[there, k], asked.game[there]) for k, ahead in enumerate(AHEAD) for there in (~np.isnan(asked.brent[:, k]),) if there.any()},
    )  # fmt: skip


def _ending(name: str, halves: Array, came: Array, game: Array) -> Ending:
    whole = halves.mean(axis=1)
    rate = float(came.mean())
    return Ending(
        name, float(whole.mean()), grouped_mean(came - whole, game), rate,
        float(((halves[:, 0] - came) * (halves[:, 1] - came)).mean()), rate * (1.0 - rate), bins(halves, came, game),
    )  # fmt: skip


def bins(halves: Array, came: Array, game: Array) -> tuple[Bin, ...]:
    """Bins by one half (rows, 2) of the futures, read by the other. ``came`` (rows,) 0 or 1, ``game`` (rows,) what hangs together."""
    by = np.concatenate([halves[:, 0], halves[:, 1]])
    told = np.concatenate([halves[:, 1], halves[:, 0]])
    came, game = np.tile(came, 2), np.tile(game, 2)
    edges = [EDGES[0]]
    for high in EDGES[1:-1]:
        if ((by >= edges[-1]) & (by < high)).sum() >= 2 * FEWEST:
            edges.append(high)
    # What is left at the top goes to the bin below where it is too little to stand alone.
    if len(edges) > 1 and (by >= edges[-1]).sum() < 2 * FEWEST:
        edges.pop()
    found: list[Bin] = []
    for low, high in itertools.pairwise([*edges, EDGES[-1]]):
        rows = (by >= low) & ((by < high) | (high == EDGES[-1]))
        found.append(_one(low, high, told[rows], came[rows], game[rows], 2))
    return tuple(found)


def _one(low: float, high: float, told: Array, came: Array, game: Array, times: int = 1) -> Bin:
    """``times``: how often each forecast stands in the rows."""
    seen = grouped_share(came, game)
    gap = grouped_mean(came - told, game)
    if came.min() == came.max():
        # Where none (or all) came, the spread tells nothing: the interval is the share's own.
        gap = Estimate(gap.value, seen.low - float(told.mean()), seen.high - float(told.mean()))
    return Bin(low, high, len(told) // times, len(np.unique(game)), float(told.mean()), seen, gap)


def right_share(low: float, high: float, futures: int) -> float:
    """How often a fan that is right holds what came: its rank among so many futures is then 0, 1/futures ... or 1, each as likely."""
    ranks = np.arange(futures + 1) / futures
    return float(((ranks >= low) & (ranks <= high)).mean())


def cover(rank: Array, game: Array) -> Cover:
    """Of the ranks (rows,) of what came among the futures."""
    return Cover(
        grouped_share((rank >= WIDE[0]) & (rank <= WIDE[1]), game),
        grouped_share((rank >= NARROW[0]) & (rank <= NARROW[1]), game),
        float(rank.mean()),
    )


__all__ = ["Bin", "Cover", "Ending", "Reliability", "bins", "cover", "reliability"]
