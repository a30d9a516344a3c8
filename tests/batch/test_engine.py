"""The real engine behind the batches: a game depends on its seed and settings alone, never on its company."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from diplogame.batch import Results, engine, reopen, run_batch
from diplogame.batch.design import build
from diplogame.batch.result import ChunkResult
from diplogame.batch.spec import Spec
from diplogame.noise.hashing import game_seed

LESSON = "one_lesson"
SEEDS = np.asarray(game_seed(11, np.arange(6)))


def lesson(settings=None, forbid=()):
    return engine.applied(engine.load(LESSON), settings or {}, forbid)


def alone(scenario, seed, minds=None) -> ChunkResult:
    return engine.simulate([scenario], np.zeros(1, dtype=np.intp), np.array([seed]), [minds or {}])


def one_of(table, pattern):
    return next(path for path in table if pattern in path)


def test_a_scenario_written_down_and_read_again_plays_the_same_games():
    scenario = engine.load(LESSON)
    again = engine.parse(engine.canonical(scenario))
    assert list(again.states) == list(scenario.states)
    one, two = (engine.simulate([it], np.zeros(2, dtype=np.intp), SEEDS[:2], [{}]) for it in (scenario, again))
    assert one.digest == two.digest


def test_games_in_an_ensemble_are_the_games_alone():
    scenario = lesson()
    together = engine.simulate([scenario], np.zeros(6, dtype=np.intp), SEEDS, [{}])
    for k in (0, 3, 5):
        single = alone(scenario, SEEDS[k])
        assert single.digest[0] == together.digest[k]
        rows = together.events["game"] == k
        for name in ("turn", "kind", "source", "target", "verb", "outcome"):
            np.testing.assert_array_equal(single.events[name], together.events[name][rows])
        turns = single.turns[0]
        for name in single.series:
            np.testing.assert_array_equal(single.series[name][0, : turns + 1], together.series[name][k, : turns + 1])


def settings_of_every_family():
    """One change in each part of a scenario that a design may vary, each large enough to matter."""
    table = engine.parameters(engine.load(LESSON))
    wanted = (
        "rules.", "states.russia.goals.", "states.iran.start.alignment", "states.israel.start.doctrine", "states.iran.start.kappa", "states.iran.start.reserve", "states.israel.doctrine", "states.iran.start.stability", "states.russia.start.economy",
        "start.price", "pairs.relation", ".hardness", ".integrity", "facilities.", "council.russia.ideal", "council.", "states.iran.temperature",
        "states.iran.kappa", "states.iran.orders", "turns",
    )  # fmt: skip
    found = {}
    for part in wanted:
        path = next((path for path in table if part in path and path not in found), None)
        if path is None:
            continue
        leaf = table[path]
        low, high = leaf.range
        if isinstance(leaf.value, bool):
            found[path] = not leaf.value
        elif isinstance(leaf.value, int):
            found[path] = int(leaf.value) - 1 if leaf.value - 1 >= low else int(leaf.value) + 1
        else:
            step = max(abs(leaf.value) * 0.2, 0.01)
            found[path] = leaf.value - step if leaf.value - step >= low else min(leaf.value + step, high)
    return found


def test_points_that_differ_in_any_part_of_the_scenario_are_not_mixed_up():
    changes = [{}, *({path: value} for path, value in settings_of_every_family().items())]
    scenarios = []
    for change in changes:
        try:
            scenarios.append(lesson(change))
        except engine.paths.SettingError:
            continue
    assert len(scenarios) >= 8
    scenarios.append(lesson(forbid=("strike@israel",)))
    minds = [{}] * (len(scenarios) - 1) + [{"iran": "tit_for_tat"}]
    point = np.arange(2 * len(scenarios), dtype=np.intp) % len(scenarios)
    seeds = np.repeat(SEEDS[:2], len(scenarios))
    mixed = engine.simulate(scenarios, point, seeds, minds)
    for k in range(len(scenarios)):
        single = alone(scenarios[k], seeds[k], minds[k])
        assert single.digest[0] == mixed.digest[k], changes[k] if k < len(changes) else "forbid and minds"
        assert single.scores["iran"][0] == mixed.scores["iran"][k]


def test_what_is_forbidden_does_not_happen():
    found = engine.simulate([lesson(forbid=("strike@israel",))], np.zeros(6, dtype=np.intp), SEEDS, [{}])
    strikes = found.events["verb"] == found.names["verb"].index("strike")
    assert not (strikes & (found.events["source"] == found.names["role"].index("israel"))).any()


def test_every_mind_plays_a_batch():
    short = engine.load("tutorial")
    for name in engine.minds():
        found = engine.simulate([short], np.zeros(2, dtype=np.intp), SEEDS[:2], [{"*": name}])
        assert (found.turns >= 1).all(), name


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lesson")
    path = one_of(engine.parameters(engine.load(LESSON)), "states.russia.goals.oil_band.weight")
    return run_batch(
        LESSON,
        40,
        5,
        folder,
        settings={path: [0.1, 0.3]},
        minds={"iran": ["goal_seeking", "random"]},
        workers=2,
        progress=False,
    )


def test_a_batch_s_rows_fit_together(batch):
    games, events = batch.games, batch.events
    assert len(games) == 160
    assert games.select(pl.all().null_count()).row(0) == (0,) * len(games.columns)
    endings = events.filter(pl.col("kind") == "ending")
    assert endings["game"].sort().to_list() == games["game"].to_list(), "each game ends once"
    assert (endings.sort("game")["turn"] == games["turns"]).all()
    last = batch.turns.group_by("game").agg(pl.col("turn").max()).sort("game")
    assert (last["turn"] == games["turns"]).all()
    assert events["turn"].min() >= 1
    orders = events.filter(pl.col("kind") == "order")
    assert orders["cameo"].null_count() == 0
    strikes = orders.filter(pl.col("verb").is_in(["strike", "join_strike"])).select("game", "turn", "act").unique()
    per_game = strikes.group_by("game").len().sort("game")
    assert dict(per_game.iter_rows()) == {g: s for g, s in games.select("game", "strikes").iter_rows() if s}
    jump = batch.turns.group_by("game").agg(pl.col("escalation").max().alias("peak")).sort("game")
    assert jump["peak"].to_list() == pytest.approx(games["peak_escalation"].to_list())


def test_every_column_is_documented_with_a_unit(batch):
    for table, columns in batch.columns.items():
        for name, words in columns.items():
            assert words["means"], f"{table}.{name} has no meaning"
            assert words["unit"], f"{table}.{name} has no unit"


@pytest.mark.parametrize("game", [0, 39, 87, 159])
def test_a_row_reopens_as_the_same_game(batch, game):
    found = reopen(batch.path, game)
    row = batch.games.row(game, named=True)
    assert found.seed == row["seed"]
    assert found.point == row["point"]
    again = alone(found.scenario, found.seed, found.minds)
    assert again.digest[0] == row["digest"] == found.digest
    assert again.scores["russia"][0] == row["score_russia"]


@pytest.mark.parametrize("game", [3, 119])
def test_a_row_played_as_a_single_game_has_the_same_digest_scores_and_events(batch, game):
    from diplogame.game import Game
    from diplogame.game.happening import FIELDS

    row = batch.games.row(game, named=True)
    point = batch.design.points[row["point"]]
    played = Game.new(LESSON, seed=row["seed"], settings=point.settings, forbid=point.forbid, minds=point.minds)
    while not played.over:
        played.end_turn()
    assert played.digest == row["digest"]
    assert played.ending == row["ending"]
    assert {role: row[f"score_{role}"] for role in played.roles} == played.scores()
    theirs = [event.plain for turn in played.history for event in turn.events]
    ours = batch.events.filter((pl.col("game") == game) & (pl.col("turn") >= 1)).to_dicts()
    assert len(ours) == len(theirs)
    shared = [name for name in FIELDS if name in ours[0] and name not in ("rung", "size", "goldstein")]

    def row_of(event):
        return tuple(None if event[name] == "none" else event[name] for name in shared)

    assert sorted(map(repr, map(row_of, ours))) == sorted(map(repr, map(row_of, theirs)))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Points that differ in numbers, minds and forbidden verbs at once."""
    folder = tmp_path_factory.mktemp("mixed")
    design = {
        "fix": {"start.price": 90},
        "vary": {"states.russia.goals.be_the_table.weight": [0.1, 0.3]},
        "minds": {"*": ["tit_for_tat", "goal_seeking"], "iran": ["random"]},
        "forbid": [[], ["host_talks@russia", "strike@israel"]],
    }
    return run_batch(LESSON, 3, 8, folder, design=design, workers=1, progress=False)


