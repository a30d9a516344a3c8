"""Choices that can be explained: considerations add up, reasons can be worked out again, shown chances are those that come true."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import opened, ordered, random_states
from scipy import stats

from diplogame.claims.odds import expected_orders, verb_in
from diplogame.claims.runs import Setup, opening, play
from diplogame.claims.statistics import mean
from diplogame.minds.answers import chances
from diplogame.minds.appraisal import appraise
from diplogame.minds.mind import GoalSeeking, TitForTat
from diplogame.minds.plan import plan
from diplogame.opening import mind
from diplogame.turn.slots import YES, asked
from diplogame.verbs.options import legal, tables
from diplogame.world.views import view

DRAWS = 4000
SURE = 1e-4
"""Chance of a false alarm in one comparison."""


def state(k):
    states = random_states()
    return states[k % len(states)]


def many(worlds, n=DRAWS):
    """One state of the worlds, n times, each with luck of its own."""
    copies = worlds.take(np.zeros(n, dtype=np.intp))
    return copies.replace({"seeds": np.arange(1000, 1000 + n)})


@pytest.mark.parametrize("k", range(0, 30, 5))
@pytest.mark.parametrize("prospect", [True, False])
def test_considerations_add_up(k, prospect):
    now = ordered(state(k))
    for seat in range(now.cast.n_states):
        found = appraise(view(now, seat), prospect)
        total = sum(found.considerations.values())
        assert np.allclose(total, found.value, rtol=1e-9, atol=1e-9)
        assert not prospect or "affect" in found.considerations


@pytest.mark.parametrize("k", range(0, 30, 7))
def test_a_choice_can_be_worked_out_again(k):
    """From the same view, kept reasons or not, asked now or later, the same choice follows."""
    now = ordered(state(k))
    for who in (GoalSeeking(), TitForTat(), mind("random"), mind("scripted")):
        for seat in range(now.cast.n_states):
            table = tables(now.cast)[seat]
            one, two, three = (who.choose(view(now, seat), table, keep) for keep in (False, True, True))
            assert np.array_equal(one.picks, two.picks)
            assert np.array_equal(one.answers, two.answers)
            assert all(np.array_equal(a.chance, b.chance) for a, b in zip(two.rounds, three.rounds, strict=True))


def agrees(observed, expected, total):
    """p-value of observed counts against expected ones; rare outcomes are put together."""
    common = expected >= 5
    seen = np.append(observed[common], total - observed[common].sum())
    wanted = np.append(expected[common], total - expected[common].sum())
    kept = wanted > 1e-9
    assert seen[~kept].sum() == 0
    return stats.chisquare(seen[kept], wanted[kept] * seen[kept].sum() / wanted[kept].sum()).pvalue


@pytest.mark.parametrize("seat", range(8))
@pytest.mark.parametrize("k", [0, 9])
def test_shown_chances_of_orders_come_true(seat, k):
    """The first round over many draws of luck; later rounds by the sum of their chances."""
    now = ordered(many(state(k)))
    seen, table = view(now, seat), tables(now.cast)[seat]
    choice = GoalSeeking().choose(seen, table, keep=True)
    first = choice.rounds[0]
    assert np.allclose(first.chance.sum(axis=1), 1.0)
    assert np.ptp(first.chance, axis=0).max() < 1e-12
    picked = np.bincount(np.where(first.picked < 0, len(table), first.picked), minlength=len(table) + 1)
    assert agrees(picked, first.chance[0] * now.size, now.size) > SURE
    for later in choice.rounds[1:]:
        going = later.open.any(axis=1) & (choice.rounds[0].picked >= 0)
        expected = later.chance[going].sum(axis=0)
        number = np.bincount(
            np.where(later.picked[going] < 0, len(table), later.picked[going]), minlength=len(table) + 1
        )
        off = (number - expected) / np.sqrt(
            np.maximum((later.chance[going] * (1 - later.chance[going])).sum(axis=0), 1.0)
        )
        if later is choice.rounds[1]:
            assert np.abs(off).max() < 5.0


@pytest.mark.parametrize("k", range(3, 33, 4))
def test_shown_chances_of_answers_come_true(k):
    worlds = state(k)
    for world in range(worlds.size):
        now = ordered(many(worlds.take(np.array([world])), 1500))
        for seat in range(now.cast.n_states):
            seen = view(now, seat)
            wanted = asked(seen.world)[0, seat]
            if not wanted.any():
                continue
            said = GoalSeeking().choose(seen, tables(now.cast)[seat]).answers == YES
            chance = chances(seen)[0]
            for spot in np.flatnonzero(wanted):
                assert (
                    stats.binomtest(int(said[:, spot].sum()), now.size, float(np.clip(chance[spot], 0, 1))).pvalue
                    > SURE
                ), (seat, spot)


def test_what_is_not_legal_is_not_chosen():
    for worlds in random_states()[::4]:
        now = ordered(worlds)
        for seat in range(now.cast.n_states):
            table = tables(now.cast)[seat]
            seen = view(now, seat)
            picks = GoalSeeking().choose(seen, table).picks
            open_ = legal(seen.world, table)
            rows, ranks = np.nonzero(picks >= 0)
            assert open_[rows, picks[rows, ranks]].all()


def marked(role):
    """The marks of a role's options, and the options' orders."""
    cast = opened("moscow_table", 1).cast
    seat = cast.state_index[role]
    return plan(cast, seat).marks, tables(cast)[seat].orders


def test_words_answer_a_blow_by_a_quarter():
    marks, orders = marked("iran")
    harsh = {order.verb: marks.harsh[k] / -marks.tone[k] for k, order in enumerate(orders) if marks.tone[k] < 0}
    assert harsh["denounce"] == harsh["threaten"] == 0.25
    assert harsh["retaliate"] == 1.0


def test_restraint_weighs_on_a_heavy_salvo_twice_as_much_as_on_an_announced_one():
    marks, orders = marked("iran")
    urged = {order.level: marks.urged[k] for k, order in enumerate(orders) if order.verb == "retaliate"}
    assert urged[0] > 0
    assert urged[2] == pytest.approx(2 * urged[0])
    assert not any(marks.urged[k] for k, order in enumerate(orders) if order.verb in ("denounce", "call"))


def test_a_rung_costs_a_goal_of_calm_by_its_weight():
    """What a blow's climb takes from the goal grows with the goal's weight."""
    states = play(Setup(turns=3), 64, 31).worlds
    found = []
    for weight in (0.1, 0.2):
        told = opening(Setup(settings=(("states.israel.goals.no_regional_war.weight", weight),)), states.size, 31)
        worlds = states.replace({"numbers": told.numbers, "turn": states.turn + 1})
        seat = worlds.cast.state_index["israel"]
        strikes = [k for k, order in enumerate(tables(worlds.cast)[seat].orders) if order.verb == "strike"]
        found.append(appraise(view(worlds, seat)).considerations["goal:no_regional_war"][:, strikes])
    assert (found[0] <= 0).all()
    assert (found[0] < -0.01).any()
    assert (found[1][found[0] < -0.01] < found[0][found[0] < -0.01]).all()


WEIGHTS = (
    # Raising this goal's weight ... makes this state give these orders more (+) or less (-) often.
    ("russia", "influence", ("denounce", "host_talks"), 1),
    ("russia", "oil_band", ("cut_exports",), 1),
    ("russia", "southern_border", ("urge_restraint", "deconflict", "table_draft"), 1),
    ("russia", "arms_name", ("supply_air_defence", "supply_fighters", "share_ew_intelligence"), 1),
    # A vow is made good, or shed with honour.
    ("iran", "face", ("retaliate", "stand_down", "send_delegation"), 1),
    ("iran", "deterrence", ("retaliate",), -1),
    ("israel", "destroy_capability", ("strike",), 1),
    ("israel", "no_regional_war", ("strike",), -1),
    ("united_states", "no_us_war", ("set_enabling", "urge_restraint"), 1),
    ("united_states", "oil_and_economy", ("release_reserves",), 1),
    ("gulf_states", "oil_revenue", ("cut_exports",), 1),
    ("gulf_states", "no_war_here", ("urge_restraint", "freeze", "set_bases"), 1),
    ("qatar", "no_war", ("call", "urge_restraint", "ask_ceasefire", "deconflict"), 1),
    ("qatar", "be_needed", ("carry_message", "host_talks"), 1),
    ("egypt", "calm_and_trade", ("urge_restraint", "ask_ceasefire", "deconflict", "ask_aid"), 1),
    ("egypt", "standing", ("summit", "host_talks", "ask_ceasefire"), 1),
    ("jordan", "airspace", ("urge_restraint", "ask_ceasefire", "carry_message", "call"), 1),
    ("jordan", "survival", ("ask_aid",), 1),
)


@pytest.mark.parametrize(
    ("role", "goal", "orders", "sign"), [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in WEIGHTS]
)
def test_a_goal_that_weighs_more_moves_behaviour_its_way(role, goal, orders, sign):
    """Exact chances over games under way, with the goal at four times its weight (at most .7) and at none."""
    heavy = min(4 * load(role, goal), 0.7)
    states = play(Setup(turns=3), 320, 31).worlds
    sides = []
    for weight in (heavy, 0.0):
        told = opening(Setup(settings=((f"states.{role}.goals.{goal}.weight", weight),)), states.size, 31)
        sides.append(expected_orders(states.replace({"numbers": told.numbers}), role, verb_in(*orders)))
    value, error = mean(sides[0] - sides[1])
    assert sign * value > max(3 * error, 0.002), (value, error)


def load(role, goal):
    return opened("moscow_table", 1).cast.scenario.states[role].goals[goal].weight
