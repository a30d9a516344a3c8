"""The door to Numba, which is optional: loops compiled to machine code, where NumPy would pass over memory many times.

Every kernel stands beside a NumPy version with the same arguments and the same bits:

    def _total_plain(rows, out): ...        # NumPy, the oracle

    @kernel(_total_plain)
    def _total(rows, out): ...              # loops, in the part of Python that Numba knows; they fill `out`, or give arrays

    _total.at(worlds.size)(rows, out)       # whichever is at hand and worth it

The NumPy version runs where Numba is missing, where `DIPLOGAME_COMPILED=0` turns it off, where compiled code cannot be kept on disk, and for
few worlds as long as Numba is not loaded: that takes a third of a second. The first run after a change of the code takes some seconds to
compile; later ones read what was kept.

For the same bits, loops do their sums in the order of NumPy, one after the other; nothing is fused or reordered (no fast mathematics).
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FunctionType
from typing import Any, Final, Generic, ParamSpec, TypeVar

import numpy as np
import platformdirs

WARM: Final = "diplogame.commands.warm"
"""The module that compiles all loops when it is run."""
SWITCH: Final = "DIPLOGAME_COMPILED"
"""The environment variable that turns compiled loops off where it is 0."""
FEW: Final = 32
"""Worlds below which Numba is not loaded on purpose."""

P = ParamSpec("P")
R = TypeVar("R")


class Kernel(Generic[P, R]):
    """A loop that is compiled when it is first wanted, and the NumPy version that can stand in for it."""

    def __init__(self, loop: Callable[P, R], plain: Callable[P, R] | None) -> None:
        self.loop = loop
        self.plain = plain
        self._made: Any = None

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        """The loop in plain Python: slow, and for reading. Inside of a compiled loop the name stands for compiled code."""
        return self.loop(*arguments, **named)

    def at(self, worlds: int) -> Callable[P, R]:
        """The version to use on that many worlds."""
        if self.plain is None:
            raise TypeError(f"{self.loop.__name__} is made for other kernels: it has no NumPy version")
        if not (worlds >= FEW or "numba" in sys.modules) or self.compiled() is None:
            return self.plain
        return self._run

    def compiled(self) -> Any:
        """The loop as Numba has it, which is compiled for each kind of arguments when it first meets them; None where that cannot be."""
        if self._made is not None and self.plain is None:
            return self._made  # a part: who calls it has asked already whether loops are wanted
        if not wanted():
            return None
        if self._made is None and (numba := _numba()) is not None:
            try:
                self._made = self._make(numba)
            except RuntimeError:  # Numba finds no place where it may keep what it compiles
                _State.on = False
        return self._made

    def _run(self, *arguments: P.args, **named: P.kwargs) -> R:
        try:
            found: R = self._made(*arguments, **named)
        except (OSError, _State.trouble):  # a full disk, or a Numba that cannot compile this: nothing has run yet
            _State.on = False
            assert self.plain is not None  # noqa: S101 - seen to by `at`
            return self.plain(*arguments, **named)
        return found

    def try_out(self, *arguments: P.args, **named: P.kwargs) -> bool:
        """Whether the loop runs on these: for loops that have no NumPy version, before anything hangs on them."""
        made = self.compiled()
        if made is None:
            return False
        try:
            made(*arguments, **named)
        except (OSError, _State.trouble):
            _State.on = False
            return False
        return True

    def _make(self, numba: Any) -> Any:
        """The loop with the kernels that it names put in the place of their names.

        Numba looks at the time of a loop's own file alone when it decides whether what it kept still holds. So the name under which it is kept
        tells what else went in: other kernels and constants.
        """
        loop: Any = self.loop
        inner = {name: item for name, item in self._named().items() if isinstance(item, Kernel)}
        known = {**loop.__globals__, **{name: item.compiled() for name, item in inner.items()}}
        copy = FunctionType(loop.__code__, known, loop.__name__, loop.__defaults__, loop.__closure__)
        copy.__qualname__ = f"{loop.__qualname__}_{self.stamp()}"
        copy.__module__ = loop.__module__
        return numba.njit(cache=True, nogil=True, fastmath=False, error_model="numpy")(copy)

    def stamp(self) -> str:
        """A short hash of all that is compiled: the code, the constants, the kernels that it calls."""
        code: Any = self.loop.__code__
        found = blake2b(code.co_code + repr((code.co_consts, code.co_names)).encode(), digest_size=6)
        for name, item in sorted(self._named().items()):
            told = item.stamp() if isinstance(item, Kernel) else _told(item)
            found.update(f"{name}={told};".encode())
        return found.hexdigest()

    def _named(self) -> dict[str, Any]:
        """What the loop's code names of its file's globals."""
        loop: Any = self.loop
        return {name: loop.__globals__[name] for name in loop.__code__.co_names if name in loop.__globals__}


def kernel(plain: Callable[P, R]) -> Callable[[Callable[P, R]], Kernel[P, R]]:
    """Makes a kernel of a loop; ``plain`` is its NumPy version."""
    return lambda loop: Kernel(loop, plain)


def part(loop: Callable[P, R]) -> Kernel[P, R]:
    """Makes a part of kernels, which call it by its name; it has no NumPy version, for it is never called from elsewhere."""
    return Kernel(loop, None)


def wanted() -> bool:
    """Whether compiled loops are not turned off, nor awaited."""
    return _State.on and os.environ.get(SWITCH, "1") != "0" and not (_State.patient and _awaited())


def patiently() -> None:
    """From now on nothing here waits for a compiler, as long as people wait for answers: if the loops have never been compiled on this machine,
    another process does it, and NumPy serves until they are there.
    """
    _State.patient = True


def _awaited() -> bool:
    """Whether the loops are yet to be compiled; the process that does so is started at the first asking."""
    mark = _mark()
    if mark is None or mark.exists():
        _State.patient = False
        return False
    if not _State.asked and importlib.util.find_spec("numba") is not None:
        _State.asked = True
        with contextlib.suppress(OSError):
            subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", WARM],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
    return True


def set_mark() -> None:
    """Note that all loops have been compiled and kept (`diplogame.commands.warm`)."""
    mark = _mark()
    if mark is not None:
        with contextlib.suppress(OSError):
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()


@cache
def _mark() -> Path | None:
    """The file that says so for the code as it is: Numba compiles anew what a newer file holds. None where there is no place for it."""
    found = blake2b(f"{sys.version} {np.__version__}".encode(), digest_size=8)
    for name in ("numba", "llvmlite"):
        with contextlib.suppress(PackageNotFoundError):
            found.update(f"{name} {version(name)}".encode())
    here = Path(__file__).parent
    for file in sorted(here.rglob("*.py")):
        told = file.stat()
        found.update(f"{file.relative_to(here)} {told.st_mtime_ns} {told.st_size}".encode())
    try:
        return platformdirs.user_cache_path("diplogame", appauthor=False) / f"compiled-{found.hexdigest()}"
    except OSError:
        return None


class _State:
    """What has been found out in this process."""

    on = True
    """False once compiling has failed: then NumPy does everything, as it does without Numba."""
    patient = False
    """Whether NumPy serves until another process has compiled the loops."""
    asked = False
    """Whether that process has been started."""
    trouble: type[BaseException] = ImportError
    """What Numba raises where it cannot compile."""


@cache
def _numba() -> Any:
    """Numba, loaded; None where it is missing, or made for another NumPy."""
    try:
        numba = importlib.import_module("numba")
        _State.trouble = importlib.import_module("numba.core.errors").NumbaError
    except (ImportError, OSError):
        return None
    return numba


def _told(item: Any) -> str:
    """A constant in words; modules and functions of libraries stand for themselves."""
    if isinstance(item, np.ndarray):
        return blake2b(repr((item.dtype, item.shape)).encode() + item.tobytes(), digest_size=6).hexdigest()
    return repr(item) if isinstance(item, int | float | bool | str | tuple | np.generic) else ""
