"""What all tests share: a time budget for slow runs, and skips that count as failures where nothing may be missing."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from diplogame import compiled


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that serves people in this process must not leave the others waiting for compiled loops."""
    monkeypatch.setattr(compiled._State, "patient", False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--budget", type=float, default=None, metavar="SECONDS", help="start no further test after so many seconds"
    )


LIMIT = 480
"""Seconds that a slow test may take where it says nothing itself; none may say more."""
SLOW = ("slow", "browser", "xvfb")
ORDER = (
    "engine/test_honest", "claims", "classroom/test_browser", "desktop/test_window", "classroom/test_kill", "batch", "classroom", "desktop", "project",
)  # fmt: skip
"""What is run first where time is short, by the beginnings of paths under tests/; what is not named comes last."""


def _rank(item: pytest.Item) -> int:
    try:
        name = item.path.relative_to(Path(__file__).resolve().parent).as_posix()
    except ValueError:
        return len(ORDER)
    return next((k for k, start in enumerate(ORDER) if name.startswith(start)), len(ORDER))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests get their limit, and with a budget the weightiest come first."""
    for item in items:
        if any(item.get_closest_marker(name) for name in SLOW) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LIMIT))
    if config.getoption("--budget") is not None:
        items.sort(key=_rank)


class Budget:
    """Deselects what no longer fits, and says so at the end: a test left out is not a test skipped."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.left_out: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        if time.monotonic() < self.until:
            return None
        self.left_out.append(item.nodeid)
        return True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            terminalreporter.write_line(f"{len(self.left_out)} tests did not fit into the time:")
            for name in self.left_out:
                terminalreporter.write_line(f"  {name}")


def pytest_configure(config: pytest.Config) -> None:
    seconds = config.getoption("--budget")
    if seconds is not None:
        config.pluginmanager.register(Budget(seconds), "budget")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if os.environ.get("DIPLOGAME_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here nothing may be: {call.excinfo and call.excinfo.value}"
