"""Who may import what, beyond the order of the layers."""

from __future__ import annotations

import ast
import re

import pytest

from diplogame.resources import PACKAGE

FILES = sorted(PACKAGE.rglob("*.py"))

ONLY_IN = {
    "pygame": ("desktop",),
    "pygame_gui": ("desktop",),
    "mesa": ("model.py", "agents.py"),
    "fastapi": ("classroom",),
    "starlette": ("classroom",),
    "uvicorn": ("classroom",),
    "websockets": ("classroom",),
    "pydantic": ("scenario", "orders", "record", "classroom"),
    "pydantic_core": ("scenario",),
    "yaml": ("yamlload.py",),
    "pickle": (),
    "dill": (),
}
"""Packages that are imported in these rooms (or files of the top level) alone."""

ENGINE = [
    "model.py",
    "agents.py",
    "course.py",
    "minds",
    "turn",
    "verbs",
    "goals",
    "orders",
    "world",
    "scenario",
    "noise",
]
CLOCKS = {"random", "time", "datetime", "secrets", "uuid"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def room(path):
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_package_stays_in_its_rooms(package):
    strays = [
        str(path.relative_to(PACKAGE))
        for path in FILES
        if room(path) not in ONLY_IN[package] and package in {name.split(".")[0] for name in imported(path)}
    ]
    assert strays == []


def test_the_engine_knows_neither_clock_nor_dice():
    strays = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in FILES
        if room(path) in ENGINE
        for name in imported(path)
        if name.split(".")[0] in CLOCKS or name.startswith("numpy.random")
    ]
    assert strays == []


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(PACKAGE))
        for path in FILES
        if path.stat().st_size and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []


def test_annotations_are_postponed_wherever_there_are_any():
    plain = [
        str(path.relative_to(PACKAGE))
        for path in FILES
        if re.search(r"^\s*(def|class) ", source := path.read_text(encoding="utf-8"), re.MULTILINE)
        and "from __future__ import annotations" not in source
    ]
    assert plain == []
