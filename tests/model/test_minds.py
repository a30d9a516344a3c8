"""What every mind must hold: legal orders within its means, answers to what is asked, nothing beyond its View, the same alone and among others."""

from __future__ import annotations

import numpy as np
import pytest

from diplogame import course, load_scenario, opening
from diplogame.game.asks import CHOICES, asks
from diplogame.game.docket import as_mind, docket
from diplogame.minds.chooser import excludes
from diplogame.orders.table import NAMES as COLUMN_NAMES
from diplogame.playing import Playing
from diplogame.turn.slots import NOTHING, asked
from diplogame.verbs.options import legal, static_costs, tables
from diplogame.verbs.verb import verb_named
from diplogame.world.fields import FIELDS, See

SCENARIO = load_scenario("one_lesson")
NAMES = [*opening.mind_names(), "idle", "easy"]
SIZE = 6


@pytest.fixture(scope="module")
def stage():
    """Worlds in the middle of their games: those that have not ended."""
    playing = Playing([SCENARIO], np.zeros(SIZE, dtype=int), np.arange(20, 20 + SIZE))
    minds = [opening.mind(opening.DEFAULT_MIND)] * 8
    for _ in range(3):
        playing.step(minds)
    return playing.stage()[1]


@pytest.fixture(scope="module")
def chosen(stage):
    """name: each seat's choice."""
    return {
        name: [course.decide(course.observe(stage, seat), opening.mind(name), keep=True) for seat in range(8)]
        for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_orders_are_legal_affordable_and_go_together(stage, chosen, name):
    for seat, choice in enumerate(chosen[name]):
        view = course.observe(stage, seat)
        table = tables(stage.cast)[seat]
        open_, price = legal(view.world, table), static_costs(view.world, table)[0]
        allowed = SCENARIO.states[stage.cast.states[seat]].orders
        for world in range(stage.size):
            picks = [int(pick) for pick in choice.picks[world] if pick >= 0]
            orders = [table.orders[pick] for pick in picks]
            assert len(picks) <= allowed
            assert len(set(picks)) == len(picks)
            assert all(open_[world, pick] for pick in picks)
            assert price[picks].sum() <= stage.capital[world, seat] + 1e-9
            assert sum(verb_named(order.verb).statement for order in orders) <= 1
            assert not any(excludes(a.verb, b.verb) for i, a in enumerate(orders) for b in orders[:i])


@pytest.mark.parametrize("name", NAMES)
def test_answers_stand_only_where_something_was_asked(stage, chosen, name):
    wanted = asked(stage)
    for seat, choice in enumerate(chosen[name]):
        assert (choice.answers[~wanted[:, seat]] == NOTHING).all()
        assert choice.answers.min() >= NOTHING
        assert choice.answers.max() <= 2


@pytest.mark.parametrize("name", NAMES)
def test_the_same_alone_and_among_others(stage, chosen, name):
    mind = opening.mind(name)
    for world in (0, stage.size - 1):
        alone = stage.take(np.array([world]))
        for seat in range(8):
            choice = course.decide(course.observe(alone, seat), mind)
            assert (choice.picks[0] == chosen[name][seat].picks[world][: choice.picks.shape[1]]).all()
            assert (choice.answers[0] == chosen[name][seat].answers[world]).all()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_hidden_is_read(stage, chosen, name):
    mind = opening.mind(name)
    for seat in (0, 2, 5):
        new = {}
        for field, spec in FIELDS.items():
            value = getattr(stage, field)
            if spec.see in (See.OWN, See.BELIEF) and spec.dtype == "f8":
                changed = np.full_like(value, 0.5 * (spec.lo + spec.hi))
                changed[:, seat] = value[:, seat]
                new[field] = changed
        choice = course.decide(course.observe(stage.replace(new), seat), mind)
        assert (choice.picks == chosen[name][seat].picks).all()
        assert (choice.answers == chosen[name][seat].answers).all()


@pytest.mark.parametrize("name", NAMES)
def test_kept_reasons_sum_to_the_value_and_chances_to_one(chosen, name):
    for choice in chosen[name]:
        if choice.appraisal is not None:
            total = sum(choice.appraisal.considerations.values())
            assert np.allclose(total, choice.appraisal.value)
        for one in choice.rounds:
            assert np.allclose(one.chance.sum(axis=1), 1)


def written(view, choice, world):
    """A choice as a person hands it in, from this machine or another: ids of orders, and words for answers."""
    ids = [tables(view.world.cast)[view.seat].orders[pick].id for pick in choice.picks[world] if pick >= 0]
    said = {}
    for ask in asks(view):
        words = {code: word for word, code in CHOICES[ask.kind].items()}
        if choice.answers[world, ask.slot] != NOTHING:
            said[ask.id] = words[int(choice.answers[world, ask.slot])]
    return as_mind(view, docket(view, ids, said))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "idle"])
def test_a_docket_that_a_person_hands_in_is_a_mind_like_the_others(stage, chosen, name):
    """What any mind chose is taken as a docket, asks for the same acts, and leads to the same worlds. Idle says nothing at all, where a person's
    silence is an answer.
    """
    for world in (0, stage.size - 1):
        alone = stage.take(np.array([world]))
        views = [course.observe(alone, seat) for seat in range(8)]
        persons = [written(view, chosen[name][view.seat], world) for view in views]
        wanted = asked(alone)
        handed = [course.decide(view, person) for view, person in zip(views, persons, strict=True)]
        for seat, choice in enumerate(handed):
            assert (choice.answers[~wanted[:, seat]] == NOTHING).all()
            assert (choice.answers[0] == chosen[name][seat].answers[world]).all()
        own = [course.decide(view, opening.mind(name)) for view in views]
        live = np.arange(1)
        one, two = (course.finish(alone, alone, live, choices).worlds for choices in (own, handed))
        for field in FIELDS:
            assert np.array_equal(getattr(one, field), getattr(two, field)), field


def test_a_docket_decides_the_same_whatever_else_is_so(stage, chosen):
    """It is decided when it is handed in: nothing is read any more."""
    alone, other = (stage.take(np.array([world])) for world in (0, 1))
    for seat in range(8):
        person = written(course.observe(alone, seat), chosen["goal_seeking"][seat], 0)
        one, two = (course.decide(course.observe(worlds, seat), person) for worlds in (alone, other))
        assert (one.answers == two.answers).all()
        assert all(np.array_equal(getattr(one.free[0], name), getattr(two.free[0], name)) for name in COLUMN_NAMES)


def test_looking_ahead_stays_within_its_budget():
    from diplogame.minds import ahead

    played = 0

    def step(worlds, minds, **more):
        nonlocal played
        played += int((worlds.ending == 0).sum())
        return course.step(worlds, minds, **more)

    from diplogame.world.imagine import imagine

    playing = Playing([SCENARIO], np.zeros(1, dtype=int), np.array([5]))
    view = course.observe(playing.stage()[1], 0)
    choice = course.decide(view, ahead.LookingAhead(imagine, step), keep=True)
    assert 0 < played <= ahead.BUDGET
    assert np.abs(choice.appraisal.considerations["ahead"]).max() > 0
