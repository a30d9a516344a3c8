"""Goals: how a blend of quantities becomes progress, 0 to 100."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diplogame.goals.quantities import Quantity, quantity
from diplogame.traced import np
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.numbers import Numbers

Shape = Callable[[Array, Array, Array, dict[str, Array]], Array]


@dataclass(frozen=True)
class Goal:
    """A kind of goal."""

    kind: str
    shape: Shape
    """(x, floor, ceiling, params) to progress, 0 to 100; x and the result of one shape, the numbers broadcast against it."""
    words: str
    """What it measures, for the manual."""


def _blend(x: Array, floor: Array, ceiling: Array, params: dict[str, Array]) -> Array:
    """100 clip((x - floor)/(ceiling - floor)); the floor may lie above the ceiling where less is better."""
    return np.asarray(100.0 * np.minimum(np.maximum((x - floor) / (ceiling - floor), 0.0), 1.0))


def _band(x: Array, floor: Array, ceiling: Array, params: dict[str, Array]) -> Array:
    """Full between low and high, falling by straight lines to nothing over the slack on either side: an interior optimum, with its peak a
    little above the band's middle.
    """
    low, high, slack = params["low"], params["high"], params["slack"]
    below = np.maximum(low - x, 0.0) / slack
    above = np.maximum(x - high, 0.0) / slack
    inside = np.abs(x - 0.5 * (low + high)) / (high - low)
    return np.asarray(100.0 * np.minimum(np.maximum(1.0 - below - above - 0.1 * inside, 0.0), 1.0))


_REGISTRY: dict[str, Goal] = {}


def register(goal: Goal) -> None:
    """Add a kind of goal."""
    _REGISTRY[goal.kind] = goal


register(Goal("blend", _blend, "a weighted sum of quantities between a floor and a ceiling"))
register(Goal("band", _band, "a weighted sum of quantities that should stay between `low` and `high`"))


def goal_kinds() -> tuple[str, ...]:
    """Names of the kinds."""
    return tuple(_REGISTRY)


def goal_kind(name: str) -> Goal:
    """The kind of that name; KeyError if there is none."""
    return _REGISTRY[name]


@dataclass(frozen=True)
class Want:
    """One goal of one state, ready to be read."""

    name: str
    title: str
    index: int
    """Its place among the state's goals."""
    state: int
    goal: Goal
    parts: tuple[tuple[str, str, Quantity], ...]
    """(quantity's name, its coefficient's key in `Numbers.goal_params`, the quantity)."""
    params: tuple[tuple[str, str], ...]
    """(name, key) of the goal's own parameters."""

    def level(self, worlds: Worlds) -> Array:
        """(worlds,) the blend x, in the goal's units."""
        numbers = worlds.numbers
        total: Array = np.zeros(worlds.size)
        for _, key, part in self.parts:
            total = total + numbers.goal_params[key] * part.read(worlds)
        return total

    def progress(self, x: Array, numbers: Numbers) -> Array:
        """Progress, 0 to 100, at x (worlds,) or (worlds, options)."""
        rank = (-1,) + (1,) * (x.ndim - 1)
        floor = numbers.floors[:, self.state, self.index].reshape(rank)
        ceiling = numbers.ceilings[:, self.state, self.index].reshape(rank)
        return self.goal.shape(
            x, floor, ceiling, {name: numbers.goal_params[key].reshape(rank) for name, key in self.params}
        )


def wants(cast: Cast) -> tuple[tuple[Want, ...], ...]:
    """The goals of every state (made once a cast)."""
    if "wants" not in cast.extras:
        cast.extras["wants"] = tuple(_wants_of(cast, state) for state in range(cast.n_states))
    return cast.extras["wants"]  # type: ignore[no-any-return]


def _wants_of(cast: Cast, state: int) -> tuple[Want, ...]:
    role = cast.states[state]
    made = []
    for index, (name, spec) in enumerate(cast.scenario.states[role].goals.items()):
        parts = tuple((part, f"{role}.{name}.of.{part}", quantity(cast, part)) for part in spec.of)
        params = tuple((key, f"{role}.{name}.{key}") for key in spec.params)
        made.append(Want(name, spec.title, index, state, goal_kind(spec.kind), parts, params))
    return tuple(made)


def progress(worlds: Worlds, state: int) -> Array:
    """(worlds, goals) progress of a state's goals, 0 to 100, in true or believed worlds."""
    return np.stack([want.progress(want.level(worlds), worlds.numbers) for want in wants(worlds.cast)[state]], axis=-1)


def score(worlds: Worlds, state: int) -> Array:
    """(worlds,) the weighted progress of a state, 0 to 100."""
    part = progress(worlds, state)
    weights = worlds.numbers.weights[:, state, : part.shape[1]]
    total: Array = np.zeros(worlds.size)
    for g in range(part.shape[1]):
        total = total + weights[:, g] * part[:, g]
    return total


def scores(worlds: Worlds) -> Array:
    """(worlds, states) all scores of the moment."""
    return np.stack([score(worlds, state) for state in range(worlds.cast.n_states)], axis=-1)
