"""What a game is opened with: a scenario with its settings, a seed, a level."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from diplogame import opening
from diplogame.errors import SettingError
from diplogame.noise import MAX_SEED
from diplogame.scenario.forbid import with_forbidden
from diplogame.scenario.load import load_scenario
from diplogame.scenario.paths import with_settings
from diplogame.scenario.schema import Scenario


@dataclass(frozen=True)
class Setup:
    """What a game was opened with; it never changes."""

    scenario: Scenario
    published: Scenario | None
    """The scenario as others know it, where settings changed it."""
    seed: int
    level: str
    settings: Mapping[str, Any]
    forbid: tuple[str, ...]
    fork: Mapping[str, Any] | None = None
    """Where it was forked from: the other record's chain, and how many turns were taken over."""


def set_up(
    scenario: str | Path | Scenario,
    seed: int | None,
    level: str,
    settings: Mapping[str, Any],
    forbid: tuple[str, ...],
    news: bool,
    published: Scenario | None,
) -> Setup:
    """The setup of a new game; see `Game.new`. Raises ScenarioError, FileError, SettingError."""
    base = scenario if isinstance(scenario, Scenario) else load_scenario(scenario, opening.known())
    whole = with_settings(base, dict(settings)) if settings else base
    whole = with_forbidden(whole, forbid) if forbid else whole
    if not news:
        whole = whole.model_copy(
            update={"injects": tuple(inject.model_copy(update={"turn": 0}) for inject in whole.injects)}
        )
    if seed is None:
        seed = whole.luck if whole.luck is not None else secrets.randbelow(MAX_SEED + 1)
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed <= MAX_SEED:
        raise SettingError("seed", seed, f"must be a whole number from 0 to {MAX_SEED}")
    return Setup(whole, published or (base if settings else None), int(seed), level, dict(settings), forbid)
