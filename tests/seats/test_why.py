"""Why: the reasons are the mind's own, the chance is the chooser's, and what is said to flip a choice flips it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from seatgames import played

from diplogame.chronicle.why import Case, as_seen
from diplogame.chronicle.whyanswer import BY_KIND, answer_reasons
from diplogame.minds.answers import chances
from diplogame.minds.mind import GoalSeeking
from diplogame.opening import mind
from diplogame.seats import LocalSeat
from diplogame.seats.news import cables
from diplogame.seats.why import why
from diplogame.turn.slots import slot
from diplogame.verbs.options import tables


def acts(game):
    told = cables(game, None)
    return told, [one for one in told if one.kind == "order" and one.act >= 0 and one.turn >= 1]


def case_of(game, cable):
    stage = game.stage_at(cable.turn - 1)
    actor = stage.cast.state_index[cable.source]
    number = cable.act
    for docket in game.history[cable.turn - 1].dockets.values():
        if number < len(docket.orders):
            break
        number -= len(docket.orders)
    seen = as_seen(stage, actor, None)
    table = tables(stage.cast)[actor]
    return Case(seen, table, GoalSeeking().choose(seen, table, keep=True), docket.orders[number])


def test_reasons_sum_to_the_value_and_the_chance_is_the_choosers(midgame):
    told, orders = acts(midgame)
    for cable in orders[:60]:
        case = case_of(midgame, cable)
        whole = why(midgame, None, cable, told)
        value = float(case.appraisal.value[0, case.option])
        shown = sum(one["value"] for one in (*whole["for"], *whole["against"]))
        # What is left out is faint, or beyond the six that are named on a side.
        assert abs(shown - value) < 0.05 * 14 + 0.5 or len(whole["for"]) == 6 or len(whole["against"]) == 6
        assert whole["chance"] == pytest.approx(float(case.round.chance[0, case.option]), abs=1e-4)
        assert int(case.round.picked[0]) == case.option, "the recomputed choice is the choice that was made"


def test_what_is_said_to_flip_a_choice_flips_it(midgame):
    _, orders = acts(midgame)
    tried = 0
    for cable in orders:
        case = case_of(midgame, cable)
        base = int(case.round.chance[0].argmax())
        zero = np.zeros_like(case.appraisal.value)
        assert case._best(zero, 0.0) == base, "read back from the chances, the likeliest is the likeliest"
        if base != case.option:
            continue
        for name, part in case.appraisal.considerations.items():
            for sign in (-1.0, 1.0):
                share, other = case._share(name, sign)
                if share is None:
                    continue
                tried += 1
                assert case._best(part, sign * share) == other != case.option
                assert case._best(part, sign * max(share - 0.01, 0.0)) == case.option
    assert tried > 20


def test_who_asks_in_play_is_told_only_what_it_could_know(midgame):
    seat = LocalSeat(midgame, "jordan")
    for cable in seat.picture()["cables"]:
        told = seat.why(cable["id"])
        assert set(told) == {"text", "for", "against", "chance", "alternatives", "flip", "unit"}
        if cable["kind"] == "order" and cable["source"] != "jordan":
            assert told["text"].startswith("As far as it can be told from here")
        if cable["kind"] == "order" and cable["source"] == "jordan":
            assert not told["text"].startswith("As far")


def test_after_the_end_all_is_told(finished):
    seat = LocalSeat(finished, "jordan")
    told = [seat.why(cable.id) for cable in seat.cables() if cable.kind == "order" and cable.source != "jordan"]
    assert told
    assert not any(one["text"].startswith("As far") for one in told)


def test_a_persons_reasons_are_their_own():
    game = played("one_lesson", turns=0, people=["russia"])
    LocalSeat(game, "russia").submit(["denounce:israel"])
    game.end_turn()
    seat = LocalSeat(game, "russia")
    own = next(one for one in seat.picture()["cables"] if one["verb"] == "denounce" and one["source"] == "russia")
    assert "their reasons are their own" in seat.why(own["id"])["text"]
    assert "their reasons are their own" not in LocalSeat(game, "iran").why(own["id"])["text"], (
        "others cannot know that a person sits there"
    )


@pytest.mark.parametrize("name", ["random", "scripted"])
def test_minds_without_reasons_say_so(name):
    from diplogame.game import Game

    game = Game.new("one_lesson", seed=3, minds={"israel": name})
    while not game.over:
        game.end_turn()
    told, orders = acts(game)
    israeli = next(one for one in orders if one.source == "israel")
    assert mind(name).name == name
    assert why(game, None, israeli, told)["chance"] is None


def test_an_answers_chance_is_the_minds_and_its_parts_have_the_right_sign():
    found = 0
    for seed in (5, 7, 9):
        game = played(seed=seed, turns=10)
        for turn in game.history:
            stage = game.stage_at(turn.number - 1)
            for event in turn.events:
                if event.kind != "answer" or event.outcome not in ("joined", "declined") or event.level == 1:
                    continue
                actor, host = (stage.cast.state_index[name] for name in (event.source, event.target))
                said = "yes" if event.outcome == "joined" else "no"
                told = answer_reasons(stage, actor, "invitation", host, said, None).plain()
                chance = float(chances(as_seen(stage, actor, None))[0, slot(stage.cast, "invitation", host)])
                assert told["chance"] == pytest.approx(chance if said == "yes" else 1 - chance, abs=1e-4)
                for one in (*told["for"], *told["against"]):
                    if one["label"].startswith("Regard"):
                        assert (one["value"] > 0) == (stage.relation[0, actor, host] > 0)
                found += 1
    assert found > 10


def test_every_kind_of_question_has_its_things():
    from diplogame.game.asks import CHOICES

    assert set(BY_KIND) == set(CHOICES)


def test_words_read_as_sentences(midgame):
    told, orders = acts(midgame)
    for cable in orders[:80]:
        words = why(midgame, None, cable, told)["text"]
        assert re.fullmatch(r"[A-Z“].*[.]", words), words
        assert "  " not in words
        assert "{" not in words
