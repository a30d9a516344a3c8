"""The crisis as a Mesa model: an ensemble of worlds, one agent a state and one a council member. Played games and batches run through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from mesa import Agent, DataCollector, Model

from diplogame import course, opening
from diplogame.agents import CouncilMember, StateAgent
from diplogame.errors import SettingError
from diplogame.minds.mind import Mind
from diplogame.noise import MAX_SEED, game_seed
from diplogame.scenario.load import load_scenario
from diplogame.scenario.schema import Scenario
from diplogame.tally import Tally, begin
from diplogame.turn.news import News, strike, timed
from diplogame.verbs.events import Events
from diplogame.world.axes import ENDINGS
from diplogame.world.digest import chain, first
from diplogame.world.fields import Array, Worlds

RUN_OUT = tuple(1 + ENDINGS.index(name) for name in ("ceasefire", "tit_for_tat"))
"""Endings that time brings; after them the aftermath is played."""
NO_CLOCK = 1_000_000
"""A length that no game reaches: in the aftermath time does not run out again."""


class DiplomacyModel(Model):
    """A game, or an ensemble of them; `step` plays one turn of every world that has not ended.

    `running` is False once all have. `turn` is the last turn played. The same seeds give the same digests, alone or among others.
    """

    def __init__(
        self, scenario: Scenario | str | Sequence[Scenario] = "moscow_table", worlds: int = 1, rng: Any = None, seeds: Sequence[int] | Array | None = None,
        minds: Mapping[str, str | Mind] | None = None, *, points: Array | None = None, level: str = "normal", published: Scenario | None = None,
        keep: bool = False,
    ) -> None:
        """scenario: one, its name, or several that differ in numbers alone, with ``points`` (worlds,) saying which each world plays.

        seeds: (worlds,) each world's game seed; without it they are drawn from ``rng``, and for a whole number world k has the seed of game k of the
        batch with that seed. minds: role (or '*') to the name of a mind, or a mind. level: who plays the rest. keep: keep the reasons of choices.
        """
        super().__init__(rng=rng)
        one = load_scenario(scenario) if isinstance(scenario, str) else scenario
        self.scenarios: tuple[Scenario, ...] = (one,) if isinstance(one, Scenario) else tuple(one)
        if seeds is None:
            base = rng if isinstance(rng, int | np.integer) and not isinstance(rng, bool) else self.rng.integers(MAX_SEED)
            seeds = game_seed(int(base), np.arange(worlds))
        given = np.asarray(seeds, dtype=np.int64)
        if given.ndim != 1 or not len(given):
            raise SettingError("seeds", str(given.shape), "must be a list of at least one whole number")
        self.points: Array = np.zeros(len(given), dtype=np.intp) if points is None else np.asarray(points, dtype=np.intp)
        self.keep = keep
        """Whether choices keep their reasons."""
        scenario = self.scenarios[0]
        self.turns: int = scenario.turns
        """Turns of a whole game."""
        names, made = _minds(scenario, minds or {}, level)
        self.mind_names: dict[str, str] = names
        """Who plays each role."""
        self.opening: Worlds = opening.open_worlds(self.scenarios, self.points, given, published)
        worlds_, self.news = self._morning(self.opening, 1)
        self.begin(worlds_, first(worlds_), begin(worlds_))
        self.after: Worlds = self.worlds
        """The worlds after the aftermath of those whose time ran out; else as they ended."""
        StateAgent.create_agents(self, len(made), list(range(len(made))), made)
        members = self.worlds.cast.n_members
        CouncilMember.create_agents(self, members, list(range(members)))
        # Kept sets: picking agents anew by type costs more than the calls themselves.
        self.states = self.agents_by_type[StateAgent]
        self.members = self.agents_by_type[CouncilMember] if members else self.states.select(at_most=0)
        self.stage: Worlds = self.worlds
        self.last: course.Step | None = None
        """The last turn: orders, events, choices."""
        self.datacollector = DataCollector(model_reporters=REPORTERS)
        self.datacollector.collect(self)

    def begin(self, worlds: Worlds, digests: list[bytes], tally: Tally) -> None:
        """Go on from these worlds (an undo, a fork)."""
        self.worlds: Worlds = worlds
        """All worlds as they stand."""
        self.digests: list[bytes] = digests
        """One a world, chained turn by turn."""
        self.tally: Tally = tally
        self.after = worlds
        self.running = bool((worlds.ending == 0).any()) and worlds.turn < self.turns

    @property
    def turn(self) -> int:
        """The last turn played; 0 at the opening."""
        return self.worlds.turn

    @property
    def roles(self) -> tuple[str, ...]:
        """The states' names."""
        return self.worlds.cast.states

    def step(self) -> None:
        """Play one turn.

        1. observe     each state looks at its View
        2. decide      each chooses, at once and in secret
        3. negotiate   answers: who comes, what is signed, swapped, kept
        4. adjudicate  the orders stage by stage, drift, endings, beliefs; then the news of the next morning
        5. record      digests, scores, votes, data

        Worlds that have ended stay as they are; when all have, it does nothing.
        """
        if not self.running:
            return
        live = np.flatnonzero(self.worlds.ending == 0)
        some = self.worlds if len(live) == self.worlds.size else self.worlds.take(live)
        self.stage = some.replace({"turn": self.worlds.turn + 1})
        self.states.do("observe")
        self.states.do("decide")
        self._resolve(live)
        self._record(live)
        self.members.do("note_vote")
        self.states.do("forget")
        self.datacollector.collect(self)

    def _resolve(self, live: Array) -> None:
        """Phases 3 and 4."""
        by_seat = sorted(self.states, key=lambda state: state.seat)
        self.last = course.finish(self.worlds, self.stage, live, [state.choice for state in by_seat], self.turns)
        self.worlds, self.news = self._morning(self.last.worlds, self.worlds.turn + 2)

    def _record(self, live: Array) -> None:
        """Phase 5: a link of each chain for the worlds that were played, and the tally; at the last turn the aftermath."""
        self.digests = linked(self.digests, self.worlds, live)
        self.tally = self.tally.add(self.worlds)
        self.running = bool((self.worlds.ending == 0).any())
        self.after = self.worlds
        if self.worlds.turn >= self.turns:
            self._aftermath()

    def _aftermath(self) -> None:
        """Some turns more for worlds whose time ran out, so that a last blow is not free: everybody's default mind goes on, in a person's seat too.

        A war, a collapse or a deal that comes then is the ending.
        """
        length = self.worlds.cast.scenario.aftermath
        over = np.flatnonzero(np.isin(self.worlds.ending, RUN_OUT) & (self.worlds.ended == self.worlds.turn))
        self.running = False
        if not length or not len(over):
            return
        some = self.worlds.take(over)
        some = some.replace({"ending": np.zeros_like(some.ending)})
        minds = [opening.mind(opening.DEFAULT_MIND)] * some.cast.n_states
        digests = [self.digests[k] for k in over]
        for _ in range(length):
            live = np.flatnonzero(some.ending == 0)
            some = course.step(some, minds, turns=NO_CLOCK).worlds
            digests = linked(digests, some, live)
        ending = np.where(some.ending > 0, some.ending, self.worlds.ending[over]).astype(np.int16)
        some = some.replace({"ending": ending})
        self.after = self.worlds.merge(over, some)
        self.worlds = self.worlds.replace({"ending": self.after.ending})
        for k, digest in zip(over, digests, strict=True):
            self.digests[k] = digest

    def _morning(self, worlds: Worlds, turn: int) -> tuple[Worlds, Events]:
        """The scenario's timed news for the start of ``turn``; scenarios of one ensemble may differ in their effects."""
        pieces = [timed(scenario.injects, turn) for scenario in self.scenarios] if turn <= self.turns else [[]]
        if not any(pieces):
            return strike(worlds, (), turn - 1)
        if all(other == pieces[0] for other in pieces[1:]):
            return strike(worlds, pieces[0], turn - 1)
        _, told = strike(worlds, pieces[0], turn - 1)
        for point, news in enumerate(pieces):
            rows = np.flatnonzero(self.points == point)
            if len(rows):
                worlds = worlds.merge(rows, strike(worlds.take(rows), news, turn - 1)[0])
        return worlds, told

    def hear(self, news: Sequence[News], first: int = 0) -> Events:
        """News from outside, now: everybody reacts to it in the turn that is being ordered. Returns its events."""
        self.worlds, events = strike(self.worlds, news, self.worlds.turn, first)
        self.after = self.worlds
        return events

    def scores(self) -> Array:
        """(worlds, states) scores, 0 to 100: half the end, half the mean over the turns; final once a world has ended, else as if it ended now."""
        final = self.tally.result(self.after, self.turns)
        if self.turn >= self.turns or not self.turn:
            return final
        return np.where((self.worlds.ending > 0)[:, None], final, self.tally.result(self.after, self.turn))

    def endings(self) -> list[str | None]:
        """Each world's ending, None while it goes on."""
        return [ENDINGS[code - 1] if code else None for code in self.worlds.ending]

    def mind(self, role: str, mind: str | Mind) -> None:
        """Put somebody else in a seat."""
        for state in self.states:
            if state.role == role:
                state.mind = opening.mind(mind) if isinstance(mind, str) else mind
                self.mind_names[role] = state.mind.name

    def close(self) -> None:
        """Let go of everything: Mesa's counter of agents would keep the model alive for good."""
        self.running = False
        self.remove_all_agents()
        Agent._ids.pop(self, None)  # noqa: SLF001 - there is no public way


