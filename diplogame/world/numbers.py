"""The scenario's numbers as arrays that may differ from world to world, so that a sweep is one ensemble.

Every array has a leading axis of worlds of length one (all alike) or the number of worlds; its rank is the same in both
cases, so that the arithmetic on it is the same, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from diplogame.traced import np

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers that a scenario gives and a design may vary."""

    table: Array
    """(worlds or 1, rules); the rule table."""
    index: Mapping[str, int]
    """A rule's column in the table."""
    traits: Mapping[str, Array]
    """name: (worlds or 1, states); what marks a state: income, temperature, kappa, doctrine."""
    weights: Array
    """(worlds or 1, states, goals); sum to one over a state's goals, absent goals weigh nothing."""
    briefed: Array
    """(1, states, goals); the weights as the published scenario has them: what others expect of a state."""
    floors: Array
    """(worlds or 1, states, goals); the goal's world units."""
    ceilings: Array
    """(worlds or 1, states, goals); the goal's world units."""
    goal_params: Mapping[str, Array]
    """"state.goal.name": (worlds or 1,); a goal's own parameters and coefficients."""
    hardness: Array
    """(worlds or 1, facilities); share of damage that concrete and rock keep off."""
    ideal: Array
    """(worlds or 1, members); the council members' ideal points, 1 Washington, -1 Moscow."""
    price: Array
    """(worlds or 1, members); capital that moves a vote by the lobbying step."""
    ties: Array
    """(worlds or 1, members, states); ties that a member votes by, index units."""
    trust: Array
    """(worlds or 1, states, states); how far each takes the other's word as the game opens, which the briefing tells all."""
    forbidden: Array
    """(worlds or 1, states, verbs) bool: taken from a role, for experiments."""
    kept: dict[Any, Array] = field(default_factory=dict, init=False, repr=False, compare=False)
    """(worlds or 1, ...) each: what has been worked out from these numbers already."""

    def keep(self, key: Any, make: Callable[[], Array]) -> Array:
        """(worlds or 1, ...) what ``make`` works out from these numbers alone, once."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def given(self, function: Callable[[Numbers], Array]) -> Array:
        """(worlds or 1, ...) what a function makes of these numbers; it keeps its result itself."""
        return function(self)

    def rule(self, name: str, rank: int = 1) -> Array:
        """A rule number shaped (worlds or 1, 1, ...) to stand beside arrays of that rank."""
        found = self.kept.get((name, rank))
        if found is None:
            column = np.ascontiguousarray(self.table[:, self.index[name]])
            found = self.kept[name, rank] = column.reshape(column.shape + (1,) * (rank - 1))
        return found

    def rule_at(self, name: str, worlds: Array) -> Array:
        """A rule number for rows of worlds, in their shape."""
        value = self.rule(name)
        return np.full(np.shape(worlds), value[0]) if len(value) == 1 else value[worlds]

    def trait_at(self, name: str, worlds: Array, states: Array) -> Array:
        """A trait for rows: (rows,)."""
        value = self.traits[name]
        return np.asarray(value[0, states] if len(value) == 1 else value[worlds, states])

    def take(self, rows: Array) -> Numbers:
        """The numbers of the worlds at ``rows``; what all share stays shared."""
        if not self.varies:
            return self

        def pick(value: Array) -> Array:
            return value if len(value) == 1 else np.ascontiguousarray(value[rows])

        return self._each(lambda name, value: value if name == "briefed" else pick(value))

    @property
    def varies(self) -> bool:
        """Whether anything differs from world to world."""
        return self.length(*(item.name for item in fields(self) if item.name not in ("index", "kept"))) > 1

    def arrays(self) -> Iterable[Array]:
        """All arrays, those in mappings too, in an order of their own."""
        for item in fields(self):
            if item.name not in ("index", "kept"):
                yield from _arrays(getattr(self, item.name))

    def length(self, *names: str) -> int:
        """Length of the leading axis of some of the fields: 1 when nothing in them varies."""
        return max((len(part) for name in names for part in _arrays(getattr(self, name))), default=1)

    def _each(self, change: Callable[[str, Array], Array]) -> Numbers:
        new: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name == "index":
                new[item.name] = value
            elif isinstance(value, np.ndarray):
                new[item.name] = change(item.name, value)
            else:
                new[item.name] = {key: change(item.name, part) for key, part in tuple(value.items())}
        kept = new.pop("kept")
        made = Numbers(**new)
        made.kept.update(kept)
        return made


def _arrays(value: Array | Mapping[str, Array]) -> Iterable[Array]:
    return (value,) if isinstance(value, np.ndarray) else value.values()


def stack(points: Sequence[Numbers], index: Array) -> Numbers:
    """One `Numbers` for an ensemble whose world k has the numbers of ``points[index[k]]``.

    What is equal at all points stays shared (length one).
    """

    def join(values: Sequence[Array]) -> Array:
        first = values[0]
        if all(value is first or np.array_equal(value, first) for value in values[1:]):
            return first
        return np.ascontiguousarray(np.concatenate(values, axis=0)[index])

    new: dict[str, Any] = {"index": points[0].index, "briefed": points[0].briefed}
    for item in fields(Numbers):
        if item.name in new or not item.init:
            continue
        parts = [getattr(point, item.name) for point in points]
        new[item.name] = (
            join(parts)
            if isinstance(parts[0], np.ndarray)
            else {key: join([part[key] for part in parts]) for key in parts[0]}
        )
    return Numbers(**new)
