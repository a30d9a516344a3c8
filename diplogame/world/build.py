"""The first worlds of a game: a scenario's numbers and starting values laid out as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from diplogame.noise import Luck
from diplogame.world.cast import PLACE_KINDS, Cast, cast_of
from diplogame.world.fields import FIELDS, Array, Worlds, shape_of
from diplogame.world.numbers import Numbers, stack

if TYPE_CHECKING:
    from diplogame.scenario.schema import Scenario

TRAITS: dict[str, float] = {
    "kappa": 1.0,
    "doctrine": 0.0,
    "spare_oil": 0.0,
    "reserve": 0.0,
    "easy_host": 0.0,
    "temperature": 1.5,
    "income": 2.0,
    "war_aversion": 1.0,
}
"""What marks a state beside its arrays, with the value where a scenario says nothing."""

FIELDS_OF_STATES = frozenset(name for name, spec in FIELDS.items() if spec.axes == "S")
FIELDS_OF_WORLDS = frozenset(name for name, spec in FIELDS.items() if spec.axes == "")


def make_numbers(
    scenario: Scenario, cast: Cast, verbs: Sequence[str], forbidden: Array, published: Scenario | None = None
) -> Numbers:
    """A scenario's numbers, each with a leading axis of length one. ``published`` is the scenario as others know it (before settings)."""
    names = sorted(scenario.rules)
    specs = [scenario.states[name] for name in cast.states]
    n_goals = max(len(spec.goals) for spec in specs)
    weights, floors, ceilings = (np.zeros((1, cast.n_states, n_goals)) for _ in range(3))
    ceilings += 1.0
    params: dict[str, Array] = {}
    for i, spec in enumerate(specs):
        for g, (name, goal) in enumerate(spec.goals.items()):
            weights[0, i, g], floors[0, i, g], ceilings[0, i, g] = goal.weight, goal.floor, goal.ceiling
            for key, value in {**{f"of.{k}": v for k, v in goal.of.items()}, **goal.params}.items():
                params[f"{cast.states[i]}.{name}.{key}"] = np.array([float(value)])
    briefed = np.zeros_like(weights)
    for i, state in enumerate(cast.states):
        for g, goal in enumerate((published or scenario).states[state].goals.values()):
            briefed[0, i, g] = goal.weight
    traits = {
        trait: np.array([[float(spec.start.get(trait, getattr(spec, trait, default))) for spec in specs]])
        for trait, default in TRAITS.items()
    }
    ties = np.array([[[float(scenario.council[m].tie.get(s, 0.0)) for s in cast.states] for m in cast.members]])
    return Numbers(
        table=np.array([[float(scenario.rules[name].value) for name in names]]),
        index={name: i for i, name in enumerate(names)},
        traits=traits,
        weights=weights,
        briefed=briefed,
        floors=floors,
        ceilings=ceilings,
        goal_params=params,
        hardness=np.array([[scenario.facilities[name].hardness for name in cast.places]]),
        ideal=np.array([[scenario.council[name].ideal for name in cast.members]]),
        price=np.array([[scenario.council[name].price for name in cast.members]]),
        ties=ties,
        trust=_opening_trust(scenario, cast),
        forbidden=forbidden[None],
    )


def _opening_trust(scenario: Scenario, cast: Cast) -> Array:
    """(1, states, states)"""
    found = np.full((1, cast.n_states, cast.n_states), FIELDS["trust"].start)
    for key, value in scenario.pairs.get("trust", {}).items():
        first, second = key.split(">")
        found[0, cast.state_index[first], cast.state_index[second]] = value
    return found


