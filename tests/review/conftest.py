from __future__ import annotations

import pytest

from diplogame.game import Game
from diplogame.review.data import review


@pytest.fixture(scope="session")
def finished():
    """A whole short game with a person in Moscow; not to be changed."""
    game = Game.new("one_lesson", people=["russia"], seed=11)
    while not game.over:
        game.end_turn(held=["russia"])
    return game


@pytest.fixture(scope="session")
def told(finished):
    return review(finished, futures=60)
