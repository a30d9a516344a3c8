"""The whole table: every strategy in every role that can follow it, spread over processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from math import sqrt
from multiprocessing import get_context
from typing import Any

import numpy as np

from diplogame.balance.contest import Games, Job, play, scenario_of
from diplogame.balance.strategies import Strategy
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array

AT_ONCE = 512
"""Worlds side by side."""
AT_ONCE_SLOW = 16
"""The same where each world imagines hundreds of others."""
TEN = 10
"""Games of a small series, as somebody plays them in a term."""


@dataclass(frozen=True)
class Cell:
    """One strategy in one role."""

    mean: float
    """Mean final score."""
    error: float
    """Its standard error."""
    difference: float
    """Mean final score less the default mind's, game by game on the same luck."""
    paired: float
    """Standard error of that difference."""
    games: int
    endings: Mapping[str, float]
    """Share of each ending."""
    score: Array = field(repr=False)
    """(games,) final scores."""


@dataclass(frozen=True)
class Default:
    """The default mind in one role, among its like."""

    mean: float
    error: float
    spread: float
    """Standard deviation of the final score over games."""
    top: tuple[tuple[str, float], ...]
    """The commonest orders and the share of the role's turns that each took."""


@dataclass(frozen=True)
class Board:
    """What was measured."""

    scenario: str
    games: int
    seed: int
    roles: tuple[str, ...]
    names: Mapping[str, str]
    """Each role's name, as it is shown."""
    default: Mapping[str, Default]
    endings: Mapping[str, float]
    """Share of each ending where the default mind plays all roles."""
    cells: Mapping[tuple[str, str], Cell | None]
    """(strategy, role): None where the role cannot follow it."""
    strategies: tuple[Strategy, ...]

    def of(self, kind: str) -> tuple[Strategy, ...]:
        """The strategies of a kind: fixed, loop, level."""
        return tuple(one for one in self.strategies if one.kind == kind)

    def series(self, better: str, worse: str, role: str) -> float | None:
        """Share of pairs of ten-game series, each series on its own luck, in which the mean of the better play is the higher; None where not played."""
        first, second = self.cells.get((better, role)), self.cells.get((worse, role))
        if first is None or second is None:
            return None
        games = min(first.games, second.games) // TEN * TEN
        if games < 2 * TEN:
            return None
        one, two = (cell.score[:games].reshape(-1, TEN).mean(axis=1) for cell in (first, second))
        wins = (one[:, None] > two[None, :]) * 1.0
        other = ~np.eye(len(one), dtype=bool)
        return float(wins[other].mean())


@dataclass(frozen=True)
class Plan:
    """What to play."""

    scenario: str
    settings: tuple[tuple[str, Any], ...]
    games: int
    slow_games: int
    """Games of a strategy that takes long to play; at most ``games``."""
    seed: int
    roles: tuple[str, ...]
    strategies: tuple[Strategy, ...]

    def jobs(self) -> list[Job]:
        """All jobs; the long ones first, so that no process is left alone with one at the end."""
        base = Job(self.scenario, self.settings, "", "", 0, 0, self.seed)
        scenario = scenario_of(base)
        made = []
        for strategy in sorted(self.strategies, key=lambda one: not one.slow):
            number, size = (min(self.slow_games, self.games), AT_ONCE_SLOW) if strategy.slow else (self.games, AT_ONCE)
            for role in self.roles:
                if strategy.open_to(scenario, role):
                    made += [
                        (strategy.name, role, start, min(size, number - start)) for start in range(0, number, size)
                    ]
        made += [("", "", start, min(AT_ONCE, self.games - start)) for start in range(0, self.games, AT_ONCE)]
        return [
            Job(self.scenario, self.settings, name, role, start, games, self.seed) for name, role, start, games in made
        ]


def measure(plan: Plan, workers: int = 1, done: Callable[[int, int], None] | None = None) -> Board:
    """Play everything. ``done(games played, games in all)`` is called as the jobs come in."""
    jobs = plan.jobs()
    total, played, found = sum(job.games for job in jobs), 0, []
    for games in _played(jobs, workers):
        found.append(games)
        played += games.job.games
        if done is not None:
            done(played, total)
    return gather(plan, found)


def _played(jobs: Sequence[Job], workers: int) -> Iterable[Games]:
    if workers <= 1 or len(jobs) <= 1:
        yield from (play(job) for job in jobs)
        return
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(play, job) for job in jobs}
        try:
            while waiting:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for one in ready:
                    yield one.result()
        finally:
            for one in waiting:
                one.cancel()


def gather(plan: Plan, found: Sequence[Games]) -> Board:
    """The table from what was played, whatever the order in which it came in."""
    parts: dict[tuple[str, str], list[Games]] = {}
    for games in sorted(found, key=lambda one: one.job.start):
        parts.setdefault((games.job.strategy, games.job.role), []).append(games)
    base = parts.pop(("", ""))
    scenario = scenario_of(base[0].job)
    states = tuple(scenario.states)
    score = np.concatenate([part.score for part in base])
    cells: dict[tuple[str, str], Cell | None] = {}
    for strategy in plan.strategies:
        for role in plan.roles:
            mine = parts.get((strategy.name, role))
            cells[strategy.name, role] = (
                None if mine is None else _cell(mine, score[:, states.index(role)], states.index(role))
            )
    turns = sum(part.turns for part in base)
    default = {}
    for role in plan.roles:
        own = score[:, states.index(role)]
        given: Counter[str] = sum((part.orders.get(role, Counter()) for part in base), Counter())
        top = tuple(
            (order, number / turns) for order, number in sorted(given.items(), key=lambda item: (-item[1], item[0]))[:3]
        )
        default[role] = Default(float(own.mean()), _error(own), float(own.std(ddof=1)), top)
    ending = np.concatenate([part.ending for part in base])
    return Board(
        plan.scenario,
        plan.games,
        plan.seed,
        plan.roles,
        {role: scenario.states[role].name for role in plan.roles},
        default,
        _shares(ending),
        cells,
        plan.strategies,
    )


def _cell(parts: Sequence[Games], default: Array, seat: int) -> Cell:
    own = np.concatenate([part.score[:, seat] for part in parts])
    difference = own - default[: len(own)]
    ending = np.concatenate([part.ending for part in parts])
    return Cell(
        float(own.mean()), _error(own), float(difference.mean()), _error(difference), len(own), _shares(ending), own
    )


def _error(values: Array) -> float:
    return float(values.std(ddof=1)) / sqrt(len(values))


def _shares(ending: Array) -> dict[str, float]:
    return {name: float((ending == code).mean()) for code, name in enumerate(ENDINGS, start=1)}
