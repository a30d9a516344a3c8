"""The named errors: each says where, what was found, and what would be accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

_VERBS = frozenset(
    ["already", "cannot", "does", "has", "holds", "is", "lies", "may", "must", "needs", "stands", "takes"]
)
"""Words after which a fault reads on as one sentence: 'x' is no known verb."""


class Fault(NamedTuple):
    """One thing that is wrong with what somebody handed in."""

    path: str
    """Where: a dotted path inside the file, a field's name or an option."""
    value: object
    """What stands there now; None where nothing does."""
    accepted: str
    """What would be accepted in its place, as the rest of a sentence."""

    def __str__(self) -> str:
        head = f"{self.path}: " if self.path else ""
        if self.value is None:
            return head + self.accepted
        joint = " " if self.accepted.split(" ", 1)[0] in _VERBS else ": "
        return f"{head}{shown(self.value)}{joint}{self.accepted}"


class DiplogameError(Exception):
    """Anything that a person can put right. The command line prints it without a traceback."""

    exit_code = 2


class FaultyError(DiplogameError):
    """An error made of one or more faults; prints the first twenty, one a line."""

    SHOWN = 20

    def __init__(self, path: str, value: object, accepted: str) -> None:
        self.faults: tuple[Fault, ...] = (Fault(path, value, accepted),)
        super().__init__(str(self.faults[0]))

    @classmethod
    def of(cls, faults: Sequence[Fault], heading: str = "") -> FaultyError:
        """One error that carries all of `faults` (at least one)."""
        error = cls(*faults[0])
        error.faults = tuple(faults)
        lines = [heading] if heading else []
        lines += [f"  {fault}" if heading else str(fault) for fault in faults[: cls.SHOWN]]
        if len(faults) > cls.SHOWN:
            lines.append(f"  and {len(faults) - cls.SHOWN} more")
        error.args = ("\n".join(lines),)
        return error


class FileError(FaultyError):
    """A file that cannot be read or understood at all: missing, binary, too large, not YAML."""


class ScenarioError(FaultyError):
    """A scenario that breaks its schema or contradicts itself."""


class SettingError(FaultyError):
    """A `--set`, `--forbid`, `--mind`, seed or other option that names nothing or is out of range."""


class OrderError(FaultyError):
    """An order or an answer that may not be given."""


class RecordError(FaultyError):
    """A chronicle that was changed, torn or made by another format."""


class BatchError(FaultyError):
    """A design or a results folder that does not fit."""


class SeatError(FaultyError):
    """A seat, session or token that does not exist or may not do this."""


class StorageError(DiplogameError):
    """A disk that fills up or fails while writing."""

    exit_code = 1


class NotThereError(DiplogameError):
    """A part of the program, or an optional package, that is not installed."""


def shown(value: object, limit: int = 60) -> str:
    """`value` on one line, printable and cut to `limit` characters, so that no input can flood a message."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(char if char.isprintable() else "?" for char in text[: limit + 1])
    text = text if len(text) <= limit else text[: limit - 3] + "..."
    return f"'{text}'" if isinstance(value, str) else text


def nearest(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names most like `name`, best first; also those that contain it."""
    pool = sorted(set(names))
    close = get_close_matches(name[:100], pool, n=most, cutoff=0.6)
    close += [other for other in pool if name and name in other and other not in close]
    return close[:most]


def suggestion(name: str, names: Iterable[str], what: str = "name") -> str:
    """'is no known <what>; did you mean a or b?', or the whole list where nothing is near and it is short."""
    pool = sorted(set(names))
    close = nearest(name, pool)
    if close:
        return f"is no known {what}; did you mean {' or '.join(close)}?"
    if 0 < len(pool) <= 30:
        return f"is no known {what}; there are: {', '.join(pool)}"
    return f"is no known {what}"
