"""What an order is said to do is the mean of what it does: the numbers on the list against thousands of worlds that differ in luck alone."""

from __future__ import annotations

import numpy as np
import pytest
from seatgames import played

from diplogame.course import step
from diplogame.minds.ahead import Given
from diplogame.minds.mind import GoalSeeking, Idle
from diplogame.seats import LocalSeat
from diplogame.seats.effects import BETA_HIGH, BETA_LOW
from diplogame.turn.slots import NOTHING, n_slots

WORLDS = 3000


def many(game, role, order):
    """The worlds after a turn in which this role alone acts, and the luck differs."""
    worlds = (
        game.worlds_at(game.played).take(np.zeros(WORLDS, dtype=np.intp)).replace({"seeds": np.arange(WORLDS) + 10_000})
    )
    menu = game.legal_orders(role)
    minds = [Idle() for _ in game.roles]
    minds[game.roles.index(role)] = Given(
        menu.row(menu.check(order)), np.full(n_slots(worlds.cast), NOTHING, dtype=np.int8), WORLDS
    )
    return worlds, step(worlds, minds).worlds


def quiet(game):
    """The same turn with nobody acting."""
    worlds = (
        game.worlds_at(game.played).take(np.zeros(WORLDS, dtype=np.intp)).replace({"seeds": np.arange(WORLDS) + 10_000})
    )
    return step(worlds, [Idle() for _ in game.roles]).worlds


def said(game, role, order, what):
    listed = next(one for one in LocalSeat(game, role).orders() if one["id"] == order)
    return next(effect for effect in listed["expects"] if effect["what"] == what)


CASES = (
    (
        "israel",
        "strike:iran:tabriz_missile",
        "integrity.tabriz_missile",
        lambda w: 100 * w.integrity[:, w.cast.place_index["tabriz_missile"]],
    ),
    ("russia", "economic_aid:iran", "economy.iran", lambda w: w.economy[:, w.cast.state_index["iran"]]),
    ("russia", "economic_aid:iran", "stability.iran", lambda w: w.stability[:, w.cast.state_index["iran"]]),
    (
        "russia",
        "call:qatar",
        "relation.qatar.russia",
        lambda w: w.relation[:, w.cast.state_index["qatar"], w.cast.state_index["russia"]],
    ),
    ("iran", "threaten:israel", "commitment.iran", lambda w: w.commitment[:, w.cast.state_index["iran"]]),
    ("egypt", "summit:-", "standing.egypt", lambda w: w.standing[:, w.cast.state_index["egypt"]]),
    ("egypt", "ask_aid:united_states", "economy.egypt", lambda w: w.economy[:, w.cast.state_index["egypt"]]),
    ("iran", "retaliate:israel:nevatim:l0", "missiles", lambda w: w.missiles),
)


@pytest.mark.parametrize(
    ("role", "order", "what", "read"), CASES, ids=[f"{order}-{what}" for _, order, what, _ in CASES]
)
def test_the_mean_is_the_mean_of_what_happens(role, order, what, read):
    game = played(turns=0, people=[role])
    told = said(game, role, order, what)
    _, after = many(game, role, order)
    moved = read(after) - read(quiet(game))
    # Drift moves with what the order changed, by a few per cent of it; luck by its sampling error.
    error = 3 * float(moved.std()) / np.sqrt(WORLDS)
    assert float(moved.mean()) == pytest.approx(told["mean"], abs=error + 0.12 * abs(told["mean"]) + 0.06)


def test_low_and_high_hold_about_four_fifths_of_what_a_strike_does():
    game = played(turns=0, people=["israel"])
    told = said(game, "israel", "strike:iran:tabriz_missile", "integrity.tabriz_missile")
    _, after = many(game, "israel", "strike:iran:tabriz_missile")
    place = after.cast.place_index["tabriz_missile"]
    moved = 100 * (after.integrity[:, place] - quiet(game).integrity[:, place])
    inside = float(((moved >= told["low"] - 0.5) & (moved <= told["high"] + 0.5)).mean())
    assert 0.75 <= inside <= 1.0


def test_the_quantiles_of_damage_are_those_of_its_law():
    draws = np.random.default_rng(1).beta(4, 2, 200_000)
    assert np.quantile(draws, [0.1, 0.9]) == pytest.approx([BETA_LOW, BETA_HIGH], abs=0.004)


