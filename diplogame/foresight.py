"""Forecasts: a few hundred futures imagined from what a seat knows, never from the truth, with and without its orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame import opening, twin
from diplogame.minds.ahead import Given
from diplogame.minds.mind import Mind
from diplogame.noise import game_seed
from diplogame.orders.table import Columns
from diplogame.playing import Playing
from diplogame.tally import Tally
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array, Worlds
from diplogame.world.imagine import imagine
from diplogame.world.views import View

SHARES = (5, 25, 50, 75, 95)
"""Percentiles of a fan."""
FIRST = 100
"""Futures of the first part, so that something shows at once."""
PART = 500
"""Futures of each further part."""
SHARED = 200
"""Futures that are worth a second core."""

Progress = Callable[[dict[str, Any]], None]
"""Called with the forecast as far as it has come."""


@dataclass
class Gathered:
    """Futures side by side: what is told of them."""

    brent: list[Array]
    """(futures, turns to come + 1) each part."""
    escalation: list[Array]
    ending: list[Array]
    score: list[Array]

    def plain(self, rows: slice) -> dict[str, Any]:
        """Shares of endings, fans and score of some futures; ``rows`` within each part's halves."""
        brent, escalation, ending, score = (
            np.concatenate([_half(part, rows) for part in parts])
            for parts in (self.brent, self.escalation, self.ending, self.score)
        )
        number = len(ending)
        shares = {
            name: int((ending == code).sum()) / number
            for code, name in enumerate(ENDINGS, start=1)
            if (ending == code).any()
        }
        low, high = (_percentile(score[:, None], share)[0] for share in (SHARES[0], SHARES[-1]))
        return {
            "futures": number,
            "endings": dict(sorted(shares.items(), key=lambda item: -item[1])),
            "fan": {"brent": _fan(brent), "escalation": _fan(escalation)},
            "score": {"mean": round(float(score.mean()), 2), "low": low, "high": high},
        }


def forecast(
    view: View,
    futures: int = 500,
    rows: Columns | None = None,
    answers: Array | None = None,
    past: Sequence[float] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """What may come of the turn being ordered, as the view's seat (of a single world) can tell.

    rows, answers: the seat's orders and answers (slots,) for this turn; then "without" tells the same futures without them. Where rows is None the
    default mind decides for the seat, and "without" is None. past: the seat's own reading of its score after each turn played. The default mind plays all
    seats from then on. Gives {"futures", "endings": {ending: share}, "fan": {"brent" | "escalation": {"p5": [..], ..}}, "score": {"mean", "low", "high"},
    "without"}; fans have an entry for now and one for each turn to come.
    """
    seeds = game_seed(view.world.turn * 64 + view.seat, np.arange(futures))
    found = Gathered([], [], [], [])
    done = 0
    while done < futures:
        number = min(FIRST if not done and progress is not None else PART, futures - done)
        for part in _futures(view, seeds[done : done + number], rows, answers, past):
            for kept, values in zip((found.brent, found.escalation, found.ending, found.score), part, strict=True):
                kept.append(values)
        done += number
        told = _told(found, rows is not None)
        if progress is not None and done < futures:
            progress(told)
    return told


def _told(found: Gathered, both: bool) -> dict[str, Any]:
    return {**found.plain(slice(0, 2 if not both else 1)), "without": found.plain(slice(1, 2)) if both else None}


def _futures(
    view: View, seeds: Array, rows: Columns | None, answers: Array | None, past: Sequence[float]
) -> tuple[tuple[Array, ...], ...]:
    """Futures to the end of the game, see `_play`; many of them on two cores. They are the same however they are shared out."""
    if len(seeds) < SHARED or not twin.at_hand():
        return (_play(view, seeds, rows, answers, past),)
    first, second = np.array_split(seeds, 2)
    return twin.both(lambda: _play(view, first, rows, answers, past), lambda: _play(view, second, rows, answers, past))


def _play(
    view: View, seeds: Array, rows: Columns | None, answers: Array | None, past: Sequence[float]
) -> tuple[Array, ...]:
    """Brent and escalation (halves, futures, turns to come + 1), ending and score (halves, futures) of futures to the end of the game; with
    orders given, each twice: first half with them, second half without, on the same luck.
    """
    number = len(seeds)
    worlds = imagine(view, seeds if rows is None else np.concatenate([seeds, seeds]))
    orders = None if rows is None or answers is None else Given(rows, answers, number)
    told = play_out(worlds, view.seat, past, orders)
    halves = 2 if rows is not None else 1
    return (
        told.brent.reshape(halves, number, -1),
        told.escalation.reshape(halves, number, -1),
        told.ending.reshape(halves, number),
        told.score.reshape(halves, number),
    )


@dataclass(frozen=True)
class Futures:
    """How imagined worlds went on, to the end of the game and its aftermath."""

    brent: Array
    """(futures, turns to come + 1) from now on; what has ended stays as it was."""
    escalation: Array
    """(futures, turns to come + 1)"""
    ending: Array
    """(futures,) 1 + the index of the ending."""
    score: Array
    """(futures,) the seat's."""


def play_out(worlds: Worlds, seat: int, past: Sequence[float | Array] = (), orders: Mind | None = None) -> Futures:
    """Imagined worlds with the default mind in all seats. ``orders``: who decides for the seat in the first turn instead. ``past``: as in `forecast`; a
    value may be one a world.
    """
    playing = Playing.imagined(worlds, _tally(worlds, seat, past))
    minds: list[Mind] = [opening.mind(opening.DEFAULT_MIND)] * worlds.cast.n_states
    first = list(minds)
    if orders is not None:
        first[seat] = orders
    brent, escalation = [worlds.price], [worlds.escalation]
    while playing.open:
        playing.step(first if len(brent) == 1 else minds)
        brent.append(playing.worlds.price)
        escalation.append(playing.worlds.escalation)
    while len(brent) <= playing.turns - worlds.turn:
        brent.append(brent[-1])
        escalation.append(escalation[-1])
    return Futures(
        np.stack(brent, axis=1), np.stack(escalation, axis=1), playing.worlds.ending, playing.scores()[:, seat]
    )


def _tally(worlds: Worlds, seat: int, past: Sequence[float | Array]) -> Tally:
    """The tally so far: only the seat's own part is known, and only that is read."""
    total = np.zeros((worlds.size, worlds.cast.n_states))
    for value in past:
        total[:, seat] = total[:, seat] + value
    return Tally(len(past), total, total * 0.0, only=seat)


def _half(part: Array, rows: slice) -> Array:
    chosen = part[rows]
    return chosen.reshape(-1, *chosen.shape[2:])


def _fan(values: Array) -> dict[str, list[float]]:
    return {f"p{share}": _percentile(values, share) for share in SHARES}


def _percentile(values: Array, share: int) -> list[float]:
    """The value at or below which ``share`` per cent lie, for each column."""
    ordered = np.sort(values, axis=0)
    return [round(float(value), 3) for value in ordered[min(int(len(ordered) * share / 100.0), len(ordered) - 1)]]


__all__ = ["Futures", "forecast", "play_out"]
