"""What an order is expected to do, as a list for people: label, low, mean and high, and whether it serves the seat.

The mean is the mean direct change of this turn, before clipping, over luck, the other seats passive - the same formula that the rules
apply and the minds weigh. Low and high are a tenth and nine tenths: over luck where the order's outcome is drawn, and over what the seat does
not know where imagined worlds are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.chronicle.words import Words, words_of
from diplogame.orders.table import Columns
from diplogame.seats.weigh import Weigh
from diplogame.texts import has, text
from diplogame.turn.deeds import resolve
from diplogame.turn.stages import amount_of
from diplogame.verbs import air
from diplogame.verbs.groups import group_of
from diplogame.verbs.lens import OptionLens
from diplogame.verbs.verb import Effect, verbs
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View

MOST = 8
"""Effects shown for one order."""
HUNDREDS = frozenset(("integrity", "trust", "premium", "odds", "ew", "alignment", "calm", "batteries"))
"""Fields that are shares, shown times a hundred."""
SMALL = 0.04
"""What is shown as nothing."""
HIDDEN = frozenset(("restraint",))
"""Fields that another line says better."""
BETA_LOW, BETA_HIGH = 0.416, 0.888
"""A tenth and nine tenths of Beta(4, 2), which a hit's damage is drawn from."""
UP_IS_GOOD = {
    "stability": 1, "economy": 1, "standing": 1, "credibility": 1, "commitment": -1, "needed": 1, "hurt": -1, "relation": 1, "trust": 1, "favours": 1, "points": 1,
    "odds": -1, "calm": 1, "sanctions": -1, "premium": -1, "ew": 1, "export_standing": 1, "war_supply": 1, "missiles": 1, "interceptors": 1, "drones": 1,
    "output": 1, "released": 1, "bypass": 1, "flow": 1, "backing": 1, "congress": 1, "war_weariness": -1,
}  # fmt: skip
"""Which way is good where none of the seat's goals says so, for the seat itself or for a friend."""


@dataclass
class Line:
    """One effect of one order."""

    field: str
    who: str
    label: str
    unit: str
    low: float
    mean: float
    high: float
    worth: float
    """Score points of the seat that it moves."""
    good: bool
    delay: int = 0
    """Turns until it is felt."""

    def plain(self) -> dict[str, Any]:
        """As screens get it."""
        scale = (-100.0 if self.field == "calm" else 100.0) if self.field in HUNDREDS else 1.0
        digits = 1 if abs(self.mean * scale) < 20 else 0
        mean, low, high = (
            round(value * scale, digits) + 0.0
            for value in (self.mean, *sorted((self.low, self.high), key=lambda x: x * scale))
        )
        what = f"{self.field}.{self.who}" if self.who else self.field
        return {
            "what": what,
            "label": self.label,
            "unit": self.unit,
            "low": low,
            "mean": mean,
            "high": high,
            "good": self.good,
            "delay": self.delay,
        }


