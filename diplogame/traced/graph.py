"""Steps: what a formula works out, column by column. Each node is one number a world, or one for all worlds; equal steps are one node.

Numbers are float64 throughout; truths are 0 and 1, whole numbers lie well below 2^53. Folding keeps the bits, but for the sign of zero: what
is multiplied by a constant 0 is 0, for no rule divides by it and no choice hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

Key = tuple[object, ...]

CONST: Final = "const"
INPUT: Final = "input"
COMMUTES: Final = frozenset(("add", "mul", "min", "max", "eq", "ne", "and", "or"))
FOLDED: Final[dict[str, Callable[..., object]]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "min": np.minimum,
    "max": np.maximum,
    "lt": np.less,
    "le": np.less_equal,
    "eq": np.equal,
    "ne": np.not_equal,
    "and": lambda a, b: a * b,
    "or": np.maximum,
    "neg": np.negative,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "rint": np.rint,
    "trunc": np.trunc,
    "where": np.where,
    "iand": lambda a, b: float(int(a) & int(b)),
    "shr": lambda a, b: float(int(a) >> int(b)),
    "shl": lambda a, b: float(int(a) << int(b)),
}
"""What a step on constants gives at once."""


class Graph:
    """Nodes in the order in which they were first asked for: operands always stand before what they are used in."""

    def __init__(self) -> None:
        self.nodes: list[Key] = []
        """(operation, operands...): a constant's value, an input's (source, column), else node numbers."""
        self.varies: list[bool] = []
        """Whether the node differs from world to world."""
        self._known: dict[Key, int] = {}
        self.tables: list[np.ndarray] = []
        """Tables that are looked up by a node."""

    def _node(self, key: Key, varies: bool) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.nodes)
            self.nodes.append(key)
            self.varies.append(varies)
        return found

    def const(self, value: float) -> int:
        """The node of a constant."""
        return self._node((CONST, float(value)), False)

    def input(self, source: int, column: int, varies: bool) -> int:
        """The node of a column of a source: one a world where it ``varies``."""
        return self._node((INPUT, source, column), varies)

    def look_up(self, table: np.ndarray, at: int) -> int:
        """The node of a table's entry at a node's value."""
        same = [place for place, known in enumerate(self.tables) if np.array_equal(known, table)]
        if not same:
            self.tables.append(np.asarray(table, dtype=np.float64))
        place = same[0] if same else len(self.tables) - 1
        key = self.nodes[at]
        if key[0] == CONST:
            return self.const(float(self.tables[place][int(key[1])]))  # type: ignore[call-overload]
        return self._node(("table", at, place), self.varies[at])

    def step(self, name: str, *operands: int) -> int:
        """The node of an operation on nodes; folded where that leaves the bits as they are."""
        if name == "not":
            name, operands = "sub", (self.const(1.0), *operands)
        values = [self.nodes[k][1] if self.nodes[k][0] == CONST else None for k in operands]
        if name in FOLDED and all(value is not None for value in values):
            return self.const(float(FOLDED[name](*values)))  # type: ignore[arg-type]
        short = self._short(name, operands, values)
        if short is not None:
            return short
        if name in COMMUTES and operands[0] > operands[1]:
            operands = (operands[1], operands[0])
        return self._node((name, *operands), any(self.varies[k] for k in operands))

    def _short(self, name: str, operands: tuple[int, ...], values: list[object]) -> int | None:
        """A node that stands for the whole step, where there is one."""
        if name == "where":
            if values[0] is not None:
                return operands[1] if values[0] else operands[2]
            return operands[1] if operands[1] == operands[2] else None
        if len(operands) != 2:
            return None
        (a, b), (x, y) = operands, values
        match name:
            case "mul" | "and":
                if x == 0.0 or y == 0.0:
                    return self.const(0.0)
                return b if x == 1.0 else a if y == 1.0 else None
            case "add":
                return b if x == 0.0 else a if y == 0.0 else None
            case "sub" | "shr" | "shl":
                return a if y == 0.0 else None
            case "div":
                return a if y == 1.0 else self.const(0.0) if x == 0.0 else None
            case "or":
                return self.const(1.0) if 1.0 in (x, y) else b if x == 0.0 else a if y == 0.0 else None
            case "min" | "max":
                return a if a == b else None
        return None
