from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from diplogame.batch import plan

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # tests and their workers import the fake engine by name


@pytest.fixture(autouse=True, scope="module")
def _fake_engine_is_found() -> Iterator[None]:
    """Workers are processes of their own: they find the fake engine by the path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), str(HERE.parents[1])]))
        yield


@pytest.fixture(autouse=True, scope="module")
def _small_chunks() -> Iterator[None]:
    """Many chunks of few games: what goes wrong, goes wrong between chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "SMALLEST", 16)
        patch.setattr(plan, "SPREAD", 16)
        yield


@pytest.fixture
def run():
    """`run_batch` on the fake engine, silent, with one worker."""
    from diplogame.batch import run_batch

    return partial(run_batch, "fake", engine="fake_engine", progress=False, workers=1)


@pytest.fixture
def content():
    """All bytes of a results folder's tables, by name."""

    def read(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for table in ("games", "turns", "events")
            for path in sorted((folder / table).glob("*.parquet"))
        }

    return read
