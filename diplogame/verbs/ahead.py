"""What will be left broken at some sites in the turns to come: the loop behind `repair.py`, and its NumPy version."""

from __future__ import annotations

import numpy as np

from diplogame.compiled import kernel
from diplogame.world.fields import Array


def hastened(quick: Array, engineers: Array) -> Array:
    """How many times faster repair goes at a radar or a mixer: ``quick`` times where engineers have turns of work left."""
    return np.asarray(1.0 + (quick - 1.0) * (engineers > 0))


def _plain(  # noqa: PLR0917 (Numba knows no keyword-only arguments)
    broken: Array, rates: Array, engineers: Array, quick: Array, most: float, kind: Array, giver: Array, taker: Array, due: Array, size: Array,
    knower: int, gains: Array, here: int, crew: int, sites: Array, at_work: Array, first: int, found: Array,
) -> None:  # fmt: skip
    # The rows that are known, moved up: sums are taken in that order. Few worlds have anything in flight.
    seen = (giver == knower) | (taker == knower) if knower >= 0 else np.ones(kind.shape, dtype=bool)
    flying = np.flatnonzero((seen & (kind >= 0)).any(axis=1))
    order = np.argsort(~seen[flying], axis=1, kind="stable")
    kind, taker, due, size, seen = (
        np.take_along_axis(part[flying], order, axis=1) for part in (kind, taker, due, size, seen)
    )
    kind = np.where(seen, kind, -1)
    due = np.where(kind >= 0, np.maximum(due, first), first - 1)
    each = np.broadcast_to(gains, (len(broken), gains.shape[1]))[flying]
    gain = size * np.take_along_axis(each, np.maximum(kind, 0), axis=1) * (taker == here)
    crews = (kind == crew)[:, :, None] & (size[:, :, None] == sites)
    stay = np.broadcast_to(at_work, len(broken))[flying]
    found[:, 0] = broken.mean(axis=1)
    for turn in range(found.shape[1] - 1):
        mended = rates * hastened(quick[:, None], engineers)
        engineers = np.maximum(engineers - 1.0, 0.0)
        lands = due == first + turn
        mended[flying] += (gain * lands).sum(axis=1)[:, None]
        engineers[flying] += stay[:, None] * (crews & lands[:, :, None]).any(axis=1)
        broken = broken * np.maximum(1.0 - mended, 0.0)
        engineers = np.minimum(engineers, most)
        found[:, turn + 1] = broken.mean(axis=1)


@kernel(_plain)
def broken_ahead(  # noqa: PLR0917 (the same)
    broken: Array, rates: Array, engineers: Array, quick: Array, most: float, kind: Array, giver: Array, taker: Array, due: Array, size: Array,
    knower: int, gains: Array, here: int, crew: int, sites: Array, at_work: Array, first: int, found: Array,
) -> None:  # fmt: skip
    """Fill ``found`` (worlds, turns + 1): the share of the sites that is broken now, and after each turn of repair.

    broken, rates, engineers: (worlds, sites) shares broken, shares mended a turn, turns of engineers' work left; quick (worlds or 1,): how many times
    faster engineers are; most: turns of work, at most. kind, giver, taker, due, size (worlds, deliveries): what is in flight, -1 nothing; of that the
    rows that ``knower`` sends or is sent are known, all of them where it is below 0. gains (worlds or 1, goods): what a unit of each mends at every
    site when it lands with the state ``here``; crew: the good that is engineers for the site (``sites``) of that size; at_work (worlds or 1,): turns
    that they stay; first: the turn at hand, with which lands what is late.
    """
    worlds, n_sites, rows = broken.shape[0], broken.shape[1], kind.shape[1]
    left, work = np.empty(n_sites), np.empty(n_sites)
    lands, gain, crews = np.empty(rows, np.int64), np.empty(rows), np.empty(rows)
    lanes = np.empty(8)
    for w in range(worlds):
        speed = (quick[w] if len(quick) > 1 else quick[0]) - 1.0
        known, flying = 0, False
        for row in range(rows):
            if knower < 0 or giver[w, row] == knower or taker[w, row] == knower:
                what = kind[w, row]
                flying = flying or what >= 0
                lands[known] = max(due[w, row], first) if what >= 0 else first - 1
                each = gains[w if len(gains) > 1 else 0, what] if what >= 0 and taker[w, row] == here else 0.0
                gain[known] = size[w, row] * each
                crews[known] = size[w, row] if what == crew else -1.0
                known += 1
        total = 0.0
        for s in range(n_sites):
            left[s], work[s] = broken[w, s], engineers[w, s]
            total += left[s]
        found[w, 0] = total / n_sites
        for turn in range(found.shape[1] - 1):
            fresh = 0.0
            if flying:
                # Eight running sums side by side, as NumPy adds.
                lanes[:] = 0.0
                whole = rows - rows % 8
                for k in range(min(known, whole)):
                    if lands[k] == first + turn:
                        lanes[k % 8] += gain[k]
                fresh = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + (
                    (lanes[4] + lanes[5]) + (lanes[6] + lanes[7])
                )
                for k in range(whole, known):
                    if lands[k] == first + turn:
                        fresh += gain[k]
            total = 0.0
            for s in range(n_sites):
                mended = rates[w, s] * (1.0 + (speed if work[s] > 0.0 else 0.0)) + fresh
                work[s] = max(work[s] - 1.0, 0.0)
                if flying:
                    for k in range(known):
                        if lands[k] == first + turn and crews[k] == sites[s]:
                            work[s] += at_work[w] if len(at_work) > 1 else at_work[0]
                            break
                left[s] = left[s] * max(1.0 - mended, 0.0)
                work[s] = min(work[s], most)
                total += left[s]
            found[w, turn + 1] = total / n_sites


__all__ = ["broken_ahead", "hastened"]