class Expecting:
    """The expectations of a seat for any orders, from its View."""

    def __init__(self, view: View, imagined: Worlds | None = None) -> None:
        """imagined: worlds drawn from the seat's beliefs; they widen low and high."""
        self.view, self.imagined = view, imagined
        self.words: Words = words_of(view.world.cast)
        self.weigh = Weigh(view)

    def of(self, rows: Columns, chances: Sequence[float | None] | None = None) -> list[list[dict[str, Any]]]:
        """For each order, its effects: the weightiest first. ``chances``: of an outcome that an order waits for, where there is one."""
        found: list[list[Line]] = [[] for _ in range(len(rows))]
        known = verbs()
        groups = group_of(self.words.cast, rows)
        for v in np.unique(rows.verb):
            which = np.flatnonzero(rows.verb == v)
            some, here = rows.take(which), groups[which]
            for effect in known[int(v)].effects:
                if effect.field in HIDDEN:
                    continue
                for k, line in self._lines(effect, some, here):
                    chance = chances[which[k]] if chances is not None else None
                    if (
                        chance
                        and effect.expected
                        and effect.field not in ("odds", "integrity", "price")
                        and line.low == line.high
                    ):
                        line.low, line.high = sorted(
                            (0.0 if chance < 0.9 else line.mean, line.mean / chance if chance > 0.1 else line.mean)
                        )
                    found[which[k]].append(line)
        return [self._few(lines) for lines in found]

    def _few(self, lines: list[Line]) -> list[dict[str, Any]]:
        merged: dict[tuple[str, str, str], Line] = {}
        for line in lines:
            key = (line.field, line.who, line.label)
            if key in merged:
                old = merged[key]
                old.low, old.mean, old.high, old.worth = (
                    old.low + line.low,
                    old.mean + line.mean,
                    old.high + line.high,
                    old.worth + line.worth,
                )
                old.good = old.worth > 0 if old.worth else line.good
            else:
                merged[key] = line
        shown = [
            line
            for line in merged.values()
            if max(abs(line.low), abs(line.high)) * (100.0 if line.field in HUNDREDS else 1.0) > SMALL
        ]
        shown.sort(key=lambda line: (-abs(line.worth), -abs(line.mean)))
        return [line.plain() for line in shown[:MOST]]

    def _lines(self, effect: Effect, rows: Columns, groups: Array) -> list[tuple[int, Line]]:
        """One effect of several orders of one verb."""
        lens = OptionLens(self.view.world, rows, groups)
        mean = np.broadcast_to(amount_of(effect, lens), (1, len(rows)))[0]
        low, high = self._spread(effect, rows, groups, lens, mean)
        first, _, second = effect.who.partition(">")
        found = []
        for k in range(len(rows)):
            if not np.isfinite(mean[k]) or (mean[k] == 0.0 and low[k] == 0.0 and high[k] == 0.0):
                continue
            one = rows.take(np.array([k]))
            heads = self._who(first, one)
            tails = self._who(second, one)
            if (
                (first and not heads)
                or (second and not tails)
                or heads == tails != []
                or self._idle(effect, heads, tails, float(mean[k]))
            ):
                continue
            found.append((k, self._line(effect, first, heads, tails, float(low[k]), float(mean[k]), float(high[k]))))
        return found

    def _idle(self, effect: Effect, heads: list[int], tails: list[int], mean: float) -> bool:
        """What says nothing: force of those who use none, and favours paid back that nobody owes."""
        cast = self.words.cast
        if effect.field == "odds":
            return heads[0] not in (cast.defender, cast.striker, cast.patron)
        return effect.field == "favours" and mean < 0 and float(self.view.world.favours[0, heads[0], tails[0]]) <= 0

    def _who(self, part: str, one: Columns) -> list[int]:
        if not part:
            return []
        values = [
            int(index[0]) if isinstance(index, np.ndarray) else index
            for index in resolve(self.view.world.cast, part, one)
        ]
        return [value for value in values if value >= 0]

    def _line(
        self, effect: Effect, first: str, heads: list[int], tails: list[int], low: float, mean: float, high: float
    ) -> Line:
        field, seat, words = effect.field, self.view.seat, self.words
        places = field == "integrity"
        if first == "batteries":
            field = "batteries"
        worth = self.weigh.points(effect.field, heads, tails, mean)
        names = {
            "place": words.short_place(heads[0]) if places and heads else "",
            "who": self._name(first, heads),
            "with": words.bare(tails[0]) if tails else "",
        }
        key = "label"
        if tails:
            key = "label" if tails == [seat] else "mine" if heads == [seat] else "other"
        elif heads and not places and heads != [seat]:
            key = "other"
        label = (
            text(f"effects.field.{field}.{key}", **names)
            if has(f"effects.field.{field}.{key}")
            else field.replace("_", " ")
        )
        unit = text(f"effects.field.{field}.unit") if has(f"effects.field.{field}.unit") else ""
        who = (
            ""
            if not heads
            else words.place_id(heads[0]) or ""
            if places
            else "arabs"
            if first == "arabs"
            else words.role(heads[0]) or ""
        )
        who = f"{who}.{words.role(tails[0])}" if tails else who
        if places and first == "batteries":
            who = ""
        return Line(
            field, who, label, unit, low, mean, high, worth, self._good(effect.field, heads, mean, worth), effect.delay
        )

    def _name(self, first: str, heads: list[int]) -> str:
        if first == "arabs":
            return text("states.arabs")
        state = heads[0] if heads and first != "batteries" and heads[0] < self.words.cast.n_states else -1
        return self.words.bare(state)

    def _good(self, field: str, heads: list[int], mean: float, worth: float) -> bool:
        if abs(worth) > 1e-9:
            return worth > 0
        way = UP_IS_GOOD.get(field, 0) * (1 if mean > 0 else -1)
        if (
            field in ("relation", "trust", "favours", "odds", "calm", "points")
            or not heads
            or heads == [self.view.seat]
        ):
            return way >= 0
        if field in ("integrity", "batteries"):
            owner = int(self.words.cast.owner[heads[0]])
            return (mean > 0) == self._friend(owner)
        return way * (1 if self._friend(heads[0]) else -1) >= 0

    def _friend(self, state: int) -> bool:
        return state == self.view.seat or (state >= 0 and float(self.view.world.relation[0, self.view.seat, state]) > 0)

    def _spread(
        self, effect: Effect, rows: Columns, groups: Array, lens: OptionLens, mean: Array
    ) -> tuple[Array, Array]:
        """Low and high."""
        if (
            effect.field == "integrity"
            and effect.who in air.PLACES
            and verbs()[int(rows.verb[0])].name in ("strike", "join_strike")
        ):
            return self._blow(lens, effect.who, mean)
        low, high = mean, mean
        if verbs()[int(rows.verb[0])].name == "sabotage" and effect.field == "integrity":
            return mean / np.maximum(lens.rule("sabotage_success")[0], 0.05) / air.MEAN_DAMAGE * BETA_HIGH, np.zeros(
                len(rows)
            )
        if self.imagined is not None:
            n = self.imagined.size
            drawn = np.broadcast_to(amount_of(effect, OptionLens(self.imagined, rows, groups)), (n, len(rows)))
            low, high = (
                np.minimum(np.quantile(drawn, 0.1, axis=0), mean),
                np.maximum(np.quantile(drawn, 0.9, axis=0), mean),
            )
        return low, high

    def _blow(self, lens: OptionLens, column: str, mean: Array) -> tuple[Array, Array]:
        """Damage to one site: nothing where the chance of no hit is over a tenth; else a tenth of the damage that a hit does."""
        n = len(mean)
        hit = np.broadcast_to((1.0 - air.p_stopped(lens, column)) * air.p_hit(lens, column), (1, n))[0]
        soft = np.broadcast_to(air.softness(lens, column), (1, n))[0]
        worst = np.where(hit > 0.1, -BETA_HIGH * soft, mean)
        least = np.where(hit < 0.9, 0.0, -BETA_LOW * soft)
        return worst, least


__all__ = ["Expecting", "Line"]
