"""run.json: what a results folder holds, so that it can be made again, and so that nothing else is mixed in."""

from __future__ import annotations

import hashlib
import platform
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import polars as pl

from diplogame.batch.design import Design, design_of
from diplogame.batch.job import Job
from diplogame.batch.machine import cores
from diplogame.batch.plan import Plan
from diplogame.batch.store import RUN, Folder
from diplogame.errors import BatchError, Fault

FORMAT = 1
_PACKAGES = ("numpy", "polars", "mesa", "pydantic")


def header(job: Job, scenario: dict[str, str]) -> dict[str, Any]:
    """What a folder holds: everything that must be the same when a batch goes on."""
    plan = job.plan
    return {
        "format": FORMAT,
        "scenario": {**scenario, "sha256": digest_of([job.scenario]), "text": job.scenario},
        "rules": job.rules,
        "seed": plan.seed,
        "points": plan.points,
        "games_per_point": plan.games,
        "games": plan.total,
        "chunk_games": plan.chunk_games,
        "chunks": plan.chunks,
        "design": job.design.plain(),
    }


def session(engine_version: str) -> dict[str, Any]:
    """One run of the command: when, where, with what."""
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": engine_version,
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "system": platform.platform(),
        "processor": platform.machine(),
        "cores": cores(),
        "games": 0,
        "wall_seconds": 0.0,
    }


class Log:
    """Keeps run.json up to date: at the start, every few seconds, and at the end."""

    EVERY = 10.0

    def __init__(self, folder: Folder, head: dict[str, Any], engine_version: str) -> None:
        self.folder = folder
        old = folder.read_json(RUN)
        if old is None:
            if any(folder.parts("games")):
                raise BatchError(str(folder.path), None, "holds games but no run.json; name an empty folder")
            old = {}
        else:
            refuse_another(old, head, str(folder.path))
        self.here = session(engine_version)
        self.data = {
            **head,
            "complete": bool(old.get("complete", False)),
            "digest": old.get("digest"),
            "sessions": [*old.get("sessions", []), self.here],
        }
        self.since = self.last = time.monotonic()

    def begin(self) -> None:
        """Writes the first version of this run."""
        self._write()

    def add(self, games: int) -> None:
        """So many more games stand on disk."""
        self.here["games"] += games
        if time.monotonic() - self.last >= self.EVERY:
            self._write()

    def end(self, digest: str | None) -> None:
        """The run is over; `digest` stands for all games if none is missing."""
        self.data.update(complete=digest is not None, digest=digest)
        self._write()

    def _write(self) -> None:
        self.last = time.monotonic()
        self.here["wall_seconds"] = round(self.last - self.since, 3)
        sessions = self.data["sessions"]
        data = {
            **self.data,
            "engine": self.here["engine"],
            "versions": {"python": self.here["python"], **self.here["packages"]},
            "wall_seconds": round(sum(one["wall_seconds"] for one in sessions), 3),
        }
        self.folder.write_json(RUN, data)


def refuse_another(old: dict[str, Any], head: dict[str, Any], name: str) -> None:
    """Raises BatchError where a folder holds another batch than the one asked for, saying in what they differ."""
    if old.get("format") != FORMAT:
        raise BatchError(name, old.get("format"), f"this version writes run.json in format {FORMAT}")
    faults = []
    if old["scenario"]["sha256"] != head["scenario"]["sha256"]:
        faults.append(
            Fault("scenario", old["scenario"].get("name"), f"the text differs from {head['scenario']['name']}")
        )
    for key in ("rules", "seed", "games_per_point", "chunk_games"):
        if old[key] != head[key]:
            faults.append(Fault(key, old[key], f"{head[key]} was asked for"))
    if old["design"] != head["design"]:
        faults.append(Fault("design", _told(old["design"]), f"{_told(head['design'])} was asked for"))
    if faults:
        raise BatchError.of(faults, f"{name} holds another batch; name another folder, or ask for the same:")


def plan_of(run: dict[str, Any]) -> Plan:
    """The plan of a folder."""
    return Plan(run["seed"], run["points"], run["games_per_point"], run["chunk_games"])


def design_in(run: dict[str, Any]) -> Design:
    """The design of a folder."""
    return design_of(run["design"])


def digest_of(parts: Iterable[str]) -> str:
    """SHA-256, in hex, of texts one after the other."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode())
    return total.hexdigest()


def digest_of_games(folder: Folder) -> str:
    """One digest for all games, in their order; it does not depend on how the batch was run."""
    return digest_of(
        digest for path in folder.parts("games") for digest in pl.read_parquet(path, columns=["digest"])["digest"]
    )


def _told(design: dict[str, Any]) -> str:
    names = ", ".join(design["varied"]) or "nothing"
    return f"{len(design['points'])} point(s), varying {names}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed" if package not in sys.modules else "unknown"
