"""What a seat may order: the list, the question `in`, and `find` for anything beyond the list."""

from __future__ import annotations

import re

import pytest

from diplogame import Game
from diplogame.errors import OrderError
from diplogame.game.reading import from_id, read
from diplogame.verbs.options import tables

ROLES = Game.new("one_lesson", seed=1).roles


@pytest.fixture(scope="module")
def opening():
    return Game.new("moscow_table", people=["russia"], seed=7)


@pytest.mark.parametrize("role", ROLES)
def test_at_most_eighty_orders_are_listed_and_each_can_be_committed_as_it_stands(opening, role):
    menu = opening.legal_orders(role)
    assert 8 < len(menu) <= 80
    for order in menu:
        assert re.fullmatch(r"[a-z0-9_:+.-]{8,120}", order.id)
        opening.submit(role, [order.id])
        opening.withdraw(role)


@pytest.mark.parametrize("role", ROLES)
def test_every_id_reads_back_as_its_order(opening, role):
    table = tables(opening.worlds.cast)[ROLES.index(role)]
    assert len(set(table.ids)) == len(table)
    for order in table.orders:
        assert from_id(order.id) == order


def test_an_order_is_the_same_as_id_object_and_mapping(opening):
    menu = opening.legal_orders("russia")
    for order in menu:
        plain = {"verb": order.verb, "target": order.target, "place": order.place, "parameters": order.parameters}
        assert read(plain) == order, plain
        assert plain in menu
        assert order in menu
        assert order.id in menu


def test_greyed_orders_have_a_reason_and_are_not_in_the_menu(opening):
    menu = opening.legal_orders("iran")
    assert menu.greyed
    for order, reason in menu.greyed:
        assert len(reason) > 8
        assert order not in menu
        with pytest.raises(OrderError, match="not legal now"):
            menu.check(order)


def test_find_takes_parameters_beyond_the_list(opening):
    menu = opening.legal_orders("russia")
    table = menu.find("host_talks", invite=["qatar", "iran"])
    assert table.invite == ("iran", "qatar")
    assert table not in list(menu)
    assert table in menu
    assert table.id in menu
    jets = opening.legal_orders("israel")
    raid = jets.find("strike", target="iran", places=["khojir", "s300_tehran_s", "hesa"])
    assert raid.places == ("khojir", "s300_tehran_s", "hesa")
    assert menu.find("call", target="egypt").second is None
    assert menu.find("call", target="egypt", second="qatar").second == "qatar"
    offer = menu.find("private_offer", target="israel", give="silence", get="restraint")
    assert (offer.give, offer.get) == (6, 3)


def test_find_fills_what_is_left_open_from_the_list(opening):
    assert opening.legal_orders("iran").find("retaliate", level="matching").level == 1
    assert opening.legal_orders("russia").find("host_talks").invite
    assert opening.legal_orders("qatar").find("set_airspace", level="closed").level == 0


@pytest.mark.parametrize(
    ("role", "verb", "parameters", "words"),
    [
        ("russia", "hots_talks", {}, "did you mean host_talks"),
        ("russia", "strike", {}, "russia may use"),
        ("russia", "call", {"target": "isreal"}, "did you mean israel"),
        ("russia", "call", {"target": "russia"}, "would do"),
        ("russia", "host_talks", {"invite": ["qatar", "egypt"]}, "name iran"),
        ("russia", "host_talks", {"invite": ["iran", "atlantis"]}, "atlantis"),
        ("russia", "denounce", {"target": "israel", "place": "kharg"}, "takes no facility"),
        ("russia", "denounce", {"target": "israel", "covert": True}, "public alone"),
        ("russia", "denounce", {"target": "israel", "invite": ["iran"]}, "invites nobody"),
        ("russia", "private_offer", {"target": "israel", "give": "drones", "get": "restraint"}, "would do"),
        ("russia", "supply_air_defence", {"target": "iran", "level": 77}, "would do"),
        ("israel", "strike", {"target": "iran", "places": ["khojir", "khojir"]}, "twice"),
        (
            "israel",
            "strike",
            {"target": "iran", "places": ["khojir", "parchin", "hesa", "natanz", "kharg"]},
            "at most 4",
        ),
        ("israel", "strike", {"target": "iran", "places": ["al_udeid"]}, "al_udeid"),
        ("israel", "strike", {"target": "iran", "size": 3}, "field of an order"),
        ("israel", "strike", {"target": "iran", "level": "big"}, "whole number"),
    ],
)
def test_errors_name_field_value_and_what_would_do(opening, role, verb, parameters, words):
    with pytest.raises(OrderError, match=words) as caught:
        opening.legal_orders(role).find(verb, **parameters)
    assert all(fault.accepted for fault in caught.value.faults)


@pytest.mark.parametrize(
    "entry",
    [
        None,
        3,
        b"x",
        "",
        "x",
        "call:egypt:",
        "call:egypt:-:l999999",
        "CALL:EGYPT",
        "a" * 9_000,
        {},
        {"verb": 3},
        {"verb": "call", "parameters": []},
        ["call"],
    ],
)
def test_nonsense_is_no_order(opening, entry):
    menu = opening.legal_orders("russia")
    assert entry not in menu
    with pytest.raises(OrderError):
        menu.check(entry)
