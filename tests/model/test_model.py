"""The crisis as a Mesa model: it behaves as any other, and plays the same games as the plain course of turns."""

from __future__ import annotations

import numpy as np
import pytest
from mesa import Agent, Model
from mesa.batchrunner import batch_run
from mesa.datacollection import DataCollector

from diplogame import DiplomacyModel, Game, load_scenario, opening
from diplogame.agents import CouncilMember, StateAgent
from diplogame.errors import SettingError
from diplogame.noise import game_seed
from diplogame.playing import Playing

SCENARIO = load_scenario("one_lesson")
SEEDS = [7, 11, 99, 2**53 - 1, 0]


@pytest.fixture(scope="module")
def digests():
    """Digests of single games, played to the end."""
    found = []
    for seed in SEEDS:
        model = DiplomacyModel(SCENARIO, seeds=[seed])
        model.run_model()
        found.append(model.digests[0])
        model.close()
    return found


def test_a_model_is_a_mesa_model():
    model = DiplomacyModel("tutorial", worlds=2, rng=7)
    assert isinstance(model, Model)
    assert (model.steps, model.turn, model.running) == (0, 0, True)
    assert set(model.agent_types) == {StateAgent, CouncilMember}
    assert len(model.agents_by_type[StateAgent]) == 8
    assert len(model.agents_by_type[CouncilMember]) == 15
    assert sorted(agent.unique_id for agent in model.agents) == list(range(1, 24))
    model.step()
    assert (model.steps, model.turn) == (1, 1)
    assert model.agents.select(lambda agent: getattr(agent, "role", "") == "iran")[0].score > 0
    model.run_model()
    assert not model.running
    turn, digests = model.turn, model.digests
    model.step()
    assert (model.turn, model.digests) == (turn, digests)
    model.close()


@pytest.mark.parametrize("size", [3, 64, 257])
def test_world_k_of_an_ensemble_is_the_same_game_alone(digests, size):
    seeds = [*SEEDS, *range(1_000, 1_000 + size)][:size] if size >= len(SEEDS) else SEEDS[:size]
    order = np.random.default_rng(size).permutation(size)
    model = DiplomacyModel(SCENARIO, seeds=np.array(seeds)[order])
    model.run_model()
    for place, k in enumerate(order):
        if k < len(SEEDS):
            assert model.digests[place] == digests[k]
    model.close()


def test_a_played_game_and_plain_minds_give_the_same_digest(digests):
    game = Game.new(SCENARIO, seed=SEEDS[0])
    while not game.over:
        game.end_turn()
    assert game.digest == digests[0]
    playing = Playing([SCENARIO], np.zeros(len(SEEDS), dtype=int), np.array(SEEDS))
    minds = [opening.mind(opening.DEFAULT_MIND)] * 8
    while playing.open:
        playing.step(minds)
    assert [digest.hex() for digest in playing.digests] == digests


def test_scores_are_the_same_alone_and_among_others():
    many = DiplomacyModel(SCENARIO, seeds=SEEDS)
    many.run_model()
    for k, seed in enumerate(SEEDS):
        one = DiplomacyModel(SCENARIO, seeds=[seed])
        one.run_model()
        assert (one.scores()[0] == many.scores()[k]).all()
        assert one.endings()[0] == many.endings()[k]
        one.close()


def test_seeds_come_from_rng_and_world_k_is_game_k_of_the_batch():
    model = DiplomacyModel("tutorial", worlds=4, rng=7)
    assert (model.worlds.seeds == game_seed(7, np.arange(4))).all()
    other = DiplomacyModel("tutorial", worlds=2, rng=np.random.default_rng(3))
    same = DiplomacyModel("tutorial", worlds=2, rng=np.random.default_rng(3))
    assert (other.worlds.seeds == same.worlds.seeds).all()
    free = DiplomacyModel("tutorial")
    assert free.worlds.seeds[0] != DiplomacyModel("tutorial").worlds.seeds[0]


def test_points_play_their_own_scenarios():
    low, high = (
        SCENARIO.model_copy(
            update={
                "rules": {
                    **SCENARIO.rules,
                    "price_base": SCENARIO.rules["price_base"].model_copy(update={"value": value}),
                }
            }
        )
        for value in (70.0, 95.0)
    )
    model = DiplomacyModel([low, high], seeds=[5, 5, 6], points=np.array([0, 1, 1]))
    model.run_model()
    alone = DiplomacyModel(high, seeds=[5])
    alone.run_model()
    assert model.digests[1] == alone.digests[0]
    assert model.digests[0] != model.digests[1]


def test_data_is_collected_each_turn():
    model = DiplomacyModel("tutorial", worlds=3, rng=1)
    model.run_model()
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame["turn"]) == [1, 2, 3]
    assert frame["brent"].between(20, 300).all()
    assert frame["open"].iloc[-1] == 0
    own = DataCollector(
        model_reporters={"calm": lambda m: 8 - float(m.worlds.escalation.mean())},
        agenttype_reporters={StateAgent: {"stability": "stability"}},
    )
    model = DiplomacyModel("tutorial", rng=1)
    own.collect(model)
    model.step()
    own.collect(model)
    assert len(own.get_model_vars_dataframe()) == 2
    assert len(own.get_agenttype_vars_dataframe(StateAgent)) == 16


def test_mesas_own_batch_runner_takes_it():
    rows = batch_run(
        DiplomacyModel,
        {"scenario": "tutorial", "rng": [1, 2], "level": ["easy"]},
        number_processes=1,
        iterations=1,
        max_steps=10,
        display_progress=False,
        data_collection_period=-1,
    )
    assert len(rows) == 2
    assert {row["turn"] for row in rows} == {3}
    again = DiplomacyModel("tutorial", rng=1, level="easy")
    again.run_model()
    assert rows[0]["brent"] == again.datacollector.get_model_vars_dataframe()["brent"].iloc[-1]


def test_closing_lets_go():
    model = DiplomacyModel("tutorial", rng=1)
    assert model in Agent._ids
    model.close()
    assert model not in Agent._ids
    assert len(model.agents) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"seeds": []}, "at least one"),
        ({"seeds": [-1]}, "whole number"),
        ({"minds": {"moon": "random"}}, "moon"),
        ({"minds": {"iran": "wise"}}, "wise"),
        ({"level": "x"}, "level"),
    ],
)
def test_bad_arguments_are_refused_in_words(arguments, words):
    with pytest.raises(SettingError, match=words):
        DiplomacyModel("tutorial", **arguments)


def test_votes_are_noted_by_the_members():
    model = DiplomacyModel(SCENARIO, seeds=[1, 2, 3])
    model.run_model()
    for member in model.members:
        assert (member.vote == model.worlds.votes[:, member.member]).all()
    assert {member.name for member in model.members if member.permanent} == {
        "russia",
        "china",
        "united_states",
        "united_kingdom",
        "france",
    }
