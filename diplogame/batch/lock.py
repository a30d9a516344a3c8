"""One run at a time in a folder: a lock that the system itself lets go of when its holder ends, however it ends."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from diplogame.batch.store import said
from diplogame.errors import BatchError

NAME = ".lock"


class Lock:
    """Holds `folder/.lock` while in a `with`. Raises BatchError if another run holds it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> Self:
        with said(self.path.parent):
            stream = self.path.open("a+b")
        if not _take(stream):
            stream.close()
            raise BatchError(
                str(self.path.parent), None, f"is being written by another run{self._holder()}; wait for it"
            )
        self._stream = stream
        self._sign()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            _release(self._stream)
            self._stream.close()
            self._stream = None

    def _note(self) -> Path:
        return self.path.with_name(".holder")

    def _sign(self) -> None:
        """Leaves a note for whoever comes second. It is a courtesy: the lock does not depend on it."""
        try:
            self._note().write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}), encoding="utf-8")
        except OSError:
            return

    def _holder(self) -> str:
        try:
            note: Any = json.loads(self._note().read_text(encoding="utf-8"))
            return f" (process {int(note['pid'])} on {str(note['host'])[:60]})"
        except (OSError, ValueError, TypeError, KeyError):
            return ""


if os.name == "nt":  # pragma: no cover - the other system
    import msvcrt

    def _take(stream: IO[bytes]) -> bool:
        stream.seek(0)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

    def _release(stream: IO[bytes]) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _take(stream: IO[bytes]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise BatchError(
                stream.name, None, f"cannot be locked ({error.strerror}); name a folder on another disk"
            ) from None
        return True

    def _release(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)
