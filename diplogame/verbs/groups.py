"""Groups of orders: the same verb on the same target (or of the same level, or at the same place) counts as the same again."""

from __future__ import annotations

from dataclasses import dataclass

from diplogame.orders.table import Columns
from diplogame.traced import np
from diplogame.verbs.verb import verbs
from diplogame.world.axes import GROUPS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array

SPAN = 128
"""More than the targets, levels or places that a verb's orders can differ by."""


@dataclass(frozen=True, eq=False)
class Index:
    """Every state's groups, numbered from its canonical orders."""

    mode: Array
    """(verbs,) what makes two orders of the verb the same: 0 target, 1 level, 2 place."""
    group: Array
    """(states x verbs x SPAN,) the number of each group; the last one for orders outside the canonical list."""

    def keys(self, rows: Columns) -> Array:
        """(rows,) places in ``group``."""
        mode = self.mode.take(rows.verb)
        which = np.where(mode == 0, rows.target, np.where(mode == 1, rows.level, rows.p0)) + 1
        return np.asarray((rows.actor * len(self.mode) + rows.verb) * SPAN + which)


def group_of(cast: Cast, rows: Columns) -> Array:
    """(rows,) the group of each order among its actor's groups; orders outside the canonical list share the last one."""
    index: Index = cast.extras["groups"]
    return index.group.take(index.keys(rows))


def index_groups(cast: Cast, tables: dict[int, Columns]) -> None:
    """Number every state's groups from its canonical orders, and keep them on the cast.

    They are numbered by the alphabet of verbs, so that the order in which families register leaves no trace.
    """
    known = verbs()
    mode = np.array([("target", "level", "place").index(verb.grouped) for verb in known], dtype=np.int64)
    index = Index(mode, np.full(cast.n_states * len(known) * SPAN, GROUPS - 1, dtype=np.int64))
    rank = np.argsort(np.argsort([verb.name for verb in known], kind="stable"), kind="stable")
    for rows in tables.values():
        keys, first = np.unique(index.keys(rows), return_index=True)
        # By the verb's place in the alphabet, then by what tells its orders apart.
        order = np.lexsort((keys % SPAN, rank[rows.verb[first]]))[: GROUPS - 1]
        index.group[keys[order]] = np.arange(len(order))
    cast.extras["groups"] = index
