"""The table of strategies: who can follow what, the same luck for all, and figures that follow from the scores."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from diplogame import cli, opening
from diplogame.balance import contest
from diplogame.balance.board import Board, Cell, Default, Plan, gather, measure
from diplogame.balance.contest import Job, play
from diplogame.balance.minds import Bent
from diplogame.balance.page import page
from diplogame.balance.strategies import FIXED, FORCE, Strategy, habit, strategies
from diplogame.balance.verdicts import verdicts
from diplogame.noise import game_seed
from diplogame.playing import Playing
from diplogame.scenario.load import load_scenario
from diplogame.verbs.verb import verb_names

LESSON = "tutorial"
"""Three turns: short enough for quick tests."""


def plan(*names, games=6, roles=("russia", "iran", "jordan"), scenario=LESSON):
    known = strategies()
    return Plan(scenario, (), games, games, 5, roles, tuple(known[name] for name in names))


def cell(difference, paired, score=None):
    return Cell(50.0 + difference, 1.0, difference, paired, 500, {}, np.zeros(500) if score is None else score)


def board(**cells):
    """A table of two roles with the differences given: strategy=((d, e) | None, ...) ."""
    known, roles = strategies(), ("russia", "iran")
    found = {
        (name, role): None if one is None else cell(*one)
        for name, pair in cells.items()
        for role, one in zip(roles, pair, strict=True)
    }
    default = {role: Default(50.0, 0.4, 11.0, (("call:iran", 0.2),)) for role in roles}
    return Board(
        "x",
        500,
        1,
        roles,
        {role: role for role in roles},
        default,
        {"tit_for_tat": 1.0},
        found,
        tuple(known[name] for name in cells),
    )


def held(table):
    return {one.name: one.ok for one in verdicts(table)}


def test_strategies_are_open_to_roles_with_the_verb():
    scenario, known = load_scenario("moscow_table"), strategies()
    open_to = {name: {role for role in scenario.states if one.open_to(scenario, role)} for name, one in known.items()}
    assert open_to["strike"] == {"iran", "israel", "united_states"}
    assert open_to["threaten"] == {"iran", "israel", "united_states"}
    assert open_to["host"] == {"russia", "united_states", "gulf_states", "qatar", "egypt"}
    assert open_to["nothing"] == open_to["easy"] == open_to["hard"] == set(scenario.states)


def turns_with(strategy, role, codes, games=8, turns=6):
    """Share of a role's turns in which it gives one of these verbs."""
    playing = Playing([load_scenario("moscow_table")], np.zeros(games, dtype=np.intp), game_seed(5, np.arange(games)))
    cast = playing.worlds.cast
    minds = [opening.mind(opening.DEFAULT_MIND)] * cast.n_states
    minds[cast.state_index[role]] = (strategies().get(strategy) or habit(strategy)).mind()
    played = found = 0
    for _ in range(turns):
        done = playing.step(minds)
        rows = (done.acts.rows.actor == cast.state_index[role]) & np.isin(
            done.acts.rows.verb, [verb_names().index(verb) for verb in codes]
        )
        found += len(np.unique(done.acts.world[rows]))
        played += len(done.live)
    return found / played


def test_a_fixed_idea_is_followed():
    assert turns_with("no_strike", "israel", FORCE) == 0
    assert turns_with("strike", "israel", FORCE) > 0.6
    assert turns_with("threaten", "israel", ("threaten",)) > 0.9
    assert turns_with("talk", "russia", ("supply_air_defence", "cut_exports", "economic_aid")) == 0


def test_the_default_mind_bent_towards_nothing_is_the_default_mind(monkeypatch):
    monkeypatch.setattr(contest, "strategies", lambda: {"straight": Strategy("straight", FIXED, Bent)})
    bent, base = play(Job(LESSON, (), "straight", "iran", 0, 4, 5)), play(Job(LESSON, (), "", "", 0, 4, 5))
    assert np.array_equal(bent.score, base.score)


def test_a_game_is_the_same_however_the_games_are_cut_into_jobs():
    whole = play(Job(LESSON, (), "nothing", "russia", 0, 5, 5))
    parts = [play(Job(LESSON, (), "nothing", "russia", start, games, 5)) for start, games in ((0, 2), (2, 3))]
    assert np.array_equal(whole.score, np.concatenate([part.score for part in parts]))


def test_the_table_does_not_depend_on_the_order_of_the_jobs():
    one = plan("nothing", "easy")
    games = [play(job) for job in one.jobs()]
    first, second = gather(one, games), gather(one, games[::-1])
    assert first.default == second.default
    assert all(first.cells[key].difference == second.cells[key].difference for key in first.cells)


def test_differences_are_taken_game_by_game():
    one = plan("nothing", roles=("jordan",))
    table = measure(one)
    base = play(Job(LESSON, (), "", "", 0, 6, 5)).score
    idle = play(Job(LESSON, (), "nothing", "jordan", 0, 6, 5)).score
    seat = tuple(load_scenario(LESSON).states).index("jordan")
    difference = (idle - base)[:, seat]
    found = table.cells["nothing", "jordan"]
    assert found.difference == pytest.approx(difference.mean())
    assert found.paired == pytest.approx(difference.std(ddof=1) / np.sqrt(6))
    assert sum(table.endings.values()) == pytest.approx(1.0)


