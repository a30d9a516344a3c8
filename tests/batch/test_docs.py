"""The pages of the documentation against the program: made parts, paths, examples."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from diplogame.batch import engine
from diplogame.batch.design import build
from diplogame.batch.spec import spec_of
from diplogame.cli import COMMANDS, parse
from diplogame.scenario.yamlload import load_text

ROOT = Path(__file__).resolve().parents[2]
BATCH = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")


def test_the_made_parts_are_up_to_date():
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "make.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_lags_behind_is_told(tmp_path, monkeypatch):
    sys.path.insert(0, str(ROOT / "docs"))
    import make

    page = tmp_path / "odd.md"
    page.write_text("words\n<!-- made: endings -->\nold\n<!-- end -->\nmore words\n")
    monkeypatch.setattr(make, "HERE", tmp_path)
    assert make.main(check=True) == 1
    assert "old" in page.read_text()
    assert make.main(check=False) == 0
    text = page.read_text()
    assert "`comprehensive_deal`" in text
    assert text.startswith("words\n")
    assert text.endswith("more words\n")
    assert make.main(check=True) == 0


def test_the_odd_page_has_all_parts_of_the_protocol():
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## \d\. (.+)$", text, re.MULTILINE)
    assert heads == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
    ]
    concepts = re.findall(r"^\*\*(\w+(?: \w+)?)\.\*\*", text, re.MULTILINE)
    wanted = {
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction", "Stochasticity",
        "Collectives", "Observation",
    }  # fmt: skip
    assert wanted <= set(concepts)


def test_paths_on_the_batch_page_exist():
    table = engine.parameters(engine.load("moscow_table"))
    paths = set(re.findall(r"\b(?:rules|states|start)\.[a-z_]+(?:\.[a-z_]+)*\b", BATCH))
    assert len(paths) >= 5
    assert paths <= set(table)


def test_the_design_on_the_batch_page_is_one():
    pytest.importorskip("scipy")
    text = re.search(r"```yaml\n(.*?)```", BATCH, re.DOTALL)
    spec = spec_of(load_text(text[1]).data)
    design = build(spec, engine, engine.load(spec.scenario))
    assert len(design.points) == 3 * 4 * 3 * 2 * 40


def test_commands_on_the_batch_page_parse():
    lines = re.findall(r"^    diplogame (.+)$", BATCH, re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        parse(line.split())


def test_the_example_of_the_batch_command_names_what_there_is():
    example = COMMANDS["batch"][1].removeprefix("diplogame ").split()
    options = parse(example)
    table = engine.parameters(engine.load(options.scenario))
    assert {path for path, _ in options.settings} <= set(table)


def test_examples_and_pages_that_are_linked_are_there():
    for name in ("odd.md", "batch.md", *(f"manual/{page}.md" for page in ("verbs", "goals", "rules"))):
        page = ROOT / "docs" / name
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{name}: {link}"
