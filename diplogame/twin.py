"""A second core for work in two halves: a twin of this process does one of them.

Where processes can be forked the twin knows all that this one has made - option tables, plans - so it starts within milliseconds. Elsewhere, or
where other threads run beside this one (a fork would copy their locks, but not them), both halves are done here, one after the other.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import numpy as np

Array = np.ndarray
Half = Callable[[], tuple[Array, ...]]


def at_hand() -> bool:
    """Whether a second core would be used; where not, work is better done in one piece."""
    return _can_fork()


def both(here: Half, there: Half) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """What two pieces of work give, arrays of plain numbers each. Neither may depend on what the other leaves behind."""
    if not _can_fork():
        return here(), there()
    end, other_end = os.pipe()
    with warnings.catch_warnings():
        # Python counts the idle threads of numerical libraries too.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _live(end, other_end, there)
    os.close(other_end)
    with os.fdopen(end, "rb") as pipe:
        try:
            mine = here()
            theirs = _read(pipe.read())
        except BaseException:
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
            raise
        finally:
            os.waitpid(child, 0)
    # Whatever befell the twin, its half can be done here.
    return mine, there() if theirs is None else theirs


def _can_fork() -> bool:
    """Whether a fork is safe and a core may be free for it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return sys.platform == "linux" and cores > 1 and threading.active_count() == 1


def _live(end: int, other_end: int, work: Half) -> None:
    """The twin's whole life; nothing of this process is tidied up by it."""
    status = 1
    try:
        os.close(end)
        with os.fdopen(other_end, "wb") as pipe:
            pipe.write(_written(work()))
        status = 0
    finally:
        os._exit(status)


def _written(arrays: tuple[Array, ...]) -> bytes:
    """The arrays one behind the other, in memory first: NumPy writes to a file only where it can seek, and a pipe has no places."""
    stream = BytesIO()
    for array in arrays:
        np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def _read(data: bytes) -> tuple[Array, ...] | None:
    """The arrays that the twin has sent; None where they did not come whole."""
    stream, found = BytesIO(data), []
    try:
        while stream.tell() < len(data):
            found.append(np.load(stream, allow_pickle=False))
    except (ValueError, EOFError, OSError):
        return None
    return tuple(found) or None
