"""A stand-in for an array of numbers, one a world: what NumPy does with it is written down as steps, column by column.

Memory serves as in NumPy: slices are views, and writing through them reaches the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from diplogame.traced.graph import Graph

WORLDS: Final = 997
"""The length that the axis of worlds shows while formulas are traced: no other axis has it."""

_UFUNCS: Final = {
    np.add: "add", np.subtract: "sub", np.multiply: "mul", np.true_divide: "div", np.minimum: "min", np.maximum: "max", np.less: "lt",
    np.less_equal: "le", np.equal: "eq", np.not_equal: "ne", np.negative: "neg", np.absolute: "abs", np.sqrt: "sqrt", np.rint: "rint",
    np.right_shift: "shr", np.left_shift: "shl",
}  # fmt: skip
_TRUTHS: Final = {np.bitwise_and: "and", np.logical_and: "and", np.bitwise_or: "or", np.logical_or: "or"}
_SWAPPED: Final = {np.greater: "lt", np.greater_equal: "le"}


class UntracedError(Exception):
    """A formula does what cannot be written down: a branch on an array's values, or an operation that is not known here."""


class Traced(NDArrayOperatorsMixin):
    """Nodes in an array's shape; the axis of worlds, if there is one, has length 1 in ``ids`` and shows as `WORLDS`."""

    __slots__ = ("axis", "dtype", "graph", "ids")

    def __init__(self, graph: Graph, ids: np.ndarray, axis: int | None, dtype: Any) -> None:
        self.graph, self.ids, self.axis, self.dtype = graph, ids, axis, np.dtype(dtype)

    # --- shape ----------------------------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(WORLDS if i == self.axis else n for i, n in enumerate(self.ids.shape))

    @property
    def ndim(self) -> int:
        return self.ids.ndim

    @property
    def T(self) -> Self:  # noqa: N802 (NumPy's name)
        return self.transpose()

    def __len__(self) -> int:
        return self.shape[0]

    def __bool__(self) -> bool:
        raise UntracedError("a branch on the values of an array")

    def __array__(self, *args: Any, **kwargs: Any) -> np.ndarray:
        raise UntracedError("an array made of a stand-in; diplogame.traced.numpy has asarray that leaves it as it is")

    def _like(self, ids: np.ndarray, axis: int | None) -> Self:
        return type(self)(self.graph, ids, axis, self.dtype)

    def _moved(self, change: Callable[[np.ndarray], np.ndarray], ids: np.ndarray) -> Self:
        """``ids`` after a change of shape; a dummy of the same shape tells where the axis of worlds has gone."""
        shape = change(np.broadcast_to(np.int8(0), self.shape)).shape
        axis = shape.index(WORLDS) if WORLDS in shape else None
        if self.axis is not None and axis is None:
            raise UntracedError(f"the axis of worlds is lost: {self.shape} becomes {shape}")
        return self._like(ids, axis)

    def __getitem__(self, key: Any) -> Self:
        return self._moved(lambda x: x[key], self.ids[key])

    def __setitem__(self, key: Any, value: Any) -> None:
        part = self[key]
        other = as_traced(self.graph, value)
        self.ids[key] = _aligned(other, part)

    def reshape(self, *shape: Any) -> Self:
        wanted = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
        return self._moved(
            lambda x: x.reshape(wanted), self.ids.reshape(tuple(1 if n == WORLDS else n for n in wanted))
        )

    def transpose(self, *axes: Any) -> Self:
        return self._moved(lambda x: x.transpose(*axes), self.ids.transpose(*axes))

    def take(self, which: Any, axis: int | None = None) -> Self:
        if isinstance(which, Traced):
            return self._picked(which, axis)
        return self._moved(lambda x: x.take(which, axis=axis), self.ids.take(which, axis=axis))

    def _picked(self, which: Traced, axis: int | None) -> Self:
        """Rows of a table that is the same in all worlds, by an index a world: chosen by comparing, so that the table must be short."""
        if axis != 0 or self.axis is not None or which.ids.size != 1:
            raise UntracedError("a take by traced indices, but for one row a world of a table that is the same in all")
        step, const = self.graph.step, self.graph.const
        index = int(which.ids.ravel()[0])
        is_row = [step("eq", index, const(float(k))) for k in range(len(self.ids))]
        found = []
        for column in self.ids.reshape(len(self.ids), -1).T:
            one = int(column[-1])
            for k in range(len(column) - 2, -1, -1):
                one = step("where", is_row[k], int(column[k]), one)
            found.append(one)
        return self._like(np.array(found, dtype=np.int64).reshape(1, *self.ids.shape[1:]), 0)

    def copy(self) -> Self:
        return self._like(self.ids.copy(), self.axis)

    def astype(self, dtype: Any) -> Self:
        wanted = np.dtype(dtype)
        if wanted.kind == "b" and self.dtype.kind != "b":
            return self._each("ne", np.bool_, self.graph.const(0.0))
        if wanted.kind in "iu" and self.dtype.kind == "f":
            return self._each("trunc", wanted)
        if wanted == np.float32:
            raise UntracedError("single precision")
        return type(self)(self.graph, self.ids.copy(), self.axis, wanted)

    def _each(self, name: str, dtype: Any, *others: int) -> Self:
        step = self.graph.step
        ids = np.array([step(name, int(k), *others) for k in self.ids.ravel()], dtype=np.int64).reshape(self.ids.shape)
        return type(self)(self.graph, ids, self.axis, dtype)

    def apply(self, name: str) -> Self:
        """A function of one number, by name ("exp")."""
        return self._each(name, np.float64)

    # --- sums -----------------------------------------------------------------------------------------------------------

    def _reduced(self, axis: Any, dtype: Any, fold: Callable[[list[int]], int]) -> Self:
        axes = tuple(range(self.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        axes = tuple(sorted(k % self.ndim for k in axes))
        if self.axis in axes:
            raise UntracedError("a sum over worlds")
        rest = [k for k in range(self.ndim) if k not in axes]
        ordered = self.ids.transpose(*rest, *axes).reshape([self.ids.shape[k] for k in rest] + [-1])
        flat = ordered.reshape(-1, ordered.shape[-1])
        ids = np.array([fold([int(k) for k in row]) for row in flat], dtype=np.int64).reshape(ordered.shape[:-1])
        return type(self)(self.graph, ids, None if self.axis is None else rest.index(self.axis), dtype)

    def _chain(self, name: str) -> Callable[[list[int]], int]:
        def fold(row: list[int]) -> int:
            total = row[0]
            for k in row[1:]:
                total = self.graph.step(name, total, k)
            return total

        return fold

    def sum(self, axis: Any = None) -> Self:
        """As NumPy adds along a last axis that lies together: eight running sums side by side (Higham 1993), for up to 128 numbers."""
        if self.dtype.kind == "b":
            return type(self)(self.graph, self.ids, self.axis, np.int64).sum(axis)
        return self._reduced(axis, self.dtype, self._pairwise)

    def _pairwise(self, row: list[int]) -> int:
        add = self.graph.step
        if len(row) < 8:
            return self._chain("add")(row)
        if len(row) > 128:
            half = len(row) // 2
            half -= half % 8
            return add("add", self._pairwise(row[:half]), self._pairwise(row[half:]))
        lanes = row[:8]
        whole = len(row) - len(row) % 8
        for start in range(8, whole, 8):
            lanes = [add("add", lane, k) for lane, k in zip(lanes, row[start : start + 8], strict=True)]
        pairs = [add("add", lanes[k], lanes[k + 1]) for k in (0, 2, 4, 6)]
        total = add("add", add("add", pairs[0], pairs[1]), add("add", pairs[2], pairs[3]))
        for k in row[whole:]:
            total = add("add", total, k)
        return total

    def mean(self, axis: Any = None) -> Self:
        total = (self if self.dtype.kind == "f" else self.astype(np.float64)).sum(axis)
        number = self.ids.size // max(total.ids.size, 1)
        found: Self = total / float(number)
        return found

    def prod(self, axis: Any = None) -> Self:
        return self._reduced(axis, self.dtype, self._chain("mul"))

    def max(self, axis: Any = None) -> Self:
        return self._reduced(axis, self.dtype, self._chain("or" if self.dtype.kind == "b" else "max"))

    def min(self, axis: Any = None) -> Self:
        return self._reduced(axis, self.dtype, self._chain("and" if self.dtype.kind == "b" else "min"))

    def any(self, axis: Any = None) -> Self:
        return self.astype(np.bool_).max(axis)

    def all(self, axis: Any = None) -> Self:
        return self.astype(np.bool_).min(axis)

    # --- NumPy's protocols ----------------------------------------------------------------------------------------------

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **kwargs: Any) -> Any:
        if method != "__call__" or kwargs:
            raise UntracedError(f"{ufunc.__name__}.{method}")
        found = _stepped(self.graph, ufunc, inputs)
        if out is None:
            return found
        (target,) = out
        target[...] = found
        return target

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if function not in _FUNCTIONS:
            raise UntracedError(f"np.{function.__name__}")
        return _FUNCTIONS[function](self.graph, *args, **kwargs)


def as_traced(graph: Graph, value: Any) -> Traced:
    """A stand-in for any value: arrays must be the same in all worlds."""
    if isinstance(value, Traced):
        return value
    array = np.asarray(value)
    axis = array.shape.index(WORLDS) if WORLDS in array.shape else None
    if axis is not None:
        one = array.take([0], axis=axis)
        if not (array == one).all():
            raise UntracedError("an array of its own for each world")
        array = one
    ids = np.array([graph.const(float(x)) for x in array.ravel()], dtype=np.int64).reshape(array.shape)
    return Traced(graph, ids, axis, array.dtype)


def _aligned(other: Traced, part: Traced) -> np.ndarray:
    """The nodes of a value that is written into a part of an array."""
    if other.axis is not None and part.axis is not None and other.ndim - other.axis != part.ndim - part.axis:
        raise UntracedError(f"worlds of {other.shape} do not lie along those of {part.shape}")
    return np.broadcast_to(other.ids, part.ids.shape)


def _stepped(graph: Graph, ufunc: np.ufunc, inputs: Sequence[Any]) -> Traced:
    dtypes = [x if isinstance(x, (int, float, bool)) else np.empty(0, np.asarray(x).dtype if not isinstance(x, Traced) else x.dtype)
              for x in inputs]  # fmt: skip
    dtype = ufunc(*dtypes).dtype
    if dtype == np.float32:
        raise UntracedError("single precision")
    parts = [as_traced(graph, x) for x in inputs]
    shape = np.broadcast_shapes(*(part.shape for part in parts))
    small = np.broadcast_shapes(*(part.ids.shape for part in parts))
    axis = shape.index(WORLDS) if WORLDS in shape else None
    flat = [np.broadcast_to(part.ids, small).ravel().tolist() for part in parts]
    name, flat = _named(ufunc, dtype, parts, flat)
    step = graph.step
    ids = np.array([step(name, *row) for row in zip(*flat, strict=True)], dtype=np.int64).reshape(small)
    return Traced(graph, ids, axis, dtype)


def _named(ufunc: np.ufunc, dtype: np.dtype, parts: list[Traced], flat: list[list[int]]) -> tuple[str, list[list[int]]]:
    """The step that a ufunc is, and its operands."""
    truths = all(part.dtype.kind == "b" for part in parts)
    if ufunc in _SWAPPED:
        return _SWAPPED[ufunc], flat[::-1]
    if ufunc in _TRUTHS:
        if truths or ufunc in (np.logical_and, np.logical_or):
            return _TRUTHS[ufunc], flat
        if ufunc is np.bitwise_and:
            return "iand", flat
        raise UntracedError(ufunc.__name__)
    if ufunc is np.invert or ufunc is np.logical_not:
        if not truths:
            raise UntracedError("bits turned over")
        return "not", flat
    if ufunc is np.bitwise_xor and truths:
        return "ne", flat
    if dtype.kind == "b" and ufunc in (np.add, np.maximum):
        return "or", flat
    if dtype.kind == "b" and ufunc in (np.multiply, np.minimum):
        return "and", flat
    if ufunc not in _UFUNCS:
        raise UntracedError(ufunc.__name__)
    return _UFUNCS[ufunc], flat


def _where(graph: Graph, condition: Any, one: Any, other: Any) -> Traced:
    parts = [as_traced(graph, x) for x in (condition, one, other)]
    values = [x if isinstance(x, (int, float, bool)) else np.empty(0, part.dtype) for x, part in zip((one, other), parts[1:], strict=True)]  # fmt: skip
    dtype = np.where(np.empty(0, bool), *values).dtype
    shape = np.broadcast_shapes(*(part.shape for part in parts))
    small = np.broadcast_shapes(*(part.ids.shape for part in parts))
    flat = [np.broadcast_to(part.ids, small).ravel().tolist() for part in parts]
    ids = np.array([graph.step("where", *row) for row in zip(*flat, strict=True)], dtype=np.int64).reshape(small)
    return Traced(graph, ids, shape.index(WORLDS) if WORLDS in shape else None, dtype)


def _joined(graph: Graph, arrays: Sequence[Any], axis: int, join: Callable[..., np.ndarray]) -> Traced:
    parts = [as_traced(graph, x) for x in arrays]
    dummy = join([np.broadcast_to(np.int8(0), part.shape) for part in parts], axis=axis)
    if any(part.axis is None for part in parts) and any(part.axis is not None for part in parts):
        raise UntracedError("arrays with and without worlds side by side")
    found = dummy.shape.index(WORLDS) if WORLDS in dummy.shape else None
    return Traced(
        graph, join([part.ids for part in parts], axis=axis), found, np.result_type(*(p.dtype for p in parts))
    )


def _broadcast(graph: Graph, array: Any, shape: Any) -> Traced:
    part = as_traced(graph, array)
    wanted = (shape,) if isinstance(shape, int) else tuple(shape)
    small = tuple(1 if n == WORLDS else n for n in wanted)
    return Traced(
        graph, np.broadcast_to(part.ids, small), wanted.index(WORLDS) if WORLDS in wanted else None, part.dtype
    )


def _along(graph: Graph, array: Any, which: Any, axis: int) -> Traced:
    """`np.take_along_axis` for an array (worlds, n) and one index a world, (worlds, 1) along its last axis."""
    part, at = as_traced(graph, array), as_traced(graph, which)
    if part.ndim != 2 or axis not in (1, -1) or at.ids.size != 1:
        raise UntracedError("take_along_axis but for one index a world")
    index, row = int(at.ids.ravel()[0]), [int(k) for k in part.ids.ravel()]
    found = row[-1]
    for k in range(len(row) - 2, -1, -1):
        found = graph.step("where", graph.step("eq", index, graph.const(float(k))), row[k], found)
    return Traced(graph, np.array([[found]]), 0, part.dtype)


def looked_up(table: np.ndarray, at: Traced) -> Traced:
    """`np.take` of a table (n,) that is the same in all worlds."""
    if np.ndim(table) != 1:
        raise UntracedError("a table of more than one axis")
    ids = np.array([at.graph.look_up(table, int(k)) for k in at.ids.ravel()], dtype=np.int64).reshape(at.ids.shape)
    return Traced(at.graph, ids, at.axis, table.dtype)


_FUNCTIONS: Final[dict[Any, Callable[..., Any]]] = {
    np.where: _where,
    np.stack: lambda graph, arrays, axis=0: _joined(graph, arrays, axis, np.stack),
    np.concatenate: lambda graph, arrays, axis=0: _joined(graph, arrays, axis, np.concatenate),
    np.broadcast_to: _broadcast,
    np.take_along_axis: _along,
}
