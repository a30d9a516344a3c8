from __future__ import annotations

import numpy as np
import pytest

from diplogame.record import pack, text_hash, write

TEXT = "name: moscow_table\ntitle: Außenpolitik — «стол»\n"


@pytest.fixture(scope="session")
def header() -> dict:
    return {
        "kind": "header",
        "format": 1,
        "scenario": {"name": "moscow_table", "text": TEXT, "hash": text_hash(TEXT)},
        "engine": "0.1.0",
        "rules": 3,
        "seed": 7,
        "seats": {"russia": "person", "iran": "goal_seeking"},
        "level": "normal",
    }


@pytest.fixture(scope="session")
def turn():
    """Turn(n) makes the line of turn n; a salt makes another of the same number."""

    def make(n: int, salt: int = 0) -> dict:
        state = {"brent": np.array([76.0 + n + salt]), "strait": np.array([1], np.int8)}
        return {
            "kind": "turn",
            "turn": n,
            "dockets": {"russia": [f"call:iran:{n}"], "iran": [{"verb": "threaten", "target": "israel"}]},
            "answers": {"iran": {"ask-1": "yes"}},
            "injects": [{"text": 'a cable — «телеграмма» \u2028 "quoted"'}],
            "rulings": [],
            "events": [{"kind": "order", "verb": "call", "goldstein": -2.5, "public": True}],
            "state": pack(state),
            "digest": f"{n + salt:016x}",
        }

    return make


@pytest.fixture(scope="session")
def lines(turn) -> list[dict]:
    return [turn(1), turn(2), {"kind": "undo", "to": 1}, turn(2, 5), turn(3)]


@pytest.fixture(scope="session")
def texts(header, lines) -> list[str]:
    return write(header, lines)


@pytest.fixture(scope="session")
def raw(texts) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode("utf-8")
