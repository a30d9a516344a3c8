"""The class server as one thing: session, door, listening sockets and the small jobs that run beside them."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diplogame.classroom import network, protocol
from diplogame.classroom.acts import clock, joining
from diplogame.classroom.acts.rehearsal import practice
from diplogame.classroom.acts.turns import end_turn_soon
from diplogame.classroom.door import Door
from diplogame.classroom.security import Hosts
from diplogame.classroom.server import Server
from diplogame.classroom.session import Session, open_session
from diplogame.classroom.web import make_app
from diplogame.classroom.worker import GAME, Worker
from diplogame.errors import DiplogameError, SettingError

TICK = 0.25
WATCH_SECONDS = 5.0
WARM_SECONDS = 10.0
"""After which the process for imagined futures begins: the server has come up by then, and nobody has asked yet."""


@dataclass(frozen=True)
class Wanted:
    """How to serve."""

    folder: Path
    scenario: str
    """Name or path; empty: the one that the folder holds."""
    host: str = "127.0.0.1"
    port: int | None = None
    """None: the port that the folder remembers, else 8000. 0: the same, else a free one."""
    lan: bool = False
    address: str | None = None
    """The address to show and accept, instead of the ranked ones."""
    seed: int | None = None
    level: str = "normal"
    cert: str | None = None
    key: str | None = None
    where: str = GAME
    turns: Worker | None = None
    """A process for turns that has begun already."""


class House:
    """A running class server; `async with House.open(...)`."""

    def __init__(self, wanted: Wanted, session: Session) -> None:
        self.wanted, self.session = wanted, session
        self.hosts = Hosts(wanted.host, *([wanted.address] if wanted.address else []))
        self.door = Door(session, self.hosts)
        self.door.secure = wanted.cert is not None
        self.door.open_lan = self.open_lan
        self.server = Server(make_app(self.door), cert=wanted.cert, key=wanted.key)
        self.console_token = ""
        self.url = ""

    async def run(self, listening: Callable[[House], None]) -> None:
        """Serve until stopped. `listening` is called once, when calls are answered."""
        made = self._bind()
        self.hosts.port = made.getsockname()[1]
        self.session.log.remember("port", str(self.hosts.port))
        self.console_token = await joining.issue(self.session, "facilitator")
        self.url = network.shown(
            "127.0.0.1" if _everywhere(self.wanted.host) else self.wanted.host, self.hosts.port, secure=self.door.secure
        )
        if _everywhere(self.wanted.host):
            self.door.lan = True
        self._look()
        with self.server.capture_signals():
            self.server.config.load()
            self.server.lifespan = self.server.config.lifespan_class(self.server.config)
            await self.server.startup(sockets=[made])
            if self.wanted.lan and not self.door.lan:
                await self.open_lan()
            beside = [asyncio.create_task(self._clocks()), asyncio.create_task(self._watch())]
            listening(self)
            try:
                await self.server.main_loop()
            finally:
                for task in beside:
                    task.cancel()
                await self.server.shutdown(sockets=[made])
                await self.session.close()

    async def open_lan(self) -> None:
        """Listen on this machine's network addresses too."""
        self.door.lan = True
        for address in network.addresses():
            await self._listen(address.ip)
        self._look()
        self.session.tell_console()
        self.session.tell("screen", "lobby", {})

    async def _listen(self, ip: str) -> None:
        if ip in self.hosts.names or _everywhere(self.wanted.host):
            self.hosts.add(ip)
            return
        with contextlib.suppress(OSError):  # an address that went away between looking and binding
            made = network.listener(ip, self.hosts.port)
            await self.server.listen_too(made)
            self.hosts.add(ip)

    def _look(self) -> None:
        """Which addresses to show; the best first."""
        found = []
        if self.wanted.address:
            found.append(
                {
                    "url": network.shown(self.wanted.address, self.hosts.port, secure=self.door.secure),
                    "interface": "",
                    "lan": True,
                }
            )
        if self.door.lan:
            for address in network.addresses():
                if _everywhere(self.wanted.host):
                    self.hosts.add(address.ip)
                if address.ip in self.hosts.names and address.ip != self.wanted.address:
                    found.append(
                        {
                            "url": network.shown(address.ip, self.hosts.port, secure=self.door.secure),
                            "interface": address.interface,
                            "lan": True,
                        }
                    )
        found.append({"url": self.url, "interface": "", "lan": False})
        if found != self.door.addresses:
            self.door.addresses = found
            self.session.tell_console()
            self.session.tell("screen", "lobby", {})

    def _bind(self) -> socket.socket:
        kept = int(self.session.log.meta("port") or 0)
        asked = self.wanted.port
        for port in dict.fromkeys([asked] if asked else [kept or (8000 if asked is None else 0), 0]):
            try:
                return network.listener(self.wanted.host, port or 0)
            except socket.gaierror:
                raise SettingError("--host", self.wanted.host, "is not a name or an address of this machine") from None
            except OSError as error:
                trouble = error
        raise SettingError(
            "--port",
            asked,
            f"cannot be listened on at {self.wanted.host}: {trouble.strerror}; --port 0 takes a free one",
        )

    async def _clocks(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(TICK)
            ticks += 1
            for group in list(self.session.groups.values()):
                if clock.late(self.session, group):
                    end_turn_soon(self.session, group)
                elif clock.practice_done(self.session, group):
                    await practice(self.session, protocol.Practice(group=group.id, on=False))
            if ticks == round(WARM_SECONDS / TICK):
                asyncio.get_running_loop().run_in_executor(None, self.session.futures.warm)
            if ticks % round(WATCH_SECONDS / TICK) == 0:
                self.session.remember_clocks()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if self.door.lan:
                for address in network.addresses():
                    if address.ip not in self.hosts.names:
                        await self._listen(address.ip)
                self._look()


def _everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


async def serve(wanted: Wanted, listening: Callable[[House], None]) -> None:
    """Open the session and serve it until stopped. Raises DiplogameError."""
    session = await open_session(
        wanted.folder,
        wanted.scenario,
        seed=wanted.seed,
        level=wanted.level,
        where=wanted.where,
        turns=wanted.turns,
    )
    try:
        house = House(wanted, session)
        await house.run(listening)
    except DiplogameError:
        await session.close()
        raise


def told(house: House) -> dict[str, Any]:
    """The one line of `serve --json`."""
    return {
        "url": house.url,
        "join_code": house.session.code,
        "console_token": house.console_token,
        "session": house.session.id,
    }
