"""Groups of orders: the same verb on the same target (or of the same level, or at the same place) counts as the same again."""

from __future__ import annotations

import numpy as np

from diplogame.orders.table import Columns
from diplogame.verbs.verb import verbs
from diplogame.world.axes import GROUPS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def _keys(rows: Columns) -> Array:
    modes = _modes()
    mode = modes[rows.verb]
    which = np.where(mode == 0, rows.target, np.where(mode == 1, rows.level, rows.p0)) + 1
    return np.asarray(_ranks()[rows.verb] * 128 + which)


def _ranks() -> Array:
    """Each verb's place in the alphabet: groups are numbered by it, so that the order in which families register leaves no trace."""
    return np.argsort(np.argsort([verb.name for verb in verbs()], kind="stable"), kind="stable").astype(np.int64)


def _modes() -> Array:
    return np.array([("target", "level", "place").index(verb.grouped) for verb in verbs()], dtype=np.int64)


def group_of(cast: Cast, rows: Columns) -> Array:
    """(rows,) the group of each order among its actor's groups; orders outside the canonical list share the last one."""
    known: dict[int, Array] = cast.extras["groups"]
    keys = _keys(rows)
    result = np.full(len(rows), GROUPS - 1, dtype=np.int64)
    for actor, sorted_keys in known.items():
        mine = rows.actor == actor
        if mine.any():
            spot = np.minimum(np.searchsorted(sorted_keys, keys[mine]), len(sorted_keys) - 1)
            result[mine] = np.where(sorted_keys[spot] == keys[mine], spot, GROUPS - 1)
    return result


def index_groups(cast: Cast, tables: dict[int, Columns]) -> None:
    """Number every state's groups from its canonical orders, and keep them on the cast."""
    cast.extras["groups"] = {actor: np.unique(_keys(rows))[: GROUPS - 1] for actor, rows in tables.items()}
