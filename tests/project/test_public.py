"""`import diplogame` costs nothing, and gives the public names."""

from __future__ import annotations

import subprocess
import sys

import pytest

import diplogame
from diplogame.resources import PACKAGE


def python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, cwd=PACKAGE.parent
    ).stdout


@pytest.mark.parametrize("module", ["diplogame", "diplogame.cli"])
def test_importing_loads_nothing_heavy(module):
    heavy = ["numpy", "pydantic", "mesa", "pygame", "polars", "fastapi", "rich", "yaml"]
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    assert python(code).strip() == "[]"


def test_public_names_are_listed_and_load():
    assert set(dir(diplogame)) == {"DiplomacyModel", "Game", "__version__", "load_scenario", "run_batch"}
    assert callable(diplogame.load_scenario)
    for name in ("DiplomacyModel", "Game", "run_batch"):
        assert callable(getattr(diplogame, name))


def test_an_unknown_name_is_refused_with_the_list():
    with pytest.raises(AttributeError, match="run_batch"):
        diplogame.gaem  # noqa: B018


def test_the_version_is_plain():
    assert diplogame.__version__.count(".") == 2
