"""What the engine's source may not say, and that its rule numbers and the scenario's are the same names."""

from __future__ import annotations

import ast
import re

import pytest
from ensembles import SCENARIOS

from diplogame.resources import PACKAGE
from diplogame.scenario.load import load_scenario

ROOMS = (
    "model.py",
    "agents.py",
    "foresight.py",
    "playing.py",
    "opening.py",
    "tally.py",
    "course.py",
    "minds",
    "turn",
    "verbs",
    "goals",
    "orders",
    "world",
)
"""From the model down to the state; `noise` holds the functions that stand in for the banned ones, and `scenario` no arithmetic."""
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] in ROOMS)
BANNED = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "power", "float_power", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan", "arctan2", "hypot",
    "matmul", "dot", "vdot", "inner", "tensordot", "einsum", "linalg", "random", "fft",
}  # fmt: skip
"""Of NumPy: their last bits differ between processors, or they sum in another order for another shape, or they are dice."""


def trees():
    return [(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in FILES]


def test_there_is_an_engine_to_read():
    assert len(FILES) > 50


def test_no_function_whose_bits_depend_on_the_processor():
    found = [
        f"{path}:{node.lineno} np.{node.attr}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("np", "numpy", "math")
        and node.attr in BANNED
    ]
    assert found == []


def test_no_matrix_product_and_no_power():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp | ast.AugAssign)
        and isinstance(node.op, ast.MatMult | ast.Pow)
        # Whole numbers alone, such as 2**53, are exact.
        and not all(
            isinstance(part, ast.Constant) for part in (getattr(node, "left", None), getattr(node, "right", None))
        )
    ]
    assert found == []


def test_sorting_is_stable():
    """An unstable sort may order equals differently for another shape."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "argsort"
        and not any(word.arg == "kind" for word in node.keywords)
    ]  # fmt: skip
    assert found == []


def strings():
    """Every text in the engine's source, and every pattern of an f-string."""
    plain, patterns = set(), set()
    for _, tree in trees():
        docstrings = {
            id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and node.body and isinstance(node.body[0], ast.Expr)
        }  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+" for part in node.values
                ]
                if any(isinstance(part, ast.Constant) and len(str(part.value)) > 2 for part in node.values):
                    patterns.add("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                plain.add(node.value)
    return plain, patterns


def read_by_name():
    """Names given to `rule`, `rule_at` and to effects as amounts."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("rule", "rule_at"):
                yield path, node.args[0]
            elif called == "Effect" and len(node.args) > 2:
                yield path, node.args[2]


def test_every_rule_number_is_read():
    plain, patterns = strings()
    whole = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(patterns)))
    unread = [name for name in load_scenario("moscow_table").rules if name not in plain and not whole.fullmatch(name)]
    assert unread == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_rule_number_that_is_read_is_there(scenario):
    rules = load_scenario(scenario).rules
    missing = [
        f"{path}: {node.value}"
        for path, node in read_by_name()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in rules
    ]
    assert missing == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_rule_number_says_what_it_is(scenario):
    """A value inside its range, a unit and a source."""
    wrong = [
        name
        for name, rule in load_scenario(scenario).rules.items()
        if not (rule.unit and rule.source and rule.range[0] <= rule.value <= rule.range[1])
    ]
    assert wrong == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_number_that_left_its_start_says_from_where(scenario):
    """What was tuned away from the rules names their number, another than its own."""
    started = {
        name: (rule.value, re.search(r"the rules start from (-?[\d.]+)", rule.source))
        for name, rule in load_scenario(scenario).rules.items()
    }
    assert any(found for _, found in started.values())
    wrong = [name for name, (value, found) in started.items() if found and float(found[1]) == value]
    assert wrong == []
