from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))
FAKE = "fakegame:FakeBackend"
BACKEND: str | None = None
"""What the browser plays; None is the real game."""


class Inline:
    """A worker without a process: the same calls, answered at once."""

    def __init__(self, where: str, name: str, known: dict[str, str] | None = None) -> None:
        from diplogame.classroom.engine import Tables

        self.tables, self.pending = Tables(where), 0
        for scenario, text in (known or {}).items():
            self.tables.learn(scenario, text)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        pass

    async def call(self, method: str, *arguments: Any) -> Any:
        await asyncio.sleep(0)
        return getattr(self.tables, method)(*arguments)

    def stop(self) -> None:
        pass


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplogame.classroom.session.Worker", Inline)


@pytest.fixture
def play(inline: None, tmp_path: Path) -> Callable[..., Any]:
    """Run an async scene against a session; again on the same folder is a restart."""

    def run(scene: Callable[..., Any], scenario: str = "one_lesson", folder: str = "class", **more: Any) -> Any:
        from diplogame.classroom.session import open_session

        async def whole() -> Any:
            session = await open_session(tmp_path / folder, scenario, seed=more.get("seed", 3), where=FAKE)
            try:
                return await scene(session)
            finally:
                await session.close()

        return asyncio.run(whole())

    return run


UNLIMITED = """
import sys
from diplogame.classroom import limits
for name in ("CALLS_A_SECOND", "CALL_BURST", "STRANGERS_A_SECOND", "STRANGER_BURST", "JOINS_A_SECOND", "JOIN_BURST", "WRONG_CODES"):
    setattr(limits, name, 1e9)
if __name__ == "__main__":
    from diplogame.cli import main
    sys.exit(main())
"""
"""A server without budgets of calls, so that tests of shapes are not answered with 429."""


class Server:
    """`diplogame serve` in a process of its own, with the small game unless told otherwise."""

    def __init__(
        self,
        folder: Path,
        *more: str,
        scenario: str = "one_lesson",
        backend: str | None = FAKE,
        unlimited: bool = False,
    ) -> None:
        path = os.pathsep.join([str(ROOT), str(HERE)])
        env = os.environ | {"PYTHONPATH": path} | ({"DIPLOGAME_BACKEND": backend} if backend else {})
        begin = ["-c", UNLIMITED] if unlimited else ["-m", "diplogame"]
        command = [
            sys.executable,
            *begin,
            "serve",
            scenario,
            "--port",
            "0",
            "--json",
            "--data",
            str(folder),
            *more,
        ]
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(10)
            raise AssertionError(self.process.stderr.read() if self.process.stderr else "no output")
        self.errors: list[str] = []
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()
        told = json.loads(line)
        self.url, self.code, self.console, self.session = (
            told[key] for key in ("url", "join_code", "console_token", "session")
        )
        self.port = int(self.url.rsplit(":", 1)[1])

    def _drain(self) -> None:
        assert self.process.stderr is not None
        self.errors.extend(self.process.stderr)

    def kill(self) -> None:
        self.process.kill()
        self._end()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self._end()

    def _end(self) -> None:
        self.process.wait(20)
        self._reader.join(5)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("class"), "--seed", "5")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def http(server: Server) -> Iterator[Callable[..., Any]]:
    import httpx

    with httpx.Client(base_url=server.url, timeout=15) as client:

        def call(method: str, path: str, body: Any = None, token: str | None = None, **more: Any) -> httpx.Response:
            headers = more.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
            return (
                client.request(method, path, json=body, headers=headers, **more)
                if body is not None
                else client.request(method, path, headers=headers, **more)
            )

        yield call
