"""Samples of the unit cube for a design's ranges, from SALib and SciPy (the extra `analysis`)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np

from diplogame.batch.spec import Sample
from diplogame.errors import BatchError, NotThereError

_HOME = {"latin_hypercube": "scipy.stats.qmc", "sobol": "SALib.sample.sobol", "morris": "SALib.sample.morris"}


def need(module: str, what: str) -> Any:
    """A module of the extra `analysis`. Raises NotThereError, saying how to get it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return import_module(module)
    except ImportError:
        raise NotThereError(
            f"{what} needs {module.partition('.')[0]}, which is not installed: pip install 'diplogame[analysis]'"
        ) from None


def unit_sample(sample: Sample, dimensions: int) -> np.ndarray:
    """(rows, dimensions) in [0, 1]; the same for the same sample. Raises BatchError for an n that the method cannot take."""
    if sample.method == "sobol" and sample.n & (sample.n - 1):
        below = 1 << (sample.n.bit_length() - 1)
        raise BatchError(
            "sample.n", sample.n, f"must be a power of two for Sobol samples, such as {below} or {2 * below}"
        )
    if sample.method == "morris" and sample.levels % 2:
        raise BatchError("sample.levels", sample.levels, "must be even for Morris samples, such as 4 or 6")
    module = need(_HOME[sample.method], f"the sample method {sample.method}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if sample.method == "latin_hypercube":
            key = "rng" if "rng" in signature(module.LatinHypercube).parameters else "seed"
            return np.asarray(module.LatinHypercube(d=dimensions, **{key: sample.seed}).random(sample.n))
        cube = problem([f"x{i}" for i in range(dimensions)])
        if sample.method == "sobol":
            rows = module.sample(cube, sample.n, calc_second_order=sample.second_order, seed=sample.seed)
        else:
            rows = module.sample(cube, sample.n, num_levels=sample.levels, seed=sample.seed)
    return np.asarray(rows)


def problem(names: list[str]) -> Mapping[str, Any]:
    """SALib's description of the unit cube."""
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
