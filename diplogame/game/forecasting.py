"""A forecast of a played game: the docket that would be handed in, checked, and what the seat has made of its score so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from diplogame import foresight
from diplogame.errors import SettingError
from diplogame.game.docket import answered, as_rows, docket
from diplogame.game.reading import Entry
from diplogame.goals.goal import score
from diplogame.world.views import View

MOST = 20_000
"""Futures of one forecast, at most."""


def forecast(
    seen: View,
    past: Sequence[View],
    futures: int,
    orders: Iterable[Entry] | None,
    answers: Mapping[str, str] | None,
    progress: Callable[[dict[str, Any]], None] | None,
) -> dict[str, Any]:
    """See `Game.forecast`. ``past``: the seat's views after each turn that was played. Raises SettingError and OrderError."""
    if isinstance(futures, bool) or not isinstance(futures, int) or not 1 <= futures <= MOST:
        raise SettingError("futures", futures, f"must be a whole number from 1 to {MOST}")
    values = [float(score(view.world, view.seat)[0]) for view in past]
    if orders is None:
        return foresight.forecast(seen, futures, past=values, progress=progress)
    handed_in = docket(seen, orders, answers)
    return foresight.forecast(
        seen, futures, as_rows(seen, handed_in.orders), answered(seen, handed_in), values, progress
    )
