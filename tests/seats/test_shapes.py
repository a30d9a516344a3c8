"""What a seat gives has the promised shape in every role, is plain data, and is the same for all where it is public."""

from __future__ import annotations

import json
import re

import pytest
from seatgames import ROLES, played

from diplogame.errors import OrderError, SeatError, SettingError
from diplogame.game import Game
from diplogame.seats import LocalSeat

PICTURE = {
    "scenario", "title", "turn", "turns", "day", "over", "ending", "role", "name", "escalation", "rung", "hazard", "brent", "brent_change", "premium", "flow",
    "flow_share", "strait", "flights", "capital", "capital_cap", "orders_allowed", "score", "par", "goals", "states", "facilities", "talks", "council", "promises",
    "deliveries", "beliefs", "influence", "series", "cables",
}  # fmt: skip
CABLE = {
    "id",
    "turn",
    "kind",
    "family",
    "verb",
    "headline",
    "detail",
    "source",
    "target",
    "place",
    "covert",
    "only_you",
    "gravity",
}
ORDER = {
    "id", "verb", "family", "title", "target", "place", "parameters", "cost", "covert", "public", "expects", "chance", "greyed", "summary", "about", "kind",
}  # fmt: skip


WANTED = {"russia": ("host_talks",), "egypt": ("ask_ceasefire",), "united_states": ("table_draft",)}
"""What brings every kind of question about."""


def plain(value):
    """Back from JSON as it was: no tuples, no NumPy, no NaN."""
    assert json.loads(json.dumps(value, allow_nan=False)) == value
    return value


@pytest.mark.parametrize("role", ROLES)
def test_a_picture_is_plain_and_whole(seats, role):
    picture = plain(seats[role].picture())
    assert set(picture) == PICTURE
    assert all(set(cable) == CABLE for cable in picture["cables"])
    assert abs(sum(goal["weight"] for goal in picture["goals"]) - 1) < 1e-3
    assert all(0 <= goal["value"] <= 100 for goal in picture["goals"])
    assert [state["role"] for state in picture["states"] if state["you"]] == [role]
    assert all(site["low"] <= site["integrity"] <= site["high"] for site in picture["facilities"])
    assert all(len(row) == picture["turn"] for row in picture["series"].values())
    assert abs(sum(picture["influence"].values()) - 1) < 1e-9


@pytest.mark.parametrize("role", ROLES)
def test_an_order_list_is_plain_short_and_committable(seats, role):
    orders = plain(seats[role].orders())
    assert 8 <= len(orders) <= 80
    assert all(set(order) == ORDER for order in orders)
    assert all(re.fullmatch(r"[a-z0-9_:+.-]{8,120}", order["id"]) for order in orders)
    assert len({order["id"] for order in orders}) == len(orders)
    for order in orders:
        assert order["covert"] != order["public"]
        assert all(effect["low"] <= effect["mean"] <= effect["high"] for effect in order["expects"]), order["id"]
        assert order["chance"] is None or (0 <= order["chance"]["p"] <= 1 and order["chance"]["reason"])


@pytest.mark.parametrize("role", ROLES)
def test_every_open_order_can_be_committed_and_no_greyed_one(role):
    game = played(turns=3, people=[role])
    seat = LocalSeat(game, role)
    for order in seat.orders():
        if order["greyed"]:
            with pytest.raises(OrderError):
                seat.submit([order["id"]])
        else:
            seat.submit([order["id"]])


def test_parameters_name_the_same_order_again(seats):
    for role, seat in seats.items():
        menu = seat.game.legal_orders(role)
        for order in seat.orders():
            if order["greyed"] is None:
                entry = {name: order[name] for name in ("verb", "target", "place", "parameters", "covert")}
                assert menu.check(entry).id == order["id"]


def test_public_cables_read_alike_in_every_seat(seats):
    pictures = [seat.picture()["cables"] for seat in seats.values()]
    shared = [{cable["id"]: cable for cable in cables if not cable["only_you"]} for cables in pictures]
    assert all(one == shared[0] for one in shared)
    assert len(shared[0]) > 40


def test_cables_keep_their_names_and_their_words(midgame, seats):
    again = played()
    for role, seat in seats.items():
        assert LocalSeat(again, role).picture()["cables"] == seat.picture()["cables"]
        ids = [cable["id"] for cable in seat.picture()["cables"]]
        assert len(set(ids)) == len(ids)


def test_a_scenarios_cables_reach_only_those_they_are_for():
    game = Game.new("moscow_table", seed=3)
    for cable in (one for one in game.scenario.cables if one.turn == 1):
        for role in ROLES:
            there = cable.headline in [one["headline"] for one in LocalSeat(game, role).picture()["cables"]]
            assert there == ("all" in cable.to or role in cable.to), (cable.headline, role)


