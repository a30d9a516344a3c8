"""Words for names that come from the engine: from the catalogue, or the bare name made readable."""

from __future__ import annotations

from diplogame.texts import has, text


def words_of(area: str, value: str) -> str:
    """A catalogue entry, or the bare name made readable."""
    key = f"desktop.{area}.{value}"
    return text(key) if has(key) else value.replace("_", " ")
