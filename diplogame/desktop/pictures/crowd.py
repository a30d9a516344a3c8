"""Marks that would lie on each other are moved aside a little, each as near to its true place as it can be. Plain data, the same every time."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
ROUNDS = 60
PULL = 0.06
"""Share of the way home that a mark goes in the first round; it fades, so that the last rounds only part what still touches."""


def spread(
    homes: list[Point], apart: float, fixed: Sequence[tuple[Point, float]] = (), reach: float = 40.0
) -> list[Point]:
    """Places at least about `apart` px from each other and outside the fixed circles (centre, radius), none further than `reach` from home."""
    at = [[x, y] for x, y in homes]
    for turn in range(ROUNDS):
        pull = PULL * max(0.0, 1 - 1.4 * turn / ROUNDS)
        for k, (x, y) in enumerate(homes):
            at[k][0] += pull * (x - at[k][0])
            at[k][1] += pull * (y - at[k][1])
        for k in range(len(at)):
            for j in range(k):
                _part(at[k], at[j], apart, 2.4 * k + j, 0.5)
            for n, ((x, y), radius) in enumerate(fixed):
                _part(at[k], [x, y], radius + apart / 2, 2.4 * k + n, 1.0)
        for k, (x, y) in enumerate(homes):
            away = math.dist(at[k], (x, y))
            if away > reach:
                at[k] = [x + (at[k][0] - x) * reach / away, y + (at[k][1] - y) * reach / away]
    return [(x, y) for x, y in at]


def _part(one: list[float], other: list[float], apart: float, angle: float, share: float) -> None:
    """Push two marks apart to their distance, along the line between them (or at an angle where they coincide); `share` falls to the first."""
    dx, dy = one[0] - other[0], one[1] - other[1]
    away = math.hypot(dx, dy)
    if away >= apart:
        return
    if away < 1e-6:
        dx, dy, away = math.cos(angle), math.sin(angle), 1.0
        push = apart
    else:
        push = apart - away
    one[0] += share * push * dx / away
    one[1] += share * push * dy / away
    other[0] -= (1 - share) * push * dx / away
    other[1] -= (1 - share) * push * dy / away
