"""Promises are counted as a seat knows them: as its own tables have them, row by row, whether a loop counts or NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import opened

from diplogame import compiled
from diplogame.compiled import FEW, SWITCH
from diplogame.world import promises
from diplogame.world.axes import FAVOURS, PROMISES
from diplogame.world.promises import CLAIMS, DUE, HELD, KEPT, OPEN
from diplogame.world.views import view

SIZE = FEW + 30
TURN = 7


def ledgers(seed=3):
    """Worlds with all kinds of promises, open, kept and broken, secret and known, and empty rows."""
    chance, shape = np.random.default_rng(seed), (SIZE, PROMISES)
    worlds = opened("moscow_table", SIZE, 1)
    n = worlds.cast.n_states
    giver = chance.integers(-1, n, shape)
    found = {
        "p_state": chance.integers(0, 4, shape) * (giver >= 0),
        "p_kind": np.where(giver >= 0, chance.integers(0, len(FAVOURS) + 3, shape), -1),
        "p_from": giver,
        "p_to": np.where(giver >= 0, (giver + chance.integers(1, n, shape)) % n, -1),
        "p_due": chance.integers(TURN - 6, TURN + 4, shape),
        "p_secret": chance.random(shape) < 0.5,
    }
    return worlds.replace({"turn": TURN, **{name: value.astype(np.int16) for name, value in found.items()}})


def known(worlds, observer):
    """The worlds themselves, or as a seat has them."""
    return worlds if observer is None else view(worlds, observer).world


OBSERVERS = (None, 0, 1, 5)


@pytest.fixture(params=("1", "0"), ids=("loops", "NumPy"))
def way(request, monkeypatch):
    """By loops, which must not have been given up for NumPy, or by NumPy."""
    monkeypatch.setattr(compiled._State, "on", True)
    monkeypatch.setenv(SWITCH, request.param)
    yield
    for loop in (promises._owed, promises._given):
        assert (loop.at(SIZE) == loop.plain) == (request.param == "0")


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("observer", OBSERVERS)
def test_what_is_owed_is_what_the_rows_say(observer):
    seen = known(ledgers(), observer)
    found, stands = promises.owed(seen), seen.p_state == OPEN
    holding = (seen.p_kind == FAVOURS.index("restraint")) | (seen.p_kind == FAVOURS.index("no_strike"))
    for state in range(seen.cast.n_states):
        mine = stands & (seen.p_from == state)
        assert (found[:, state, DUE] == (mine & (seen.p_due <= TURN)).sum(axis=1)).all()
        assert (found[:, state, HELD] == (mine & holding).sum(axis=1)).all()
        favours = stands & (seen.p_to == state) & (seen.p_kind < len(FAVOURS))
        assert (found[:, state, CLAIMS] == favours.sum(axis=1)).all()
    assert found.any(axis=(0, 1)).all()


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("observer", OBSERVERS)
@pytest.mark.parametrize("alike", [True, False])
def test_what_was_given_is_what_the_rows_say(observer, alike):
    """For questions that are the same in all worlds, and for others in each; since a turn that is the same in all, and not."""
    seen, chance = known(ledgers(), observer), np.random.default_rng(8)
    where = np.arange(SIZE) if alike else chance.integers(0, SIZE, 200)
    shape = (1 if alike else len(where), 40)
    giver, taker, kind = (chance.integers(0, n, shape) for n in (seen.cast.n_states,) * 2 + (len(FAVOURS),))
    since = np.array([TURN - 3.0]) if alike else chance.integers(TURN - 5, TURN + 2, SIZE).astype(float)
    found = promises.given(seen, where, promises.code(giver, taker, kind), since)
    counts = ((seen.p_state == OPEN) | (seen.p_state == KEPT)) & (seen.p_due >= since[:, None])

    def rows(name):
        return getattr(seen, name)[where][:, None]

    want = counts[where][:, None] & (rows("p_kind") == kind[..., None])
    want &= (rows("p_from") == giver[..., None]) & (rows("p_to") == taker[..., None])
    assert (found == want.sum(axis=2)).all()
    assert found.max() > 0


def test_a_seat_knows_less_than_there_is():
    worlds = ledgers()
    assert (promises.owed(known(worlds, 2)) <= promises.owed(worlds)).all()
    assert (promises.owed(known(worlds, 2)) < promises.owed(worlds)).any()
