"""What each observer reads of each site: a Kalman step, on the largest arrays of a turn. So it has a loop of its own."""

from __future__ import annotations

from math import sqrt

import numpy as np

from diplogame.compiled import kernel
from diplogame.noise import Luck, grid
from diplogame.noise.hashing import Words
from diplogame.noise.loops import mixed, snapped
from diplogame.noise.luck import cells, looked_up
from diplogame.noise.quantiles import table
from diplogame.verbs.repair import repair_rates
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds

KNOWN = 0.005
"""The standard error of what its owner knows."""
_LEAST = 1e-6
"""The least variance that an estimate keeps."""
_48 = np.uint64(48)


def read(worlds: Worlds, luck: Luck, mean: Array, sd: Array) -> None:
    """Fill ``mean`` and ``sd`` (worlds, states, places): what every observer holds of every site after this turn's reading, and its standard error.
    They may be the arrays of the worlds themselves.

    The truth drifts, a reading comes with the observer's own error; what is new is weighed by how uncertain both are. What is broken is known to be
    mended at its kind's own pace; help from abroad is not. A fresh strike blurs the picture. Owners know; so do the supplier's crews.
    """
    cast, rule = worlds.cast, worlds.numbers.rule
    _step.at(worlds.size)(
        luck.keys,
        cells("reading", cast.n_states * cast.n_places),
        table("normal"),
        rule("reading_sd", 2) * _eyes(cast),
        rule("drift_sd", 2) * rule("drift_sd", 2),
        rule("strike_sd", 2) * rule("strike_sd", 2) * (worlds.struck == worlds.turn),
        repair_rates(worlds),
        worlds.integrity,
        cast.owner,
        worlds.engineers,
        cast.supplier,
        worlds.seen_integrity,
        worlds.seen_sd,
        mean,
        sd,
    )


def _eyes(cast: Cast) -> Array:
    """(states,) how blurred each state's own eyes are: the striker and the great powers see best."""
    blur = np.full(cast.n_states, 1.8)
    blur[[cast.striker, cast.patron]] = 0.7
    blur[cast.supplier] = 0.8
    return blur


def _step_plain(  # noqa: PLR0917 - a compiled loop takes its arrays one by one
    keys: Words,
    names: Words,
    quantiles: Array,
    error: Array,
    drift: Array,
    shock: Array,
    rates: Array,
    truth: Array,
    owner: Array,
    crews: Array,
    supplier: int,
    seen: Array,
    seen_sd: Array,
    mean: Array,
    sd: Array,
) -> None:
    """One step for every observer and site, into ``mean`` and ``sd`` (worlds, states, places).

    keys (worlds,) and names (states * places,): of the luck. error (worlds or 1, states): of a reading. drift (worlds or 1, 1), shock (worlds,
    places): variances that a turn and a strike add. rates, truth (worlds, places): the share of what is broken that is mended, and what is left of a
    site. owner (places,), crews (worlds, places): who knows. seen, seen_sd: what was held.
    """
    error = error[:, :, None]
    # These are the largest arrays of a turn, so each step is written over the last: reading, what is new in it, the mean.
    spread = seen_sd * seen_sd
    spread += drift[:, :, None]
    spread += shock[:, None]
    guess = 1.0 - seen
    guess *= rates[:, None]
    guess += seen
    new = looked_up(keys, names, quantiles).reshape(seen.shape)
    new *= error
    new += truth[:, None]
    new -= guess
    gain = spread + error * error
    np.divide(spread, gain, out=gain)
    new *= gain
    new += guess
    np.maximum(new, 0.0, out=new)
    np.minimum(new, 1.0, out=new)
    # sqrt((1 - gain) spread)
    left = np.subtract(1.0, gain, out=gain)
    left *= spread
    np.maximum(left, _LEAST, out=left)
    np.sqrt(left, out=left)
    owned = np.flatnonzero(owner >= 0)
    new[:, owner[owned], owned] = truth[:, owned]
    left[:, owner[owned], owned] = KNOWN
    world, place = np.nonzero(crews > 0)
    new[world, supplier, place] = truth[world, place]
    left[world, supplier, place] = KNOWN
    _replace(seen, new, mean)
    _replace(seen_sd, left, sd)


def _replace(old: Array, new: Array, out: Array) -> None:
    """What was held, changed on the grid to what is held now, into ``out``; ``new`` is written over."""
    new -= old
    np.add(grid(new), old, out=out)
    np.maximum(out, 0.0, out=out)
    np.minimum(out, 1.0, out=out)


@kernel(_step_plain)
def _step(  # noqa: PLR0917 - as above
    keys: Words,
    names: Words,
    quantiles: Array,
    error: Array,
    drift: Array,
    shock: Array,
    rates: Array,
    truth: Array,
    owner: Array,
    crews: Array,
    supplier: int,
    seen: Array,
    seen_sd: Array,
    mean: Array,
    sd: Array,
) -> None:
    states, places = seen.shape[1], seen.shape[2]
    draws = np.empty(places)
    for world in range(seen.shape[0]):
        moved = drift[world if len(drift) > 1 else 0, 0]
        for state in range(states):
            err = error[world if len(error) > 1 else 0, state]
            first = state * places
            for place in range(places):
                draws[place] = quantiles[mixed(keys[world] ^ names[first + place]) >> _48]
            for place in range(places):
                old, old_sd = seen[world, state, place], seen_sd[world, state, place]
                spread = old_sd * old_sd + moved + shock[world, place]
                guess = (1.0 - old) * rates[world, place] + old
                gain = spread / (spread + err * err)
                new = (draws[place] * err + truth[world, place] - guess) * gain + guess
                new = min(max(new, 0.0), 1.0)
                left = sqrt(max((1.0 - gain) * spread, _LEAST))
                if owner[place] == state or (state == supplier and crews[world, place] > 0.0):
                    new, left = truth[world, place], KNOWN
                mean[world, state, place] = min(max(old + snapped(new - old), 0.0), 1.0)
                sd[world, state, place] = min(max(old_sd + snapped(left - old_sd), 0.0), 1.0)
