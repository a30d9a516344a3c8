"""The results folder on disk: what is there, and writing whole files or none."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diplogame.batch.tables import TABLES
from diplogame.errors import BatchError, FileError, StorageError

RUN = "run.json"
COLUMNS = "columns.json"
UNFINISHED = ".unfinished"
"""Where files stand until they are whole; on the same disk, so that the last step is a rename."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EIO}
_MAGIC = b"PAR1"


class Folder:
    """The folder of one batch."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def create(self) -> None:
        """Makes the folder and its rooms. Raises BatchError where it cannot be written."""
        with said(self.path):
            for name in (*TABLES, UNFINISHED):
                (self.path / name).mkdir(parents=True, exist_ok=True)
            probe = self.path / UNFINISHED / f"probe-{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()

    def sweep(self) -> None:
        """Removes what an interrupted run left half-written. Only for the holder of the lock."""
        for path in (self.path / UNFINISHED).glob("*"):
            path.unlink(missing_ok=True)

    def part(self, table: str, chunk: int) -> Path:
        """The file of one table and chunk."""
        return self.path / table / f"part-{chunk:05d}.parquet"

    def write_chunk(self, chunk: int, files: dict[str, bytes]) -> None:
        """Writes the three tables of a chunk; `games` last: where it stands, the chunk is whole."""
        for table in reversed(TABLES):
            self.write(self.part(table, chunk), files[table])

    def whole(self, chunk: int) -> bool:
        """Whether all three files of a chunk stand there with a beginning and an end."""
        return all(_closed(self.part(table, chunk)) for table in TABLES)

    def write(self, path: Path, data: bytes) -> None:
        """The bytes at `path`, all of them or none, also when the power fails. Raises StorageError or BatchError."""
        draft = self.path / UNFINISHED / f"{path.parent.name}-{path.name}.{os.getpid()}"
        with said(self.path):
            try:
                with draft.open("wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
                _replace(draft, path)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise

    def write_json(self, name: str, data: Any) -> None:
        """Plain data as JSON under `name`, whole or not at all."""
        text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
        self.write(self.path / name, (text + "\n").encode())

    def read_json(self, name: str) -> Any:
        """What stands under `name`; None if nothing does. Raises FileError if it is not JSON."""
        path = self.path / name
        try:
            return json.loads(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise FileError(str(path), None, f"cannot be read as JSON ({type(error).__name__})") from None

    def parts(self, table: str) -> list[Path]:
        """All files of one table, in the order of chunks."""
        return sorted((self.path / table).glob("part-*.parquet"))


@contextmanager
def said(path: Path) -> Iterator[None]:
    """Turns what the system says of a disk or folder into words. A full or failing disk: StorageError; else BatchError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        if error.errno in _FULL:
            raise StorageError(
                f"{path}: the disk took no more ({reason}). What was finished stands there whole; "
                "make room and give the same command again, and it goes on from there"
            ) from None
        raise BatchError(str(path), None, f"cannot be written ({reason}); name a folder that can be") from None


def _closed(path: Path) -> bool:
    """Whether a Parquet file has its first and its last four bytes."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) != _MAGIC:
                return False
            stream.seek(-4, os.SEEK_END)
            return stream.tell() > 4 and stream.read(4) == _MAGIC
    except OSError:
        return False


def _replace(draft: Path, path: Path, tries: int = 20) -> None:
    """Renames; where a reader or a virus scanner holds the target for a moment (Windows), waits for it."""
    for attempt in range(tries):
        try:
            os.replace(draft, path)  # noqa: PTH105 - pathlib's replace is the same call with a longer trace
        except PermissionError:
            if os.name != "nt" or attempt == tries - 1:
                raise
            time.sleep(0.05)
        else:
            return
