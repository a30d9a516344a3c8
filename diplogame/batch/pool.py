"""Worker processes: started, fed with chunks, replaced when they die, ended."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from diplogame.batch.job import Glimpse, Job
from diplogame.batch.machine import one_thread
from diplogame.batch.worker import COMMAND
from diplogame.errors import DiplogameError

TRIES = 3
"""How often a chunk is given to a worker that dies over it."""

Files = dict[str, bytes]


class PlayError(DiplogameError):
    """A chunk that cannot be played: an error in the engine, or workers that keep dying."""

    exit_code = 1

    def __init__(self, message: str, trace: str = "", exit_code: int = 1) -> None:
        super().__init__(message)
        self.trace = trace
        self.exit_code = exit_code


def worker_command() -> list[str]:
    """How a worker is started: this program itself, so that nothing depends on how the caller was started."""
    return [sys.executable, "-m", "diplogame", COMMAND]


def results(
    job: Job, chunks: Sequence[int], workers: int, command: list[str] | None = None, glimpse: Glimpse | None = None
) -> Iterator[tuple[int, Files]]:
    """Plays the chunks on `workers` processes; gives each one's files as they come, in any order.

    glimpse: told how the first games of each worker ended, before any chunk is whole.
    Raises PlayError where a chunk cannot be played. Closing the iterator ends the workers.
    """
    crew = _Crew(job, command or worker_command())
    todo = deque(chunks)
    tries: dict[int, int] = {}
    starts = 0
    try:
        for _ in range(min(workers, len(todo))):
            crew.start()
        while todo or crew.busy():
            worker, head, bodies = crew.next()
            if "error" in head:
                raise _said(head, job)
            if "glimpse" in head:
                if glimpse is not None:
                    glimpse(head["glimpse"])
                continue
            if head.get("dead"):
                chunk, died = worker.chunk, crew.bury(worker)
                starts += chunk is None
                if chunk is not None:
                    tries[chunk] = tries.get(chunk, 0) + 1
                    todo.appendleft(chunk)
                if starts >= TRIES or max(tries.values(), default=0) >= TRIES:
                    raise PlayError(f"workers keep ending ({died.reason}) {_over(chunk, job)}", died.words)
                if todo:
                    crew.start()
                continue
            done = worker.chunk if "chunk" in head else None
            worker.chunk = todo.popleft() if todo else None
            if worker.chunk is not None:
                worker.tell(str(worker.chunk))
            if done is not None:
                yield done, bodies
    finally:
        crew.close()


def _over(chunk: int | None, job: Job) -> str:
    if chunk is None:
        return "before they play"
    numbers = job.plan.numbers(chunk)
    return f"over games {numbers[0]} to {numbers[-1]}"


def _said(head: dict[str, Any], job: Job) -> PlayError:
    where = _over(head["chunk"], job)
    return PlayError(f"a worker stopped {where}: {head['error']}", head["trace"], int(head["exit"]))


class _Death:
    """Why a worker ended, as far as can be known."""

    def __init__(self, code: int | None, words: str) -> None:
        self.reason = f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
        self.words = words


class _Worker:
    """One process and the thread that reads its answers."""

    def __init__(self, command: list[str], job: str, answers: queue.Queue[Any]) -> None:
        self.chunk: int | None = None
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=one_thread(_with_path(os.environ)),
        )
        self.input = cast("IO[bytes]", self.process.stdin)
        self.output = cast("IO[bytes]", self.process.stdout)
        self.tell(job)
        self.reader = threading.Thread(target=self._read, args=(answers,), daemon=True)
        self.reader.start()

    def tell(self, line: str) -> None:
        """Sends a line; a worker that is gone is noticed by its reader."""
        with suppress(OSError, ValueError):
            self.input.write(line.encode() + b"\n")
            self.input.flush()

    def _read(self, answers: queue.Queue[Any]) -> None:
        try:
            while line := self.output.readline():
                head = json.loads(line)
                bodies = {name: _exactly(self.output, size) for name, size in head.get("sizes", {}).items()}
                answers.put((self, head, bodies))
        except (OSError, ValueError):
            pass
        answers.put((self, {"dead": True}, {}))

    def close(self) -> int | None:
        """Ends the process. Returns its exit status."""
        self.dismiss()
        try:
            code: int | None = self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait(5)
        self.reader.join(5)
        self.output.close()
        return code

    def dismiss(self) -> None:
        """Ends its input: it stops at once, whatever it is doing."""
        with suppress(OSError):
            self.input.close()

    def last_words(self) -> str:
        """The end of what it wrote to its standard error."""
        self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, self.errors.tell() - 4000))
        words = self.errors.read().decode(errors="replace")
        self.errors.close()
        return words


class _Crew:
    """All workers of one run."""

    def __init__(self, job: Job, command: list[str]) -> None:
        self.job, self.command = job.text(), command
        self.answers: queue.Queue[tuple[_Worker, dict[str, Any], Files]] = queue.Queue()
        self.workers: list[_Worker] = []

    def start(self) -> None:
        """One more worker; it says when it is ready."""
        self.workers.append(_Worker(self.command, self.job, self.answers))

    def busy(self) -> bool:
        """Whether an answer is to be expected."""
        return any(worker.chunk is not None for worker in self.workers)

    def next(self) -> tuple[_Worker, dict[str, Any], Files]:
        """The next answer. Waits in short steps, so that Ctrl-C is heard on every system."""
        while True:
            with suppress(queue.Empty):
                worker, head, bodies = self.answers.get(timeout=0.2)
                if worker in self.workers:
                    return worker, head, bodies

    def bury(self, worker: _Worker) -> _Death:
        """Takes a dead worker away."""
        self.workers.remove(worker)
        return _Death(worker.close(), worker.last_words())

    def close(self) -> None:
        """Ends all workers, whatever they are doing."""
        for worker in self.workers:
            worker.dismiss()
        for worker in self.workers:
            worker.close()
            worker.errors.close()
        self.workers = []


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise ValueError("the answer was cut short")
    return data


def _with_path(environment: Any) -> dict[str, str]:
    """Where this package was found without being installed (a checkout), the worker finds it too."""
    home = str(Path(__file__).resolve().parents[2])
    path = environment.get("PYTHONPATH", "")
    if (Path(home) / "pyproject.toml").is_file() and home not in path.split(os.pathsep):
        path = os.pathsep.join(filter(None, (path, home)))
    return {**environment, "PYTHONPATH": path} if path else dict(environment)
