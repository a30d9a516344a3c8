"""What lines must hold, old formats, and what was taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplogame.errors import RecordError
from diplogame.record import (
    Chronicle,
    check,
    check_header,
    check_line,
    course,
    load,
    loads,
    parse,
    save,
    upgrade,
    write,
)
from diplogame.record.chain import START


def chronicle(header, *lines) -> Chronicle:
    return Chronicle(header, lines, START, None)


def test_the_whole_way_from_disk(tmp_path, texts, lines):
    save(tmp_path / "g.jsonl", texts)
    found, played = load(tmp_path / "g.jsonl")
    assert found.whole
    assert played.turns == (lines[0], lines[3], lines[4])
    assert played.taken_back == 1
    assert loads("".join(f"{t}\n" for t in texts)) == (found, played)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("seed", -1, "greater than or equal to 0"),
        ("seed", 2**53, "less than or equal to"),
        ("seed", "7", "valid integer"),
        ("seed", True, "valid integer"),
        ("format", 2, "format 1 was expected"),
        ("seats", {"Russia!": "person"}, "pattern"),
        ("seats", ["russia"], "dictionary"),
        ("engine", "", "at least 1"),
        ("surprise", 1, "extra inputs"),
        ("level", None, "valid string"),
        ("forbid", ["x"] * 1_001, "at most 1000"),
    ],
)
def test_a_header_is_held_to_its_schema(header, field, value, told):
    with pytest.raises(RecordError, match=told) as caught:
        check(chronicle({**header, field: value}), "g.jsonl")
    assert "g.jsonl, line 1" in str(caught.value)
    assert field in str(caught.value)


def test_a_missing_field_is_named(header):
    for field in ("scenario", "engine", "rules", "seed", "seats"):
        short = {key: value for key, value in header.items() if key != field}
        with pytest.raises(RecordError, match=f"{field}: field required"):
            check_header(short)


def test_the_scenario_has_the_hash_that_the_header_says(header):
    other = {**header, "scenario": {**header["scenario"], "text": "another"}}
    with pytest.raises(RecordError, match="another hash"):
        check_header(other)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"turn": 0}, "greater than or equal to 1"),
        ({"dockets": {"russia": "call"}}, "valid list"),
        ({"dockets": {f"role_{k}": [] for k in range(65)}}, "at most 64"),
        ({"answers": {"iran": ["yes"]}}, "dictionary"),
        ({"events": {"kind": ["a"], "verb": []}}, "differ in length"),
        ({"events": [1]}, "events"),
        ({"digest": "x"}, "at least 8"),
        ({"state": None}, "valid string"),
        ({"kind": "turm"}, "undo"),
        ({"extra": 1}, "extra inputs"),
    ],
)
def test_a_turn_is_held_to_its_schema(header, turn, change, told):
    check_line(turn(1))
    with pytest.raises(RecordError, match=told) as caught:
        check(chronicle(header, turn(1), {**turn(2), **change}), "g.jsonl")
    assert "line 3" in str(caught.value)


def test_messages_stay_short_and_printable_whatever_the_line(header):
    with pytest.raises(RecordError) as caught:
        check_header({**header, "seats": {"\x1b[31m" + "x" * 100_000: "person"}, "engine": "y" * 100_000})
    assert len(str(caught.value)) < 1_000
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "undo", "to": -1},
        {"kind": "undo"},
        {"kind": "undo", "to": 1.5},
        {"kind": "roll_back", "to": "1"},
        {"kind": "new_rules", "rules": 4},
        {"kind": "seats", "seats": {"russia": 1}},
        {"kind": "turn"},
        {"kind": "x"},
        {},
    ],
)
def test_a_marker_is_held_to_its_schema(line):
    with pytest.raises(RecordError):
        check_line(line)


def test_a_record_of_format_0_is_brought_to_1(header, turn):
    def step(head, lines):
        head = {**head, "level": head["mode"]}
        del head["mode"]
        return head, tuple(
            {**{k: v for k, v in line.items() if k != "round"}, "turn": line["round"] + 1} for line in lines
        )

    old_header = {**{k: v for k, v in header.items() if k != "level"}, "format": 0, "mode": "normal"}
    old = [{**{k: v for k, v in turn(n).items() if k != "turn"}, "round": n - 1} for n in (1, 2)]
    text = "".join(f"{t}\n" for t in write(old_header, old))
    with pytest.raises(RecordError, match="no known format"):
        loads(text)
    new = upgrade(parse(text), steps={0: step}, current=1)
    assert new.header == header
    assert new.lines == (turn(1), turn(2))
    check(new)
    broken = chronicle(old_header, {"kind": "turn"})
    with pytest.raises(RecordError, match="cannot be read as format 0"):
        upgrade(broken, steps={0: step}, current=1)


def test_steps_are_taken_one_after_the_other(header):
    trail = []

    def step(head, lines):
        trail.append(head["format"])
        return head, lines

    new = upgrade(chronicle({**header, "format": 0}), steps={0: step, 1: step, 2: step}, current=3)
    assert trail == [0, 1, 2]
    assert new.header["format"] == 3
    with pytest.raises(RecordError, match="step from 1 is missing"):
        upgrade(chronicle({**header, "format": 0}), steps={0: step, 2: step}, current=3)


@pytest.mark.parametrize("number", [2, 10**9])
def test_a_record_from_a_later_version_says_so(header, number):
    with pytest.raises(RecordError, match="from a later version"):
        upgrade(chronicle({**header, "format": number}))


@pytest.mark.parametrize("number", [None, "1", 1.0, True, -1, [1]])
def test_a_format_that_is_none_is_refused(header, number):
    with pytest.raises(RecordError, match="no known format"):
        upgrade(chronicle({**header, "format": number}))


def test_the_present_format_is_left_alone(header, turn):
    here = chronicle(header, turn(1))
    assert upgrade(here) is here


def undo(to, kind="undo"):
    return {"kind": kind, "to": to}


def test_what_was_taken_back_does_not_stand(header, turn):
    played = course(chronicle(header, turn(1), turn(2), turn(3), undo(1), turn(2, 9), undo(0, "roll_back"), turn(1, 7)))
    assert played.turns == (turn(1, 7),)
    assert played.taken_back == 2
    assert course(chronicle(header, turn(1), undo(1))).turns == (turn(1),)
    assert course(chronicle(header)).turns == ()
    assert course(chronicle(header)).taken_back == 0


def test_rules_and_seats_hold_from_where_they_change(header, turn):
    rules = {"kind": "new_rules", "rules": 4, "engine": "0.2"}
    seats = {"kind": "seats", "seats": {"russia": "goal_seeking"}}
    played = course(chronicle(header, turn(1), seats, turn(2), rules, turn(3)))
    assert played.rules == (3, 3, 4)
    assert [s["russia"] for s in played.seats] == ["person", "goal_seeking", "goal_seeking"]
    assert played.seats[2]["iran"] == "goal_seeking"
    assert played.next_rules == 4
    assert not played.one_rule_book
    again = course(chronicle(header, turn(1), rules, undo(0), turn(1)))
    assert again.rules == (4,)
    assert again.one_rule_book
    assert header["seats"]["russia"] == "person"


def test_turns_out_of_order_and_steps_into_nothing_are_refused_by_line(header, turn):
    for wrong, told in [
        ((turn(2),), "line 2: turn: 2: turn 1 was expected"),
        ((turn(1), turn(1)), "line 3: turn: 1: turn 2 was expected"),
        ((turn(1), undo(2)), "line 3: to: 2: only 1 turns stand"),
        ((turn(1), {"kind": "header"}), "line 3: kind"),
    ]:
        with pytest.raises(RecordError, match=told):
            course(chronicle(header, *wrong))


@given(st.lists(st.integers(0, 6), max_size=30))
def test_any_course_of_turns_and_undos_equals_a_list_played_by_hand(header, moves):
    """0 to 4: undo to that many turns, where they stand; 5 and 6: play on."""
    lines, hand = [], []
    for salt, move in enumerate(moves):
        if move >= 5:
            hand.append({"kind": "turn", "turn": len(hand) + 1, "salt": salt})
            lines.append(hand[-1])
        elif move <= len(hand):
            hand = hand[:move]
            lines.append(undo(move))
    assert list(course(chronicle(header, *lines)).turns) == hand


def test_a_line_full_of_faults_is_refused_without_counting_them_all(header, turn):
    crowd = {f"{k}!": 1 for k in range(200_000)}
    for change in ({"dockets": crowd}, {"answers": crowd}, {"events": crowd}):
        with pytest.raises(RecordError, match="entries are taken"):
            check_line({**turn(1), **change})
    with pytest.raises(RecordError, match="entries are taken"):
        check_header({**header, "seats": crowd})
