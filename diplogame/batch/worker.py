"""The worker: a process of our own command that plays chunks and hands back their files.

It reads lines from its standard input (first the job, then a chunk's number a line) and writes answers to its standard
output: a JSON line, then the bytes that the line announces. It ends when its input ends, also in the middle of a chunk:
however the parent went, nothing is left running.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from typing import IO, Any

from diplogame.batch.machine import keep_objects, keep_pages

COMMAND = "_worker"


def main() -> int:
    """Serves until the input ends. Returns the exit status."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    keep_pages()
    answers = _private_output()
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read, args=(lines,), daemon=True).start()
    serve(lines, answers)
    return 0


def serve(lines: queue.Queue[str], answers: IO[bytes]) -> None:
    """Answers each line of the queue; the first holds the job, an empty one is the end."""
    from diplogame.batch.job import Job, files

    job = Job.read(lines.get())
    try:
        _ = job.base
    except Exception as error:  # noqa: BLE001 - told to the parent, which decides
        _say(answers, _fault(None, error))
        return
    keep_objects()
    _say(answers, {"ready": os.getpid()})

    def glimpse(endings: Mapping[str, int]) -> None:
        _say(answers, {"glimpse": dict(endings)})

    first = True
    while line := lines.get().strip():
        chunk = int(line)
        try:
            made = files(job, chunk, glimpse if first else None)
        except Exception as error:  # noqa: BLE001 - told to the parent, which decides
            _say(answers, _fault(chunk, error))
            continue
        first = False
        sizes = {name: len(data) for name, data in made.items()}
        _say(answers, {"chunk": chunk, "sizes": sizes}, *made.values())


def _fault(chunk: int | None, error: Exception) -> dict[str, Any]:
    return {
        "chunk": chunk,
        "error": f"{type(error).__name__}: {error}",
        "exit": getattr(error, "exit_code", 1),
        "trace": "".join(traceback.format_exception(error)),
    }


def _say(answers: IO[bytes], head: dict[str, Any], *bodies: bytes) -> None:
    answers.write(json.dumps(head).encode() + b"\n")
    for body in bodies:
        answers.write(body)
    answers.flush()


def _read(lines: queue.Queue[str]) -> None:
    """Passes on input lines; at the end of the input the process ends at once."""
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


def _private_output() -> IO[bytes]:
    """The standard output for answers alone: whatever else prints goes to the standard error from here on."""
    sys.stdout.flush()
    private = os.dup(1)
    os.dup2(2, 1)
    if os.name == "nt":  # pragma: no cover - the other system
        import msvcrt

        msvcrt.setmode(private, os.O_BINARY)  # type: ignore[attr-defined]
    return os.fdopen(private, "wb")


if __name__ == "__main__":
    sys.exit(main())
