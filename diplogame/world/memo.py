"""What follows from a set of worlds alone is worked out once and kept beside them: worlds never change, so it stays true.

Kept arrays are read-only, for several readers share them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from diplogame.world.fields import Worlds

T = TypeVar("T")


def once(function: Callable[[Worlds], T]) -> Callable[[Worlds], T]:
    """Keep a function's result on the worlds that it was asked about."""
    return _keeping(function, function)


def once_for_few(
    everywhere: Callable[[Worlds], Any] | None = None,
) -> Callable[[Callable[[Worlds], T]], Callable[[Worlds], T]]:
    """The same for a function that looks at few worlds and branches on what it finds, so that it cannot be traced. ``everywhere`` gives the same
    for all worlds without a branch; where there is none, NumPy works it out for traced formulas too.
    """
    return lambda function: _keeping(function, everywhere)


def _keeping(function: Callable[[Worlds], T], everywhere: Callable[[Worlds], T] | None) -> Callable[[Worlds], T]:
    @wraps(function)
    def kept(worlds: Worlds) -> T:
        if kept not in worlds.memo:
            worlds.memo[kept] = _sealed(worlds.work_out(function, kept, everywhere))
        found: T = worlds.memo[kept]
        return found

    return kept


def public(function: Callable[[Worlds], T]) -> Callable[[Worlds], T]:
    """Keep the result of a function that reads public arrays alone, for the worlds and for all views of them alike.

    It is given what everybody knows (`Worlds.common`): what it should not read is not there, so no seat learns of another's
    secrets by way of what both share.
    """
    kept = _keeping(function, None)

    @wraps(function)
    def shared(worlds: Worlds) -> T:
        return kept(worlds.common)

    return shared


def _sealed(value: T) -> T:
    for part in value if isinstance(value, tuple) else (value,):
        if isinstance(part, np.ndarray):
            part.flags.writeable = False
    return value
