"""Plays games, and asks seats along the way for their forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from diplogame import opening
from diplogame.course import observe
from diplogame.foresight import Futures, play_out
from diplogame.goals.goal import score
from diplogame.noise import game_seed
from diplogame.playing import Playing
from diplogame.scenario.load import load_scenario
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array, Worlds
from diplogame.world.imagine import imagine
from diplogame.world.views import View

GAMES_AT_ONCE = 250
"""Games side by side."""
WORLDS_AT_ONCE = 2048
"""Imagined worlds side by side."""
DREAMS = 1 << 20
"""Batch seeds of imagined luck lie this far from those of games, so that no future knows a game's luck."""
AHEAD = (1, 5)
"""Turns ahead at which the oil price is compared."""

Progress = Callable[[int, int], None]
"""Called with (games played, games to play)."""


@dataclass(frozen=True)
class Plan:
    """What is to be asked."""

    scenario: str = "moscow_table"
    games: int = 1000
    futures: int = 100
    """Futures of a forecast, an even number."""
    turns: tuple[int, ...] = (0, 5, 10, 15)
    """Turns played when a seat is asked."""
    seats: int = 1
    """Seats that are asked in each game at each of those turns; all come round."""
    seed: int = 53
    """The batch seed of the games."""


@dataclass(frozen=True)
class Asked:
    """Forecasts, one a row, and what came of the games."""

    game: Array
    """(rows,) the game's number."""
    turn: Array
    """(rows,) turns played when it was asked."""
    seat: Array
    """(rows,) who was asked."""
    halves: Array
    """(rows, 2, endings) the share of each ending in each half of the futures."""
    came: Array
    """(rows,) index of the ending that came."""
    score: Array
    """(rows,) share of the futures whose score for the seat lies below what it got, half of those equal counted."""
    brent: Array
    """(rows, len(AHEAD)) the same of the oil price so many turns ahead; NaN where the game has not that many turns left."""


def ask(plan: Plan, workers: int = 1, progress: Progress | None = None) -> Asked:
    """Play the games of the plan and ask, in so many processes. All seats are played by the default mind."""
    jobs = [np.arange(start, min(start + GAMES_AT_ONCE, plan.games)) for start in range(0, plan.games, GAMES_AT_ONCE)]
    parts: list[Asked] = []
    for part in _asked(plan, jobs, workers):
        parts.append(part)
        if progress is not None:
            progress(sum(len(job) for job in jobs[: len(parts)]), plan.games)
    return Asked(*(np.concatenate([getattr(part, name) for part in parts]) for name in Asked.__dataclass_fields__))


def _asked(plan: Plan, jobs: list[Array], workers: int) -> Iterator[Asked]:
    if workers <= 1 or len(jobs) <= 1:
        yield from (some(plan, job) for job in jobs)
        return
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(some, [plan] * len(jobs), jobs)


def asked_of(numbers: Array, k: int, seats: int, n_states: int) -> Array:
    """(games, seats) who is asked in each game at the k-th of the turns: another pair each time, so that all come round."""
    first = numbers[:, None] + 3 * k
    return (first + np.arange(seats) * (n_states // max(seats, 1))) % n_states


def some(plan: Plan, numbers: Array) -> Asked:
    """The games of these numbers."""
    scenario = load_scenario(plan.scenario)
    playing = Playing([scenario], np.zeros(len(numbers), dtype=np.intp), game_seed(plan.seed, numbers))
    n = playing.worlds.cast.n_states
    minds = [opening.mind(opening.DEFAULT_MIND)] * n
    prices: list[Array] = [playing.worlds.price]
    past: list[Array] = []
    told: list[Told] = []
    for turn in range(scenario.turns):
        if turn in plan.turns and playing.open:
            told += list(_told(plan, numbers, playing, past, turn))
        if playing.open:
            playing.step(minds)
        prices.append(playing.worlds.price)
        past.append(np.stack([score(observe(playing.worlds, seat).world, seat) for seat in range(n)], axis=1))
    price, final = np.stack(prices, axis=1), playing.scores()
    ending = playing.worlds.ending.astype(np.int64) - 1
    rows = [_row(numbers, price, final, ending, *one) for one in told]
    return Asked(*(np.concatenate(column) for column in zip(*rows, strict=True)))


Told = tuple[int, int, Array, Futures]
"""Turn, seat, (rows,) the games' places, and their futures side by side."""


def _told(plan: Plan, numbers: Array, playing: Playing, past: list[Array], turn: int) -> Iterator[Told]:
    """Every forecast that is asked for at this turn."""
    live, stage = playing.stage()
    asked = asked_of(numbers[live], plan.turns.index(turn), plan.seats, stage.cast.n_states)
    at_once = max(WORLDS_AT_ONCE // plan.futures, 1)
    for seat in range(stage.cast.n_states):
        rows = np.flatnonzero((asked == seat).any(axis=1))
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            yield turn, seat, live[some], _futures(plan, stage, some, seat, numbers[live[some]], [
                values[live[some], seat] for values in past
            ])  # fmt: skip


def _futures(plan: Plan, stage: Worlds, rows: Array, seat: int, numbers: Array, past: list[Array]) -> Futures:
    """What the seat foresees in the worlds at ``rows``."""
    seen: View = observe(stage.take(rows), seat)
    dream = numbers[:, None] * (plan.futures * 1000) + stage.turn * plan.futures + np.arange(plan.futures)
    worlds = imagine(seen, game_seed(plan.seed + DREAMS + seat, dream.reshape(-1)))
    return play_out(worlds, seat, [np.repeat(values, plan.futures) for values in past])


def _row(
    numbers: Array, price: Array, final: Array, ending: Array, turn: int, seat: int, games: Array, futures: Futures
) -> tuple[Array, ...]:
    size = len(games)
    foreseen = futures.ending.reshape(size, 2, -1)
    halves = np.stack([(foreseen == code).mean(axis=2) for code in range(1, len(ENDINGS) + 1)], axis=2)
    brent = np.full((size, len(AHEAD)), np.nan)
    for k, ahead in enumerate(AHEAD):
        if turn + ahead < price.shape[1]:
            brent[:, k] = _rank(futures.brent[:, ahead].reshape(size, -1), price[games, turn + ahead])
    rank = _rank(futures.score.reshape(size, -1), final[games, seat])
    same = np.ones(size, dtype=np.int64)
    return numbers[games], same * turn, same * seat, halves, ending[games], rank, brent


def _rank(foreseen: Array, came: Array) -> Array:
    """(rows,) share of the futures (rows, futures) below what came, half of those equal counted."""
    below, equal = foreseen < came[:, None], foreseen == came[:, None]
    return np.asarray(below.mean(axis=1) + 0.5 * equal.mean(axis=1))
