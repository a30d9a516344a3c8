"""YAML in: plain data or one clear error, whatever the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplogame.errors import FileError
from diplogame.scenario.yamlload import load_bytes, load_file, load_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("052", "052"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("2026-01-01", "2026-01-01"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("'1'", "1"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-0.25", -0.25),
        ("5.", 5.0),
        ("9007199254740991", 2**53 - 1),
    ],
)
def test_scalars_follow_yaml_1_2_without_leading_zeros(written, read):
    found = load_text(f"a: {written}\n").data["a"]
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("# a comment\n", "is empty"),
        ("a: 1\na: 2\n", "line 2: the key 'a' stands here for the second time"),
        ("a: &x [*x]\n", "*x stands for nothing that is complete"),
        ("a: *x\n", "*x stands for nothing"),
        ("a: !!python/object/apply:os.system [ls]\n", "line 1: the tag"),
        ("a: !!str 5\n", "line 1: the tag"),
        ("a: !mine 5\n", "line 1: the tag"),
        ("!!map {a: 1}\n", "the tag"),
        ("1: 2\n", "the key '1' must be text"),
        ("null: 2\n", "must be text"),
        ("? [a]\n: b\n", "a key must be plain text"),
        ("a: b: c\n", "line 1: is not valid YAML"),
        ("a: [1, 2\n", "is not valid YAML"),
        ("a: 1\n---\nb: 2\n", "a second document"),
        ("[" * 5000, "nested more than"),
        ("a: " + "{a: " * 5000, "nested more than"),
        ("- " * 5000, "nested more than"),
        ("a: \x00\n", "control character"),
        ("a: '\ud800'", "control character"),
        ('a: "x\\0y"\n', "line 1: holds a control character"),
        ('b: 1\n"\\x1b[2J": 2\n', "line 2: holds a control character"),
        ('a: "\\u202e"\n', "turns the direction of writing"),
        ("a: \u2066x\n", "turns the direction of writing"),
    ],
)
def test_faults_are_named_with_their_line(text, says):
    with pytest.raises(FileError) as caught:
        load_text(text)
    assert says in str(caught.value)


def test_aliases_are_counted_in_full():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    for one, two in zip("abcdefg", "bcdefgh", strict=True):
        bomb += f"{two}: &{two} [{','.join([f'*{one}'] * 10)}]\n"
    with pytest.raises(FileError, match="aliases counted in full"):
        load_text(bomb)


def test_a_plain_alias_works():
    assert load_text("a: &a {b: 1}\nc: *a\n").data == {"a": {"b": 1}, "c": {"b": 1}}


def test_lines_of_values_are_kept():
    lines = load_text("a:\n  b: 1\n  c: [1,\n   2]\n").lines
    assert lines["a", "b"] == 2
    assert lines["a", "c", 1] == 4


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"\xff\xfe\x00", "not UTF-8"), (b"\x89PNG\r\n", "not UTF-8"), (b"a" * 1_000_001, "is larger than")],
)
def test_bytes_that_are_no_text(raw, says):
    with pytest.raises(FileError, match=says):
        load_bytes(raw)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        load_file(tmp_path / "none.yaml")
    with pytest.raises(FileError, match="not a plain file"):
        load_file(tmp_path)
    with pytest.raises(FileError):
        load_file(tmp_path / ("x" * 5000))


def outcome(load, given):
    try:
        load(given)
    except FileError as error:
        return str(error)
    return "data"


@given(st.binary(max_size=300))
def test_any_bytes_give_data_or_a_file_error(raw):
    assert len(outcome(load_bytes, raw)) < 400


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#%@,. \n0123456789eE\t", max_size=200))
def test_any_yaml_like_text_gives_data_or_a_file_error(text):
    assert len(outcome(load_text, text)) < 400
