"""sim and replay as scripts see them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from diplogame import Game
from diplogame.cli import main
from diplogame.commands.sim import summary
from diplogame.record.schema import check_header

ARGUMENTS = ["one_lesson", "--seed", "11"]
ENDINGS = {
    "comprehensive_deal",
    "ceasefire",
    "tit_for_tat",
    "gulf_closed",
    "iran_collapse",
    "regional_war",
    "general_war",
}
KINDS = {"order", "answer", "arrival", "sighting", "outcome", "inject", "ending"}


def printed(capsys, *arguments):
    status = main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_sim_prints_what_is_promised(capsys):
    status, out, _ = printed(capsys, "sim", *ARGUMENTS, "--json")
    told = json.loads(out)
    assert status == 0
    assert list(told) == [
        "scenario",
        "seed",
        "engine",
        "rules",
        "turns",
        "ending",
        "digest",
        "scores",
        "par",
        "series",
        "events",
    ]
    assert told["ending"] in ENDINGS
    assert (
        set(told["scores"])
        == set(told["par"])
        == {"russia", "iran", "israel", "united_states", "gulf_states", "qatar", "egypt", "jordan"}
    )
    assert all(0 <= value <= 100 for value in told["scores"].values())
    assert all(len(values) == told["turns"] + 1 for values in told["series"].values())
    for event in told["events"]:
        assert set(event) == {
            "turn",
            "kind",
            "act",
            "source",
            "target",
            "place",
            "verb",
            "cameo",
            "goldstein",
            "public",
            "text",
        }
        assert event["kind"] in KINDS
        assert 1 <= event["turn"] <= told["turns"]
        assert event["text"]
        assert event["cameo"] is None or event["cameo"].isdecimal()
    orders = [event for event in told["events"] if event["kind"] == "order"]
    assert all(event["verb"] and event["cameo"] and event["goldstein"] is not None for event in orders)


def test_the_same_seed_prints_the_same_bytes_in_another_process(capsys):
    _, out, _ = printed(capsys, "sim", *ARGUMENTS, "--json")
    env = {**os.environ, "PYTHONHASHSEED": "5"}
    other = subprocess.run(
        [sys.executable, "-m", "diplogame", "sim", *ARGUMENTS, "--json"],
        capture_output=True,
        check=True,
        timeout=120,
        env=env,
    )
    assert other.stdout.decode("utf-8") == out


def test_the_chronicle_ends_in_a_line_for_scripts(capsys, finished):
    status, out, _ = printed(capsys, "sim", *ARGUMENTS)
    assert status == 0
    scores = " ".join(f"{role}={value:.2f}" for role, value in finished.scores().items())
    assert out.splitlines()[-1] == f"ending: {finished.ending}  score: {scores}  digest: {finished.digest}"
    assert all(f"Turn {turn} of" in out for turn in range(1, finished.played + 1))


def test_a_record_replays_to_what_sim_printed(capsys, tmp_path):
    path = tmp_path / "g.jsonl"
    _, out, _ = printed(capsys, "sim", *ARGUMENTS, "--json", "--record", str(path))
    check_header(_header(path))
    status, again, _ = printed(capsys, "replay", str(path), "--json")
    assert status == 0
    assert again == out


def _header(path):
    head = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    del head["chain"]
    return head


def test_a_game_of_a_batch_replays_to_what_sim_prints(capsys, tmp_path):
    folder = tmp_path / "batch"
    status, _, _ = printed(
        capsys,
        "batch",
        "tutorial",
        "--games",
        "3",
        "--seed",
        "5",
        "--out",
        str(folder),
        "--workers",
        "1",
        "--set",
        "rules.price_base=70,90",
    )
    assert status == 0
    status, out, _ = printed(capsys, "replay", str(folder), "--game", "4", "--json")
    assert status == 0
    told = json.loads(out)
    _, direct, _ = printed(
        capsys, "sim", "tutorial", "--seed", str(told["seed"]), "--set", "rules.price_base=90", "--json"
    )
    assert direct == out


def test_a_replay_stops_where_it_is_told_to_and_hides_what_a_role_could_not_know(capsys, tmp_path, finished):
    path = tmp_path / "g.jsonl"
    finished.save(path)
    _, out, _ = printed(capsys, "replay", str(path), "--turn", "3", "--json")
    told = json.loads(out)
    assert told["turns"] == 3
    assert told["ending"] is None
    assert told["digest"] == finished.history[2].digest
    assert max(event["turn"] for event in told["events"]) == 3
    _, out, _ = printed(capsys, "replay", str(path), "--turn", "3", "--as", "jordan", "--json")
    seen = json.loads(out)
    assert list(seen["scores"]) == ["jordan"]
    assert 0 < len(seen["events"]) < len(told["events"])
    seat = finished.roles.index("jordan")
    assert len(seen["events"]) == sum(
        bool(event.seen >> seat & 1) for turn in finished.history[:3] for event in turn.events
    )
    status, out, _ = printed(capsys, "replay", str(path), "--turn", "2", "--as", "jordan")
    assert status == 0
    assert "Turn 2 of" in out
    assert "Turn 3 of" not in out


def test_turns_stop_a_game_early(capsys):
    _, out, _ = printed(capsys, "sim", *ARGUMENTS, "--turns", "2", "--json")
    told = json.loads(out)
    assert (told["turns"], told["ending"]) == (2, None)


def test_minds_settings_and_bans_are_obeyed(capsys):
    _, out, _ = printed(
        capsys,
        "sim",
        *ARGUMENTS,
        "--json",
        "--mind",
        "*=scripted",
        "--forbid",
        "denounce@*",
        "--set",
        "rules.price_base=90",
    )
    told = json.loads(out)
    assert not [event for event in told["events"] if event["verb"] == "denounce"]
    game = Game.new(
        "one_lesson", seed=11, minds={"*": "scripted"}, forbid=["denounce@*"], settings={"rules.price_base": 90}
    )
    while not game.over:
        game.end_turn()
    assert summary(game) == told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sim", "nowhere"], "nowhere"),
        (["sim", "--seed", "x"], "whole number"),
        (["sim", "--seed", str(2**53)], "whole number"),
        (["sim", "--mind", "iran=wise"], "wise"),
        (["sim", "--mind", "irn=random"], "did you mean iran"),
        (["sim", "--set", "rules.prise_base=3"], "price_base"),
        (["sim", "--set", "rules.price_base=many"], "price_base"),
        (["sim", "--forbid", "fly@iran"], "fly"),
        (["sim", "--turns", "0"], "1 to 60"),
        (["replay", "nothing.jsonl"], "no such file"),
        (["replay", "."], "--game"),
    ],
)
def test_bad_input_is_exit_status_two_and_one_message(capsys, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    status, out, err = printed(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert words in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_bad_wishes_about_a_record(capsys, tmp_path, finished):
    path = tmp_path / "g.jsonl"
    finished.save(path)
    for arguments, words in (
        (["--turn", "60"], "turns"),
        (["--as", "moon"], "moon"),
        (["--game", "1"], "batch folder"),
    ):
        status, _, err = printed(capsys, "replay", str(path), *arguments)
        assert status == 2
        assert words in err
    status, _, err = printed(
        capsys, "sim", *ARGUMENTS, "--turns", "1", "--json", "--record", str(tmp_path / "no" / "g.jsonl")
    )
    assert status == 2
    assert "folder" in err


def test_why_tells_alternatives_and_what_would_have_flipped_each_choice(capsys):
    assert main(["sim", "tutorial", "--seed", "7", "--turns", "1", "--why"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.count("Instead: ") >= 10
    assert "would have been likelier" in told
    assert "was the likelier choice" in told
