"""The chronicle's words: nothing lacks a text, every text reads as a sentence, and no side is gloated over."""

from __future__ import annotations

import re

import pytest
from seatgames import ROLES, played

from diplogame.chronicle import acts
from diplogame.chronicle.cables import tell
from diplogame.chronicle.group import Row
from diplogame.chronicle.weights import FAMILIES, GRAVITY
from diplogame.chronicle.words import Words, listed, percent, words_of
from diplogame.game import Game
from diplogame.game.asks import CHOICES
from diplogame.minds.appraisal import CONSIDERATIONS
from diplogame.seats.news import cables
from diplogame.texts import area, has, text
from diplogame.verbs.conditions import CONDITIONS
from diplogame.verbs.events import OUTCOMES
from diplogame.verbs.options import tables
from diplogame.verbs.verb import verbs
from diplogame.world.axes import DUTIES, ENDINGS, FAVOURS, GOODS, ISSUES, KINDS

OURS = ("events", "verbs", "reason", "states", "effects", "seats", "why", "tale", "review", "play")
UNTOLD = {
    "none", "joined", "declined", "landed", "hit", "missed", "intercepted", "salvo_leaked", "salvo_stopped", "draft_tabled", "strait_closed", "strait_open", "walked_out",
    "news", "price", "flight", "rumour", "ruling", "war", "collapse", "deal", "closed_by_consent", "ran_out", "lost_battery", "false_alarm", "exposed", "price_jump",
    "slump", "closure_voted", "arrived", "flights", "seen_in_private", "offer_made", "signed", "refused", "offer_taken", "offer_declined", "vetoed",
}  # fmt: skip
"""Outcomes told with their order, by their kind, or never written by a rule."""


@pytest.mark.parametrize("verb", [verb.name for verb in verbs()])
def test_every_verb_has_its_words(verb):
    assert has(f"verbs.{verb}.name")
    for name in ("phrase", "about"):
        assert has(f"verbs.{verb}.{name}") or any(has(f"verbs.{verb}.{name}.l{level}") for level in range(4)), name
    for name in ("headline", "detail"):
        key = f"events.order.{verb}.{name}"
        assert has(f"{key}.a") or has(f"{key}.l0") or has(f"{key}.l1"), name


def test_every_condition_has_a_reason_and_every_consideration_a_label():
    assert [name for name in CONDITIONS if not has(f"reason.{name}")] == []
    assert [name for name in CONSIDERATIONS if name != "goals" and not has(f"why.consideration.{name}")] == []


def test_every_code_has_a_name():
    for group, names in (
        ("favour", FAVOURS),
        ("duty", DUTIES),
        ("good", GOODS),
        ("issue", ISSUES),
        ("draft", KINDS),
        ("draft_noun", KINDS),
        ("ending", ENDINGS),
    ):
        assert [name for name in names if not has(f"states.{group}.{name}")] == [], group
    assert [name for name in (*FAVOURS, *DUTIES) if not has(f"states.promise.{name}")] == []
    for name in ENDINGS:
        assert has(f"tale.title.{name}")
        assert has(f"tale.end.{name}")
        assert has(f"review.ask.ending.{name}")
    for kind in CHOICES:
        assert has(f"seats.ask.{kind}")


def test_every_outcome_is_told():
    told = {name.partition(".")[2] for name in (*FAMILIES, *GRAVITY)}
    assert set(OUTCOMES) - UNTOLD - told == set()


@pytest.mark.parametrize("name", OURS)
def test_texts_are_sober(name):
    for key, words in area(name).items():
        assert "!" not in words, key
        assert not re.search(
            r"\b(terrorist|regime|evil|brutal|glorious|crush|annihilat\w*|murder\w*)\b", words, re.IGNORECASE
        ), key
        assert not re.search(r"\b(color|favor(?!i)|defens(?!iv)e|honor|neighbor|labor)\b", words), (
            f"{key}: British spelling"
        )
        assert "  " not in words or name == "play", key


