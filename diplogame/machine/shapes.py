"""Shapes of steps that come up so often that the machine has one operation for the whole: found where nothing else reads what lies between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diplogame.machine import codes
from diplogame.traced.graph import CONST, Graph


@dataclass(frozen=True)
class Shape:
    """One operation for several nodes."""

    code: int
    columns: tuple[int, ...]
    """Nodes that are read as columns, one for each time that a node within reads them."""
    operands: tuple[int, ...]
    """The operation's operands: nodes, columns or scalars as the code has it."""
    inside: tuple[int, ...]
    """Nodes that are no steps of their own any more."""
    block: tuple[int, ...] = ()
    """Scalars that lie one behind the other; where the first one lies is one more operand."""


class Shapes:
    """Looks for shapes in a graph. ``uses``: how often each node is read."""

    def __init__(self, graph: Graph, uses: Mapping[int, int]) -> None:
        self._graph, self._uses = graph, uses

    def at(self, node: int) -> Shape | None:
        """The largest shape that ends in a node."""
        for look in (self._aim, self._felt_by_weight, self._felt, self._blend_less, self._sum, self._product):
            found = look(node)
            if found is not None:
                return found
        return None

    def _is(self, node: int, name: str, uses: int | None = 1) -> tuple[int, ...] | None:
        """The operands of a column made by that operation, and read so often."""
        key = self._graph.nodes[node]
        if key[0] != name or not self._graph.varies[node] or (uses is not None and self._uses[node] != uses):
            return None
        return tuple(int(k) for k in key[1:])  # type: ignore[call-overload]

    def _scalar(self, node: int) -> bool:
        return not self._graph.varies[node]

    def _one_scalar(self, node: int, name: str, uses: int | None = 1) -> tuple[int, int] | None:
        """(scalar, column) of an operation on one of each, whichever stands first."""
        parts = self._is(node, name, uses)
        if parts is None or self._scalar(parts[0]) == self._scalar(parts[1]):
            return None
        return (parts[0], parts[1]) if self._scalar(parts[0]) else (parts[1], parts[0])

    def _constant(self, node: int, name: str, value: float) -> int | None:
        """The column that a constant is put to by that operation."""
        parts = self._one_scalar(node, name)
        return parts[1] if parts is not None and self._graph.nodes[parts[0]] == (CONST, value) else None

    def _felt(self, node: int, uses: int | None = None) -> Shape | None:
        """min(b, l b), b = x / (1 + |x| / s): a gain or a loss as it is felt."""
        parts = self._is(node, "min", uses)
        if parts is None or parts[0] == parts[1]:
            return None
        for bent, worse in (parts, parts[::-1]):
            scaled = self._one_scalar(worse, "mul")
            quotient = self._is(bent, "div", 2)
            if scaled is None or scaled[1] != bent or quotient is None:
                continue
            x, under = quotient
            share = self._constant(under, "add", 1.0)
            ratio = None if share is None else self._is(share, "div")
            if share is None or ratio is None or not self._scalar(ratio[1]) or self._is(ratio[0], "abs") != (x,):
                continue
            return Shape(codes.FELT, (x, x), (x, ratio[1], scaled[0]), (bent, worse, under, share, ratio[0]))
        return None

    def _felt_by_weight(self, node: int) -> Shape | None:
        parts = self._one_scalar(node, "mul", None)
        felt = None if parts is None else self._felt(parts[1], uses=1)
        if parts is None or felt is None:
            return None
        return Shape(codes.FELT_S, felt.columns, (*felt.operands, parts[0]), (*felt.inside, parts[1]))

    def _blend_less(self, node: int) -> Shape | None:
        """100 min(max((x - f) / d, 0), 1) - p: how far a goal comes, less how far it has come."""
        parts = self._is(node, "sub", None)
        if parts is None or not all(self._graph.varies[k] for k in parts):
            return None
        whole, now = parts
        top = self._constant(whole, "mul", 100.0)
        most = None if top is None else self._constant(top, "min", 1.0)
        least = None if most is None else self._constant(most, "max", 0.0)
        ratio = None if least is None else self._is(least, "div")
        if top is None or most is None or least is None or ratio is None or not self._scalar(ratio[1]):
            return None
        above = self._is(ratio[0], "sub")
        if above is None or not self._scalar(above[1]) or self._scalar(above[0]):
            return None
        inside = (whole, top, most, least, ratio[0])
        return Shape(codes.BLEND_SUB, (above[0], now), (above[0], above[1], ratio[1], now), inside)

    def _aim(self, node: int) -> Shape | None:
        """What it is worth that a goal comes so far: `_felt_by_weight` of `_blend_less`; often of what a move makes of a level, x k + c + y."""
        felt = self._felt_by_weight(node)
        gain = None if felt is None else felt.operands[0]
        blend = None if gain is None or self._uses[gain] != 2 else self._blend_less(gain)
        if felt is None or gain is None or blend is None:
            return None
        level, floor, width, now = blend.operands
        block: tuple[int, ...] = (floor, width, *felt.operands[1:])
        inside: tuple[int, ...] = (*felt.inside, gain, *blend.inside)
        moved = self._is(level, "add")
        for change, base in (moved, moved[::-1]) if moved is not None else ():
            more = None if self._scalar(base) else self._one_scalar(change, "add")
            times = None if more is None else self._one_scalar(more[1], "mul")
            if more is not None and times is not None:
                inside = (*inside, level, change, more[1])
                columns = (times[1], base, now)
                return Shape(codes.AIM_MOVED, columns, columns, inside, (*block, times[0], more[0]))
        return Shape(codes.AIM, (level, now), (level, now), inside, block)

    def _times(self, node: int) -> tuple[int, int] | None:
        """(scalar, column) of a product that ends no larger shape."""
        return None if self._felt_by_weight(node) is not None else self._one_scalar(node, "mul")

    def _sum(self, node: int) -> Shape | None:
        """Sums of three, or with a product."""
        parts = self._is(node, "add", None)
        if parts is None or parts[0] == parts[1]:
            return None
        if any(self._scalar(k) for k in parts):
            more, inner = parts if self._scalar(parts[0]) else parts[::-1]
            times = self._times(inner)
            if times is None:
                return None
            return Shape(codes.MUL_S_ADD_S, (times[1],), (times[1], times[0], more), (inner,))
        for inner, other in (parts, parts[::-1]):
            two = self._is(inner, "add")
            if two is None or any(self._scalar(k) for k in two):
                continue
            for product, rest in (two, two[::-1]):
                times = None if product == rest else self._times(product)
                if times is not None:
                    at = (times[1], times[0], rest, other)
                    return Shape(codes.MUL_S_ADD_ADD, (times[1], rest, other), at, (inner, product))
            times = self._times(other)
            if times is not None:
                return Shape(codes.ADD_ADD_MUL_S, (*two, times[1]), (*two, times[1], times[0]), (inner, other))
            return Shape(codes.ADD_ADD, (*two, other), (*two, other), (inner,))
        for product, other in (parts[::-1], parts):
            times = self._times(product)
            if times is not None:
                return Shape(codes.MUL_S_ADD, (times[1], other), (times[1], times[0], other), (product,))
            both = self._is(product, "mul")
            if both is not None and not any(self._scalar(k) for k in both):
                return Shape(codes.MUL_ADD, (*both, other), (*both, other), (product,))
        return None

    def _product(self, node: int) -> Shape | None:
        """Products of three; a product with a truth."""
        parts = self._is(node, "mul", None) or self._is(node, "and", None)
        if parts is None or parts[0] == parts[1] or any(self._scalar(k) for k in parts):
            return None
        for inner, other in (parts, parts[::-1]):
            two = self._is(inner, "mul") or self._is(inner, "and")
            if two is not None and not any(self._scalar(k) for k in two):
                return Shape(codes.MUL_MUL, (*two, other), (*two, other), (inner,))
            less = self._is(inner, "lt")
            if less is not None and self._scalar(less[0]):
                return Shape(codes.S_LT_MUL, (less[1], other), (less[0], less[1], other), (inner,))
            most = self._is(inner, "le")
            if most is not None and self._scalar(most[1]):
                return Shape(codes.LE_S_MUL, (most[0], other), (most[0], most[1], other), (inner,))
        return None
