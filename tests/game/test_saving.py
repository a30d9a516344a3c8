"""Saving, loading, undoing and forking: the same luck and dockets give the same digests, and a record that lies is refused."""

from __future__ import annotations

import json

import pytest

from diplogame import Game, opening, record
from diplogame.errors import OrderError, RecordError, SettingError
from diplogame.record.chain import parse

NEWS = {
    "kind": "price",
    "to": ["all"],
    "title": "Tanker hit",
    "text": "Nobody claims it.",
    "effects": {"premium": 0.06},
}


def played(game, turns=3):
    """Some turns of a person who takes the first order on the list and says yes."""
    for _ in range(turns):
        game.submit(
            "russia", list(game.legal_orders("russia"))[:1], {ask.id: ask.choices[0] for ask in game.asked("russia")}
        )
        game.end_turn()
    return game


def rewritten(lines, change):
    """The record with its lines changed and chained anew."""
    found = parse("".join(f"{line}\n" for line in lines))
    told = [dict(line) for line in found.lines]
    head = dict(found.header)
    change(head, told)
    return record.write(head, told)


def test_a_loaded_game_is_the_game(game, tmp_path):
    played(game)
    game.save(tmp_path / "g.jsonl")
    other = Game.load(tmp_path / "g.jsonl")
    assert (other.digest, other.turn, other.seats, other.scores(), other.notice) == (
        game.digest,
        game.turn,
        game.seats,
        game.scores(),
        None,
    )
    assert [turn.dockets for turn in other.history] == [turn.dockets for turn in game.history]
    assert [turn.events for turn in other.history] == [turn.events for turn in game.history]
    assert other.lines() == game.lines()
    assert played(other).digest == played(game).digest


def test_lines_are_what_save_writes(game, tmp_path):
    played(game, 2).save(tmp_path / "g.jsonl")
    assert (tmp_path / "g.jsonl").read_text(encoding="utf-8").splitlines() == game.lines()
    assert Game.loads(game.lines()).digest == game.digest


def test_undo_takes_one_turn_back_and_the_same_orders_meet_the_same_luck(game):
    played(game, 2)
    digest, turn, scores = game.digest, game.turn, game.scores()
    played(game, 1)
    after = game.digest
    game.undo()
    assert (game.digest, game.turn, game.scores()) == (digest, turn, scores)
    assert played(game, 1).digest == after
    assert game.taken_back == 1
    assert Game.loads(game.lines()).digest == after
    assert Game.loads(game.lines()).taken_back == 1


def test_undo_after_the_end_opens_the_game_again():
    game = Game.new("tutorial", seed=3)
    while not game.over:
        game.end_turn()
    digest, ending, scores = game.digest, game.ending, game.scores()
    game.undo()
    assert not game.over
    assert game.ending is None
    game.end_turn()
    assert (game.digest, game.ending, game.scores()) == (digest, ending, scores)


def test_rolling_back_goes_to_where_a_turn_is_ordered(game):
    digests = [game.digest]
    for _ in range(4):
        digests.append(played(game, 1).digest)
    game.roll_back(2)
    assert game.turn == 2
    assert game.digest == digests[1]
    for bad in (0, 2, 9):
        with pytest.raises(OrderError, match="turn"):
            game.roll_back(bad)
    with pytest.raises(OrderError, match="no turn"):
        Game.new("tutorial", seed=1).undo()


def test_a_fork_goes_its_own_way_and_leaves_the_game_alone(game):
    played(game, 3)
    digest = game.digest
    other = game.fork(turn=3)
    assert other.turn == 3
    assert other.history == game.history[:2]
    played(other, 1)
    assert other.digest == digest
    other.undo()
    other.end_turn(held=["russia"])
    assert other.digest != digest
    assert game.digest == digest
    again = Game.loads(other.lines())
    assert again.digest == other.digest
    head = json.loads(other.lines()[0])
    assert head["fork"]["turn"] == 2
    with pytest.raises(OrderError, match="must be from 1"):
        game.fork(turn=9)


def test_news_and_rulings_are_felt_at_once_and_stand_on_record(game):
    played(game, 1)
    before = float(game.view("israel").world.premium[0])
    game.inject(NEWS)
    game.rule({"reason": "The exchange was closed.", "effects": {"stability.iran": -5}})
    assert float(game.view("israel").world.premium[0]) == pytest.approx(before + 0.06, abs=1e-4)
    assert [event.note["title"] for event in game.news[-2:]] == ["Tanker hit", "The exchange was closed."]
    turn = game.end_turn()
    assert [event.outcome for event in turn.events if event.kind == "inject"][-2:] == ["price", "ruling"]
    assert Game.loads(game.lines()).digest == game.digest
    assert game.view_at("israel", 1).world.premium[0] == pytest.approx(before + 0.06, abs=1e-4)
    quiet = game.fork(turn=2)
    quiet.end_turn()
    assert quiet.digest != game.digest


