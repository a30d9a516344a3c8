"""The report's statistics against known answers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from diplogame.batch.report import facts
from diplogame.batch.report.findings import judged
from diplogame.batch.report.frame import apart, percent
from diplogame.batch.report.intervals import (
    Estimate,
    grouped_mean,
    grouped_share,
    mean,
    regression,
    share,
    share_difference,
)
from diplogame.batch.report.pivots import information
from diplogame.batch.report.sensitivity import partial_ranks
from diplogame.batch.report.svg import around, ticks


def test_wilson_s_interval_is_the_published_one():
    """Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29."""
    for hits, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = share(hits, n)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_newcombe_s_interval_is_the_published_one():
    """Newcombe 1998, part II, table II: 56/70 less 48/80, method 10."""
    found = share_difference(56, 70, 48, 80)
    assert (found.value, found.low, found.high) == (
        pytest.approx(0.2),
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )


def test_intervals_hold_the_truth_as_often_as_they_say():
    luck = np.random.default_rng(0)
    inside = grouped_inside = 0
    for _ in range(400):
        values = luck.random(80) < 0.2
        one = share(values.sum(), 80)
        inside += one.low <= 0.2 <= one.high
        group = np.repeat(np.arange(60), 5)
        together = np.repeat(luck.random(60) < 0.2, 5)
        two = grouped_share(together, group)
        grouped_inside += two.low <= 0.2 <= two.high
    assert 0.92 <= inside / 400 <= 0.98
    assert 0.92 <= grouped_inside / 400 <= 0.98


def test_rows_apart_are_counted_as_rows():
    values = np.arange(50.0)
    one, two = mean(values), grouped_mean(values, np.arange(50))
    assert (two.low, two.high) == (pytest.approx(one.low), pytest.approx(one.high))
    assert grouped_mean(np.array([]), np.array([])).low == -np.inf


def test_a_share_where_all_agree_has_an_interval():
    found = grouped_share(np.ones(50, dtype=bool), np.arange(50))
    assert found.value == 1.0
    assert found.low == pytest.approx(share(50, 50).low)


def test_regression_finds_the_slope_it_was_given():
    luck = np.random.default_rng(1)
    inside = 0
    for _ in range(300):
        group = np.repeat(np.arange(80), 4)
        x = luck.normal(size=(80, 2))[group]
        y = 0.7 * x[:, 0] - 0.2 * x[:, 1] + luck.normal(size=80)[group] + luck.normal(size=320)
        one, two = regression(x, y, group)
        inside += (one.low < 0.7 < one.high) + (two.low < -0.2 < two.high)
    assert 0.91 <= inside / 600 <= 0.98


def test_information_is_the_share_that_is_told():
    luck = np.random.default_rng(2)
    ending = luck.integers(0, 2, 5000)
    assert information(ending, ending == 1) == pytest.approx(1.0, abs=0.01)
    assert information(ending, luck.random(5000) < 0.5) < 0.002
    assert information(np.zeros(10, dtype=int), np.arange(10) < 5) == 0.0


def test_partial_ranks_hold_the_others_fixed():
    luck = np.random.default_rng(3)
    x = luck.random((400, 3))
    y = np.exp(3 * x[:, 0]) - 4 * x[:, 1]
    found = partial_ranks(x, y)
    assert found[0] > 0.9
    assert found[1] < -0.6
    assert abs(found[2]) < 0.15


def test_a_verdict_needs_the_whole_interval():
    assert judged(Estimate(0.3, 0.2, 0.4), over=0.1, under=None).holds is True
    assert judged(Estimate(0.3, 0.2, 0.4), over=0.25, under=None).holds is None
    assert judged(Estimate(0.3, 0.2, 0.4), over=0.5, under=None).holds is False
    assert judged(Estimate(0.3, 0.2, 0.4), over=None, under=0.5).holds is True
    assert judged(facts.UNKNOWN, over=0.0, under=None).holds is None


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 0.007), (-3, 12345), (72.3, 88.1), (1e-6, 2e-6)])
def test_ticks_are_round_and_inside(low, high):
    found = ticks(low, high)
    assert 3 <= len(found) <= 11
    assert all(low - 1e-12 <= tick <= high + 1e-12 for tick in found)
    steps = {round((b - a) / (high - low), 6) for a, b in pairwise(found)}
    assert len(steps) == 1


def test_labels_are_keptapart():
    places = apart([10, 11, 50, 12], 14)
    assert all(b - a >= 14 - 1e-9 for a, b in pairwise(sorted(places)))
    low = apart([100, 100, 99], 10, lowest=100)
    assert max(low) <= 100
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(sorted(low)))


def test_numbers_in_words():
    assert percent(0.473) == "47%"
    assert percent(0.0473) == "4.7%"
    assert percent(float("nan")) == "–"
    assert around([]) == (0.0, 1.0)


def frames(rows, turns, games):
    events = pl.DataFrame(rows, schema=["game", "turn", "source", "target", "verb", "goldstein"], orient="row")
    events = events.with_columns(pl.lit("order").alias("kind"), pl.lit(0).alias("act"))
    return facts.Frames(games, turns.lazy(), events.lazy())


def test_answering_is_told_from_acting_alone():
    """Iran answers Israel's blow of the turn before with half of it; Israel acts by chance alone."""
    luck = np.random.default_rng(4)
    rows, turns = [], []
    for game in range(200):
        blow = 0.0
        for turn in range(1, 11):
            answer = 0.5 * blow
            if answer > 0:
                rows.append((game, turn, "iran", "israel", "retaliate", -answer))
            blow = 10.0 * (luck.random() < 0.4)
            if blow:
                rows.append((game, turn, "israel", "iran", "strike", -blow))
            turns.append((game, turn))
    table = pl.DataFrame(turns, schema=["game", "turn"], orient="row")
    games = pl.DataFrame({"game": range(200), "seed": range(200)})
    made = frames(rows, table, games)
    back, forth = facts.reciprocity(made, "iran", "israel"), facts.reciprocity(made, "israel", "iran")
    assert back.value == pytest.approx(0.5, abs=0.01)
    assert forth.low < 0 < forth.high


def test_the_price_jump_is_that_of_turns_of_force():
    turns = pl.DataFrame(
        {"game": [0] * 4 + [1] * 4, "turn": [0, 1, 2, 3] * 2, "brent": [70.0, 76.0, 73.0, 73.0, 70.0, 70.0, 78.0, 74.0]}
    )
    rows = [(0, 1, "israel", "iran", "strike", -10.0), (1, 2, "iran", "israel", "retaliate", -10.0)]
    made = frames(rows, turns, pl.DataFrame({"game": [0, 1], "seed": [5, 6]}))
    assert facts.price_jump(made).value == pytest.approx(7.0)
    assert facts.price_calm(made).value == pytest.approx(-3.5)
    assert facts.strikes_by(made, "israel", "iran").value == 1.0
