"""Own curves: as exact as the library's, and the same bits whatever the processor can do."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from diplogame.noise import bend, exp, exp32, grid, halves, log, log32, logistic, logit, normal_cdf, power

BITS = """
import hashlib, numpy as np
from diplogame.noise import arith
from diplogame.noise.luck import Luck
from diplogame.noise.quantiles import table
x = np.linspace(-40.0, 40.0, 40_001)
luck = Luck(np.arange(50), 3)
parts = [arith.exp(x), arith.log(np.abs(x) + 1e-9), arith.logistic(x), arith.normal_cdf(x), arith.halves(x), arith.grid(x),
         arith.power(np.abs(x), 0.88), table("normal"), table("gumbel"), table("beta42"), luck.uniform("s", 40), luck.normal("s", 40)]
print(hashlib.sha256(b"".join(p.astype("<f8").tobytes() for p in parts)).hexdigest())
"""
REFERENCE = "b4a50ff3c9f706822678166568de994888379723de925fa1950e10236b423178"


def run_bits(disable: str) -> str:
    env = dict(os.environ, NPY_DISABLE_CPU_FEATURES=disable, PYTHONWARNINGS="ignore")
    done = subprocess.run([sys.executable, "-c", BITS], env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def features() -> str:
    """The features of this processor that NumPy can be told to leave alone."""
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    return " ".join(simd.get("found", []))


@pytest.mark.parametrize("which", ["all features", "plain"])
def test_the_bits_are_the_reference_bits_whatever_the_processor_can_do(which):
    assert run_bits("" if which == "all features" else features()) == REFERENCE


def test_the_reference_changes_when_a_last_bit_does():
    ours, theirs = exp(np.linspace(-40, 40, 40_001)), np.exp(np.linspace(-40, 40, 40_001))
    assert hashlib.sha256(ours.tobytes()).digest() != hashlib.sha256(theirs.tobytes()).digest()


def exact(name: str, x: float) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return getattr(Decimal(x), name)()


@given(st.floats(-700, 700))
def test_exp_errs_by_less_than_an_ulp(x):
    got = float(exp(x))
    assert abs(Decimal(got) - exact("exp", x)) <= Decimal(math.ulp(got))


@given(st.floats(1e-300, 1e300))
def test_log_errs_by_less_than_an_ulp(x):
    got = float(log(x))
    assert abs(Decimal(got) - exact("ln", x)) <= Decimal(math.ulp(got))


def test_the_edges_of_exp_and_log():
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert exp(-np.inf) == 0.0
    assert 8e307 < float(exp(np.inf)) < np.inf
    assert np.isnan(exp(np.nan))
    assert list(log([0.0, np.inf])) == [-np.inf, np.inf]
    assert np.isnan(log([-1.0, np.nan])).all()
    assert 0.0 < float(exp(-740.0)) < 1e-320


def test_any_shape_goes_through_and_the_input_stays():
    x = np.arange(24.0).reshape(2, 3, 4)
    before = x.copy()
    for curve in (exp, log, logistic, halves, grid, bend, normal_cdf):
        assert curve(x).shape == x.shape
        assert curve(3).shape == ()
        assert curve(x).dtype == np.float64
        assert np.array_equal(curve(x)[1], curve(x[1]), equal_nan=True)
    assert np.array_equal(x, before)


@given(st.floats(-30, 30))
def test_logit_undoes_logistic(x):
    assert float(logit(logistic(x))) == pytest.approx(x, abs=max(1e-9, 1e-15 * math.exp(abs(x))))


@given(st.floats(-1e6, 1e6))
def test_logistic_and_bend_stay_inside_and_are_odd(x):
    assert 0.0 <= float(logistic(x)) <= 1.0
    assert -1.0 < float(bend(x)) < 1.0
    assert bend(-x) == -bend(x)


@given(st.integers(-900, 1074))
def test_whole_half_lives_are_exact(n):
    assert halves(n) == math.ldexp(1.0, -n)


@given(st.floats(-100, 100))
def test_half_lives_between(n):
    assert float(halves(n)) == pytest.approx(0.5**n, rel=4e-16)


@given(st.floats(1e-6, 1e6), st.floats(-5, 5))
def test_power(base, exponent):
    assert float(power(base, exponent)) == pytest.approx(base**exponent, rel=1e-14)


def test_power_of_nothing():
    assert power(0.0, 0.5) == 0.0


@given(st.floats(-12, 12))
def test_normal_cdf(x):
    assert float(normal_cdf(x)) == pytest.approx(0.5 * math.erfc(-x / math.sqrt(2)), rel=1e-9, abs=1e-15)


@given(st.floats(-(2.0**34), 2.0**34))
def test_the_grid_takes_the_nearest_multiple(x):
    snapped = float(grid(x))
    assert abs(snapped - x) <= 2.0**-17
    assert (snapped * 65_536).is_integer()
    assert grid(snapped) == snapped


@given(hnp.arrays(np.float64, st.integers(2, 30), elements=st.floats(-1e6, 1e6)), st.randoms(use_true_random=False))
def test_on_the_grid_the_order_of_a_sum_does_not_matter(changes, random):
    order = list(range(len(changes)))
    random.shuffle(order)
    snapped = grid(changes)
    assert sum(snapped.tolist()) == sum(snapped[order].tolist())


def test_single_precision_exp_is_exact_to_seven_digits_and_the_same_bits_everywhere() -> None:
    x = np.linspace(-87.0, 88.0, 200_001).astype(np.float32)
    y = exp32(x)
    assert y.dtype == np.float32
    assert np.abs(y / np.exp(x.astype(np.float64)) - 1.0).max() < 1e-7
    assert (
        hashlib.sha256(y.astype("<f4").tobytes()).hexdigest()
        == "71c54c9b28e65322730b867c0da6cef5574f241bc968831306b08404fd3996b6"
    )
    alone = np.concatenate([exp32(part) for part in np.split(x[:200_000], 1000)])
    assert (alone == y[:200_000]).all()


def test_single_precision_log_is_exact_to_seven_digits_and_the_same_alone() -> None:
    x = np.geomspace(1e-37, 3e38, 200_001).astype(np.float32)
    y = log32(x)
    assert y.dtype == np.float64
    assert np.abs(y - np.log(x.astype(np.float64))).max() < 1e-7
    alone = np.concatenate([log32(part) for part in np.split(x[:200_000], 1000)])
    assert (alone == y[:200_000]).all()
    assert np.isfinite(log32(np.zeros(3, dtype=np.float32))).all()