def _minds(scenario: Scenario, given: Mapping[str, str | Mind], level: str) -> tuple[dict[str, str], list[Mind]]:
    """Names and minds by seat."""
    named = {role: mind for role, mind in given.items() if isinstance(mind, str)}
    names = opening.minds_by_role(scenario, {**named, **{role: opening.DEFAULT_MIND for role in given if role not in named}}, level)
    made = []
    for role in scenario.states:
        one = given.get(role, given.get("*"))
        if one is not None and not isinstance(one, str):
            names[role] = one.name
            made.append(one)
        else:
            made.append(opening.mind(names[role]))
    return names, made


def linked(digests: list[bytes], worlds: Worlds, live: Array) -> list[bytes]:
    """The chains of digests with a link more for the worlds at ``live``."""
    new = list(digests)
    for k, digest in zip(live, chain([digests[k] for k in live], worlds if len(live) == worlds.size else worlds.take(live)), strict=True):
        new[k] = digest
    return new


def _mean(name: str) -> Any:
    return lambda model: float(getattr(model.worlds, name).mean())


REPORTERS: dict[str, Any] = {
    "turn": lambda model: model.turn,
    "open": lambda model: int((model.worlds.ending == 0).sum()),
    "brent": _mean("price"), "escalation": _mean("escalation"), "flow": _mean("flow"), "hazard": _mean("hazard"),
    "truce": lambda model: float((model.worlds.truce > 0).mean()),
    "ending": lambda model: model.endings()[0] if model.worlds.size == 1 else None,
}
"""What is collected each turn: means over the worlds; the ending of a single one."""
