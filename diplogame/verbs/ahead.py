"""What will be left broken at some sites in the turns to come: the loop behind `repair.py`, and its NumPy version."""

from __future__ import annotations

import numpy as np

from diplogame.compiled import kernel
from diplogame.world.fields import Array


def hastened(quick: Array, engineers: Array) -> Array:
    """How many times faster repair goes at a radar or a mixer: ``quick`` times where engineers have turns of work left."""
    return np.asarray(1.0 + (quick - 1.0) * (engineers > 0))


def _plain(  # noqa: PLR0917 (Numba knows no keyword-only arguments)
    broken: Array, rates: Array, engineers: Array, quick: Array, most: float, flying: Array, due: Array, gain: Array, crews: Array, at_work: Array,
    first: int, found: Array,
) -> None:  # fmt: skip
    found[:, 0] = broken.mean(axis=1)
    for turn in range(found.shape[1] - 1):
        mended = rates * hastened(quick[:, None], engineers)
        engineers = np.maximum(engineers - 1.0, 0.0)
        lands = due == first + turn
        mended[flying] += (gain * lands).sum(axis=1)[:, None]
        engineers[flying] += at_work[:, None] * (crews & lands[:, :, None]).any(axis=1)
        broken = broken * np.maximum(1.0 - mended, 0.0)
        engineers = np.minimum(engineers, most)
        found[:, turn + 1] = broken.mean(axis=1)


@kernel(_plain)
def broken_ahead(  # noqa: PLR0917 (the same)
    broken: Array, rates: Array, engineers: Array, quick: Array, most: float, flying: Array, due: Array, gain: Array, crews: Array, at_work: Array,
    first: int, found: Array,
) -> None:  # fmt: skip
    """Fill ``found`` (worlds, turns + 1): the share of the sites that is broken now, and after each turn of repair.

    broken, rates, engineers: (worlds, sites) shares broken, shares mended a turn, turns of engineers' work left; quick (worlds or 1,): how many times
    faster engineers are; most: turns of work, at most; flying (some,): worlds with deliveries in flight; due, gain (some, deliveries): the turn in
    which each lands, what it mends at every site; crews (some, deliveries, sites) bool: engineers for a site; at_work (some or 1,): turns that they stay;
    first: the turn at hand.
    """
    worlds, sites = broken.shape
    row = 0
    left, work = np.empty(sites), np.empty(sites)
    for w in range(worlds):
        here = row < len(flying) and flying[row] == w
        speed = (quick[w] if len(quick) > 1 else quick[0]) - 1.0
        total = 0.0
        for s in range(sites):
            left[s], work[s] = broken[w, s], engineers[w, s]
            total += left[s]
        found[w, 0] = total / sites
        for turn in range(found.shape[1] - 1):
            fresh = 0.0
            if here:
                # Eight running sums side by side, as NumPy adds.
                lanes = np.zeros(8)
                n = due.shape[1]
                whole = n - n % 8
                for k in range(whole):
                    if due[row, k] == first + turn:
                        lanes[k % 8] += gain[row, k]
                fresh = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + (
                    (lanes[4] + lanes[5]) + (lanes[6] + lanes[7])
                )
                for k in range(whole, n):
                    if due[row, k] == first + turn:
                        fresh += gain[row, k]
            total = 0.0
            for s in range(sites):
                mended = rates[w, s] * (1.0 + (speed if work[s] > 0.0 else 0.0)) + fresh
                work[s] = max(work[s] - 1.0, 0.0)
                if here:
                    for k in range(due.shape[1]):
                        if due[row, k] == first + turn and crews[row, k, s]:
                            work[s] += at_work[row] if len(at_work) > 1 else at_work[0]
                            break
                left[s] = left[s] * max(1.0 - mended, 0.0)
                work[s] = min(work[s], most)
                total += left[s]
            found[w, turn + 1] = total / sites
        row += here


__all__ = ["broken_ahead", "hastened"]
