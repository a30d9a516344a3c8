"""Reciprocity and what papers are worth: the loops and NumPy agree to the last bit, with rules that are shared and with a world's own."""

from __future__ import annotations

import numpy as np
import pytest

from diplogame.compiled import FEW
from diplogame.turn.reciprocity import _felt
from diplogame.verbs.paper import COMPLEXITY, N_PAPERS
from diplogame.verbs.papers import _values
from diplogame.world.axes import ISSUES

SIZE, STATES = FEW + 3, 5
chance = np.random.default_rng(4)


def both(kernel, given, shapes):
    """What the loop fills, and what NumPy does."""
    found = []
    for version in (kernel.at(SIZE), kernel.plain):
        out = [np.empty(shape) for shape in shapes]
        version(*given, *out)
        found.append(out)
    assert kernel.at(SIZE) != kernel.plain
    return found


@pytest.mark.parametrize("rules", [1, SIZE])
def test_what_is_felt(rules):
    square = (SIZE, STATES, STATES)
    force = np.where(chance.random(square) < 0.3, chance.integers(1, 9, square), 0.0)
    bad, good = np.minimum(chance.normal(-1, 2, square), 0.0), np.maximum(chance.normal(-1, 2, square), 0.0)
    pairs = [chance.normal(size=square) for _ in range(3)]
    numbers = [chance.random(rules) for _ in range(5)]
    compiled, plain = both(_felt, [force, bad, good, *pairs, *numbers], [square, square])
    for one, other in zip(compiled, plain, strict=True):
        assert one.tobytes() == other.tobytes()
    regard, anger = plain
    # A blow of rung r is felt by who is struck, for all that lies above the third rung.
    fades, gain = (part[:, None, None] for part in numbers[3:])
    felt = np.minimum(bad - np.maximum(force.transpose(0, 2, 1) - 3.0, 0.0), 0.0)
    assert np.allclose(anger, pairs[2] * fades - felt * gain)
    assert len(np.unique(regard)) > SIZE


@pytest.mark.parametrize("rules", [1, SIZE])
def test_what_papers_are_worth(rules):
    given = [chance.normal(size=(SIZE, 3, len(ISSUES))), chance.random((rules, len(COMPLEXITY)))]
    (compiled,), (plain,) = both(_values, given, [(SIZE, 3, N_PAPERS)])
    assert compiled.tobytes() == plain.tobytes()
    # The first paper is a bare ceasefire: two issues in full, and its own complexity.
    assert np.allclose(plain[:, :, 0], given[0][:, :, 0] + given[0][:, :, 1] - given[1][:, :1])
