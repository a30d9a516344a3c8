"""Swaps and promises that few worlds ask about: loops and NumPy agree, with each other and with what is worked out for all worlds."""

from __future__ import annotations

import numpy as np
import pytest
from test_promises import OBSERVERS, SIZE, TURN, known, ledgers

from diplogame import compiled
from diplogame.compiled import SWITCH
from diplogame.verbs import bargains
from diplogame.verbs.favours import favour_rows, least_will_at, swap_at, swap_value, will_to_keep
from diplogame.world.promises import OPEN

LOOPS = (bargains.sides, bargains.least_will)


def swept(worlds):
    """The same worlds with numbers that differ from world to world."""
    table = np.repeat(worlds.numbers.table, worlds.size, axis=0)
    table = table * np.random.default_rng(2).uniform(0.9, 1.1, table.shape)
    fields = {name: getattr(worlds.numbers, name) for name in worlds.numbers.__dataclass_fields__}
    given = {name: value for name, value in fields.items() if name not in ("differing", "kept")}
    return worlds.replace({"numbers": type(worlds.numbers)(**{**given, "table": table})})


@pytest.fixture(params=("1", "0"), ids=("loops", "NumPy"))
def way(request, monkeypatch):
    """By loops, which must not have been given up for NumPy, or by NumPy."""
    monkeypatch.setattr(compiled._State, "on", True)
    monkeypatch.setenv(SWITCH, request.param)
    yield
    for loop in LOOPS:
        assert (loop.at(SIZE) == loop.plain) == (request.param == "0")


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("vary", [False, True])
@pytest.mark.parametrize("observer", OBSERVERS)
def test_what_a_swap_is_worth_is_the_same_for_some_worlds_as_for_all(observer, vary):
    """For every favour of every state: to who offers it, and to who is asked (but for the tie)."""
    seen = known(swept(ledgers()) if vary else ledgers(), observer)
    n, where = seen.cast.n_states, np.random.default_rng(1).integers(0, SIZE, 50)
    for actor in range(n):
        rows = favour_rows(seen.cast, actor)
        target, give, get = (np.array([row[name] for row in rows]) for name in ("target", "give", "get"))
        mine, theirs = swap_value(seen, np.full(len(rows), actor), target, give, get)
        tie = seen.numbers.rule("swap_tie", 2) * seen.relation[:, target, actor]
        for k, other in enumerate(target):
            me, you = np.full(50, actor), np.full(50, other)
            one, two = (np.broadcast_to(part[k], (50, 1)) for part in (give, get))
            found = swap_at(seen, where, me, you, one, two, seen.trust[where, actor, other])
            assert (found[:, 0] == mine[where, k]).all()
            found = swap_at(seen, where, you, me, two, one, seen.trust[where, other, actor])
            assert (found[:, 0] + tie[where, k] == theirs[where, k]).all()


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("vary", [False, True])
@pytest.mark.parametrize("observer", OBSERVERS)
def test_of_several_promises_that_fall_due_the_least_will_counts(observer, vary):
    seen, where = known(swept(ledgers()) if vary else ledgers(), observer), np.r_[np.arange(SIZE), 5, 1]
    several = 0
    for state in range(seen.cast.n_states):
        found = least_will_at(seen, state, where)
        for k, w in enumerate(where):
            due = (seen.p_state[w] == OPEN) & (seen.p_from[w] == state) & (seen.p_due[w] <= TURN)
            taker = seen.p_to[w, due]
            worlds = np.full(len(taker), w)
            want = will_to_keep(
                lambda name, worlds=worlds: seen.numbers.rule_at(name, worlds),
                seen.trust[w, state, taker],
                seen.relation[w, state, taker],
                seen.escalation[worlds],
            )
            assert found[k] == want.min(initial=np.inf)
            several += len(set(taker.tolist())) > 1
    assert several
