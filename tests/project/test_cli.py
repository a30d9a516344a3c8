"""The command line: help everywhere, one clear message for bad input, and the promised exit statuses."""

from __future__ import annotations

import errno
import sys
import types

import pytest

from diplogame import cli
from diplogame.errors import OrderError, SettingError, StorageError
from diplogame.options import MAX_SEED


def status(capsys, *arguments):
    """Exit status, output and error lines of one command."""
    try:
        code = cli.main(list(arguments))
    except SystemExit as exit_:
        code = exit_.code or 0
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def command(monkeypatch):
    """Puts a function in the place of the command `bench`."""

    def put(run):
        monkeypatch.setitem(sys.modules, "diplogame.commands.bench", types.SimpleNamespace(run=run))

    return put


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_has_help_with_an_example(capsys, name):
    code, out, err = status(capsys, name, "--help")
    assert (code, err) == (0, "")
    assert f"example: diplogame {name}" in " ".join(out.split())


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_example_can_be_parsed(name):
    words = cli.COMMANDS[name][1].split()[1:]
    assert cli.parse(words).command == name


def test_without_a_command_the_title_screen_opens():
    options = cli.parse([])
    assert (options.command, options.title, options.scenario) == ("play", True, "moscow_table")


def test_play_does_not_open_the_title_screen():
    assert cli.parse(["play"]).title is False
    assert vars(cli.parse(["play"])).keys() == vars(cli.parse([])).keys()


def test_version(capsys):
    assert status(capsys, "--version")[1].startswith("diplogame ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["smi"], "did you mean sim?"),
        (["sim", "--seed", "x"], "must be a whole number from 0 to"),
        (["sim", "--seed", "-1"], "--seed"),
        (["sim", "--seed", str(MAX_SEED + 1)], "must be a whole number from 0 to"),
        (["sim", "--seed", "9" * 5000], "must be a whole number"),
        (["sim", "--seed", "٣"], "must be a whole number"),
        (["sim", "--turns", "0"], "from 1 to 60"),
        (["sim", "--set", "price"], "must be NAME=VALUE"),
        (["sim", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["sim", "a", "b"], "unrecognized arguments: b"),
        (["batch"], "--out"),
        (["play", "--level", "god"], "choose from"),
        (["serve", "--port", "70000"], "from 0 to 65535"),
        (["forget", "x"], "--person --older"),
        (["list", "things"], "choose from"),
        (["check", "moscow_tabel"], "did you mean moscow_table?"),
        (["check", "/nowhere/none.yaml"], "there is no such file"),
        (["list", "roles", "moscow_tabel"], "did you mean moscow_table?"),
    ],
)
def test_bad_input_gives_2_and_one_line(capsys, arguments, says):
    code, out, err = status(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("diplogame: ")
    assert err.count("\n") == 1
    assert says in err
    assert len(err) < 600


def test_check_lists_every_fault(capsys, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("extends: moscow_table\nname: mine\nstart: {price: 9999, premium: 7}\n", encoding="utf-8")
    code, out, err = status(capsys, "check", str(path))
    assert (code, out) == (2, "")
    assert "has 2 faults" in err
    assert "start.price (line 3)" in err
    assert "start.premium (line 3)" in err


@pytest.mark.parametrize("name", ["moscow_table", "base", "tutorial"])
def test_check_says_that_all_is_well(capsys, name):
    code, out, err = status(capsys, "check", name)
    assert (code, err) == (0, "")
    assert "sound" in out


@pytest.mark.parametrize("what", cli.LISTS)
def test_list_prints_a_table_and_json(capsys, what):
    import json

    code, table, _ = status(capsys, "list", what)
    assert code == 0
    code, out, _ = status(capsys, "list", what, "--json")
    rows = json.loads(out)
    assert len(rows) >= 3
    first = rows[0].get("name") or rows[0].get("path")
    assert first in table


def test_interrupted_is_130(capsys, command):
    def run(_):
        raise KeyboardInterrupt

    command(run)
    code, _, err = status(capsys, "bench")
    assert (code, err) == (130, "diplogame: interrupted\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingError("--set", "x", "is no known parameter"), 2),
        (OrderError("order", "x", "is not legal now"), 2),
        (StorageError("the disk is full"), 1),
        (OSError(errno.ENOSPC, "No space left on device", "r/games.parquet"), 1),
        (PermissionError(errno.EACCES, "Permission denied", "r"), 2),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "r"), 2),
    ],
)
def test_exit_statuses_of_errors(capsys, command, error, code):
    def run(_):
        raise error

    command(run)
    found, out, err = status(capsys, "bench")
    assert (found, out) == (code, "")
    assert err.startswith("diplogame: ")
    assert "Traceback" not in err


def test_a_mistake_of_ours_is_not_hidden(command):
    def run(_):
        raise ZeroDivisionError

    command(run)
    with pytest.raises(ZeroDivisionError):
        cli.main(["bench"])


def test_what_a_command_returns_is_the_status(capsys, command):
    command(lambda _: 3)
    assert status(capsys, "bench")[0] == 3
    command(lambda _: None)
    assert status(capsys, "bench")[0] == 0


def test_a_missing_part_is_named_politely(capsys, monkeypatch):
    def gone(name):
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(cli, "import_module", gone)
    assert "is not part of this installation" in status(capsys, "bench")[2]


def test_a_missing_package_is_named(capsys, monkeypatch):
    def gone(_):
        raise ModuleNotFoundError(name="distributed")

    monkeypatch.setattr(cli, "import_module", gone)
    code, _, err = status(capsys, "bench")
    assert code == 2
    assert "needs the package distributed" in err
