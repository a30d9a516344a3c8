"""What an engine hands back for one chunk of games: columns of numbers, and the names that their codes stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

Array = np.ndarray

NAMED = ("ending", "kind", "role", "place", "verb", "cameo")
"""Name tables that every engine gives; a code of -1 stands for none."""


@dataclass(frozen=True, eq=False)
class ChunkResult:
    """The n games of one chunk, in the order in which they were asked for."""

    names: Mapping[str, Sequence[str]]
    """The names behind the codes: `NAMED`, and one table for each column of `turn_names`."""
    ending: Array
    """(n,) int: code of the ending."""
    turns: Array
    """(n,) int: turns played."""
    digest: Sequence[str]
    """n digests in hex; equal to those of the same games played alone."""
    scores: Mapping[str, Array]
    """role: (n,) float, 0-100."""
    counts: Mapping[str, Array]
    """name: (n,) int; how often something happened in each game."""
    series: Mapping[str, Array]
    """indicator: (n, T+1) float or int, from the opening state on; what lies beyond `turns` is not read."""
    events: Mapping[str, Array]
    """column: (E,) int or float; `game` is the index 0..n-1 in the chunk, in ascending order."""
    turn_names: Mapping[str, str] = field(default_factory=dict)
    """Indicator: the name table that its codes stand for, for indicators that are names (the strait, the talks)."""

    def __len__(self) -> int:
        return len(self.ending)


def take(part: ChunkResult, rows: Array) -> ChunkResult:
    """The games at `rows` (ascending) of a chunk, as a chunk of their own."""
    renumber = np.full(len(part), -1, dtype=np.int64)
    renumber[rows] = np.arange(len(rows))
    game = renumber[part.events["game"]]
    kept = game >= 0
    events = {name: column[kept] for name, column in part.events.items()}
    return ChunkResult(
        names=part.names,
        ending=part.ending[rows],
        turns=part.turns[rows],
        digest=[part.digest[row] for row in rows],
        scores={name: column[rows] for name, column in part.scores.items()},
        counts={name: column[rows] for name, column in part.counts.items()},
        series={name: column[rows] for name, column in part.series.items()},
        events={**events, "game": game[kept]},
        turn_names=part.turn_names,
    )


def merge(parts: Sequence[ChunkResult], rows: Sequence[Array]) -> ChunkResult:
    """One chunk out of several that were played apart: game `rows[i][j]` of the whole is game j of `parts[i]`.

    All parts must use the same names. The whole does not depend on how it was cut.
    """
    first = parts[0]
    for part in parts[1:]:
        if {key: tuple(value) for key, value in part.names.items()} != {
            key: tuple(value) for key, value in first.names.items()
        }:
            raise ValueError("parts of one chunk use different name tables")
    if len(parts) == 1 and np.array_equal(rows[0], np.arange(len(first))):
        return first
    back = np.argsort(np.concatenate(rows), kind="stable")

    def join(columns: Sequence[Array]) -> Array:
        return np.concatenate(columns)[back]

    game = np.concatenate([row[part.events["game"]] for part, row in zip(parts, rows, strict=True)])
    order = np.argsort(game, kind="stable")
    digests = [digest for part in parts for digest in part.digest]
    events = {name: np.concatenate([part.events[name] for part in parts])[order] for name in first.events}
    return ChunkResult(
        names=first.names,
        ending=join([part.ending for part in parts]),
        turns=join([part.turns for part in parts]),
        digest=[digests[i] for i in back],
        scores={name: join([part.scores[name] for part in parts]) for name in first.scores},
        counts={name: join([part.counts[name] for part in parts]) for name in first.counts},
        series={name: join([_wide(part.series[name], parts, name) for part in parts]) for name in first.series},
        events={**events, "game": game[order]},
        turn_names=first.turn_names,
    )


def _wide(column: Array, parts: Sequence[ChunkResult], name: str) -> Array:
    """`column` with as many turns as the longest of the parts; what is added is never read."""
    width = max(part.series[name].shape[1] for part in parts)
    missing = width - column.shape[1]
    return column if not missing else np.concatenate([column, np.repeat(column[:, -1:], missing, axis=1)], axis=1)