def test_variants_follow_from_what_happened_alone():
    one, two = (cables(played(turns=3), None) for _ in range(2))
    assert one == two
    heads = {}
    for cable in one:
        heads.setdefault((cable.verb, cable.outcome), set()).add(cable.headline)
    assert sum(len(words) > 1 for words in heads.values()) > 10


@pytest.mark.parametrize("seed", [2, 7])
def test_cables_read_as_sentences(seed):
    told = cables(played(seed=seed, turns=99), None)
    assert len(told) > 200
    for cable in told:
        assert re.match(r"[A-Z0-9“]", cable.headline), cable
        assert not re.search(r"[{}]|\bNone\b|  |\.\.|\s[.,;:]", cable.headline + " " + cable.detail), cable
        assert not cable.headline.endswith("."), cable
        assert cable.detail == "" or cable.detail[-1] in ".?”", cable
        assert 0 <= cable.gravity <= 10
        assert not re.search(r"\b[Aa] (Iranian|Israeli|American|Egyptian)\b", cable.headline + cable.detail), cable
        # A plural name keeps company with plural words.
        assert not re.search(
            r"[Tt]he Gulf states (lets|has|was|is|takes|agrees|its)\b", cable.headline + cable.detail
        ), cable


def test_every_order_of_every_state_reads_as_a_phrase():
    game = Game.new("moscow_table", seed=1)
    words = words_of(game.worlds.cast)
    for table in tables(game.worlds.cast):
        for order in table.orders:
            phrase = acts.phrase(words, order)
            assert re.match(r"[A-Z]", phrase), order.id
            assert not re.search(r"[{}]|\bNone\b|  ", phrase + acts.title(order) + acts.about(order)), order.id
            assert acts.about(order).endswith(".")


def row(words: Words, **fields):
    base = {
        "turn": 3,
        "kind": "outcome",
        "act": -1,
        "source": 0,
        "target": 1,
        "place": -1,
        "verb": -1,
        "outcome": "none",
        "seen": 255,
        "rung": 0.0,
        "level": 0,
        "size": 0.0,
    }
    assert words.cast.n_states == 8
    return Row(**{**base, **fields})


@pytest.mark.parametrize("what", sorted({*FAMILIES, *GRAVITY}))
def test_each_happening_can_be_told_of_each_state(what):
    """Also those that few games bring about."""
    game = Game.new("moscow_table", seed=1)
    words = words_of(game.worlds.cast)
    kind, _, outcome = what.partition(".")
    outcome, level = {
        "ceasefire_yes": ("joined", 1),
        "ceasefire_no": ("declined", 1),
        "not_convened": ("declined", 0),
        "traced": ("hit", 0),
    }.get(outcome, (outcome, 0))
    kind = "answer" if what == "outcome.not_convened" else kind
    act = 5 if what == "outcome.traced" else -1
    for source in range(8):
        told = tell(
            game.worlds,
            [
                row(
                    words,
                    kind=kind,
                    outcome=outcome,
                    level=level,
                    source=source,
                    target=(source + 1) % 8,
                    act=act,
                    place=0,
                    verb=-1,
                )
            ],
            None,
        )
        assert len(told) == 1
        assert not re.search(r"[{}]", told[0].headline + told[0].detail)


def test_news_lists_and_chances_read_well():
    assert listed([]) == "nobody"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert [percent(p) for p in (0.0, 0.001, 0.5, 0.999, 1.0)] == ["0%", "under 1%", "50%", "over 99%", "100%"]


def test_names_carry_their_article_and_pronoun():
    words = words_of(Game.new("moscow_table", seed=1).worlds.cast)
    names = [words.name(k) for k in range(8)]
    assert "the United States" in names
    assert "the Gulf states" in names
    assert words.pronoun("its", ROLES.index("gulf_states")) == "their"
    assert words.pronoun("its", ROLES.index("iran")) == "its"
    assert text("states.article.gulf_states") == "the"
