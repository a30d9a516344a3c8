"""The desk behind the pipe: saves, the shelf, replays; and the process that it lives in."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from diplogame.desktop.desk import Desk
from diplogame.desktop.work import Inline, Pair, Worker
from diplogame.errors import RecordError


@pytest.fixture
def desk(fake, tmp_path):
    return Desk(fake, tmp_path / "saves")


def ask(desk, name, **arguments):
    return desk.handle(name, arguments, lambda value: None)


def begin(desk, seed=7, people=("russia",)):
    return ask(desk, "new", scenario="moscow_table", people=list(people), seed=seed, level="normal")


def turn(desk, role="russia", count=1):
    for _ in range(count):
        orders = [one["id"] for one in ask(desk, "seat", role=role)["orders"] if not one["greyed"]][:1]
        ask(desk, "commit", role=role, orders=orders, answers={})
        ask(desk, "end_turn")


def test_every_ended_turn_is_on_disk(desk, fake):
    path = begin(desk)["path"]
    for k in range(1, 4):
        turn(desk)
        assert fake.load(path).turn == k + 1


def test_each_game_has_one_file_of_its_own(desk):
    first = begin(desk)["path"]
    turn(desk)
    second = begin(desk)["path"]
    assert first != second
    assert {one["path"] for one in ask(desk, "shelf")} == {first, second}


def test_a_damaged_or_foreign_save_is_told_in_words_and_the_others_load(desk):
    good = begin(desk)["path"]
    turn(desk)
    (desk.folder / "torn.jsonl").write_bytes(b'{"format": "fake"\x00\xff')
    (desk.folder / "foreign.jsonl").write_text('{"hello": 1}\n')
    (desk.folder / "empty.jsonl").write_text("")
    shelf = {one["file"]: one for one in ask(desk, "shelf")}
    for name in ("torn.jsonl", "foreign.jsonl", "empty.jsonl"):
        assert shelf[name]["error"]
        with pytest.raises(RecordError):
            ask(desk, "load", path=str(desk.folder / name))
    assert ask(desk, "load", path=good)["turn"] == 2


def test_a_save_under_a_name_stays_in_the_folder(desk):
    begin(desk)
    saved = ask(desk, "save", label="../../etc/my game: 1")
    assert Path(saved["path"]).parent == desk.folder
    assert ask(desk, "load", path=saved["path"])["turn"] == 1


def test_only_saves_in_the_folder_can_be_removed(desk, tmp_path):
    path = begin(desk)["path"]
    other = tmp_path / "precious.jsonl"
    other.write_text("x")
    for bad in (str(other), str(desk.folder / ".." / "precious.jsonl"), str(desk.folder)):
        with pytest.raises(RecordError):
            ask(desk, "forget", path=bad)
    assert other.exists()
    assert ask(desk, "forget", path=path)
    assert ask(desk, "shelf") == []


def test_undo_and_replay_and_fork(desk):
    path = begin(desk)["path"]
    turn(desk, count=3)
    assert ask(desk, "undo")["turn"] == 3
    status = ask(desk, "open_replay", path=path)
    assert status["turn"] == 3
    pictures = [ask(desk, "step", turn=k, role="russia")["picture"]["turn"] for k in (1, 2, 3)]
    assert pictures == [1, 2, 3]
    forked = ask(desk, "fork", turn=2, people=["iran"])
    assert forked["turn"] == 2
    assert forked["people"] == ["iran"]
    assert forked["path"] != path


def test_a_disk_that_fills_up_is_told_and_the_old_save_stays(desk, monkeypatch):
    path = begin(desk)["path"]
    turn(desk)
    before = Path(path).read_bytes()

    def full(self, path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(desk.table), "save", full)
    orders = [one["id"] for one in ask(desk, "seat", role="russia")["orders"] if not one["greyed"]][:1]
    ask(desk, "commit", role="russia", orders=orders, answers={})
    assert "space" in ask(desk, "end_turn")["unsaved"]
    assert Path(path).read_bytes() == before
    assert not list(desk.folder.glob("*.tmp"))


def test_an_unknown_request_is_refused(desk):
    with pytest.raises(RecordError):
        ask(desk, "_write", path="x")


def test_replies_reach_those_who_asked(desk):
    post = Inline(desk)
    got = []
    post.ask("catalogue", lambda value: got.append(("done", len(value["scenarios"]))))
    post.ask(
        "load",
        lambda value: got.append("never"),
        failed=lambda kind, words: got.append((kind, words)),
        path="/nowhere.jsonl",
    )
    post.poll()
    assert got[0][0] == "done"
    assert got[0][1] >= 5
    assert got[1][0] == "refused"
    assert "nowhere" in got[1][1]
    assert not post.busy


def wait(post, ready, seconds=150.0):
    end = time.monotonic() + seconds
    while not ready():
        post.poll()
        time.sleep(0.01)
        assert time.monotonic() < end, "the worker did not answer"


@pytest.fixture
def worker(monkeypatch):
    made = Worker("fakeseat:factory")
    yield made
    made.close()


def test_a_forecast_comes_in_parts_and_makes_way(worker):
    got: list = []
    status: list = []
    worker.ask("new", status.append, scenario="moscow_table", people=["russia"], seed=7, level="normal")
    wait(worker, lambda: status)
    worker.ask(
        "forecast",
        lambda value: got.append(("done", value)),
        lambda value: got.append(("part", value)),
        role="russia",
        orders=[],
        futures=500,
    )
    wait(worker, lambda: got and got[-1][0] == "done")
    parts = [value["futures"] for kind, value in got if kind == "part"]
    assert parts == [100, 250]
    overtaken: list = []
    done: list = []
    worker.ask(
        "forecast",
        overtaken.append,
        failed=lambda kind, words: overtaken.append(kind),
        role="russia",
        orders=[],
        futures=500,
    )
    worker.ask("status", done.append)
    wait(worker, lambda: done and overtaken)
    assert overtaken == ["dropped"] or isinstance(overtaken[0], dict)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of POSIX")
def test_a_killed_worker_is_told_and_started_again(worker):
    status: list = []
    worker.ask("new", status.append, scenario="moscow_table", people=["russia"], seed=7, level="normal")
    wait(worker, lambda: status)
    os.kill(worker._process.pid, signal.SIGKILL)
    told: list = []
    worker.ask("status", told.append, failed=lambda kind, words: told.append((kind, words)))
    wait(worker, lambda: told)
    assert told == [("broken", "worker")]
    again: list = []
    worker.ask("load", again.append, path=status[0]["path"])
    wait(worker, lambda: again)
    assert again[0]["seed"] == 7


PLAYS = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from fakeseat import FakeEngine
from diplogame.desktop.desk import Desk

desk = Desk(FakeEngine(), Path({saves!r}))
ask = lambda name, **arguments: desk.handle(name, arguments, lambda value: None)
while True:
    status = ask("new", scenario="moscow_table", people=["russia"], seed=7, level="normal")
    while not status["over"]:
        ask("commit", role="russia", orders=[], answers={{}})
        status = ask("end_turn")
        print(status["path"], status["turn"], flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of POSIX")
@pytest.mark.parametrize("lines", [1, 4, 23, 61])
def test_a_kill_at_any_moment_costs_no_committed_turn(fake, tmp_path, lines):
    """The process dies somewhere in its work; every turn that it told of is on disk, and no save is spoilt."""
    import subprocess

    code = PLAYS.format(here=str(Path(__file__).parent), saves=str(tmp_path / "saves"))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(lines)]
    time.sleep(0.0007 * lines)  # not right after it has spoken
    process.kill()
    told += process.stdout.readlines()
    process.stdout.close()
    process.wait()
    reached: dict[str, int] = {}
    for line in told:
        path, _, turn_ = line.strip().rpartition(" ")
        if line.endswith("\n"):
            reached[path] = int(turn_)
    assert reached
    shelf = {one["path"]: one for one in ask(Desk(fake, tmp_path / "saves"), "shelf")}
    assert not any(one["error"] for one in shelf.values())
    assert {path: fake.load(path).turn >= turn_ for path, turn_ in reached.items()} == dict.fromkeys(reached, True)


def test_the_mind_follows_the_hands(monkeypatch):
    pair = Pair("fakeseat:factory", "fakeseat:mirror")
    try:
        got: dict = {}
        pair.ask(
            "new",
            lambda value: got.update(status=value),
            scenario="moscow_table",
            people=["russia"],
            seed=7,
            level="normal",
        )
        wait(pair, lambda: "status" in got)
        for _ in range(3):
            got.pop("turn", None)
            pair.ask("commit", lambda value: None, role="russia", orders=[], answers={})
            pair.ask("end_turn", lambda value: got.update(turn=value["turn"]))
            wait(pair, lambda: "turn" in got)
        pair.ask("forecast", lambda value: got.update(forecast=value), role="russia", orders=[], futures=500)
        wait(pair, lambda: "forecast" in got)
        assert len(got["forecast"]["fan"]["brent"]["p50"]) == 20 - 4 + 2  # the mind stands at turn 4 too
        pair.ask("undo", lambda value: got.update(undone=value["turn"]))
        wait(pair, lambda: "undone" in got)
        pair.ask("forecast", lambda value: got.update(again=value), role="russia", orders=[], futures=500)
        wait(pair, lambda: "again" in got)
        assert len(got["again"]["fan"]["brent"]["p50"]) == 20 - 3 + 2
        assert len(list(Path(got["status"]["path"]).parent.glob("*.jsonl"))) == 1
    finally:
        pair.close()
