"""The ledger of promises as it is known: counts over its rows, of which a seat sees those that are no secret and its own.

A view's own tables of promises are made for who reads them row by row; who only counts is served here, without making them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from diplogame.compiled import kernel, part
from diplogame.world.axes import FAVOURS
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once_for_few

OPEN, KEPT, BROKEN = 1, 2, 3
"""States of a promise."""
DUE, HELD, CLAIMS = range(3)
"""What is counted of each state: what it has to keep this turn; its open promises to hold back; favours that are open to it."""
RESTRAINT, NO_STRIKE, KINDS = FAVOURS.index("restraint"), FAVOURS.index("no_strike"), len(FAVOURS)
NOBODY = -2
"""Knows as much as there is to know."""


Ledger = tuple[Array, Array, Array, Array, Array, Array]
"""State, kind, giver, taker, when due, whether secret: (worlds, promises) each."""


def ledger(worlds: Worlds) -> tuple[Ledger, int]:
    """All promises, and who asks: of them it knows those alone that are `seen` by it."""
    rows = worlds.truth
    found = rows.p_state, rows.p_kind, rows.p_from, rows.p_to, rows.p_due, rows.p_secret
    return found, NOBODY if worlds.knower is None else worlds.knower


def seen(giver: Array, taker: Array, secret: Array, knower: int) -> Array:
    """Bool: which rows are known to a state."""
    return np.asarray((knower == NOBODY) | (secret == 0) | (giver == knower) | (taker == knower))


@part
def known(giver: int, taker: int, secret: int, knower: int) -> bool:
    """The same of one row."""
    return (knower == NOBODY) | (secret == 0) | (giver == knower) | (taker == knower)


@once_for_few()
def owed(worlds: Worlds) -> Array:
    """(worlds, states, 3) int16: how many promises are DUE from each state, hold it back (HELD), and are open to it (CLAIMS), as far as is known."""
    found = np.zeros((worlds.size, worlds.cast.n_states, 3), dtype=np.int16)
    _owed.at(worlds.size)(*ledger(worlds), worlds.turn, found)
    return found


def _owed_plain(promises: Ledger, knower: int, turn: int, found: Array) -> None:
    """Count in ``found`` (worlds, states, 3), which holds zeros."""
    state, kind, giver, taker, due, secret = promises
    w, row = np.nonzero((state == OPEN) & seen(giver, taker, secret, knower))
    kind, giver, taker, due = (part[w, row] for part in (kind, giver, taker, due))
    for column, who, counts in (
        (DUE, giver, due <= turn),
        (HELD, giver, (kind == RESTRAINT) | (kind == NO_STRIKE)),
        (CLAIMS, taker, kind < KINDS),
    ):
        some = np.flatnonzero(counts & (who >= 0))
        np.add.at(found[:, :, column], (w[some], who[some]), 1)


@kernel(_owed_plain)
def _owed(promises: Ledger, knower: int, turn: int, found: Array) -> None:
    state, kind, giver, taker, due, secret = promises
    for w in range(state.shape[0]):
        for row in range(state.shape[1]):
            if state[w, row] != OPEN:
                continue
            one, other = giver[w, row], taker[w, row]
            if not known(one, other, secret[w, row], knower):
                continue
            if one >= 0:
                found[w, one, DUE] += due[w, row] <= turn
                found[w, one, HELD] += kind[w, row] == RESTRAINT or kind[w, row] == NO_STRIKE
            if other >= 0:
                found[w, other, CLAIMS] += kind[w, row] < KINDS


def code(giver: Any, taker: Any, kind: Any) -> Any:
    """One number for who promised what to whom: NumPy's arrays of any shape, or single numbers."""
    return (giver * 64 + taker) * 64 + kind


_code = part(code)


def given(worlds: Worlds, where: Array, codes: Array, since: Array) -> Array:
    """(rows, asked) int16: how many promises that have a code are open or were kept, in the worlds ``where`` (rows,), as far as is known. codes:
    (rows or 1, asked); since (worlds or 1,): the turn from which on they fell due.
    """
    found = np.zeros((len(where), codes.shape[1]), dtype=np.int16)
    _given.at(worlds.size)(*ledger(worlds), since, where, codes, found)
    return found


def given_plain(promises: Ledger, knower: int, since: Array, where: Array, codes: Array, found: Array) -> None:
    """Count in ``found``, which holds zeros."""
    state, kinds, givers, takers, due, secret = promises
    first = (since[where] if len(since) > 1 else since)[:, None]
    holds = (state[where] == OPEN) | (state[where] == KEPT)
    at, row = np.nonzero(holds & (due[where] >= first) & seen(givers[where], takers[where], secret[where], knower))
    w, mine = where[at], at if len(codes) > 1 else np.zeros_like(at)
    held = code(*(part[w, row].astype(np.int64) for part in (givers, takers, kinds)))
    np.add.at(found, at, (held[:, None] == codes[mine]).astype(found.dtype))


@kernel(given_plain)
def _given(promises: Ledger, knower: int, since: Array, where: Array, codes: Array, found: Array) -> None:
    state, kinds, givers, takers, due, secret = promises
    for i in range(len(where)):
        w, mine = where[i], i if len(codes) > 1 else 0
        first = since[w] if len(since) > 1 else since[0]
        for row in range(state.shape[1]):
            holds = state[w, row]
            if not ((holds == OPEN) | (holds == KEPT)) or due[w, row] < first:
                continue
            one, other = givers[w, row], takers[w, row]
            if known(one, other, secret[w, row], knower):
                held = _code(one, other, kinds[w, row])
                for k in range(codes.shape[1]):
                    found[i, k] += held == codes[mine, k]


__all__ = [
    "BROKEN", "CLAIMS", "DUE", "HELD", "KEPT", "NOBODY", "OPEN", "Ledger", "code", "given", "given_plain", "known", "ledger", "owed", "seen"
]  # fmt: skip
