"""A batch stopped at any moment goes on to the same files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diplogame.batch import Results
from diplogame.errors import BatchError

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import sys
from diplogame.batch import plan, run_batch
plan.SMALLEST = plan.SPREAD = 16
try:
    run_batch("fake", games=40, seed=5, out=sys.argv[1], engine="fake_engine", settings={"rules.heat": [.2, .8]}, workers=2, progress=False)
except KeyboardInterrupt:
    sys.exit(130)
"""


def start(folder, slow="0.15"):
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)], env={**os.environ, "FAKE_SLOW": slow}, stderr=subprocess.PIPE
    )


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def children(pid):
    return [int(other.name) for other in Path("/proc").iterdir() if other.name.isdigit() and _parent(other) == pid]


def _parent(process):
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return -1


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "batch"), str(ROOT)])}
    subprocess.run([sys.executable, "-c", SCRIPT, str(folder)], env=environment, check=True, timeout=60)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX; the folder's state is the same on every system")
@pytest.mark.parametrize("round_", range(4))
def test_kill_minus_nine_and_again_gives_the_same_files(undisturbed, tmp_path, content, round_):
    folder = tmp_path / "r"
    moments = random.Random(round_)
    for _ in range(3):
        process = start(folder)
        wait_for((folder / "run.json").exists)
        time.sleep(moments.uniform(0.0, 0.9))
        process.kill()
        process.communicate(timeout=30)
    process = start(folder, slow="0")
    _, words = process.communicate(timeout=60)
    assert process.returncode == 0, words
    assert content(folder) == content(undisturbed)
    assert Results(folder).digest == Results(undisturbed).digest
    assert not list((folder / ".unfinished").iterdir())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at the system's list of processes")
def test_workers_end_when_the_parent_is_killed(tmp_path):
    process = start(tmp_path / "r", slow="30")
    wait_for((tmp_path / "r" / "run.json").exists)
    wait_for(lambda: len(children(process.pid)) == 2)
    workers = children(process.pid)
    process.kill()
    process.communicate(timeout=30)
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() and not _ended(pid) for pid in workers), 10)


def _ended(pid):
    try:
        return "Z" in (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
    except OSError:
        return True


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT as a terminal does")
def test_ctrl_c_keeps_what_is_whole_and_goes_on(undisturbed, tmp_path, content):
    folder = tmp_path / "r"
    process = start(folder)
    wait_for(lambda: list(folder.glob("games/*.parquet")))
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=30)
    assert process.returncode == 130, words
    partly = Results(folder)
    assert 0 < partly.done < partly.plan.total
    assert partly.run["complete"] is False
    assert len(partly.games) == partly.done
    process = start(folder, slow="0")
    process.communicate(timeout=60)
    assert content(folder) == content(undisturbed)
    assert len(Results(folder).run["sessions"]) == 2


def test_a_chunk_with_a_file_lost_or_torn_is_played_again(run, tmp_path, content):
    run(games=64, out=tmp_path)
    before = content(tmp_path)
    files = sorted((tmp_path / "turns").glob("*.parquet"))
    files[0].unlink()
    files[1].write_bytes(files[1].read_bytes()[:-3])
    (tmp_path / "events" / "part-00002.parquet").write_bytes(b"")
    run(games=64, out=tmp_path)
    assert content(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT as a terminal does")
def test_a_second_run_is_kept_out_while_the_first_works(run, tmp_path):
    folder = tmp_path / "r"
    process = start(folder, slow="0.5")
    try:
        wait_for((folder / "run.json").exists)
        with pytest.raises(BatchError, match=rf"another run \(process {process.pid} "):
            run(games=40, seed=5, out=folder, settings={"rules.heat": [0.2, 0.8]})
    finally:
        process.kill()
        process.communicate(timeout=30)
    results = run(games=40, seed=5, out=folder, settings={"rules.heat": [0.2, 0.8]})
    assert results.complete, "a killed run leaves no lock behind"
