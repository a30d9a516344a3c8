"""What needs no window: docket, challenge codes, settings, map data, pictures."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from diplogame.desktop import challenge, settings
from diplogame.desktop.catalogue import catalogue
from diplogame.desktop.panels.council import verdict
from diplogame.desktop.pictures import cables, charts, crowd, effects, forecast, orders, theatre
from diplogame.desktop.play import Play
from diplogame.errors import SettingError
from diplogame.texts import signed

PLAIN = (
    "pictures.cables",
    "pictures.charts",
    "pictures.crowd",
    "pictures.effects",
    "pictures.forecast",
    "pictures.orders",
    "pictures.theatre",
    "live",
    "play",
    "settings",
    "theme",
    "svg",
    "transitions",
    "work",
    "desk",
    "catalogue",
    "challenge",
)


def test_pictures_and_the_desk_behind_the_pipe_need_no_pygame():
    code = (
        "import sys;"
        + ";".join(f"import diplogame.desktop.{name}" for name in PLAIN)
        + ";sys.exit('pygame' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.fixture
def play(fake):
    game = fake.new("moscow_table", ["russia"], 7, "normal")
    seat = game.seat("russia")
    return Play.of(game.status(), "russia", {"picture": seat.picture(), "asked": seat.asked(), "orders": seat.orders()})


def usable(play, cost):
    return [one for one in play.legal if not one["greyed"] and one["cost"] == cost]


def test_a_docket_takes_no_more_than_slots_and_capital_allow(play):
    dear = usable(play, 3)
    assert play.add(dear[0]) is None
    assert "capital" in play.add(dear[1])
    assert play.add(usable(play, 1)[0]) is None
    assert play.add(usable(play, 0)[0]) is None
    assert "3 orders" in play.add(usable(play, 0)[1])
    assert play.capital_left == 0
    assert play.slots_left == 0


def test_the_same_order_is_not_taken_twice(play):
    one = usable(play, 0)[0]
    assert play.add(one) is None
    assert play.add(one) is not None


def test_undo_takes_back_orders_their_order_and_answers(play):
    first, second = usable(play, 1)[:2]
    play.add(first)
    play.add(second)
    play.shift(second["id"], -1)
    assert play.ids == (second["id"], first["id"])
    play.answer("ask:1:0", "yes")
    play.remove(first["id"])
    for ids, answers in (
        ((second["id"], first["id"]), {"ask:1:0": "yes"}),
        ((second["id"], first["id"]), {}),
        ((first["id"], second["id"]), {}),
        ((first["id"],), {}),
        ((), {}),
    ):
        assert play.undo()
        assert (play.ids, play.answers) == (ids, answers)
    assert not play.undo()


def test_greyed_orders_keep_their_reason(play):
    grey = next(one for one in play.legal if one["greyed"])
    assert play.add(grey) == grey["greyed"]


@pytest.mark.parametrize("seed", [0, 7, 99_999, challenge.SEEDS - 1])
def test_a_challenge_code_carries_the_whole_crisis(seed):
    scenarios = catalogue()["scenarios"]
    for scenario in scenarios:
        for role in scenario["roles"]:
            for level in challenge.LEVELS:
                wanted = challenge.Challenge(scenario["name"], seed, role["role"], level)
                assert challenge.decode(challenge.encode(wanted, scenarios), scenarios) == wanted


def test_a_mistyped_code_is_refused_and_look_alikes_are_read():
    scenarios = catalogue()["scenarios"]
    code = challenge.encode(challenge.Challenge("moscow_table", 12_345, "iran", "hard"), scenarios)
    assert challenge.decode(code.lower().replace("0", "o").replace("-", " "), scenarios).role == "iran"
    for at, letter in enumerate(code):
        for other in "27KZ":
            if letter not in ("-", other):
                with pytest.raises(SettingError, match=r"letter|scenario"):
                    challenge.decode(code[:at] + other + code[at + 1 :], scenarios)
    for bad in ("", "ABC", "!!!!-!!!!-!!!", "U" * 11):
        with pytest.raises(SettingError):
            challenge.decode(bad, scenarios)


def test_settings_come_back_as_they_were_stored(tmp_path):
    path = tmp_path / "deep" / "settings.json"
    mine = settings.Settings(text_size="130", palette="safe", sound=False)
    mine.rebind("why", "ctrl+w")
    assert settings.store(mine, path)
    assert settings.load(path) == mine


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b'{"palette": "pink", "volume": 900, "sound": "loud", "keys": {"why": "tab", "nothing": "x"}}',
    ],
)
def test_damaged_settings_give_defaults(tmp_path, raw):
    path = tmp_path / "settings.json"
    path.write_bytes(raw)
    found = settings.load(path)
    assert found.palette == "night"
    assert found.sound is True
    assert found.volume <= 100
    assert found.key("why") == "w"


def test_a_rebound_key_takes_it_from_its_old_command():
    mine = settings.Settings()
    assert mine.rebind("ledger", "w") == "why"
    assert mine.command("w") == "ledger"
    assert mine.key("why") == ""
    with pytest.raises(ValueError):
        mine.rebind("ledger", "tab")


def test_the_map_knows_every_role_and_takes_no_side():
    data = theatre.theatre()
    assert {one["role"] for one in data["countries"] if one["role"]} == {
        "russia",
        "iran",
        "israel",
        "gulf_states",
        "qatar",
        "egypt",
        "jordan",
    }
    assert {"Crimea", "Golan", "Gaza and the West Bank", "Halaib triangle"} <= {one["name"] for one in data["disputed"]}
    from diplogame.texts import text

    words = text("desktop.credits.part.a_map.words")
    for one in data["disputed"]:
        assert one["name"].replace("Parts of", "parts of") in words


def test_the_projection_puts_places_where_they_are():
    (mx, my), (tx, ty) = theatre.project(55.75, 37.62), theatre.project(35.69, 51.39)
    assert mx < tx
    assert my < ty
    assert 2350 < ((mx - tx) ** 2 + (my - ty) ** 2) ** 0.5 < 2600  # 2,470 km on the globe
    view = theatre.View(0, 0, 5.0, 800, 600)
    assert view.km(view.place((123.0, -456.0))) == pytest.approx((123.0, -456.0))


def test_zoom_keeps_the_place_under_the_mouse_and_the_view_stays_on_the_theatre():
    view = theatre.home(813, 675)
    near = view.zoomed(2.0, (500, 300))
    assert near.km((500, 300)) == pytest.approx(view.km((500, 300)))
    far = view.moved(1e6, 1e6)
    x0, y0, x1, y1 = theatre.theatre()["bounds"]
    left, top = far.km((0, 0))
    assert left >= x0 - 1e-6
    assert top >= y0 - 1e-6
    right, low = view.moved(-1e6, -1e6).km((813, 675))
    assert right <= x1 + 1e-6
    assert low <= y1 + 1e-6


def test_no_site_is_lost_when_rings_are_heaped(play):
    facilities = play.picture["facilities"]
    for scale in (8.0, 3.0, 0.6):
        x, y = theatre.project(33.0, 48.0)
        view = theatre.View(x, y, scale, 20_000, 20_000)
        shown = [one for site in theatre.sites(facilities, view, 19) for one in site.ids]
        assert sorted(shown) == sorted(f["id"] for f in facilities if f["kind"] != "strait")


def test_marks_that_would_lie_on_each_other_are_moved_apart_but_not_far():
    from itertools import combinations
    from math import dist

    homes = [(100.0, 100.0)] * 3 + [(104.0, 98.0), (300.0, 40.0)]
    capital = ((101.0, 101.0), 9.0)
    placed = crowd.spread(homes, 18.0, [capital], 60.0)
    assert placed == crowd.spread(homes, 18.0, [capital], 60.0)
    assert placed[-1] == pytest.approx(homes[-1]), "a mark with room to itself stays where it is"
    assert min(dist(a, b) for a, b in combinations(placed, 2)) > 15.0
    assert min(dist(at, capital[0]) for at in placed) > 15.0
    assert all(dist(at, home) <= 60.0 + 1e-9 for at, home in zip(placed, homes, strict=True))


def test_an_order_that_the_list_bars_is_refused_with_the_title_of_what_bars_it(play):
    def order(verb):
        return {"id": f"{verb}:x", "verb": verb, "title": verb.title(), "cost": 0.0, "greyed": None}

    play.status["bars"] = {
        "statements": ["denounce", "defend"],
        "single": ["call"],
        "apart": [["strike", "stand_down"]],
    }
    play.picture["orders_allowed"] = 5
    play.docket = [order("denounce"), order("strike"), order("call")]
    assert "Denounce" in play.refusal(order("defend"))
    assert "Strike" in play.refusal(order("stand_down"))
    assert "Call" in play.refusal({**order("call"), "id": "call:y"})
    assert play.refusal(order("lobby")) is None


def test_the_bars_are_those_of_the_rules():
    from diplogame.desktop.catalogue import bars

    found = bars()
    assert {"denounce", "urge_restraint"} <= set(found["statements"])
    assert "send_engineers" in found["single"]


def test_effects_in_a_few_words_with_their_unit(play):
    def effect(what, mean, unit, label="Some label"):
        return {"what": what, "label": label, "unit": unit, "low": mean, "mean": mean, "high": mean, "good": mean > 0}

    name = {"iran": "Iran", "russia": "Russia", "hesa": "HESA drone works (Isfahan)"}.get
    words = lambda one: f"{effects.amount(one)} {effects.brief(one, 'russia', name)}"  # noqa: E731
    assert words(effect("odds.iran", -4.7, "%")) == "−4.7% Iran uses force"
    assert words(effect("relation.iran.russia", 0.4, "points")) == "+0.4 Iran's regard"
    assert words(effect("integrity.hesa", 12.0, "%")) == "+12% HESA drone works"
    assert words(effect("price", -1.2, "dollars")) == "−$1.2 Brent"
    assert words(effect("relation.iran.israel", 0.4, "points", "Regard of Iran for Israel")).endswith("Iran for Israel")
    assert effects.reach(effect("standing.russia", 0.4, "points")) == effects.USUAL


def test_a_count_of_votes_names_the_danger_of_a_veto():
    members = [{"id": str(k), "name": f"M{k}", "permanent": k < 5, "p_yes": 1.0, "p_no": 0.0} for k in range(15)]
    council = {"members": members, "draft": {}, "last": None}
    assert verdict(council)[1] == "good"
    members[2] |= {"p_yes": 0.1, "p_no": 0.36}
    assert verdict(council)[1] == "warn"
    assert "(M2 36%)" in verdict(council)[0]
    members[2]["p_no"] = 0.7
    assert verdict(council)[1] == "bad"
    for member in members[5:]:
        member["p_yes"] = 0.0
    assert "short" in verdict(council)[0]


def test_cables_filter_and_search(play):
    all_ = cables.listed(play.picture["cables"], "russia")
    assert [one["turn"] for one in all_] == sorted((one["turn"] for one in all_), reverse=True)
    for name in cables.FILTERS:
        assert {one["id"] for one in cables.listed(play.picture["cables"], "russia", name)} <= {
            one["id"] for one in all_
        }
    word = all_[0]["headline"].split()[0]
    assert all(
        word.lower() in f"{one['headline']} {one['detail']}".lower()
        for one in cables.listed(play.picture["cables"], "russia", "all", word)
    )
    assert cables.listed(play.picture["cables"], "russia", "all", "zebra") == []


def test_forecast_groups_sum_to_one_and_changes_have_a_side():
    with_ = {"comprehensive_deal": 0.2, "ceasefire": 0.3, "tit_for_tat": 0.3, "regional_war": 0.2}
    without = {"comprehensive_deal": 0.1, "ceasefire": 0.3, "tit_for_tat": 0.4, "regional_war": 0.2}
    assert sum(share for _, _, share in forecast.shares(with_)) == pytest.approx(1)
    assert forecast.changes(with_, without) == [
        ("deal", pytest.approx(10), True),
        ("tit_for_tat", pytest.approx(-10), True),
    ]
    assert forecast.changes(with_, None) == []


def test_charts_are_drawn_at_any_length(play):
    from diplogame.desktop.theme import NIGHT

    for n in (1, 2, 21):
        seen = {**play.picture, "series": {"brent": [76.0] * n, "escalation": [5.0] * n, "flow": [20.0] * n}}
        for chart in (
            charts.price(seen, None),
            charts.escalation(seen, {"p5": [5.0, 1], "p25": [5, 2], "p50": [5, 3], "p75": [5, 4], "p95": [5, 15.0]}),
        ):
            text = charts.drawn(chart, 300, 100, "#ffffff", NIGHT, 1.0)
            assert text.startswith("<svg")
            assert "nan" not in text.lower()


def test_suggestions_find_their_orders(play):
    found = orders.matching({"verb": "supply_air_defence", "target": "iran", "place": None, "covert": True}, play.legal)
    assert found["verb"] == "supply_air_defence"
    assert found["covert"]
    assert orders.matching({"verb": "strike", "target": "iran", "place": None, "covert": False}, play.legal) is None


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (-0.2, "0"), (3.4, "+3"), (-12, "−12")])
def test_signed_numbers(value, words):
    assert signed(value) == words


def test_every_text_key_that_the_code_names_is_in_the_catalogue():
    import re
    from pathlib import Path

    import diplogame.desktop
    from diplogame.texts import area

    keys = area("desktop")
    folder = Path(diplogame.desktop.__file__).parent
    missing = []
    for path in folder.rglob("*.py"):
        for key in re.findall(r'text\(\s*"(desktop\.[a-z_.]+)"', path.read_text(encoding="utf-8")):
            if key not in keys and f"{key}.other" not in keys:
                missing.append((path.name, key))
    assert missing == []


def test_the_map_file_is_small_and_plain_json():
    from diplogame.resources import folder

    for path in folder("assets").rglob("*"):
        if path.is_file():
            assert path.stat().st_size < 1_000_000, path
    json.loads((folder("assets") / "map" / "theatre.json").read_text(encoding="utf-8"))
