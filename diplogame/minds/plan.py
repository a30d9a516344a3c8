"""A seat's plan: its options, and which of their effects can move what it cares for, laid out so that a turn needs few array operations.

A *cell* is one option seen under one consideration: "strike parchin" under "goal:capability". Only cells that some effect can move are kept,
a quarter of all. The change in a cell is a sum over effects of coefficient x amount (`effects.py` has the amounts).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import Any

from diplogame.goals.goal import wants
from diplogame.goals.quantities import Quantity
from diplogame.minds.effects import Effects, Entry, entries_of
from diplogame.minds.marks import Marks
from diplogame.minds.sums import Link, Sums, Weight, layers_of
from diplogame.orders.table import Columns, columns
from diplogame.traced import np
from diplogame.verbs.groups import group_of
from diplogame.verbs.lens import OptionLens, Spots
from diplogame.verbs.options import OptionTable, tables
from diplogame.verbs.verb import Formula, verb_named, verbs
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.sheets import sheet

PERSISTENCE = {
    "integrity": 0.97, "missiles": 1.0, "interceptors": 1.0, "export_standing": 0.97, "relation": 0.95, "alignment": 0.97, "standing": 0.97, "credibility": 0.97,
    "stability": 0.95, "economy": 0.9, "price": 0.6, "flow": 0.9, "premium": 0.5, "legitimacy": 0.92, "backing": 0.95, "escalation": 0.5, "commitment": 0.8,
    "war_supply": 0.85, "needed": 1.0, "trust": 0.95,
}  # fmt: skip
"""How much of a change is still there a turn later, by field; .95 where nothing is said. They shape foresight, not the rules."""

HORIZON, DISCOUNT = 4, 0.8


def reach(lever: str, delay: int) -> float:
    """Turns' worth of a lasting change within the horizon: sum of (discount x persistence)^k, discounted by the delay."""
    hold = DISCOUNT * PERSISTENCE.get(lever.split(".", maxsplit=1)[0], 0.95)
    total = sum(times(hold, k) for k in range(HORIZON))
    return times(DISCOUNT, delay) * total


def times(factor: float, number: int) -> float:
    """A factor to a whole power, multiplied out: the same bits everywhere, which the platform's pow does not promise."""
    return prod((factor,) * number)


def threats_to(cast: Cast) -> tuple[int, ...]:
    """Those whose force everybody reckons with."""
    return cast.defender, cast.striker, cast.patron


class Plan:
    """A seat's options, cells and links, compiled once a cast."""

    def __init__(self, cast: Cast, seat: int, table: OptionTable) -> None:
        self.cast, self.seat, self.table = cast, seat, table
        extra = columns(_others_force(cast))
        self.rows = Columns(
            *(np.concatenate([getattr(table.rows, name), getattr(extra, name)]) for name in Columns.__slots__)
        )
        """The seat's options, and behind them what the others' force would be."""
        self.groups = group_of(cast, self.rows)
        self.rungs = Rungs(self.rows, self.groups)
        self.marks = Marks(cast, table.rows)
        found = entries_of(cast, self.rows)
        self.parts: dict[str, slice] = {}
        """consideration ("goal:<name>", "odds.<state>", "calm", "points", "face"): its cells."""
        option_of: list[int] = []
        links: list[Link] = []
        for name, hits in _hits(cast, seat, found, self.rungs, len(table)).items():
            options = sorted({option for option, _, _ in hits})
            cell = {option: len(option_of) + i for i, option in enumerate(options)}
            self.parts[name] = slice(len(option_of), len(option_of) + len(options))
            option_of += options
            links += [Link(cell[option], entry, weights) for option, entry, weights in hits]
        self.option_of = np.array(option_of, dtype=np.int64)
        """(cells,) the option of each cell."""
        felt = sorted({link.entry for link in links if link.entry >= 0})
        self.effects = Effects(cast, seat, self.rows, self.groups, [found[i] for i in felt])
        place = {entry: i for i, entry in enumerate(felt)}
        links = [Link(link.cell, place.get(link.entry, link.entry), link.weights) for link in links]
        self.sums = Sums(self.effects, links, self.option_of, len(self.rungs.options))
        self.layers = layers_of(np.concatenate([self.option_of, self.rungs.options]), len(table))
        """For the sum over an option's cells and its climb: layers of (options,) cells."""
        force = range(len(table), len(self.rows))
        self.threats = tuple(np.flatnonzero(self.option_of == option) for option in force)
        """For each of the others' force: its cells, all of them under goals."""
        self.threat_climbs = tuple(int(np.flatnonzero(self.rungs.options == option)[0]) for option in force)
        """The same: which climber it is."""
        self.kept: dict[Any, Any] = {}
        """What has been made of the plan since (`steps.py`)."""
        self.asked: dict[Any, int] = {}
        """How many worlds it has been asked about, before anything was made."""


