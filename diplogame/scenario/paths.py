"""Every number of a scenario by its dotted path: to list them, and to set them for a game or a sweep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import fsum, inf, isfinite
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from diplogame.errors import Fault, SettingError, suggestion
from diplogame.scenario.fields import RuleNumber
from diplogame.scenario.load import build
from diplogame.scenario.schema import Scenario

Value = float | int | bool

_SKIPPED = {"format", "abstract", "luck", "quantities", "sources", "suggestions", "cables", "injects", "plays"}
_WEIGHT = re.compile(r"states\.([a-z0-9_]+)\.goals\.([a-z0-9_]+)\.weight")


class Leaf(NamedTuple):
    """One number (or switch) of a scenario."""

    value: Value
    unit: str
    range: tuple[float, float]
    source: str
    keys: tuple[str, ...]
    """The keys to it in the scenario's plain data."""


def leaves(scenario: Scenario) -> dict[str, Leaf]:
    """All scalar leaves by dotted path, in the order of the schema. A rule's path ends with its name: `rules.kappa`."""
    return {".".join(leaf.keys[:-1] if leaf.keys[0] == "rules" else leaf.keys): leaf for leaf in _walk(scenario)}


def with_settings(scenario: Scenario, settings: Mapping[str, object]) -> Scenario:
    """`scenario` with the values at some paths changed; values may be text, as from a command line.

    Where a goal's weight is set, the state's other weights are scaled so that they sum to one again.
    Raises SettingError naming each unknown path (with the nearest) and each value that does not fit.
    """
    if not settings:
        return scenario
    table = leaves(scenario)
    faults: list[Fault] = []
    plain = scenario.model_dump(by_alias=True)
    for path, value in settings.items():
        if path not in table:
            faults.append(Fault("--set", path, suggestion(path, table, "parameter")))
            continue
        try:
            _put(plain, table[path].keys, fitted(path, table[path], value))
        except SettingError as error:
            faults += error.faults
    if not faults:
        faults = _rescale(plain, set(settings))
    if not faults:
        changed, faults = build(plain)
        if changed is not None and not faults:
            return changed
    raise SettingError.of(faults)


def fitted(path: str, leaf: Leaf, value: object) -> Value:
    """`value` as the type of `leaf`, within its range. Raises SettingError."""
    low, high = leaf.range
    if isinstance(leaf.value, bool):
        words = {"true": True, "false": False}
        if isinstance(value, bool) or str(value).lower() in words:
            return value if isinstance(value, bool) else words[str(value).lower()]
        raise SettingError(path, value, "must be true or false")
    try:
        # A switch is no number, though Python thinks so.
        number = float("nan" if isinstance(value, bool) else value)  # type: ignore[arg-type]  # else a TypeError
    except (TypeError, ValueError, OverflowError):
        raise SettingError(path, value, f"must be a number from {low:g} to {high:g}") from None
    if not isfinite(number) or not low <= number <= high:
        raise SettingError(path, value, f"must lie between {low:g} and {high:g} {leaf.unit}".rstrip())
    if isinstance(leaf.value, int):
        if number != int(number):
            raise SettingError(path, value, "must be a whole number")
        return int(number)
    return number


def _put(plain: dict[str, Any], keys: tuple[str, ...], value: Value) -> None:
    for key in keys[:-1]:
        plain = plain[key]
    plain[keys[-1]] = value


def _rescale(plain: dict[str, Any], paths: set[str]) -> list[Fault]:
    """Makes the weights of each state with a changed weight sum to one, by scaling those that were not set."""
    changed: dict[str, set[str]] = {}
    for match in filter(None, map(_WEIGHT.fullmatch, paths)):
        changed.setdefault(match.group(1), set()).add(match.group(2))
    faults = []
    for state, fixed in changed.items():
        goals = plain["states"][state]["goals"]
        rest = fsum(goal["weight"] for name, goal in goals.items() if name not in fixed)
        left = 1 - fsum(goals[name]["weight"] for name in fixed)
        if left < -1e-9 or (rest <= 0 < left - 1e-9):
            faults.append(
                Fault(
                    f"states.{state}.goals",
                    None,
                    f"the weights set leave {left:.4g} for the others; they must sum to 1",
                )
            )
            continue
        for name, goal in goals.items():
            if name not in fixed and rest > 0:
                goal["weight"] *= max(left, 0.0) / rest
    return faults


def _walk(scenario: Scenario) -> Iterator[Leaf]:
    for name, field in Scenario.model_fields.items():
        if name not in _SKIPPED:
            yield from _below(getattr(scenario, name), field, (name,), scenario)


def _below(value: Any, field: FieldInfo | None, keys: tuple[str, ...], scenario: Scenario) -> Iterator[Leaf]:
    if isinstance(value, RuleNumber):
        yield Leaf(value.value, value.unit, value.range, value.source, (*keys, "value"))
    elif isinstance(value, BaseModel):
        for name, below in type(value).model_fields.items():
            if name not in _SKIPPED:
                yield from _below(getattr(value, name), below, (*keys, name), scenario)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _below(item, field, (*keys, name), scenario)
    elif isinstance(value, bool | int | float):
        yield _leaf(value, field, keys, scenario)


def _leaf(value: Value, field: FieldInfo | None, keys: tuple[str, ...], scenario: Scenario) -> Leaf:
    if isinstance(value, bool):
        return Leaf(value, "switch", (0, 1), _source(keys, scenario), keys)
    quantity = keys[-1] if keys[-2:-1] == ("start",) else keys[1] if keys[0] == "pairs" else ""
    if spec := scenario.quantities.get(quantity):
        return Leaf(value, spec.unit, spec.range, spec.source, keys)
    low, high, unit = -inf, inf, ""
    for part in _metadata(field):
        low = getattr(part, "ge", getattr(part, "gt", low)) if hasattr(part, "ge") or hasattr(part, "gt") else low
        high = getattr(part, "le", getattr(part, "lt", high)) if hasattr(part, "le") or hasattr(part, "lt") else high
    if field is not None and isinstance(field.json_schema_extra, dict):
        unit = str(field.json_schema_extra.get("unit", ""))
    return Leaf(value, unit, (low, high), _source(keys, scenario), keys)


def _source(keys: tuple[str, ...], scenario: Scenario) -> str:
    """The source of the innermost section that names one."""
    named = (scenario.sources[key] for key in reversed(keys) if key in scenario.sources)
    return next(named, "scenario")


def _metadata(field: FieldInfo | None) -> Iterator[Any]:
    """Bounds of a field itself, or of the values of a mapping field."""
    if field is None:
        return
    yield from field.metadata
    if get_origin(field.annotation) is dict:
        value = get_args(field.annotation)[1]
        for extra in getattr(value, "__metadata__", ()):
            yield from extra.metadata if isinstance(extra, FieldInfo) else (extra,)
