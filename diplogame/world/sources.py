"""Where traced formulas have their numbers from: arrays of views, laid out as the machine reads them, once for all seats that look at the same worlds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from diplogame.machine.columns import Columns, Place, Shelf
from diplogame.world.fields import Array
from diplogame.world.views import View

Fetch = Callable[[View], Any]


@dataclass(frozen=True)
class Source:
    """An array that formulas read: (worlds or 1, ...)."""

    fetch: Fetch
    place: Place
    """Where its columns are laid out."""
    lasting: bool = False
    """Whether it follows from the numbers of the game alone."""


def shelf_for(view: View, name: str) -> Shelf:
    """The shelf of that name, for the formulas of a cast that is given numbers of that kind."""
    found: Shelf = view.world.cast.extras.setdefault(("shelf", name, view.world.numbers.kind), Shelf())
    return found


def laid_out(view: View, shelf: Shelf, sources: Sequence[Source]) -> Columns:
    """The columns of sources: those that another seat's formulas have read already are there."""
    memo = view.world.common.memo
    while True:
        columns: Columns | None = memo.get(shelf)
        if columns is None or columns.outgrown(shelf):
            columns = memo[shelf] = Columns(shelf, view.size)
        held = columns.held
        missing = [source for source in sources if source.place not in held]
        if not missing:
            return columns
        arrays: list[Array] = [
            source.fetch(view) for source in missing
        ]  # which may play other formulas, and lay out what these read
        for source, array in zip(missing, arrays, strict=True):
            columns.lay(source.place, array)
