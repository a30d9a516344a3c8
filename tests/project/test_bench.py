"""`diplogame bench` prints what is promised; the figures themselves decide nothing here."""

from __future__ import annotations

import json

import pytest


@pytest.mark.slow
def test_the_bench_command_prints_what_it_promises(monkeypatch, capsys):
    from diplogame.cli import parse
    from diplogame.commands import bench

    monkeypatch.setattr(bench, "SIZES", (1, 8))
    monkeypatch.setattr(bench, "FUTURES", 20)
    monkeypatch.setattr(bench.measured, "__defaults__", (0.2, 30))
    assert bench.run(parse(["bench", "--json"])) == 0
    printed = capsys.readouterr().out
    found = json.loads(printed)
    assert set(found) == {"world_turns_per_s_core", "turn_ms_one_world", "forecast_500_ms", "frame_ms", "machine"}
    assert set(found["world_turns_per_s_core"]) == {"1", "8"}
    assert all(rate > 0 for rate in found["world_turns_per_s_core"].values())
    assert {"median", "p99"} <= set(found["frame_ms"])
    assert bench.run(parse(["bench"])) == 0
    assert "world-turns a second" in capsys.readouterr().out
