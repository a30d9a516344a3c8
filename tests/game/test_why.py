"""Why a state acted: the choice recomputed from the record, told only as far as the asker may know."""

from __future__ import annotations

import pytest

from diplogame import Game
from diplogame.errors import OrderError, SeatError


def test_reasons_are_recomputed_and_sum_to_the_value(finished):
    again = Game.loads(finished.lines())
    told = 0
    for turn, other in zip(finished.history, again.history, strict=True):
        for role in finished.roles:
            assert turn.reasons[role] == other.reasons[role]
            for reason, order in zip(turn.reasons[role], turn.dockets[role].orders, strict=True):
                told += 1
                assert reason.order == order.id
                assert 0 < reason.chance <= 1
                assert reason.value == pytest.approx(sum(reason.considerations.values()))
    assert told > 50


def test_after_the_end_all_can_be_told(finished):
    hidden = [event for turn in finished.history for event in turn.events if event.kind == "order" and not event.public]
    assert hidden
    found = finished.why(hidden[0], seat=None)
    assert found["text"]
    assert found["chance"] is not None
    assert found == finished.why(hidden[0].id)


def test_a_seat_learns_only_of_what_it_saw(finished):
    event = next(
        event for turn in finished.history for event in turn.events if event.kind == "order" and not event.public
    )
    strangers = [role for index, role in enumerate(finished.roles) if not event.seen >> index & 1]
    assert strangers
    for role in strangers:
        with pytest.raises(OrderError, match="has seen"):
            finished.why(event, seat=role)
    with pytest.raises(OrderError, match="has seen"):
        finished.why("e99.1", seat="iran")
    with pytest.raises(SeatError, match="one of"):
        finished.why(event, seat="moon")


def test_the_fog_stays_until_the_end(game):
    turn = game.end_turn()
    event = next(event for event in turn.events if event.kind == "order" and event.public)
    with pytest.raises(SeatError, match="must be named"):
        game.why(event)
    assert game.why(event, seat="russia")["text"]


def test_what_an_observer_is_told_does_not_depend_on_the_actors_secrets(game):
    secret = Game.new(
        "one_lesson",
        people=["russia"],
        seed=7,
        settings={
            "states.israel.goals.destroy_capability.weight": 0.25,
            "states.israel.goals.safety_at_home.weight": 0.35,
        },
    )
    orders = ["denounce:iran"]
    for one in (game, secret):
        one.submit("israel", orders)
        for role in one.roles:
            if role != "israel":
                one.submit(role, [])
        one.end_turn()
    event = next(event for event in game.history[0].events if event.source == "israel" and event.verb == "denounce")
    assert game.why(event.id, seat="russia") == secret.why(event.id, seat="russia")
    assert game.why(event.id, seat="israel") != secret.why(event.id, seat="israel")


def test_every_event_has_something_to_say(finished):
    for turn in finished.history:
        for event in turn.events:
            found = finished.why(event)
            assert set(found) >= {"text", "for", "against", "chance", "alternatives", "flip"}
            assert len(found["text"]) > 5
            if found["chance"] is not None:
                assert 0 <= found["chance"] <= 1
