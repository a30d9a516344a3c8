"""The crisis as a Mesa model: an ensemble of worlds, one agent a state and one a council member. Played games run through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from mesa import Agent, DataCollector, Model

from diplogame import opening
from diplogame.agents import CouncilMember, StateAgent
from diplogame.course import Step
from diplogame.errors import SettingError
from diplogame.minds.mind import Mind
from diplogame.noise import MAX_SEED, game_seed
from diplogame.playing import Playing
from diplogame.scenario.load import load_scenario
from diplogame.scenario.schema import Scenario
from diplogame.world.fields import Array, Worlds


class DiplomacyModel(Model):
    """A game, or an ensemble of them; `step` plays one turn of every world that has not ended.

    `running` is False once all have. `turn` is the last turn played. The same seeds give the same digests, alone or among others.
    """

    def __init__(
        self,
        scenario: Scenario | str | Sequence[Scenario] = "moscow_table",
        worlds: int = 1,
        rng: Any = None,
        seeds: Sequence[int] | Array | None = None,
        minds: Mapping[str, str | Mind] | None = None,
        *,
        points: Array | None = None,
        level: str = "normal",
        published: Scenario | None = None,
        keep: bool = False,
    ) -> None:
        """scenario: one, its name, or several that differ in numbers alone, with ``points`` (worlds,) saying which each world plays.

        seeds: (worlds,) each world's game seed; without it they are drawn from ``rng``, and for a whole number world k has the seed of game k of the
        batch with that seed. minds: role (or '*') to the name of a mind, or a mind. level: who plays the rest. published: the scenario as others know
        it. keep: keep the reasons of choices. Raises SettingError and ScenarioError.
        """
        super().__init__(rng=rng)
        one = load_scenario(scenario) if isinstance(scenario, str) else scenario
        scenarios = (one,) if isinstance(one, Scenario) else tuple(one)
        if seeds is None:
            base = (
                rng if isinstance(rng, int | np.integer) and not isinstance(rng, bool) else self.rng.integers(MAX_SEED)
            )
            seeds = game_seed(int(base), np.arange(worlds))
        given = np.asarray(seeds, dtype=np.int64)
        if given.ndim != 1 or not len(given):
            raise SettingError("seeds", str(given.shape), "must be a list of at least one whole number")
        where = np.zeros(len(given), dtype=np.intp) if points is None else np.asarray(points, dtype=np.intp)
        self.playing = Playing(scenarios, where, given, published)
        """The ensemble itself; it knows nothing of Mesa."""
        self.keep = keep
        """Whether choices keep their reasons."""
        names, made = _minds(scenarios[0], minds or {}, level)
        self.mind_names: dict[str, str] = names
        """Who plays each role."""
        StateAgent.create_agents(self, len(made), list(range(len(made))), made)
        members = self.worlds.cast.n_members
        CouncilMember.create_agents(self, members, list(range(members)))
        # Kept sets: picking agents anew by type costs more than the calls themselves.
        self.states = self.agents_by_type[StateAgent]
        self.members = self.agents.select(agent_type=CouncilMember)
        self.stage: Worlds = self.worlds
        """The worlds that go on, as the states see them while they decide."""
        self.last: Step | None = None
        """The last turn: orders, events, choices."""
        self.running = self.playing.open
        # Collected after each turn and not at the opening: batch_run reads entry `steps - 1` as the last one.
        self.datacollector = DataCollector(model_reporters=REPORTERS)

    @property
    def worlds(self) -> Worlds:
        """All worlds as they stand."""
        return self.playing.worlds

    @property
    def turn(self) -> int:
        """The last turn played; 0 at the opening."""
        return self.worlds.turn

    @property
    def turns(self) -> int:
        """Turns of a whole game."""
        return self.playing.turns

    @property
    def roles(self) -> tuple[str, ...]:
        """The states' names."""
        return self.worlds.cast.states

    @property
    def digests(self) -> list[str]:
        """One a world, in hex."""
        return [digest.hex() for digest in self.playing.digests]

    def step(self) -> None:
        """Play one turn.

        1. observe     each state looks at its View
        2. decide      each chooses, at once and in secret
        3. negotiate   answers: who comes, what is signed, swapped, kept
        4. adjudicate  the orders stage by stage, drift, endings, beliefs; then the news of the next morning
        5. record      digests and scores; votes are noted, data collected

        Worlds that have ended stay as they are; when all have, it does nothing.
        """
        if not self.running:
            return
        live, self.stage = self.playing.stage()
        self.states.do("observe")
        self.states.do("decide")
        self.resolve(live)
        self.stage = self.worlds  # the turn has used up what it was played on
        self.members.do("note_vote")
        self.states.do("forget")
        self.datacollector.collect(self)

    def resolve(self, live: Array) -> None:
        """Phases 3 to 5, from what the states have decided."""
        by_seat = sorted(self.states, key=lambda state: state.seat)
        self.last = self.playing.finish(live, self.stage, [state.choice for state in by_seat])
        self.running = self.playing.open

    def scores(self) -> Array:
        """(worlds, states) scores, 0 to 100: half the end, half the mean over the turns; final once a world has ended, else as if it ended now."""
        return self.playing.scores()

    def endings(self) -> list[str | None]:
        """Each world's ending, None while it goes on."""
        return self.playing.endings()

    def put(self, role: str, mind: str | Mind) -> None:
        """Put somebody else in a seat. Raises SettingError."""
        known = opening.mind(mind) if isinstance(mind, str) else mind
        for state in self.states:
            if state.role == role:
                state.mind = known
                self.mind_names[role] = known.name

    def close(self) -> None:
        """Let go of everything: Mesa's counter of agents would keep the model alive for good."""
        self.running = False
        self.remove_all_agents()
        Agent._ids.pop(self, None)  # noqa: SLF001 - there is no public way


def _minds(scenario: Scenario, given: Mapping[str, str | Mind], level: str) -> tuple[dict[str, str], list[Mind]]:
    """Names and minds by seat."""
    named = {role: mind for role, mind in given.items() if isinstance(mind, str)}
    names = opening.minds_by_role(
        scenario, {**named, **{role: opening.DEFAULT_MIND for role in given if role not in named}}, level
    )
    made = []
    for role in scenario.states:
        one = given.get(role, given.get("*"))
        if one is not None and not isinstance(one, str):
            names[role] = one.name
            made.append(one)
        else:
            made.append(opening.mind(names[role]))
    return names, made


def _mean(name: str) -> Any:
    return lambda model: float(getattr(model.worlds, name).mean())


REPORTERS: dict[str, Any] = {
    "turn": lambda model: model.turn,
    "open": lambda model: int((model.worlds.ending == 0).sum()),
    "brent": _mean("price"),
    "escalation": _mean("escalation"),
    "flow": _mean("flow"),
    "hazard": _mean("hazard"),
    "truce": lambda model: float((model.worlds.truce > 0).mean()),
    "ending": lambda model: model.endings()[0] if model.worlds.size == 1 else None,
}
"""What is collected each turn: means over the worlds; the ending of a single one."""
