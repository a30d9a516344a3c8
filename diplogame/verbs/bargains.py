"""The loops behind `favours.py`: what a swap is worth, and what a state would rather break, in the few worlds that ask; and their NumPy versions."""

from __future__ import annotations

import numpy as np

from diplogame.compiled import kernel
from diplogame.noise import halves
from diplogame.world.fields import Array
from diplogame.world.promises import KEPT, OPEN, Ledger, code, given_plain, known, seen


def side(keep: Array, value: Array, price: Array, gone: Array, come: Array) -> Array:
    """V = p_keep x what one gets - what one gives. The same favour again soon is worth half, and is as dear as both.

    ``gone``, ``come``: how often the same was given, and had, of late.
    """
    worth: Array = keep * value * halves(come) - price * (1 + gone)  # arrays, or what stands for them
    return worth


def will(base: Array, slope: Array, tie: Array, heat: Array, trust: Array, relation: Array, escalation: Array) -> Array:
    """The will to keep a promise, in logits, from the giver's trust in and regard for the taker; the first four are the rules' numbers."""
    found: Array = base + slope * trust + tie * relation - heat * np.maximum(escalation - 5.0, 0.0)
    return found


def _sides_plain(  # noqa: PLR0917 (Numba knows no keyword-only arguments)
    promises: Ledger, knower: int, since: Array, where: Array, me: Array, other: Array, give: Array, get: Array, trust: Array, base: Array, slope: Array,
    value: Array, price: Array, found: Array,
) -> None:  # fmt: skip
    who, whom, swaps, w = me[:, None], other[:, None], give.shape[1], where[:, None]
    both = np.zeros((len(where), 2 * swaps), dtype=np.int16)
    codes = np.concatenate([code(who, whom, give), code(whom, who, get)], axis=1)
    given_plain(promises, knower, since, where, codes, both)
    keep = (base[where] if len(base) > 1 else base) + (slope[where] if len(slope) > 1 else slope) * trust
    found[...] = side(keep[:, None], value[w, who, get], price[w, who, give], both[:, :swaps], both[:, swaps:])


@kernel(_sides_plain)
def sides(  # noqa: PLR0917 (the same)
    promises: Ledger, knower: int, since: Array, where: Array, me: Array, other: Array, give: Array, get: Array, trust: Array, base: Array, slope: Array,
    value: Array, price: Array, found: Array,
) -> None:  # fmt: skip
    """Fill ``found`` (rows, swaps): what swaps are worth to one of the two.

    knower, since: as `promises.given` has them. where, me, other, trust (rows,): worlds, states, the one's trust in the other; give, get (rows, swaps):
    favours. base, slope (worlds or 1,): of the chance that the other keeps its word; value, price (worlds, states, favours).
    """
    state, kind, giver, taker, due, secret = promises
    for i in range(len(where)):
        w, one, two = where[i], me[i], other[i]
        first = since[w] if len(since) > 1 else since[0]
        keep = (base[w] if len(base) > 1 else base[0]) + (slope[w] if len(slope) > 1 else slope[0]) * trust[i]
        for k in range(give.shape[1]):
            gone, half = 0, 1.0
            for row in range(state.shape[1]):
                holds = (state[w, row] == OPEN) | (state[w, row] == KEPT)
                if not holds or due[w, row] < first or not known(giver[w, row], taker[w, row], secret[w, row], knower):
                    continue
                if giver[w, row] == one and taker[w, row] == two and kind[w, row] == give[i, k]:
                    gone += 1
                if giver[w, row] == two and taker[w, row] == one and kind[w, row] == get[i, k]:
                    half *= 0.5
            found[i, k] = keep * value[w, one, get[i, k]] * half - price[w, one, give[i, k]] * (1.0 + gone)


def _least_plain(  # noqa: PLR0917 (the same)
    promises: Ledger, knower: int, turn: int, giver: int, where: Array, trust: Array, relation: Array, escalation: Array, base: Array, slope: Array,
    tie: Array, heat: Array, found: Array,
) -> None:  # fmt: skip
    state, _, givers, takers, due, secret = (part[where] for part in promises)
    falls = (state == OPEN) & (givers == giver) & (due <= turn) & seen(givers, takers, secret, knower)
    at, row = np.nonzero(falls)
    w, taker = where[at], np.maximum(takers[at, row], 0)
    base, slope, tie, heat = (part[w] if len(part) > 1 else part for part in (base, slope, tie, heat))
    found[...] = np.inf
    np.minimum.at(found, at, will(base, slope, tie, heat, trust[w, taker], relation[w, taker], escalation[w]))


@kernel(_least_plain)
def least_will(  # noqa: PLR0917 (the same)
    promises: Ledger, knower: int, turn: int, giver: int, where: Array, trust: Array, relation: Array, escalation: Array, base: Array, slope: Array,
    tie: Array, heat: Array, found: Array,
) -> None:  # fmt: skip
    """Fill ``found`` (rows,): the least `will` to keep one of the promises that fall due from ``giver`` in the worlds
    ``where`` (rows,); infinite where none does.

    trust, relation (worlds, states): the giver's, to each; escalation (worlds,); base, slope, tie, heat (worlds or 1,): of the will.
    """
    state, _, givers, takers, due, secret = promises
    for i in range(len(where)):
        w, least = where[i], np.inf
        a, b = base[w if len(base) > 1 else 0], slope[w if len(slope) > 1 else 0]
        c, d = tie[w if len(tie) > 1 else 0], heat[w if len(heat) > 1 else 0]
        for row in range(state.shape[1]):
            if state[w, row] != OPEN or givers[w, row] != giver or due[w, row] > turn:
                continue
            if known(givers[w, row], takers[w, row], secret[w, row], knower):
                taker = max(takers[w, row], 0)
                own = a + b * trust[w, taker] + c * relation[w, taker] - d * max(escalation[w] - 5.0, 0.0)
                least = min(least, own)
        found[i] = least


__all__ = ["least_will", "side", "sides", "will"]
