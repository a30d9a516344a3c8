"""Laws of the ensemble: what must not matter does not, and every array stays what it says it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from ensembles import SCENARIOS, arrays, opened, ordered, played, quiet, random_states

from diplogame.course import assemble, decide, finish, observe, step
from diplogame.minds.mind import GoalSeeking, Idle, Random
from diplogame.opening import mind, mind_names, open_worlds
from diplogame.orders.table import NAMES, Acts, Columns
from diplogame.scenario.load import load_scenario
from diplogame.turn import stages
from diplogame.turn.adjudicate import adjudicate
from diplogame.verbs import verb as registry
from diplogame.verbs.aims import alone, at
from diplogame.verbs.options import legal, tables
from diplogame.verbs.verb import Effect, Verb, register, verb_names
from diplogame.world.digest import pack
from diplogame.world.fields import FIELDS, shape_of
from diplogame.world.views import view

TURNS = 5


def mixed(cast):
    return [GoalSeeking() if seat % 2 else Random() for seat in range(cast.n_states)]


def digests(worlds):
    return [row.tobytes() for row in pack(worlds)]


@pytest.fixture
def registered():
    """The registry of verbs as it was, afterwards."""
    verb_names()
    before = dict(registry._REGISTRY)
    yield before
    put(before)


def put(verbs):
    """These verbs, in this order, in the place of those that are known."""
    registry._REGISTRY.clear()
    registry._REGISTRY.update(verbs)
    registry._KNOWN.clear()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_families_leaves_no_trace(registered, seed):
    def play():
        worlds = opened("moscow_table", 4, 10)
        return digests(played(worlds, mixed(worlds.cast), TURNS))

    before = play()
    families = {}
    for one in registered.values():
        families.setdefault(one.family, []).append(one)
    order = np.random.default_rng(seed).permutation(list(families))
    put({one.name: one for name in order for one in families[name]})
    assert verb_names() != tuple(registered)
    assert play() == before


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_states_leaves_no_trace(seed):
    """All orders of a turn are shuffled, whoever gave them, behind the back of what sorts them."""
    luck = np.random.default_rng(seed)
    one = two = opened("moscow_table", 8, 40)
    for _ in range(TURNS):
        now = ordered(one)
        choices = [decide(observe(now, seat), who) for seat, who in enumerate(mixed(now.cast))]
        acts = assemble(now, choices)
        order = luck.permutation(len(acts.rows))
        order = order[np.argsort(acts.world[order], kind="stable")]
        shuffled = Acts(acts.world[order], acts.act[order], acts.rows.take(order), acts.answers)
        one = adjudicate(now, acts, last=False).worlds
        two = adjudicate(now, shuffled, last=False).worlds
        assert digests(one) == digests(two)


def test_docket_rank_counts_only_within_a_state():
    """Choices handed in by seat come out the same whichever seat is asked first."""
    now = ordered(opened("moscow_table", 4, 3))
    seats = list(range(now.cast.n_states))
    forward = [decide(observe(now, seat), GoalSeeking()) for seat in seats]
    backward = [decide(observe(now, seat), GoalSeeking()) for seat in reversed(seats)][::-1]
    live = np.arange(now.size)
    assert digests(finish(now, now, live, forward).worlds) == digests(finish(now, now, live, backward).worlds)


WINK = Verb(
    "wink", "020", 1.0, "statements", "words", 1.0, at("defender"), single=True,
    effects=(Effect("standing", "actor", lambda lens: lens.rule("call_standing") * 8.0),),
)  # fmt: skip


def with_verb(scenario, name, role):
    states = dict(scenario.states)
    states[role] = states[role].model_copy(update={"verbs": (*states[role].verbs, name)})
    return scenario.model_copy(update={"states": states})


def test_a_new_verb_that_nobody_has_changes_nothing(registered):
    worlds = opened("moscow_table", 4, 7)
    before = digests(played(worlds, mixed(worlds.cast), TURNS))
    register(WINK)
    worlds = opened("moscow_table", 4, 7)
    assert digests(played(worlds, mixed(worlds.cast), TURNS)) == before


def test_a_new_verb_that_is_barred_moves_no_other_draw(registered):
    """Its group of orders takes a column in the memory of who has it; nothing else may differ."""
    worlds = opened("moscow_table", 4, 7)
    before = played(worlds, mixed(worlds.cast), TURNS)
    register(WINK)
    scenario = with_verb(load_scenario("moscow_table"), "wink", "russia").model_copy(
        update={"forbid": ("wink@russia",)}
    )
    worlds = open_worlds([scenario], np.zeros(4, dtype=np.intp), np.arange(7, 11))
    after = played(worlds, mixed(worlds.cast), TURNS)
    different = [
        name for name in FIELDS if name != "uses" and getattr(before, name).tobytes() != getattr(after, name).tobytes()
    ]
    assert different == []
    assert np.array_equal(before.uses.sum(axis=2), after.uses.sum(axis=2))


def test_a_new_verb_can_be_played(registered):
    """One registration and a line in the scenario: it is on the menu, has a price, is played, is told, and does what it says."""
    register(WINK)
    scenario = with_verb(load_scenario("moscow_table"), "wink", "russia")
    now = ordered(open_worlds([scenario], np.zeros(2, dtype=np.intp), np.arange(2)))
    now = now.replace({"capital": np.full_like(now.capital, 2.0)})
    russia = now.cast.supplier
    table = tables(now.cast)[russia]
    wish = table.index["wink:iran"]
    assert legal(view(now, russia).world, table)[:, wish].all()
    picks = np.full((2, 1), wish)
    choices = [decide(observe(now, seat), Idle()) for seat in range(now.cast.n_states)]
    choices_with = [replace(choice, picks=picks) if seat == russia else choice for seat, choice in enumerate(choices)]
    done, plain = (finish(now, now, np.arange(2), some) for some in (choices_with, choices))
    gain = done.worlds.standing[:, russia] - plain.worlds.standing[:, russia]
    # A twentieth of it fades in the same turn.
    assert gain == pytest.approx(8.0 * scenario.rules["call_standing"].value, rel=0.08)
    assert (plain.worlds.capital[:, russia] - done.worlds.capital[:, russia] == 1).all()
    told = done.events.verb == verb_names().index("wink")
    assert (done.events.target[told] == now.cast.defender).all()
    assert told.sum() == 2


def test_a_goal_seeking_mind_uses_a_new_verb(registered):
    register(replace(WINK, options=alone(), cost=0.0))
    scenario = with_verb(load_scenario("moscow_table"), "wink", "russia")
    worlds = open_worlds([scenario], np.zeros(32, dtype=np.intp), np.arange(32))
    done = step(worlds, quiet(worlds, but={"russia": GoalSeeking()}))
    assert (done.acts.rows.verb == verb_names().index("wink")).any()


def test_nobody_acting_costs_nothing(monkeypatch):
    """No order, no call of a verb's own function; no money is spent and nothing is told of orders."""
    called = []
    monkeypatch.setattr(stages, "perform", lambda *given: called.append(given))
    now = ordered(opened("moscow_table", 3))
    tables(now.cast)
    acts = Acts(
        np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), Columns(*(np.zeros(0, dtype=np.int64) for _ in NAMES)),
        np.full((3, now.cast.n_states, 22), -1, dtype=np.int8),
    )  # fmt: skip
    done = adjudicate(now, acts, last=False)
    assert called == []
    assert not (done.events.kind == 0).any()
    income = np.minimum(now.capital + now.numbers.traits["income"], 6.0)
    assert np.array_equal(done.worlds.capital, income)


