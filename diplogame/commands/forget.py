"""`diplogame forget DIR`: erase names and words of a person, or of old sessions; records and digests stay."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from diplogame.classroom.forget import forget_older, forget_person
from diplogame.texts import text


def run(options: Namespace) -> int:
    folder = Path(options.folder)
    done = forget_person(folder, options.person) if options.person is not None else forget_older(folder, options.older)
    print(text("classroom.forget.done", texts=done.texts, sessions=done.sessions))
    return 0