def test_news_from_outside_reaches_only_those_it_is_for():
    game = Game.new("one_lesson", people=["israel", "iran"], seed=3)
    game.inject(
        {
            "kind": "rumour",
            "to": ["israel"],
            "title": "A battery in crates?",
            "text": "One source says so.",
            "effects": {},
        }
    )
    there = {
        role: [one["headline"] for one in LocalSeat(game, role).picture()["cables"]] for role in ("israel", "iran")
    }
    assert "A battery in crates?" in there["israel"]
    assert "A battery in crates?" not in there["iran"]
    first = next(
        one for one in LocalSeat(game, "israel").picture()["cables"] if one["headline"] == "A battery in crates?"
    )
    game.end_turn()
    assert first in LocalSeat(game, "israel").picture()["cables"]


def test_questions_are_plain_and_can_be_answered():
    seen = set()
    for seed in (3, 7, 12):
        game = Game.new("moscow_table", people=list(ROLES), seed=seed)
        for _ in range(6):
            if game.over:
                break
            for role in ROLES:
                seat = LocalSeat(game, role)
                asked = plain(seat.asked())
                for one in asked:
                    assert set(one) == {"id", "kind", "from", "text", "choices", "default"}
                    assert one["default"] in [choice["value"] for choice in one["choices"]]
                    assert all(choice["label"] and choice["stakes"] for choice in one["choices"]), one
                    seen.add(one["kind"])
                seat.submit([], {one["id"]: one["choices"][0]["value"] for one in asked})
                open_ = [
                    one["id"]
                    for one in seat.orders()
                    if one["greyed"] is None and one["verb"] in WANTED.get(role, ("private_offer",))
                ]
                if open_:
                    seat.submit(open_[:1], {one["id"]: one["choices"][0]["value"] for one in asked})
            game.end_turn()
    assert {"invitation", "offer", "terms", "vote", "ceasefire", "intercept", "promise"} <= seen


def test_a_turn_tells_what_happened(game):
    seat = LocalSeat(game, "russia")
    told = plain(seat.end_turn())
    assert set(told) == {"turn", "events", "goals", "over"}
    assert told["turn"] == 1
    assert told["events"]
    assert seat.picture()["turn"] == 2
    before = seat.picture()["series"]["brent"]
    seat.undo()
    assert seat.picture()["turn"] == 1
    assert seat.picture()["series"]["brent"] == before[:1]
    with pytest.raises(OrderError):
        seat.undo()


def test_find_gives_orders_that_are_not_listed(game):
    order = plain(LocalSeat(game, "russia").find("host_talks", invite=["iran", "qatar"]))
    assert order["id"] == "host_talks:-:-:with.iran.qatar"
    assert order["chance"]["p"] > 0
    with pytest.raises(OrderError):
        LocalSeat(game, "russia").find("host_talks", invite=["qatar"])


def test_a_forecast_has_the_promised_shape(game):
    parts = []
    told = plain(
        LocalSeat(game, "russia").forecast(["host_talks:-:-:with.iran.qatar"], futures=120, progress=parts.append)
    )
    assert set(told) == {"futures", "endings", "fan", "score", "without"}
    assert told["futures"] == 120
    assert abs(sum(told["endings"].values()) - 1) < 1e-6
    assert set(told["fan"]["brent"]) == {"p5", "p25", "p50", "p75", "p95"}
    assert told["without"]["endings"]
    assert parts
    assert parts[0]["futures"] < 120


def test_a_result_stands_at_the_end_alone(finished, midgame):
    with pytest.raises(SeatError):
        LocalSeat(midgame, "russia").result()
    for role in ROLES:
        told = plain(LocalSeat(finished, role).result())
        assert set(told) == {
            "ending",
            "title",
            "tale",
            "score",
            "par",
            "percentile",
            "win",
            "goals",
            "fates",
            "turning_points",
            "scores",
        }
        assert told["score"] == told["scores"][role]
        assert set(told["fates"]) == set(ROLES)
        assert all(fate.count(". ") == 1 for fate in told["fates"].values()), told["fates"]
    seat = LocalSeat(finished, "russia")
    assert (seat.asked(), seat.orders()) == ([], [])
    assert seat.picture()["over"] is True
    assert seat.picture()["ending"] == finished.ending


def test_a_score_ends_where_the_games_score_ends(finished):
    """The running score is the seat's own reckoning; at the end it lies near the true one."""
    for role in ROLES:
        assert abs(LocalSeat(finished, role).picture()["score"] - finished.scores()[role]) < 8


def test_unknown_roles_and_cables_are_named(game):
    with pytest.raises(SettingError, match="russland"):
        LocalSeat(game, "russland")
    with pytest.raises(OrderError, match="no-such-cable"):
        LocalSeat(game, "russia").why("no-such-cable")
