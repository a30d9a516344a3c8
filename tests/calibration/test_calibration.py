"""Do forecasts come true? The figures on made-up forecasts that are right or wrong, and a small measurement of the real ones."""

from __future__ import annotations

import numpy as np
import pytest

from diplogame.calibration.asking import Asked, Plan, ask, asked_of
from diplogame.calibration.page import page, summary
from diplogame.calibration.tables import NARROW, WIDE, cover, reliability, right_share
from diplogame.world.axes import ENDINGS

FAR = 3.0
"""Standard errors that count as off."""


def made_up(shift=0.0, rows=4000, futures=50, seed=3):
    """Forecasts of two endings: the last foretold with chance p in each half, and coming with p + shift."""
    luck = np.random.default_rng(seed)
    chance = luck.uniform(0.1, 0.8, rows)
    halves = np.zeros((rows, 2, len(ENDINGS)))
    halves[:, :, -1] = luck.binomial(futures, chance[:, None], (rows, 2)) / futures
    halves[:, :, 0] = 1.0 - halves[:, :, -1]
    came = np.where(luck.random(rows) < chance + shift, len(ENDINGS) - 1, 0)
    rank = luck.random(rows)
    return Asked(
        np.arange(rows), np.zeros(rows, dtype=int), np.arange(rows) % 8, halves, came, rank, np.stack([rank, rank], 1)
    )


def test_forecasts_that_are_right_lie_on_the_diagonal():
    """In spite of the luck of few futures, which a plain table would take for boasting."""
    found = reliability(made_up(futures=12))
    assert all(abs(one.errors) < FAR for ending in found.endings for one in ending.bins)
    assert sum(one.holds for one in found.pooled) >= len(found.pooled) - 2
    assert found.endings[-1].brier < found.endings[-1].base
    assert all(one.wide.low <= 0.9 <= one.wide.high for one in found.brent.values())


def test_forecasts_that_are_wrong_are_found_out():
    found = reliability(made_up(shift=0.1))
    assert sum(abs(one.errors) > FAR for one in found.endings[-1].bins) >= 3
    assert abs(found.endings[-1].gap.value - 0.1) < 0.03
    narrow = cover(np.random.default_rng(1).choice([0.01, 0.5, 0.99], 600), np.arange(600))
    assert narrow.wide.high < 0.5


def test_all_seats_come_round():
    asked = np.concatenate([asked_of(np.arange(40), k, 2, 8) for k in range(4)])
    assert np.bincount(asked.reshape(-1), minlength=8).tolist() == [40] * 8
    assert (asked[:, 0] != asked[:, 1]).all()


@pytest.fixture(scope="module")
def small():
    plan = Plan("tutorial", games=10, futures=6, turns=(0, 2), seats=2)
    return plan, ask(plan)


def test_a_forecast_is_asked_for_before_and_told_after(small):
    plan, asked = small
    assert set(asked.turn) <= {0, 2}
    assert (asked.turn == 0).sum() == plan.games * plan.seats
    assert np.allclose(asked.halves.sum(axis=2), 1.0)
    assert ((asked.score >= 0) & (asked.score <= 1)).all()
    assert np.isnan(asked.brent[:, 1]).all(), "three turns have no fifth"


def test_games_are_the_same_however_they_are_asked(small):
    plan, asked = small
    other = ask(Plan(plan.scenario, games=plan.games, futures=2, turns=(0,), seats=1))
    first = {int(game): int(code) for game, code in zip(asked.game, asked.came, strict=True)}
    assert {int(game): int(code) for game, code in zip(other.game, other.came, strict=True)} == first


def test_the_page_tells_it(small):
    plan, asked = small
    found = reliability(asked)
    told = page(plan, found, "a command")
    assert "a command" in told
    assert "{" not in told
    assert f"{plan.games} games of `{plan.scenario}`" in told
    assert "bins hold" in summary(found)


@pytest.mark.slow
def test_forecasts_come_true():
    """Each ending, over all forecasts and in each bin, as often as foretold: within three standard errors."""
    found = reliability(ask(Plan("one_lesson", games=160, futures=10, turns=(0, 3, 6), seed=59)))
    off = [
        (ending.name, one.low, one.foretold, one.seen.value, one.errors)
        for ending in found.endings
        for one in ending.bins
        if one.games >= 30 and abs(one.errors) > FAR
    ]
    assert off == []
    assert sum(one.brier for one in found.endings) < sum(one.base for one in found.endings)


def test_a_fan_of_few_futures_is_held_to_what_few_can_hold():
    rng = np.random.default_rng(3)
    futures, truth = rng.normal(size=(20_000, 12)), rng.normal(size=20_000)
    rank = (futures < truth[:, None]).mean(axis=1)
    for low, high in (WIDE, NARROW):
        seen = ((rank >= low) & (rank <= high)).mean()
        assert abs(seen - right_share(low, high, 12)) < 0.02
    assert right_share(*WIDE, 1000) == pytest.approx(0.9, abs=0.002)
