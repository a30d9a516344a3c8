"""Plays the rule cases of this folder: see its README."""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from diplogame.course import step
from diplogame.minds.mind import Choice
from diplogame.opening import open_worlds
from diplogame.orders.order import Order
from diplogame.orders.table import columns
from diplogame.scenario.load import load_scenario
from diplogame.scenario.paths import with_settings
from diplogame.turn.slots import NO, NOTHING, OTHER, YES, n_slots, slot
from diplogame.verbs.events import OUTCOMES
from diplogame.verbs.options import coder, tables, why_not
from diplogame.verbs.verb import verb_named, verb_names, verbs
from diplogame.world.axes import ASKS, ENDINGS, GOODS
from diplogame.world.fields import FIELDS
from diplogame.world.measures import capability_left
from diplogame.world.views import view
from diplogame.yamlload import load_file

HERE = Path(__file__).resolve().parent
FILES = sorted(HERE.glob("*.yaml"))
ANSWERS = {"no": NO, "yes": YES, "abstain": OTHER, "counter": OTHER}
KEYS = {"sentence", "rule", "verbs", "games", "scenario", "set", "given", "do", "instead", "then", "greyed", "legal"}
TOLERANCE = 0.02
"""How far a figure may lie off, as a share of what is wanted, where a case names no tolerance."""


def cases():
    for path in FILES:
        for case in load_file(path).data:
            yield pytest.param(case, id=f"{path.stem}: {case['sentence'][:70]}")


@cache
def scenario_of(name, settings):
    return with_settings(load_scenario(name), dict(settings))


def start(case):
    scenario = scenario_of(case.get("scenario", "moscow_table"), tuple(case.get("set", {}).items()))
    n = case.get("games", 8)
    worlds = open_worlds([scenario], np.zeros(n, dtype=np.intp), np.arange(700, 700 + n))
    new = {}
    for path, value in case.get("given", {}).items():
        name, spot = locate(worlds.cast, path)
        array = new.setdefault(name, getattr(worlds, name).copy())
        array[(slice(None), *spot)] = amount(value, scenario)
    return worlds.replace(new)


def locate(cast, path):
    name, *rest = path.split(".")
    assert name in FIELDS, f"{path}: no such field"
    axes = FIELDS[name].axes
    assert len(axes) == len(rest), f"{path}: {name} wants {axes}"
    spots = []
    for axis, part in zip(axes, rest, strict=True):
        index = {"S": cast.state_index, "F": cast.place_index, "C": {m: i for i, m in enumerate(cast.members)}}.get(
            axis
        )
        spots.append(index[part] if index else int(part))
    return name, tuple(spots)


OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}


def amount(value, scenario):
    """A number, or arithmetic on the names of rule numbers."""
    if not isinstance(value, str):
        return value

    def work_out(node):
        match node:
            case ast.Constant(number) if isinstance(number, int | float):
                return number
            case ast.Name(name):
                return scenario.rules[name].value
            case ast.BinOp(left, op, right):
                return OPERATORS[type(op)](work_out(left), work_out(right))
            case ast.UnaryOp(op, operand):
                return OPERATORS[type(op)](work_out(operand))
        raise AssertionError(f"{value}: only numbers, rule numbers and + - * / here")

    return work_out(ast.parse(value, mode="eval").body)


def order_of(text, cast, role):
    """An order from its id, or from its parts."""
    table = tables(cast)[cast.state_index[role]]
    if isinstance(text, str):
        known = {order.id: order for order in table.orders}
        short = {order.verb: order for order in reversed(table.orders)}
        assert text in known or text in short, f"{role} has no order {text}: {sorted(known)}"
        return known.get(text) or short[text]
    parts = dict(text)
    places = parts.pop("places", [parts.pop("place")] if "place" in parts else [])
    level = parts.pop("level", None)
    if isinstance(level, str):
        level = GOODS.index(level)
    secret = verb_named(parts["verb"]).secret
    return Order(
        places=tuple(places),
        level=level,
        invite=tuple(parts.pop("invite", ())),
        covert=parts.pop("covert", secret),
        **parts,
    )


