"""A chunk's columns as three tidy tables: a row a game, a row a game and turn, a row an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from diplogame.batch.result import ChunkResult

TABLES = ("games", "turns", "events")

EVENT_NAMES = {
    "kind": "kind",
    "source": "role",
    "target": "role",
    "place": "place",
    "verb": "verb",
    "cameo": "cameo",
    "outcome": "outcome",
}
"""Columns of `events` that are names, and the table of names that each uses."""

_EVENT_TYPES = {
    "turn": pl.Int16,
    "act": pl.Int32,
    "goldstein": pl.Float32,
    "public": pl.Boolean,
    "rung": pl.Float32,
    "level": pl.Int16,
    "size": pl.Float32,
}
EVENT_ORDER = ("turn", "kind", "act", "source", "target", "place", "verb", "cameo", "goldstein", "public")
"""The columns that every engine gives."""
EVENT_EXTRAS = ("outcome", "rung", "level", "size")
"""Further ones, where the engine gives them."""

Cell = float | int | bool | str


class Labels(NamedTuple):
    """What a chunk's games are called in the batch."""

    game: np.ndarray
    """(n,) int64: number in the batch."""
    seed: np.ndarray
    """(n,) int64: the game's own seed."""
    point: np.ndarray
    """(n,) int: design point."""
    varied: Mapping[str, Sequence[Cell]]
    """One column a varied parameter: its value at each of the n games."""
    kinds: Mapping[str, Sequence[str]]
    """The possible values of varied columns that are names."""


def tables(result: ChunkResult, labels: Labels) -> dict[str, pl.DataFrame]:
    """The tables `games`, `turns` and `events` of one chunk."""
    return {"games": games(result, labels), "turns": turns(result, labels), "events": events(result, labels)}


def games(result: ChunkResult, labels: Labels) -> pl.DataFrame:
    """One row a game: who it is, what was varied, how it ended, scores and counts."""
    columns = [
        pl.Series("game", labels.game, dtype=pl.Int64),
        pl.Series("seed", labels.seed, dtype=pl.Int64),
        pl.Series("point", labels.point, dtype=pl.Int32),
    ]
    for name, values in labels.varied.items():
        kind = pl.Enum(list(labels.kinds[name])) if name in labels.kinds else None
        columns.append(pl.Series(name, values, dtype=kind))
    columns += [
        named("ending", result.ending, result.names["ending"]),
        pl.Series("turns", result.turns, dtype=pl.Int16),
        pl.Series("digest", list(result.digest), dtype=pl.String),
    ]
    columns += [pl.Series(f"score_{role}", score, dtype=pl.Float64) for role, score in result.scores.items()]
    columns += [pl.Series(name, count, dtype=_number(count)) for name, count in result.counts.items()]
    return pl.DataFrame(columns)


def turns(result: ChunkResult, labels: Labels) -> pl.DataFrame:
    """One row a game and turn, from the opening state (turn 0) to the last turn played."""
    if not result.series:
        raise ValueError("an engine must give at least one indicator a turn")
    width = next(iter(result.series.values())).shape[1]
    turn = np.broadcast_to(np.arange(width), (len(result), width))
    played = turn <= np.asarray(result.turns)[:, None]
    columns = [
        pl.Series("game", np.broadcast_to(labels.game[:, None], played.shape)[played], dtype=pl.Int64),
        pl.Series("turn", turn[played], dtype=pl.Int16),
    ]
    for name, values in result.series.items():
        flat = np.ascontiguousarray(values[played])
        if name in result.turn_names:
            columns.append(named(name, flat, result.names[result.turn_names[name]]))
        else:
            columns.append(pl.Series(name, flat).cast(_number(flat)))
    return pl.DataFrame(columns)


def _number(values: np.ndarray) -> type[pl.DataType]:
    """How a column of numbers is kept: floats as they are, whole numbers in 32 bits."""
    if values.dtype.kind == "f":
        return pl.Float32 if values.dtype.itemsize == 4 else pl.Float64
    return pl.Boolean if values.dtype.kind == "b" else pl.Int32


def events(result: ChunkResult, labels: Labels) -> pl.DataFrame:
    """One row an event and pair, in the order of games, turns and what happened in them."""
    rows = result.events
    columns = [pl.Series("game", labels.game[rows["game"]], dtype=pl.Int64)]
    for name in (*EVENT_ORDER, *(extra for extra in EVENT_EXTRAS if extra in rows)):
        if name in EVENT_NAMES:
            columns.append(named(name, rows[name], result.names[EVENT_NAMES[name]]))
        else:
            column = pl.Series(name, rows[name])
            column = column.fill_nan(None) if column.dtype.is_float() else column
            columns.append(column.cast(_EVENT_TYPES[name]))
    return pl.DataFrame(columns)


def named(name: str, codes: np.ndarray, names: Sequence[str]) -> pl.Series:
    """Codes as a column of names: -1 is null; codes may share a name. Raises ValueError for a code that has no name."""
    codes = np.asarray(codes, dtype=np.int64)
    if len(codes) and not -1 <= int(codes.min()) <= int(codes.max()) < len(names):
        raise ValueError(f"column {name} holds codes outside -1..{len(names) - 1}")
    place = {one: i for i, one in enumerate(dict.fromkeys(names))}
    whole = pl.Series(name, np.array([*(place[one] for one in names), -1])[codes])
    return as_names(whole.set(whole < 0, None).cast(pl.UInt32), pl.Enum(list(place)))


def as_names(index: pl.Series, kind: pl.Enum) -> pl.Series:
    """An index (UInt32, nulls stay) as names, by whichever way the installed Polars has."""
    if hasattr(index.cat, "to"):  # Polars 2.1 and later
        result: pl.Series = index.cat.to(kind)
        return result
    return index.cast(kind)
