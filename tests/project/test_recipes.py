"""What CONTRIBUTING tells a newcomer to do works as it is written there."""

from __future__ import annotations

import json
import textwrap

import numpy as np
import pytest

from diplogame import Game, cli, run_batch
from diplogame.batch import Results
from diplogame.minds.mind import MINDS, Idle
from diplogame.opening import known
from diplogame.resources import PACKAGE
from diplogame.scenario.load import examine, load_scenario
from diplogame.seats import LocalSeat

ROOT = PACKAGE.parent
EXAMPLE = ROOT / "examples" / "ninth_state.yaml"


def faults(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(f"extends: moscow_table\nname: mine\n{textwrap.dedent(text)}", encoding="utf-8")
    return [str(fault) for fault in examine(path, known())[1]]


def test_the_scenario_in_the_text_is_sound(tmp_path):
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    start = page.index("    extends: moscow_table\n")
    block = page[start : page.index("\n\n", start)]
    path = tmp_path / "dear_oil.yaml"
    path.write_text(textwrap.dedent(block), encoding="utf-8")
    scenario = load_scenario(path, known())
    assert scenario.start["price"] == 95
    assert "haifa_refinery" not in scenario.facilities


def test_a_ninth_state_plays_by_yaml_alone(tmp_path, capsys):
    game = Game.new(EXAMPLE, people=["turkey"], seed=3)
    assert game.roles[-1] == "turkey"
    seat = LocalSeat(game, "turkey")
    picture = seat.picture()
    assert "incirlik" in {place["id"] for place in picture["facilities"]}
    assert picture["name"] == "Turkey"
    assert {one["verb"] for one in seat.orders()} >= {"host_talks", "carry_message"}
    game.submit("turkey", [game.legal_orders("turkey").find("host_talks", invite=["iran", "qatar"])])
    assert [event for event in game.end_turn().events if event.source == "turkey" and event.verb == "host_talks"]
    run_batch(str(EXAMPLE), 2, 1, tmp_path / "batch", workers=1, progress=False)
    assert Results(tmp_path / "batch").games["score_turkey"].is_between(0, 100).all()
    assert cli.main(["kit", str(EXAMPLE), "--out", str(tmp_path / "kit")]) == 0
    assert "You speak for Turkey" in (tmp_path / "kit" / "cards.html").read_text(encoding="utf-8")
    capsys.readouterr()


def test_the_desktop_opens_a_ninth_state(tmp_path):
    from diplogame.desktop.engine import RealEngine

    played = RealEngine().new(str(EXAMPLE), ["turkey"], 3, "normal")
    assert played.seat("turkey").picture()["role"] == "turkey"


def test_a_mind_of_one_s_own_is_listed_and_plays(monkeypatch, capsys):
    class Quiet(Idle):
        pass

    monkeypatch.setitem(MINDS, "quiet", lambda: Quiet("quiet"))
    assert cli.main(["list", "minds", "--json"]) == 0
    assert "quiet" in {row["name"] for row in json.loads(capsys.readouterr().out)}
    assert cli.main(["sim", "tutorial", "--turns", "1", "--mind", "iran=quiet", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "iran" not in {event["source"] for event in told["events"] if event["kind"] == "order"}


def test_a_goal_s_shape_of_one_s_own_counts(tmp_path, monkeypatch):
    from diplogame.goals import goal

    monkeypatch.setattr(goal, "_REGISTRY", dict(goal._REGISTRY))
    goal.register(
        goal.Goal(
            "step", lambda x, floor, ceiling, params: np.where(x >= floor, 100.0, 0.0) + 0 * ceiling, "all or nothing"
        )
    )
    text = "states: {jordan: {goals: {standing: {kind: step, floor: 10}}}}\n"
    assert faults(tmp_path, text) == []
    game = Game.new(tmp_path / "mine.yaml", people=["jordan"], seed=1)
    (mine,) = [one for one in LocalSeat(game, "jordan").picture()["goals"] if one["title"] == "Standing"]
    assert mine["value"] == 100


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("states: {iran: {goals: {deterrence: {of: {standng.iran: 1}}}}}", "'standng' is no known quantity; did you mean standing"),
        ("states: {iran: {goals: {deterrence: {of: {standing: 1}}}}}", "as in standing.russia"),
        ("states: {iran: {goals: {deterrence: {of: {arsenal.iran: 1}}}}}", "must stand alone, as arsenal"),
        ("states: {iran: {goals: {deterrence: {kind: blendd}}}}", "did you mean blend"),
        ("states: {iran: {start: {stablity: 3}}}", "did you mean stability?"),
        ("start: {prise: 3}", "did you mean price?"),
        (
            "injects: [{id: x, turn: 2, kind: price, to: all, title: T, text: X, effects: {prise: 3}}]",
            "did you mean price?",
        ),
        (
            "injects: [{id: x, turn: 2, kind: news, to: all, title: T, text: X, effects: {stability: 3}}]",
            "as in stability.russia",
        ),
    ],
)  # fmt: skip
def test_a_slip_in_a_quantity_s_name_is_told_and_the_nearest_named(tmp_path, text, says):
    found = faults(tmp_path, text)
    assert len(found) == 1
    assert says in found[0]


def test_a_scenario_that_cannot_be_played_leaves_no_folder(tmp_path, capsys):
    bad = tmp_path / "bad.yaml"
    bad.write_text("extends: moscow_table\nname: bad\nturns: 999\n", encoding="utf-8")
    for arguments in (
        ["serve", "--port", "0", "--data"],
        ["batch", "--games", "1", "--out"],
        ["kit", "--out"],
        ["sim", "--record"],
    ):
        assert cli.main([arguments[0], str(bad), *arguments[1:], str(tmp_path / "made")]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "must be 60 or less" in err
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]


def test_the_citation_names_this_version():
    import diplogame

    assert f"\nversion: {diplogame.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {diplogame.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
