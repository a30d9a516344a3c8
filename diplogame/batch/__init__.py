"""Batches: thousands of games, designs, results in Parquet, and a report of what drove the outcome.

The names are loaded when first used, so that a worker or a look at the results imports only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diplogame.batch.again import reopen
    from diplogame.batch.results import Results
    from diplogame.batch.run import run_batch
    from diplogame.batch.spec import Range, Sample, Spec

__all__ = ["Range", "Results", "Sample", "Spec", "reopen", "run_batch"]

_HOMES = {
    "Range": "spec",
    "Results": "results",
    "Sample": "spec",
    "Spec": "spec",
    "reopen": "again",
    "run_batch": "run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'diplogame.batch' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"diplogame.batch.{_HOMES[name]}"), name)
