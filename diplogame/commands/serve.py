"""`diplogame serve`: a class server in this terminal, until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
import webbrowser
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import segno

from diplogame.classroom.log import FILE
from diplogame.classroom.worker import GAME, Worker
from diplogame.compiled import patiently
from diplogame.errors import SettingError
from diplogame.scenario.load import load_scenario
from diplogame.texts import text

if TYPE_CHECKING:
    from diplogame.classroom.house import House

DEFAULT_PORT = 8000
DEFAULT_SCENARIO = "moscow_table"


def run(options: Namespace) -> int:
    """Serves; returns 0 when stopped by a signal that asks for it."""
    patiently()
    folder = Path(options.data) if options.data else _new_folder()
    if getattr(options, "cert", None) and not getattr(options, "key", None):
        raise SettingError("--key", None, "belongs with --cert")
    scenario = _scenario(options.scenario, folder)
    if scenario:
        load_scenario(scenario)  # what cannot be played starts no worker, and leaves no folder behind
    where = os.environ.get("DIPLOGAME_BACKEND", GAME)
    turns = Worker(where, "turns")
    turns.warm()  # it loads the engine while this process loads the web server
    try:
        return _serve(options, folder, scenario, where, turns)
    finally:
        turns.stop()


def _serve(options: Namespace, folder: Path, scenario: str, where: str, turns: Worker) -> int:
    from diplogame.classroom.house import Wanted, serve

    wanted = Wanted(
        folder=folder,
        scenario=scenario,
        host=options.host,
        port=None if options.port == DEFAULT_PORT else options.port,
        lan=options.lan,
        address=getattr(options, "address", None),
        seed=getattr(options, "seed", None),
        level=getattr(options, "level", None) or "normal",
        cert=getattr(options, "cert", None),
        key=getattr(options, "key", None),
        where=where,
        turns=turns,
    )
    asyncio.run(serve(wanted, lambda house: _announce(house, options, folder)))
    return 0


def _scenario(asked: str | None, folder: Path) -> str:
    """The scenario asked for; a folder that holds a session already says its own, unless another was named."""
    if (folder / FILE).exists() and asked in (None, DEFAULT_SCENARIO):
        return ""
    return asked or DEFAULT_SCENARIO


def _new_folder() -> Path:
    return (
        Path(platformdirs.user_data_path("diplogame", appauthor=False)) / "classes" / time.strftime("%Y-%m-%d_%H%M%S")
    )


def _announce(house: House, options: Namespace, folder: Path) -> None:
    from diplogame.classroom.house import told

    if options.json:
        print(json.dumps(told(house)), flush=True)
        return
    console = f"{house.url}/console#{house.console_token}"
    best = house.door.addresses[0]["url"]
    print(text("classroom.serve.join", url=best, code=house.session.code))
    if sys.stdout.isatty():
        segno.make(best, micro=False).terminal(compact=True)
    print(text("classroom.serve.console", url=console))
    print(text("classroom.serve.folder", folder=folder))
    if not house.door.lan:
        print(text("classroom.serve.loopback"))
    if house.session.restarted:
        print(text("classroom.serve.restarted"))
    print(text("classroom.serve.stop"), flush=True)
    if sys.stdout.isatty():
        webbrowser.open(console)
