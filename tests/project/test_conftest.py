"""The time budget and the rule that a skip is a failure."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

LIMIT = 480

HERE = Path(__file__).resolve().parent


def pytest_run(folder, *arguments, **variables):
    shutil.copy(HERE.parent / "conftest.py", folder / "conftest.py")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if key != "DIPLOGAME_NO_SKIPS"}
    env["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none of them matters here, and they take their time
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**env, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_skip_is_a_failure_where_nothing_may_be_missing(tmp_path):
    (tmp_path / "test_x.py").write_text(
        "import pytest\ndef test_a():\n    pytest.skip('no screen')\n", encoding="utf-8"
    )
    assert pytest_run(tmp_path).returncode == 0
    strict = pytest_run(tmp_path, DIPLOGAME_NO_SKIPS="1")
    assert strict.returncode == 1
    assert "no screen" in strict.stdout


def test_a_budget_starts_no_test_too_late(tmp_path):
    body = "import time\ndef test_a():\n    time.sleep(1.2)\ndef test_b():\n    raise AssertionError\n"
    (tmp_path / "test_x.py").write_text(body, encoding="utf-8")
    assert pytest_run(tmp_path).returncode == 1
    short = pytest_run(tmp_path, "--budget", "1")
    assert short.returncode == 0
    assert "1 tests did not fit" in short.stdout
    assert "  test_x.py::test_b" in short.stdout


def test_no_test_may_take_longer_than_the_limit():
    """One slow test must not eat the time of the others: what takes longer is cut into several."""
    given = {
        f"{path.name}: {seconds}": int(seconds)
        for path in sorted(HERE.parent.rglob("test_*.py"))
        for seconds in re.findall(r"mark\.timeout\((\d+)\)", path.read_text(encoding="utf-8"))
    }
    assert given
    assert [name for name, seconds in given.items() if seconds > LIMIT] == []


def test_slow_tests_get_the_limit_and_the_weightiest_come_first(tmp_path):
    for name in ("batch", "claims", "zebra"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"test_{name}.py").write_text(
            f"import pytest\n@pytest.mark.slow\ndef test_{name}(request):\n    assert request.node.get_closest_marker('timeout').args == ({LIMIT},)\n",
            encoding="utf-8",
        )
    found = pytest_run(tmp_path, "--budget", "60", "-v", "-W", "ignore")
    assert found.returncode == 0, found.stdout
    places = [found.stdout.index(f"test_{name}.py") for name in ("claims", "batch", "zebra")]
    assert places == sorted(places)
