"""Nobody sees through the fog: what a seat cannot know leaves no trace in what it sees, is asked, may order, expects or decides."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import arrays, ordered, random_states
from hypothesis import given, settings
from hypothesis import strategies as st

from diplogame.minds.answers import chances
from diplogame.minds.appraisal import appraise
from diplogame.minds.mind import GoalSeeking
from diplogame.turn.slots import asked
from diplogame.verbs.options import costs, legal, tables, why_not
from diplogame.world.fields import FIELDS, See
from diplogame.world.imagine import imagine
from diplogame.world.views import view

HIDDEN = sorted(name for name, spec in FIELDS.items() if spec.see is not See.PUBLIC)
PROMISE = ("p_kind", "p_from", "p_to", "p_due", "p_state", "p_secret")
DELIVERY = ("d_kind", "d_from", "d_to", "d_due", "d_size")


def hidden(worlds, seat, name):
    """(worlds, ...) bool: what of a field the seat must not know. Written down here once more, apart from the views."""
    value, cast, spec = getattr(worlds, name), worlds.cast, FIELDS[name]
    mask = np.ones(value.shape, dtype=bool)
    match spec.see:
        case See.OWN | See.BELIEF:
            mask[:, seat] = False
        case See.BOTH:
            mask[:, seat] = False
            mask[:, :, seat] = False
        case See.DEFENDER | See.STRIKER | See.SUPPLIER:
            mask[:] = seat != getattr(cast, spec.see.value)
        case See.ALLIES:
            mask[:] = seat not in (cast.defender, cast.supplier)
        case See.HIDDEN if name == "integrity":
            mask[:, cast.owner == seat] = False
        case See.HIDDEN if name in ("paper", "paper_by", "conceded"):
            party = (worlds.table > 0) & ((worlds.seated[:, seat] > 0) | (worlds.host == seat))
            if seat == cast.striker:
                # A ceasefire may be shuttled to it.
                party |= (worlds.table > 0) & (worlds.paper == 0)
            mask[party] = False
        case See.HIDDEN if name in PROMISE:
            mask = (worlds.p_secret != 0) & (worlds.p_from != seat) & (worlds.p_to != seat)
        case See.HIDDEN if name in DELIVERY:
            mask = (worlds.d_from != seat) & (worlds.d_to != seat)
    return mask


def other_value(name, seat, worlds, old, draw):
    """Something else that the field may hold, without handing the seat what it was no party to."""
    spec = FIELDS[name]
    if name in ("p_from", "p_to", "d_from", "d_to"):
        return draw(st.sampled_from([i for i in range(-1, worlds.cast.n_states) if i != seat]))
    if name == "p_secret":
        return 1
    if name == "paper":
        # A paper 0 would be shuttled to the striker, which makes it known.
        return draw(st.sampled_from([-1, *range(1, 28)]))
    if name in ("p_kind", "d_kind", "offer_give", "offer_get", "paper_by"):
        return draw(st.integers(-1, 7))
    if spec.dtype == "i2":
        return draw(st.integers(int(max(spec.lo, -99)), int(min(spec.hi, 60))))
    return draw(st.floats(spec.lo, spec.hi, width=32))


def told(worlds, seat):
    """All that the seat is shown or can work out, as bytes."""
    seen = view(worlds, seat)
    table = tables(worlds.cast)[seat]
    found = {f"view.{name}": value.tobytes() for name, value in arrays(seen.world).items()}
    found["asked"] = asked(seen.world)[:, seat].tobytes()
    found["legal"] = legal(seen.world, table).tobytes()
    found["costs"] = costs(seen.world, table.rows, table.groups).tobytes()
    found["why_not"] = repr([why_not(seen.world, table.rows, table.groups, k) for k in range(len(table))]).encode()
    weighed = appraise(seen)
    found["value"] = weighed.value.tobytes()
    for name, part in weighed.considerations.items():
        found[f"consideration.{name}"] = part.tobytes()
    # What is not asked may be worked out for a question that nobody put: only what stands to be answered is shown.
    found["chances"] = (chances(seen) * asked(seen.world)[:, seat]).tobytes()
    choice = GoalSeeking().choose(seen, table)
    found["choice"] = choice.picks.tobytes() + choice.answers.tobytes()
    futures = imagine(seen, np.arange(worlds.size * 2))
    for name, value in arrays(futures).items():
        found[f"imagined.{name}"] = value.tobytes()
    return found


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_is_hidden_leaves_no_trace(data):
    states = random_states()
    worlds = ordered(states[data.draw(st.integers(0, len(states) - 1), label="state")])
    seat = data.draw(st.integers(0, worlds.cast.n_states - 1), label="seat")
    names = data.draw(st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=3, unique=True), label="fields")
    world = data.draw(st.integers(0, worlds.size - 1), label="world")
    changed = {}
    for name in names:
        spots = np.flatnonzero(hidden(worlds, seat, name)[world].reshape(-1))
        if not len(spots):
            continue
        value = getattr(worlds, name).copy()
        flat = value[world : world + 1].reshape(-1)
        for spot in data.draw(
            st.lists(st.sampled_from(spots.tolist()), min_size=1, max_size=4, unique=True), label=f"{name} at"
        ):
            flat[spot] = other_value(name, seat, worlds, flat[spot], data.draw)
        value[world] = flat.reshape(value[world].shape)
        changed[name] = value
    before, after = told(worlds, seat), told(worlds.replace(changed), seat)
    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize("name", HIDDEN)
def test_whoever_may_know_does(name):
    """Every hidden array is seen by somebody in some state, or by nobody at all: then nobody's view moves with it."""
    nobody = {"lobbied"}
    moved = False
    for worlds in map(ordered, random_states()):
        for seat in range(worlds.cast.n_states):
            mask = ~hidden(worlds, seat, name)
            if not mask.any():
                continue
            value = getattr(worlds, name).copy()
            value[mask] = np.where(value[mask] == FIELDS[name].lo, FIELDS[name].hi, FIELDS[name].lo).astype(value.dtype)
            one, two = (getattr(view(w, seat).world, name) for w in (worlds, worlds.replace({name: value})))
            moved |= one.tobytes() != two.tobytes()
        if moved:
            break
    assert moved != (name in nobody)


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_what_everybody_knows_has_arrays_like_the_worlds(turn):
    worlds = random_states()[3].replace({"turn": turn})
    for name, value in arrays(view(worlds, 0).world.common).items():
        truth = getattr(worlds, name)
        assert (value.dtype, value.shape) == (truth.dtype, truth.shape), name
        assert FIELDS[name].see is not See.PUBLIC or (value == truth).all(), name


def test_luck_cannot_be_foreseen():
    worlds = ordered(random_states()[3])
    for seat in range(worlds.cast.n_states):
        assert not view(worlds, seat).world.seeds.any()
    assert len({view(worlds, seat).luck.keys.tobytes() for seat in range(worlds.cast.n_states)}) == worlds.cast.n_states