def test_private_news_is_seen_by_those_it_is_for(game):
    game.inject({**NEWS, "kind": "rumour", "to": ["israel"]})
    seats = [index for index in range(8) if game.news[-1].seen >> index & 1]
    assert [game.roles[index] for index in seats] == ["israel"]


@pytest.mark.parametrize(
    ("news", "words"),
    [
        ({**NEWS, "effects": {"premum": 1}}, "premium"),
        ({**NEWS, "to": ["moon"]}, "moon"),
        ({**NEWS, "kind": "gossip"}, "gossip"),
        ({"id": "nothing"}, "inject"),
        ({**NEWS, "effects": {"premium": float("nan")}}, "finite"),
        ({**NEWS, "effects": [1]}, "mapping"),
        ({**NEWS, "effects": {"ending": 1}}, "ending"),
    ],
)
def test_news_that_cannot_be_is_refused(game, news, words):
    digest = game.view("iran").world.premium[0]
    with pytest.raises(SettingError, match=words):
        game.inject(news)
    assert game.news == []
    assert game.view("iran").world.premium[0] == digest


def test_seats_change_hands_and_the_record_knows(game):
    played(game, 1)
    game.sit({"russia": "scripted", "iran": "person"})
    assert game.people == ("iran",)
    game.submit("iran", ["denounce:israel"])
    game.end_turn()
    other = Game.loads(game.lines())
    assert (other.digest, other.people) == (game.digest, ("iran",))
    assert other.mind_at("russia", 2).name == "scripted"
    assert other.mind_at("russia", 1) is None


def test_a_changed_digest_is_found_by_playing_again(game):
    played(game, 3)

    def forge(head, lines):
        lines[1]["digest"] = "0" * 64

    with pytest.raises(RecordError, match=r"turn 2.*came out otherwise"):
        Game.loads(rewritten(game.lines(), forge))


def test_a_docket_that_was_not_possible_is_refused(game):
    played(game, 2)

    def forge(head, lines):
        lines[1]["dockets"]["russia"] = ["close_strait:-"]

    with pytest.raises(RecordError, match="turn 2"):
        Game.loads(rewritten(game.lines(), forge))


@pytest.mark.parametrize(
    "entry", [["nonsense:iran"], [{"verb": 3}], [None], ["strike:iran:atlantis"], ["call:atlantis"]]
)
def test_dockets_that_mean_nothing_are_refused(game, entry):
    played(game, 1)

    def forge(head, lines):
        lines[0]["dockets"]["iran"] = entry

    with pytest.raises(RecordError, match="turn 1"):
        Game.loads(rewritten(game.lines(), forge))


def test_a_torn_record_opens_with_a_notice(game):
    played(game, 2)
    text = "".join(f"{line}\n" for line in game.lines())
    cut = text[: text.rindex('{"kind":"turn"') + 40]
    other = Game.loads(cut)
    assert other.played == 1
    assert "torn" in other.notice


def test_other_rules_show_the_game_as_told_and_go_on(game, monkeypatch):
    played(game, 3)
    lines = game.lines()
    monkeypatch.setattr(opening, "RULES", opening.RULES + 1)
    other = Game.loads(lines)
    assert other.under_new_rules
    assert [turn.digest for turn in other.history] == [turn.digest for turn in game.history]
    assert [turn.events for turn in other.history] == [turn.events for turn in game.history]
    assert other.scores() == game.scores()
    other.end_turn()
    again = Game.loads(other.lines())
    assert again.digest == other.digest
    assert again.under_new_rules


def test_settings_stand_in_the_header_and_what_others_think_does_not_change():
    game = Game.new(
        "tutorial", seed=5, settings={"states.iran.goals.survival.weight": 0.2, "states.iran.goals.face.weight": 0.3}
    )
    briefed = game.worlds.numbers.briefed
    assert briefed[0, 1, 0] == pytest.approx(0.3)
    assert game.worlds.numbers.weights[0, 1, 0] == pytest.approx(0.2)
    game.end_turn()
    other = Game.loads(game.lines())
    assert other.digest == game.digest
    assert (other.worlds.numbers.briefed == briefed).all()


def test_a_game_lets_go_of_its_model():
    import gc

    from mesa import Agent

    gc.collect()
    before = len(Agent._ids)
    game = Game.new("tutorial", seed=1)
    assert len(Agent._ids) == before + 1
    del game
    gc.collect()
    assert len(Agent._ids) == before
