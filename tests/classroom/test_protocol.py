"""What a body may hold, over whatever text there is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from diplogame.classroom import protocol, tokens
from diplogame.classroom.export import safe
from diplogame.classroom.network import rank
from diplogame.classroom.schedule import LEAST_TURNS, propose

NAME = TypeAdapter(protocol.PersonName)
MESSAGE = TypeAdapter(protocol.Message)


@given(st.text(max_size=60))
def test_a_name_that_is_taken_is_plain_and_normal(text):
    try:
        name = NAME.validate_python(text)
    except ValidationError:
        return
    assert 1 <= len(name) <= 24
    assert name == unicodedata.normalize("NFC", name).strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in name)
    assert "  " not in name
    assert NAME.validate_python(name) == name


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_letters_and_digits_of_any_script_make_a_name(text):
    if len(unicodedata.normalize("NFC", text)) <= 24:
        assert NAME.validate_python(text)


@pytest.mark.parametrize(
    "bad", ["", " ", "a\u202eb", "a\u200bb", "\u0000", "a\nb", "\ud800", "...", "x" * 25, "\ufeffx"]
)
def test_names_that_trick_the_eye_are_refused(bad):
    with pytest.raises(ValidationError):
        NAME.validate_python(bad)


@given(st.text(max_size=700))
def test_a_message_that_is_taken_holds_no_control_and_turns_nothing_round(text):
    try:
        said = MESSAGE.validate_python(text)
    except ValidationError:
        return
    assert said
    assert not any(unicodedata.category(char) in ("Cc", "Cs") or "\u202a" <= char <= "\u202e" for char in said)
    said.encode()


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_a_csv_cell_is_never_a_formula(value):
    cell = safe(value)
    if isinstance(value, str):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(max_size=20))
def test_codes_are_read_as_people_type_them(text):
    assert len(tokens.read_code(text)) <= 16
    code = tokens.join_code()
    assert tokens.read_code(f" {code[:2].lower()} {code[2:].lower()} ") == code
    assert len(code) == 5
    assert not set(code) & set("AEIOUY01")


@given(
    st.floats(5, 240), st.integers(1, 20), st.integers(1, 20), st.floats(0, 60), st.floats(0, 15)
)  # fmt: skip
def test_the_run_of_show_keeps_five_turns_and_says_when_play_eats_the_debrief(minutes, turn, turns, debrief, before):
    turn = min(turn, turns)
    show = propose(minutes, turn, turns, debrief, before)
    assert min(turns, LEAST_TURNS) <= show.turns + (turn > LEAST_TURNS) * LEAST_TURNS or turn > LEAST_TURNS
    assert all(length >= 1.5 for length in show.turn_minutes)
    assert show.cut == (show.turns < turns)
    assert abs(minutes - debrief - before - sum(show.turn_minutes) - show.spare) < 0.02


def test_a_lesson_of_fifty_minutes_has_eight_turns_and_a_late_one_fewer():
    whole = propose(50, 1, 8, 17, 9)
    assert whole.turns == 8
    assert whole.spare >= -1
    late = propose(40, 1, 8, 17, 9)
    assert LEAST_TURNS <= late.turns < 8
    assert late.cut


def test_addresses_that_phones_can_open_come_first():
    assert (
        rank("192.168.1.7", "wlan0", routed=True)
        > rank("192.168.1.8", "eth0", routed=False)
        > rank("10.0.0.2", "enp3s0", routed=False) - 1
    )
    assert rank("172.17.0.1", "docker0", routed=False) < 0
    assert rank("10.8.0.2", "tun0", routed=True) < rank("192.168.1.8", "eth0", routed=False)
    assert rank("169.254.3.4", "eth0", routed=False) < rank("192.168.1.8", "eth0", routed=False)
