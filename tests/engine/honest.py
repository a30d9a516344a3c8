"""What an order really does, on average, against what is expected of it.

The worlds are drawn from the seat's beliefs; everybody else gives no orders and answers as usual. The seat itself answers nothing in the turn of
its order, so that a delegation that stands for a yes is not hidden by one. The direct change is what is added by the order's own effects and by
what it sets going (a delivery that lands, a table that convenes, a vote), before clipping; drift is not counted.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from diplogame.course import decide, finish, observe
from diplogame.minds.answers import answer
from diplogame.minds.effects import entries_of
from diplogame.minds.mind import Choice
from diplogame.noise import game_seed, grid
from diplogame.orders.table import Columns
from diplogame.turn.slots import NOTHING, slot
from diplogame.turn.stages import amount_of
from diplogame.verbs.groups import group_of
from diplogame.verbs.lens import OptionLens
from diplogame.verbs.options import tables
from diplogame.world.changes import Changes
from diplogame.world.fields import FIELDS
from diplogame.world.imagine import imagine

MARKET = ("price", "flow")
"""Fields that the market makes anew every turn: what an order does to them is the whole difference at the turn's end."""
CALM_WORDS, GAP = ("urge_restraint", "deny"), ("credibility", "alignment")
"""What a gap between words of calm and deeds costs is taken at the turn's end too, from these fields."""


@dataclass(frozen=True)
class Passive:
    """Gives one order in the first turn, in all worlds (none by default). What it is asked it answers, but not in the turn in which it is
    ``silent``: then it only says whether it helps against a salvo.
    """

    pick: int = -1
    turn: int = 0
    silent: bool = True
    name: str = "passive"

    def choose(self, view, table, keep=False):
        answers = answer(view)
        if self.turn < view.world.turn:
            return Choice(np.full((view.size, 1), -1), answers)
        if self.silent:
            help_ = slot(view.world.cast, "intercept")
            kept = np.full(answers.shape, NOTHING, dtype=np.int8)
            kept[:, help_] = answers[:, help_]
            answers = kept
        return Choice(np.full((view.size, 1), self.pick), answers)


@contextmanager
def recorded(direct):
    """Collects what is added row by row, by field, in the modules that `direct` says yes to."""
    total = {}
    add, add_once = Changes.add, Changes.add_once

    def noting(self, name, amount, world, *index):
        add(self, name, amount, world, *index)
        spots = world
        for axis, part in enumerate(index, start=1):
            spots = spots * getattr(self.worlds, name).shape[axis] + part
        note(self, name, amount, spots, sys._getframe(1))

    def noting_once(self, name, amount, spots):
        add_once(self, name, amount, spots)
        note(self, name, amount, spots, sys._getframe(1))

    def note(changes, name, amount, spots, caller):
        if direct(caller.f_globals["__name__"]):
            whole = total.setdefault(name, np.zeros(getattr(changes.worlds, name).shape))
            amounts = grid(np.broadcast_to(np.asarray(amount, dtype=np.float64), np.shape(spots)))
            np.add.at(whole.reshape(-1), spots, amounts)

    Changes.add, Changes.add_once = noting, noting_once
    try:
        yield total
    finally:
        Changes.add, Changes.add_once = add, add_once


@dataclass
class Course:
    """Some turns of one arm."""

    added: list[dict]
    """By turn: field to (worlds, ...) what was added directly."""
    worlds: list
    """After each turn."""


def run(worlds, seat, pick, turns, lobbies=False):
    """The seat gives one order in the first of the turns (pick -1: none)."""
    cast, first = worlds.cast, worlds.turn + 1
    added, after = [], []

    def at_once(module):
        # The order itself, and a table that it makes convene; a lobby works through this turn's vote. What else happens to lie before the council is not its doing.
        return module.startswith(("diplogame.verbs", "diplogame.turn.stages", "diplogame.turn.table")) or (
            lobbies and module == "diplogame.turn.vote"
        )

    def set_going(module):
        return module.startswith("diplogame.turn")

    live = np.arange(worlds.size)
    for _ in range(turns):
        now = worlds.replace({"turn": worlds.turn + 1})
        choices = [
            decide(observe(now, s), Passive(pick if s == seat else -1, first, s == seat)) for s in range(cast.n_states)
        ]
        with recorded(set_going if worlds.turn + 1 > first else at_once) as total:
            worlds = finish(now, now, live, choices, turns=10**6).worlds
        # War and collapse would stop what is on its way; they are the hazard's business.
        worlds = worlds.replace({"ending": np.zeros_like(worlds.ending)})
        added.append(total)
        after.append(worlds)
    return Course(added, after)


