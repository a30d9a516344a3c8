"""Work shared with a second core gives what it gives here, also where the twin dies."""

from __future__ import annotations

import os

import numpy as np
import pytest

from diplogame import Game, twin


def test_both_halves_come_in_order() -> None:
    one, two = twin.both(lambda: (np.arange(3),), lambda: (np.arange(4.0), np.zeros((2, 0))))
    assert [part.tolist() for part in (*one, *two)] == [[0, 1, 2], [0.0, 1.0, 2.0, 3.0], [[], []]]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_the_second_half_is_made_by_the_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin, "_can_fork", lambda: True)

    def who() -> tuple[np.ndarray, ...]:
        return (np.array([os.getpid()]), np.arange(100_000.0))

    one, two = twin.both(who, who)
    assert one[0][0] == os.getpid() != two[0][0]
    assert two[1].tolist() == one[1].tolist()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_twin_that_dies_costs_only_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin, "_can_fork", lambda: True)
    here = os.getpid()

    def work() -> tuple[np.ndarray, ...]:
        if os.getpid() != here:
            os._exit(3)
        return (np.ones(2),)

    assert twin.both(work, work)[1][0].tolist() == [1.0, 1.0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_what_goes_wrong_here_ends_the_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin, "_can_fork", lambda: True)

    def fails() -> tuple[np.ndarray, ...]:
        raise KeyError("here")

    with pytest.raises(KeyError, match="here"):
        twin.both(fails, lambda: (np.ones(2),))


def test_a_forecast_is_the_same_on_one_core_and_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game.new("one_lesson", people=["russia"], seed=3)
    told = []
    for free in (False, hasattr(os, "fork")):
        monkeypatch.setattr(twin, "_can_fork", lambda free=free: free)
        told.append(game.forecast("russia", futures=220, orders=[]))
    assert told[0] == told[1]
