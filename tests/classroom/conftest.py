from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests and the server's worker find the small game by name

from serving import FAKE, Server


class Inline:
    """A worker without a process: the same calls, answered at once."""

    def __init__(self, where: str, name: str, known: dict[str, str] | None = None) -> None:
        from diplogame.classroom.engine import Tables

        self.tables, self.pending = Tables(where), 0
        for scenario, text in (known or {}).items():
            self.tables.learn(scenario, text)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        pass

    def warm(self) -> None:
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
