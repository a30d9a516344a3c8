"""Reading the values of command-line options."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable

from diplogame.errors import Fault, SettingError, shown, suggestion

MAX_SEED = 2**53 - 1


def seed(text: str) -> int:
    """A game's seed."""
    if not text.isascii() or not text.isdecimal() or len(text) > 16 or int(text) > MAX_SEED:
        raise ArgumentTypeError(f"{shown(text)} must be a whole number from 0 to {MAX_SEED}")
    return int(text)


def count(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or len(text) > 16 or not low <= int(text) <= high:
            raise ArgumentTypeError(f"{shown(text)} must be a whole number from {low} to {high}")
        return int(text)

    return read


port = count(0, 65_535)


def pair(text: str) -> tuple[str, str]:
    """NAME=VALUE, as (name, value)."""
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise ArgumentTypeError(f"{shown(text)} must be NAME=VALUE")
    return name.strip(), value.strip()


def values(text: str) -> tuple[str, list[str]]:
    """PATH=V1,V2, as (path, [v1, v2])."""
    name, value = pair(text)
    return name, [part.strip() for part in value.split(",") if part.strip()]


def listed(text: str) -> list[str]:
    """NAME1,NAME2, as a list; at least one."""
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found:
        raise ArgumentTypeError(f"{shown(text)} must be one or more names, with commas between")
    return found


def single(pairs: Iterable[tuple[str, str]], option: str) -> dict[str, str]:
    """`pairs` as a dict. Raises SettingError where one name comes twice."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise SettingError(option, name, "is given twice")
        found[name] = value
    return found


def minds_of(pairs: Iterable[tuple[str, str]], roles: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """{role: name of a mind} from `--mind`; `*` stands for all roles. Raises SettingError with the nearest names."""
    roles, names = list(roles), list(names)
    faults: list[Fault] = []
    found: dict[str, str] = {}
    for role, name in single(pairs, "--mind").items():
        if role not in ("*", *roles):
            faults.append(Fault("--mind", role, suggestion(role, roles, "role")))
        if name not in names:
            faults.append(Fault("--mind", name, suggestion(name, names, "mind")))
        found |= dict.fromkeys(roles, name) if role == "*" else {role: name}
    if faults:
        raise SettingError.of(faults)
    return found