def starting_fields(scenario: Scenario, cast: Cast) -> dict[str, Array]:
    """The starting value of every array, each with a leading axis of length one."""
    result: dict[str, Array] = {}
    for name, spec in FIELDS.items():
        result[name] = np.full((1, *shape_of(spec, cast)), spec.start, dtype=spec.dtype)
    for name, value in scenario.start.items():
        if name in FIELDS_OF_WORLDS:
            result[name][...] = value
    for i, state in enumerate(cast.states):
        for name, value in scenario.states[state].start.items():
            if name in FIELDS_OF_STATES:
                result[name][0, i] = value
    for field, pairs in scenario.pairs.items():
        for key, value in pairs.items():
            first, second = key.split(">")
            result[field][0, cast.state_index[first], cast.state_index[second]] = value
    for i, place in enumerate(cast.places):
        result["integrity"][0, i] = scenario.facilities[place].integrity
    _settle(result, scenario, cast)
    return result


def _settle(result: dict[str, Array], scenario: Scenario, cast: Cast) -> None:
    """What follows from other starting values: estimates, the price's memory, postures as seen, who has just struck whom."""
    result["home"][...] = result["relation"]
    result["price_log"][...] = result["price"][:, None]
    result["airspace_seen"][...] = np.minimum(result["airspace"], 1)
    result["seen_integrity"][...] = result["integrity"][:, None, :]
    kind = cast.kind
    result["seen_sd"][...] = np.where(kind == PLACE_KINDS.index("launcher"), 0.2, 0.15)
    result["seen_missiles"][...] = result["missiles"][:, None]
    result["seen_interceptors"][...] = result["interceptors"][:, None]
    if result["truce"][0] == 0 and result["escalation"][0] >= 5:
        result["last_blow"][0, cast.striker, cast.defender] = 0
        result["provoked"][0, cast.defender] = 0
        result["answered"][0, cast.striker] = 0
        result["exchanges"][0] = 0b1000
        if result["enabling"][0] > 0:
            result["enabled_force"][0, cast.patron] = 0
        hit = cast.of_kind("mixer", "s300", "drone", owner=cast.defender) & (result["integrity"][0] < 0.95)
        result["struck"][0, hit] = 0
    if result["table"][0] > 0:
        result["landed"][...] = 0
    del scenario


def make_worlds(cast: Cast, numbers: Numbers, fields: dict[str, Array], seeds: Array, turn: int = 0) -> Worlds:
    """An ensemble from starting fields (leading axis one or the number of seeds)."""
    size = len(seeds)
    fields = {**fields, "nerve": Luck(seeds, 0).normal("nerve", cast.n_states)}
    # Copies, of one world too: to a compiler an array that may not be written is of another kind.
    arrays = {
        name: np.array(np.broadcast_to(value, (size, *value.shape[1:])), order="C") for name, value in fields.items()
    }
    values: dict[str, Any] = {
        "cast": cast,
        "numbers": numbers,
        "seeds": np.asarray(seeds, dtype=np.int64),
        "turn": turn,
        **arrays,
    }
    return Worlds(**values)


def build(
    scenarios: Sequence[Scenario],
    points: Array,
    seeds: Array,
    verbs: Sequence[str],
    forbidden: Sequence[Array],
    published: Scenario | None = None,
) -> Worlds:
    """The worlds of an ensemble whose world k plays ``scenarios[points[k]]`` with the luck of ``seeds[k]``.

    The scenarios differ in numbers alone: the same names in the same order.
    """
    cast = cast_of(scenarios[0])
    numbers = [
        make_numbers(scenario, cast, verbs, barred, published)
        for scenario, barred in zip(scenarios, forbidden, strict=True)
    ]
    starts = [starting_fields(scenario, cast) for scenario in scenarios]
    index = np.asarray(points, dtype=np.intp)
    fields = (
        starts[0]
        if len(starts) == 1
        else {name: np.concatenate([start[name] for start in starts])[index] for name in FIELDS}
    )
    return make_worlds(cast, numbers[0] if len(numbers) == 1 else stack(numbers, index), fields, seeds)


__all__ = ["TRAITS", "build", "make_numbers", "make_worlds", "starting_fields"]
