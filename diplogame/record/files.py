"""Records on disk: saved in one piece or not at all, and added to line by line so that a crash costs the last turn at most."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Any, Final

from diplogame.errors import DiplogameError, RecordError, StorageError
from diplogame.record.chain import MAX_BYTES, Chronicle, chain_of, parse, seal_line, write, write_line
from diplogame.record.migrate import upgrade

_DISK: Final = {errno.ENOSPC, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_WAITS = os.name == "nt"  # where a virus scanner may hold the old file open for a moment
_TRIES: Final = 20  # a second in all


def read(path: Path | str, *, until_fault: bool = False) -> Chronicle:
    """The record in a file, as `chain.parse` has it. Raises RecordError, whatever the file holds."""
    return parse(_bytes_of(Path(path)), str(path), until_fault=until_fault)


def save(path: Path | str, texts: Iterable[str]) -> None:
    """Write the lines to a new file and put it in the place of the old one: at every moment one of the two is there, whole.

    Raises RecordError where the folder cannot be written, StorageError where the disk is full or fails.
    """
    save_bytes(path, "".join(f"{text}\n" for text in texts).encode("utf-8"))


def save_bytes(path: Path | str, data: bytes) -> None:
    """The same for any content. What is no file (a pipe, a device) is written to, never replaced."""
    try:
        if _is_device(path):
            with Path(path).open("wb") as stream:
                stream.write(data)
            return
        target = Path(os.path.realpath(path))
        part = target.parent / f".diplogame-{os.getpid()}-{os.urandom(4).hex()}.part"
        try:
            with part.open("xb") as stream:
                stream.write(data)
                _settle(stream.fileno())
            _replace(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _settle_folder(target.parent)
    except (OSError, ValueError) as error:
        raise _told(Path(path), error) from None


def check_place(path: Path | str) -> None:
    """Raise what `save` would raise where nothing can be written there at all, before work is done that would be lost."""
    try:
        if _is_device(path):
            return
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        trial = target.parent / f".diplogame-{os.getpid()}-{os.urandom(4).hex()}.part"
        try:
            trial.open("xb").close()
        finally:
            trial.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise _told(Path(path), error) from None


def _is_device(path: Path | str) -> bool:
    there = Path(path)
    return there.exists() and not there.is_file() and not there.is_dir()


class Journal:
    """A record that grows: each line is on disk, behind it a fresh seal, when `append` returns.

    The file is open only while a line is written, so it can be copied, read or replaced between turns. If somebody else has
    written to it meanwhile, `append` refuses.
    """

    def __init__(self, path: Path | str, tip: str, lines: int, end: int) -> None:
        """Taken by `create` and `open`: the chain after the last line, the number of lines, and where the seal begins."""
        self.path = Path(path)
        self.tip = tip
        self.lines = lines
        self._end = end

    @classmethod
    def create(cls, path: Path | str, header: Mapping[str, Any], lines: Iterable[Mapping[str, Any]] = ()) -> Journal:
        """Start a file with a header and, for a game that is already under way, its lines. Replaces what was there."""
        texts = write(header, lines)
        save(path, texts)
        return cls(path, chain_of(texts[-2]), len(texts) - 1, sum(len(t.encode("utf-8")) + 1 for t in texts[:-1]))

    @classmethod
    def open(cls, path: Path | str) -> tuple[Journal, Chronicle]:
        """Go on with a file. A torn last line is cut off for good, after it was told in the chronicle's notice.

        A file of an older format is written anew in the present one. Raises RecordError where a line was changed.
        """
        raw = _bytes_of(Path(path))
        found = parse(raw, str(path))
        upgraded = upgrade(found, str(path))
        if upgraded is not found:
            return cls.create(path, upgraded.header, upgraded.lines), upgraded
        count = 1 + len(found.lines)
        end = 0
        for _ in range(count):
            end = raw.index(b"\n", end) + 1
        journal = cls(path, found.tip, count, end)
        if not found.whole:
            journal._write("")
        return journal, found

    def append(self, line: Mapping[str, Any]) -> None:
        """Add a line. Raises RecordError or StorageError; the file then is as it was, as far as the disk allows."""
        seal = self._seal(self.tip, self.lines)
        try:
            with self.path.open("rb") as stream:
                stream.seek(self._end)
                there = stream.read(len(seal) + 1)
        except OSError as error:
            raise _told(self.path, error) from None
        if there != seal:
            raise RecordError(str(self.path), None, "was changed by another program; save the game under another name")
        text = write_line(self.tip, line)
        self._write(f"{text}\n", seal)
        self.tip = chain_of(text)
        self.lines += 1
        self._end += len(text.encode("utf-8")) + 1

    def _write(self, text: str, old: bytes = b"") -> None:
        tip, count = (chain_of(text[:-1]), self.lines + 1) if text else (self.tip, self.lines)
        data = text.encode("utf-8") + self._seal(tip, count)
        try:
            with self.path.open("r+b", buffering=0) as stream:
                try:
                    self._put(stream.fileno(), data)
                except OSError:
                    with suppress(OSError):
                        self._put(stream.fileno(), old)
                    raise
        except OSError as error:
            raise _told(self.path, error) from None

    def _put(self, handle: int, data: bytes) -> None:
        # The old seal goes first: whatever a crash leaves behind is then a torn line, never a mixture of old and new bytes.
        os.ftruncate(handle, self._end)
        os.lseek(handle, self._end, os.SEEK_SET)
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        _settle(handle)

    @staticmethod
    def _seal(tip: str, lines: int) -> bytes:
        return f"{seal_line(tip, lines)}\n".encode()


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise RecordError(str(path), None, "is not a plain file" if path.exists() else "there is no such file")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not a usable one"
        raise RecordError(str(path), None, f"cannot be read: {reason}") from None


def _settle(handle: int) -> None:
    """Wait until the disk has it; some network folders cannot say, and go on."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise


def _settle_folder(folder: Path) -> None:
    # Without this a power cut may bring the old name back. Windows has no such call and needs none.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace(part: Path, target: Path) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            part.replace(target)
        except PermissionError:
            if not _WAITS or attempt == _TRIES:
                raise
            sleep(0.05)
        else:
            return


def _told(path: Path, error: Exception) -> DiplogameError:
    reason = getattr(error, "strerror", None) or "the path is not a usable one"
    if getattr(error, "errno", None) in _DISK:
        return StorageError(f"{path}: could not be written: {reason}; free some space or save elsewhere")
    return RecordError(str(path), None, f"cannot be written: {reason}; name a folder that you may write to")
