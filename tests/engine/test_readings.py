"""What observers read of sites: the loop and NumPy agree to the last bit; who knows, knows."""

from __future__ import annotations

import numpy as np
import pytest
from ensembles import opened, played

from diplogame.compiled import FEW, SWITCH
from diplogame.minds.mind import Random
from diplogame.noise import Luck
from diplogame.turn import readings

SIZE = FEW + 9


@pytest.fixture(scope="module")
def worlds():
    some = opened("moscow_table", SIZE, 11)
    some = played(some, [Random()] * some.cast.n_states, 5)
    chance = np.random.default_rng(1)
    return some.replace(
        {
            "engineers": np.where(chance.random(some.engineers.shape) < 0.2, 2.0, 0.0),
            "struck": np.where(chance.random(some.struck.shape) < 0.3, some.turn, some.struck).astype(np.int16),
            "integrity": chance.random(some.integrity.shape),
        }
    )


def read(worlds):
    """What is held after this turn's readings, and its error."""
    mean, sd = np.empty_like(worlds.seen_integrity), np.empty_like(worlds.seen_sd)
    readings.read(worlds, Luck(worlds.seeds, worlds.turn), mean, sd)
    return mean, sd


def test_the_loop_and_numpy_agree(worlds, monkeypatch):
    assert readings._step.at(SIZE) != readings._step.plain
    compiled = read(worlds)
    monkeypatch.setenv(SWITCH, "0")
    plain = read(worlds)
    for one, other in zip(compiled, plain, strict=True):
        assert one.tobytes() == other.tobytes()
        assert len(np.unique(one)) > 100


@pytest.mark.parametrize("switch", ["1", "0"])
def test_readings_may_be_written_over_what_was_held(worlds, monkeypatch, switch):
    apart = read(worlds)
    monkeypatch.setenv(SWITCH, switch)
    own = worlds.replace({name: getattr(worlds, name).copy() for name in ("seen_integrity", "seen_sd")})
    readings.read(own, Luck(worlds.seeds, worlds.turn), own.seen_integrity, own.seen_sd)
    for one, other in zip(apart, (own.seen_integrity, own.seen_sd), strict=True):
        assert one.tobytes() == other.tobytes()


def test_who_knows_is_told_the_truth(worlds):
    mean, sd = read(worlds)
    cast = worlds.cast
    knows = np.broadcast_to(cast.owner == np.arange(cast.n_states)[:, None], mean.shape).copy()
    knows[:, cast.supplier] |= worlds.engineers > 0
    truth = np.broadcast_to(worlds.integrity[:, None], mean.shape)
    assert np.abs(mean - truth)[knows].max() < 2.0**-15
    assert np.abs(sd - readings.KNOWN)[knows].max() < 2.0**-15
    assert np.abs(mean - truth)[~knows].mean() > 0.05
    assert sd[~knows].min() > readings.KNOWN


def test_a_fresh_strike_blurs_the_picture(worlds):
    _, calm = read(worlds.replace({"struck": np.full_like(worlds.struck, -99)}))
    _, struck = read(worlds.replace({"struck": np.full_like(worlds.struck, worlds.turn)}))
    assert (struck >= calm).all()
    assert (struck > calm).mean() > 0.5
