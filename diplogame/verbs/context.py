"""What a verb's function is given: the worlds of its stage, where to put changes and events, and luck."""

from __future__ import annotations

from dataclasses import dataclass, field

from diplogame.noise import Luck
from diplogame.traced import np
from diplogame.verbs.events import EventLog
from diplogame.world.cast import Cast
from diplogame.world.changes import Changes
from diplogame.world.fields import Array, Worlds


@dataclass(slots=True)
class Context:
    """One stage of a turn."""

    worlds: Worlds
    """The worlds at the start of the stage: all verbs of a stage read the same."""
    changes: Changes
    luck: Luck
    """The turn's luck, by stream and cell."""
    log: EventLog
    rung: Array
    """(worlds,) the gravest rung of this turn so far; force raises it."""
    force: Array
    """(worlds, states, states) the gravest rung of the force each used on each this turn."""
    bad: Array
    """(worlds, states, states) the gravest act that the first felt from the second, Goldstein points, 0 or less."""
    good: Array
    """(worlds, states, states) the friendliest act that the first felt from the second, 0 or more."""

    cargo: list[tuple[Array, Array]] = field(default_factory=list)
    """What has been sent in this stage: (rows,) worlds; (5, rows) good, sender, receiver, turns under way, size."""
    used: dict[str, Array] = field(default_factory=dict)
    """Rows of a table already given away in this stage, a world: several rules write to one table."""

    def rows_used(self, table: str) -> Array:
        """(worlds,) how many rows of a table this stage has given away; the caller adds its own."""
        if table not in self.used:
            self.used[table] = np.zeros(self.worlds.size, dtype=np.int64)
        return self.used[table]

    @property
    def turn(self) -> int:
        """The turn being played."""
        return self.worlds.turn

    @property
    def cast(self) -> Cast:
        """Names and indices."""
        return self.worlds.cast

    def rule(self, name: str, world: Array) -> Array:
        """A rule number for rows: (rows,), or (1,) where it is the same in all worlds."""
        return self.worlds.numbers.rule_beside(name, world)

    def raise_rung(self, world: Array, rung: Array | float) -> None:
        """Note the rung of an act."""
        np.maximum.at(self.rung, world, np.broadcast_to(np.asarray(rung, dtype=np.float64), world.shape))


def largest(values: Array, axis: int = -1) -> Array:
    """The largest along a short axis, part by part: NumPy takes its time where rows are short."""
    first, *others = np.moveaxis(values, axis, 0)
    found = first.copy()
    for part in others:
        np.maximum(found, part, out=found)
    return np.asarray(found)


def cell(context: Context, lens_actor: Array, slot: Array | int, span: int = 8) -> Array:
    """A cell of luck for (actor, slot): the same order meets the same luck whatever else was ordered."""
    return np.asarray(lens_actor * span + slot)
