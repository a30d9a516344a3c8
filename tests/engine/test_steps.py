"""Traced formulas: what the machine plays is what NumPy works out, bit for bit."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from ensembles import SCENARIOS, ordered
from hypothesis import given, settings
from hypothesis import strategies as st

from diplogame.compiled import SWITCH
from diplogame.game import Game
from diplogame.machine import codes
from diplogame.machine.columns import Columns, Shelf
from diplogame.machine.machine import Machine, at_hand
from diplogame.machine.program import compiled
from diplogame.minds import chooser, steps
from diplogame.minds.answers import answer, foretell
from diplogame.minds.appraisal import appraise
from diplogame.minds.mind import orders_allowed
from diplogame.minds.plan import plan
from diplogame.minds.steps import reckon
from diplogame.model import DiplomacyModel
from diplogame.noise import exp, halves, log, logistic, normal_cdf, power
from diplogame.opening import open_worlds
from diplogame.scenario.load import load_scenario
from diplogame.scenario.paths import with_settings
from diplogame.traced import np as formulas
from diplogame.traced.array import WORLDS, Traced, UntracedError
from diplogame.traced.graph import Graph
from diplogame.traced.numpy import tracing
from diplogame.turn.slots import asked_of
from diplogame.verbs import acceptability, ballot, modifiers
from diplogame.verbs.ahead import broken_ahead
from diplogame.verbs.options import legal, tables
from diplogame.world.views import view

SIZE = 70


def played(formula, *arrays):
    """What the machine makes of a formula of arrays (worlds, columns)."""
    graph = Graph()
    inputs = []
    for source, array in enumerate(arrays):
        ids = np.array([[graph.input(source, k, True) for k in range(array.shape[1])]])
        inputs.append(Traced(graph, ids, 0, array.dtype))
    with tracing(graph):
        found = formula(*inputs)
    nodes = [int(k) for k in found.ids.reshape(-1)]
    shelf = Shelf()
    places = [shelf.place(source, array.dtype == np.int16) for source, array in enumerate(arrays)]
    machine = Machine(compiled(graph, nodes, [], places), len(nodes), 0)
    columns = Columns(shelf, len(arrays[0]))
    for place, array in zip(places, arrays, strict=True):
        columns.lay(place, array)
    return machine.run(machine.scalars(arrays.__getitem__, ()), columns, len(arrays[0]))[0]


def same(one, other):
    return one.shape == other.shape and ((one == other) | (np.isnan(one) & np.isnan(other))).all()


@pytest.fixture(autouse=True)
def loops(monkeypatch):
    """Compiled at once, however few worlds are asked about."""
    assert at_hand(SIZE)
    for name in ("SOON", "LATE"):
        monkeypatch.setattr(steps, name, 0)


CURVES = (exp, log, logistic, halves, normal_cdf)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.__name__)
@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-900, 900), min_size=1, max_size=300))
def test_curves_have_the_same_bits(curve, numbers):
    x = np.array(numbers)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        assert same(played(curve, x), curve(x))


FORMULAS = {
    "sums": lambda a, b: a.sum(axis=1)[:, None] + b.mean(axis=1)[:, None],
    "a product": lambda a, b: (a * 0.5 + b).prod(axis=1)[:, None],
    "choices": lambda a, b: formulas.where(a > b, a - 1.0, formulas.where(b == 0.25, 7.0, b)),
    "bounds": lambda a, b: formulas.minimum(formulas.maximum(a, b * 2.0), 3.0) - formulas.abs(b),
    "division": lambda a, b: 1.0 / (1.0 + formulas.abs(a)) + a / (2.0 + b * b),
    "truths": lambda a, b: ((a > 0) & (b > 0) | ~(a < b)) * 2.0 + (a >= 1.0).any(axis=1)[:, None] * 1.0,
    "powers": lambda a, b: power(formulas.abs(a) + 0.1, b),
    "pieces": lambda a, b: formulas.stack([a[:, 1] * 2.0, b[:, 0], a[:, ::-1][:, 0]], axis=-1),
    "gathering": lambda a, b: a.take(np.array([2, 0, 0]), axis=1) + b.T.take(np.array([1, 1, 3]), axis=0).T,
    "extremes": lambda a, b: formulas.stack([a, b], axis=2).max(axis=2) - formulas.stack([a, b], axis=2).min(axis=2),
    "roots": lambda a, b: formulas.sqrt(formulas.abs(a)) + formulas.rint(b * 4.0),
}


def written(a, b):
    total = formulas.zeros((len(a), 5))
    total[:, 1:3] = a[:, :2]
    total[:, 2] += b[:, 3]
    total.T[[0, 4]] -= a.T[[3, 1]]
    return total


FORMULAS["writing"] = written


def aimed(level, now):
    """How far a goal comes, as it is felt: one operation of the machine."""
    gain = 100.0 * formulas.minimum(formulas.maximum((level - 0.2) / 1.5, 0.0), 1.0) - now
    bent = gain / (1.0 + formulas.abs(gain) / 30.0)
    return formulas.minimum(bent, 2.25 * bent) * 0.7


SHAPES = {
    "MUL_S_ADD_S": lambda a, b: a * 0.7 + 0.3,
    "MUL_S_ADD_ADD": lambda a, b: (a * 0.7 + b) + a[:, ::-1],
    "ADD_ADD_MUL_S": lambda a, b: (a + b) + b[:, ::-1] * 0.7,
    "ADD_ADD": lambda a, b: (a + b) + b[:, ::-1],
    "MUL_S_ADD": lambda a, b: a * 0.7 + b,
    "MUL_ADD": lambda a, b: a * b + b[:, ::-1],
    "MUL_MUL": lambda a, b: a * b * b[:, ::-1],
    "S_LT_MUL": lambda a, b: (a > 0.25) * b,
    "LE_S_MUL": lambda a, b: (a <= 0.25) * b,
    "AIM": aimed,
    "AIM_MOVED": lambda a, b: aimed(a * 0.3 + 0.1 + b, b[:, ::-1]),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_have_the_same_bits(name):
    rng = np.random.default_rng(3)
    a, b = (np.round(rng.normal(0, 2, (600, 12)), 2) for _ in range(2))
    want = np.ascontiguousarray(FORMULAS[name](a, b))
    assert same(played(FORMULAS[name], a, b), want)


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_are_one_operation_and_have_the_same_bits(name, monkeypatch):
    rng = np.random.default_rng(3)
    a, b = (np.round(rng.normal(0, 2, (600, 2)), 2) for _ in range(2))
    programs = []
    monkeypatch.setattr("diplogame.machine.machine.Machine.__init__", kept_in(programs))
    assert same(played(SHAPES[name], a, b), SHAPES[name](a, b))
    found = [code for code in programs[0].steps[:, 0] if code not in (codes.LOAD_F8, codes.STORE)]
    assert found == [getattr(codes, name)] * 2


def kept_in(programs):
    """Making a machine, whose program is noted."""
    make = Machine.__init__

    def noted(self, program, *numbers):
        programs.append(program)
        make(self, program, *numbers)

    return noted


def test_whole_numbers():
    bits = np.arange(256, dtype=np.int16).reshape(-1, 2)
    table = np.array([0.5, 0.25, 0.125, 2.0])
    assert same(played(lambda x: formulas.take(table, (x >> 3) & 3), bits), table[(bits >> 3) & 3])


def test_columns_are_laid_out_for_all_programs_that_read_them():
    rng = np.random.default_rng(1)
    array, truth, alike = rng.random((SIZE, 4, 2)), rng.random((SIZE, 3)) < 0.5, rng.random((1, 2))
    shelf = Shelf()
    places = [shelf.place("array", False), shelf.place("truth", True), shelf.place("alike", False)]
    asked = [(places[0], 5), (places[1], 2), (places[2], 1), (places[0], 1)]
    rows = [place.row(column) for place, column in asked[:3]]
    columns = Columns(shelf, SIZE)
    assert not columns.held
    for place, whole in zip(places, (array, truth, alike), strict=True):
        columns.lay(place, whole)
    assert columns.held == set(places)
    assert (columns.floats[rows[0]] == array[:, 2, 1]).all()
    assert (columns.shorts[rows[1]] == truth[:, 2]).all()
    assert (columns.floats[rows[2]] == alike[0, 1]).all()
    assert shelf.place("array", False) is places[0]
    assert not columns.outgrown(shelf)
    rows.append(places[0].row(1))  # another program reads more of the same
    assert columns.outgrown(shelf)
    late = Columns(Shelf(), SIZE)
    late.lay(places[0], array)
    assert not late.held  # made before the rows were given: there is no room
    columns = Columns(shelf, SIZE)
    columns.lay(places[0], array)
    assert (columns.floats[rows[0]] == array[:, 2, 1]).all()
    assert (columns.floats[rows[3]] == array[:, 0, 1]).all()


def test_what_cannot_be_written_down_is_refused():
    graph = Graph()
    x = Traced(graph, np.array([[graph.input(0, 0, True)]]), 0, np.float64)
    with pytest.raises(UntracedError, match="branch"):
        bool(x)
    with pytest.raises(UntracedError, match="sum over worlds"):
        x.sum()
    with pytest.raises(UntracedError, match="of its own for each world"):
        x + np.arange(float(WORLDS))[:, None]
    with pytest.raises(UntracedError, match="sin"):
        np.sin(x)


def test_equal_steps_are_one():
    graph = Graph()
    a, b = graph.input(0, 0, True), graph.input(0, 1, True)
    assert graph.step("add", a, b) == graph.step("add", b, a)
    assert graph.step("mul", a, graph.const(1.0)) == a
    assert graph.step("where", graph.const(0.0), a, b) == b
    assert graph.step("add", graph.const(2.0), graph.const(3.0)) == graph.const(5.0)


def ensemble(scenario, **settings_):
    return DiplomacyModel(scenario, worlds=SIZE, rng=5, **settings_)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_machine_reckons_as_numpy_does(scenario, monkeypatch):
    model = ensemble(scenario)
    for _ in range(3):
        model.step()
        if not model.running:
            break
        worlds = model.worlds.replace({"turn": model.worlds.turn + 1})
        for seat, table in enumerate(tables(worlds.cast)):
            seen, plain = view(worlds, seat), view(worlds.replace({}), seat)
            found = reckon(seen, table, prospect=True)
            assert found is not None
            assert (found.value == appraise(plain, keep=False).value).all()
            assert (found.open == legal(plain.world, table)).all()
            assert (found.asked == asked_of(plain.world, seat)).all()
            assert (found.chances == foretell(plain.world, seat)).all()
            assert (answer(seen, found.asked, found.chances) == answer(plain)).all()
            heat = worlds.numbers.traits["temperature"][:, seat]
            arguments = (seen, table, found.value, found.open, heat, orders_allowed(seen))
            picks, _ = chooser.choose(*arguments)
            with monkeypatch.context() as patch:
                patch.setattr(chooser, "at_hand", lambda worlds: False)
                assert (picks == chooser.choose(*arguments)[0]).all()


def test_games_are_the_same_without_the_machine(monkeypatch):
    digests = []
    for switch in ("1", "0"):
        monkeypatch.setenv(SWITCH, switch)
        model = ensemble("one_lesson")
        while model.running:
            model.step()
        digests.append(model.digests)
    assert digests[0] == digests[1]


def test_forecasts_where_weights_differ_from_world_to_world_are_the_same_without_the_machine(monkeypatch):
    found = []
    for switch in ("1", "0"):
        monkeypatch.setenv(SWITCH, switch)
        found.append(Game.new("one_lesson", people=["russia"], seed=7).forecast("russia", futures=60))
    assert found[0] == found[1]


def test_rules_and_weights_that_differ_from_world_to_world():
    base = load_scenario("moscow_table")
    others = [
        with_settings(base, {"rules.loss_aversion": 3.0, "rules.intercept": 0.3}),
        with_settings(base, {"rules.hosting_standing": 2.0, "states.israel.goals.legitimacy.weight": 0.3}),
    ]
    points = np.arange(SIZE) % 2
    worlds = ordered(open_worlds(others, points, np.arange(SIZE)))
    assert worlds.numbers.varies
    for seat, table in enumerate(tables(worlds.cast)):
        found, plain = reckon(view(worlds, seat), table, prospect=True), view(worlds.replace({}), seat)
        assert (found.value == appraise(plain, keep=False).value).all()
        for point in (0, 1):
            alone = ordered(open_worlds([others[point]], np.zeros(SIZE, dtype=np.intp), np.arange(SIZE)))
            single = reckon(view(alone, seat), tables(alone.cast)[seat], prospect=True)
            assert (found.value[points == point] == single.value[points == point]).all()


def public_functions():
    return {
        "lobbied": ballot.lobbied_chances,
        "score": acceptability._public_score,
        "ways out": modifiers._ways_out,
    }


@pytest.mark.parametrize("name", public_functions())
def test_what_everybody_knows_is_played_as_numpy_works_it_out(name, monkeypatch):
    function = public_functions()[name]
    model = ensemble("moscow_table")
    for _ in range(5):
        model.step()
    common = view(ordered(model.worlds), 0).world.common
    found = function(common)
    monkeypatch.setenv(SWITCH, "0")
    other = view(ordered(model.worlds), 0).world.common
    assert found.shape == (SIZE, *found.shape[1:])
    assert (found == function(other)).all()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([0.0, 0.5, 0.5, 1.0, 99.0]), min_size=15, max_size=15), min_size=1, max_size=20)
)
def test_the_two_nearest_are_found_alike_by_both_ways(rows):
    distance = np.array(rows)
    order = np.argsort(np.argsort(distance, axis=1, kind="stable"), axis=1, kind="stable") < 2
    assert (ballot.nearest_two(distance) == order).all()
    assert (ballot._two_by_comparing(distance) == order).all()


@pytest.mark.parametrize("vary", [False, True])
@pytest.mark.parametrize("knower", [-1, 2])
def test_repair_ahead_has_the_same_bits_by_both_ways(knower, vary):
    """And what a seat does not know of what is in flight is as if it were not there."""
    rng = np.random.default_rng(4)
    worlds, sites, shape = 90, np.arange(3, 8), (90, 12)
    kind = np.where(rng.random(shape) < 0.3 * (rng.random((worlds, 1)) < 0.7), rng.integers(0, 9, shape), -1)
    giver, taker = (np.where(kind >= 0, rng.integers(0, 4, shape), -1) for _ in range(2))
    due, size = rng.integers(2, 12, shape), np.where(kind == 7, rng.integers(0, 10, shape), rng.random(shape))
    flight = [part.astype(np.int16) for part in (kind, giver, taker, due)] + [size]
    broken, rates, gains = rng.random((worlds, 5)), rng.random((worlds, 5)) * 0.1, rng.random((worlds, 9))
    crews = np.floor(rng.random((worlds, 5)) * 3)
    rules = [np.full(worlds if vary else 1, number) for number in (2.5, 3.0)]

    def ahead(way, flight, knower):
        out = np.empty((worlds, 9))
        some = gains if vary else gains[:1]
        way(broken, rates, crews, rules[0], 9.0, *flight, knower, some, 1, 7, sites, rules[1], 4, out)
        return out

    assert broken_ahead.at(worlds) is not broken_ahead.plain
    found = ahead(broken_ahead.at(worlds), flight, knower)
    assert broken_ahead.at(worlds) is not broken_ahead.plain
    assert (found == ahead(broken_ahead.plain, flight, knower)).all()
    assert (found != ahead(broken_ahead.plain, [np.full_like(part, -1) for part in flight], -1)).any()
    if knower >= 0:
        known = (giver == knower) | (taker == knower)
        order = np.argsort(~known, axis=1, kind="stable")
        seen = [np.take_along_axis(np.where(known, part, -1).astype(part.dtype), order, axis=1) for part in flight]
        assert (found == ahead(broken_ahead.plain, seen, -1)).all()
        assert (found != ahead(broken_ahead.plain, flight, -1)).any()


def test_traced_formulas_let_go_of_the_worlds_that_they_were_traced_on():
    model = ensemble("one_lesson")
    worlds = ordered(model.worlds)
    kept = weakref.ref(worlds.memo.setdefault("probe", Probe()))
    for seat, table in enumerate(tables(worlds.cast)):
        plan(worlds.cast, seat).kept.clear()
        assert reckon(view(worlds, seat), table, prospect=True) is not None
    graphs = [weakref.ref(one) for one in gc.get_objects() if isinstance(one, Graph)]
    del worlds, model
    gc.collect()
    assert kept() is None
    assert not [one for one in graphs if one() is not None]


class Probe:
    """Something that is alive as long as what holds it."""


def test_a_formula_that_cannot_be_traced_is_left_to_numpy(monkeypatch):
    monkeypatch.setattr(steps, "legal", lambda worlds, table: float(worlds.price))
    model = ensemble("one_lesson")
    worlds = ordered(model.worlds)
    plan(worlds.cast, 0).kept.clear()
    assert reckon(view(worlds, 0), tables(worlds.cast)[0], prospect=True) is None
    plan(worlds.cast, 0).kept.clear()
