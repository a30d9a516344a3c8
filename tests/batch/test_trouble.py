"""Workers that die, engines that fail, disks that fill up, folders that cannot be written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from diplogame.batch import Results, pool
from diplogame.batch.job import parquet
from diplogame.batch.lock import Lock
from diplogame.batch.pool import PlayError
from diplogame.batch.store import Folder
from diplogame.errors import BatchError, StorageError

ROOT = Path(__file__).resolve().parents[2]


def test_a_worker_that_dies_is_replaced_and_its_chunk_played_again(run, tmp_path, content, monkeypatch):
    run(games=60, out=tmp_path / "calm")
    trap = tmp_path / "trap"
    trap.write_text("")
    monkeypatch.setenv("FAKE_DIE", str(trap))
    results = run(games=60, out=tmp_path / "died", workers=2)
    assert not trap.exists(), "a worker stepped into it"
    assert results.complete
    assert content(tmp_path / "died") == content(tmp_path / "calm")


def test_workers_that_keep_dying_end_the_batch_with_words(run, tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "worker_command", lambda: [sys.executable, "-c", "import sys; sys.exit(9)"])
    with pytest.raises(PlayError, match=r"keep ending \(exit status 9\) before they play"):
        run(games=10, out=tmp_path)


def test_an_engine_that_fails_is_named_with_its_games_and_the_rest_is_kept(run, tmp_path, monkeypatch):
    flag = tmp_path / "fail"
    monkeypatch.setenv("FAKE_FAIL", str(flag))
    flag.write_text("")
    with pytest.raises(PlayError, match=r"over games 0 to 15: RuntimeError: the fake engine was told to fail"):
        run(games=40, out=tmp_path / "r")
    assert "Traceback" in (tmp_path / "r" / "error.txt").read_text()
    flag.unlink()
    assert run(games=40, out=tmp_path / "r").complete


def test_what_an_engine_prints_does_not_disturb_the_answers(run, tmp_path, monkeypatch):
    (tmp_path / "chatty_engine.py").write_text(
        "from fake_engine import *\nimport fake_engine, os\n"
        "def simulate(*args):\n    print('hello' * 100)\n    os.write(1, b'world')\n    return fake_engine.simulate(*args)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]]))
    assert run(games=20, out=tmp_path / "r", engine="chatty_engine").complete


def test_a_disk_that_fills_up_is_said_and_what_was_finished_stays(run, tmp_path, content, monkeypatch):
    run(games=64, out=tmp_path / "whole")
    written = []
    original = Folder.write

    def write(self, path, data):
        if path.suffix == ".parquet":
            written.append(path)
            if len(written) > 8:
                raise_full()
        original(self, path, data)

    def raise_full():
        from diplogame.batch.store import said

        with said(tmp_path):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Folder, "write", write)
    with pytest.raises(StorageError, match="the disk took no more") as caught:
        run(games=64, out=tmp_path / "r")
    assert caught.value.exit_code == 1
    kept = Results(tmp_path / "r")
    assert kept.done == 2 * 16
    monkeypatch.setattr(Folder, "write", original)
    assert run(games=64, out=tmp_path / "r").complete
    assert content(tmp_path / "r") == content(tmp_path / "whole")


SMALL = """
import resource, signal, sys
from diplogame.batch import plan, run_batch
from diplogame.errors import StorageError
plan.SMALLEST = plan.SPREAD = 16
if sys.argv[2] == "limit":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    run_batch("fake", games=4000, out=sys.argv[1], engine="fake_engine", workers=1, progress=False)
except StorageError as error:
    print(error)
    sys.exit(error.exit_code)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX; what the error turns into is the same on every system")
def test_a_disk_that_is_really_full(tmp_path):
    """A small disk where the system lets a test mount one; else the largest file that a process may write."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)]
    mounted = shutil.which("mount") and not subprocess.run(mount, capture_output=True, check=False).returncode
    how = "disk" if mounted else "limit"
    try:
        done = subprocess.run(
            [sys.executable, "-c", SMALL, str(disk / "r"), how], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 1, done.stderr
        assert "the disk took no more" in done.stdout
        assert "Traceback" not in done.stderr
        kept = Results(disk / "r")
        if mounted:
            assert len(kept.games) == kept.done > 0
        assert not list((disk / "r" / ".unfinished").iterdir())
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_played(run, tmp_path):
    (tmp_path / "file").write_text("I am no folder")
    with pytest.raises(BatchError, match="cannot be written") as caught:
        run(games=10, out=tmp_path / "file" / "r")
    assert caught.value.exit_code == 2
    assert (tmp_path / "file").read_text() == "I am no folder"


def test_permission_denied_is_refused_with_status_two(run, tmp_path, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BatchError, match=r"cannot be written \(Permission denied\)"):
        run(games=10, out=tmp_path / "r")


def test_a_write_is_whole_or_not_at_all(tmp_path, monkeypatch):
    folder = Folder(tmp_path)
    folder.create()
    target = tmp_path / "games" / "part-00000.parquet"

    def fail(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError):
        folder.write(target, b"abc")
    assert not target.exists()
    assert not list((tmp_path / ".unfinished").iterdir())


def test_a_lock_is_held_once_and_let_go(tmp_path):
    with Lock(tmp_path), pytest.raises(BatchError, match="written by another run"), Lock(tmp_path):
        pass
    with Lock(tmp_path):
        pass


def test_equal_tables_are_equal_bytes():
    frame = pl.DataFrame({"a": range(1000), "b": ["x", "y"] * 500}, schema_overrides={"b": pl.Enum(["x", "y"])})
    assert parquet(frame) == parquet(frame.clone())
