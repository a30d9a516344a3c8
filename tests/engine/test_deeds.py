"""What orders do by their rows of effects: what is laid out once for a table adds what each effect says, by loops and by NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import opened, ordered, played

from diplogame.compiled import FEW, SWITCH
from diplogame.course import assemble, decide, observe
from diplogame.minds.mind import Random
from diplogame.noise import grid
from diplogame.orders.table import joined
from diplogame.turn import deeds
from diplogame.turn.stages import amount_of
from diplogame.verbs.lens import RowLens
from diplogame.verbs.verb import verbs

SIZE = FEW + 20


@pytest.fixture(scope="module")
def turn():
    worlds = opened("moscow_table", SIZE, 5)
    worlds = ordered(played(worlds, [Random()] * worlds.cast.n_states, 4))
    return worlds, assemble(worlds, [decide(observe(worlds, seat), Random()) for seat in range(worlds.cast.n_states)])


def spread(worlds, acts, formulas, table=None):
    found = deeds.deeds_of(worlds, acts.rows.origin[0])
    order = acts.rows.origin[1]
    rank, fresh = np.arange(len(order))[::-1].copy(), np.linspace(0.5, 1.0, len(order))
    numbers = worlds.numbers.table if table is None else table
    return deeds.spread.at(worlds.size)(
        order, acts.world, rank, fresh, formulas, found.first, found.entries, found.scale, found.width, numbers
    )


@pytest.mark.parametrize("differ", [False, True])
def test_loops_and_numpy_agree(turn, monkeypatch, differ):
    worlds, acts = turn
    luck = np.random.default_rng(2)
    formulas = luck.normal(size=(20, len(acts.rows)))
    table = luck.normal(size=(worlds.size, worlds.numbers.table.shape[1])) if differ else None
    compiled = laid_out(spread(worlds, acts, formulas, table))
    monkeypatch.setenv(SWITCH, "0")
    plain = laid_out(spread(worlds, acts, formulas, table))
    assert compiled.keys() == plain.keys()
    assert sum(len(spots) for spots, _ in plain.values()) > 2 * len(acts.rows)
    for name, (spots, amounts) in plain.items():
        assert len(np.unique(spots)) == len(spots)
        order = np.argsort(compiled[name][0])
        assert (compiled[name][0][order] == spots).all()
        assert compiled[name][1][order].tobytes() == amounts.tobytes()


def laid_out(found):
    begin, end, spots, amounts = found
    return {
        name: (spots[start:stop], amounts[start:stop])
        for name, start, stop in zip(deeds.NAMES, begin, end, strict=True)
        if stop > start
    }


def test_orders_that_people_think_of_are_laid_out_behind_the_others(turn):
    worlds, acts = turn
    rows = acts.rows.origin[0]
    deeds.deeds_of(worlds, rows)
    for own in (rows.take(np.array([7, 200])), rows.take(np.array([30]))):
        longer = joined([rows, own])
        found, whole = deeds.deeds_of(worlds, longer), deeds._deeds(worlds, longer)
        assert found is deeds.deeds_of(worlds, longer)
        assert found.formulas == whole.formulas
        for name in ("group", "price", "verb", "stage", "first", "entries", "scale", "width"):
            assert np.array_equal(getattr(found, name), getattr(whole, name)), name


def test_every_effect_is_added_where_it_aims(turn):
    """Against each effect of each order by itself, state by state."""
    worlds, acts = turn
    cast, known = worlds.cast, verbs()
    wanted = {}
    table = deeds.deeds_of(worlds, acts.rows.origin[0])
    formulas = np.zeros((20, len(acts.rows)))
    fresh = np.linspace(0.5, 1.0, len(acts.rows))
    for k in range(0, len(acts.rows), 3):
        row, world = acts.rows.take(np.array([k])), acts.world[k : k + 1]
        lens, named = RowLens(worlds, world, row, fresh[k : k + 1]), known[int(row.verb[0])]
        for effect in named.effects:
            if effect.expected or effect.delay:
                continue
            amount = np.broadcast_to(amount_of(effect, lens), 1)
            if effect in table.formulas[int(row.verb[0])]:
                place = list(table.formulas[int(row.verb[0])]).index(effect)
                formulas[place, len(acts.rows) - 1 - k] = amount[0] / (fresh[k] if effect.fades else 1.0)
            first, _, second = effect.who.partition(">")
            sides = [[()] if not one else [(i,) for i in who(cast, one, row)] for one in (first, second)]
            for one in sides[0]:
                for other in sides[1]:
                    if len({*one, *other}) == len(one) + len(other):
                        spot = (int(world[0]), *one, *other)
                        whole = wanted.setdefault(effect.field, np.zeros(getattr(worlds, effect.field).shape))
                        whole[spot] += grid(amount)[0]
    some = acts.take(np.arange(0, len(acts.rows), 3))
    found = laid_out(deeds.spread.at(1)(
        some.rows.origin[1], some.world, len(acts.rows) - 1 - np.arange(0, len(acts.rows), 3), fresh[::3].copy(), formulas,
        table.first, table.entries, table.scale, table.width, worlds.numbers.table,
    ))  # fmt: skip
    assert found.keys() == wanted.keys()
    for name, (where, what) in found.items():
        total = np.bincount(where, weights=what, minlength=wanted[name].size)
        assert total == pytest.approx(wanted[name].reshape(-1), abs=2e-4), name


def who(cast, name, row):
    """The indices that one half of an effect's ``who`` names in an order."""
    if name in ("actor", "target", "second", "p0"):
        return [i for i in getattr(row, name).tolist() if i >= 0]
    if name == "arabs":
        return np.flatnonzero(cast.arabs).tolist()
    return [getattr(cast, name)]
