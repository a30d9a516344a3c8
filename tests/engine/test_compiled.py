"""Compiled loops: at hand where Numba is, the same bits as NumPy, and NumPy wherever anything is amiss."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from diplogame import compiled
from diplogame.compiled import FEW, SWITCH, Kernel, kernel, part
from diplogame.model import DiplomacyModel
from diplogame.world.fields import FIELDS

STEP = np.uint64(3)


@part
def stirred(word):
    return (word ^ (word >> np.uint64(7))) * STEP


def plain(rows):
    return ((rows ^ (rows >> np.uint64(7))) * STEP).sum(axis=1, dtype=np.uint64)


@kernel(plain)
def totals(rows):
    out = np.zeros(len(rows), dtype=np.uint64)
    for row in range(rows.shape[0]):
        for column in range(rows.shape[1]):
            out[row] += stirred(rows[row, column])
    return out


ROWS = np.arange(40, dtype=np.uint64).reshape(4, 10) * np.uint64(0x9E3779B97F4A7C15)


@pytest.fixture(autouse=True)
def on(monkeypatch):
    monkeypatch.setattr(compiled._State, "on", True)
    monkeypatch.delenv(SWITCH, raising=False)


def fresh(loop=totals.loop):
    return Kernel(loop, plain)


def test_a_kernel_runs_compiled_with_its_parts():
    found = totals.at(FEW)
    assert found != plain
    assert (found(ROWS) == plain(ROWS)).all()
    with np.errstate(over="ignore"):
        assert (totals(ROWS) == plain(ROWS)).all()
    assert totals.compiled().signatures
    assert totals._made.py_func.__globals__["stirred"] is stirred.compiled()


def test_the_switch_turns_it_off(monkeypatch):
    monkeypatch.setenv(SWITCH, "0")
    assert totals.at(FEW) == plain
    monkeypatch.setenv(SWITCH, "1")
    assert totals.at(FEW) != plain


def test_few_worlds_do_not_load_numba(monkeypatch):
    totals.compiled()
    assert totals.at(1) != plain
    monkeypatch.delitem(sys.modules, "numba")
    assert totals.at(FEW - 1) == plain
    assert totals.at(FEW) != plain


def test_without_numba_numpy_does_it(monkeypatch):
    monkeypatch.setattr(compiled, "_numba", lambda: None)
    assert fresh().at(1000) == plain


def test_where_nothing_can_be_kept_numpy_does_it(monkeypatch):
    import numba

    def refused(**settings):
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(numba, "njit", refused)
    assert fresh().at(1000) == plain
    assert not compiled.wanted()


def test_what_numba_cannot_compile_numpy_does():
    def odd(rows):
        return np.array([str(rows)])

    found = fresh(odd).at(1000)
    assert found != plain
    assert (found(ROWS) == plain(ROWS)).all()
    assert not compiled.wanted()


def test_a_full_disk_is_no_trouble(monkeypatch):
    one = fresh()

    def full(*arguments):
        raise OSError("no space left")

    monkeypatch.setattr(one, "_made", full)
    assert (one.at(1000)(ROWS) == plain(ROWS)).all()


def test_a_part_is_not_called_from_elsewhere():
    with pytest.raises(TypeError, match="stirred is made for other kernels"):
        stirred.at(1000)


def test_what_a_kernel_is_kept_under_tells_all_that_went_in(monkeypatch):
    before, part_before = totals.stamp(), stirred.stamp()
    assert fresh().stamp() == before
    monkeypatch.setitem(stirred.loop.__globals__, "STEP", np.uint64(5))
    assert stirred.stamp() != part_before
    assert totals.stamp() != before
    assert before not in {totals.stamp(), fresh(plain).stamp()}


def test_a_small_game_is_played_without_numba():
    code = (
        "import sys; from diplogame.model import DiplomacyModel; m = DiplomacyModel('tutorial', worlds=2, rng=1); m.step();"
        "assert 'numba' not in sys.modules; print(m.worlds.turn)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ)
    assert found.stdout == "1\n", found.stderr


def test_nobody_waits_for_a_compiler_who_serves_people(monkeypatch, tmp_path):
    started = []
    mark = tmp_path / "cache" / "compiled"
    monkeypatch.setattr(compiled, "_mark", lambda: mark)
    monkeypatch.setattr(compiled.subprocess, "Popen", lambda words, **_: started.append(words))
    monkeypatch.setattr(compiled._State, "asked", False)
    monkeypatch.setattr(compiled._State, "patient", False)
    assert compiled.wanted()
    compiled.patiently()
    assert not compiled.wanted()
    assert not compiled.wanted()
    assert totals.at(FEW) is plain
    assert started == [[sys.executable, "-m", compiled.WARM]]
    compiled.set_mark()
    assert mark.exists()
    assert compiled.wanted()
    assert totals.at(FEW) is not plain


def test_the_mark_is_of_this_code_and_this_machine():
    compiled._mark.cache_clear()
    mark = compiled._mark()
    assert mark.name.startswith("compiled-")
    assert mark == compiled._mark.__wrapped__()


@pytest.mark.slow
def test_all_loops_are_compiled_by_one_command(tmp_path):
    home = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "NUMBA_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-m", compiled.WARM], env=home, check=True, timeout=400)
    kept = {file.name for file in tmp_path.rglob("*.nbc")}  # one for each kind of arrays that a loop is given
    assert len(kept) > 30
    marks = list(tmp_path.rglob("compiled-*"))
    assert len(marks) == 1
    code = (
        "from diplogame import Game\nfrom diplogame.model import DiplomacyModel as M\n"
        "for worlds in (1200, 1, 2, 40):\n    m = M('moscow_table', worlds=worlds, rng=3)\n    while m.running: m.step()\n"
        "g = Game.new('moscow_table', people=['russia'], seed=8)\n"
        "for _ in range(3): g.legal_orders('russia'); g.forecast('russia', futures=60); g.end_turn()\n"
    )
    subprocess.run([sys.executable, "-c", code], env=home, check=True, timeout=400)
    assert {file.name for file in tmp_path.rglob("*.nbc")} == kept


@pytest.mark.parametrize("size", [1, 2])
def test_loops_meet_arrays_of_one_kind_at_the_opening_of_a_game(size):
    """An array that may not be written is of another kind to the compiler, and a loop would be compiled anew for it."""
    model = DiplomacyModel("tutorial", worlds=size, rng=1)
    arrays = [getattr(model.worlds, name) for name in FIELDS]
    assert all(array.flags.writeable and array.flags.c_contiguous for array in arrays)
    model.close()
