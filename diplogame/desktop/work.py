"""The other side of the desk: games, AI states and forecasts live in one long-lived process, so that no frame waits.

`Worker` starts that process and talks to it over a pipe; `Inline` has the same face and works in this process (tests). A
request is a name with plain arguments; replies come back in order, a forecast with partial ones before its last.
"""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from diplogame.errors import DiplogameError

FORECAST = "forecast"


class Reply(NamedTuple):
    """One answer to request `number`."""

    number: int
    kind: str
    """part, done, refused (a message for the person), broken (an error of the program), dropped (overtaken)."""
    value: Any


class Overtaken(Exception):  # noqa: N818 - no error: a forecast makes way for what a person asked
    """Raised inside a forecast when another request waits."""


@dataclass
class Asked:
    """What to do with the replies to one request."""

    done: Callable[[Any], None]
    part: Callable[[Any], None] | None = None
    failed: Callable[[str, str], None] | None = None


class Bench(Protocol):
    """What does the work: `Desk`, or a test's."""

    def handle(self, name: str, arguments: dict[str, Any], part: Callable[[Any], None]) -> Any: ...


@dataclass
class Post:
    """Numbers requests and hands replies to those who asked."""

    waiting: dict[int, Asked] = field(default_factory=dict)
    count: int = 0

    def send(self, number: int, name: str, arguments: dict[str, Any]) -> None:
        raise NotImplementedError

    def receive(self) -> list[Reply]:
        raise NotImplementedError

    def ask(
        self,
        name: str,
        done: Callable[[Any], None],
        part: Callable[[Any], None] | None = None,
        failed: Callable[[str, str], None] | None = None,
        **arguments: Any,
    ) -> int:
        self.count += 1
        self.waiting[self.count] = Asked(done, part, failed)
        self.send(self.count, name, arguments)
        return self.count

    def poll(self) -> int:
        """Hand out what has come in; returns how many replies there were."""
        replies = self.receive()
        for reply in replies:
            asked = self.waiting.get(reply.number)
            if reply.kind != "part":
                self.waiting.pop(reply.number, None)
            if asked is None:
                continue
            if reply.kind == "part":
                if asked.part:
                    asked.part(reply.value)
            elif reply.kind == "done":
                asked.done(reply.value)
            elif asked.failed:
                asked.failed(reply.kind, str(reply.value))
        return len(replies)

    @property
    def busy(self) -> bool:
        return bool(self.waiting)

    def close(self) -> None:
        pass


