"""Nothing that a seat shows moves with what the seat cannot know."""

from __future__ import annotations

import json

import numpy as np
import pytest
from seatgames import ROLES, played

from diplogame.errors import DiplogameError
from diplogame.seats import LocalSeat
from diplogame.world.fields import FIELDS, See

OTHERS = {See.DEFENDER: "defender", See.STRIKER: "striker", See.SUPPLIER: "supplier"}


def stirred(worlds, seat, luck):
    """The worlds with everything changed that the seat must not know, and nothing else. Written down apart from the views."""
    cast = worlds.cast
    changed = {}
    for name, spec in FIELDS.items():
        value = getattr(worlds, name).copy()
        if spec.see in (See.OWN, See.BELIEF):
            others = [k for k in range(cast.n_states) if k != seat]
            value[:, others] = _other(value[:, others], spec, luck)
        elif (spec.see in OTHERS and seat != getattr(cast, OTHERS[spec.see])) or (
            spec.see is See.ALLIES and seat not in (cast.defender, cast.supplier)
        ):
            value = _other(value, spec, luck)
        elif name == "integrity":
            away = cast.owner != seat
            value[:, away] = _other(value[:, away], spec, luck)
        elif name == "lobbied":
            value = _other(value, spec, luck)
        else:
            continue
        changed[name] = value
    return worlds.replace(changed)


def _other(value, spec, luck):
    if spec.dtype == "i2":
        return luck.integers(int(max(spec.lo, -9)), int(min(spec.hi, 60)), value.shape, endpoint=True).astype("i2")
    return (spec.lo + (spec.hi - spec.lo) * luck.random(value.shape)).astype("f8")


def refusals(seat):
    """What is said to a docket with an order that is not open, and to one with too many."""
    orders = seat.orders()
    said = {}
    for wish in (*([one["id"]] for one in orders if one["greyed"]), [one["id"] for one in orders], ["call:atlantis"]):
        with pytest.raises(DiplogameError) as caught:
            seat.submit(wish)
        said[" ".join(wish)] = str(caught.value)
    return said


def shown(game, role):
    seat = LocalSeat(game, role)
    whys = [seat.why(cable["id"]) for cable in seat.picture()["cables"] if cable["turn"] >= game.played]
    return {
        "picture": seat.picture(),
        "asked": seat.asked(),
        "orders": seat.orders(),
        "why": whys,
        "find": seat.find("call", target="qatar" if role != "qatar" else "egypt"),
        "refusals": refusals(seat),
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("turns", [0, 4])
def test_what_is_hidden_leaves_no_trace(role, turns):
    game = played(seed=13, turns=turns, people=[role])
    before = shown(game, role)
    other = "iran" if role != "iran" else "israel"
    theirs = LocalSeat(game, other).picture()
    luck = np.random.default_rng(5)
    seat = game.roles.index(role)
    frames = game.tape.frames
    for one in frames[-2:]:
        # The past is stirred as well: reasons are worked out on it.
        object.__setattr__(one, "worlds", stirred(one.worlds, seat, luck))
    game.playing.worlds = frames[-1].worlds
    game._views.clear()
    after = shown(game, role)
    for name, value in before.items():
        assert json.dumps(after[name]) == json.dumps(value), name
    assert LocalSeat(game, other).picture() != theirs, "nothing was stirred"


def test_a_hidden_act_is_told_to_those_who_saw_it_alone(midgame):
    unseen = 0
    for turn in midgame.history:
        for event in turn.events:
            if event.public or event.kind != "order":
                continue
            for role in ROLES:
                cables = [
                    one
                    for one in LocalSeat(midgame, role).cables()
                    if one.turn == turn.number and one.act == event.act and one.kind == "order"
                ]
                knows = bool(event.seen >> midgame.roles.index(role) & 1)
                assert bool(cables) == knows, (event, role)
                unseen += not knows
    assert unseen > 20


def test_a_quietly_open_sky_reads_like_a_closed_one():
    """The world hears that it closes, in the same words and under the same name as if it were so."""
    told = []
    for level in (0, 2):
        game = played("one_lesson", seed=7, turns=0, people=["jordan"])
        LocalSeat(game, "jordan").submit([f"set_airspace:-:-:l{level}" + ("+covert" if level else "")])
        game.end_turn()
        seen = [
            one
            for one in LocalSeat(game, "iran").picture()["cables"]
            if one["source"] == "jordan" and one["verb"] == "set_airspace"
        ]
        told.append(seen)
        assert [
            one["headline"]
            for one in LocalSeat(game, "jordan").picture()["cables"]
            if one["only_you"] and one["verb"] == "set_airspace"
        ] == (["Amman says that its airspace is closed"] if level else [])
    assert told[0] == told[1]
    assert len(told[0]) == 1


def test_a_veto_a_vote_and_a_lobby_tell_no_chance_beyond_the_view(seats):
    for role, seat in seats.items():
        members = seat.picture()["council"]["members"]
        assert [member["id"] for member in members] == list(seat.game.worlds.cast.members)
        assert all(0 <= member["p_yes"] <= 1 for member in members), role