@pytest.mark.parametrize(
    ("role", "order", "came"),
    [
        ("egypt", "summit:-", lambda w, before: w.summit == w.turn),
        (
            "israel",
            "strike:iran:tabriz_missile",
            lambda w, before: (
                w.integrity[:, w.cast.place_index["tabriz_missile"]]
                < before.integrity[:, w.cast.place_index["tabriz_missile"]] - 0.02
            ),
        ),
        (
            "egypt",
            "ask_aid:united_states",
            lambda w, before: w.economy[:, w.cast.state_index["egypt"]] > quiet_economy(before) + 0.8,
        ),
    ],
    ids=["summit", "strike", "aid"],
)
def test_a_shown_chance_comes_in_as_often_as_it_says(role, order, came):
    game = played(turns=0, people=[role])
    listed = next(one for one in LocalSeat(game, role).orders() if one["id"] == order)
    before, after = many(game, role, order)
    share = float(np.asarray(came(after, before)).mean())
    assert share == pytest.approx(listed["chance"]["p"], abs=0.04)


def quiet_economy(before):
    return float(
        step(before.take(np.arange(1)), [Idle() for _ in before.cast.states]).worlds.economy[
            0, before.cast.state_index["egypt"]
        ]
    )


GAMES = 3
"""Games in which an order must stand open, for its chance is shown before others act: one game may go another way."""
ASKED = (
    (
        "russia",
        "host_talks:-:-:with.egypt.gulf_states.iran.jordan.qatar",
        lambda w, _: (w.table > 0) & (w.host == w.cast.state_index["russia"]),
    ),
    (
        "qatar",
        "host_talks:-:-:with.egypt.gulf_states.iran.israel.jordan",
        lambda w, _: (w.table > 0) & (w.host == w.cast.state_index["qatar"]),
    ),
    (
        "russia",
        "private_offer:iran:-:covert+g0+t2",
        lambda w, _: (
            (w.p_from == w.cast.state_index["iran"]) & (w.p_to == w.cast.state_index["russia"]) & (w.p_state == 1)
        ).any(axis=1),
    ),
    # Others may table a text of the same kind in the same turn, and one alone is taken up.
    (
        "egypt",
        "table_draft:-:-:l2",
        lambda w, asked: (w.passed[:, 2] == w.turn) & (asked.draft_by == w.cast.state_index["egypt"]),
    ),
    # A truce that is signed at somebody's table is not what was asked for here.
    ("egypt", "ask_ceasefire:-", lambda w, _: (w.truce > 0) & (w.signed_at != w.turn)),
)


@pytest.mark.parametrize("turns", [0, 3])
@pytest.mark.parametrize(("role", "order", "came"), ASKED, ids=[f"{role}-{order[:12]}" for role, order, _ in ASKED])
def test_what_is_asked_is_granted_as_often_as_shown(role, order, came, turns):
    """The others act this turn and answer next turn, by minds that know what the asker does not; the chance was shown before all that."""
    told, shares = [], []
    for seed in (5, 6, 8, 9, 10, 11, 12):
        if len(told) == GAMES:
            break
        game = played(turns=turns, people=[role], seed=seed)
        listed = next(one for one in LocalSeat(game, role).orders() if one["id"] == order)
        if listed["greyed"]:
            continue
        worlds = (
            game.worlds_at(game.played).take(np.zeros(600, dtype=np.intp)).replace({"seeds": np.arange(600) + 10_000})
        )
        menu = game.legal_orders(role)
        seat = game.roles.index(role)
        first = [GoalSeeking() for _ in game.roles]
        first[seat] = Given(menu.row(menu.check(order)), np.full(n_slots(worlds.cast), NOTHING, dtype=np.int8), 600)
        then = [GoalSeeking() for _ in game.roles]
        then[seat] = Idle()
        asked = step(worlds, first).worlds
        after = step(asked, then).worlds
        told.append(listed["chance"]["p"])
        shares.append(float((came(after, asked) & (after.turn == game.played + 2)).mean()))
    if told:
        assert float(np.mean(shares)) == pytest.approx(float(np.mean(told)), abs=0.1), (told, shares)


def test_good_and_bad_follow_the_seats_own_goals(seats):
    """A dearer barrel serves Moscow's band when oil is cheap, and harms Washington whenever."""
    for order in seats["united_states"].orders():
        for effect in order["expects"]:
            if effect["what"] == "price" and abs(effect["mean"]) > 0.2:
                assert effect["good"] == (effect["mean"] < 0), (order["id"], effect)
    for order in seats["israel"].orders():
        for effect in order["expects"]:
            if (
                effect["what"].startswith("integrity.")
                and order["verb"] == "strike"
                and order["place"] in ("tabriz_missile", "khorramabad", "parchin")
            ):
                assert effect["good"]
