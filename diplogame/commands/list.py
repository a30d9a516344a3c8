"""`diplogame list WHAT`: scenarios, roles, verbs, goals, minds, rules and parameters."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from math import isfinite
from typing import Any

from rich.console import Console
from rich.table import Table

from diplogame.commands.experiment import known
from diplogame.resources import scenario_names
from diplogame.scenario.forbid import allowed_verbs
from diplogame.scenario.load import DEFAULT, examine, load_scenario
from diplogame.scenario.paths import leaves
from diplogame.scenario.schema import Scenario
from diplogame.streams import width
from diplogame.texts import has, text

Row = dict[str, Any]

WIDE = 220
"""Columns where the output goes to a file or a pipe."""


def run(options: Namespace) -> int:
    """Prints the list as a table, or as JSON (a list of objects)."""
    rows = rows_of(options.what, options.scenario)
    if options.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    console = Console(highlight=False, emoji=False, width=width(WIDE))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in rows[0] if rows else ():
        table.add_column(text(f"list.columns.{column}"), overflow="fold", no_wrap=column == "name")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console.print(table)
    return 0


def rows_of(what: str, scenario: str) -> list[Row]:
    """What `list WHAT SCENARIO --json` prints. Raises DiplogameError."""
    if what in {"scenarios", "minds"} and scenario != DEFAULT:
        load_scenario(scenario, known())  # it changes nothing here, but a name that is none is told
    if what == "scenarios":
        return _scenarios()
    if what == "minds":
        from diplogame.opening import mind_names

        return [
            {"name": name, "what": text(f"list.minds.{name}") if has(f"list.minds.{name}") else ""}
            for name in mind_names()
        ]
    makers: dict[str, Callable[[Scenario], list[Row]]] = {
        "roles": _roles,
        "verbs": _verbs,
        "goals": _goals,
        "rules": _rules,
        "parameters": _parameters,
    }
    return makers[what](load_scenario(scenario, known()))


def _scenarios() -> list[Row]:
    found = ((name, examine(name)[0]) for name in scenario_names() if not name.startswith("base"))
    return [
        {"name": name, "title": one.title, "turns": one.turns, "summary": one.summary}
        for name, one in found
        if one is not None
    ]


def _roles(scenario: Scenario) -> list[Row]:
    return [
        {
            "name": name,
            "title": spec.name,
            "orders": spec.orders,
            "verbs": len(allowed_verbs(scenario, name)),
            "what": spec.brief.want,
        }
        for name, spec in scenario.states.items()
    ]


def _verbs(scenario: Scenario) -> list[Row]:
    from diplogame.verbs.verb import verbs

    users = {
        verb: [role for role in scenario.states if verb in allowed_verbs(scenario, role)]
        for spec in scenario.states.values()
        for verb in spec.verbs
    }
    return [
        {
            "name": verb.name,
            "family": verb.family,
            "cameo": verb.cameo,
            "goldstein": verb.goldstein,
            "cost": verb.cost,
            "roles": users.get(verb.name, []),
        }
        for verb in verbs()
    ]


def _goals(scenario: Scenario) -> list[Row]:
    return [
        {
            "role": role,
            "name": name,
            "title": goal.title,
            "kind": goal.kind,
            "weight": goal.weight,
            "floor": goal.floor,
            "ceiling": goal.ceiling,
        }
        for role, spec in scenario.states.items()
        for name, goal in spec.goals.items()
    ]


def _rules(scenario: Scenario) -> list[Row]:
    return [
        {"name": name, "value": rule.value, "unit": rule.unit, "range": list(rule.range), "source": rule.source}
        for name, rule in scenario.rules.items()
    ]


def _parameters(scenario: Scenario) -> list[Row]:
    return [
        {
            "path": path,
            "value": leaf.value,
            "unit": leaf.unit,
            "range": [bound if isfinite(bound) else None for bound in leaf.range],
            "source": leaf.source,
        }
        for path, leaf in leaves(scenario).items()
    ]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        joint = " to " if len(value) == 2 and not any(isinstance(item, str) for item in value) else ", "
        return joint.join("any" if item is None else _cell(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
