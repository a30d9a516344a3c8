"""An agent-based crisis-diplomacy game: play it, run it ten thousand times, or teach with it.

The names below are the public ones. They are loaded when first used, so that `import diplogame` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diplogame.batch import run_batch
    from diplogame.game import Game
    from diplogame.model import DiplomacyModel
    from diplogame.scenario.load import load_scenario

__version__ = "0.1.0"
__all__ = ["DiplomacyModel", "Game", "__version__", "load_scenario", "run_batch"]

_HOMES = {
    "DiplomacyModel": "diplogame.model",
    "Game": "diplogame.game",
    "load_scenario": "diplogame.scenario.load",
    "run_batch": "diplogame.batch",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'diplogame' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
