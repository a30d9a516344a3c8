"""The measuring itself: errors by blocks, forced orders, paired luck, the command."""

from __future__ import annotations

import json

import numpy as np
import pytest

from diplogame.claims.deeds import Told, Wish, idle
from diplogame.claims.measured import at_most, between, less, more, together
from diplogame.claims.runs import Setup, midway, play, quiet
from diplogame.claims.statistics import blocked, logit, mean
from diplogame.cli import main


def test_a_verdict_on_an_effect_wants_two_standard_errors():
    assert more(1.0, 0.4, "").ok
    assert not more(1.0, 0.6, "").ok
    assert less(-1.0, 0.4, "").ok
    assert not less(float("nan"), 0.0, "").ok
    assert at_most(0.2, 0.2, "").ok
    assert not between(0.61, 0.35, 0.60, "").ok
    both = together([more(1.0, 0.1, ""), more(1.0, 0.9, "")], "")
    assert not both.ok
    assert both.error == 0.9


def test_blocks_give_the_error_of_a_ratio():
    luck = np.random.default_rng(4)
    hits, tries = luck.binomial(20, 0.3, 800), np.full(800, 20)
    value, error = blocked(lambda a, b: a / b, hits, tries)
    assert value == pytest.approx(0.3, abs=0.01)
    assert error == pytest.approx(np.sqrt(0.3 * 0.7 / 16000), rel=0.5)


def test_a_logit_finds_what_made_the_data():
    luck = np.random.default_rng(5)
    x = np.stack([np.ones(8000), luck.normal(size=8000)], axis=-1)
    y = (luck.random(8000) < 1 / (1 + np.exp(-(x @ [-1.0, 0.7])))) * 1.0
    beta, error = logit(y, x, np.repeat(np.arange(400), 20))
    assert np.abs((beta - [-1.0, 0.7]) / error).max() < 4


def test_a_forced_order_is_given_once_and_a_forbidden_one_never():
    forced = play(Setup(turns=3).mind("russia", Told((Wish("denounce", target="israel"),))), 16, 3)
    assert (forced.given("denounce", by="russia", at="israel") == 1).all()
    barred = play(Setup(turns=3, forbid=("denounce@russia",)), 16, 3)
    assert not barred.given("denounce", by="russia").any()


def test_an_order_that_no_list_holds_cannot_be_forced():
    with pytest.raises(ValueError, match="no canonical order"):
        play(quiet(turns=1, minds=(("egypt", idle(Wish("strike"))),)), 2, 3)


def test_two_arms_meet_the_same_luck():
    one, two = (
        play(quiet(turns=2, minds=(("russia", idle(*wishes)),)), 8, 3)
        for wishes in ((), (Wish("call", 2, target="qatar"),))
    )
    assert np.array_equal(one.series["price"], two.series["price"])
    assert not np.array_equal(one.worlds.relation, two.worlds.relation)


def test_games_under_way_are_played_on():
    whole = play(Setup(turns=3), 8, 6)
    assert mean(midway(Setup(turns=2), Setup(turns=1), 8, 6).worlds.price)[0] == pytest.approx(
        float(whole.worlds.price.mean()), abs=1e-9
    )


def test_the_command_prints_every_check_that_is_asked_for(capsys):
    assert main(["claims", "--games", "16", "--only", "C01", "--only", "C23", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in found] == ["C01", "C23"]
    assert all(row["holds"] for row in found)
    assert main(["claims", "--games", "16", "--only", "C23"]) == 0
    assert "C23" in capsys.readouterr().out


def test_an_unknown_check_is_refused_with_the_nearest(capsys):
    assert main(["claims", "--only", "C99"]) == 2
    assert "C9" in capsys.readouterr().err
