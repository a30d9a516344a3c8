"""Programs: the steps that some nodes of a graph need, in an order that keeps few of them waiting, with a register for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diplogame.machine import codes
from diplogame.machine.columns import Place
from diplogame.machine.shapes import Shape, Shapes
from diplogame.traced.graph import CONST, INPUT, Graph

Array = np.ndarray


@dataclass(frozen=True)
class Program:
    """Steps ready to be played."""

    before: Array
    """(steps, 6) what all worlds share: each node of it has its own register, and leaves a scalar there."""
    steps: Array
    """(steps, 6) what each world has for itself."""
    registers: int
    scalars: Array
    """(scalars,) constants where they are known, 0 elsewhere."""
    laid: Array
    """Places of scalars as the steps have them: each of them, and behind these blocks of those that one step reads."""
    given: tuple[tuple[int, int, int], ...]
    """(scalar, source, column): what is read before ``before`` is played."""
    sources: tuple[int, ...]
    """Sources that the steps load columns from."""
    tables: Array
    """(tables, entries)"""


def compiled(graph: Graph, values: Sequence[int], truths: Sequence[int], places: Sequence[Place]) -> Program:
    """The program whose outputs are the nodes ``values`` and ``truths``. ``places``: by source, where its columns are laid out."""
    outputs = [*values, *truths]
    order = _in_order(graph, outputs)
    scalar = {node: place for place, node in enumerate(node for node in order if not graph.varies[node])}
    steps = _Steps(graph, scalar, [node for node in order if graph.varies[node]], outputs, places)
    for row, node in enumerate(values):
        steps.store(codes.STORE, row, node)
    for row, node in enumerate(truths):
        steps.store(codes.STORE_BOOL, row, node)
    known = np.zeros(max(len(scalar), 1))
    given = []
    for node, place in scalar.items():
        key = graph.nodes[node]
        if key[0] == CONST:
            known[place] = key[1]  # type: ignore[call-overload]
        elif key[0] == INPUT:
            given.append((place, int(key[1]), int(key[2])))  # type: ignore[call-overload]
    entries = max((len(table) for table in graph.tables), default=1)
    tables = np.zeros((max(len(graph.tables), 1), entries))
    for row, table in enumerate(graph.tables):
        tables[row, : len(table)] = table
    return Program(
        before=_shared(graph, scalar),
        steps=np.array(steps.found, dtype=np.int64).reshape(-1, codes.WIDTH),
        registers=steps.registers,
        scalars=known,
        laid=np.array(steps.laid or [0], dtype=np.int64),
        given=tuple(given),
        sources=tuple(steps.sources),
        tables=tables,
    )


def operands(graph: Graph, node: int) -> tuple[int, ...]:
    """The nodes that a node is made from."""
    key = graph.nodes[node]
    if key[0] in (CONST, INPUT):
        return ()
    return (int(key[1]),) if key[0] == "table" else tuple(int(k) for k in key[1:])  # type: ignore[call-overload]


def _in_order(graph: Graph, outputs: Sequence[int]) -> list[int]:
    """All nodes that the outputs need, operands first, each output's as late as can be."""
    done: set[int] = set()
    order: list[int] = []
    for output in outputs:
        stack = [(output, False)]
        while stack:
            node, ready = stack.pop()
            if node in done:
                continue
            if ready:
                done.add(node)
                order.append(node)
            else:
                stack.append((node, True))
                stack += [(other, False) for other in reversed(operands(graph, node)) if other not in done]
    return order


def _shared(graph: Graph, scalar: dict[int, int]) -> Array:
    """Steps on scalars: columns of one number, in registers of the scalars' own places."""
    found = []
    for node, place in scalar.items():
        name, *_ = graph.nodes[node]
        if name not in (CONST, INPUT):
            parts = [scalar[k] for k in operands(graph, node)]
            found.append(_coded(graph, node, place, parts))
    return np.array(found, dtype=np.int64).reshape(-1, codes.WIDTH)


def _coded(graph: Graph, node: int, place: int, parts: list[int]) -> tuple[int, ...]:
    """A step all of whose operands are columns."""
    name = str(graph.nodes[node][0])
    both = {name: codes.BINARY[name][0] for name in codes.BINARY}
    code = {**both, **codes.UNARY, "where": codes.WHERE, "table": codes.TABLE}[name]
    if name == "table":
        parts = [parts[0], int(graph.nodes[node][2])]  # type: ignore[call-overload]
    return (code, place, *parts, *(0,) * (4 - len(parts)))


