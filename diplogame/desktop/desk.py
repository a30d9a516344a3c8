"""What stands behind the pipe: one game (and one replay) with its saves. Answers the screens' requests with plain data.

Runs in the worker's process; knows nothing of windows. `Table` is the little of an engine that it needs: the real one is in
engine.py, tests bring their own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from diplogame.desktop.settings import saves_folder
from diplogame.errors import DiplogameError, RecordError

AUTOSAVE = "{scenario}-{role}-{seed}.jsonl"


class Table(Protocol):
    """A played game with seats."""

    @property
    def people(self) -> list[str]: ...
    def status(self) -> dict[str, Any]: ...
    def seat(self, role: str) -> Any: ...
    def end_turn(self) -> None: ...
    def undo(self) -> None: ...
    def save(self, path: str) -> None: ...
    def fork(self, turn: int, people: list[str] | None = None) -> Table: ...
    def lifted(self, role: str) -> dict[str, Any]: ...


class Engine(Protocol):
    """Makes tables."""

    def catalogue(self) -> dict[str, Any]: ...
    def new(self, scenario: str, people: list[str], seed: int | None, level: str) -> Table: ...
    def load(self, path: str) -> Table: ...
    def header(self, path: str) -> dict[str, Any]: ...
    def salvage(self, path: str) -> Table: ...
    def stands(self, path: str) -> int | None: ...


class Desk:
    """One person's desk: `handle` is all there is to it."""

    def __init__(self, engine: Engine, folder: Path | None = None, *, writes: bool = True) -> None:
        """`writes` False: a desk that only follows another one and keeps no saves."""
        self.engine = engine
        self.writes = writes
        self.folder = folder or saves_folder()
        self.table: Table | None = None
        self.path: Path | None = None
        self.replay: Table | None = None
        self._steps: dict[int, Table] = {}

    def handle(self, name: str, arguments: dict[str, Any], part: Callable[[Any], None]) -> Any:
        if name == "forecast":
            return self.forecast(part=part, **arguments)
        if name not in REQUESTS:
            raise RecordError("request", name, f"there are: {', '.join(REQUESTS)}")
        return getattr(self, name)(**arguments)

    # what can be played
    def catalogue(self) -> dict[str, Any]:
        return self.engine.catalogue()

    def shelf(self) -> list[dict[str, Any]]:
        """All saves, newest first; a file that is damaged or foreign has an `error` in words, the number of turns before the damage as `stands` (None: it cannot be
        opened at all) and no other claims.
        """
        found = []
        paths = [path for path in self.folder.glob("*.jsonl") if path.is_file()] if self.folder.is_dir() else []
        for path in sorted(paths, key=_age, reverse=True)[:200]:
            entry: dict[str, Any] = {"path": str(path), "file": path.name, "time": _age(path), "error": None}
            try:
                entry.update(self.engine.header(str(path)))
            except (DiplogameError, OSError) as error:
                entry.update(error=str(error), stands=self.engine.stands(str(path)))
            found.append(entry)
        return found

    # starting
    def new(self, scenario: str, people: list[str], seed: int | None, level: str) -> dict[str, Any]:
        self.table = self.engine.new(scenario, people, seed, level)
        self._steps = {}
        status = self.table.status()
        self.path = self._fresh(status)
        return self._kept()

    def load(self, path: str, at: int | None = None) -> dict[str, Any]:
        """Put a record on the table; `at`: only up to the start of that turn, whatever has been played since."""
        self.table = self.engine.load(path)
        status = self.table.status()
        if at is not None and status.get("last", status["turn"]) > at:
            self.table = self.table.fork(at)
        self._steps = {}
        place = Path(path)
        self.path = place if place.parent == self.folder else self._fresh(self.table.status())
        return self._status()

    def salvage(self, path: str) -> dict[str, Any]:
        """Put on the table what stands whole of a damaged record, in a file of its own; the damaged file stays as it is."""
        self.table = self.engine.salvage(path)
        self._steps = {}
        self.path = self._fresh(self.table.status(), "salvaged")
        return self._kept()

    def fork(self, turn: int, people: list[str]) -> dict[str, Any]:
        """A new game out of the replay (or else of the game), from the start of `turn`."""
        source = self.replay or self._table()
        self.table = source.fork(turn, people)
        self._steps = {}
        self.path = self._fresh(self.table.status(), f"fork{turn}")
        return self._kept()

    # playing
    def status(self) -> dict[str, Any]:
        return self._status()

    def seat(self, role: str) -> dict[str, Any]:
        """All that the main screen shows of a seat, in one answer."""
        seat = self._table().seat(role)
        over = bool(self._table().status()["over"])
        return {
            "picture": seat.picture(),
            "asked": [] if over else seat.asked(),
            "orders": [] if over else seat.orders(),
        }

    def find(self, role: str, verb: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return self._table().seat(role).find(verb, **parameters)

    def commit(self, role: str, orders: list[str], answers: dict[str, str]) -> bool:
        self._table().seat(role).submit(orders, answers)
        return True

    def end_turn(self) -> dict[str, Any]:
        self._table().end_turn()
        return self._kept()

    def undo(self) -> dict[str, Any]:
        self._table().undo()
        return self._kept()

    # a game whose clock stands elsewhere
    def pulse(self) -> dict[str, Any]:
        found: dict[str, Any] = self._live().pulse()
        return found

    def ready(self, role: str, orders: list[str], answers: dict[str, str]) -> bool:
        """Hand in and say so; the turn ends when the other side says."""
        self._live().seat(role).submit(orders, answers)
        self._live().ready()
        return True

    def letters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._live().letters()
        return found

    def say(self, to: str, words: str) -> list[dict[str, Any]]:
        self._live().say(to, words)
        return self.letters()

    def why(self, role: str, event: str) -> dict[str, Any]:
        return self._table().seat(role).why(event)

    def forecast(self, role: str, orders: list[str], futures: int, part: Callable[[Any], None]) -> dict[str, Any]:
        return self._table().seat(role).forecast(orders, futures=futures, progress=lambda value=None, *_: part(value))

    def result(self, role: str) -> dict[str, Any]:
        return self._table().seat(role).result()

    def save(self, label: str = "") -> dict[str, Any]:
        """Save under a name of the person's own; without one, the game's own file."""
        plain = re.sub(r"[^\w -]", "", label).strip()[:60]
        path = self.folder / f"{plain}.jsonl" if plain else self._own()
        self._write(path)
        return {"path": str(path), "file": path.name}

    def forget(self, path: str) -> bool:
        """Remove a save from the shelf."""
        place = Path(path)
        if place.parent != self.folder or place.suffix != ".jsonl":
            raise RecordError("path", path, "only saves in the game's own folder can be removed here")
        place.unlink(missing_ok=True)
        return True

    # replays
    def open_replay(self, path: str | None) -> dict[str, Any]:
        """Open a record to look at; None is the game on the table."""
        self.replay = self.engine.load(path) if path else self._table()
        self._steps = {}
        return {**self.replay.status(), "path": path or str(self.path or "")}

    def step(self, turn: int, role: str | None) -> dict[str, Any]:
        """The replay at the start of `turn` as `role` saw it; None: with the fog lifted."""
        if self.replay is None:
            raise RecordError("replay", None, "open a record first")
        status = self.replay.status()
        last = status.get("last", status["turn"])
        if turn not in self._steps:
            self._steps[turn] = self.replay if turn >= last else self.replay.fork(turn)
        table = self._steps[turn]
        shown = role or table.status()["roles"][0]["role"]
        picture = table.lifted(shown) if role is None else table.seat(role).picture()
        return {"turn": turn, "role": role, "picture": picture}

    def replay_why(self, event: str, role: str | None) -> dict[str, Any]:
        table = self.replay or self._table()
        return table.seat(role or table.status()["roles"][0]["role"]).why(event)

    def _table(self) -> Table:
        if self.table is None:
            raise RecordError("game", None, "start or load one first")
        return self.table

    def _live(self) -> Any:
        table = self._table()
        if not hasattr(table, "pulse"):
            raise RecordError("game", None, "has its clock on this desk")
        return table

    def _status(self) -> dict[str, Any]:
        return {**self._table().status(), "path": str(self.path or "")}

    def _kept(self) -> dict[str, Any]:
        """Write the autosave, then tell how things stand."""
        status = self._status()
        if not self.writes:
            return status
        try:
            self._write(self._own())
        except (OSError, DiplogameError) as error:
            status["unsaved"] = str(error)
        return status

    def _own(self) -> Path:
        if self.path is None:
            self.path = self._fresh(self._table().status())
        return self.path

    def _fresh(self, status: dict[str, Any], note: str = "") -> Path:
        people = "+".join(status["people"]) or "none"
        name = AUTOSAVE.format(scenario=status["scenario"], role=people[:40], seed=status["seed"])
        stem = Path(name).stem + (f"-{note}" if note else "")
        path, k = self.folder / f"{stem}.jsonl", 2
        while path.exists():
            path, k = self.folder / f"{stem}-{k}.jsonl", k + 1
        return path

    def _write(self, path: Path) -> None:
        """Whole or not at all: beside it first, then in its place."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._table().save(str(fresh))
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


REQUESTS = (
    "catalogue", "shelf", "new", "load", "salvage", "fork", "status", "seat", "find", "commit", "end_turn", "undo", "pulse", "ready", "letters", "say", "why", "result", "save", "forget", "open_replay", "step",
    "replay_why",
)  # fmt: skip


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
