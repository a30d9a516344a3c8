"""Settings of a worker's process that make it fast: one thread, and a memory allocator that keeps its pages."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
from collections.abc import Mapping

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "POLARS_MAX_THREADS")
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_KEEP = 32 << 20
"""The most that glibc takes."""
_TRIM, _PAD = 1 << 30, 16 << 20
"""Free memory at the top of the heap that is kept, and by how much the heap grows at a time."""


def one_thread(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` with the threads of numerical libraries limited to one: workers are processes, one a core."""
    return {**environment, **dict.fromkeys(_THREADS, "1")}


def keep_pages() -> bool:
    """Asks glibc to keep freed memory instead of giving it back and faulting it in again for every temporary.

    True where it took effect; elsewhere nothing happens.
    """
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        return all(
            libc.mallopt(*setting)
            for setting in ((_M_MMAP_THRESHOLD, _KEEP), (_M_TRIM_THRESHOLD, _TRIM), (_M_TOP_PAD, _PAD))
        )
    return False


def keep_objects() -> None:
    """Asks Python's collector to leave alone what stands already - modules, scenarios, plans - and to look less often for what does not:
    a turn makes tens of thousands of small objects that free themselves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - other systems
