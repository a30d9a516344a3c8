"""The claims hold on seeds that nobody tuned on: none misses its bound by three standard errors or more."""

from __future__ import annotations

import pytest

from diplogame.claims.registry import checks

SEED = 2
"""Games are tuned on seed 1."""
GAMES = 512
FEW = 64
QUICK = (
    "C01", "C04", "C05", "C08", "C09", "C10", "C11", "C12", "C13", "C14", "C15", "C18", "C23", "C24", "C25", "C29", "C30", "C31", "C39", "C40", "C47", "C51", "C53",
)  # fmt: skip
"""Checks of which the figures are exact, or nearly so, with few games."""
SURE = 3.0


def holds(name, games):
    found = checks()[name].measure(games, SEED)
    return found.ok or (found.error > 0 and found.margin < SURE), found


@pytest.mark.parametrize("name", QUICK)
def test_a_claim_that_few_games_show_holds(name):
    fine, found = holds(name, FEW)
    assert fine, found.text


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in checks() if name.startswith("C")])
def test_a_claim_holds(name):
    fine, found = holds(name, GAMES)
    assert fine, found.text


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in checks() if name.startswith("S")])
def test_a_batch_has_its_shape(name):
    fine, found = holds(name, 2000)
    assert fine, found.text
