"""The command log: what was acknowledged is on disk, in order, once.

One writer thread owns the one connection that writes. Commands that wait are committed together (at most `GROUP` in one
transaction); each is applied on the event loop in log order, and only then acknowledged. Free texts and names lie in a table of
their own under a random person id, so that a person can be forgotten while the log stays whole.
"""

from __future__ import annotations

import asyncio
import json
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from diplogame.errors import FileError, StorageError

GROUP = 64
"""Most commands in one transaction."""
FORMAT = 1
FILE = "session.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS log (
    seq INTEGER PRIMARY KEY, grp TEXT NOT NULL, kind TEXT NOT NULL, person TEXT NOT NULL, key TEXT, at REAL NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS once ON log (person, key) WHERE key IS NOT NULL;
CREATE TABLE IF NOT EXISTS texts (id TEXT PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;
"""


class Row(NamedTuple):
    """One logged command."""

    seq: int
    group: str
    """Which parallel group it concerns; empty for the whole session."""
    kind: str
    person: str
    """Random id of who gave it; empty for the server itself."""
    key: str | None
    """The client's own key: the same key again is the same command."""
    at: float
    """Seconds since 1970, for the export and the teacher's notes; no rule reads it."""
    body: dict[str, Any]


class Text(NamedTuple):
    """A name or a free text, kept beside the log."""

    id: str
    person: str
    kind: str
    body: str


class _Wish(NamedTuple):
    row: Row | None
    texts: Sequence[Text]
    meta: tuple[str, str] | None
    done: asyncio.Future[Row | None]


class CommandLog:
    """The log in the folder `folder`. Opening it takes the folder: a second server there is refused."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = _take(folder)
        try:
            self._reader = _open(self.path)
            self._reader.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            self._lock.close()
            raise FileError(str(self.path), None, f"is not a session of this program ({error})") from None
        found = self.meta("format")
        if found not in (None, str(FORMAT)):
            raise FileError(str(self.path), found, f"this program reads session format {FORMAT}")
        self._next = 1 + (self._reader.execute("SELECT max(seq) FROM log").fetchone()[0] or 0)
        self._queue: queue.SimpleQueue[_Wish | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._apply: Callable[[Row], None] = lambda _: None
        self.broken: str | None = None

    def meta(self, key: str) -> str | None:
        found = self._reader.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def found(self, meta: dict[str, str]) -> None:
        """Write the session's founding facts, before the writer starts."""
        with self._reader:
            self._reader.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", [("format", str(FORMAT)), *meta.items()]
            )

    def rows(self) -> list[Row]:
        """Everything that was acknowledged, in order."""
        found = self._reader.execute("SELECT seq, grp, kind, person, key, at, body FROM log ORDER BY seq")
        return [Row(row[0], row[1], row[2], row[3], row[4], row[5], json.loads(row[6])) for row in found]

    def texts(self) -> dict[str, str]:
        return dict(self._reader.execute("SELECT id, body FROM texts"))

    def persons(self) -> set[str]:
        """Ids of those who wrote anything or have a name."""
        return {
            row[0]
            for row in self._reader.execute("SELECT DISTINCT person FROM texts UNION SELECT DISTINCT person FROM log")
            if row[0]
        }

    def erase(self, person: str | None) -> int:
        """Erase a person's texts (None: everybody's), also from the file's free pages. Only while no server runs on it."""
        if person is None:
            gone = self._reader.execute("DELETE FROM texts").rowcount
        else:
            gone = self._reader.execute("DELETE FROM texts WHERE person = ?", (person,)).rowcount
        self._reader.execute("VACUUM")
        self._reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def start(self, loop: asyncio.AbstractEventLoop, apply: Callable[[Row], None]) -> None:
        """Start the writer; each committed row is handed to `apply` on `loop`, in order."""
        self._loop, self._apply = loop, apply
        self._thread = threading.Thread(target=self._write, name="command-log", daemon=True)
        self._thread.start()

    async def append(self, row: Row, texts: Sequence[Text] = ()) -> Row:
        """The row as logged, once it is on disk and applied. Raises StorageError."""
        return await self._wait(row, texts, None) or row

    async def barrier(self) -> None:
        """Return when all that was appended before is on disk and applied."""
        await self._wait(None, (), None)

    def remember(self, key: str, value: str) -> None:
        """Set a fact that no command depends on (such as the clock's last reading); not waited for."""
        future: asyncio.Future[Row | None] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda done: done.exception())
        self._queue.put(_Wish(None, (), (key, value), future))

    async def _wait(self, row: Row | None, texts: Sequence[Text], meta: tuple[str, str] | None) -> Row | None:
        if self.broken:
            raise StorageError(self.broken)
        future: asyncio.Future[Row | None] = asyncio.get_running_loop().create_future()
        self._queue.put(_Wish(row, texts, meta, future))
        return await asyncio.shield(future)

    def close(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(timeout=5)
        self._reader.close()
        self._lock.close()

    def _write(self) -> None:
        connection = _open(self.path)
        while (wish := self._queue.get()) is not None:
            batch = [wish]
            last = False
            while len(batch) < GROUP and not self._queue.empty():
                more = self._queue.get()
                if more is None:
                    last = True
                    break
                batch.append(more)
            self._commit(connection, batch)
            if last:
                break
        connection.close()

    def _commit(self, connection: sqlite3.Connection, batch: list[_Wish]) -> None:
        rows: list[Row | None] = []
        for wish in batch:
            rows.append(wish.row and wish.row._replace(seq=self._next))
            self._next += wish.row is not None
        try:
            connection.execute("BEGIN IMMEDIATE")
            for wish, row in zip(batch, rows, strict=True):
                if row is not None:
                    body = json.dumps(row.body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
                    connection.execute(
                        "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (row.seq, row.group, row.kind, row.person, row.key, row.at, body),
                    )
                connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", wish.texts)
                if wish.meta:
                    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", wish.meta)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            self.broken = f"the session cannot be written to {self.path}: {error}"
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            rows = []
        try:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._acknowledge, batch, rows)
        except RuntimeError:  # the loop is gone: the server is closing, and nobody waits any more
            return

    def _acknowledge(self, batch: list[_Wish], rows: list[Row | None]) -> None:
        for place, wish in enumerate(batch):
            if not rows:
                if not wish.done.done():
                    wish.done.set_exception(StorageError(self.broken or "the session cannot be written"))
                continue
            row = rows[place]
            try:
                if row is not None:
                    self._apply(row)
            finally:
                if not wish.done.done():
                    wish.done.set_result(row)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _take(folder: Path) -> sqlite3.Connection:
    """A lock on the folder that the system gives back even when the process is killed, on every system alike."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / "in_use.sqlite", isolation_level=None, timeout=0, check_same_thread=False)
        lock.execute("PRAGMA locking_mode = EXCLUSIVE")
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise FileError(
                str(folder), None, "a class server is running on this folder; stop it first, or name another --data"
            ) from None
        raise FileError(str(folder), None, f"cannot be written: {error}") from None
    except OSError as error:
        raise FileError(str(folder), None, f"cannot be written: {error.strerror}") from None
    except sqlite3.DatabaseError:
        raise FileError(str(folder / "in_use.sqlite"), None, "is damaged; remove this file, it holds nothing") from None
    return lock
