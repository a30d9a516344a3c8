"""The command log: on disk before it is acknowledged, in order, once; one server a folder."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from diplogame.classroom.log import FILE, CommandLog, Row, Text
from diplogame.errors import FileError, StorageError


def row(kind="docket", key=None, **body):
    return Row(0, "A", kind, "p", key, 1.0, body)


def run(folder, scene):
    async def whole():
        log = CommandLog(folder)
        applied = []
        log.start(asyncio.get_running_loop(), applied.append)
        try:
            return await scene(log, applied)
        finally:
            log.close()

    return asyncio.run(whole())


def test_rows_are_applied_in_log_order_and_before_they_are_acknowledged(tmp_path):
    async def scene(log, applied):
        waiting = [asyncio.ensure_future(log.append(row(n=n))) for n in range(300)]
        for n, wait in enumerate(waiting):
            done = await wait
            assert done.body == {"n": n}
            assert applied[n].seq == done.seq == n + 1
        await log.barrier()
        return [r.body["n"] for r in log.rows()]

    assert run(tmp_path, scene) == list(range(300))


def test_texts_lie_beside_the_row_in_the_same_commit(tmp_path):
    async def scene(log, applied):
        await log.append(row(text="t1"), (Text("t1", "p", "message", "Grüße \U0001f600"),))
        return log.texts()

    assert run(tmp_path, scene) == {"t1": "Grüße \U0001f600"}


def test_a_second_key_of_the_same_person_cannot_be_written(tmp_path):
    async def scene(log, applied):
        await log.append(row(key="k"))
        with pytest.raises(StorageError):
            await log.append(row(key="k"))
        assert len(applied) == 1
        with pytest.raises(StorageError, match="cannot be written"):
            await log.append(row(key="other"))

    run(tmp_path, scene)


def test_the_file_is_durable_and_strict(tmp_path):
    log = CommandLog(tmp_path)
    assert log._reader.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert log._reader.execute("PRAGMA synchronous").fetchone()[0] == 2
    with pytest.raises(sqlite3.IntegrityError):
        log._reader.execute("INSERT INTO log VALUES ('x', 'A', 'k', 'p', NULL, 1.0, '{}')")
    log.close()


def test_a_folder_is_taken_by_one_and_free_again_afterwards(tmp_path):
    log = CommandLog(tmp_path)
    with pytest.raises(FileError, match="is running on this folder"):
        CommandLog(tmp_path)
    log.close()
    CommandLog(tmp_path).close()


@pytest.mark.parametrize("content", [b"not a database" * 100, b"\x00" * 5000])
def test_a_foreign_or_damaged_file_is_said_in_words(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(FileError):
        CommandLog(tmp_path)


def test_an_unwritable_folder_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileError, match="cannot be written"):
        CommandLog(tmp_path / "file" / "below")


def test_another_format_is_refused(tmp_path):
    log = CommandLog(tmp_path)
    log.found({})
    log._reader.execute("UPDATE meta SET value = '9' WHERE key = 'format'")
    log.close()
    with pytest.raises(FileError, match="reads session format 1"):
        CommandLog(tmp_path)
