"""Functions of what everybody knows, played by the machine: traced once a cast, then worked out for all worlds in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np

from diplogame.machine.machine import Machine, at_hand
from diplogame.machine.program import compiled
from diplogame.noise import Luck
from diplogame.traced.array import UntracedError, as_traced
from diplogame.traced.numpy import tracing
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import public
from diplogame.world.stand_in import Read, Source, Tracer
from diplogame.world.views import View


@dataclass(frozen=True)
class Played:
    """A function's steps."""

    sources: tuple[Source, ...]
    machine: Machine
    shape: tuple[int, ...]
    """Of the result, behind the axis of worlds."""


def played(
    plain: Callable[[Worlds], Array] | None = None,
) -> Callable[[Callable[[Worlds], Array]], Callable[[Worlds], Array]]:
    """Like `public`, for a function without branches on what it finds. ``plain``: the same as NumPy does it better, where the machine is not at
    hand.
    """

    def decorated(function: Callable[[Worlds], Array]) -> Callable[[Worlds], Array]:
        by_numpy = plain or function

        @wraps(function)
        def found(worlds: Worlds) -> Array:
            if not at_hand(worlds.size):
                return by_numpy(worlds)
            steps = _steps(function, worlds)
            if steps is None:
                return by_numpy(worlds)
            values, _ = steps.machine.run(Read(steps.sources, _seen(worlds)), worlds.size)
            return np.ascontiguousarray(values).reshape(worlds.size, *steps.shape)

        return public(found)

    return decorated


def _seen(worlds: Worlds) -> View:
    """What everybody knows, as a view of nobody's."""
    return View(0, worlds, Luck(np.zeros(1, dtype=np.int64), 0))


def _steps(function: Callable[[Worlds], Array], worlds: Worlds) -> Played | None:
    key = (function, worlds.numbers.kind)
    kept: dict[Any, Played | None] = worlds.cast.extras.setdefault("played", {})
    if key not in kept:
        kept[key] = _traced(function, worlds)
    return kept[key]


def _traced(function: Callable[[Worlds], Array], worlds: Worlds) -> Played | None:
    tracer = Tracer(_seen(worlds))
    try:
        with tracing(tracer.graph):
            found = as_traced(tracer.graph, function(tracer.common))
    except UntracedError:
        return None
    finally:
        tracer.close()
    nodes = [int(k) for k in found.ids.reshape(-1)]
    program = compiled(tracer.graph, nodes, [], [source.short for source in tracer.sources])
    return Played(tuple(tracer.sources), Machine(program, len(nodes), 0), found.ids.shape[1:])


__all__ = ["played"]
