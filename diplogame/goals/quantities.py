"""Quantities: what goals are made of. Each is read from worlds (true or believed), and says how a small change of a lever moves it.

A lever is a single number that an effect may change: "stability.iran", "relation.iran.russia", "integrity.parchin", "price".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from diplogame.traced import np
from diplogame.world.cast import Cast
from diplogame.world.fields import FIELDS, Array, Worlds
from diplogame.world.measures import capability_left
from diplogame.world.promises import CLAIMS, owed


@dataclass(frozen=True)
class Quantity:
    """A number that a goal can be made of."""

    read: Callable[[Worlds], Array]
    """Worlds to (worlds,)."""
    slopes: dict[str, float]
    """lever: change of the quantity for a change of one in the lever."""
    rules: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """lever: numbers of the rule table that its slope is multiplied by, world by world."""


def quantity(cast: Cast, name: str) -> Quantity:
    """The quantity of that name; KeyError says which names there are."""
    head, *rest = name.split(".")
    if head in DERIVED:
        return DERIVED[head](cast, rest)
    spec = FIELDS.get(head)
    if spec is None or spec.axes not in ("", "S", "SS", "F"):
        raise KeyError(name)
    if len(rest) != len(spec.axes):
        raise KeyError(name)
    if spec.axes == "F":
        index: tuple[int, ...] = (cast.place_index[rest[0]],)
    else:
        index = tuple(cast.state_index[part] for part in rest)
    return Quantity(lambda worlds: getattr(worlds, head)[(slice(None), *index)] * 1.0, {name: 1.0})


def names(cast: Cast) -> list[str]:
    """Every quantity that a goal may name."""
    found: list[str] = []
    for name, spec in FIELDS.items():
        if spec.axes == "":
            found.append(name)
        elif spec.axes == "S":
            found += [f"{name}.{state}" for state in cast.states]
        elif spec.axes == "SS":
            found += [f"{name}.{a}.{b}" for a in cast.states for b in cast.states if a != b]
    found += [
        f"influence.{cast.states[cast.patron]}",
        f"influence.{cast.states[cast.supplier]}",
        "capability",
        "air_cover",
        "arsenal",
        "violence",
        "calm",
    ]
    found += (
        [f"exports.{state}" for state in cast.states]
        + [f"unhurt.{state}" for state in cast.states]
        + [f"pledges.{state}" for state in cast.states]
    )
    return found


def _influence(cast: Cast, rest: list[str]) -> Quantity:
    """A pole's share of the Arab states' alignment, 0 to 100: the shares of the two poles sum to a hundred."""
    arabs = np.flatnonzero(cast.arabs)
    sign = 1.0 if cast.state_index[rest[0]] == cast.patron else -1.0
    slope = 50.0 * sign / len(arabs)
    return Quantity(
        lambda worlds: 50.0 + sign * 50.0 * worlds.alignment.take(arabs, axis=1).mean(axis=1),
        {f"alignment.{cast.states[i]}": slope for i in arabs},
    )


def _capability(cast: Cast, rest: list[str]) -> Quantity:
    """The defender's strategic capability left, 0 to 100."""
    mine = np.flatnonzero(cast.of_kind("mixer", "drone", "launcher", "s300", "nuclear", owner=cast.defender))
    return Quantity(
        lambda worlds: 100.0 * capability_left(worlds), {f"integrity.{cast.places[i]}": 100.0 / len(mine) for i in mine}
    )


def _air_cover(cast: Cast, rest: list[str]) -> Quantity:
    """Mean state of the batteries, 0 to 100."""
    mine = np.flatnonzero(cast.of_kind("s300"))
    return Quantity(
        lambda worlds: 100.0 * worlds.integrity.take(mine, axis=1).mean(axis=1),
        {f"integrity.{cast.places[i]}": 100.0 / len(mine) for i in mine},
    )


