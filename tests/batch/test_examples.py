"""The examples run as they stand, with few games."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reproduce_a_table", "digest of all games:"),
        ("sweep_the_oil_band", "lower edge"),
        ("compare_two_minds", "report.html"),
    ],
)
def test_an_example_runs_and_again_gives_the_same(name, words, tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}

    def run():
        command = [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py"), "24"]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=240, check=False, cwd=tmp_path
        )

    one, two = run(), run()
    assert one.returncode == 0, one.stderr
    assert words in one.stdout
    assert two.stdout == one.stdout, "what was played is kept, and tells the same"


def test_every_example_is_tested():
    assert {path.stem for path in EXAMPLES.glob("*.py")} == {
        "reproduce_a_table",
        "sweep_the_oil_band",
        "compare_two_minds",
    }
