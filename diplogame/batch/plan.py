"""Cutting a batch into chunks. The cut depends on the number of games alone, so that results do not depend on workers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diplogame.noise.hashing import game_seed

CHUNK = 512
"""Games in one file, and the size of an ensemble at which a core plays fastest."""
SMALLEST = 128
"""A turn costs about as much for fewer worlds."""
SPREAD = 8
"""Small batches are cut into about as many chunks, so that all cores have work."""


@dataclass(frozen=True)
class Plan:
    """Which game is which. Game g stands at design point g // games, and is that point's game number g % games."""

    seed: int
    """The batch's seed."""
    points: int
    """Design points."""
    games: int
    """Games at each point."""
    chunk_games: int
    """Games in each chunk but the last."""

    @classmethod
    def cut(cls, seed: int, points: int, games: int) -> Plan:
        """A plan with chunks of a good size."""
        total = points * games
        size = min(CHUNK, max(SMALLEST, -(-total // SPREAD)))
        return cls(seed, points, games, size)

    @property
    def total(self) -> int:
        """Games in all."""
        return self.points * self.games

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.total // self.chunk_games)

    def size(self, chunk: int) -> int:
        """Games in one chunk."""
        return min(self.chunk_games, self.total - chunk * self.chunk_games)

    def numbers(self, chunk: int) -> np.ndarray:
        """(n,) int64: the games of a chunk."""
        start = chunk * self.chunk_games
        return np.arange(start, start + self.size(chunk), dtype=np.int64)

    def point(self, game: np.ndarray) -> np.ndarray:
        """(n,) int64: the design point of each game."""
        return game // self.games

    def seeds(self, game: np.ndarray) -> np.ndarray:
        """(n,) int64: each game's own seed; the same at every point, so that points can be compared game by game."""
        return np.asarray(game_seed(self.seed, game % self.games))
