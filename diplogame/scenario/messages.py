"""Pydantic's findings in plain words: the path in the file, the value that stands there, and what would do."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from diplogame.errors import Fault, suggestion
from diplogame.scenario.schema import Scenario

MISSING = "is missing"

_WORDS = {
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text; put it in quotes if it looks like a number",
    "dict_type": "must be a mapping (key: value)",
    "model_type": "must be a mapping (key: value)",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "finite_number": "must be a finite number",
    "none_required": "must be left empty",
}
_BOUNDS = {
    "greater_than_equal": "must be {ge:g} or more",
    "greater_than": "must be more than {gt:g}",
    "less_than_equal": "must be {le:g} or less",
    "less_than": "must be less than {lt:g}",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "needs at least {min_length} entries",
    "too_long": "takes at most {max_length} entries",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}
_PATTERNS = {
    "[a-z][a-z0-9_]{0,39}>": "must be two states as 'from>to'",
    "(\\.": "must be a quantity: small letters, digits and underscores, with states after dots",
    "[a-z][a-z0-9_]{0,39}$": "must be small letters, digits and underscores, starting with a letter",
    "#": "must be a colour like '#1f77b4'",
    "\\d{4}": "must be a date like '2026-04-16', in quotes",
}


def faults_of(error: ValidationError, raw: Mapping[str, Any]) -> list[Fault]:
    """All findings of `error`, made on `raw`, as faults."""
    return [_fault(detail, raw) for detail in error.errors(include_url=False)]


def _fault(detail: ErrorDetails, raw: Mapping[str, Any]) -> Fault:
    keys = tuple(key for key in detail["loc"] if key != "[key]")
    path = ".".join(map(str, keys))
    kind, context = detail["type"], detail.get("ctx", {})
    value = detail["input"]
    if kind == "missing":
        fields = _fields_at(keys[:-1])
        field = fields[str(keys[-1])] if fields and str(keys[-1]) in fields else None
        example = f" ({_plain(field.annotation)} is expected)" if field is not None else ""
        return Fault(path, None, MISSING + example)
    if kind == "extra_forbidden":
        return Fault(path, None, suggestion(str(keys[-1]), _fields_at(keys[:-1]), "field here"))
    if kind == "model_type" and keys[:1] == ("rules",):
        hint = suggestion(
            str(keys[-1]), [name for name, rule in raw["rules"].items() if isinstance(rule, Mapping)], "rule"
        )
        return Fault(path, value, f"{hint}; a new rule needs value, unit, range and source")
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        return Fault(
            path, value, next((words for sign, words in _PATTERNS.items() if sign in pattern), "has the wrong form")
        )
    if isinstance(value, float) and not isfinite(value):
        return Fault(path, value, _WORDS["finite_number"])
    if kind in _BOUNDS:
        return Fault(path, _brief(value), _BOUNDS[kind].format(**context))
    return Fault(path, _brief(value), _WORDS.get(kind, detail["msg"]))


def _brief(value: Any) -> Any:
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else value if value is not None else "nothing"


def _fields_at(keys: tuple[int | str, ...]) -> dict[str, Any]:
    """The fields of the model that stands at `keys`, by the names that a file uses; empty where none does."""
    kind: Any = Scenario
    for key in keys:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = next((f for n, f in kind.model_fields.items() if str(key) in (n, f.alias)), None)
            kind = None if field is None else field.annotation
        else:
            inner = [arg for arg in get_args(kind) if arg is not Ellipsis]
            kind = inner[-1] if get_origin(kind) in (dict, tuple) and inner else None
        choices = [arg for arg in get_args(kind) if arg is not NoneType]
        if NoneType in get_args(kind) and len(choices) == 1:
            kind = choices[0]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {field.alias or name: field for name, field in kind.model_fields.items()}
    return {}


def _plain(annotation: Any) -> str:
    names = {float: "a number", int: "a whole number", str: "text", bool: "true or false"}
    if annotation in names:
        return names[annotation]
    origin = get_origin(annotation)
    if origin is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return "a mapping"
    return "a list" if origin is tuple else "a value"
