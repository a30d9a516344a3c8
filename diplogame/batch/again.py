"""Any row of a batch as a game again: its scenario with all settings, its minds and its seed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from diplogame.batch.job import ENGINE
from diplogame.batch.results import Results
from diplogame.errors import BatchError


class Reopened(NamedTuple):
    """All that is needed to play game K of a batch again."""

    scenario: Any
    """With the settings and forbidden verbs of its design point."""
    published: Any
    """Without them: what the states know of each other."""
    seed: int
    """The game's own."""
    minds: dict[str, str]
    """role or '*': mind."""
    point: int
    """Design point."""
    digest: str | None
    """What the batch wrote down; None if the game was not played yet."""


def reopen(path: str | Path, game: int, engine: str = ENGINE) -> Reopened:
    """Game number `game` of the batch in folder `path`.

    Raises BatchError if there is no such game, or if the batch was played under another rules number.
    """
    results = Results(path)
    plan = results.plan
    if not 0 <= game < plan.total:
        raise BatchError("--game", game, f"this batch has games 0 to {plan.total - 1}")
    module = import_module(engine)
    if module.rules_number() != results.run["rules"]:
        raise BatchError(
            str(path),
            results.run["rules"],
            f"was played under that rules number; this version has {module.rules_number()} and would play another game",
        )
    number = game // plan.games
    point = results.design.points[number]
    published = module.parse(results.run["scenario"]["text"])
    scenario = module.applied(published, point.settings, point.forbid)
    seed = int(plan.seeds(plan.numbers(game // plan.chunk_games))[game % plan.chunk_games])
    return Reopened(scenario, published, seed, dict(point.minds), number, _digest(results, game))


def _digest(results: Results, game: int) -> str | None:
    chunk = game // results.plan.chunk_games
    if chunk not in results.chunks:
        return None
    row = pl.read_parquet(results.folder.part("games", chunk), columns=["game", "digest"]).filter(
        pl.col("game") == game
    )
    return str(row["digest"][0]) if len(row) else None
