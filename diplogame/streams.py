"""Standard output and error as the commands need them: JSON the same bytes everywhere, words that any terminal can show, pipes that close early."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from typing import Any

PLAIN = str.maketrans({
    "─": "-", "═": "=", "━": "-", "│": "|", "•": "*", "·": ".", "▸": ">", "→": "->", "←": "<-", "↑": "^", "↓": "v", "–": "-", "—": "-", "−": "-", "×": "x",
    "≤": "<=", "≥": ">=", "±": "+-", "…": "...", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ",
})  # fmt: skip
"""Signs that our texts use, as a terminal without them shows them."""
HANDLER = "diplogame.plain"


def _plain(error: UnicodeError) -> tuple[str, int]:
    """For `codecs.register_error`: our own signs in plain ones, letters without their accents, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    import unicodedata

    found = ""
    for char in error.object[error.start : error.end]:
        plain = char.translate(PLAIN)
        if not plain.isascii():
            plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode("ascii") or "?"
        found += plain
    return found, error.end


def settle(*, json: bool = False) -> None:
    """Let no sign stop the program: a terminal or file that cannot hold it gets a plain one. With ``json``, output is UTF-8 with newlines alone."""
    codecs.register_error(HANDLER, _plain)
    for stream in (sys.stdout, sys.stderr):
        _set(stream, errors=HANDLER)
    if json:
        _set(sys.stdout, encoding="utf-8", errors="strict", newline="\n")


def _set(stream: Any, **how: Any) -> None:
    # Not every stream can be set (notebooks, test frames), and not every program has one.
    if hasattr(stream, "reconfigure"):
        with suppress(OSError, ValueError):
            stream.reconfigure(**how)


def silence() -> None:
    """After the reader of our output has gone: point it nowhere, so that the exit does not complain about what is left to write."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def width(wide: int) -> int | None:
    """Columns for `rich`: as wide as the terminal is (None), as COLUMNS says, and ``wide`` into files and pipes."""
    if sys.stdout is not None and sys.stdout.isatty():
        return None
    asked = os.environ.get("COLUMNS", "")
    return max(20, int(asked)) if asked.isdecimal() and asked.isascii() and len(asked) < 5 else wide
