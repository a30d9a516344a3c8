"""Predictions against facts: how often what was foretold with a probability came true. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

SHELVES = (0.2, 0.4, 0.6, 0.8)
"""Where one shelf of probabilities ends and the next begins."""


def calibration(judged: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """Of predictions as (probability, came true): {"n", "brier", "shelves": [{"low", "high", "n", "said", "came"}]}.

    `said` is the mean probability on a shelf and `came` the share that came true, both 0 to 1; empty shelves are left out. `brier` is
    the mean squared distance of probability and fact: 0 is perfect, 0.25 is what "50%" every time gets; None without predictions.
    """
    edges = (0.0, *SHELVES, 1.0)
    shelves = []
    for low, high in pairwise(edges):
        here = [(p, came) for p, came in judged if low <= p < high or (high == 1.0 and p == 1.0)]
        if here:
            said, came = sum(p for p, _ in here) / len(here), sum(came for _, came in here) / len(here)
            shelves.append({"low": low, "high": high, "n": len(here), "said": round(said, 3), "came": round(came, 3)})
    brier = sum((p - came) ** 2 for p, came in judged) / len(judged) if judged else None
    return {"n": len(judged), "brier": None if brier is None else round(brier, 3), "shelves": shelves}
