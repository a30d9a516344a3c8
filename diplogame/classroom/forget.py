"""Forgetting people: names and free texts go, the log and every digest stay."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from diplogame.classroom.log import FILE, CommandLog
from diplogame.errors import FileError, SeatError


class Forgotten(NamedTuple):
    """How much went."""

    texts: int
    sessions: int


def sessions_in(folder: Path) -> list[Path]:
    """`folder` itself if it is a session, else the sessions that lie in it. Raises FileError where there is none."""
    if (folder / FILE).is_file():
        return [folder]
    found = sorted(path.parent for path in folder.glob(f"*/{FILE}")) if folder.is_dir() else []
    if not found:
        raise FileError(str(folder), None, f"holds no session (no {FILE} in it or one level below)")
    return found


def forget_person(folder: Path, person: str) -> Forgotten:
    """Erase one person's name and words from the session in `folder`. Raises SeatError where nobody has that id."""
    gone, sessions = 0, 0
    for session in sessions_in(folder):
        log = CommandLog(session)
        try:
            known = log.persons()
            if person in known:
                gone += log.erase(person)
                sessions += 1
        finally:
            log.close()
    if not sessions:
        raise SeatError("--person", person, "is no person of these sessions; ids stand in the students' table (CSV)")
    return Forgotten(gone, sessions)


def forget_older(folder: Path, days: float) -> Forgotten:
    """Erase all names and words of sessions in which nothing happened for `days`."""
    gone, sessions = 0, 0
    for session in sessions_in(folder):
        log = CommandLog(session)
        try:
            last = max((row.at for row in log.rows()), default=0.0)
            if time.time() - last > days * 86_400:
                gone += log.erase(None)
                sessions += 1
        finally:
            log.close()
    return Forgotten(gone, sessions)
