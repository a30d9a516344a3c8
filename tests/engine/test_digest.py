"""Digests: the same by loops and by NumPy, alone and among many; and any change shows."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest
from ensembles import opened, played

from diplogame.compiled import FEW, SWITCH
from diplogame.minds.mind import Random
from diplogame.world import digest
from diplogame.world.digest import LANES, chain, first, lanes, pack
from diplogame.world.fields import FIELDS

SIZE = FEW + 8


@pytest.fixture(scope="module")
def worlds():
    some = opened("moscow_table", SIZE, 5)
    return played(some, [Random()] * some.cast.n_states, 2)


def layout_of(worlds):
    return digest._layout(tuple(field.shape[1] for field in digest._fields(worlds)))


def test_loops_and_numpy_agree(worlds, monkeypatch):
    assert digest._add.at(SIZE) != digest._add.plain
    compiled = lanes(worlds)
    monkeypatch.setenv(SWITCH, "0")
    assert digest._add.at(SIZE) == digest._add.plain
    assert (lanes(worlds) == compiled).all()


@pytest.mark.parametrize("switch", ["0", "1"])
def test_a_world_has_its_digest_alone_and_among_many(worlds, monkeypatch, switch):
    monkeypatch.setenv(SWITCH, switch)
    monkeypatch.setattr(digest, "_BLOCK", 4000)  # some blocks, and a last one that is not full
    whole = lanes(worlds)
    assert len(np.unique(whole)) == SIZE * LANES
    for rows in ([0], [3, 4, 5], [SIZE - 1]):
        assert (lanes(worlds.take(np.array(rows))) == whole[rows]).all()


def test_a_digest_is_chained(worlds):
    state = [row.astype("<u8").tobytes() for row in lanes(worlds)]
    begun = first(worlds)
    assert begun == [
        sha256(int(seed).to_bytes(8, "little") + row).digest() for seed, row in zip(worlds.seeds, state, strict=True)
    ]
    assert chain(begun, worlds) == [sha256(last + row).digest() for last, row in zip(begun, state, strict=True)]
    with pytest.raises(ValueError, match="39 digests for 40 worlds"):
        chain(begun[1:], worlds)


@pytest.mark.parametrize("name", FIELDS)
def test_any_changed_bit_changes_its_lane_alone(worlds, name):
    old = getattr(worlds, name)
    bits = 8 * old.itemsize
    many = worlds.take(np.zeros(bits, dtype=np.intp))
    spot = np.random.default_rng(len(name)).integers(old[0].size, size=bits)
    new = getattr(many, name).copy()
    words = new.reshape(bits, -1).view(f"u{old.itemsize}")
    words[np.arange(bits), spot] ^= np.left_shift(1, np.arange(bits, dtype=words.dtype), dtype=words.dtype)
    changed = lanes(many.replace({name: new})) != lanes(many)
    assert (changed.sum(axis=1) == 1).all()
    assert (changed == changed[0]).all()


def test_values_that_change_places_change_the_digest(worlds):
    one = worlds.take(np.array([0]))
    spots = np.random.default_rng(1).permutation(one.relation.size).reshape(-1, 2)
    for a, b in spots:
        relation = one.relation.copy().reshape(-1)
        relation[[a, b]] = 1.5, -2.5
        other = relation.copy()
        other[[a, b]] = -2.5, 1.5
        shape = one.relation.shape
        assert (
            lanes(one.replace({"relation": relation.reshape(shape)}))
            != lanes(one.replace({"relation": other.reshape(shape)}))
        ).any()


def test_no_two_changed_signs_cancel_each_other_out(worlds):
    """A sign is the highest bit, which reaches the sum as 2^63 and 2^31 times its key: that the keys' last 33 bits differ keeps two apart."""
    keys = layout_of(worlds).keys
    assert (keys % 2 == 1).all()
    last = np.concatenate([keys, -keys]) & np.uint64((1 << 33) - 1)
    assert len(np.unique(last)) == len(last)


def test_a_lane_is_about_a_quarter_of_all_words(worlds):
    _, places, edges, _, keys = layout_of(worlds)
    assert 4 * len(keys) == pack(worlds).shape[1]
    assert list(places) == sorted(places)
    assert all(0.15 < share < 0.35 for share in np.diff(edges) / len(keys))
