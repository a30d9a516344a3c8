"""Results do not depend on workers, chunks, ensembles or resuming."""

from __future__ import annotations

import os

import numpy as np
import pytest

from diplogame.batch import Results, cluster, pool
from diplogame.batch.job import Job, play
from diplogame.batch.plan import Plan
from diplogame.batch.result import merge, take
from diplogame.batch.run import assembled, prepare


def job(**parts):
    spec = assembled(None, {"rules.heat": [0.2, 0.5, 0.8]}, {"*": ["goal_seeking", "tit_for_tat"]}, games=25, seed=4)
    return prepare("fake", spec, engine="fake_engine", **parts).job


def test_workers_and_ensembles_do_not_change_a_byte(run, tmp_path, content):
    batch = {"games": 50, "seed": 2, "settings": {"rules.heat": [0.2, 0.8]}}
    run(**batch, out=tmp_path / "one")
    run(**{**batch, "workers": 3}, out=tmp_path / "three")
    run(**batch, out=tmp_path / "small", ensemble=3)
    assert content(tmp_path / "one") == content(tmp_path / "three") == content(tmp_path / "small")


def test_a_chunk_does_not_depend_on_how_it_is_cut():
    whole = play(job(), 2)
    cut = play(job(ensemble=4), 2)
    assert whole.digest == cut.digest
    for name in whole.events:
        np.testing.assert_array_equal(whole.events[name], cut.events[name])
    for name in whole.series:
        np.testing.assert_array_equal(whole.series[name], cut.series[name])


def test_games_taken_apart_and_put_together_in_any_order_are_the_same():
    whole = play(job(), 0)
    rows = np.arange(len(whole))
    apart = [rows[rows % 3 == k] for k in (2, 0, 1)]
    again = merge([take(whole, part) for part in apart], apart)
    assert list(again.digest) == list(whole.digest)
    for name in whole.events:
        np.testing.assert_array_equal(whole.events[name], again.events[name])
    np.testing.assert_array_equal(whole.turns, again.turns)


def test_the_cut_depends_on_the_number_of_games_alone():
    plan = Plan.cut(1, 3, 1000)
    assert plan.chunk_games == 188
    assert Plan.cut(1, 1, 100_000).chunk_games == 512
    assert Plan.cut(1, 1, 5).chunk_games == 16
    numbers = np.concatenate([plan.numbers(chunk) for chunk in range(plan.chunks)])
    np.testing.assert_array_equal(numbers, np.arange(3000))
    np.testing.assert_array_equal(plan.seeds(numbers[:1000]), plan.seeds(numbers[2000:]))


def test_more_games_of_the_same_seed_begin_with_the_same_games():
    few, many = Plan.cut(9, 1, 10), Plan.cut(9, 1, 500)
    np.testing.assert_array_equal(few.seeds(np.arange(10)), many.seeds(np.arange(10)))


def test_a_job_survives_being_sent():
    assert Job.read(job().text()) == job()


@pytest.mark.skipif(os.name == "nt", reason="kills a worker by a signal of POSIX")
@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_bytes_though_a_worker_is_killed(run, tmp_path, content, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("FAKE_SLOW", "0.3")
    batch = {"games": 100, "seed": 2, "settings": {"rules.heat": [0.2, 0.8]}}
    killed = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as there:
        writes = []
        original = cluster.results

        def watched(*args):
            for chunk, made in original(*args):
                writes.append(chunk)
                if len(writes) == 4:
                    victim = next(iter(there.workers.values())).process.pid
                    os.kill(victim, 9)
                    killed.append(victim)
                yield chunk, made

        monkeypatch.setattr(cluster, "results", watched)
        run(**batch, out=tmp_path / "dask", dask=there.scheduler_address)
    assert killed
    monkeypatch.setenv("FAKE_SLOW", "0")
    run(**batch, out=tmp_path / "here")
    assert content(tmp_path / "dask") == content(tmp_path / "here")
    assert sorted(writes) == list(range(Results(tmp_path / "here").plan.chunks)), "no chunk was written twice"


def test_no_scheduler_at_the_address_is_said(run, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    from diplogame.errors import BatchError

    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(BatchError, match="no Dask scheduler answers"):
        run(games=10, out=tmp_path, dask="tcp://127.0.0.1:9")
    with pytest.raises(BatchError, match="tcp://HOST:PORT"):
        run(games=10, out=tmp_path, dask="nonsense://x")


def test_without_dask_the_message_says_what_to_install(run, tmp_path, monkeypatch):
    import sys

    from diplogame.errors import NotThereError

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotThereError, match=r"pip install 'diplogame\[cluster\]'"):
        run(games=10, out=tmp_path, dask="tcp://127.0.0.1:9")


def test_the_workers_of_a_pool_use_one_thread_each():
    from diplogame.batch.machine import one_thread

    assert one_thread({"A": "b"}) | {"A": "b"} == one_thread({"A": "b"})
    assert one_thread({})["POLARS_MAX_THREADS"] == "1"
    assert pool.TRIES >= 2
