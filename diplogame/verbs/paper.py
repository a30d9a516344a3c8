"""The papers that a table can put before the parties: twenty-eight mixtures of giving and getting over six issues (rule 7)."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.world.fields import Array

KIND_NAMES = ("ceasefire", "freeze", "nuclear", "full")
N_PAPERS = 28
THIRD = 1.0 / 3.0


def _levels() -> Array:
    """(papers, issues): the levels of the 28 papers: a ceasefire, then freeze, nuclear and full at three levels of giving and three of getting."""
    rows = [[1.0, 1.0, 0.0, 0.0, 0.0, 0.0]]
    for kind in (1, 2, 3):
        for give in (1, 2, 3):
            for get in (1, 2, 3):
                g, t = give * THIRD, get * THIRD
                rows.append(
                    {
                        1: [1.0, 1.0, 0.0, 0.5 * g, 0.4 * t, 0.3 * t],
                        2: [1.0, 1.0, g, 0.4 * g, 0.8 * t, 0.2 * t],
                        3: [1.0, 1.0, g, g, t, t],
                    }[kind]
                )
    return np.array(rows)


LEVELS = _levels()
KINDS_OF = np.array([0] + [1] * 9 + [2] * 9 + [3] * 9)
GIVES = np.array([0] + [give for _ in range(3) for give in (1, 2, 3) for _ in range(3)])
GETS = np.array([0] + [get for _ in range(3) for _ in range(3) for get in (1, 2, 3)])
COMPLEXITY = ("complexity_ceasefire", "complexity_freeze", "complexity_nuclear", "complexity_full")


def paper_of(kind: Array | int, give: Array | int, get: Array | int) -> Array:
    """Index of a paper: kind 0 to 3, give and get 0 to 2."""
    k = np.minimum(np.maximum(np.asarray(kind), 0), 3)
    g, t = (np.minimum(np.maximum(np.asarray(part), 0), 2) for part in (give, get))
    return np.where(k == 0, 0, 1 + (k - 1) * 9 + g * 3 + t)
