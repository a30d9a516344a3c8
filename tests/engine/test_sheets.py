"""Sheets lie in memory column by column, and hold and sum the same numbers as any table, however many worlds there are."""

from __future__ import annotations

import numpy as np

from diplogame.world.sheets import columns, sheet, summed, zeros


def test_a_sheet_lies_column_by_column() -> None:
    assert sheet(5, 3).shape == zeros(5, 3).shape == (5, 3)
    assert sheet(5, 3).T.flags.c_contiguous
    assert not zeros(5, 3).any()
    table = np.arange(20.0).reshape(4, 5)
    some = columns(table, np.array([3, 0, 3]))
    assert some.T.flags.c_contiguous
    assert np.array_equal(some, table[:, [3, 0, 3]])


def test_sums_of_a_sheet_have_the_same_bits_alone_and_among_others() -> None:
    table = np.random.default_rng(1).normal(size=(200, 37))
    together = summed(np.asfortranarray(table))
    alone = [summed(np.asfortranarray(table[k : k + 1]))[0] for k in range(200)]
    assert (together == np.array(alone)).all()
