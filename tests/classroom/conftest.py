from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests and the server's worker find the small game by name

from browsing import ARGUMENTS, CHROMIUM, SHOTS, Room
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


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    given = os.environ.get("DIPLOGAME_AXE")
    if given:
        return Path(given).read_text(encoding="utf-8")
    if shutil.which("npm") is None:
        pytest.skip("neither DIPLOGAME_AXE nor npm")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run(["npm", "pack", "axe-core@4.14.1"], cwd=folder, capture_output=True, check=False, timeout=120)
    packs = list(folder.glob("axe-core-*.tgz"))
    if done.returncode or not packs:
        pytest.skip("npm could not fetch axe-core")
    with tarfile.open(packs[0]) as pack:
        member = pack.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def room(browser, tmp_path):
    SHOTS.mkdir(parents=True, exist_ok=True)
    server = Server(tmp_path / "class", "--seed", "5", "--address", "classroom.test", backend=None)
    made = Room(browser, server)
    yield made
    made.close()
    made.server.stop()
