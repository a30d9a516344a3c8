"""Functions of what everybody knows, played by the machine: traced once a cast, then worked out for all worlds in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Final

import numpy as np

from diplogame.machine.columns import Shelf
from diplogame.machine.machine import Machine, at_hand
from diplogame.machine.program import compiled
from diplogame.noise import Luck
from diplogame.traced.array import as_traced
from diplogame.traced.numpy import tracing
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import public
from diplogame.world.sources import Source, laid_out
from diplogame.world.stand_in import Tracer
from diplogame.world.views import View

VIEWS: Final = "views"
"""The shelf of all that is asked about views."""


@dataclass(frozen=True)
class Formula:
    """Formulas traced on a view's stand-in, ready to be played on views of its kind."""

    sources: tuple[Source, ...]
    shelf: Shelf
    """Where what is read is laid out, for all formulas of its name."""
    machine: Machine
    shape: tuple[int, ...]
    """Of the first of them, behind the axis of worlds."""

    @cached_property
    def read(self) -> tuple[Source, ...]:
        """Those whose columns the machine reads."""
        return tuple(self.sources[k] for k in self.machine.sources)

    @cached_property
    def given(self) -> tuple[list[int], list[int]]:
        """Sources that are the same in all worlds: those that last as long as the numbers of the game, and those that pass."""
        lasting = [source for source in self.machine.given if self.sources[source].lasting]
        return lasting, [source for source in self.machine.given if source not in lasting]

    def play(self, view: View) -> tuple[Array, Array]:
        """What the formulas give, side by side: numbers and truths, (worlds, columns) each."""
        machine, (lasting, passing) = self.machine, self.given

        def shared(source: int) -> Array:
            found: Array = self.sources[source].fetch(view)
            return found

        columns = laid_out(view, self.shelf, self.read)
        known = view.world.numbers.keep(("scalars", machine), lambda: machine.scalars(shared, lasting)[None])
        return machine.run(machine.scalars(shared, passing, known[0]), columns, view.size)


def traced(view: View, formulas: Callable[[Tracer], tuple[list[Any], list[Any]]], shelf: str = VIEWS) -> Formula | None:
    """Trace what ``formulas`` makes of a stand-in: arrays of numbers, and arrays of truths. None where NumPy has to do it. ``shelf``: whose columns
    are laid out together.
    """
    tracer = Tracer(view, shelf)
    try:
        with tracing(tracer.graph):
            values, truths = ([as_traced(tracer.graph, part).ids for part in parts] for parts in formulas(tracer))
    except Exception:  # noqa: BLE001 - a formula that cannot be traced, whatever it does, is NumPy's
        return None
    finally:
        tracer.close()
    numbers, bits = ([int(k) for part in parts for k in part.ravel()] for parts in (values, truths))
    program = compiled(tracer.graph, numbers, bits, [source.place for source in tracer.sources])
    return Formula(tuple(tracer.sources), tracer.shelf, Machine(program, len(numbers), len(bits)), values[0].shape[1:])


def played(
    plain: Callable[[Worlds], Array] | None = None, shelf: str = VIEWS
) -> Callable[[Callable[[Worlds], Array]], Callable[[Worlds], Array]]:
    """Like `public`, for a function without branches on what it finds. ``plain``: the same as NumPy does it better, where the machine is not at
    hand. ``shelf``: as in `traced`; a name of their own for functions that read other worlds than views do.
    """

    def decorated(function: Callable[[Worlds], Array]) -> Callable[[Worlds], Array]:
        by_numpy = plain or function

        @wraps(function)
        def found(worlds: Worlds) -> Array:
            if not at_hand(worlds.size):
                return by_numpy(worlds)
            steps = _steps(function, worlds, shelf)
            if steps is None:
                return by_numpy(worlds)
            values, _ = steps.play(_seen(worlds))
            return np.ascontiguousarray(values).reshape(worlds.size, *steps.shape)

        return public(found)

    return decorated


def _seen(worlds: Worlds) -> View:
    """What everybody knows, as a view of nobody's."""
    return View(0, worlds, Luck(np.zeros(1, dtype=np.int64), 0))


def _steps(function: Callable[[Worlds], Array], worlds: Worlds, shelf: str) -> Formula | None:
    key = (function, worlds.numbers.kind)
    kept: dict[Any, Formula | None] = worlds.cast.extras.setdefault("played", {})
    if key not in kept:
        kept[key] = traced(_seen(worlds), lambda tracer: ([function(tracer.common)], []), shelf)
    return kept[key]


__all__ = ["Formula", "played", "traced"]
