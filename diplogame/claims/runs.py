"""Ensembles of games with all that happened in them. Two set-ups with one seed meet the same luck, world by world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np

from diplogame.goals.goal import scores
from diplogame.minds.mind import GoalSeeking, Idle, Mind
from diplogame.noise import game_seed
from diplogame.orders.table import NAMES, Columns
from diplogame.playing import Playing
from diplogame.scenario.forbid import with_forbidden
from diplogame.scenario.load import load_scenario
from diplogame.scenario.paths import with_settings
from diplogame.scenario.schema import Scenario
from diplogame.tally import begin
from diplogame.verbs.events import EVENT_FIELDS, EVENT_KINDS, OUTCOMES, Events
from diplogame.verbs.verb import verb_names
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import FIELDS, Array, Worlds
from diplogame.world.measures import capability_left

DEFAULT = "moscow_table"
KEPT = (
    "escalation", "price", "premium", "flow", "hazard", "truce", "table", "host", "draft", "enabling", "stability", "economy", "standing", "credibility", "commitment",
    "alignment", "hurt", "export_standing", "war_supply", "border_security", "backing", "legitimacy", "missiles", "drones", "launchers", "strait", "capital", "landed",
    "integrity", "resupply", "ending", "flights", "provoked", "needed", "batteries", "slump", "ew",
)  # fmt: skip
"""Fields of which a run keeps the course."""

Edit = tuple[str, tuple[int, ...], float]
"""(field, index behind the axis of worlds, value): a change to the opening."""


@dataclass(frozen=True)
class Setup:
    """What is played: a scenario with changes, and who decides."""

    scenario: str = DEFAULT
    settings: tuple[tuple[str, float], ...] = ()
    forbid: tuple[str, ...] = ()
    minds: tuple[tuple[str, Mind], ...] = ()
    others: Mind = field(default_factory=GoalSeeking)
    """Who plays the seats that are not named."""
    edits: tuple[Edit, ...] = ()
    traits: tuple[tuple[str, str, float], ...] = ()
    """(trait, role, value): what marks a state, written over."""
    turns: int | None = None
    """Stop after so many turns; the scenario's length otherwise."""

    def with_(self, **changes: object) -> Setup:
        """The same with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def mind(self, role: str, mind: Mind) -> Setup:
        """The same with another mind in a seat."""
        return replace(self, minds=(*((name, one) for name, one in self.minds if name != role), (role, mind)))


def quiet(**changes: object) -> Setup:
    """A set-up in which nobody does anything unless told to."""
    return Setup(others=Idle()).with_(**changes)


@cache
def scenario_of(name: str, settings: tuple[tuple[str, float], ...] = (), forbid: tuple[str, ...] = ()) -> Scenario:
    """A scenario with its changes."""
    return with_forbidden(with_settings(load_scenario(name), dict(settings)), forbid)


def playing_of(setup: Setup, n: int, seed: int) -> Playing:
    """Games 0 to n - 1 of a batch with that seed, at their opening, as every door plays them."""
    scenario = scenario_of(setup.scenario, setup.settings, setup.forbid)
    playing = Playing(
        [scenario], np.zeros(n, dtype=np.intp), game_seed(seed, np.arange(n)), scenario_of(setup.scenario)
    )
    worlds = marked(edited(playing.worlds, setup.edits), setup.traits)
    playing.begin(worlds, [], begin(worlds), playing.news)
    return playing


def opening(setup: Setup, n: int, seed: int) -> Worlds:
    """The worlds of turn 0."""
    return playing_of(setup, n, seed).worlds


def marked(worlds: Worlds, traits: Iterable[tuple[str, str, float]]) -> Worlds:
    """The same worlds with some traits of states written over."""
    changed = dict(worlds.numbers.traits)
    for name, role, value in traits:
        changed[name] = changed[name].copy()
        changed[name][:, worlds.cast.state_index[role]] = value
    return worlds.replace({"numbers": replace(worlds.numbers, traits=changed)})


def edited(worlds: Worlds, edits: Iterable[Edit]) -> Worlds:
    """The same worlds with some numbers written over, in all worlds."""
    changed: dict[str, Array] = {}
    for name, index, value in edits:
        array = changed.get(name)
        if array is None:
            array = changed[name] = getattr(worlds, name).copy()
        spot: Any = (slice(None), *index)
        array[spot] = np.asarray(value).astype(FIELDS[name].dtype)
    return worlds.replace(changed)


@dataclass(frozen=True)
class Run:
    """An ensemble of games, played."""

    setup: Setup
    start: Worlds
    worlds: Worlds
    """After the last turn."""
    series: dict[str, Array]
    """name: (turns + 1, worlds, ...) of each field in KEPT, and of capability and score."""
    live: Array
    """(turns, worlds) bool: the turn was played there."""
    act_world: Array
    act_turn: Array
    acts: Columns
    """All orders: (rows,) each."""
    events: Events
    """All events: (rows,) each."""
    score: Array
    """(worlds, states) the score of the game, as far as it was played."""

    @property
    def n(self) -> int:
        """How many games."""
        return self.worlds.size

    @property
    def turns(self) -> int:
        """Turns at most."""
        return len(self.live)

    @cached_property
    def verbs(self) -> tuple[str, ...]:
        """Names of all verbs."""
        return verb_names()

    def state(self, role: str) -> int:
        """A role's index."""
        return self.worlds.cast.state_index[role]

    def orders(self, *verbs: str, by: str | None = None, at: str | None = None) -> Array:
        """(rows,) bool: orders of these verbs, by that role, at that role."""
        found = np.isin(self.acts.verb, [self.verbs.index(verb) for verb in verbs])
        if by is not None:
            found &= self.acts.actor == self.state(by)
        if at is not None:
            found &= self.acts.target == self.state(at)
        return found

    def grid(self, rows: Array, of: str = "acts") -> Array:
        """(turns, worlds) how many of the chosen rows fall in each turn and world."""
        world, turn = (self.act_world, self.act_turn) if of == "acts" else (self.events.world, self.events.turn)
        table = np.zeros((self.turns, self.n))
        np.add.at(table, (turn[rows] - 1, world[rows]), 1)
        return table

    def given(self, *verbs: str, by: str | None = None, at: str | None = None) -> Array:
        """(turns, worlds) orders of these verbs."""
        return self.grid(self.orders(*verbs, by=by, at=at))

    def happened(
        self, *outcomes: str, source: str | None = None, target: str | None = None, kind: str | None = None
    ) -> Array:
        """(turns, worlds) events with these outcomes."""
        return self.grid(self.event_rows(*outcomes, source=source, target=target, kind=kind), "events")

    def event_rows(
        self, *outcomes: str, source: str | None = None, target: str | None = None, kind: str | None = None
    ) -> Array:
        """(rows,) bool: events with these outcomes."""
        found = (
            np.isin(self.events.outcome, [OUTCOMES.index(name) for name in outcomes])
            if outcomes
            else np.ones(len(self.events), dtype=bool)
        )
        if source is not None:
            found &= self.events.source == self.state(source)
        if target is not None:
            found &= self.events.target == self.state(target)
        if kind is not None:
            found &= self.events.kind == EVENT_KINDS.index(kind)
        return found

    @cached_property
    def force(self) -> Array:
        """(turns, worlds, states, states) highest rung, in tenths, of the force that each used on each, by the orders' own events."""
        table = np.zeros((self.turns, self.n, self.worlds.cast.n_states, self.worlds.cast.n_states))
        rows = np.isin(
            self.events.verb, [self.verbs.index(verb) for verb in ("strike", "join_strike", "retaliate")]
        ) & (self.events.kind == 0)
        e = self.events
        np.maximum.at(table, (e.turn[rows] - 1, e.world[rows], e.source[rows], e.target[rows]), e.rung[rows])
        return table

    @cached_property
    def endings(self) -> Array:
        """(7,) share of each ending; games still open count nowhere."""
        return np.array([(self.worlds.ending == code + 1).mean() for code in range(len(ENDINGS))])

    def ended(self, *names: str) -> Array:
        """(worlds,) bool: the game ended so."""
        return np.isin(self.worlds.ending, [1 + ENDINGS.index(name) for name in names])