def test_a_role_without_the_verb_is_left_out():
    table = measure(plan("threaten", games=2))
    assert table.cells["threaten", "russia"] is None
    assert table.cells["threaten", "iran"] is not None


def test_verdicts_follow_the_figures():
    good = board(
        strike=((-3, 0.5), None),
        nothing=((-9, 0.5), (-5, 0.4)),
        speak=((0.3, 0.4), (-1, 0.2)),
        hard=((3, 0.5), (2, 0.6)),
    )
    assert held(good) == dict.fromkeys(("fixed", "loops", "nothing", "hard", "mean", "spread", "order"), True)
    bad = board(
        strike=((1.2, 0.5), None),
        nothing=((-9, 0.5), (-0.5, 0.4)),
        speak=((0.9, 0.4), (-1, 0.2)),
        hard=((3, 0.5), (1, 0.6)),
    )
    assert held(bad) == {
        "fixed": False,
        "loops": False,
        "nothing": False,
        "hard": False,
        "mean": True,
        "spread": True,
        "order": True,
    }
    changes = {"mean": {"mean": 56.0}, "spread": {"spread": 9.9}, "order": {"top": (("strike:iran", 0.51),)}}
    for name, change in changes.items():
        other = dataclasses.replace(
            good, default={**good.default, "iran": dataclasses.replace(good.default["iran"], **change)}
        )
        assert [one.name for one in verdicts(other) if not one.ok] == [name]


def test_series_of_ten_games_are_won_on_their_own_luck():
    luck = np.repeat(np.arange(50.0), 10)
    table = board(easy=((0, 1), (0, 1)), hard=((0, 1), (0, 1)))
    cells = {
        **table.cells,
        ("easy", "russia"): cell(0, 1, luck),
        ("hard", "russia"): cell(0, 1, luck + 0.5),
        ("hard", "iran"): cell(0, 1, luck + 100),
        ("easy", "iran"): cell(0, 1, luck),
    }
    table = dataclasses.replace(table, cells=cells)
    # Half a point more in every game is worth nothing between series on other luck; a hundred points decide all of them.
    assert table.series("hard", "easy", "russia") == pytest.approx(0.5)
    assert table.series("hard", "easy", "iran") == 1.0
    assert table.series("hard", "talk", "iran") is None


def test_a_habit_is_a_verb_given_every_turn_or_never():
    scenario = load_scenario("moscow_table")
    assert habit("every:summit").open_to(scenario, "egypt")
    assert not habit("never:summit").open_to(scenario, "iran")
    assert turns_with("every:denounce", "iran", ("denounce",)) > 0.9
    assert turns_with("never:denounce", "iran", ("denounce",)) == 0


def test_the_page_shows_every_strategy_and_verdict():
    table = board(strike=((-3, 0.5), None), nothing=((-9, 0.5), (5, 0.4)))
    made = page(table, verdicts(table), "diplogame balance")
    assert "| always strike | -3.0 ±0.5 | n/a |" in made
    assert "| do nothing | -9.0 ±0.5 | +5.0 ±0.4* |" in made
    assert made.count("| MISS |") == 2


def test_ids_of_orders_are_printed_as_they_are(capsys):
    """Not as little flags: ":israel:" is a picture to the library that lays out tables."""
    assert (
        cli.main(["balance", "one_lesson", "--games", "3", "--roles", "iran", "--only", "nothing", "--workers", "1"])
        == 0
    )
    told = capsys.readouterr().out
    assert all(sign.isascii() or not 0x1F000 <= ord(sign) <= 0x1FFFF for sign in told)


def test_the_command_prints_plain_data_and_writes_the_page(tmp_path, capsys):
    out = tmp_path / "balance.md"
    words = [
        "balance",
        LESSON,
        "--games",
        "4",
        "--seed",
        "3",
        "--roles",
        "jordan,iran",
        "--only",
        "nothing,threaten,every:call",
        "--workers",
        "1",
    ]
    assert cli.main([*words, "--json", "--out", str(out)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["roles"]) == {"iran", "jordan"}
    assert found["roles"]["jordan"]["strategies"]["threaten"] is None
    assert found["roles"]["iran"]["strategies"]["every:call"]["games"] == 4
    assert {one["name"] for one in found["verdicts"]} == {"fixed", "loops", "nothing", "mean", "spread", "order"}
    assert "do nothing" in out.read_text(encoding="utf-8")
    assert cli.main(words) == 0
    assert "threaten every turn" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--roles", "rusia"], "did you mean russia"),
        (["--only", "strke"], "did you mean strike"),
        (["--only", "every:cal"], "did you mean call"),
        (["--games", "1"], "from 2 to"),
        (["--roles", ","], "one or more names"),
        (["--set", "rules.nothing_such=1"], "rules.nothing_such"),
    ],
)
def test_bad_options_are_named(capsys, words, says):
    assert cli.main(["balance", *words]) == 2
    assert says in capsys.readouterr().err
