"""`diplogame claims`: every check of the claim register and of a batch's shape, side by side."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from diplogame.claims.measured import Measured
from diplogame.claims.registry import Check, checks
from diplogame.claims.runs import DEFAULT
from diplogame.errors import DiplogameError, FileError, SettingError, suggestion
from diplogame.opening import RULES
from diplogame.scenario.load import load_scenario, scenario_hash
from diplogame.streams import width
from diplogame.texts import text

WIDE = 220
"""Columns of the table where no terminal says otherwise."""


def run(options: Namespace) -> int:
    """Measure and print; status 0 whether the claims hold or not, since a miss is a finding."""
    chosen = _chosen(options.only)
    rows, started = [], perf_counter()
    for check in chosen:
        before = perf_counter()
        rows.append((check, _measured(check, options.games, options.seed), perf_counter() - before))
    plain = [_plain(check, found, took) for check, found, took in rows]
    if options.out:
        _write(Path(options.out), plain, options)
    if options.json:
        print(json.dumps(plain, indent=1))
        return 0
    _print(rows, options, perf_counter() - started)
    return 0


def _chosen(only: list[str]) -> list[Check]:
    known = checks()
    for name in only:
        if name not in known:
            raise SettingError("--only", name, suggestion(name, known, "check"))
    return [check for name, check in known.items() if not only or name in only]


def _measured(check: Check, games: int, seed: int) -> Measured | str:
    try:
        return check.measure(games, seed)
    except (DiplogameError, KeyError, ValueError, IndexError, ZeroDivisionError, FloatingPointError) as problem:
        # A check that breaks is a finding too: the others are still wanted.
        return text("claims.table.broken", problem=repr(problem))


def _plain(check: Check, found: Measured | str, took: float) -> dict[str, object]:
    row: dict[str, object] = {"id": check.id, "code": check.code, "seconds": round(took, 2)}
    if isinstance(found, str):
        return {**row, "holds": False, "text": found}
    return {
        **row,
        "value": found.value,
        "threshold": found.threshold,
        "error": found.error,
        "holds": found.ok,
        "unit": found.unit,
        "text": found.text,
    }


def _write(path: Path, rows: list[dict[str, object]], options: Namespace) -> None:
    """What was measured, with what it was measured on, whole or not at all; `seeds/claims_measured.json` is such a file."""
    scenario = load_scenario(DEFAULT)
    data = {
        "rules": RULES,
        "scenario": DEFAULT,
        "sha256": scenario_hash(scenario),
        "games": options.games,
        "seed": options.seed,
        "checks": [{key: value for key, value in row.items() if key != "seconds"} for row in rows],
    }
    fresh = path.with_name(f"{path.name}.unfinished")
    try:
        fresh.write_text(
            json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8", newline="\n"
        )
        fresh.replace(path)
    except OSError as error:
        raise FileError(str(path), None, f"cannot be written ({error.strerror}); name a folder that can be") from None


def _print(rows: list[tuple[Check, Measured | str, float]], options: Namespace, seconds: float) -> None:
    table = Table(title=text("claims.table.title", games=options.games, seed=options.seed), box=None, pad_edge=False)
    for name in ("id", "holds", "value", "bound", "error", "margin", "took"):
        table.add_column(
            text(f"claims.table.{name}"), justify="left" if name in ("id", "holds") else "right", no_wrap=True
        )
    table.add_column(text("claims.table.figures"))
    held = 0
    for check, found, took in rows:
        if isinstance(found, str):
            table.add_row(check.id, f"[red]{text('claims.table.no')}[/red]", "", "", "", "", f"{took:.1f}", found)
            continue
        held += found.ok
        verdict = f"[green]{text('claims.table.yes')}[/green]" if found.ok else f"[red]{text('claims.table.no')}[/red]"
        table.add_row(
            check.id, verdict, f"{found.value:.4g}", f"{found.threshold:.3g}", f"{found.error:.2g}", f"{found.margin:.1f}" if found.error > 0 else "", f"{took:.1f}", found.text,
        )  # fmt: skip
    console = Console(emoji=False, width=width(WIDE))
    console.print(table)
    console.print(text("claims.table.sum", held=held, n=len(rows), seconds=seconds))