def index_of(cast, lever):
    """The field of a lever and its index behind the axis of worlds."""
    name, *rest = lever.split(".")
    axes = FIELDS[name].axes
    place = [
        cast.place_index[part] if axis == "F" else cast.state_index[part] for axis, part in zip(axes, rest, strict=True)
    ]
    return name, tuple(place)


def one(rows, k):
    return rows.take(np.array([k]))


@dataclass
class Case:
    """One lever of one order: what is expected, what comes of it on average, and the standard error."""

    order: str
    lever: str
    delay: int
    expected: float
    real: float
    error: float
    draws: int

    @property
    def off(self):
        """Standard errors between the two, beyond a hundredth: what bends an estimate's spread (a site that is whole can only be less) is no lie."""
        slack = 3e-4 + 0.01 * abs(self.expected)
        # What did not happen once in n draws may still be expected once in n/4.
        field = FIELDS[self.lever.split(".")[0]]
        rare = 0.4 * (field.hi - field.lo) / self.draws if self.real == 0.0 and self.error == 0.0 else 0.0
        return max(abs(self.real - self.expected) - slack - rare, 0.0) / max(self.error, 1e-9)

    def __str__(self):
        return f"{self.order} {self.lever}+{self.delay}: expected {self.expected:.5f}, real {self.real:.5f} ± {self.error:.5f} ({self.off:.1f})"


def undisturbed(numbers):
    """The same numbers, but nobody reckons with a strike before an invitation is answered: here nobody strikes."""
    table = numbers.table.copy()
    table[:, numbers.index["strike_guess"]] = 0.0
    return replace(numbers, table=table)


def expected_of(view, seat, k):
    """{(levers, delay): amount} for an order, as menus and minds have it; effects on one lever added up."""
    world, cast = view.world, view.world.cast
    truth = world.replace({"numbers": undisturbed(world.numbers)})
    table = tables(cast)[seat]
    rows = one(table.rows, k)
    lens = OptionLens(truth, rows, group_of(cast, rows))
    found = {}
    for entry in entries_of(cast, rows):
        amount = float(np.broadcast_to(amount_of(entry.effect, lens), (view.size, 1))[0, 0])
        if entry.levers[0].split(".")[0] in FIELDS:
            # One amount for several levers is their mean.
            key = (entry.levers, entry.effect.delay)
            found[key] = found.get(key, 0.0) + amount
    return found


def cases(view, k, n=256, seed=5, bases=None):
    """All levers of the seat's order k, in n worlds that it may take to be the true ones. ``bases``: kept courses without the order."""
    seat, cast = view.seat, view.world.cast
    wanted = expected_of(view, seat, k)
    turns = 1 + max([delay for _, delay in wanted], default=0)
    worlds = imagine(view, game_seed(seed, np.arange(n)))
    worlds = worlds.replace({"ending": np.zeros_like(worlds.ending)})
    kept = bases if bases is not None else {}
    order = tables(cast)[seat].orders[k]
    lobbies = order.verb == "lobby"
    if order.verb == "send_engineers":
        # Their work is spread over their stay.
        turns += int(view.world.numbers.rule("engineers_turns")[0])
    if (turns, lobbies) not in kept:
        kept[turns, lobbies] = run(worlds, seat, -1, turns, lobbies)
    base, course = kept[turns, lobbies], run(worlds, seat, k, turns, lobbies)
    found = []
    for (levers, delay), amount in wanted.items():
        gaps = []
        for lever in levers:
            name, place = index_of(cast, lever)
            spot = (slice(None), *place)
            if name in MARKET or (order.verb in CALM_WORDS and name in GAP and not delay):
                gaps.append(getattr(course.worlds[delay], name)[spot] - getattr(base.worlds[delay], name)[spot])
            elif order.verb == "send_engineers" and name == "integrity":
                gaps.append(course.worlds[-1].integrity[spot] - base.worlds[-1].integrity[spot])
            else:
                zero = np.zeros(getattr(worlds, name).shape)
                gaps.append((course.added[delay].get(name, zero) - base.added[delay].get(name, zero))[spot])
        gap = np.mean(gaps, axis=0)
        title = levers[0] if len(levers) == 1 else f"{levers[0]} and {len(levers) - 1} more"
        found.append(
            Case(
                f"{cast.states[seat]}:{order.id}",
                title,
                delay,
                amount,
                float(gap.mean()),
                float(gap.std(ddof=1) / np.sqrt(n)),
                n,
            )
        )
    return found


__all__ = ["Case", "Columns", "Passive", "cases", "expected_of", "run"]
