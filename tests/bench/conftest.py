from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))  # the suites share `measure`


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Benches report and decide nothing: `pytest tests/bench -m bench` runs them, and `.ci/run` does at its end."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.bench)


@pytest.fixture(scope="session")
def diplomacy():
    """The PyPI package, for comparison; it comes with the extra `dev`."""
    try:
        import diplomacy
    except ImportError:
        if os.environ.get("DIPLOGAME_NO_SKIPS"):
            raise
        pytest.skip("the package diplomacy is not installed: pip install diplomacy==1.1.2")
    return diplomacy
