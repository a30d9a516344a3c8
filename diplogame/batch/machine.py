"""Settings of a worker's process that make it fast: one thread, and a memory allocator that keeps its pages."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Mapping

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "POLARS_MAX_THREADS")
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEEP = 32 << 20
"""The most that glibc takes."""


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
        return bool(libc.mallopt(_M_MMAP_THRESHOLD, _KEEP) and libc.mallopt(_M_TRIM_THRESHOLD, _KEEP))
    return False


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - other systems
