"""Mesa's own tools on our model, as one uses them on any Mesa model."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from diplogame.batch import engine
from diplogame.model import DiplomacyModel
from diplogame.noise.hashing import game_seed
from diplogame.scenario.load import load_scenario

mesa = pytest.importorskip("mesa")
LESSON = "one_lesson"


def batch_run(parameters, **more):
    from mesa.batchrunner import batch_run as run

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return run(DiplomacyModel, parameters, number_processes=1, display_progress=False, **more)


def test_batch_run_plays_whole_games_and_its_last_row_has_the_ending():
    rows = batch_run({"scenario": LESSON, "worlds": 1, "rng": [1, 2, 3]}, max_steps=60)
    assert [row["rng"] for row in rows] == [1, 2, 3]
    for row in rows:
        model = DiplomacyModel(LESSON, worlds=1, rng=row["rng"])
        while model.running:
            model.step()
        assert row["ending"] == model.endings()[0] is not None
        assert row["turn"] == model.turn
        assert row["brent"] == float(model.worlds.price[0])


def test_the_seed_trap_one_number_and_many_iterations_play_one_game():
    """Mesa hands the same keyword to each iteration: with a fixed seed all iterations are one game. List the seeds instead."""
    rows = batch_run({"scenario": LESSON, "rng": 7}, iterations=3, max_steps=60)
    assert len(rows) == 3
    assert len({(row["brent"], row["ending"]) for row in rows}) == 1
    apart = batch_run({"scenario": LESSON, "rng": [7, 8, 9]}, max_steps=60)
    assert len({row["brent"] for row in apart}) == 3


def test_batch_run_collects_by_period():
    rows = batch_run({"scenario": LESSON, "rng": [1]}, max_steps=60, data_collection_period=1)
    assert [row["turn"] for row in rows] == list(range(1, len(rows) + 1))


def test_the_data_collector_is_a_frame_a_turn_and_row():
    model = DiplomacyModel(load_scenario(LESSON), worlds=8, rng=5)
    while model.running:
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame["turn"]) == list(range(1, model.turns + 1))
    assert frame["escalation"].iloc[-1] == pytest.approx(float(model.worlds.escalation.mean()))


def test_a_collector_of_one_s_own_reads_agents():
    model = DiplomacyModel(LESSON, rng=5)
    collector = mesa.DataCollector(
        model_reporters={"hazard": lambda m: float(m.worlds.hazard.mean())},
        agenttype_reporters={type(next(iter(model.states))): {"stability": "stability"}},
    )
    collector.collect(model)
    model.step()
    collector.collect(model)
    frame = collector.get_agenttype_vars_dataframe(type(next(iter(model.states))))
    assert len(frame) == 2 * len(model.roles)
    assert len(model.agents.select(lambda agent: getattr(agent, "permanent", False))) == 5


def test_world_k_of_a_model_is_game_k_of_a_batch():
    seeds = np.asarray(game_seed(5, np.arange(4)))
    model = DiplomacyModel(LESSON, worlds=4, rng=5)
    while model.running:
        model.step()
    batch = engine.simulate([engine.load(LESSON)], np.zeros(4, dtype=np.intp), seeds, [{}])
    assert model.digests == list(batch.digest)