@dataclass(frozen=True)
class Told:
    """Gives the orders and answers of a case."""

    turns: list = field(default_factory=list)
    role: str = ""
    name: str = "told"

    def choose(self, seen, table, keep=False):
        cast = seen.world.cast
        said = self.turns[seen.world.turn - 1].get(self.role, {}) if seen.world.turn <= len(self.turns) else {}
        if isinstance(said, list):
            said = {"orders": said}
        assert set(said) <= {"orders", "answers"}, said
        code = coder(cast)
        rows = [code.row(order_of(order, cast, self.role), seen.seat) for order in said.get("orders", ())]
        answers = np.full((seen.size, n_slots(cast)), NOTHING, dtype=np.int8)
        for kind, answer in said.get("answers", {}).items():
            for sender in range(1 if kind in ASKS else cast.n_states):
                answers[:, slot(cast, kind, sender)] = ANSWERS[answer]
        world = np.repeat(np.arange(seen.size), len(rows))
        return Choice(np.full((seen.size, 1), -1), answers, (columns(rows * seen.size), world) if rows else None)


def play(case, turns, length):
    worlds, events = start(case), []
    minds = [Told(turns, role) for role in worlds.cast.states]
    for _ in range(length):
        if not (worlds.ending == 0).any():
            break
        done = step(worlds, minds)
        worlds = done.worlds
        events.append(done.events)
    return worlds, events


def read(path, worlds, events):
    """The mean over the games of what a path names."""
    head, _, rest = path.partition(".")
    if head == "count":
        return sum(int((part.outcome == OUTCOMES.index(rest)).sum()) for part in events) / worlds.size
    if head == "ending":
        return float((worlds.ending == 1 + ENDINGS.index(rest)).mean())
    if head == "capability":
        return float(capability_left(worlds).mean())
    name, spot = locate(worlds.cast, path)
    return float(getattr(worlds, name)[(slice(None), *spot)].mean())


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    assert set(case) <= KEYS, f"unknown keys: {set(case) - KEYS}"
    for role, orders in case.get("greyed", {}).items():
        for text, reason in orders.items():
            assert greyed(case, role, text) == f"reason.{reason}", text
    for role, orders in case.get("legal", {}).items():
        for text in orders:
            assert greyed(case, role, text) is None, text
    if "then" not in case:
        return
    done, other = case.get("do", []), case.get("instead", [])
    length = max(len(done), len(other), 1)
    arms = [play(case, turns, length) for turns in (done, other)]
    scenario = arms[0][0].cast.scenario
    for path, wanted in case["then"].items():
        value, without = (read(path, *arm) for arm in arms)
        gap = value - without
        for how, told in wanted.items():
            if how == "within":
                continue
            number = amount(told, scenario)
            slack = wanted.get("within", max(TOLERANCE * abs(number), 1e-3))
            holds = {
                "is": abs(value - number) <= slack, "change": abs(gap - number) <= slack, "more": gap > number, "less": gap < number,
                "at_least": value >= number, "at_most": value <= number,
            }[how]  # fmt: skip
            assert holds, (
                f"{path}: {value:.5g}, without {without:.5g}, difference {gap:+.5g}; wanted {how} {number:.5g}"
            )


def greyed(case, role, text):
    worlds = start(case)
    worlds = worlds.replace({"turn": 1})
    seat = worlds.cast.state_index[role]
    seen = view(worlds, seat).world
    table = tables(worlds.cast)[seat]
    order = order_of(text, worlds.cast, role)
    assert order.id in table.index, f"{order.id} is none of the listed orders of {role}"
    return why_not(seen, table.rows, table.groups, table.index[order.id])


def test_every_verb_has_a_case():
    tried = set()
    for path in FILES:
        for case in load_file(path).data:
            for turn in (*case.get("do", ()), *case.get("instead", ())):
                for said in turn.values():
                    for order in said if isinstance(said, list) else said.get("orders", ()):
                        tried.add(order["verb"] if isinstance(order, dict) else order.split(":")[0])
            for orders in (*case.get("greyed", {}).values(), *case.get("legal", {}).values()):
                tried |= {order.split(":")[0] for order in orders}
    assert set(verb_names()) - tried == set()


def test_every_family_and_every_rule_has_two_cases():
    families, rules = dict.fromkeys((verb.family for verb in verbs()), 0), dict.fromkeys(range(1, 15), 0)
    for path in FILES:
        for case in load_file(path).data:
            if "rule" in case:
                rules[case["rule"]] += 1
            used = {
                verb_named(order["verb"] if isinstance(order, dict) else order.split(":")[0]).family
                for turn in case.get("do", ()) for said in turn.values() for order in (said if isinstance(said, list) else said.get("orders", ()))
            }  # fmt: skip
            for family in used:
                families[family] += 1
    assert min(families.values()) >= 2, families
    assert min(rules.values()) >= 2, rules
