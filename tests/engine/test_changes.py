"""Changes: by loops and by NumPy, stage after stage, and against what they say they do."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import arrays, opened

from diplogame.compiled import FEW, SWITCH
from diplogame.noise import grid
from diplogame.world.changes import Changes
from diplogame.world.fields import FIELDS

SIZE = FEW + 3


def noted(changes, seed):
    """All kinds of changes at once, with rows that meet, and values that leave the range."""
    chance = np.random.default_rng(seed)
    size = changes.worlds.size
    for name in ("stability", "price", "relation", "hotline", "sessions", "p_due", "d_size", "truce"):
        shape = getattr(changes.worlds, name).shape
        for _ in range(3):
            rows = chance.integers(size, size=60)
            index = [chance.integers(length, size=60) for length in shape[1:]]
            if name != "price":
                changes.set(name, chance.integers(0, 9, size=60), rows, *index)
            changes.add(name, chance.normal(0.0, 20.0, size=60), rows, *index)
            changes.add(name, 0.75, rows[:7], *(part[:7] for part in index))
    changes.add_all("relation", chance.normal(size=changes.worlds.relation.shape))
    changes.add_all("price", chance.normal(0, 200, size=size))
    changes.add_all("economy", chance.normal(0, 50, size=changes.worlds.economy.shape))
    changes.add_all("economy", chance.normal(0, 50, size=changes.worlds.economy.shape))
    changes.add_all("cooling", chance.integers(-3, 3, size=size))


def same(one, other):
    for name, array in arrays(one).items():
        assert array.dtype == getattr(other, name).dtype
        assert array.tobytes() == getattr(other, name).tobytes(), name


@pytest.fixture
def worlds():
    return opened("moscow_table", SIZE, 21)


def test_loops_and_numpy_agree(worlds, monkeypatch):
    found = []
    for switch in ("1", "0"):
        monkeypatch.setenv(SWITCH, switch)
        changes = Changes(worlds)
        for stage in range(3):
            noted(changes, stage)
            changes = changes.follow()
        found.append(changes.worlds)
    same(*found)


@pytest.mark.parametrize("switch", ["0", "1"])
def test_stage_after_stage_is_as_if_each_stood_alone(worlds, monkeypatch, switch):
    monkeypatch.setenv(SWITCH, switch)
    before = {name: array.copy() for name, array in arrays(worlds).items()}
    changes, alone = Changes(worlds), worlds
    for stage in range(4):
        noted(changes, stage)
        changes = changes.follow()
        once = Changes(alone)
        noted(once, stage)
        alone = once.result()
    same(changes.worlds, alone)
    assert changes.worlds.stability is not worlds.stability
    for name, array in before.items():
        assert (getattr(worlds, name) == array).all()


@pytest.mark.parametrize("switch", ["0", "1"])
def test_rows_add_up_on_the_grid_and_are_clipped_once(worlds, monkeypatch, switch):
    monkeypatch.setenv(SWITCH, switch)
    changes = Changes(worlds)
    rows, states = np.array([3, 3, 3, 5]), np.array([1, 1, 2, 0])
    amounts = np.array([70.3, -60.1, 1 / 3, -500.0])
    changes.add("stability", amounts, rows, states)
    new = changes.result()
    expected = worlds.stability.copy()
    expected[3, 1] += grid(70.3) + grid(-60.1)
    expected[3, 2] += grid(1 / 3)
    expected[5, 0] = 0.0
    assert worlds.stability[3, 1] + 70.3 > FIELDS["stability"].hi
    assert (new.stability == expected).all()


def test_what_was_noted_is_read_before_anything_is_written(worlds):
    """A value that is another field's own array does not change while the next stage is made."""
    everywhere = np.arange(worlds.size)
    changes = Changes(worlds)
    changes.add("backing", 1.0, everywhere)
    changes.add("congress", 2.0, everywhere)
    changes = changes.follow()
    backing, congress = changes.worlds.backing.copy(), changes.worlds.congress.copy()
    changes.add("congress", 0.5 * 1.0, everywhere)
    changes.add("backing", changes.worlds.congress, everywhere)
    changes.add("legitimacy", changes.worlds.backing, everywhere)
    legitimacy = changes.worlds.legitimacy.copy()
    new = changes.follow().worlds
    assert (new.backing == np.minimum(backing + congress, 100.0)).all()
    assert (new.legitimacy == np.minimum(legitimacy + backing, 100.0)).all()
