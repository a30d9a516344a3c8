"""Ensembles put together from parts, events put together late, and fields put as a whole."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import arrays, opened, played, quiet

from diplogame.course import step
from diplogame.minds.mind import Random
from diplogame.verbs.events import EVENT_FIELDS, EventLog, Later
from diplogame.world.changes import Changes


@pytest.fixture(scope="module")
def merged():
    """Ten worlds of which some have been played: in parts, and the same made whole."""
    before = opened("moscow_table", 10, 3)
    rows = np.array([1, 2, 5, 6, 8])
    after = played(before.take(rows), [Random()] * before.cast.n_states, 2)
    parts = before.merge(rows, after)
    whole = {name: array.copy() for name, array in arrays(before).items()}
    for name, array in whole.items():
        array[rows] = getattr(after, name)
    return parts, whole


@pytest.mark.parametrize("rows", [[0, 1, 2], [8, 0, 5, 5, 9], [1, 2, 5, 6, 8], [2, 1], [3, 0], [], list(range(10))])
def test_some_of_an_ensemble_in_parts_are_what_they_are_in_the_whole(merged, rows):
    parts, whole = merged
    some = parts.take(np.array(rows, dtype=np.intp))
    assert some.size == len(rows)
    assert (some.seeds == parts.seeds[rows]).all()
    assert some.turn == parts.turn
    for name, array in arrays(some).items():
        assert array.tobytes() == whole[name][rows].tobytes(), name


def test_events_are_put_together_when_they_are_read():
    worlds = opened("tutorial", 3, 1)
    done = step(worlds.replace({"ending": np.array([0, 1, 0], dtype=np.int16)}), quiet(worlds))
    assert isinstance(done.events, Later)
    made = []
    late = Later(lambda: made.append(1) or done.events)
    assert not made
    assert len(late) == len(done.events)
    assert (late.world == done.events.world).all()
    assert made == [1]
    assert set(np.unique(done.events.world)) <= {0, 2}
    with pytest.raises(AttributeError):
        late.colour  # noqa: B018 - the reading is what is tried


def test_events_read_late_hold_what_was_told_then():
    log = EventLog(4, 255)
    log.add("outcome", np.array([2, 0]), "hit", source=np.array([1, 3]), size=0.25)
    early = log.result()
    log.add("outcome", np.array([1]), "missed", source=2)
    assert list(early.world) == [0, 2]
    assert list(log.result().world) == [0, 1, 2]
    other = early.but(level=np.array([7, 8]))
    assert list(other.level) == [7, 8]
    for name in EVENT_FIELDS:
        if name != "level":
            assert (getattr(other, name) == getattr(early, name)).all()


def test_a_field_that_is_put_is_changed_by_nobody_else():
    worlds = opened("tutorial", 3, 1)
    changes = Changes(worlds)
    changes.put("seen_sd", np.full_like(worlds.seen_sd, 0.25))
    changes.add("price", 1.0, np.array([1]))
    new = changes.result()
    assert (new.seen_sd == 0.25).all()
    assert list(new.price - worlds.price) == [0, 1, 0]
    changes.add("seen_sd", 0.1, np.array([0]), 0, 0)
    with pytest.raises(ValueError, match="seen_sd: put as a whole"):
        changes.result()
