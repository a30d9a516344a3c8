"""Handing in a docket: what is checked over the whole of it, and that a refused one leaves no trace."""

from __future__ import annotations

import pytest

from diplogame import Game
from diplogame.errors import OrderError, SettingError
from diplogame.game import GameOverError


def until_asked(game, role, kind, most=8):
    """Play until the role is asked that, and return the question."""
    while not game.over and game.played < most:
        for ask in game.asked(role):
            if ask.kind == kind:
                return ask
        game.end_turn()
    pytest.fail(f"{role} was never asked for {kind}")


def refused(game, orders, words, role="russia"):
    game.submit(role, ["denounce:israel"])
    before = game.submitted(role)
    with pytest.raises(OrderError, match=words):
        game.submit(role, orders)
    assert game.submitted(role) == before


def test_too_many_orders(game):
    refused(game, ["call:egypt", "call:qatar", "call:jordan", "deconflict:iran"], "at most 3")


def test_more_than_the_capital(game):
    refused(game, ["supply_fighters:iran", "supply_air_defence:iran:-:l0+covert", "call:egypt"], "together they cost")


def test_two_statements(game):
    refused(game, ["denounce:israel", "defend:iran"], "one statement")


def test_one_order_twice_and_a_single_verb_twice(game):
    refused(game, ["call:egypt", "call:egypt"], "twice")
    refused(
        game,
        [game.legal_orders("russia").find("host_talks").id, "host_talks:-:-:with.iran.qatar"],
        "only one host_talks",
    )


def test_orders_that_bar_each_other(game):
    refused(game, ["cut_exports:-", "ship_more:-"], "does not go together")


def test_answers_that_are_not_asked_or_not_taken(game):
    ask = until_asked(game, "russia", "vote")
    with pytest.raises(OrderError, match="would do"):
        game.submit("russia", [], {ask.id: "maybe"})
    with pytest.raises(OrderError, match="no known question"):
        game.submit("russia", [], {ask.id + "9": "yes"})
    with pytest.raises(OrderError, match="mapping"):
        game.submit("russia", [], ["yes"])
    game.submit("russia", [], {ask.id: "yes"})
    turn = game.end_turn()
    assert turn.dockets["russia"].answers[ask.id] == "yes"


def test_a_string_is_no_list_of_orders(game):
    with pytest.raises(OrderError, match="list of orders"):
        game.submit("russia", "call:egypt")


def test_what_is_handed_in_is_what_happens(game):
    game.submit("russia", ["call:egypt", {"verb": "denounce", "target": "israel"}])
    turn = game.end_turn()
    assert turn.dockets["russia"].plain == ["call:egypt", "denounce:israel"]
    given = {(event.verb, event.target) for event in turn.events if event.kind == "order" and event.source == "russia"}
    assert given == {("call", "egypt"), ("denounce", "israel")}


def test_a_seat_without_a_docket_gives_no_orders_unless_the_ai_holds_it(game):
    assert game.end_turn().dockets["russia"].orders == ()
    game.undo()
    assert game.end_turn(held=["russia"]).dockets["russia"].orders != ()


def test_a_docket_takes_the_place_of_a_mind(game):
    game.submit("jordan", ["call:egypt"])
    assert game.end_turn().dockets["jordan"].plain == ["call:egypt"]


def test_silence_means_the_default(game):
    ask = until_asked(game, "russia", "vote")
    assert ask.default == "abstain"
    turn = game.end_turn()
    assert turn.dockets["russia"].answers[ask.id] == "abstain"


def test_nothing_goes_on_after_the_end(finished):
    with pytest.raises(GameOverError, match="over"):
        finished.end_turn()
    with pytest.raises(GameOverError):
        finished.submit("russia", [])
    assert finished.asked("russia") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"people": ["rusia"]}, "did you mean russia"),
        ({"seed": -1}, "whole number"),
        ({"seed": 2**53}, "whole number"),
        ({"seed": True}, "whole number"),
        ({"level": "brutal"}, "level"),
        ({"minds": {"iran": "clever"}}, "mind"),
        ({"minds": {"iram": "random"}}, "did you mean iran"),
        ({"settings": {"rules.nothing": 3}}, "rules.nothing"),
        ({"forbid": ["fly@iran"]}, "fly"),
    ],
)
def test_bad_openings_are_refused_in_words(arguments, words):
    with pytest.raises(SettingError, match=words):
        Game.new("one_lesson", **arguments)


def test_what_is_forbidden_is_greyed_with_its_reason():
    game = Game.new("one_lesson", seed=1, forbid=["denounce@*"])
    menu = game.legal_orders("russia")
    assert "denounce:israel" not in menu
    with pytest.raises(OrderError, match="not allowed"):
        menu.find("denounce", target="israel")


def test_an_answer_that_news_has_made_pointless_falls_away():
    game = Game.new("one_lesson", people=["jordan"], seed=7)
    ask = until_asked(game, "jordan", "intercept")
    game.submit("jordan", [], {ask.id: "yes"})
    game.inject({"kind": "news", "title": "A pause", "text": "", "effects": {"escalation": -8}})
    assert ask.kind not in [one.kind for one in game.asked("jordan")]
    turn = game.end_turn()
    assert ask.id not in turn.dockets["jordan"].answers