def _arsenal(cast: Cast, rest: list[str]) -> Quantity:
    """Missiles in stock and twenty turns of making (deterrence)."""
    mixers = np.flatnonzero(cast.of_kind("mixer", owner=cast.defender))
    output = cast.output[mixers]
    slopes = {f"integrity.{cast.places[i]}": 20.0 * float(cast.output[i]) for i in mixers}
    return Quantity(
        lambda worlds: worlds.missiles + 20.0 * (output * worlds.integrity.take(mixers, axis=1)).sum(axis=1),
        {**slopes, "missiles": 1.0},
    )


def _exports(cast: Cast, rest: list[str]) -> Quantity:
    """Oil and gas that the state gets out, as a share of its plan, 0 to 100."""
    state = cast.state_index[rest[0]]
    mine = np.flatnonzero(cast.of_kind("oil", "gas", owner=state))
    through = 0.0 if state == cast.defender else 1.0

    def read(worlds: Worlds) -> Array:
        whole = worlds.integrity.take(mine, axis=1).mean(axis=1) if len(mine) else np.ones(worlds.size)
        share = worlds.flow / worlds.numbers.rule("hormuz_flow")
        return np.asarray(100.0 * whole * (1.0 - through * 0.8 * (1.0 - np.minimum(share, 1.0))))

    slopes = {f"integrity.{cast.places[i]}": 100.0 / len(mine) for i in mine}
    return Quantity(read, {**slopes, "flow": 4.0 * through})


def _unhurt(cast: Cast, rest: list[str]) -> Quantity:
    """Mean state of a state's own facilities, 0 to 100."""
    mine = np.flatnonzero(cast.owner == cast.state_index[rest[0]])
    if not len(mine):
        return Quantity(lambda worlds: np.full(worlds.size, 100.0), {})
    return Quantity(
        lambda worlds: 100.0 * worlds.integrity.take(mine, axis=1).mean(axis=1),
        {f"integrity.{cast.places[i]}": 100.0 / len(mine) for i in mine},
    )


def _violence(cast: Cast, rest: list[str]) -> Quantity:
    """The rung, as a hundred at 8 and nothing at 1."""
    return Quantity(lambda worlds: (worlds.escalation - 1.0) * (100.0 / 7.0), {"escalation": 100.0 / 7.0})


def _calm(cast: Cast, rest: list[str]) -> Quantity:
    """The other end of the ladder: a hundred at rung 1, nothing at 8. What a rung is worth by itself; what war would take comes by the hazard."""
    return Quantity(lambda worlds: (8.0 - worlds.escalation) * (100.0 / 7.0), {"escalation": -100.0 / 7.0})


def _border_security(cast: Cast, rest: list[str]) -> Quantity:
    """The supplier's border, which a rung held for a turn wears by the rules' own step."""
    return Quantity(
        lambda worlds: worlds.border_security * 1.0,
        {"border_security": 1.0, "escalation": -1.0},
        {"escalation": ("border_rung", "border_ease")},
    )


def _pledges(cast: Cast, rest: list[str]) -> Quantity:
    """Open promises to the state, among those it can see."""
    state = cast.state_index[rest[0]]
    return Quantity(lambda worlds: owed(worlds)[:, state, CLAIMS] * 1.0, {})


DERIVED: dict[str, Callable[[Cast, list[str]], Quantity]] = {
    "influence": _influence,
    "capability": _capability,
    "air_cover": _air_cover,
    "arsenal": _arsenal,
    "exports": _exports,
    "unhurt": _unhurt,
    "violence": _violence,
    "calm": _calm,
    "border_security": _border_security,
    "pledges": _pledges,
}

NAMED = {"influence": 1, "exports": 1, "unhurt": 1, "pledges": 1}
"""Names of states that follow a derived quantity; none where it is not here."""


def heads() -> dict[str, int]:
    """The first word of every quantity that a goal may name, and how many names of states or facilities follow it."""
    plain = {name: len(spec.axes) for name, spec in FIELDS.items() if spec.axes in ("", "S", "SS", "F")}
    return {**plain, **{name: NAMED.get(name, 0) for name in DERIVED}}