@pytest.mark.parametrize("game", [1, 10, 23])
def test_replay_prints_what_sim_prints_with_the_row_s_seed_and_settings(mixed, game, capsys):
    from diplogame.cli import main

    row = mixed.games.row(game, named=True)
    point = mixed.design.points[row["point"]]
    words = ["sim", LESSON, "--seed", str(row["seed"]), "--json"]
    words += [word for path, value in point.settings.items() for word in ("--set", f"{path}={value!r}")]
    words += [word for role, mind in point.minds.items() for word in ("--mind", f"{role}={mind}")]
    words += [word for pattern in point.forbid for word in ("--forbid", pattern)]
    assert main(words) == 0
    sim = capsys.readouterr().out
    assert main(["replay", str(mixed.path), "--game", str(game), "--json"]) == 0
    assert capsys.readouterr().out == sim
    told = json.loads(sim)
    assert told["digest"] == row["digest"]
    assert told["ending"] == row["ending"]
    assert told["scores"] == {role: pytest.approx(row[f"score_{role}"], abs=0.05) for role in told["scores"]}


def test_workers_and_ensembles_give_the_same_digests(batch, tmp_path):
    path = batch.design.varied
    spec = Spec(
        scenario=LESSON, games=40, seed=5, vary={name: [0.1, 0.3] for name in path if name.startswith("states")},
        minds={"iran": ["goal_seeking", "random"]},
    )  # fmt: skip
    assert build(spec, engine, engine.load(LESSON)).plain() == batch.design.plain()
    again = run_batch(LESSON, 40, 5, tmp_path, design=spec, workers=1, ensemble=29, progress=False)
    assert again.digest == batch.digest
    assert Results(tmp_path).games.equals(batch.games)
    assert Results(tmp_path).events.equals(batch.events)


def test_no_such_game(batch):
    from diplogame.errors import BatchError

    with pytest.raises(BatchError, match="games 0 to 159"):
        reopen(batch.path, 160)
