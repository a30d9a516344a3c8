"""What each effect of each option is expected to add, as a seat believes: the verbs' own rows of effects, compiled for all options at once.

An amount is a product: a part that numbers alone decide (the rule number, its sign, whatever formula reads no world), worked out once for a
table of numbers; a part that the worlds decide (the other formulas and modifiers), worked out once a turn for all entries that share it; and
what repetition has left of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from diplogame.orders.table import Columns
from diplogame.traced import np
from diplogame.turn.deeds import resolve
from diplogame.verbs.lens import HALVED, OptionLens, Spots
from diplogame.verbs.modifiers import MODIFIERS
from diplogame.verbs.verb import Effect, Formula, verb_names, verbs
from diplogame.world.build import make_numbers
from diplogame.world.cast import Cast
from diplogame.world.fields import Array
from diplogame.world.numbers import Numbers
from diplogame.world.sheets import columns
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
                found.append(
                    cast.places[i]
                    if (part.startswith("p") and part[1:].isdigit()) or part == "batteries"
                    else cast.states[i]
                )
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
Wanted = dict[tuple[bool, tuple[Factor, ...]], dict[int, list[int]]]
"""(whether repetition leaves it alone, factors that read worlds): option: the entries that need them."""


def _evaluate(factor: Factor, lens: OptionLens) -> Array:
    """Once a lens: groups that look at the same options share what they have in common."""
    if factor not in lens.kept:
        lens.kept[factor] = MODIFIERS[factor](lens) if isinstance(factor, str) else factor(lens)
    return lens.kept[factor]


@dataclass(frozen=True, eq=False)
class Sight:
    """Options that are looked at together."""

    options: tuple[int, ...]
    rows: Columns
    groups: Array
    spots: Spots


@dataclass(frozen=True, eq=False)
class Group:
    """Factors that are worked out together for some options."""

    factors: tuple[Factor, ...]
    sight: int
    """Which of the seat's sights shows the options."""
    chosen: Array | None
    """Their places in it; None for all of them."""
    where: slice
    """Their columns."""

    def product(self, lens: OptionLens) -> Array:
        """(worlds or 1, options or 1)"""
        total = _evaluate(self.factors[0], lens)
        for factor in self.factors[1:]:
            total = total * _evaluate(factor, lens)
        return total if self.chosen is None or total.shape[1] == 1 else columns(total, self.chosen)


class Effects:
    """Some entries of a seat's options, compiled: columns for what the worlds decide, shared by entries with the same factors and option."""

    def __init__(self, cast: Cast, seat: int, rows: Columns, groups: Array, entries: Sequence[Entry]) -> None:
        self.cast, self.seat = cast, seat
        self.rows, self.groups = rows, groups
        self.entries = tuple(entries)
        self.fades = np.array([entry.effect.fades for entry in entries], dtype=bool)
        numbers = _scenario_numbers(cast)
        self._by_numbers: dict[Factor, list[int]] = {}
        wanted: Wanted = {}
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

    def _lay(self, wanted: Wanted) -> None:
        """Give each group its columns, those that repetition wears first."""
        self._groups: list[Group] = []
        self._sights: list[Sight] = []
        option_of: list[int] = []
        for (steady, factors), by_option in sorted(wanted.items(), key=lambda item: item[0][0]):
            options = self._seen_together(wanted, factors, by_option)
            where = slice(len(option_of), len(option_of) + len(by_option))
            chosen = None if tuple(by_option) == options else np.array([options.index(option) for option in by_option])
            self._groups.append(Group(factors, self._sight(options), chosen, where))
            for members in by_option.values():
                self.column[members] = len(option_of)
                option_of.append(self.entries[members[0]].option)
            if not steady:
                self._worn = where.stop
        self._worn_options = np.array(option_of[: self._worn], dtype=np.int64)
        self.n_columns = len(option_of)

    def _seen_together(self, wanted: Wanted, factors: tuple[Factor, ...], by_option: Iterable[int]) -> tuple[int, ...]:
        """The options that a group's factors are worked out for: its own; with a verb's formula, all of the verb's that any formula needs, since
        a verb's formulas have most of their work in common.
        """
        if all(isinstance(factor, str) for factor in factors):
            return tuple(by_option)
        verbs_ = {int(self.rows.verb[option]) for option in by_option}
        found = {
            option for (_, others), options in wanted.items() if not all(isinstance(factor, str) for factor in others) for option in options
            if int(self.rows.verb[option]) in verbs_
        }  # fmt: skip
        return tuple(sorted(found))

    def _sight(self, options: tuple[int, ...]) -> int:
        for i, sight in enumerate(self._sights):
            if sight.options == options:
                return i
        rows = self.rows.take(np.array(options))
        self._sights.append(Sight(options, rows, self.groups[list(options)], Spots(rows)))
        return len(self._sights) - 1

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
        return np.asarray(np.take(HALVED, (bits * own).T).T)

    def by_worlds(self, view: View, fresh: Array, out: Array) -> None:
        """Write into ``out`` (worlds, columns) the part of the amounts that the worlds decide, worn by repetition (``fresh``)."""
        lenses = [OptionLens(view.world, sight.rows, sight.groups, sight.spots) for sight in self._sights]
        for group in self._groups:
            out[:, group.where] = group.product(lenses[group.sight])
        out[:, : self._worn] *= columns(fresh, self._worn_options)


def _scenario_numbers(cast: Cast) -> Numbers:
    """The scenario's own numbers, to try formulas on."""
    if "numbers" not in cast.extras:
        names = verb_names()
        cast.extras["numbers"] = make_numbers(
            cast.scenario, cast, names, np.zeros((cast.n_states, len(names)), dtype=bool)
        )
    return cast.extras["numbers"]  # type: ignore[no-any-return]
