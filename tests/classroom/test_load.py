"""Forty seats at once: nothing is lost or left waiting. How long it takes is what `python tests/classroom/load.py` measures and prints."""

from __future__ import annotations

import pytest
from load import measure

SEATS, TURNS, ORDERS = 40, 3, 10


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("backend", ["small", "real"])
def test_forty_seats_get_all_their_acknowledgements(backend):
    found = measure(
        seats=SEATS, turns=TURNS, orders=ORDERS, backend="fakegame:FakeBackend" if backend == "small" else None
    )
    print(found)
    assert found["orders"] == SEATS * TURNS * ORDERS
    assert len(found["turn_end_s"]) == TURNS
    assert found["least_events_heard"] > 0
