"""Whole games: scores, the aftermath, timed news."""

from __future__ import annotations

import numpy as np
import pytest

from diplogame import load_scenario, opening
from diplogame.goals.goal import scores
from diplogame.playing import Playing
from diplogame.tally import begin, left
from diplogame.turn.news import News, strike
from diplogame.verbs.events import EVENT_KINDS
from diplogame.world.axes import ENDINGS

SCENARIO = load_scenario("one_lesson")
MINDS = [opening.mind(opening.DEFAULT_MIND)] * 8


def ensemble(seeds, scenario=SCENARIO):
    return Playing([scenario], np.zeros(len(seeds), dtype=int), np.array(seeds))


@pytest.fixture(scope="module")
def played():
    """Forty games to their ends, with the worlds after each turn."""
    playing = ensemble(range(40))
    course = []
    while playing.open:
        playing.step(MINDS)
        course.append(playing.worlds)
    return playing, course


def test_a_score_is_half_the_end_and_half_the_mean_over_the_scheduled_turns(played):
    playing, course = played
    moments = np.stack([scores(worlds) for worlds in course])
    # After an early end a world no longer changes, so its last value goes on in the mean by itself.
    moments = np.concatenate([moments, np.repeat(moments[-1:], playing.turns - len(course), axis=0)])
    expected = (0.5 * scores(playing.after) + 0.5 * moments.mean(axis=0)) * left(playing.after)[:, None]
    assert np.allclose(playing.scores(), expected)
    assert playing.scores().min() >= 0
    assert playing.scores().max() <= 100


def test_wars_cost_half_and_more(played):
    playing, _ = played
    worlds = playing.worlds
    for name, share in (("regional_war", 0.5), ("general_war", 0.3), ("ceasefire", 1.0)):
        coded = worlds.replace({"ending": np.full_like(worlds.ending, 1 + ENDINGS.index(name))})
        assert np.allclose(left(coded), share)
        peace = worlds.replace({"ending": np.zeros_like(worlds.ending)})
        tally = begin(worlds).add(worlds)
        assert np.allclose(tally.result(coded, 8), share * tally.result(peace, 8))


def test_a_last_blow_is_not_free(played):
    playing, course = played
    ran_out = np.flatnonzero((playing.worlds.ended == playing.turns) & (course[-1].ended == playing.turns))
    assert len(ran_out)
    assert (playing.after.price[ran_out] != playing.worlds.price[ran_out]).any()
    early = np.flatnonzero(playing.worlds.ended < playing.turns)
    assert (playing.after.price[early] == playing.worlds.price[early]).all()


def test_without_an_aftermath_the_end_is_the_last_turn():
    playing = ensemble(range(8), SCENARIO.model_copy(update={"aftermath": 0}))
    while playing.open:
        playing.step(MINDS)
    assert playing.after is playing.worlds


def test_every_world_ends_with_one_of_the_seven_endings(played):
    playing, _ = played
    assert set(playing.endings()) <= set(ENDINGS)
    assert ((playing.worlds.ended >= 1) & (playing.worlds.ended <= playing.turns)).all()


def test_timed_news_falls_on_its_morning_and_is_told_once():
    injects = {inject.turn for inject in SCENARIO.injects if inject.turn}
    assert injects
    playing = ensemble([1, 2])
    told = {}
    while playing.open:
        told[playing.worlds.turn + 1] = int((playing.news.kind == EVENT_KINDS.index("inject")).sum())
        assert set(playing.news.turn.tolist()) <= {playing.worlds.turn + 1}
        playing.step(MINDS)
    live = {turn for turn in injects if turn in told}
    assert {turn for turn, number in told.items() if number} == live


def test_news_changes_what_it_says_within_the_range_and_leaves_ended_worlds_alone():
    worlds = ensemble([1, 2, 3]).worlds
    worlds = worlds.replace({"ending": np.array([0, 3, 0], dtype=worlds.ending.dtype)})
    after, events = strike(
        worlds,
        [
            News(
                "price",
                effects={"premium": 0.1, "stability.egypt": -500, "integrity.parchin": -0.1, "relation.iran.russia": 1},
            )
        ],
        1,
    )
    egypt = worlds.cast.state_index["egypt"]
    assert list(after.stability[:, egypt]) == [0, worlds.stability[1, egypt], 0]
    assert after.premium[0] == pytest.approx(worlds.premium[0] + 0.1, abs=1e-4)
    assert after.premium[1] == worlds.premium[1]
    assert list(events.world) == [0, 2]
    parchin = worlds.cast.place_index["parchin"]
    assert after.integrity[0, parchin] == pytest.approx(worlds.integrity[0, parchin] - 0.1, abs=1e-4)
    assert (after.relation[0] - worlds.relation[0]).sum() == pytest.approx(1, abs=1e-4)


def test_one_ending_is_told_even_where_the_aftermath_brought_another():
    hot = SCENARIO.model_copy(update={
        "turns": 3, "aftermath": 10, "rules": {**SCENARIO.rules, **{
            name: SCENARIO.rules[name].model_copy(update={"value": value}) for name, value in (("hazard_5", 0.05), ("hazard_6", 0.15))
        }},
    })  # fmt: skip
    playing = ensemble(range(240), hot)
    ended = {}
    while playing.open:
        events = playing.step(MINDS).events
        for k in np.flatnonzero(events.kind == EVENT_KINDS.index("ending")):
            assert int(events.world[k]) not in ended
            ended[int(events.world[k])] = int(events.level[k])
    assert ended == {world: int(code) for world, code in enumerate(playing.worlds.ending)}
    late = [
        world
        for world in range(240)
        if playing.worlds.ended[world] == 3 and ENDINGS[playing.worlds.ending[world] - 1] == "regional_war"
    ]
    assert (playing.after.ended[late] > 3).any()
