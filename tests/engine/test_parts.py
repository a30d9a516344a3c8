"""Ensembles put together from parts, events put together late, and fields put as a whole."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import arrays, opened, played, quiet

from diplogame.course import decide, finish, observe, step
from diplogame.minds.mind import Random
from diplogame.verbs.events import EVENT_FIELDS, EventLog, Later
from diplogame.world.changes import Changes
from diplogame.world.lazy import staged


@pytest.fixture(scope="module")
def merged():
    """Ten worlds of which some have been played, and of those some again: in parts, and the same made whole."""
    parts = opened("moscow_table", 10, 3)
    whole = {name: array.copy() for name, array in arrays(parts).items()}
    for rows in ([1, 2, 5, 6, 8], [2, 5, 8]):
        after = played(parts.take(np.array(rows)), [Random()] * parts.cast.n_states, 2)
        parts = parts.merge(np.array(rows), after)
        for name, array in whole.items():
            array[rows] = getattr(after, name)
    return parts, whole


@pytest.mark.parametrize(
    "rows", [[0, 1, 2], [8, 0, 5, 5, 9], [1, 2, 5, 6, 8], [2, 5, 8], [5, 2], [6, 1], [3, 0], [], list(range(10))]
)
def test_some_of_an_ensemble_in_parts_are_what_they_are_in_the_whole(merged, rows):
    parts, whole = merged
    some = parts.take(np.array(rows, dtype=np.intp))
    assert some.size == len(rows)
    assert (some.seeds == parts.seeds[rows]).all()
    assert some.turn == parts.turn
    for name, array in arrays(some).items():
        assert array.tobytes() == whole[name][rows].tobytes(), name


def test_all_worlds_as_they_lie_are_taken_and_merged_without_a_copy(merged):
    parts, _ = merged
    everything = np.arange(10)
    assert parts.take(everything) is parts
    assert parts.take(everything[::-1]) is not parts
    other = opened("moscow_table", 10, 4)
    assert parts.merge(everything, other) is other


@pytest.mark.parametrize("rows", [[0, 2, 3], [0, 1, 2, 3]])
def test_a_turn_writes_over_its_stage_where_that_is_a_copy_and_nothing_else(rows):
    before = opened("moscow_table", 4, 3)
    kept = {name: array.copy() for name, array in arrays(before).items()}
    stage = staged(before, np.array(rows), 1)
    alone = before.take(np.array(rows)).replace({"turn": 1})
    assert stage.spare == (len(rows) < 4)
    minds = [Random()] * before.cast.n_states
    choices = [decide(observe(stage, seat), mind) for seat, mind in enumerate(minds)]
    done, other = (finish(before, some, np.array(rows), choices) for some in (stage, alone))
    for name, array in kept.items():
        assert array.tobytes() == getattr(before, name).tobytes(), name
        assert getattr(done.worlds, name).tobytes() == getattr(other.worlds, name).tobytes(), name
    assert (stage.capital is done.worlds.take(np.array(rows)).capital) == stage.spare


def _some():
    return opened("moscow_table", 5, 3).take(np.array([0, 2, 3]))


@pytest.mark.parametrize(
    "held", [_some, lambda: opened("moscow_table", 5, 3).merge(np.array([1, 2, 4]), _some())], ids=["taken", "parted"]
)
def test_a_turn_of_some_worlds_leaves_them_to_who_holds_them(held):
    """Worlds that were taken from others, or are a part of others, are copied out already; but not for this turn."""
    before = held()
    parts = before.parts if hasattr(before, "parts") else (before,)
    rows = np.arange(before.size) if len(parts) == 1 else np.array([1, 2, 4])
    kept = {name: array.copy() for name, array in arrays(parts[-1]).items()}
    minds = [Random()] * before.cast.n_states
    assert not staged(before, rows, before.turn + 1).spare
    step(before, minds)
    for name, array in kept.items():
        assert array.tobytes() == getattr(parts[-1], name).tobytes(), name


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
