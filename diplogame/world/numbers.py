"""The scenario's numbers as arrays that may differ from world to world, so that a sweep is one ensemble.

Every array has a leading axis of worlds of length one (all alike) or the number of worlds; its rank is the same in both
cases, so that the arithmetic on it is the same, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from diplogame.traced import np

Array = np.ndarray


class Kept(dict[Any, Array]):
    """What has been worked out from some numbers; of those taken from others, what was worked out there is taken when it is asked for."""

    def __init__(self, whole: Kept | None = None, rows: Array | None = None) -> None:
        """``whole``, ``rows``: the numbers that these are taken from, and which. Of numbers taken more than once the first are asked."""
        super().__init__()
        if whole is not None and whole.whole is not None and whole.rows is not None and rows is not None:
            rows = whole.rows[rows]
            whole = whole.whole
        self.whole: Kept | None = whole
        self.rows: Array | None = rows

    def __missing__(self, key: Any) -> Array:
        if self.whole is None or self.rows is None:
            raise KeyError(key)
        found = self[key] = _picked(dict.__getitem__(self.whole, key), self.rows)
        return found

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (self.whole is not None and dict.__contains__(self.whole, key))

    def get(self, key: Any, default: Any = None) -> Any:
        """The value, or the default."""
        try:
            return self[key]
        except KeyError:
            return default


def _picked(value: Array, rows: Array) -> Array:
    """(rows, ...) of what differs from world to world."""
    return value if len(value) == 1 else np.ascontiguousarray(value[rows])


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
    differing: dict[str, tuple[str, ...] | None] | None = field(default=None, init=False, repr=False, compare=False)
    """Which fields differ from world to world, once that has been asked."""
    kept: Kept = field(default_factory=Kept, init=False, repr=False, compare=False)
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
        try:
            return self.kept[name, rank]
        except KeyError:
            column = np.ascontiguousarray(self.table[:, self.index[name]])
            found = self.kept[name, rank] = column.reshape(column.shape + (1,) * (rank - 1))
            return found

    def rule_beside(self, name: str, worlds: Array) -> Array:
        """A rule number to stand beside rows of worlds: (rows,), or (1,) where it is the same in all worlds."""
        value = self.rule(name)
        return value if len(value) == 1 else value[worlds]

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
        varying = self._varying()
        if not varying:
            return self
        changed: dict[str, Any] = {}
        for name, keys in varying.items():
            value = getattr(self, name)
            if keys is None:
                changed[name] = _picked(value, rows)
            else:
                changed[name] = {**value, **{key: _picked(value[key], rows) for key in keys}}
        made = Numbers(
            **{item.name: changed.get(item.name, getattr(self, item.name)) for item in fields(self) if item.init}
        )
        object.__setattr__(made, "kept", Kept(self.kept, rows))
        if len(rows) > 1:
            object.__setattr__(made, "differing", varying)
        return made

    @property
    def kind(self) -> Hashable:
        """What is alike in numbers of which the same differ from world to world, and in which the same orders are forbidden."""
        return tuple(self._varying().items()), self.forbidden.tobytes()

    def _varying(self) -> dict[str, tuple[str, ...] | None]:
        """The fields that differ from world to world; of a mapping, its keys that do."""
        if self.differing is None:
            found: dict[str, tuple[str, ...] | None] = {}
            for item in fields(self):
                value = getattr(self, item.name)
                if isinstance(value, np.ndarray):
                    if len(value) > 1:
                        found[item.name] = None
                elif item.init and item.name != "index":
                    keys = tuple(key for key, part in value.items() if len(part) > 1)
                    if keys:
                        found[item.name] = keys
            object.__setattr__(self, "differing", found)
        assert self.differing is not None  # noqa: S101
        return self.differing

    @property
    def varies(self) -> bool:
        """Whether anything differs from world to world."""
        return bool(self._varying())

    def length(self, *names: str) -> int:
        """Length of the leading axis of some of the fields: 1 when nothing in them varies."""
        return max((len(part) for name in names for part in _arrays(getattr(self, name))), default=1)


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
