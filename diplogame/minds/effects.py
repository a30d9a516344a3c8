"""What each effect of each option is expected to add, as a seat believes: the verbs' own rows of effects, compiled for all options at once.

An amount is a product: a part that numbers alone decide (the rule number, its sign, whatever formula reads no world), worked out once for a
table of numbers; a part that the worlds decide (the other formulas and modifiers), worked out once a turn for all entries that share it; and
what repetition has left of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.orders.table import Columns
from diplogame.turn.stages import resolve
from diplogame.verbs.lens import HALVED, OptionLens, Spots
from diplogame.verbs.modifiers import MODIFIERS
from diplogame.verbs.verb import Effect, Formula, verb_names, verbs
from diplogame.world.build import make_numbers
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.numbers import Numbers
from diplogame.world.views import View


@dataclass(frozen=True)
class Entry:
    """One effect of one option, laid out flat."""

    option: int
    effect: Effect
    levers: tuple[str, ...]
    """What it moves: "stability.iran", "relation.iran.russia", "integrity.parchin", "price"."""


def entries_of(cast: Cast, rows: Columns) -> list[Entry]:
    """Every effect of every order that moves something."""
    known = verbs()
    found = []
    for k in range(len(rows)):
        one = rows.take(np.array([k]))
        for effect in known[int(rows.verb[k])].effects:
            levers = _levers(cast, effect, one)
            if levers:
                found.append(Entry(k, effect, levers))
    return found


def _levers(cast: Cast, effect: Effect, one: Columns) -> tuple[str, ...]:
    """Names of the levers that an effect of one order moves."""
    if effect.field in ("points", "calm"):
        return (effect.field,)
    first, _, second = effect.who.partition(">")
    if not first:
        return (effect.field,)

    def names(part: str) -> list[str]:
        found = []
        for index in resolve(cast, part, one):
            i = int(index[0]) if isinstance(index, np.ndarray) else index
            if i >= 0:
                found.append(cast.places[i] if (part.startswith("p") and part[1:].isdigit()) or part == "batteries" else cast.states[i])
        return found

    heads = names(first)
    if not second:
        return tuple(f"{effect.field}.{name}" for name in heads)
    return tuple(f"{effect.field}.{a}.{b}" for a in heads for b in names(second) if a != b)


class ReadsWorldsError(Exception):
    """A formula reads the worlds: it is not the same in every turn."""


class Unworldly:
    """Stands for worlds of which only the numbers and the cast may be read."""

    def __init__(self, cast: Cast, numbers: Numbers) -> None:
        self.cast = cast
        self.numbers = numbers

    def __getattr__(self, name: str) -> Any:
        raise ReadsWorldsError(name)


Factor = Formula | str
"""A formula, or the name of a modifier."""


def _evaluate(factor: Factor, lens: OptionLens) -> Array:
    return MODIFIERS[factor](lens) if isinstance(factor, str) else factor(lens)


@dataclass(frozen=True, eq=False)
class Group:
    """Entries' factors that are worked out together."""

    factors: tuple[Factor, ...]
    rows: Columns
    groups: Array
    spots: Spots
    where: slice
    """Their columns."""

    def product(self, world: Worlds) -> Array:
        """(worlds or 1, options or 1)"""
        lens = OptionLens(world, self.rows, self.groups, self.spots)
        total = _evaluate(self.factors[0], lens)
        for factor in self.factors[1:]:
            total = total * _evaluate(factor, lens)
        return total


