"""Typed words as an order's parameters, and an order's words to look in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Plain = dict[str, Any]


def hay(one: Plain) -> str:
    """What the words of `orders WORDS` are looked for in."""
    return f"{one['summary']} {one['title']} {one['family']} {one['verb']}".lower()


def parameters(words: list[str]) -> Iterator[tuple[str, Any]]:
    """name=value pairs; a bare word is the target, a+b are places."""
    for word in words:
        name, sign, value = word.partition("=")
        if not sign:
            yield ("places", word.split("+")) if "+" in word else ("target", word)
        elif name in ("invite", "places"):
            yield name, value.replace("+", ",").split(",")
        else:
            yield name, int(value) if value.isdigit() else value if value not in ("true", "yes") else True
