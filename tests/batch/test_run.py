"""A batch on the fake engine: its files, its columns, and that it stays one batch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from diplogame.batch import Range, Results, Sample, run_batch
from diplogame.errors import BatchError, SettingError

HERE = Path(__file__).resolve().parent


def test_a_row_a_game_and_a_row_a_turn(run, tmp_path):
    results = run(games=50, seed=3, out=tmp_path)
    games, turns = results.games, results.turns
    assert games["game"].to_list() == list(range(50))
    assert games["seed"].n_unique() == 50
    per_game = turns.group_by("game", maintain_order=True).agg(pl.col("turn").max(), pl.len().alias("rows"))
    assert per_game["turn"].to_list() == games["turns"].to_list()
    assert (per_game["rows"] == per_game["turn"].cast(pl.UInt32) + 1).all()
    strikes = results.events.filter(pl.col("verb") == "strike").group_by("game").len().sort("game")
    assert strikes["len"].to_list() == games.filter(pl.col("strikes") > 0)["strikes"].to_list()


def test_what_varies_is_a_column_and_points_share_their_seeds(run, tmp_path):
    results = run(
        games=20, out=tmp_path, settings={"rules.heat": [0.1, 0.9], "rules.price": 90}, minds={"iran": "random"}
    )
    games = results.games
    assert set(games["rules.heat"]) == {0.1, 0.9}
    assert "rules.price" not in games.columns, "what is fixed is in run.json"
    assert "mind.iran" not in games.columns
    one, two = (games.filter(pl.col("point") == point) for point in (0, 1))
    assert one["seed"].to_list() == two["seed"].to_list()
    assert one["digest"].to_list() != two["digest"].to_list()
    assert results.run["design"]["points"][0] == {
        "set": {"rules.heat": 0.1, "rules.price": 90.0},
        "minds": {"iran": "random"},
        "forbid": [],
    }


def test_forbidding_takes_the_verb_away_at_that_point_alone(run, tmp_path):
    design = {"forbid": [[], ["strike@israel"]], "games": 30}
    results = run(out=tmp_path, design=design)
    strikes = results.games.group_by("forbid").agg(pl.col("strikes").sum()).sort("forbid")
    assert dict(strikes.iter_rows())["strike@israel"] == 0
    assert dict(strikes.iter_rows())["nothing"] > 0


def test_columns_and_run_are_documented(run, tmp_path):
    results = run(games=10, out=tmp_path, settings={"rules.heat": [0.1, 0.9]})
    assert set(results.columns) == {"games", "turns", "events"}
    for table in ("games", "turns", "events"):
        assert list(results.columns[table]) == results.scan(table).collect_schema().names()
    assert results.columns["turns"]["brent"] == {
        "type": "number, 64 bits",
        "unit": "USD a barrel",
        "means": "Price of Brent crude",
    }
    data = json.loads((tmp_path / "run.json").read_text())
    assert data["complete"] is True
    assert data["games"] == 20
    assert data["rules"] == 3
    assert data["sessions"][0]["games"] == 20
    assert data["versions"]["polars"]
    assert json.loads(data["scenario"]["text"])["title"] == "A made-up crisis"
    assert data["wall_seconds"] > 0


def test_the_files_open_in_pandas(run, tmp_path):
    pytest.importorskip("pyarrow")
    frame = run(games=10, out=tmp_path).pandas("events")
    assert set(frame["verb"].cat.categories) == {"call", "strike", "host_talks"}
    assert len(frame) == len(Results(tmp_path).events)


def test_a_complete_batch_is_left_as_it_is(run, tmp_path, content):
    run(games=10, out=tmp_path)
    before = content(tmp_path)
    stamp = (tmp_path / "run.json").read_bytes()
    run(games=10, out=tmp_path)
    assert content(tmp_path) == before
    assert (tmp_path / "run.json").read_bytes() == stamp


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"seed": 2}, "seed"),
        ({"games": 11}, "games_per_point"),
        ({"settings": {"rules.heat": 0.4}}, "design"),
        ({"minds": {"iran": "random"}}, "design"),
        ({"scenario": "other"}, "scenario"),
    ],
)
def test_another_batch_is_refused_not_mixed_in(tmp_path, content, change, word):
    same = {
        "scenario": "fake",
        "games": 10,
        "seed": 1,
        "out": tmp_path,
        "engine": "fake_engine",
        "progress": False,
        "workers": 1,
    }
    run_batch(**same)
    before = content(tmp_path)
    with pytest.raises(BatchError, match=word):
        run_batch(**{**same, **change})
    assert content(tmp_path) == before


def test_another_rules_number_is_refused(run, tmp_path, monkeypatch):
    run(games=10, out=tmp_path)
    monkeypatch.setenv("FAKE_RULES", "4")
    with pytest.raises(BatchError, match=r"rules.*3.*4"):
        run(games=10, out=tmp_path)


def test_games_without_run_json_are_not_added_to(run, tmp_path):
    run(games=10, out=tmp_path)
    (tmp_path / "run.json").unlink()
    with pytest.raises(BatchError, match=r"no run\.json"):
        run(games=10, out=tmp_path)


def test_a_batch_at_the_top_level_of_a_script(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from diplogame.batch import run_batch\n"
        "import sys\n"
        "print('once')\n"
        f"print(len(run_batch('fake', games=40, out={str(tmp_path / 'r')!r}, engine='fake_engine', workers=2, progress=False).games))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False
    )
    assert done.stdout.split() == ["once", "40"], done.stderr


def test_wrong_numbers_name_the_field(run, tmp_path):
    with pytest.raises(BatchError, match="games: 0"):
        run(games=0, out=tmp_path / "a")
    with pytest.raises(BatchError, match="seed: -1"):
        run(games=1, seed=-1, out=tmp_path / "a")
    with pytest.raises(BatchError, match="workers: 0"):
        run(games=1, workers=0, out=tmp_path / "a")
    with pytest.raises(SettingError, match=r"did you mean rules\.heat"):
        run(games=1, settings={"rules.heet": 1}, out=tmp_path / "a")
    assert not (tmp_path / "a").exists(), "nothing is written for a batch that cannot be run"


def test_a_sample_is_played_and_written(run, tmp_path):
    pytest.importorskip("SALib")
    settings = {"rules.heat": Range(0, 1), "rules.rounds": Range(1, 9)}
    results = run(games=2, out=tmp_path, settings=settings, sample=Sample("sobol", 8))
    sampled = results.design.sampled
    assert sampled is not None
    assert len(sampled.rows) == 8 * (2 + 2)
    assert results.plan.points == sampled.distinct == len(results.design.points)
    assert all(isinstance(point.settings["rules.rounds"], int) for point in results.design.points)
