"""`diplogame batch` as it is typed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from diplogame.batch import Results
from diplogame.batch.spec import Range, Sample
from diplogame.cli import parse
from diplogame.commands import batch
from diplogame.errors import BatchError, SettingError


def typed(folder, *words, engine="fake_engine"):
    options = parse(["batch", "fake", "--out", str(folder), "--workers", "1", "--seed", "1", *words])
    return batch.run(options, engine=engine)


def test_a_batch_as_typed(tmp_path, capsys):
    words = ["--games", "20", "--set", "rules.heat=.2,.8", "--set", "rules.rounds=4", "--forbid", "call@russia"]
    assert typed(tmp_path / "r", *words, "--mind", "*=goal_seeking,tit_for_tat") == 0
    results = Results(tmp_path / "r")
    assert results.plan.total == 80
    assert set(results.games["rules.heat"]) == {0.2, 0.8}
    assert set(results.games["mind.*"]) == {"goal_seeking", "tit_for_tat"}
    assert all(point.settings["rules.rounds"] == 4 for point in results.design.points)
    assert all(point.forbid == ("call@russia",) for point in results.design.points)
    printed = capsys.readouterr().out
    assert f"digest: {results.digest}" in printed
    assert "80 games" in printed


def test_a_dry_run_tells_size_and_time_and_writes_nothing(tmp_path, capsys):
    assert typed(tmp_path / "r", "--games", "5000", "--set", "rules.heat=0:1:5", "--dry-run") == 0
    printed = capsys.readouterr().out
    assert "5 design point(s), varying rules.heat" in printed
    assert "25,000 games in 49 chunks" in printed
    assert not (tmp_path / "r").exists()


def test_a_design_file_names_scenario_and_values(tmp_path):
    design = tmp_path / "design.yaml"
    design.write_text("scenario: fake\nvary: {rules.heat: [.1, .9]}\ngames: 3\n")
    options = parse(["batch", "--games", "4", "--out", str(tmp_path / "r"), "--design", str(design), "--workers", "1"])
    assert batch.run(options, engine="fake_engine") == 0
    results = Results(tmp_path / "r")
    assert results.run["scenario"]["name"] == "fake"
    assert results.plan.games == 4, "the command line goes before the file"


def test_games_and_seed_come_from_the_design_where_the_command_names_none(tmp_path):
    design = tmp_path / "design.yaml"
    design.write_text("scenario: fake\nvary: {rules.heat: [.1, .9]}\ngames: 3\nseed: 77\n")
    options = parse(["batch", "--out", str(tmp_path / "r"), "--design", str(design), "--workers", "1"])
    assert batch.run(options, engine="fake_engine") == 0
    assert Results(tmp_path / "r").plan.games == 3
    assert Results(tmp_path / "r").plan.seed == 77


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--set", "rules.heet=1"], r"did you mean rules\.heat"),
        (["--set", "rules.heat=1:0:3"], "LOW below HIGH"),
        (["--set", "rules.heat=a:b"], "all numbers"),
        (["--set", "rules.heat=0:1"], "needs `steps`, or a `sample`"),
        (["--set", "rules.heat=.1", "--set", "rules.heat=.2"], "given twice"),
        (["--set", "rules.heat=.1,.1"], "are equal"),
        (["--sample", "sobl:4"], "did you mean sobol"),
        (["--sample", "sobol"], "METHOD:N"),
        (["--mind", "iran=rand"], "did you mean random"),
    ],
)
def test_what_is_typed_wrong_is_told_and_nothing_written(tmp_path, words, message):
    with pytest.raises((SettingError, BatchError), match=message):
        typed(tmp_path / "r", "--games", "4", *words)
    assert not (tmp_path / "r").exists()


def test_ranges_and_samples_as_typed():
    assert batch.levels("p", ["3"]) == "3"
    assert batch.levels("p", ["3", "4"]) == ["3", "4"]
    assert batch.levels("p", ["0:1:5"]) == Range(0, 1, 5)
    assert batch.levels("p", ["0:1"]) == Range(0, 1)
    assert batch.sample_of("morris:10") == Sample("morris", 10)
    assert batch.size(999) == "999 B"
    assert batch.size(1_234_000) == "1.2 MB"


def test_the_worker_is_our_own_command(tmp_path):
    """It ends with its input, and says what it could not read."""
    done = subprocess.run(
        [sys.executable, "-m", "diplogame", "_worker"], input=b"", capture_output=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""


@pytest.mark.skipif(os.name == "nt", reason="the exit status of a signal")
def test_the_help_names_an_example():
    done = subprocess.run(
        [sys.executable, "-m", "diplogame", "batch", "--help"], capture_output=True, text=True, timeout=30, check=True
    )
    assert "example: diplogame batch" in done.stdout
    assert "_worker" not in done.stdout