class Inline(Post):
    """Works at once, in this process: the null twin of `Worker`."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self._out: list[Reply] = []
        self._in: list[tuple[int, str, dict[str, Any]]] = []

    def send(self, number: int, name: str, arguments: dict[str, Any]) -> None:
        self._in.append((number, name, arguments))

    def receive(self) -> list[Reply]:
        for number, name, arguments in self._in:
            self._out.extend(_work(self.bench, number, name, arguments, lambda: False))
        self._in = []
        out, self._out = self._out, []
        return out


class Worker(Post):
    """One spawned process. `factory` is 'module:callable', called there without arguments."""

    def __init__(self, factory: str, *, gentle: bool = False) -> None:
        """`gentle`: it lets others go first, so that frames keep their pace on a machine with few cores."""
        super().__init__()
        self.factory, self.gentle = factory, gentle
        self._ends: Any = None
        self._process: Any = None

    def start(self) -> None:
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            self._ends, theirs = context.Pipe()
            self._process = context.Process(
                target=serve, args=(theirs, self.factory, self.gentle), daemon=True, name="diplogame-desk"
            )
            self._process.start()
            theirs.close()

    def send(self, number: int, name: str, arguments: dict[str, Any]) -> None:
        self.start()
        with suppress(OSError):  # receive() tells of it
            self._ends.send((number, name, arguments))

    def receive(self) -> list[Reply]:
        out: list[Reply] = []
        if self._process is None:
            return out
        try:
            while len(out) < 4 and self._ends.poll():
                out.append(Reply(*self._ends.recv()))
        except (EOFError, OSError):
            self._ends.close()
            self._process = None
            out += [Reply(number, "broken", "worker") for number in self.waiting]
        return out

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def close(self) -> None:
        if self._process is not None:
            with suppress(OSError):
                self._ends.send(None)
            self._process.join(0.4)
            if self._process.is_alive():
                self._process.terminate()
            self._process = None


class Pair(Post):
    """Two processes: `hands` play the game and save it, `mind` follows it and imagines futures, so that neither waits for the other.

    The mind plays every turn along (the same dockets meet the same luck); it opens the hands' save whenever another game comes to the table.
    """

    OPENING = ("new", "salvage", "fork", "undo")
    FOLLOWED = ("commit", "end_turn")

    def __init__(self, factory: str, mirror: str) -> None:
        super().__init__()
        self.hands, self.mind = Worker(factory), Worker(mirror, gentle=True)

    def start(self) -> None:
        self.hands.start()
        self.mind.start()

    def ask(
        self,
        name: str,
        done: Callable[[Any], None],
        part: Callable[[Any], None] | None = None,
        failed: Callable[[str, str], None] | None = None,
        **arguments: Any,
    ) -> int:
        if name == FORECAST:
            return self.mind.ask(name, done, part, failed, **arguments)

        def settled(value: Any) -> None:
            if name in self.OPENING:
                self._follow("load", path=value["path"], at=value.get("last", value["turn"]))
            elif name == "load" or name in self.FOLLOWED:
                self._follow(name, **arguments)
            done(value)

        return self.hands.ask(name, settled, part, failed, **arguments)

    def _follow(self, name: str, **arguments: Any) -> None:
        self.mind.ask(name, _nothing, None, _nothing, **arguments)

    def poll(self) -> int:
        return self.hands.poll() + self.mind.poll()

    @property
    def busy(self) -> bool:
        return self.hands.busy or self.mind.busy

    def close(self) -> None:
        self.hands.close()
        self.mind.close()


def _nothing(*_: Any) -> None:
    pass


def make(factory: str) -> Any:
    module, _, name = factory.partition(":")
    return getattr(import_module(module), name)()


def serve(pipe: Any, factory: str, gentle: bool = False) -> None:
    """The process's life: build the bench, then answer until the pipe ends."""
    import os
    import signal

    if gentle and hasattr(os, "nice"):
        os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the window's business
    bench = None
    while True:
        try:
            request = pipe.recv()
        except (EOFError, OSError):
            return
        if request is None:
            return
        number, name, arguments = request
        if name == FORECAST and pipe.poll():
            pipe.send(Reply(number, "dropped", None))
            continue
        try:
            bench = bench or make(factory)
        except Exception:  # noqa: BLE001 - whatever it is, the window must hear of it
            pipe.send(Reply(number, "broken", traceback.format_exc(limit=-4)))
            continue
        try:
            for reply in _work(bench, number, name, arguments, pipe.poll, pipe.send):
                pipe.send(reply)
        except (BrokenPipeError, OSError):
            return


def _work(
    bench: Bench,
    number: int,
    name: str,
    arguments: dict[str, Any],
    waits: Callable[[], bool],
    send: Callable[[Reply], None] | None = None,
) -> list[Reply]:
    parts: list[Reply] = []

    def part(value: Any) -> None:
        if name == FORECAST and waits():
            raise Overtaken
        reply = Reply(number, "part", value)
        if send:
            send(reply)
        else:
            parts.append(reply)

    try:
        return (
            [*parts, Reply(number, "done", bench.handle(name, arguments, part))]
            if send
            else _collect(bench, number, name, arguments, part, parts)
        )
    except Overtaken:
        return [*parts, Reply(number, "dropped", None)]
    except (DiplogameError, OSError) as error:
        return [*parts, Reply(number, "refused", str(error))]
    except Exception:  # noqa: BLE001 - the same
        return [*parts, Reply(number, "broken", traceback.format_exc(limit=-4))]


def _collect(
    bench: Bench, number: int, name: str, arguments: dict[str, Any], part: Callable[[Any], None], parts: list[Reply]
) -> list[Reply]:
    value = bench.handle(name, arguments, part)
    return [*parts, Reply(number, "done", value)]
