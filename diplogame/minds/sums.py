"""Sums over effects: how amounts, each worked out once for all options that share it, come together as changes in cells (see `plan.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from diplogame.minds.effects import Effects
from diplogame.traced import np
from diplogame.world.fields import Array
from diplogame.world.numbers import Numbers
from diplogame.world.sheets import columns, sheet
from diplogame.world.views import View


@dataclass(frozen=True)
class Weight:
    """A part of a link's coefficient: the product of what it names."""

    goal: str | None
    """Key in `Numbers.goal_params`; None for one."""
    factor: float
    rules: tuple[str, ...] = ()
    """Numbers of the rule table."""

    def of(self, numbers: Numbers) -> Array | float:
        """(worlds or 1,) what it comes to."""
        found: Array | float = self.factor
        if self.goal is not None:
            found = found * numbers.goal_params[self.goal]
        for name in self.rules:
            found = found * numbers.rule(name)
        return found


@dataclass(frozen=True)
class Link:
    """An amount that moves a cell."""

    cell: int
    entry: int
    """Index of the effect; or -1 - the climber whose climb of the ladder it is."""
    weights: tuple[Weight, ...]
    """The coefficient is their sum."""


class Sums:
    """The change in each cell: the sum of its links. What numbers alone decide is summed once; what the worlds decide is gathered from columns.

    A cell with one such link reads its column. A cell with several reads a column of their sum, made first.
    """

    def __init__(self, effects: Effects, links: list[Link], option_of: Array, n_climbers: int) -> None:
        self._effects, self._links, self._option_of = effects, links, option_of
        self._cell = np.array([link.cell for link in links], dtype=np.int64)
        entry = np.array([link.entry for link in links], dtype=np.int64)
        n, n_cells = effects.n_columns, len(option_of)
        column = np.where(entry >= 0, np.append(effects.column, -1)[np.maximum(entry, -1)], n - 1 - entry)
        fades = np.append(effects.fades, False)[np.maximum(entry, -1)]
        self._steady, self._worn = np.flatnonzero((column < 0) & ~fades), np.flatnonzero((column < 0) & fades)
        moving = np.flatnonzero(column >= 0)
        number = np.bincount(self._cell[moving], minlength=n_cells)
        several = np.argsort(-number, kind="stable")[: int((number > 1).sum())]
        self._climbs, self._first_sum = slice(n, n + n_climbers), n + n_climbers
        self._n_columns = self._first_sum + len(several) + 1
        self._source = np.full(n_cells, self._n_columns - 1, dtype=np.int64)
        self._source[self._cell[moving]] = column[moving]
        self._source[several] = self._first_sum + np.arange(len(several))
        self._several = several
        self._single = moving[number[self._cell[moving]] == 1]
        self._fading = np.unique(self._cell[self._worn])
        """Cells in which numbers alone decide something that repetition wears."""
        self._layers: list[tuple[Array, Array]] = []
        """(links, columns) of the first link of each cell with several, of the second, and so on."""
        for depth in range(int(number.max(initial=0)) if len(several) else 0):
            chosen = np.array(
                [moving[self._cell[moving] == cell][depth] for cell in several if number[cell] > depth], dtype=np.int64
            )
            self._layers.append((chosen, column[chosen]))

    def change(self, view: View, fresh: Array, climb: Array) -> Array:
        """(worlds, cells) the change in each cell. ``fresh``: (worlds, options) what repetition leaves; ``climb``: (worlds, climbers)."""
        n = len(self._option_of)
        pulls = view.world.numbers.given(self._pulls)
        steady, worn, single = pulls[:, :n], pulls[:, n : 2 * n], pulls[:, 2 * n : 3 * n]
        fading = self._fading
        columns_ = sheet(view.size, self._n_columns)
        self._effects.by_worlds(view, fresh, columns_)
        columns_[:, self._climbs] = climb
        columns_[:, self._first_sum :] = 0.0
        start = 3 * n
        for _, chosen in self._layers:
            some = columns(columns_, chosen) * pulls[:, start : start + len(chosen)]
            columns_[:, self._first_sum : self._first_sum + len(chosen)] += some
            start += len(chosen)
        total = columns(columns_, self._source)
        total *= single
        total += steady
        total.T[fading] += (columns(fresh, self._option_of[fading]) * columns(worn, fading)).T
        return total

    def _pulls(self, numbers: Numbers) -> Array:
        """(worlds or 1, ...) coefficient x the numbers' part of the amounts: of each cell the steady and the worn sum and the single
        link's, then of each layer's links.
        """
        key = (self, "pulls")
        if key not in numbers.kept:
            by_numbers = self._effects.by_numbers(numbers)
            ruled = any(weight.rules for link in self._links for weight in link.weights)
            length = max(len(by_numbers), numbers.length("goal_params"), len(numbers.table) if ruled else 1)
            pull = np.zeros((length, len(self._links)))
            for i, link in enumerate(self._links):
                for weight in link.weights:
                    pull[:, i] += weight.of(numbers)
                if link.entry >= 0:
                    pull[:, i] *= by_numbers[:, link.entry]
            parts = [np.zeros((length, len(self._option_of))) for _ in range(3)]
            for part, which in zip(parts, (self._steady, self._worn, self._single), strict=True):
                for i in which:
                    part[:, self._cell[i]] += pull[:, i]
            parts[2][:, self._several] = 1.0
            numbers.kept[key] = np.asfortranarray(
                np.concatenate([*parts, *(pull[:, chosen] for chosen, _ in self._layers)], axis=1)
            )
        return numbers.kept[key]


def layers_of(places: Array, number: int) -> list[Array]:
    """For the sum of entries by place: (number,) the first entry of each place, then the second, and so on; ``len(places)`` where there is none."""
    made: list[Array] = []
    depth = np.zeros(number, dtype=np.int64)
    for i, place in enumerate(places):
        if place < number:
            if depth[place] == len(made):
                made.append(np.full(number, len(places), dtype=np.int64))
            made[depth[place]][place] = i
            depth[place] += 1
    return made
