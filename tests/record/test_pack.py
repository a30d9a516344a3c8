from __future__ import annotations

import base64
import json
import pickle
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from diplogame.errors import RecordError
from diplogame.record import pack, unpack
from diplogame.record.pack import KINDS

ARRAYS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(KINDS).flatmap(lambda kind: hnp.arrays(kind, hnp.array_shapes(min_dims=0, min_side=0, max_dims=4))),
    max_size=5,
)


def wrap(head: object, body: bytes = b"") -> str:
    told = json.dumps(head).encode()
    return base64.b85encode(zlib.compress(len(told).to_bytes(4, "little") + told + body)).decode()


@given(ARRAYS)
@settings(deadline=None)
def test_arrays_come_back_bit_for_bit(arrays):
    back = unpack(pack(arrays))
    assert set(back) == set(arrays)
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype
        assert back[name].shape == array.shape
        assert back[name].tobytes() == array.tobytes()
        assert not back[name].flags.writeable


def test_the_text_depends_on_the_content_alone():
    a, b = np.arange(12.0).reshape(3, 4), np.array([True, False])
    text = pack({"a": a, "b": b})
    assert text == pack({"b": b, "a": np.asfortranarray(a)}) == pack({"a": a.astype(">f8"), "b": b})
    assert json.loads(json.dumps(text)) == text
    assert json.dumps(text) == f'"{text}"'


def test_a_world_of_usual_size_takes_a_few_kilobytes():
    rng = np.random.default_rng(1)
    world = {f"field_{k}": np.round(rng.random((8, 5)) * 100 * 65_536) / 65_536 for k in range(20)}
    assert len(pack(world)) < 6_000


@pytest.mark.parametrize(
    "wrong", [np.array(["a"]), np.array([object()]), np.array([1j]), np.array(["2026-01-01"], "M8[D]")]
)
def test_only_numbers_and_truths_are_packed(wrong):
    with pytest.raises(RecordError, match="cannot be packed"):
        pack({"x": wrong})


def test_too_much_is_not_packed():
    with pytest.raises(RecordError, match="too large"):
        pack({"x": np.zeros(2_000_001)})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~~~~~~~~~~",
        'not base85 "',
        "Ünïcode",
        base64.b85encode(b"not zlib").decode(),
        base64.b85encode(pickle.dumps({"a": 1})).decode(),
        base64.b85encode(zlib.compress(b"\xff\xff\xff\xff{}")).decode(),
        base64.b85encode(zlib.compress(b"\2\0\0\0[]")).decode(),
        base64.b85encode(zlib.compress(b"\2\0\0\0{}") + b"more").decode(),
        base64.b85encode(zlib.compress(b"\2\0\0\0{}")[:-1]).decode(),
        base64.b85encode(zlib.compress(bytes(17_000_000))).decode(),
        wrap({"a": ["<f8", [2]]}, bytes(8)),
        wrap({"a": ["<f8", [1]]}, bytes(16)),
        wrap({"a": ["<f8", [-1]]}, bytes(8)),
        wrap({"a": ["<f8", [1.0]]}, bytes(8)),
        wrap({"a": ["<f8", [True]]}, bytes(8)),
        wrap({"a": ["<f8", "1"]}, bytes(8)),
        wrap({"a": ["<f8", [0, 10**9, 10**9]]}),
        wrap({"a": ["<f8", [10**30]]}),
        wrap({"a": ["<f8", [1] * 9]}, bytes(8)),
        wrap({"a": ["|O", [1]]}, bytes(8)),
        wrap({"a": [["<f8"], [1]]}, bytes(8)),
        wrap({"a": ["<f8"]}, bytes(8)),
        wrap({"a": 5}),
        wrap({"a": ["|b1", [1]]}, b"\2"),
        wrap({f"a{k}": ["<f8", [0]] for k in range(1001)}),
    ],
    ids=range(26),
)
def test_anything_else_is_refused_calmly(text):
    with pytest.raises(RecordError, match="packed state"):
        unpack(text)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda b: base64.b85encode(b).decode()))
def test_any_text_is_refused_calmly(text):
    with pytest.raises(RecordError):
        unpack(text)


@given(st.data())
@settings(deadline=None)
def test_a_changed_sign_is_noticed(data):
    text = pack({"a": np.arange(50), "b": np.linspace(0, 1, 30)})
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("0AZaz!~{}"))
    changed = text[:place] + sign + text[place + 1 :]
    try:
        back = unpack(changed)
    except RecordError:
        return
    assert {name: array.tobytes() for name, array in back.items()} == {
        name: array.tobytes() for name, array in unpack(text).items()
    }