def plan(cast: Cast, seat: int) -> Plan:
    """The compiled plan of a seat (made once a cast, and again when the verbs change)."""
    kept: dict[int, Plan] = cast.extras.setdefault("plans", {})
    table = tables(cast)[seat]
    if seat not in kept or kept[seat].table is not table:
        kept[seat] = Plan(cast, seat, table)
    return kept[seat]


def _others_force(cast: Cast) -> list[dict[str, int]]:
    """What their force would typically be: an order each, from their own canonical list."""
    names = [verb.name for verb in verbs()]
    made = []
    for actor, name, level in (
        (cast.defender, "retaliate", 1),
        (cast.striker, "strike", 0),
        (cast.patron, "strike", 0),
    ):
        row = next(iter(_typical(cast, cast.striker if name == "strike" else actor, name, level)), None)
        made.append({"actor": actor, "verb": names.index(name), **(row or {})})
    return made


def _typical(cast: Cast, actor: int, name: str, level: int) -> list[dict[str, int]]:
    rows = [dict(row) for row in verb_named(name).options(cast, actor)]
    if name == "strike":
        return sorted((row for row in rows if "p1" in row), key=lambda row: "p2" in row)
    return [row for row in rows if row.get("level") == level]


Hit = tuple[int, int, tuple[Weight, ...]]
"""(option, entry, weights): an entry moves an option's cell."""


def _hits(cast: Cast, seat: int, found: list[Entry], rungs: Rungs, own: int) -> dict[str, list[Hit]]:
    """What moves what, by consideration; of the others' force (options from ``own`` on) what it does to the seat's goals."""
    hits: dict[str, list[Hit]] = {}
    for want in wants(cast)[seat]:
        mine = hits.setdefault(f"goal:{want.name}", [])
        for i, entry in enumerate(found):
            weights = tuple(
                weight
                for _, key, part in want.parts
                for weight in _weights(key, part, entry.levers, entry.effect.delay)
            )
            if weights:
                mine.append((entry.option, i, weights))
        climbing = tuple(weight for _, key, part in want.parts for weight in _weights(key, part, ("escalation",), 0))
        if climbing:
            mine += [(int(option), -1 - j, climbing) for j, option in enumerate(rungs.options)]
    single = {f"odds.{cast.states[i]}": f"odds.{cast.states[i]}" for i in threats_to(cast) if i != seat}
    single |= {"calm": "calm", "points": "points", f"commitment.{cast.states[seat]}": "face"}
    for lever, name in single.items():
        hits[name] = [
            (entry.option, i, (Weight(None, times(DISCOUNT, entry.effect.delay)),))
            for i, entry in enumerate(found)
            if lever in entry.levers and entry.option < own
        ]
    return hits


def _weights(key: str, part: Quantity, levers: Iterable[str], delay: int) -> list[Weight]:
    """How far an effect on some levers, felt after a delay, moves a quantity that a goal is made of."""
    found: dict[tuple[str, ...], float] = {}
    for lever in levers:
        if lever in part.slopes:
            rules = part.rules.get(lever, ())
            found[rules] = found.get(rules, 0.0) + part.slopes[lever] * reach(lever, delay)
    return [Weight(key, factor, rules) for rules, factor in found.items()]


class Rungs:
    """The rungs of the options that can climb the ladder: those above the first."""

    def __init__(self, rows: Columns, groups: Array) -> None:
        known = verbs()
        fixed = {
            k: float(rung)
            for k, rung in ((k, known[int(v)].rung) for k, v in enumerate(rows.verb))
            if not callable(rung)
        }
        steady = [k for k, rung in fixed.items() if rung > 1.0]
        options = list(steady)
        self._steady = np.array([fixed[k] for k in steady])
        self._formulas: list[tuple[Formula, Columns, Array, Spots, slice]] = []
        for v in np.unique(rows.verb):
            rung = known[int(v)].rung
            if callable(rung):
                which = np.flatnonzero(rows.verb == v)
                some = rows.take(which)
                self._formulas.append(
                    (rung, some, groups[which], Spots(some), slice(len(options), len(options) + len(which)))
                )
                options += [int(k) for k in which]
        self.options = np.array(options, dtype=np.int64)
        """(climbers,) which options."""

    def climb(self, world: Worlds, base: Array) -> Array:
        """(worlds, climbers) how far each one's rung lies above ``base`` (worlds,), where the ladder would stand without it."""
        rung = sheet(world.size, len(self.options))
        rung[:, : len(self._steady)] = self._steady
        for formula, rows, groups, spots, where in self._formulas:
            rung[:, where] = formula(OptionLens(world, rows, groups, spots))
        return np.asarray(np.maximum(rung - base[:, None], 0.0))
