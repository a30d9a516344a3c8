"""Stylised facts: regularities that the literature reports of crises like this one, measured on batches.

Sources stand with each test. Every comparison forces or forbids on the same luck.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from diplogame.batch import engine, run_batch
from diplogame.batch.report import facts
from diplogame.batch.report.data import Data
from diplogame.batch.report.facts import Frames
from diplogame.batch.report.intervals import mean
from diplogame.batch.report.sensitivity import effects
from diplogame.model import DiplomacyModel

pytestmark = [pytest.mark.slow, pytest.mark.timeout(480)]

TALKS = ["host_talks@*", "send_delegation@*", "table_terms@*", "ask_ceasefire@*", "carry_message@*", "summit@*"]
GAMES = 400


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """The default scenario, with talks and without, on the same luck."""
    folder = tmp_path_factory.mktemp("facts")
    return run_batch("moscow_table", GAMES, 20_260, folder, design={"forbid": [[], TALKS]}, progress=False)


def frames(results, talks=True) -> Frames:
    data = Data(results)
    whole = Frames(data.games, results.scan("turns"), results.scan("events"))
    return facts.of_games(whole, data.games.filter((pl.col("forbid") == "nothing") == talks))


def changes(tmp_path, outcome, **design):
    """level: (mean, change against the first level) of an outcome, in the lesson's scenario."""
    results = run_batch("one_lesson", 200, 31, tmp_path, progress=False, **design)
    return effects(Data(results), [outcome])


def test_oil_jumps_at_exchanges_and_decays_in_calm(batch):
    """The risk premium rose 4 to 10% with the exchanges of June 2025, and a truce wiped it out."""
    here = frames(batch)
    assert facts.price_jump(here).low > 0
    assert facts.price_calm(here).high < 0


def test_hostility_is_reciprocal_between_israel_and_iran(batch):
    """Goldstein, Pevehouse, Gerner & Telhami 2001 (JCR 45): reciprocity in nearly all dyads in conflict in the Middle East, 1979-95."""
    here = frames(batch)
    assert facts.reciprocity(here, "iran", "israel").low > 0
    assert facts.reciprocity(here, "israel", "iran").low > 0


def test_hostility_is_answered_more_without_talks(batch):
    """Without a table another round follows: more blows are given back over a game, on the same luck."""
    games = batch.games.with_columns((pl.col("strikes") + pl.col("salvos")).alias("blows"))
    with_talks, without = (
        games.filter((pl.col("forbid") == "nothing") == talks).sort("seed") for talks in (True, False)
    )
    rounds = mean((without["blows"].cast(pl.Float64) - with_talks["blows"].cast(pl.Float64)).to_numpy())
    assert rounds.low > 0


def test_drafts_that_blame_iran_are_vetoed_by_russia(batch):
    """26 February 2018: a draft that named Iran had eleven votes, and Russia vetoed it."""
    found = facts.vetoed(frames(batch), "russia", 0)
    assert found.low > 0.9


def test_climbs_are_contained_more_often_than_they_end_in_war(batch):
    """ICB 1918-2017: of crises with violence fewer than half become full-scale wars."""
    assert facts.contained(frames(batch)).low > 0.5


def test_enabling_by_the_united_states_raises_strikes(tmp_path):
    found = changes(tmp_path, "strikes", settings={"start.enabling": [0, 2]}, forbid=["set_enabling@*"])
    assert found[-1].change.low > 0


def test_audience_costs_raise_follow_through(tmp_path):
    """Fearon 1994; Tomz 2007: who pays more for an empty threat acts on it more often."""
    found = changes(tmp_path, "salvos", settings={"states.iran.start.kappa": [0.25, 3]})
    assert found[-1].change.low > 0


def test_russia_s_best_oil_price_lies_inside_the_range(tmp_path):
    """A producer that gains from a spike and loses by a slump."""
    prices = [40, 70, 90, 110, 140]
    points = [{"start.price": price, "rules.price_base": price} for price in prices]
    results = run_batch("one_lesson", 120, 31, tmp_path, progress=False, design={"points": points})
    scores = (
        results.games.group_by("start.price")
        .agg(pl.col("score_russia").mean())
        .sort("start.price")["score_russia"]
        .to_list()
    )
    best = int(np.argmax(scores))
    assert 0 < best < len(prices) - 1, dict(zip(prices, scores, strict=True))
    table = results.games.select("seed", "start.price", "score_russia")
    peak = table.filter(pl.col("start.price") == prices[best]).sort("seed")["score_russia"]
    for end in (prices[0], prices[-1]):
        there = table.filter(pl.col("start.price") == end).sort("seed")["score_russia"]
        assert mean((peak - there).to_numpy()).low > 0


def test_a_mind_without_discipline_chooses_evenly():
    """Zero-intelligence choice (Gode & Sunder 1993): what is legal is drawn evenly, verbs first."""
    model = DiplomacyModel("moscow_table", worlds=3000, rng=5, minds={"*": "random"})
    live, stage = model.playing.stage()
    assert len(live) == 3000
    model.stage = stage
    model.states.do("observe")
    model.states.do("decide")
    from diplogame.verbs.options import legal, tables

    for state in model.states:
        options = tables(stage.cast)[state.seat]
        verbs = np.array([order.verb for order in options.orders])
        open_ = legal(state.view.world, options)[0]
        first = state.choice.picks[:, 0]
        drawn = verbs[first[first >= 0]]
        names, counts = np.unique(drawn, return_counts=True)
        assert set(names) == set(verbs[open_]), state.role
        even = len(drawn) / len(names)
        chi = float(((counts - even) ** 2 / even).sum())
        freedom = len(names) - 1
        assert chi < freedom + 4.5 * np.sqrt(2 * freedom), (state.role, dict(zip(names, counts, strict=True)))


def test_the_facts_do_not_hang_on_one_seed(batch):
    """The same signs in each half of the games."""
    data = Data(batch)
    whole = Frames(data.games, batch.scan("turns"), batch.scan("events"))
    for half in (0, 1):
        part = data.games.filter((pl.col("seed").rank("dense") % 2 == half) & (pl.col("forbid") == "nothing"))
        here = facts.of_games(whole, part)
        assert facts.price_jump(here).value > 0
        assert facts.reciprocity(here, "iran", "israel").value > 0


def test_engine_minds_are_the_ones_asked_for():
    assert {"goal_seeking", "expected_utility", "tit_for_tat", "looking_ahead", "random"} <= set(engine.minds())
