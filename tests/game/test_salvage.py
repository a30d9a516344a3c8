"""Damaged records: never opened as if they were whole, and the turns before the damage are not lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplogame import Game, record
from diplogame.cli import main
from diplogame.errors import DiplogameError, RecordError


@pytest.fixture(scope="module")
def three_turns():
    found = Game.new("tutorial", people=["russia"], seed=3)
    while not found.over:
        found.end_turn()
    return found


@pytest.fixture(scope="module")
def raw(three_turns):
    return "".join(f"{line}\n" for line in three_turns.lines()).encode()


def damaged(raw, number, at=200):
    """The record with one byte of a line (from 1) changed."""
    lines = raw.split(b"\n")
    piece = bytearray(lines[number - 1])
    piece[at] ^= 1
    lines[number - 1] = bytes(piece)
    return b"\n".join(lines)


def forged(three_turns, turn, change):
    """A record whose chain is right, and whose turn is not what was played."""
    chronicle, _ = record.loads("".join(f"{line}\n" for line in three_turns.lines()))
    lines = [json.loads(json.dumps(line)) for line in chronicle.lines]
    change(lines[turn - 1])
    return "".join(f"{text}\n" for text in record.write(chronicle.header, lines)).encode()


def test_a_changed_line_is_refused_and_says_how_to_open_what_is_left(tmp_path, capsys, raw):
    path = tmp_path / "g.jsonl"
    path.write_bytes(damaged(raw, 4))
    for arguments in (
        ["replay", str(path)],
        ["replay", str(path), "--json"],
        ["review", str(path)],
        ["play", "--text", "--load", str(path)],
    ):
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "line 4" in err
        assert "the 2 turns before it can still be opened (--salvage)" in err
    assert [one.name for one in tmp_path.iterdir()] == ["g.jsonl"]


def test_what_is_left_is_opened_with_a_notice_and_the_damaged_file_stays(
    tmp_path, capsys, monkeypatch, raw, three_turns
):
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "data")
    path = tmp_path / "g.jsonl"
    path.write_bytes(damaged(raw, 4))
    assert main(["replay", str(path), "--salvage", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["turns"], told["ending"], told["digest"]) == (2, None, three_turns.history[1].digest)
    assert "line 4 was changed" in err
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO("quit\n"))
    assert main(["play", "--text", "--load", str(path), "--salvage"]) == 0
    assert "line 4 was changed" in capsys.readouterr().out
    assert path.read_bytes() == damaged(raw, 4)
    (kept,) = (tmp_path / "data" / "saves").iterdir()
    again = Game.load(kept)
    assert (again.played, again.digest, again.notice) == (2, three_turns.history[1].digest, None)


def test_a_record_cut_off_is_told_also_where_json_is_printed(tmp_path, capsys, raw):
    path = tmp_path / "g.jsonl"
    path.write_bytes(raw[: raw.rindex(b'{"kind":"turn"') + 40])
    assert main(["replay", str(path), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["turns"] == 2
    assert "torn off" in err


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_forger_meets_the_digests_and_the_turns_before_stay(tmp_path, three_turns, turn):
    def change(line):
        line["dockets"]["iran"] = []
        line["dockets"]["israel"] = ["threaten:iran"]

    path = tmp_path / "g.jsonl"
    path.write_bytes(forged(three_turns, turn, change))
    with pytest.raises(RecordError, match="came out otherwise|cannot be played again"):
        Game.load(path)
    left = Game.load(path, until_fault=True)
    assert left.played == turn - 1
    assert "left out" in left.notice
    left.end_turn()
    left.save(path)
    assert Game.load(path).notice is None


def test_what_was_undone_before_the_damage_stays_undone(tmp_path):
    game = Game.new("tutorial", people=["russia"], seed=3)
    game.end_turn()
    game.end_turn()
    game.undo()
    game.end_turn()
    path = tmp_path / "g.jsonl"
    game.save(path)
    raw = path.read_bytes()
    assert raw.count(b"\n") == 6
    path.write_bytes(damaged(raw, 5))
    left = Game.load(path, until_fault=True)
    assert (left.played, left.tape.taken_back) == (1, 1)
    assert left.digest == game.history[0].digest


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20),
    st.sampled_from(["russia", "call:iran", "yes", "ff" * 32]), st.lists(st.integers(0, 3), max_size=3), st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)  # fmt: skip


def put_somewhere(data, value, node):
    """`value` in a drawn place of a record's line."""
    while True:
        keys = sorted(node) if isinstance(node, dict) else list(range(min(len(node), 6)))
        key = data.draw(st.sampled_from(keys))
        below = node[key]
        if isinstance(below, dict | list) and below and data.draw(st.integers(0, 3)):
            node = below
            continue
        node[key] = value
        return


def any_forgery(three_turns, data):
    chronicle, _ = record.loads("".join(f"{line}\n" for line in three_turns.lines()))
    rows = json.loads(json.dumps([chronicle.header, *chronicle.lines]))
    put_somewhere(data, data.draw(VALUES), rows[data.draw(st.integers(0, len(rows) - 1))])
    try:
        text = "".join(f"{line}\n" for line in record.write(rows[0], rows[1:]))
        game = Game.loads(text)
    except DiplogameError as error:
        assert len(str(error)) < 6000
        return
    if not game.over:
        game.end_turn()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_forged_value_anywhere_gives_a_game_or_one_error(three_turns, data):
    any_forgery(three_turns, data)


@pytest.mark.slow
@settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_many_forged_values_give_a_game_or_one_error(three_turns, data):
    any_forgery(three_turns, data)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_byte_of_a_real_record_is_never_a_whole_game(raw, data):
    at = data.draw(st.integers(0, len(raw) - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(raw)
    changed[at] ^= other
    with pytest.raises(RecordError):
        if (game := Game.loads(bytes(changed))).notice is not None:
            raise RecordError("", None, game.notice)
