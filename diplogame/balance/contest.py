"""Games of one strategy in one role, the default mind in all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from diplogame import opening
from diplogame.balance.strategies import habit, strategies
from diplogame.course import Step
from diplogame.noise import game_seed
from diplogame.playing import Playing
from diplogame.scenario.load import load_scenario
from diplogame.scenario.paths import with_settings
from diplogame.scenario.schema import Scenario
from diplogame.verbs.options import tables
from diplogame.world.fields import Array


@dataclass(frozen=True)
class Job:
    """Games to play. Plain data, so that another process can take it."""

    scenario: str
    """A name or a path."""
    settings: tuple[tuple[str, Any], ...]
    """Changed numbers, as `--set` gives them."""
    strategy: str
    """The strategy's name; empty: the default mind in all roles."""
    role: str
    """Who follows it; empty with the default mind."""
    start: int
    """Number of the first game of the batch."""
    games: int
    seed: int
    """The batch's seed."""


@dataclass(frozen=True)
class Games:
    """What came of a job."""

    job: Job
    score: Array
    """(games, states) final scores."""
    ending: Array
    """(games,) code of the ending."""
    orders: Mapping[str, Counter[str]]
    """How often each role gave each exact order; empty but for the default mind's own games."""
    turns: int
    """Turns played, over all games."""


def scenario_of(job: Job) -> Scenario:
    """The scenario that a job plays."""
    return with_settings(load_scenario(job.scenario), dict(job.settings))


def play(job: Job) -> Games:
    """Play a job's games. Game k has the same luck whatever the strategy, and however the games are cut into jobs."""
    scenario = scenario_of(job)
    seeds = game_seed(job.seed, np.arange(job.start, job.start + job.games))
    playing = Playing([scenario], np.zeros(job.games, dtype=np.intp), seeds)
    cast = playing.worlds.cast
    minds = [opening.mind(opening.DEFAULT_MIND)] * cast.n_states
    if job.role:
        found = strategies().get(job.strategy) or habit(job.strategy)
        minds[cast.state_index[job.role]] = found.mind()
    orders: dict[str, Counter[str]] = {}
    turns = 0
    while playing.open:
        done = playing.step(minds)
        turns += len(done.live)
        if not job.role:
            _count(orders, playing, done)
    return Games(job, playing.scores(), playing.worlds.ending.copy(), orders, turns)


def _count(orders: dict[str, Counter[str]], playing: Playing, done: Step) -> None:
    """Add a turn's orders to the counts; in secret or in public is the same order."""
    for state, table, choice in zip(playing.worlds.cast.states, tables(playing.worlds.cast), done.choices, strict=True):
        if choice is None:
            continue
        number = np.bincount(choice.picks[choice.picks >= 0], minlength=len(table))
        found = orders.setdefault(state, Counter())
        for k in np.flatnonzero(number):
            found[replace(table.orders[k], covert=False).id] += int(number[k])
