"""A record cut anywhere, or with any byte changed, never crashes the reader and never passes for whole."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplogame.errors import RecordError
from diplogame.record import Journal, chain, loads, parse, read, save, write, write_line
from diplogame.record.chain import START, chain_of, seal_line

FIXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=12,
)


def forge(previous: str, body: bytes) -> bytes:
    """A line whose chain is right, whatever its body."""
    link = sha256(previous.encode() + body).hexdigest()
    return body[:-1] + f',"chain":"{link}"}}\n'.encode()


def test_what_is_written_is_read(header, lines, raw):
    found = parse(raw)
    assert found.header == header
    assert list(found.lines) == lines
    assert found.whole
    assert found.notice is None
    assert parse(raw.decode("utf-8")) == found


def test_writing_again_gives_the_same_bytes(texts, raw):
    found = parse(raw)
    assert write(found.header, found.lines) == texts
    assert found.tip == chain_of(texts[-2])


def test_the_order_of_keys_does_not_matter(turn):
    line = turn(1)
    upside_down = json.loads(json.dumps(line), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert list(upside_down) != list(line)
    assert write_line(START, upside_down) == write_line(START, line)


def test_a_line_is_readable_json_with_kind_first_and_chain_last(texts):
    for text in texts:
        assert text.startswith('{"kind":"')
        assert list(json.loads(text))[-1] == "chain"
        assert "\n" not in text


def test_cut_anywhere_it_is_never_whole(raw, header, lines):
    for cut in range(len(raw)):
        try:
            found = parse(raw[:cut])
        except RecordError:
            assert raw[:cut].count(b"\n") == 0
            continue
        assert not found.whole
        assert "record" in found.notice
        assert found.header == header
        assert list(found.lines) == lines[: len(found.lines)]
        assert len(found.lines) == min(raw[:cut].count(b"\n") - 1, len(lines))


def test_cut_at_the_front_it_is_refused(raw):
    for cut in range(1, len(raw), 7):
        with pytest.raises(RecordError):
            parse(raw[cut:])


def test_any_byte_changed_is_noticed(raw, lines):
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1 << (place % 8)
        try:
            found = parse(bytes(changed))
        except RecordError:
            continue
        assert not found.whole
        assert list(found.lines) == lines[: len(found.lines)]


@given(st.data())
@FIXED
def test_any_change_of_any_length_is_noticed(raw, lines, data):
    start = data.draw(st.integers(0, len(raw)))
    stop = data.draw(st.integers(start, min(len(raw), start + 300)))
    other = data.draw(st.binary(max_size=40) | st.sampled_from([b"\n", b"\r\n", b"\n\n", raw[:50], raw[-100:]]))
    changed = raw[:start] + other + raw[stop:]
    if changed == raw:
        return
    try:
        found = loads(changed)[0]
    except RecordError:
        return
    assert not found.whole
    assert list(found.lines) == lines[: len(found.lines)]


@given(st.permutations(range(7)))
@FIXED
def test_lines_in_another_order_are_refused(texts, order):
    shuffled = "".join(texts[k] + "\n" for k in order)
    if order == list(range(7)):
        assert parse(shuffled).whole
        return
    with pytest.raises(RecordError, match="line"):
        parse(shuffled)


def test_a_changed_line_is_refused_by_its_number_and_the_turns_before_it_open(raw, lines):
    changed = raw.replace(b'"call:iran:2"', b'"call:iran:9"', 1)
    with pytest.raises(RecordError, match=r"line 3: was changed .* the turn before it can still be opened"):
        parse(changed)
    found = parse(changed, until_fault=True)
    assert list(found.lines) == lines[:1]
    assert not found.whole
    assert "line 3 was changed" in found.notice


def test_a_missing_or_doubled_line_is_refused(texts):
    for wrong in (texts[:2] + texts[3:], texts[:2] + texts[1:], [*texts, texts[-1]], [*texts, ""], ["", *texts]):
        with pytest.raises(RecordError):
            parse("".join(f"{text}\n" for text in wrong))


def test_a_changed_header_leaves_nothing_to_open(raw):
    changed = raw.replace(b'"seed":7', b'"seed":8', 1)
    for until_fault in (False, True):
        with pytest.raises(RecordError, match="first line was changed"):
            parse(changed, until_fault=until_fault)


def test_other_line_ends_are_named(raw):
    with pytest.raises(RecordError, match="carriage return"):
        parse(raw.replace(b"\n", b"\r\n"))


def test_a_seal_that_counts_wrongly_is_refused(texts):
    short = [*texts[:3], seal_line(chain_of(texts[2]), 9)]
    with pytest.raises(RecordError, match="line 4: is a seal for another number"):
        parse("".join(f"{text}\n" for text in short))


@given(st.binary(max_size=400))
@FIXED
def test_any_bytes_are_refused_calmly(content):
    with pytest.raises(RecordError):
        loads(content)


@given(st.text(max_size=200))
@FIXED
def test_any_text_is_refused_calmly(content):
    with pytest.raises(RecordError):
        loads(content)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), JSON, max_size=5))
@FIXED
def test_any_plain_data_comes_back(data):
    line = {**data, "kind": "turn"}
    line.pop("chain", None)
    first = write_line(START, {"kind": "header"})
    second = write_line(chain_of(first), line)
    assert parse(f"{first}\n{second}\n").lines == (line,)


@given(st.binary(max_size=60), JSON)
@FIXED
def test_forged_chains_with_other_content_are_refused_calmly(noise, data):
    body = json.dumps(data).encode()
    for content in (b"{" + noise + b"}", body, b'{"kind":' + body + b"}", b'{"kind":"turn","turn":' + body + b"}"):
        header = forge(START, b'{"kind":"header"}')
        with pytest.raises(RecordError):
            loads(header + forge(chain_of(header.decode()[:-1]), content))
        with pytest.raises(RecordError):
            loads(forge(START, content))


@pytest.mark.parametrize(
    "body",
    [
        b'{"kind":"header","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"kind":"header","a":' + b'{"b":' * 1_000 + b"1" + b"}" * 1_000 + b"}",
        b'{"kind":"header","a":' + b"9" * 5_000 + b"}",
        b'{"kind":"header","a":NaN}',
        b'{"kind":"header","a":-Infinity}',
        b'{"kind":"header","a":"\xff\xfe"}',
        b'{"kind":["header"]}',
        b"[1,2,3}",
        b'{"kind":"seal","lines":0}',
        b'{"kind":"turn","turn":1}',
    ],
    ids=lambda body: body[:30].decode("latin-1"),
)
def test_hostile_lines_with_a_right_chain_are_refused(body):
    with pytest.raises(RecordError):
        parse(forge(START, body))


def test_infinite_numbers_that_json_lets_through_are_refused(header):
    text = json.dumps(header)[:-1] + ',"notes":{"x":1e999}}'
    with pytest.raises(RecordError, match="no plain JSON"):
        parse(forge(START, text.encode()))


def test_huge_input_is_refused_before_it_is_read(monkeypatch, raw):
    monkeypatch.setattr(chain, "MAX_BYTES", len(raw) - 1)
    with pytest.raises(RecordError, match="too large"):
        parse(raw)
    monkeypatch.setattr(chain, "MAX_BYTES", len(raw))
    assert parse(raw).whole
    monkeypatch.setattr(chain, "MAX_LINES", 6)
    with pytest.raises(RecordError, match="too many lines"):
        parse(raw)
    monkeypatch.setattr(chain, "MAX_LINES", 7)
    assert parse(raw).whole
    monkeypatch.setattr(chain, "MAX_LINE", 300)
    with pytest.raises(RecordError, match="longer than 300"):
        parse(raw)


def test_what_could_not_be_read_back_is_not_written(header):
    deep: list = []
    for _ in range(40):
        deep = [deep]
    circle: list = []
    circle.append(circle)
    for wrong in (
        float("nan"),
        float("inf"),
        object(),
        b"bytes",
        "\ud800",
        deep,
        circle,
        {1: 2, "a": 3},
        "x" * 4_000_001,
    ):
        with pytest.raises(RecordError):
            write_line(START, {"kind": "turn", "data": wrong})
    with pytest.raises(RecordError):
        write_line(START, {"turn": 1})


def test_files_of_every_kind_are_refused_calmly(tmp_path, raw):
    with pytest.raises(RecordError, match="no such file"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(RecordError, match="not a plain file"):
        read(tmp_path)
    with pytest.raises(RecordError):
        read("a\0b")
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    with pytest.raises(RecordError, match="is empty"):
        read(empty)
    whole = tmp_path / "whole.jsonl"
    whole.write_bytes(raw)
    assert read(str(whole)).whole


def test_saving_then_cutting_through_the_file(tmp_path, texts):
    path = tmp_path / "g.jsonl"
    save(path, texts)
    full = path.read_bytes()
    path.write_bytes(full[:-30])
    journal, found = Journal.open(path)
    assert "torn off" in found.notice
    assert path.read_bytes() == full
    assert journal.lines == 6
