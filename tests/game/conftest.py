from __future__ import annotations

import pytest

from diplogame import Game


@pytest.fixture
def game():
    """A short game with a person in Moscow."""
    return Game.new("one_lesson", people=["russia"], seed=7)


@pytest.fixture(scope="session")
def finished():
    """A whole short game among minds; not to be changed."""
    found = Game.new("one_lesson", seed=11)
    while not found.over:
        found.end_turn()
    return found
