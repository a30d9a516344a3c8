"""Forecasts: made of what the seat knows alone, and what they say adds up."""

from __future__ import annotations

import numpy as np
import pytest

from diplogame import Game
from diplogame.errors import OrderError, SettingError
from diplogame.world.fields import FIELDS, See
from diplogame.world.imagine import imagine

HIDDEN = [name for name, spec in FIELDS.items() if spec.see is not See.PUBLIC]


def jumbled(game, seat):
    """Change everything that the seat cannot see in the game's true worlds."""
    worlds = game.worlds
    new = {}
    for name in HIDDEN:
        spec, value = FIELDS[name], getattr(worlds, name)
        other = (
            np.where(value > 0.5 * (spec.lo + spec.hi), spec.lo, spec.hi).astype(value.dtype)
            if spec.dtype == "f8"
            else value
        )
        changed = other.copy()
        match spec.see:
            case See.OWN | See.BELIEF:
                changed[:, seat] = value[:, seat]
            case See.BOTH:
                changed[:, seat], changed[:, :, seat] = value[:, seat], value[:, :, seat]
            case See.DEFENDER | See.STRIKER | See.SUPPLIER:
                if seat == getattr(worlds.cast, spec.see.value):
                    changed = value
            case See.ALLIES:
                if seat in (worlds.cast.defender, worlds.cast.supplier):
                    changed = value
            case See.HIDDEN:
                changed = np.where(worlds.cast.owner == seat, value, other) if name == "integrity" else value
        new[name] = changed
    return worlds.replace(new)


@pytest.fixture(scope="module")
def halfway():
    game = Game.new("one_lesson", people=["qatar"], seed=4)
    for _ in range(3):
        game.end_turn()
    return game


def test_it_tells_shares_fans_and_score(halfway):
    told = halfway.forecast("qatar", futures=60)
    assert told["futures"] == 60
    assert sum(told["endings"].values()) == pytest.approx(1)
    turns = halfway.turns - halfway.played + 1
    for fan in told["fan"].values():
        assert list(fan) == ["p5", "p25", "p50", "p75", "p95"]
        assert all(len(values) == turns for values in fan.values())
        assert all(a <= b for a, b in zip(fan["p5"], fan["p95"], strict=True))
    assert told["fan"]["brent"]["p5"][0] == pytest.approx(float(halfway.worlds.price[0]), abs=1e-3)
    assert told["score"]["low"] <= told["score"]["mean"] <= told["score"]["high"]
    assert told["without"] is None


def test_orders_are_told_with_and_without_on_the_same_luck(halfway):
    order = halfway.legal_orders("qatar").find("denounce", target="israel")
    told = halfway.forecast("qatar", futures=40, orders=[order])
    nothing = halfway.forecast("qatar", futures=40, orders=[])
    assert told["without"] == nothing["without"]
    assert {**nothing, "without": None} == {**nothing["without"], "without": None}
    assert told["score"] != told["without"]["score"]


def test_it_is_the_same_each_time_and_fills_in(halfway):
    parts = []
    told = halfway.forecast("qatar", futures=150, progress=parts.append)
    assert [part["futures"] for part in parts] == [100]
    assert told == halfway.forecast("qatar", futures=150)


def test_a_hidden_change_leaves_it_equal(halfway):
    told = halfway.forecast("qatar", futures=30, orders=["denounce:israel"])
    game = Game.loads(halfway.lines())
    assert game.forecast("qatar", futures=30, orders=["denounce:israel"]) == told
    game.playing.worlds = jumbled(game, game.roles.index("qatar"))
    game._views.clear()
    game.tape.frames[-1] = type(game.tape.frames[-1]).of(game.playing)
    assert (game.worlds.missiles != halfway.worlds.missiles).any()
    assert game.forecast("qatar", futures=30, orders=["denounce:israel"]) == told
    menu, other = halfway.legal_orders("qatar"), game.legal_orders("qatar")
    assert [order.id for order in menu] == [order.id for order in other]
    assert menu.greyed == other.greyed
    assert halfway.asked("qatar") == game.asked("qatar")


def test_imagined_worlds_keep_what_is_known_and_vary_what_is_not(halfway):
    view = halfway.view("qatar")
    worlds = imagine(view, np.arange(200))
    seat = view.seat
    for name, spec in FIELDS.items():
        value, known = getattr(worlds, name), getattr(view.world, name)
        assert value.dtype == np.dtype(spec.dtype)
        assert value.flags.c_contiguous
        assert value.min() >= spec.lo
        assert value.max() <= spec.hi
        if spec.see is See.PUBLIC:
            assert (value == known).all(), name
        if spec.see in (See.OWN, See.BELIEF):
            assert (value[:, seat] == known[:, seat]).all(), name
    for name in ("missiles", "interceptors", "capital", "nerve", "trust", "integrity", "seen_integrity"):
        assert np.ptp(getattr(worlds, name).reshape(200, -1), axis=0).max() > 0, name
    cast = worlds.cast
    foreign = np.flatnonzero(cast.owner != seat)
    spread = worlds.integrity[:, foreign].mean(axis=0) - view.world.integrity[0, foreign]
    # What lies near whole or near ruin is cut off at the end, which moves its mean by up to a tenth.
    assert np.abs(spread).max() < 0.1
    weights = worlds.numbers.weights
    assert (weights[:, seat] == view.world.numbers.weights[:, seat]).all()
    assert np.allclose(weights.sum(axis=2), 1)
    assert np.abs(weights.mean(axis=0) - view.world.numbers.briefed[0]).max() < 0.05


def test_imagined_worlds_do_not_know_true_weights():
    plain = Game.new("tutorial", seed=5)
    secret = Game.new(
        "tutorial", seed=5, settings={"states.iran.goals.survival.weight": 0.2, "states.iran.goals.face.weight": 0.3}
    )
    one, other = (imagine(game.view("russia"), np.arange(20)).numbers.weights for game in (plain, secret))
    assert (one == other).all()
    own, others = (imagine(game.view("iran"), np.arange(20)).numbers.weights for game in (plain, secret))
    assert not (own == others).all()


def test_bad_wishes_are_refused(halfway):
    with pytest.raises(SettingError, match="futures"):
        halfway.forecast("qatar", futures=0)
    with pytest.raises(SettingError, match="role"):
        halfway.forecast("quatar")
    with pytest.raises(OrderError):
        halfway.forecast("qatar", futures=10, orders=["strike:iran:parchin"])
