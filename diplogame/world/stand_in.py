"""Stand-ins for a seat's view: worlds whose arrays are `Traced`, so that formulas which read them are written down as steps.

Every array that a formula reads becomes a source: how to fetch it from a true view when the steps are played. What looks at few worlds only
(`aside`), and what all seats share (`once` on what everybody knows), is left to NumPy: its result is a source too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import fields
from typing import Any, Final

import numpy as np

from diplogame.noise import Luck
from diplogame.traced.array import WORLDS, Traced
from diplogame.traced.graph import Graph
from diplogame.world.fields import FIELDS, Array, See, Worlds
from diplogame.world.lazy import Lazy
from diplogame.world.numbers import Numbers
from diplogame.world.sources import Fetch, Source, shelf_for
from diplogame.world.views import HIDDEN_IN_PART, Believed, View, seen_rows

_SHORT: Final = (np.dtype(np.bool_), np.dtype(np.int8), np.dtype(np.int16))
"""What is laid out as short whole numbers."""


class Tracer:
    """A view's stand-in, and the sources that have been read through it."""

    def __init__(self, like: View, shelf: str) -> None:
        """``like``: a true view; its shapes are taken over, its numbers are not. ``shelf``: the name of where what is read is laid out."""
        self.graph = Graph()
        self.sources: list[Source] = []
        self.shelf = shelf_for(like, shelf)
        self._like = like
        self._read: dict[Any, Any] = {}
        self.turn = self.read(("turn",), lambda view: np.full((1, 1), view.world.turn), varies=False)[0, 0]
        self.common, own = self._worlds()
        """What everybody knows, as a stand-in."""
        self.view = View(like.seat, own, Luck(np.zeros(1, dtype=np.int64), 0))

    def close(self) -> None:
        """Let go of the view at hand: what fetches the sources outlives it."""
        del self._like
        self._read.clear()

    def _stand_in(self, key: tuple[Hashable, ...], fetch: Fetch, shown: Array, varies: bool) -> Traced:
        """``key``: what all seats know the array by; its first word tells whose it is."""
        source = len(self.sources)
        place = self.shelf.place(key, shown.dtype in _SHORT)
        self.sources.append(Source(fetch, place, key[0] == "numbers"))
        number = int(np.prod(shown.shape[1:], dtype=np.int64))
        ids = np.array([self.graph.input(source, k, varies) for k in range(number)], dtype=np.int64)
        return Traced(self.graph, ids.reshape(1, *shown.shape[1:]), 0 if varies else None, shown.dtype)

    def read(self, key: Any, fetch: Fetch, varies: bool | None = None) -> Any:
        """The stand-in for an array, or a tuple of arrays, of the true view."""
        if key not in self._read:
            shown = fetch(self._like)
            if isinstance(shown, tuple):
                self._read[key] = tuple(self.read((*key, i), _part_of(fetch, i)) for i in range(len(shown)))
            else:
                several = (len(shown) > 1 or self._like.size == 1) if varies is None else varies
                own = (self._like.seat, key) if key[0] == "own" else key
                self._read[key] = self._stand_in(own, fetch, shown, several)
        return self._read[key]

    def array(self, of: str, name: str) -> Traced:
        """The stand-in for an array of the true worlds ("truth"), or of what everybody knows ("common")."""
        key = (of, name)
        if key not in self._read:

            def fetch(view: View) -> Array:
                found: Array = getattr(_part(view, of), name)
                return found

            self._read[key] = self._stand_in(key, fetch, fetch(self._like), True)
        found: Traced = self._read[key]
        return found

    def of_numbers(self, function: Callable[[Numbers], Array]) -> Any:
        """The stand-in for what a function makes of the true numbers."""

        def fetch(view: View) -> Array:
            return function(view.world.numbers)

        return self.read(("numbers", function), fetch, varies=len(fetch(self._like)) > 1)

    def _worlds(self) -> tuple[Worlds, Worlds]:
        true = self._like.world
        values = {
            "cast": true.cast,
            "numbers": self._numbers(),
            "seeds": np.zeros(WORLDS, dtype=np.int64),
            "turn": self.turn,
            "_tracer": self,
        }
        whole = Whole.of(true, {**values, "_of": "truth"})
        common = Whole.of(true, {**values, "_of": "common"})
        return common, StandIn.of(true, {**values, "_truth": whole, "_common": common, "_seat": self._like.seat})

    def _numbers(self) -> Numbers:
        numbers = self._like.world.numbers
        found: dict[str, Any] = {}
        for item in fields(Numbers):
            value = getattr(numbers, item.name)
            if item.name in ("index", "briefed", "forbidden"):
                found[item.name] = value
            elif isinstance(value, np.ndarray):
                found[item.name] = self._number(item.name, None, value)
            elif item.init:
                found[item.name] = {key: self._number(item.name, key, part) for key, part in value.items()}
        return TracedNumbers(**found, tracer=self)

    def _number(self, name: str, key: str | None, shown: Array) -> Traced:
        def fetch(view: View) -> Array:
            value = getattr(view.world.numbers, name)
            found: Array = value if key is None else value[key]
            return found

        return self._stand_in(
            ("numbers", name, key), fetch, shown, len(shown) > 1
        )  # nothing is fetched that no step reads


class TracedNumbers(Numbers):
    """Numbers that are stand-ins."""

    __slots__ = ("tracer",)
    tracer: Tracer

    def __init__(self, tracer: Tracer, **values: Any) -> None:
        super().__init__(**values)
        object.__setattr__(self, "tracer", tracer)

    def given(self, function: Callable[[Numbers], Array]) -> Array:
        """What a function makes of the true numbers, once a table of them."""
        found: Array = self.tracer.of_numbers(function)
        return found


class Whole(Lazy):
    """The true worlds, or what everybody knows of them."""

    __slots__ = ("_of", "_tracer")
    _of: str
    _tracer: Tracer

    def _make(self, name: str) -> dict[str, Array]:
        # What is public is the truth's, and read from there by all.
        of = "truth" if FIELDS[name].see is See.PUBLIC else self._of
        return {name: self._tracer.array(of, name)}  # type: ignore[dict-item]

    def work_out(self, function: Any, kept: Callable[[Worlds], Any], everywhere: Callable[[Worlds], Any] | None) -> Any:
        """What all seats share and NumPy works out, it works out once for all."""
        del function
        if everywhere is not None:
            return everywhere(self)
        of = self._of  # what fetches a source holds on to nothing of the tracing
        return self._tracer.read((of, kept), lambda view: kept(_part(view, of)))


class StandIn(Believed):
    """What the seat believes."""

    __slots__ = ("_tracer",)
    _tracer: Tracer

    def _make(self, name: str) -> dict[str, Array]:
        found = seen_rows(self.truth, self._seat, name)
        if found is not None:
            return found
        if name in HIDDEN_IN_PART:
            return {name: self._tracer.read(("own", name), lambda view: getattr(view.world, name))}
        return super()._make(name)

    def work_out(self, function: Any, kept: Callable[[Worlds], Any], everywhere: Callable[[Worlds], Any] | None) -> Any:
        del function
        if everywhere is not None:
            return everywhere(self)
        return self._tracer.read(("own", kept), lambda view: kept(view.world))


def _part_of(fetch: Fetch, i: int) -> Fetch:
    return lambda view: fetch(view)[i]


def _part(view: View, of: str) -> Worlds:
    world = view.world
    if not isinstance(world, Believed):
        return world  # what everybody knows itself
    return world.truth if of == "truth" else world.common
