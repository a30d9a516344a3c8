"""What a command writes reaches any terminal, file or pipe: no sign, width, device or full disk ends in a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from diplogame.resources import PACKAGE
from diplogame.streams import PLAIN, width

DEVICES = Path("/dev/full").exists()


def run(*arguments, cwd=None, **variables):
    """One command in its own process, started from an empty folder."""
    env = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "PYTHONIOENCODING"}}
    return subprocess.run(
        [sys.executable, "-m", "diplogame", *arguments],
        cwd=cwd,
        env={**env, "PYTHONPATH": str(PACKAGE.parent), **variables},
        capture_output=True,
        check=False,
        timeout=120,
    )


TOLD = ("sim", "tutorial", "--seed", "7", "--turns", "1")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_a_terminal_without_our_signs_shows_plain_ones(tmp_path, encoding):
    found = run(*TOLD, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert found.returncode == 0, found.stderr
    assert b"Turn 1 of 3" in found.stdout
    assert b"?" not in found.stdout
    if encoding == "ascii":
        assert found.stdout.isascii()


def test_json_is_the_same_bytes_whatever_the_locale(tmp_path):
    plain = run(*TOLD, "--json", cwd=tmp_path)
    odd = run(*TOLD, "--json", cwd=tmp_path, PYTHONIOENCODING="cp1252", LC_ALL="C", PYTHONUTF8="0")
    assert plain.returncode == odd.returncode == 0
    assert plain.stdout == odd.stdout
    assert b"\r" not in plain.stdout
    plain.stdout.decode("utf-8")


def test_a_strange_name_is_told_on_a_plain_terminal(tmp_path):
    found = run("sim", "nosuché→", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert found.returncode == 2
    assert b"nosuche->" in found.stderr


def test_every_sign_of_the_texts_has_a_plain_one():
    signs = {
        char
        for path in (PACKAGE / "texts" / "en").glob("*.yaml")
        if path.stem
        in {
            "sim",
            "play",
            "events",
            "verbs",
            "states",
            "why",
            "seats",
            "effects",
            "tale",
            "reason",
            "list",
            "check",
            "batch",
        }
        for char in path.read_text(encoding="utf-8")
        if not char.isascii()
    }
    from unicodedata import normalize

    left = {char for char in signs if ord(char) not in PLAIN and not normalize("NFKD", char).encode("ascii", "ignore")}
    assert left == set()


@pytest.mark.skipif(not DEVICES, reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [TOLD, (*TOLD, "--json"), ("list", "rules")])
def test_a_full_disk_behind_a_pipe_is_1_and_one_line(tmp_path, arguments):
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            [sys.executable, "-m", "diplogame", *arguments],
            cwd=tmp_path, env=env, stdout=full, stderr=subprocess.PIPE, check=False, timeout=120,
        )  # fmt: skip
    assert found.returncode == 1
    assert found.stderr == b"diplogame: No space left on device\n"


@pytest.mark.skipif(not DEVICES, reason="needs /dev/full")
def test_a_device_is_written_to_and_never_replaced(tmp_path):
    found = run(*TOLD, "--record", "/dev/full", cwd=tmp_path)
    assert found.returncode == 1
    assert b"No space left" in found.stderr
    assert Path("/dev/full").is_char_device()
    found = run(*TOLD, "--record", "/dev/stdout", "--json", cwd=tmp_path)
    assert found.returncode == 0
    assert found.stdout.count(b'"kind":"seal"') == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ("sim", "--record", "{}"),
        ("sim", "--record", "{}/none/g.jsonl"),
        ("balance", "--games", "2", "--out", "{}/none/b.md"),
        ("review", "{}/g.jsonl", "--out", "{}/none/r.html"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_any_work(tmp_path, capsys, monkeypatch, arguments):
    from diplogame import Game, cli

    Game.new("tutorial", seed=1).save(tmp_path / "g.jsonl")
    monkeypatch.setattr("diplogame.game.Game.end_turn", lambda *_: pytest.fail("a turn was played"))
    monkeypatch.setattr("diplogame.commands.balance._measured", lambda *_: pytest.fail("games were played"))
    status = cli.main([word.format(tmp_path) for word in arguments])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert "cannot be written" in err
    assert [path.name for path in tmp_path.iterdir()] == ["g.jsonl"]


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize("arguments", ["sim tutorial --seed 1", "play tutorial --seed 1", "list rules", "--help"])
def test_a_reader_that_leaves_is_no_fault(tmp_path, arguments):
    line = f'"{sys.executable}" -m diplogame {arguments} | head -n 1'
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    env.pop("SDL_VIDEODRIVER", None)
    found = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=env, capture_output=True, check=False, timeout=60)
    assert found.stderr == b""
    assert found.stdout.count(b"\n") == 1


def test_columns_are_obeyed_and_pipes_are_wide(tmp_path, monkeypatch):
    narrow = run(*TOLD, cwd=tmp_path, COLUMNS="60").stdout.decode("utf-8").splitlines()
    assert max(map(len, narrow[:-1])) <= 60
    monkeypatch.delenv("COLUMNS", raising=False)
    assert width(160) == 160
    for nonsense in ("", "x", "-4", "9" * 9, "٣"):
        monkeypatch.setenv("COLUMNS", nonsense)
        assert width(160) == 160
    monkeypatch.setenv("COLUMNS", "5")
    assert width(160) == 20


def test_no_colour_where_none_is_wanted(tmp_path):
    assert b"\x1b" not in run(*TOLD, cwd=tmp_path).stdout
