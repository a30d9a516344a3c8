"""A class seat on the desktop: the desk's table with a remote seat at it. Runs in the desktop's worker processes."""

from __future__ import annotations

import json
import os
from typing import Any

from diplogame.classroom.remote import Line, RemoteSeat
from diplogame.desktop.catalogue import described
from diplogame.desktop.desk import Desk
from diplogame.errors import OrderError, SeatError
from diplogame.scenario.load import load_scenario
from diplogame.texts import text

SEAT = "DIPLOGAME_SEAT"
"""Environment variable by which the command hands the joined seat to the desktop's processes."""
DESK, MIRROR = "diplogame.commands.remote_desk:desk", "diplogame.commands.remote_desk:mirror"


def hand_over(seat: RemoteSeat) -> None:
    """Let the desktop's processes, started after this, sit on `seat`."""
    os.environ[SEAT] = json.dumps(
        {
            "host": seat.line.host,
            "port": seat.line.port,
            "secure": seat.line.secure,
            "token": seat.line.token,
            "joined": seat.joined,
        }
    )


class RemoteTable:
    """A game of which only one seat is within reach."""

    def __init__(self, seat: RemoteSeat | Following, *, acts: bool) -> None:
        """acts: False for the process that only follows and imagines."""
        self.remote: Any = seat
        self.acts = acts
        page = seat.page()
        if page["view"] is None:
            raise SeatError("role", None, text("classroom.terminal.no_seat"))
        self._told = described(load_scenario(page["view"]["scenario"]))

    @property
    def people(self) -> list[str]:
        return [self.remote.role]

    def status(self) -> dict[str, Any]:
        page = self.remote.page()
        view = page["view"]
        over = page["phase"] == "over"
        return {
            **self._told, "scenario": view["scenario"], "seed": 0, "level": "normal", "people": self.people, "turn": page["turn"], "last": page["turn"] + over,
            "over": over, "ending": view["ending"], "undone": False, "code": None, "note": "", "digest": "", "live": True,
        }  # fmt: skip

    def seat(self, role: str) -> Any:
        if role != self.remote.role:
            raise SeatError("role", role, text("classroom.remote.own_seat", role=self.remote.role))
        return self.remote

    def end_turn(self) -> None:
        """Hand in, and wait for the teacher's clock."""
        if self.acts:
            self.remote.end_turn()

    def pulse(self) -> dict[str, Any]:
        found: dict[str, Any] = self.remote.pulse()
        return found

    def ready(self) -> None:
        self.remote.ready()

    def letters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.remote.letters()
        return found

    def say(self, to: str, words: str) -> None:
        self.remote.say(to, words)

    def undo(self) -> None:
        raise OrderError("", None, text("classroom.remote.no_undo"))

    def save(self, path: str) -> None:  # noqa: ARG002 - as the desk calls it
        raise OrderError("", None, text("classroom.remote.no_save"))

    def fork(self, turn: int, people: list[str] | None = None) -> RemoteTable:  # noqa: ARG002 - as the desk calls it
        if people is not None:
            raise OrderError("", None, text("classroom.remote.no_save"))
        return self

    def lifted(self, role: str) -> dict[str, Any]:  # noqa: ARG002 - as the desk calls it
        raise OrderError("", None, text("classroom.remote.no_lift"))


class Following:
    """The remote seat in the process that must not act: it looks and imagines."""

    def __init__(self, seat: RemoteSeat) -> None:
        self._seat = seat

    def __getattr__(self, name: str) -> Any:
        return getattr(self._seat, name)

    def submit(self, *_: Any) -> None:
        return None


class RemoteEngine:
    """Makes the one table there is."""

    def __init__(self, *, acts: bool) -> None:
        self.acts = acts

    def catalogue(self) -> dict[str, Any]:
        return {"scenarios": [self._table()._told], "levels": ["normal"]}  # noqa: SLF001 - its own table

    def new(self, scenario: str, people: list[str], seed: int | None, level: str) -> RemoteTable:  # noqa: ARG002 - as the desk calls it
        return self._table()

    def load(self, path: str) -> RemoteTable:  # noqa: ARG002 - as the desk calls it
        return self._table()

    def header(self, path: str) -> dict[str, Any]:  # noqa: ARG002 - as the desk calls it
        raise OrderError("", None, text("classroom.remote.no_save"))

    def salvage(self, path: str) -> RemoteTable:  # noqa: ARG002 - as the desk calls it
        raise OrderError("", None, text("classroom.remote.no_save"))

    def stands(self, path: str) -> None:  # noqa: ARG002 - as the desk calls it
        return None

    def _table(self) -> RemoteTable:
        told = json.loads(os.environ[SEAT])
        line = Line(f"{'https' if told['secure'] else 'http'}://{told['host']}:{told['port']}", told["token"])
        seat: Any = RemoteSeat(line, told["joined"])
        return RemoteTable(seat if self.acts else Following(seat), acts=self.acts)


def desk() -> Desk:
    """What the worker that plays builds; nothing is saved here, the class server keeps it all."""
    return Desk(RemoteEngine(acts=True), writes=False)


def mirror() -> Desk:
    """What the worker that imagines builds."""
    return Desk(RemoteEngine(acts=False), writes=False)
