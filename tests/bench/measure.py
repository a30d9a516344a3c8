"""What the bench suites and the ratio report measure, each as a plain function."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

from diplogame.batch import engine
from diplogame.batch.machine import keep_pages
from diplogame.batch.result import ChunkResult
from diplogame.batch.tables import Labels, events
from diplogame.model import DiplomacyModel
from diplogame.noise.hashing import game_seed

SCENARIO = "moscow_table"
SIZES = (1, 64, 256, 1024)
BEST = 512
"""The size of an ensemble at which batches play."""


def model_at(worlds: int, turn: int = 3, seed: int = 1) -> DiplomacyModel:
    """An ensemble some turns into the game, with all that is made once already made."""
    keep_pages()
    model = DiplomacyModel(SCENARIO, worlds=worlds, rng=seed)
    for _ in range(turn):
        model.step()
    return model


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds."""

    count: float
    seconds: float

    @property
    def per_second(self) -> float:
        """How many a second."""
        return self.count / self.seconds


def timed(work: Callable[[], float], least: float = 2.0) -> Rate:
    """Calls `work`, which returns how much it did, until `least` seconds have gone by."""
    count, since = 0.0, time.perf_counter()
    while (gone := time.perf_counter() - since) < least:
        count += work()
    return Rate(count, gone)


def whole_games(worlds: int, seed: int = 1) -> float:
    """Plays `worlds` games side by side to their ends; returns world-turns."""
    model = DiplomacyModel(SCENARIO, worlds=worlds, rng=seed)
    played = 0
    while model.running:
        played += int((model.worlds.ending == 0).sum())
        model.step()
    model.close()
    return played


def one_world_a_model(seed: int = 1) -> float:
    """The same rules, one world in a model of its own, as one would write it first; returns world-turns."""
    return whole_games(1, seed)


def as_a_batch(games: int = BEST, seed: int = 1) -> float:
    """A chunk of a batch, with its indicators, events and digests; returns world-turns."""
    found = chunk(games, seed)
    return float(found.turns.sum())


def chunk(games: int = BEST, seed: int = 1) -> ChunkResult:
    """One chunk of a batch."""
    scenario = engine.load(SCENARIO)
    seeds = np.asarray(game_seed(seed, np.arange(games)))
    return engine.simulate([scenario], np.zeros(games, dtype=np.intp), seeds, [{}], scenario)


def repeated(result: ChunkResult, rows: int) -> tuple[ChunkResult, Labels]:
    """A chunk whose events are repeated until there are `rows` of them."""
    times = -(-rows // len(result.events["game"]))
    n = len(result)
    many = {name: np.tile(column, times)[:rows] for name, column in result.events.items()}
    many["game"] = np.sort(many["game"])
    labels = Labels(np.arange(n), np.arange(n), np.zeros(n, dtype=np.int64), {}, {})
    return ChunkResult(**{**result.__dict__, "events": many}), labels


def written(result: ChunkResult, labels: Labels) -> float:
    """Turns events into a table and writes it as Parquet; returns rows."""
    stream = BytesIO()
    table = events(result, labels)
    table.write_parquet(stream, compression="zstd")
    return float(len(table))


def diplomacy_phases(most: int = 60, seed: int = 1) -> float:
    """One game of the PyPI package `diplomacy`, random legal orders for all powers; returns phases."""
    from diplomacy import Game

    luck = random.Random(seed)
    game: Any = Game()
    phases = 0
    while not game.is_game_done and phases < most:
        possible = game.get_all_possible_orders()
        for power in game.powers:
            where = game.get_orderable_locations(power)
            game.set_orders(power, [luck.choice(possible[place]) for place in where if possible[place]])
        game.process()
        phases += 1
    return float(phases)
