from __future__ import annotations

import sys
from pathlib import Path

import pytest

from diplogame.game import Game
from diplogame.seats import LocalSeat

sys.path.insert(0, str(Path(__file__).resolve().parent))  # the tests here share their makers of games by name

from seatgames import ROLES, played


@pytest.fixture(scope="session")
def midgame():
    """Five turns in; not to be changed."""
    return played()


@pytest.fixture(scope="session")
def finished():
    """A whole short game; not to be changed."""
    return played("one_lesson", seed=11, turns=99)


@pytest.fixture(scope="session")
def seats(midgame):
    return {role: LocalSeat(midgame, role) for role in ROLES}


@pytest.fixture
def game():
    """A fresh short game with a person in Moscow."""
    return Game.new("one_lesson", people=["russia"], seed=7)