def faults(worlds):
    """What is wrong with the arrays of some worlds."""
    found = []
    for name, spec in FIELDS.items():
        value = getattr(worlds, name)
        if value.shape != (worlds.size, *shape_of(spec, worlds.cast)):
            found.append(f"{name}: shape {value.shape}")
        if value.dtype != np.dtype(spec.dtype):
            found.append(f"{name}: {value.dtype}, not {spec.dtype}")
        if not value.flags.c_contiguous:
            found.append(f"{name}: strides {value.strides}")
        if not np.isfinite(value).all():
            found.append(f"{name}: not finite")
        elif value.size and not (value.min() >= spec.lo and value.max() <= spec.hi):
            found.append(f"{name}: {value.min()} to {value.max()}, not {spec.lo} to {spec.hi}")
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_arrays_stay_what_they_say_they_are(name):
    """Under random play every field keeps its shape, type, range and memory order, in the truth and in what each seat believes."""
    worlds = opened(name, 24, 500)
    minds = [Random()] * worlds.cast.n_states
    assert faults(worlds) == []
    for _ in range(worlds.cast.scenario.turns):
        if not (worlds.ending == 0).any():
            break
        worlds = step(worlds, minds).worlds
        assert faults(worlds) == []
    for seat in range(worlds.cast.n_states):
        assert faults(view(worlds, seat).world) == []


