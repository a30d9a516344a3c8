"""One catalogue of all words shown, for desktop, web and chronicle.

`text("desktop.end_turn", n=3)` reads the key `end_turn` of `texts/en/desktop.yaml`. Keys may be nested in the file; a
path is written with dots. A text with `{fields}` is filled from the keyword arguments. Where a count matters, the entry is a
mapping `one`, `other`, chosen by the field `n`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from diplogame.errors import DiplogameError, suggestion
from diplogame.resources import inside
from diplogame.yamlload import load_file

LANGUAGE = "en"


class TextError(DiplogameError):
    """A text that the catalogue does not hold, or a field that it was not given."""


def text(key: str, /, **fields: object) -> str:
    """The words for `key`, filled with `fields`. Raises TextError with the nearest keys."""
    entries = area(key.partition(".")[0])
    found = entries.get(key)
    if found is None and "n" in fields:
        found = entries.get(f"{key}.one" if fields["n"] == 1 else f"{key}.other")
    if found is None:
        raise TextError(f"text {key!r} {suggestion(key, entries, 'text')}")
    try:
        return found.format(**fields) if fields else found
    except (KeyError, IndexError) as error:
        raise TextError(f"text {key!r} needs the field {error}") from None


def has(key: str) -> bool:
    """Whether the catalogue holds `key`."""
    name = key.partition(".")[0]
    return _there(name) and key in area(name)


def signed(value: float, digits: int = 0) -> str:
    """A change in words: with its sign, a true minus, and nothing but "0" where it rounds to none."""
    rounded = round(value, digits)
    if rounded == 0:
        return "0"
    return ("+" if rounded > 0 else "−") + f"{abs(rounded):.{digits}f}"


@cache
def _there(name: str) -> bool:
    """Whether the catalogue has that area."""
    return inside("texts", LANGUAGE, f"{name}.yaml").is_file()


@cache
def area(name: str, language: str = LANGUAGE) -> dict[str, str]:
    """All texts of one area, by full key. Raises TextError where there is no such area."""
    path = inside("texts", language, f"{name}.yaml")
    if not path.is_file():
        names = [other.stem for other in inside("texts", language).glob("*.yaml")]
        raise TextError(f"text area {name!r} {suggestion(name, names, 'area')}")
    return dict(_flat(name, load_file(path, f"texts/{language}/{name}.yaml").data))


def _flat(prefix: str, node: Any) -> list[tuple[str, str]]:
    if isinstance(node, dict):
        return [pair for key, below in node.items() for pair in _flat(f"{prefix}.{key}", below)]
    return [(prefix, str(node))]
