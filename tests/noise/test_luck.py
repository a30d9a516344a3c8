"""Keyed draws: a function of game seed, turn, stream and cell, and of nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplogame.noise import Luck, cells, game_seed, hash64, key_of, keys_of, luck, mix
from diplogame.noise.hashing import MAX_SEED, mix_int

DRAWS = ["uniform", "normal", "gumbel", "beta42"]
SEEDS = np.array([0, 1, 7, 2**40 + 3, MAX_SEED])


@pytest.fixture(autouse=True)
def forget_cells(monkeypatch):
    monkeypatch.setattr(luck, "_cells", {})


@pytest.mark.parametrize("draw", DRAWS)
def test_a_world_alone_draws_what_it_draws_among_many(draw):
    seeds = game_seed(5, np.arange(700))
    many = getattr(Luck(seeds, 4), draw)("strike.hit", 97)
    for k in (0, 1, 350, 699):
        assert np.array_equal(getattr(Luck(seeds[k : k + 1], 4), draw)("strike.hit", 97)[0], many[k])


@given(st.lists(st.integers(0, 299), min_size=1, max_size=300, unique=True), st.integers(1, 200))
@settings(max_examples=30)
def test_any_subset_in_any_order_draws_the_same(chosen, n):
    everyone = Luck(np.arange(300), 2)
    whole = everyone.normal("x", 200)
    assert np.array_equal(Luck(np.array(chosen), 2).normal("x", n), whole[chosen, :n])
    assert np.array_equal(everyone.among(np.array(chosen)).normal("x", n), whole[chosen, :n])


@pytest.mark.parametrize("draw", DRAWS)
def test_sparse_rows_are_cells_of_the_whole(draw):
    here = Luck(np.arange(50), 9)
    rng = np.random.default_rng(3)
    world, cell = rng.integers(0, 50, 400), rng.integers(0, 77, 400)
    whole = getattr(here, draw)("y", 77)
    assert np.array_equal(getattr(here, draw + "_at")("y", world, cell), whole[world, cell])
    assert getattr(here, draw + "_at")("y", world[:0], cell[:0]).shape == (0,)


def test_far_cells_are_hashed_as_near_ones_are(monkeypatch):
    here = Luck([3], 1)
    world, cell = np.zeros(5, np.intp), np.arange(5)
    near = here.uniform_at("far", world, cell)
    monkeypatch.setattr(luck, "_KEPT", 2)
    assert np.array_equal(here.uniform_at("far", world, cell), near)


def test_a_turn_a_world():
    turns = np.array([1, 5, 2])
    together = Luck([4, 4, 9], turns).uniform("z", 6)
    for row, (seed, turn) in enumerate(zip([4, 4, 9], turns, strict=True)):
        assert np.array_equal(together[row], Luck([seed], int(turn)).uniform("z", 6)[0])


def test_seed_turn_stream_and_cell_each_matter():
    base = Luck([1, 2], 1).uniform("a", 8)
    others = [Luck([1, 2], 2).uniform("a", 8), Luck([1, 2], 1).uniform("b", 8), Luck([2, 1], 1).uniform("a", 8)]
    assert not any((base == other).any() for other in others)
    assert len(np.unique(base)) == base.size


def test_other_streams_and_earlier_calls_move_nothing():
    first = Luck(SEEDS, 3).normal("war", 5)
    luck._cells.clear()
    here = Luck(SEEDS, 3)
    here.uniform("a new stream", 1_000)
    here.normal("war", 3)
    here.normal("war", 500)
    assert np.array_equal(here.normal("war", 5), first)


def test_shapes_count_cells_in_c_order():
    here = Luck(SEEDS, 3)
    assert np.array_equal(here.uniform("p", (4, 3, 2)), here.uniform("p", 24).reshape(5, 4, 3, 2))
    assert here.uniform("p", 0).shape == (5, 0)
    assert Luck(np.array([], np.int64), 1).uniform("p", 4).shape == (0, 4)


def test_a_new_option_moves_no_other_draw():
    here = Luck(SEEDS, 3)
    old = ["strike:isfahan", "hold_back", "threaten:iran"]
    new = ["a_new_verb:x", *old]
    before, after = here.gumbel_keys("choose.israel", keys_of(old)), here.gumbel_keys("choose.israel", keys_of(new))
    assert np.array_equal(before, after[:, 1:])
    assert not (here.gumbel_keys("choose.iran", keys_of(old)) == before).any()
    assert key_of("hold_back") == keys_of(old)[1]


def test_options_of_each_world_own():
    here = Luck(SEEDS, 3)
    keys = np.stack([keys_of([f"{row}.{k}" for k in range(7)]) for row in range(5)])
    together = here.gumbel_keys("c", keys)
    for row in range(5):
        assert np.array_equal(together[row], Luck(SEEDS[row : row + 1], 3).gumbel_keys("c", keys[row])[0])
    assert np.array_equal(here.gumbel_keys32("c", keys), together.astype(np.float32))


def test_blocks_do_not_show(monkeypatch):
    whole = Luck(np.arange(100), 1).beta42("b", 33)
    keyed = Luck(np.arange(100), 1).uniform_keys("b", np.arange(3300, dtype=np.uint64).reshape(100, 33))
    for block in (1, 33, 100, 3299):
        monkeypatch.setattr(luck, "_BLOCK", block)
        assert np.array_equal(Luck(np.arange(100), 1).beta42("b", 33), whole)
        again = Luck(np.arange(100), 1).uniform_keys("b", np.arange(3300, dtype=np.uint64).reshape(100, 33))
        assert np.array_equal(again, keyed)


def test_the_ends_of_the_uniform_draw_are_open():
    out = np.empty(3)
    luck._uniform(np.array([0, 1 << 63, (1 << 64) - 1], np.uint64), out)
    assert list(out) == [2.0**-53, 0.5 + 2.0**-53, 1.0 - 2.0**-53]


def test_these_draws_never_change():
    here = Luck([7], 1)
    got = [float(getattr(here, draw)("reference", 2)[0, 1]) for draw in DRAWS]
    got += [float(here.gumbel_keys("reference", keys_of(["option"]))[0, 0]), game_seed(1, 0), int(hash64(1, 2, 3)[0])]
    assert got == [
        0.5546074872976349,
        0.1373010422035994,
        0.5284776807381929,
        0.7127483710850497,
        0.16358729142286052,
        3590428370633866,
        1644155270285528817,
    ]


def test_game_seeds_are_json_safe_and_never_repeat_in_a_batch():
    k = np.arange(300_000)
    seeds = game_seed(42, k)
    assert seeds.dtype == np.int64
    assert 0 <= seeds.min() <= seeds.max() <= MAX_SEED
    assert len(np.unique(seeds)) == len(k)
    assert len(np.intersect1d(seeds, game_seed(43, k))) == 0
    assert game_seed(42, 17) == seeds[17]
    assert isinstance(game_seed(42, 17), int)
    assert game_seed(42, np.arange(6).reshape(2, 3)).shape == (2, 3)


def test_no_two_of_ten_million_draws_share_a_key_but_32_bits_would():
    """200,000 games of 50 cells: 64-bit keys stay apart; half of their bits would not."""
    keys = Luck(game_seed(1, np.arange(200_000)), 1).keys[:, None] ^ cells("any", 50)
    assert len(np.unique(keys)) == keys.size
    worlds = keys[:, 0] & np.uint64(0xFFFFFFFF)
    assert len(np.unique(worlds)) < len(worlds)


@given(st.integers(0, 2**64 - 1))
def test_mixing_arrays_and_ints_agree(z):
    array = np.array([z], np.uint64)
    assert int(mix(array)[0]) == mix_int(z)
    assert int(array[0]) == z


def test_splitmix64_is_the_published_one():
    """The first outputs of the reference implementation for seed 1234567."""
    outputs = [mix_int(1234567 + (n + 1) * 0x9E3779B97F4A7C15) for n in range(3)]
    assert outputs == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_hash64_minds_order_number_and_sign():
    assert hash64(1, 2)[0] != hash64(2, 1)[0]
    assert hash64(1)[0] != hash64(1, 0)[0]
    assert hash64(-1)[0] == hash64(np.uint64(2**64 - 1))[0]
    assert hash64(np.arange(3)[:, None], np.arange(4)).shape == (3, 4)
    assert len(np.unique(hash64(np.arange(1000)[:, None], np.arange(1000)))) == 1_000_000


def test_fractions_are_no_seeds():
    with pytest.raises(TypeError, match="whole numbers"):
        Luck([1.5], 1)


def test_keys_and_cells_cannot_be_written():
    for array in (Luck([1], 1).keys, cells("q", 5)):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
