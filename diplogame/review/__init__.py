"""The after-action review: a game told without the fog, as data and as one page that needs nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diplogame.game import Game

FUTURES = 500
"""Futures of a what-if."""


def review(game: Game, futures: int = FUTURES) -> dict[str, Any]:
    """The review as plain data, see `data.review`."""
    from diplogame.review.data import review as made

    return made(game, futures)


def write_review(game: Game, path: Path | str, futures: int = FUTURES) -> Path:
    """Write the review page; returns where. Raises StorageError and DiplogameError where it cannot be written."""
    from diplogame.record.files import save_bytes
    from diplogame.review.page import page

    place = Path(path)
    save_bytes(place, page(review(game, futures)).encode("utf-8"))
    return place


__all__ = ["FUTURES", "review", "write_review"]
