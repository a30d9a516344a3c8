"""`diplogame balance`: fixed strategies and three levels of play in every role, against the default mind, on the same luck."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from diplogame.balance.board import Board, Plan, measure
from diplogame.balance.page import GROUPS, figures, page
from diplogame.balance.strategies import HABITS, Strategy, habit, strategies
from diplogame.balance.verdicts import Verdict, label, verdicts
from diplogame.errors import Fault, SettingError, suggestion
from diplogame.options import single
from diplogame.record.files import check_place, save_bytes
from diplogame.scenario.load import load_scenario
from diplogame.scenario.paths import with_settings
from diplogame.streams import width
from diplogame.texts import text
from diplogame.verbs.verb import verb_names

WIDE = 200
"""Columns of the table where no terminal says otherwise."""
PLACES = 4
"""Decimals in JSON."""


def run(options: Namespace) -> int:
    """Play, print, and write the page if asked; status 0 whether the verdicts hold or not, since a miss is a finding."""
    settings = single(options.settings, "--set")
    scenario = with_settings(load_scenario(options.scenario), settings)
    plan = Plan(
        options.scenario, tuple(settings.items()), options.games, options.hard_games or options.games, options.seed,
        _roles(options.roles, tuple(scenario.states)), _strategies(options.only),
    )  # fmt: skip
    if options.out:
        check_place(options.out)
    board = _measured(plan, options.workers or os.cpu_count() or 1)
    found = verdicts(board)
    if options.out:
        save_bytes(options.out, page(board, found, _command(options)).encode("utf-8"))
    if options.json:
        print(json.dumps(plain(board, found), indent=1))
    else:
        _print(board, found)
    return 0


def _roles(wanted: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    faults = [Fault("--roles", role, suggestion(role, known, "role")) for role in wanted if role not in known]
    if faults:
        raise SettingError.of(faults)
    return tuple(role for role in known if not wanted or role in wanted)


def _strategies(only: list[str]) -> tuple[Strategy, ...]:
    known, faults, found = strategies(), [], []
    for name in only or known:
        head, sign, verb = name.partition(":")
        if head in HABITS and sign:
            if verb not in verb_names():
                faults.append(Fault("--only", name, suggestion(verb, verb_names(), "verb")))
            else:
                found.append(habit(name))
        elif name not in known:
            faults.append(Fault("--only", name, suggestion(name, known, "strategy")))
        else:
            found.append(known[name])
    if faults:
        raise SettingError.of(faults)
    return tuple(found)


def _measured(plan: Plan, workers: int) -> Board:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(text("balance.playing"), total=None)
        return measure(plan, workers, lambda done, total: bar.update(task, completed=done, total=total))


def _command(options: Namespace) -> str:
    parts = ["diplogame balance", options.scenario, f"--games {options.games}", f"--seed {options.seed}"]
    parts += [f"--hard-games {options.hard_games}"] if options.hard_games else []
    parts += [f"--roles {','.join(options.roles)}"] if options.roles else []
    parts += [f"--only {','.join(options.only)}"] if options.only else []
    parts += [f"--set {path}={value}" for path, value in options.settings]
    return " ".join([*parts, f"--out {Path(options.out).as_posix()}"])


def plain(board: Board, found: list[Verdict]) -> dict[str, Any]:
    """The table as plain data."""
    roles: dict[str, Any] = {}
    for role in board.roles:
        one = board.default[role]
        cells = {}
        for strategy in board.strategies:
            cell = board.cells[strategy.name, role]
            cells[strategy.name] = None if cell is None else {
                "mean": round(cell.mean, PLACES), "error": round(cell.error, PLACES), "difference": round(cell.difference, PLACES),
                "paired_error": round(cell.paired, PLACES), "games": cell.games, "endings": cell.endings,
            }  # fmt: skip
        roles[role] = {
            "default": {"mean": round(one.mean, PLACES), "error": round(one.error, PLACES), "spread": round(one.spread, PLACES),
                        "orders": {order: round(share, PLACES) for order, share in one.top}},
            "strategies": cells, "series": board.series("hard", "easy", role),
        }  # fmt: skip
    return {
        "scenario": board.scenario, "games": board.games, "seed": board.seed, "endings": board.endings, "roles": roles,
        "verdicts": [{"name": one.name, "holds": one.ok, "text": one.words, "figures": one.figures} for one in found],
    }  # fmt: skip


def _print(board: Board, found: list[Verdict]) -> None:
    console = Console(emoji=False, width=width(WIDE))
    console.print(text("balance.title", games=board.games, scenario=board.scenario, seed=board.seed))
    table = Table(box=None, pad_edge=False)
    table.add_column(text("balance.column.strategy"), no_wrap=True)
    for role in board.roles:
        table.add_column(board.names[role], justify="right", no_wrap=True)
    table.add_row(
        text("balance.default"),
        *(text("balance.mean", m=board.default[role].mean, e=board.default[role].error) for role in board.roles),
    )
    table.add_row(text("balance.spread"), *(f"{board.default[role].spread:.1f}" for role in board.roles))
    for kind, _ in GROUPS:
        for strategy in board.of(kind):
            table.add_row(
                label(strategy.name), *(figures(board.cells[strategy.name, role], kind) for role in board.roles)
            )
    console.print(table)
    console.print(text("balance.note"))
    held = Table(box=None, pad_edge=False)
    for name in ("verdict", "holds", "figures"):
        held.add_column(text(f"balance.column.{name}"))
    for one in found:
        held.add_row(
            one.words,
            f"[green]{text('balance.ok')}[/green]" if one.ok else f"[red]{text('balance.miss')}[/red]",
            one.figures,
        )
    console.print()
    console.print(held)
    console.print(text("balance.sum", held=sum(one.ok for one in found), n=len(found)))