@pytest.mark.parametrize("size", [1, 3, 64, 257])
def test_a_world_is_the_same_alone_and_in_company(size):
    """World k of an ensemble is the game with its seed, bit for bit."""
    company = opened("moscow_table", size, 0)
    company = played(company, mixed(company.cast), 4)
    for k in {0, size // 2, size - 1}:
        single = opened("moscow_table", 1, k)
        single = played(single, mixed(single.cast), 4)
        assert digests(company)[k] == digests(single)[0]


def test_worlds_taken_apart_and_put_together_go_on_the_same():
    worlds = opened("moscow_table", 9, 77)
    whole = played(worlds, mixed(worlds.cast), 6)
    half = played(worlds, mixed(worlds.cast), 3)
    parts = [played(half.take(rows), mixed(worlds.cast), 3) for rows in (np.arange(0, 4), np.arange(4, 9))]
    assert digests(whole) == [row for part in parts for row in digests(part)]


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_plays_to_an_end(name):
    worlds = opened(name, 3, 9)
    end = played(worlds, [Random()] * worlds.cast.n_states, worlds.cast.scenario.turns)
    assert (end.ending > 0).all()


@pytest.mark.parametrize("who", mind_names())
def test_every_mind_plays_to_an_end(who):
    worlds = opened("one_lesson", 1, 21)
    end = played(worlds, [mind(who)] * worlds.cast.n_states, worlds.cast.scenario.turns)
    assert (end.ending > 0).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_role_has_enough_to_do(name):
    """No role has fewer than eight verbs, with four usable in most turns; its list has at most eighty orders."""
    worlds = opened(name, 16, 3)
    minds = [GoalSeeking()] * worlds.cast.n_states
    usable = []
    for _ in range(6):
        now = ordered(worlds)
        row = []
        for seat in range(now.cast.n_states):
            table = tables(now.cast)[seat]
            assert len(table) <= 80
            assert len(np.unique(table.rows.verb)) >= 8
            open_ = legal(view(now, seat).world, table)
            row.append(np.add.reduceat(open_, table.blocks, axis=1).astype(bool).sum(axis=1))
        usable.append(row)
        if not (worlds.ending == 0).all():
            break
        worlds = step(worlds, minds).worlds
    enough = (np.array(usable) >= 4).mean(axis=(0, 2))
    assert (enough > 0.5).all(), dict(zip(worlds.cast.states, enough, strict=True))


def test_states_of_random_games_are_there():
    """The other tests here stand on them: they reach tables, drafts, truces, promises and deliveries."""
    states = random_states()
    for name, empty in {
        "table": 0,
        "draft": -1,
        "truce": 0,
        "p_state": 0,
        "d_kind": -1,
        "offer_give": -1,
        "paper": -1,
    }.items():
        assert any((arrays(worlds)[name] > empty).any() for worlds in states), name