class _Steps:
    """Steps for columns, and the registers that they use: one is free again once its last reader has been."""

    def __init__(
        self, graph: Graph, scalar: dict[int, int], order: list[int], outputs: Sequence[int], places: Sequence[Place]
    ) -> None:
        self.found: list[tuple[int, ...]] = []
        self.registers = 0
        self.sources: dict[int, None] = {}
        self.laid: list[int] = list(range(len(scalar)))
        self._blocks: dict[tuple[int, ...], int] = {}
        self._graph, self._scalar, self._places = graph, scalar, places
        self._register: dict[int, int] = {}
        self._free: list[int] = []
        self._left: dict[int, int] = {}
        for node in (*(k for one in order for k in operands(graph, one)), *outputs):
            self._left[node] = self._left.get(node, 0) + 1
        self._shapes: dict[int, Shape] = {}
        self._within: set[int] = set()
        self._find(order)
        for node in order:
            if node in self._shapes:
                self._as_one(node, self._shapes[node])
            elif node not in self._within:
                self._add(node)

    def _find(self, order: list[int]) -> None:
        """Shapes, the last in order first: what ends a larger one is not the end of a smaller."""
        shapes = Shapes(self._graph, self._left)
        for node in reversed(order):
            if node not in self._within and (shape := shapes.at(node)) is not None:
                self._shapes[node] = shape
                self._within.update(shape.inside)

    def _as_one(self, node: int, shape: Shape) -> None:
        register = self._register[node] = self._take()
        at = [self._scalar[k] if k in self._scalar else self._register[k] for k in shape.operands]
        if shape.block:
            at.append(self._lay_block(tuple(self._scalar[k] for k in shape.block)))
        self.found.append((shape.code, register, *at, *(0,) * (4 - len(at))))
        for k in shape.columns:
            self._read(k)

    def _lay_block(self, places: tuple[int, ...]) -> int:
        """Where these scalars lie one behind the other."""
        if places not in self._blocks:
            self._blocks[places] = len(self.laid)
            self.laid += places
        return self._blocks[places]

    def _take(self) -> int:
        if self._free:
            return self._free.pop()
        self.registers += 1
        return self.registers - 1

    def _read(self, node: int) -> None:
        self._left[node] -= 1
        if not self._left[node] and node in self._register:
            self._free.append(self._register[node])

    def store(self, code: int, row: int, node: int) -> None:
        """Write a node into an output's row."""
        if node in self._scalar:
            register = self._take()
            self.found.append((codes.FILL, register, self._scalar[node], 0, 0, 0))
            self.found.append((code, row, register, 0, 0, 0))
            self._free.append(register)
        else:
            self.found.append((code, row, self._register[node], 0, 0, 0))
            self._read(node)

    def _add(self, node: int) -> None:
        graph = self._graph
        name = str(graph.nodes[node][0])
        parts = operands(graph, node)
        if name == INPUT:
            self._load(node)
        elif name in codes.BINARY:
            self._binary(node, name, *parts)
        elif name in codes.UNARY:
            self._emit(node, codes.UNARY[name], parts[0])
        elif name in codes.WHOLE:
            self._emit(node, codes.WHOLE[name], parts[0], self._scalar[parts[1]])
        elif name == "table":
            self._emit(node, codes.TABLE, parts[0], int(graph.nodes[node][2]))  # type: ignore[call-overload]
        elif name == "where":
            self._where(node, *parts)
        else:
            raise AssertionError(f"no code for {name}")

    def _load(self, node: int) -> None:
        source, column = int(self._graph.nodes[node][1]), int(self._graph.nodes[node][2])  # type: ignore[call-overload]
        self.sources[source] = None
        place = self._places[source]
        register = self._register[node] = self._take()
        code = codes.LOAD_I2 if place.short else codes.LOAD_F8
        self.found.append((code, register, place.row(column), 0, 0, 0))

    def _binary(self, node: int, name: str, one: int, two: int) -> None:
        if one in self._scalar and name in codes.COMMUTING:
            one, two = two, one
        both, second, first = codes.BINARY[name]
        if two in self._scalar:
            self._emit(node, second, one, self._scalar[two])
        elif one in self._scalar:
            self._emit(node, first, self._scalar[one], two)
        else:
            self._emit(node, both, one, two)

    def _where(self, node: int, condition: int, one: int, two: int) -> None:
        if condition in self._scalar:
            # A switch among the numbers: laid out as a column, for it is rare.
            register = self._take()
            self.found.append((codes.FILL, register, self._scalar[condition], 0, 0, 0))
            self._register[condition] = register
            self._left[condition] = 1
        code = {
            (False, False): codes.WHERE,
            (False, True): codes.WHERE_S,
            (True, False): codes.WHERE_OR_S,
            (True, True): codes.WHERE_SS,
        }[one in self._scalar, two in self._scalar]
        first, second = (self._scalar.get(k, k) for k in (one, two))
        self._emit(node, code, condition, first, second)

    def _emit(self, node: int, code: int, *parts: int) -> None:
        """A step; which of ``parts`` are nodes and which scalars or tables is the code's matter."""
        columns = _COLUMNS[code]
        register = self._register[node] = self._take()
        at = [self._register[part] if k in columns else part for k, part in enumerate(parts)]
        self.found.append((code, register, *at, *(0,) * (4 - len(at))))
        for k in columns:
            self._read(parts[k])


_COLUMNS = {
    **dict.fromkeys((*codes.UNARY.values(), *codes.WHOLE.values(), codes.TABLE, codes.WHERE_SS), (0,)),
    **{codes.BINARY[name][0]: (0, 1) for name in codes.BINARY},
    **{codes.BINARY[name][1]: (0,) for name in codes.BINARY},
    **{codes.BINARY[name][2]: (1,) for name in codes.BINARY if name not in codes.COMMUTING},
    codes.WHERE: (0, 1, 2),
    codes.WHERE_S: (0, 1),
    codes.WHERE_OR_S: (0, 2),
    codes.MUL_ADD: (0, 1, 2),
    codes.MUL_S_ADD: (0, 2),
}
"""code: which of its operands are columns."""
