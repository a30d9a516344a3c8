from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplogame.errors import RecordError
from diplogame.record import Chronicle, course, event_rows, to_csv, write_csv
from diplogame.record.chain import START
from diplogame.record.tables import EVENT_COLUMNS


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =cmd|' /C calc'!A0",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\0=1",
        "|x",
        "%0A=1",
    ],
)
def test_texts_that_a_spreadsheet_would_run_are_marked_as_text(text):
    assert cells(to_csv([{"text": text}], ["text"]))[1][0].startswith("'")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_cell_from_a_text_starts_a_formula(text):
    cell = cells(to_csv([{"x": text, "y": 1}], ["x", "y"]))[1][0]
    assert cell[:1] not in set("=+-@\t\r\n")
    assert cell.lstrip()[:1] not in set("=+-@")
    clean = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    assert cell in {clean, f"'{clean}"}


def test_numbers_stay_numbers_and_nothing_stays_empty():
    row = {
        "goldstein": -10.0,
        "turn": 3,
        "public": True,
        "place": None,
        "text": 'a "b", c\nd',
        "more": {"b": [1], "a": 2},
    }
    text = to_csv([row], ["turn", "goldstein", "public", "place", "text", "more", "absent"])
    assert cells(text)[1] == ["3", "-10.0", "true", "", 'a "b", c\nd', '{"a":2,"b":[1]}', ""]
    assert "\r" not in text


def test_events_of_standing_turns_from_rows_or_columns(header, turn):
    columns = {**turn(2), "events": {"kind": ["order", "outcome"], "verb": ["call", "strike"]}}
    lines = (turn(1), turn(2, 1), {"kind": "undo", "to": 1}, columns)
    rows = list(event_rows(course(Chronicle(header, lines, START, None))))
    assert [(row["turn"], row["verb"]) for row in rows] == [(1, "call"), (2, "call"), (2, "strike")]
    table = cells(to_csv(rows))
    assert table[0] == list(EVENT_COLUMNS)
    assert table[1][table[0].index("goldstein")] == "-2.5"


def test_files_are_utf8_with_a_mark_for_spreadsheets_only(tmp_path):
    rows = [{"text": "Außen — «стол»"}]
    write_csv(tmp_path / "a.csv", rows, ["text"])
    assert (tmp_path / "a.csv").read_bytes() == "text\nAußen — «стол»\n".encode()
    write_csv(tmp_path / "b.csv", rows, ["text"], for_spreadsheet=True)
    assert (tmp_path / "b.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
    with pytest.raises(RecordError):
        write_csv(tmp_path / "none" / "c.csv", rows)
