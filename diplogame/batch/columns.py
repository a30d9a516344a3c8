"""columns.json: what each column of the results means, with type and unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from diplogame.batch.spec import FORBID, MIND
from diplogame.errors import shown
from diplogame.scenario.paths import Leaf
from diplogame.texts import has, text


def describe(
    frames: Mapping[str, pl.DataFrame], varied: Mapping[str, Any], leaves: Mapping[str, Leaf]
) -> dict[str, dict[str, dict[str, str]]]:
    """table: column: {type, unit, means} for the tables of a batch."""
    return {
        table: {name: _column(table, name, kind, varied, leaves) for name, kind in frame.schema.items()}
        for table, frame in frames.items()
    }


def _column(
    table: str, name: str, kind: pl.DataType, varied: Mapping[str, Any], leaves: Mapping[str, Leaf]
) -> dict[str, str]:
    unit, means = "", ""
    if name in varied and table == "games":
        leaf = leaves.get(name)
        unit = leaf.unit if leaf else "name"
        if name == FORBID:
            means = text("batch.columns.varied.forbid")
        elif name.startswith(MIND):
            means = text("batch.columns.varied.mind", role=name.removeprefix(MIND))
        else:
            means = text("batch.columns.varied.parameter", path=name, source=leaf.source if leaf else "")
    elif has(f"batch.columns.{table}.{name}.means"):
        unit, means = text(f"batch.columns.{table}.{name}.unit"), text(f"batch.columns.{table}.{name}.means")
    elif has(key := f"batch.columns.{table}.of_roles.{name.partition('_')[0]}.means"):
        unit, means = text(key.replace(".means", ".unit")), text(key, role=name.partition("_")[2])
    return {"type": plain(kind), "unit": unit, "means": means}


def plain(kind: pl.DataType) -> str:
    """A column's type in words that need no Polars."""
    if isinstance(kind, pl.Enum):
        names = list(kind.categories)
        return f"one of {len(names)} names: {shown(', '.join(names), 400).strip(chr(39))}"
    return {
        pl.Int64: "whole number, 64 bits",
        pl.Int32: "whole number, 32 bits",
        pl.Int16: "whole number, 16 bits",
        pl.Float64: "number, 64 bits",
        pl.Float32: "number, 32 bits",
        pl.Boolean: "true or false",
        pl.String: "text",
    }.get(type(kind), str(kind))
