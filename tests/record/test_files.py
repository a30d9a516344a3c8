"""Saving in one piece, and the journal that grows by a line a turn."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from diplogame.errors import RecordError, StorageError
from diplogame.record import Journal, files, parse, read, save, write
from diplogame.record.migrate import STEPS


def test_a_saved_record_is_utf8_with_newlines_only(tmp_path, texts, raw):
    save(tmp_path / "g.jsonl", texts)
    assert (tmp_path / "g.jsonl").read_bytes() == raw
    assert b"\r" not in raw
    assert [p.name for p in tmp_path.iterdir()] == ["g.jsonl"]


def test_saving_over_a_file_replaces_it_and_keeps_a_link_a_link(tmp_path, texts, raw):
    real = tmp_path / "real.jsonl"
    real.write_bytes(b"old")
    save(real, texts)
    assert real.read_bytes() == raw
    link = tmp_path / "link.jsonl"
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no links here")
    save(link, texts[:2])
    assert link.is_symlink()
    assert real.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, texts, monkeypatch, number):
    path = tmp_path / "g.jsonl"
    path.write_bytes(b"old")

    def full(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StorageError, match="could not be written"):
        save(path, texts)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["g.jsonl"]


def test_an_interrupt_while_saving_leaves_the_old_file_and_nothing_else(tmp_path, texts, monkeypatch):
    path = tmp_path / "g.jsonl"
    path.write_bytes(b"old")

    def interrupt(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(path, texts)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["g.jsonl"]


@pytest.mark.parametrize("where", ["no/such/folder/g.jsonl", "a\0b", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path, texts, where):
    with pytest.raises(RecordError, match="cannot be written"):
        save(tmp_path / where, texts)
    assert list(tmp_path.iterdir()) == []


def test_a_file_held_open_for_a_moment_is_waited_for(tmp_path, texts, raw, monkeypatch):
    """What Windows does while a virus scanner looks at the old file."""
    real, waits = Path.replace, []

    def held(self, target):
        if len(waits) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(files, "sleep", waits.append)
    monkeypatch.setattr(files, "_WAITS", True)
    save(tmp_path / "g.jsonl", texts)
    assert len(waits) == 3
    assert (tmp_path / "g.jsonl").read_bytes() == raw


def test_a_journal_is_whole_after_every_line_and_equals_the_saved_record(tmp_path, header, lines, raw):
    path = tmp_path / "j.jsonl"
    journal = Journal.create(path, header)
    assert read(path).whole
    for count, line in enumerate(lines, start=1):
        journal.append(line)
        found = read(path)
        assert found.whole
        assert list(found.lines) == lines[:count]
    assert path.read_bytes() == raw


def test_no_earlier_part_of_a_journal_passes_for_whole(tmp_path, header, lines):
    path = tmp_path / "j.jsonl"
    journal = Journal.create(path, header)
    for line in lines:
        journal.append(line)
    content = path.read_bytes()
    assert content.count(b'"kind":"seal"') == 1
    assert not any(parse(content[:cut]).whole for cut in range(content.index(b"\n") + 1, len(content)))


def test_a_crash_at_any_byte_of_an_append_costs_that_line_at_most(tmp_path, header, lines):
    before = "".join(f"{t}\n" for t in write(header, lines[:2])).encode()
    after = "".join(f"{t}\n" for t in write(header, lines[:3])).encode()
    shared = before.rindex(b"\n", 0, -1) + 1
    path = tmp_path / "j.jsonl"
    for written in range(shared, len(after)):
        path.write_bytes(after[:written])
        found = read(path)
        assert not found.whole
        assert list(found.lines) == (lines[:3] if after[shared:written].count(b"\n") else lines[:2])


def test_an_append_takes_the_seal_off_before_it_writes(tmp_path, header, lines, monkeypatch):
    path = tmp_path / "j.jsonl"
    journal = Journal.create(path, header)
    seen = []
    real = os.write

    def look(handle, data):
        seen.append(path.read_bytes())
        return real(handle, data[:200])

    monkeypatch.setattr(files.os, "write", look)
    journal.append(lines[0])
    assert len(seen) > 2
    assert not any(parse(content).whole for content in seen)


def test_opening_a_journal_cuts_the_torn_line_and_goes_on(tmp_path, header, lines, raw):
    path = tmp_path / "j.jsonl"
    save(path, write(header, lines[:-1]))
    path.write_bytes(path.read_bytes()[:-40] + b"torn")
    journal, found = Journal.open(path)
    assert "torn off" in found.notice
    assert read(path).whole
    journal.append(lines[-1])
    assert path.read_bytes() == raw


def test_opening_a_whole_journal_changes_nothing(tmp_path, texts, lines, raw):
    path = tmp_path / "j.jsonl"
    save(path, texts)
    journal, found = Journal.open(path)
    assert found.whole
    assert path.read_bytes() == raw
    assert journal.lines == len(lines) + 1


def test_a_changed_journal_is_not_opened(tmp_path, raw):
    path = tmp_path / "j.jsonl"
    path.write_bytes(raw.replace(b"threaten", b"Threaten"))
    with pytest.raises(RecordError, match="line 2"):
        Journal.open(path)


def test_an_old_journal_is_written_anew(tmp_path, header, lines, monkeypatch):
    path = tmp_path / "j.jsonl"
    old = {**header, "format": 0, "players": header["seats"]}
    del old["seats"]
    save(path, write(old, lines[:-1]))

    def step(head, body):
        head = dict(head)
        head["seats"] = head.pop("players")
        return head, body

    monkeypatch.setitem(STEPS, 0, step)
    journal, found = Journal.open(path)
    assert found.header == header
    journal.append(lines[-1])
    assert read(path).header == header
    assert list(read(path).lines) == lines


def test_two_writers_do_not_mix(tmp_path, header, turn):
    path = tmp_path / "j.jsonl"
    first = Journal.create(path, header)
    second, _ = Journal.open(path)
    first.append(turn(1))
    with pytest.raises(RecordError, match="changed by another program"):
        second.append(turn(1, 4))
    assert list(read(path).lines) == [turn(1)]
    path.unlink()
    with pytest.raises(RecordError, match="cannot be written"):
        first.append(turn(2))


def test_a_disk_that_fills_up_in_an_append_leaves_the_journal_as_it_was(tmp_path, header, turn, monkeypatch):
    path = tmp_path / "j.jsonl"
    journal = Journal.create(path, header)
    journal.append(turn(1))
    before = path.read_bytes()
    real, calls = os.write, []

    def full(handle, data):
        calls.append(len(data))
        if len(calls) == 1:
            return real(handle, data[:100])
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data)

    monkeypatch.setattr(files.os, "write", full)
    with pytest.raises(StorageError):
        journal.append(turn(2))
    assert path.read_bytes() == before
    journal.append(turn(2))
    assert read(path).whole
    assert len(read(path).lines) == 2


def test_a_line_that_cannot_be_written_leaves_the_journal_as_it_was(tmp_path, header, turn):
    path = tmp_path / "j.jsonl"
    journal = Journal.create(path, header)
    with pytest.raises(RecordError):
        journal.append({**turn(1), "events": [{"x": float("nan")}]})
    journal.append(turn(1))
    assert read(path).whole
