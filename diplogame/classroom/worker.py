"""Turns and futures are computed in processes of their own, so that the event loop never waits for them.

Processes for turns, and one for imagined futures, so that a curious student cannot hold up a turn. A process begins with the
first call that needs it, so that a server that was killed stands again sooner; it ends by itself when its pipe closes, also when
the server is killed.
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from diplogame.classroom.engine import Tables
from diplogame.errors import DiplogameError, OrderError

METHODS = frozenset(
    (
        "describe",
        "learn",
        "menu",
        "new",
        "drop",
        "end_turn",
        "roll_back",
        "fork",
        "find",
        "check",
        "why",
        "lines",
        "aftermath",
        "forecast",
        "review",
        "seat",
        "public",
        "summary",
    )
)
GAME = "diplogame.classroom.game_backend:GameBackend"
"""The backend that plays the real game."""
FIRST = frozenset(("check", "find"))
"""Calls that somebody waits for with a finger on the screen: they go before what else is in the queue."""


class WorkerError(DiplogameError):
    """A worker process that failed or is gone."""

    exit_code = 1


def main(pipe: Connection, where: str, name: str, known: dict[str, str]) -> None:
    """The loop of a worker process: (number, method, arguments) in, (number, kind, value) out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the pipe
    if hasattr(os, "nice"):
        os.nice(
            2 if name == "turns" else 10
        )  # an order's acknowledgement goes before a turn, a turn before imagined futures
    tables = Tables(where)
    for scenario, text in known.items():
        tables.learn(scenario, text)
    waiting: deque[tuple[int, str, tuple[Any, ...]] | None] = deque()
    while True:
        try:
            while not waiting or pipe.poll():
                waiting.append(pipe.recv())
        except (EOFError, OSError):
            return
        if None in waiting:
            return
        place = next((k for k, one in enumerate(waiting) if one is not None and one[1] in FIRST), 0)
        number, method, arguments = waiting[place] or (0, "summary", ())
        del waiting[place]
        try:
            answer = (number, "ok", getattr(tables, method)(*arguments))
        except DiplogameError as error:
            answer = (number, "refused" if isinstance(error, OrderError) else "failed", str(error))
        except Exception as error:  # noqa: BLE001 - one bad call must not end the process that holds all games
            answer = (number, "failed", f"{type(error).__name__}: {error}")
        try:
            pipe.send(answer)
        except (BrokenPipeError, OSError):
            return


class Worker:
    """One worker process and the calls that wait for it."""

    def __init__(self, where: str, name: str, known: dict[str, str] | None = None) -> None:
        """known: scenarios by name, as the session keeps them."""
        self.where, self.name, self.known = where, name, known or {}
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Be ready for calls on `loop`; the process itself begins with the first."""
        self._loop = loop

    def warm(self) -> None:
        """Begin the process now, so that the first call does not wait for it; from any thread."""
        with self._lock:
            self._begin()

    def _begin(self) -> None:
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(
            target=main, args=(far, self.where, self.name, self.known), name=self.name, daemon=True
        )
        self._process.start()
        far.close()
        threading.Thread(target=self._listen, name=f"{self.name}-pipe", daemon=True).start()

    async def call(self, method: str, *arguments: Any) -> Any:
        """The method's answer. Raises OrderError where the game refuses an order, WorkerError where anything fails."""
        if method not in METHODS:
            raise WorkerError(f"no such call: {method}")
        number = next(self._numbers)
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting[number] = future
        try:
            await self._loop.run_in_executor(None, self._send, (number, method, arguments))
            return await future
        finally:
            self._waiting.pop(number, None)

    @property
    def pending(self) -> int:
        return len(self._waiting)

    def stop(self) -> None:
        """End the process; again, or without one, nothing."""
        if self._process is None or self._pipe.closed:
            return
        try:
            with self._lock:
                self._pipe.send(None)
        except OSError:  # it has ended already
            pass
        self._process.join(timeout=2)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(timeout=2)
        self._pipe.close()

    def _send(self, message: tuple[int, str, tuple[Any, ...]]) -> None:
        try:
            with self._lock:
                self._begin()
                self._pipe.send(message)
        except OSError:
            self._loop.call_soon_threadsafe(self._gone)

    def _listen(self) -> None:
        while True:
            try:
                answer = self._pipe.recv()
            except (EOFError, OSError, TypeError):  # TypeError: the pipe was closed while it was read
                break
            self._loop.call_soon_threadsafe(self._settle, *answer)
        try:
            self._loop.call_soon_threadsafe(self._gone)
        except (RuntimeError, AttributeError):  # the loop is closed already, or was never there
            return

    def _settle(self, number: int, kind: str, value: Any) -> None:
        future = self._waiting.get(number)
        if future is None or future.done():
            return
        if kind == "ok":
            future.set_result(value)
        elif kind == "refused":
            future.set_exception(OrderError("order", None, value))
        else:
            future.set_exception(WorkerError(value))

    def _gone(self) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(
                    WorkerError("the process that plays the games has ended; start the server again on the same folder")
                )