class Effects:
    """Some entries of a seat's options, compiled: columns for what the worlds decide, shared by entries with the same factors and option."""

    def __init__(self, cast: Cast, seat: int, rows: Columns, groups: Array, entries: Sequence[Entry]) -> None:
        self.cast, self.seat = cast, seat
        self.rows, self.groups = rows, groups
        self.entries = tuple(entries)
        self.fades = np.array([entry.effect.fades for entry in entries], dtype=bool)
        numbers = _scenario_numbers(cast)
        self._by_numbers: dict[Factor, list[int]] = {}
        wanted: dict[tuple[bool, tuple[Factor, ...]], dict[int, list[int]]] = {}
        for i, entry in enumerate(entries):
            amount = entry.effect.amount
            worldly: tuple[Factor, ...] = ()
            for factor in (*entry.effect.times, *(() if isinstance(amount, str) else (amount,))):
                if factor in self._by_numbers or self._reads_numbers_alone(factor, numbers, entry.option):
                    self._by_numbers.setdefault(factor, []).append(i)
                else:
                    worldly = (*worldly, factor)
            if worldly:
                wanted.setdefault((not entry.effect.fades, worldly), {}).setdefault(entry.option, []).append(i)
        self.column = np.full(len(entries), -1, dtype=np.int64)
        """(entries,) the column of what the worlds decide; -1 where numbers alone do."""
        self._lay(wanted)

    def _lens(self, numbers: Numbers, options: Array) -> OptionLens:
        """A lens on options that shows no worlds."""
        return OptionLens(Unworldly(self.cast, numbers), self.rows.take(options), self.groups[options])  # type: ignore[arg-type]

    def _reads_numbers_alone(self, factor: Factor, numbers: Numbers, option: int) -> bool:
        try:
            _evaluate(factor, self._lens(numbers, np.array([option])))
        except ReadsWorldsError:
            return False
        return True

    def _lay(self, wanted: dict[tuple[bool, tuple[Factor, ...]], dict[int, list[int]]]) -> None:
        """Give each group its columns, those that repetition wears first."""
        self._worldly: list[Group] = []
        option_of: list[int] = []
        for (steady, factors), by_option in sorted(wanted.items(), key=lambda item: item[0][0]):
            options = np.array(list(by_option), dtype=np.int64)
            rows = self.rows.take(options)
            where = slice(len(option_of), len(option_of) + len(options))
            self._worldly.append(Group(factors, rows, self.groups[options], Spots(rows), where))
            for members in by_option.values():
                self.column[members] = len(option_of)
                option_of.append(self.entries[members[0]].option)
            if not steady:
                self._worn = where.stop
        self._worn_options = np.array(option_of[: self._worn], dtype=np.int64)
        self.n_columns = len(option_of)

    _worn = 0
    """How many columns, the first ones, are worn by repetition."""

    def by_numbers(self, numbers: Numbers) -> Array:
        """(worlds or 1, entries) the part of each amount that numbers alone decide."""
        key = (self, "by numbers")
        if key not in numbers.kept:
            numbers.kept[key] = self._work_out(numbers)
        return numbers.kept[key]

    def _work_out(self, numbers: Numbers) -> Array:
        total = np.ones((numbers.length("table", "traits", "hardness"), len(self.entries)))
        for i, entry in enumerate(self.entries):
            if isinstance(entry.effect.amount, str):
                total[:, i] = numbers.rule(entry.effect.amount)
        total *= np.array([entry.effect.scale for entry in self.entries])
        for factor, which in self._by_numbers.items():
            total[:, which] *= _evaluate(factor, self._lens(numbers, np.array([self.entries[i].option for i in which])))
        return total

    def freshness(self, view: View) -> Array:
        """(worlds, options) what repetition has left of each option; of what others might do, all."""
        own = self.rows.actor == self.seat
        bits = view.world.row("uses", self.seat).take(np.where(own, self.groups, 0), axis=1) & 15
        return np.asarray(HALVED.take(bits * own))

    def by_worlds(self, view: View, fresh: Array, out: Array) -> None:
        """Write into ``out`` (worlds, columns) the part of the amounts that the worlds decide, worn by repetition (``fresh``)."""
        for group in self._worldly:
            out[:, group.where] = group.product(view.world)
        out[:, : self._worn] *= fresh.take(self._worn_options, axis=1)


def _scenario_numbers(cast: Cast) -> Numbers:
    """The scenario's own numbers, to try formulas on."""
    if "numbers" not in cast.extras:
        names = verb_names()
        cast.extras["numbers"] = make_numbers(cast.scenario, cast, names, np.zeros((cast.n_states, len(names)), dtype=bool))
    return cast.extras["numbers"]  # type: ignore[no-any-return]


