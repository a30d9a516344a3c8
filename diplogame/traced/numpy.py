"""NumPy for formulas that are also traced: the same names, but that stand-ins pass through `asarray`, and new arrays with an axis of worlds
are stand-ins while formulas are being traced.

    from diplogame.traced import np
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import numpy  # noqa: ICN001 (np is what this file makes)

from diplogame.traced.array import WORLDS, Traced, as_traced, looked_up
from diplogame.traced.graph import Graph

_GRAPH: ContextVar[Graph | None] = ContextVar("graph", default=None)


@contextmanager
def tracing(graph: Graph) -> Iterator[None]:
    """Formulas run in this block are written down in ``graph`` (in this thread alone)."""
    token = _GRAPH.set(graph)
    try:
        yield
    finally:
        _GRAPH.reset(token)


def _passing(make: Callable[..., Any]) -> Callable[..., Any]:
    def passed(value: Any, *args: Any, **kwargs: Any) -> Any:
        return value if isinstance(value, Traced) else make(value, *args, **kwargs)

    return passed


def _made(make: Callable[..., Any]) -> Callable[..., Any]:
    def new(shape: Any, *args: Any, **kwargs: Any) -> Any:
        made = make(shape, *args, **kwargs)
        graph = _GRAPH.get()
        if graph is None or WORLDS not in made.shape:
            return made
        stand_in = as_traced(graph, make(tuple(1 if n == WORLDS else n for n in made.shape), *args, **kwargs))
        return Traced(graph, stand_in.ids, made.shape.index(WORLDS), made.dtype)

    return new


def _blank(shape: Any, dtype: Any = float) -> Any:
    return numpy.zeros(shape, dtype)


def _take(array: Any, which: Any, *args: Any, **kwargs: Any) -> Any:
    """NumPy asks the array alone whether it is a stand-in, not the indices."""
    return looked_up(array, which) if isinstance(which, Traced) else numpy.take(array, which, *args, **kwargs)


def _formulas() -> Any:
    names = {name: getattr(numpy, name) for name in numpy.__all__}
    for name in ("asarray", "ascontiguousarray", "asfortranarray"):
        names[name] = _passing(names[name])
    for name in ("zeros", "ones", "full"):
        names[name] = _made(names[name])
    empty = names["empty"]
    blank = _made(_blank)

    def new(shape: Any, dtype: Any = float) -> Any:
        return empty(shape, dtype) if _GRAPH.get() is None else blank(shape, dtype)

    names["empty"] = new
    names["take"] = _take
    return SimpleNamespace(**names)


np = _formulas()
