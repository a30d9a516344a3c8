"""The draws look random from every side a game looks at them: along worlds, turns, streams and cells."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from diplogame.noise import Luck, cells, game_seed, hash64, mix
from diplogame.noise.quantiles import beta42_quantile, gumbel_quantile, normal_quantile, table

LIMIT = 5.0  # deviations; the draws are fixed, so a pass today is a pass tomorrow
AXES = ("seed", "turn", "stream", "cell")
PLANES = list(combinations(AXES, 2))
SIDE = 400


def bits(plane: tuple[str, str]) -> np.ndarray:
    """(400, 400) words over two of the four indices, the others held; consecutive seeds are the hard case."""
    index = {axis: np.zeros((1, 1), np.int64) + 3 for axis in AXES}
    index[plane[0]] = np.arange(SIDE)[:, None]
    index[plane[1]] = np.arange(SIDE)[None, :]
    world = hash64(index["seed"], index["turn"])
    names = [cells(f"stream {k}", SIDE) for k in range(SIDE if "stream" in plane else 4)]
    cell = np.stack(names)[index["stream"], index["cell"]]
    return mix(world ^ cell)


@pytest.fixture(params=PLANES, ids="-".join)
def plane(request) -> np.ndarray:
    z = bits(request.param)
    assert z.shape == (SIDE, SIDE)
    return z


def deviations(counts: np.ndarray) -> float:
    """Chi-square against equal shares, in its own standard deviations."""
    expected = counts.sum() / counts.size
    freedom = counts.size - 1
    return float((((counts - expected) ** 2).sum() / expected - freedom) / np.sqrt(2 * freedom))


def even(values: np.ndarray, count: int) -> float:
    return abs(deviations(np.bincount(values.ravel().astype(np.int64), minlength=count)))


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a.ravel() - a.mean(), b.ravel() - b.mean()
    return abs(float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())) * np.sqrt(a.size))


def unit(z: np.ndarray) -> np.ndarray:
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def test_high_bytes_are_even(plane):
    assert even(plane >> np.uint64(56), 256) < LIMIT


def test_low_bytes_are_even(plane):
    assert even(plane & np.uint64(255), 256) < LIMIT


def test_every_bit_is_set_half_of_the_time(plane):
    for bit in range(64):
        share = ((plane >> np.uint64(bit)) & np.uint64(1)).mean()
        assert abs(share - 0.5) * 2 * SIDE < LIMIT, bit


def test_neighbours_know_nothing_of_each_other(plane):
    u = unit(plane)
    for lag in (1, 2, 3, 7, 64):
        assert correlation(u[lag:], u[:-lag]) < LIMIT
        assert correlation(u[:, lag:], u[:, :-lag]) < LIMIT


def test_pairs_fill_the_square_evenly(plane):
    top = plane >> np.uint64(59)
    low = plane & np.uint64(31)
    for part in (top, low):
        assert even(part[1:] * np.uint64(32) + part[:-1], 1024) < LIMIT
        assert even(part[:, 1:] * np.uint64(32) + part[:, :-1], 1024) < LIMIT


def test_rows_and_columns_have_the_right_spread(plane):
    u = unit(plane)
    for axis in (0, 1):
        means = u.mean(axis=axis)
        assert abs(means.var() * 12 * SIDE - 1.0) < LIMIT * np.sqrt(2 / SIDE)


def test_exclusive_or_without_mixing_would_be_caught():
    """The same tests on cell keys combined without the last mix: proof that they can fail."""
    z = hash64(np.arange(SIDE))[:, None] ^ np.arange(SIDE, dtype=np.uint64)[None, :]
    assert correlation(unit(z)[:, 1:], unit(z)[:, :-1]) > LIMIT


@pytest.mark.parametrize("what", ["seed", "turn", "cell"])
def test_one_bit_of_the_index_flips_half_of_the_draw(what):
    rng = np.random.default_rng(1)
    here = {name: rng.integers(0, 2**20, 4_000) for name in ("seed", "turn", "cell")}

    def draw(index):
        return mix(hash64(index["seed"], index["turn"]) ^ cells("avalanche", 2**20)[index["cell"]])

    base = draw(here)
    for bit in range(20):
        flipped = base ^ draw({**here, what: here[what] ^ (1 << bit)})
        each = np.array([((flipped >> np.uint64(b)) & np.uint64(1)).mean() for b in range(64)])
        assert (np.abs(each - 0.5) * 2 * np.sqrt(4_000) < LIMIT).all()


def test_game_seeds_are_even_and_unrelated():
    seeds = game_seed(0, np.arange(200_000)).astype(np.uint64)
    assert even(seeds >> np.uint64(45), 256) < LIMIT
    assert even(seeds & np.uint64(255), 256) < LIMIT
    share = seeds.astype(np.float64) * 2.0**-53
    assert correlation(share[1:], share[:-1]) < LIMIT
    assert correlation(share, game_seed(1, np.arange(200_000)).astype(np.float64)) < LIMIT


@pytest.mark.parametrize(
    ("draw", "mean", "variance"),
    [
        ("uniform", 0.5, 1 / 12),
        ("normal", 0.0, 1.0),
        ("gumbel", 0.5772156649, np.pi**2 / 6),
        ("beta42", 2 / 3, 8 / 252),
    ],
)
def test_the_moments_of_each_shape(draw, mean, variance):
    x = getattr(Luck(np.arange(2_000), 5), draw)("moments", 200)
    n = x.size
    assert abs(x.mean() - mean) < LIMIT * np.sqrt(variance / n)
    assert x.var() == pytest.approx(variance, rel=0.02)


@pytest.mark.parametrize("shape", ["normal", "gumbel", "beta42"])
def test_each_entry_of_a_table_is_drawn_evenly(shape):
    drawn = getattr(Luck(np.arange(4_096), 5), shape)("entries", 640)
    place = np.searchsorted(table(shape), drawn)
    assert (table(shape)[place] == drawn).all()
    assert even(place, 65_536) < LIMIT


def test_tables_are_the_quantiles():
    p = (np.arange(65_536) + 0.5) / 65_536
    x = table("beta42")
    assert np.abs(x**4 * (5 - 4 * x) - p).max() < 1e-14
    assert np.abs(np.exp(-np.exp(-table("gumbel"))) - p).max() < 1e-14
    from statistics import NormalDist

    inverse = NormalDist().inv_cdf
    assert max(abs(a - inverse(b)) for a, b in zip(table("normal")[::17], p[::17], strict=True)) < 1e-14
    assert float(normal_quantile(1e-30)) == pytest.approx(inverse(1e-30), rel=1e-13)
    assert float(gumbel_quantile(0.5)) == pytest.approx(0.36651292058166435, rel=1e-14)
    assert float(beta42_quantile(0.1875)) == pytest.approx(0.5, rel=1e-14)


def test_a_choice_by_gumbel_is_a_logit_choice():
    utility = np.array([0.0, 1.0, 2.0, -1.0])
    drawn = Luck(np.arange(100_000), 1).gumbel("choice", 4)
    shares = np.bincount((utility + drawn).argmax(axis=1), minlength=4) / 100_000
    chances = np.exp(utility) / np.exp(utility).sum()
    assert (np.abs(shares - chances) < LIMIT * np.sqrt(chances * (1 - chances) / 100_000)).all()
