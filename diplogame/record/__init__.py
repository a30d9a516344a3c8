"""The record of a game: one file of chained JSON lines. See `chain` for the format."""

from __future__ import annotations

from pathlib import Path

from diplogame.record.chain import FORMAT, Chronicle, Line, parse, write, write_line
from diplogame.record.effective import Course, course
from diplogame.record.files import Journal, check_place, read, save
from diplogame.record.migrate import upgrade
from diplogame.record.pack import pack, unpack
from diplogame.record.schema import check, check_header, check_line, text_hash
from diplogame.record.tables import event_rows, to_csv, write_csv

__all__ = [
    "FORMAT",
    "Chronicle",
    "Course",
    "Journal",
    "Line",
    "check",
    "check_header",
    "check_line",
    "check_place",
    "course",
    "event_rows",
    "load",
    "loads",
    "pack",
    "parse",
    "read",
    "save",
    "text_hash",
    "to_csv",
    "unpack",
    "upgrade",
    "write",
    "write_csv",
    "write_line",
]


def load(path: Path | str, *, until_fault: bool = False) -> tuple[Chronicle, Course]:
    """Read a file, bring it up to the present format, check every line and apply what was taken back.

    Look at `Chronicle.notice` and show it: it says what is missing. Raises RecordError for everything else; with
    `until_fault` a changed line ends the record instead.
    """
    return _checked(read(path, until_fault=until_fault), str(path))


def loads(record: bytes | str, name: str = "the record", *, until_fault: bool = False) -> tuple[Chronicle, Course]:
    """The same for a record in memory."""
    return _checked(parse(record, name, until_fault=until_fault), name)


def _checked(found: Chronicle, name: str) -> tuple[Chronicle, Course]:
    found = upgrade(found, name)
    check(found, name)
    return found, course(found, name)
