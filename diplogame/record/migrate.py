"""Old formats brought up to the present one, a step a number.

A step takes header and lines of format n and returns those of format n + 1; it never looks at the game's rules (those have a
number of their own) and never asks the disk. Steps are kept for good: an exercise of years ago must open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from diplogame.errors import RecordError
from diplogame.record.chain import FORMAT, Chronicle, Line

Step = Callable[[Line, tuple[Line, ...]], tuple[Line, tuple[Line, ...]]]

STEPS: Final[dict[int, Step]] = {}
"""STEPS[n] leads from format n to n + 1. Format 1 is the first that was published."""


def upgrade(
    chronicle: Chronicle, name: str = "the record", *, steps: Mapping[int, Step] = STEPS, current: int = FORMAT
) -> Chronicle:
    """The chronicle in the present format; the same object where it has that already.

    Raises RecordError for a format from the future, one without a step, and lines that a step cannot read.
    """
    header, lines = chronicle.header, chronicle.lines
    number = header.get("format")
    where = f"{name}, line 1: format"
    if type(number) is not int or number < min([current, *steps]):
        raise RecordError(where, number, f"is no known format; {current} is the present one")
    if number > current:
        raise RecordError(where, number, f"is from a later version; this one reads up to format {current}: update it")
    if number == current:
        return chronicle
    for at in range(number, current):
        if at not in steps:
            raise RecordError(where, number, f"cannot be brought up to {current}: the step from {at} is missing")
        try:
            header, lines = steps[at](header, lines)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise RecordError(name, None, f"cannot be read as format {at}: {type(error).__name__} {error}") from None
        header = {**header, "format": at + 1}
    return replace(chronicle, header=header, lines=lines)
