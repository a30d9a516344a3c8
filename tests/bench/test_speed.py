"""Speed of the parts: `pytest tests/bench -m bench` prints a table; `python tests/bench/ratios.py` sets them side by side."""

from __future__ import annotations

import measure
import pytest

from diplogame.game import Game


@pytest.mark.parametrize("worlds", measure.SIZES)
def test_one_turn_of_an_ensemble(benchmark, worlds):
    def fresh():
        return (measure.model_at(worlds),), {}

    benchmark.extra_info["worlds"] = worlds
    benchmark.pedantic(lambda model: model.step(), setup=fresh, rounds=5 if worlds < 1000 else 3, warmup_rounds=1)


@pytest.mark.parametrize("worlds", [1, measure.BEST])
def test_whole_games(benchmark, worlds):
    turns = benchmark.pedantic(measure.whole_games, args=(worlds,), rounds=3 if worlds == 1 else 1, warmup_rounds=1)
    benchmark.extra_info["world_turns_per_s"] = turns / benchmark.stats["mean"]
    assert turns >= worlds


def test_a_forecast_of_five_hundred_futures(benchmark):
    game = Game.new(measure.SCENARIO, people=["russia"], seed=7)
    game.forecast("russia", futures=20)
    found = benchmark.pedantic(game.forecast, args=("russia",), kwargs={"futures": 500}, rounds=3)
    assert found


def test_a_million_rows_of_events(benchmark):
    result, labels = measure.repeated(measure.chunk(64), 1_000_000)
    rows = benchmark.pedantic(measure.written, args=(result, labels), rounds=3, warmup_rounds=1)
    assert rows == 1_000_000


def test_phases_of_the_package_diplomacy(benchmark, diplomacy):
    assert diplomacy
    phases = benchmark.pedantic(measure.diplomacy_phases, rounds=3, warmup_rounds=1)
    benchmark.extra_info["phases_per_s"] = phases / benchmark.stats["mean"]
    assert phases > 1