def _kept(worlds: Worlds) -> dict[str, Array]:
    found = {name: getattr(worlds, name) for name in KEPT}
    found["capability"] = capability_left(worlds)
    found["score"] = scores(worlds)
    return found


def minds_of(setup: Setup, worlds: Worlds) -> list[Mind]:
    """One mind a seat."""
    named = dict(setup.minds)
    return [named.get(state, setup.others) for state in worlds.cast.states]


@lru_cache(maxsize=10)
def play(setup: Setup, n: int, seed: int) -> Run:
    """Play n games of a set-up; kept for the next check that asks for the same."""
    return _run(playing_of(setup, n, seed), setup)


def play_from(start: Worlds, setup: Setup) -> Run:
    """Play on from given worlds, without the scenario's timed news."""
    return _run(Playing.imagined(start, begin(start)), setup)


def _run(playing: Playing, setup: Setup) -> Run:
    start = playing.worlds
    minds = minds_of(setup, start)
    turns = setup.turns or playing.turns - start.turn
    series = [_kept(start)]
    live, act_world, act_turn, acts, events = [], [], [], [], []
    for _ in range(turns):
        live.append(playing.worlds.ending == 0)
        if not playing.open:
            series.append(series[-1])
            continue
        done = playing.step(minds)
        act_world.append(done.live[done.acts.world].astype(np.int32))
        act_turn.append(np.full(len(done.acts.world), done.worlds.turn - start.turn, dtype=np.int16))
        acts.append([getattr(done.acts.rows, name).astype(np.int16) for name in NAMES])
        events.append([getattr(done.events, name).astype(np.int32) for name in EVENT_FIELDS])
        series.append(_kept(playing.worlds))
    happened = Events(*(np.concatenate(parts) for parts in zip(*events, strict=True)))
    if start.turn:
        happened = replace(happened, turn=happened.turn - start.turn)
    return Run(
        setup, start, playing.worlds, {name: np.stack([part[name] for part in series]) for name in series[0]}, np.array(live), np.concatenate(act_world),
        np.concatenate(act_turn), Columns(*(np.concatenate(parts) for parts in zip(*acts, strict=True))), happened, playing.scores(),
    )  # fmt: skip


@lru_cache(maxsize=32)
def midway(first: Setup, then: Setup, n: int, seed: int) -> Run:
    """Games that one set-up has brought under way, played on by another."""
    return play_from(play(first, n, seed).worlds, then)
