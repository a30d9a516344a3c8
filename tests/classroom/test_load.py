from __future__ import annotations

import pytest
from load import measure


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("backend", ["small", "real"])
def test_forty_seats_get_their_acknowledgements_in_time(backend):
    found = measure(seats=40, turns=3, orders=10, backend="fakegame:FakeBackend" if backend == "small" else None)
    print(found)
    assert found["median_ms"] < 50
    assert found["p99_ms"] < 250
