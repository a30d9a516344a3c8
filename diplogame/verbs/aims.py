"""Whom orders are aimed at: makers of canonical rows for the verbs' `options`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from diplogame.traced import np
from diplogame.world.cast import PLACE_KINDS, Cast

Rows = list[Mapping[str, int]]
Options = Callable[[Cast, int], Rows]


def alone(**extra: int) -> Options:
    """One order without a target."""
    return lambda cast, actor: [dict(extra)]


def levels(*values: int) -> Options:
    """One order for each level, without a target."""
    return lambda cast, actor: [{"level": value} for value in values]


def _part(cast: Cast, names: Iterable[str]) -> list[int]:
    found: list[int] = []
    for name in names:
        if name == "arabs":
            found += [int(i) for i in np.flatnonzero(cast.arabs)]
        elif name == "all":
            found += list(range(cast.n_states))
        else:
            found.append(int(getattr(cast, name)))
    return list(dict.fromkeys(found))


def at(*names: str, but: tuple[str, ...] = (), **extra: int) -> Options:
    """One order for each named part of the cast (defender, striker, patron, supplier, arabs, all), but never oneself."""

    def rows(cast: Cast, actor: int) -> Rows:
        never = set(_part(cast, but)) | {actor}
        return [{"target": target, **extra} for target in _part(cast, names) if target not in never]

    return rows


def both_ways(options: Options) -> Options:
    """The same orders in public and in secret."""
    return lambda cast, actor: [{**row, "covert": covert} for row in options(cast, actor) for covert in (0, 1)]


def in_secret(options: Options) -> Options:
    """The orders in secret alone."""
    return lambda cast, actor: [{**row, "covert": 1} for row in options(cast, actor)]


def with_levels(options: Options, *values: int) -> Options:
    """Each order at each level."""
    return lambda cast, actor: [{**row, "level": value} for row in options(cast, actor) for value in values]


def places_of(cast: Cast, *kinds: str, owner: int) -> list[int]:
    """Facilities of the kinds that the owner has, in the scenario's order."""
    codes = [PLACE_KINDS.index(kind) for kind in kinds]
    return [i for i in range(cast.n_places) if cast.kind[i] in codes and cast.owner[i] == owner]


def invite_mask(states: Iterable[int]) -> int:
    """States as bits."""
    mask = 0
    for state in states:
        mask |= 1 << int(state)
    return mask
