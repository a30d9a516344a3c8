"""The command line: parsing only. Each command's work is in `diplogame/commands/<command>.py`, imported when it is called."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from diplogame import __version__
from diplogame.errors import DiplogameError, NotThereError, SettingError, StorageError, suggestion
from diplogame.options import count, listed, pair, port, seed, values
from diplogame.streams import settle, silence

DEFAULT = "moscow_table"
WORKER = "_worker"
"""Our own command behind `batch`: a process that plays chunks for another one; see `diplogame.batch.worker`."""
INTERRUPTED = 130
READER_GONE = 141

Parser = argparse.ArgumentParser


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, without the usage block."""

    def error(self, message: str) -> NoReturn:
        raise SettingError("", None, f"{message}; see {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status: 0, 1 (storage), 2 (bad input), 130 (interrupted)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == [WORKER]:
        from diplogame.batch.worker import main as work

        return work()
    settle()
    try:
        options = parse(arguments)
        settle(json=getattr(options, "json", False))
        return _run(options)
    except DiplogameError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        silence()
        return READER_GONE
    except OSError as error:
        silence()
        problem = _storage(error)
        _complain(str(problem))
        return problem.exit_code


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a command line. Raises SettingError; --help and --version exit."""
    first = arguments[0] if arguments else None
    if first is not None and not first.startswith("-") and first not in COMMANDS:
        raise SettingError("", first, f"{suggestion(first, COMMANDS, 'command')}; see diplogame --help")
    options, more = parser().parse_known_args(arguments)
    if more:
        where = "" if options.title else f" {options.command}"
        raise SettingError("", None, f"unrecognized arguments: {' '.join(more)}; see diplogame{where} --help")
    return options


def parser() -> Parser:
    """The parser of all commands."""
    top = _Parser(
        prog="diplogame",
        description="A crisis-diplomacy game: play it, run it ten thousand times, or teach with it.",
        epilog="Without a command it opens the title screen. SCENARIO is a name (diplogame list scenarios) or a path.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"diplogame {__version__}")
    top.set_defaults(command="play", title=True, **PLAY_DEFAULTS)
    below = top.add_subparsers(metavar="COMMAND", parser_class=_Parser)
    for name, (words, example, add) in COMMANDS.items():
        one = below.add_parser(
            name,
            help=words,
            description=words[0].upper() + words[1:] + ".",
            epilog=f"example: {example}",
            allow_abbrev=False,
        )
        one.set_defaults(command=name, title=False)
        add(one)
    return top


def _run(options: argparse.Namespace) -> int:
    module = f"diplogame.commands.{options.command}"
    try:
        run = import_module(module).run
    except ModuleNotFoundError as error:
        if error.name == module:
            raise NotThereError(f"the command {options.command} is not part of this installation") from None
        if error.name is not None and not error.name.startswith("diplogame"):
            raise NotThereError(
                f"the command {options.command} needs the package {error.name}; install diplogame with its extras"
            ) from error
        raise
    status = int(run(options) or 0)
    if sys.stdout is not None:
        sys.stdout.flush()  # a full disk or a reader that has gone is met here, not on the way out
    return status


def _storage(error: OSError) -> DiplogameError:
    what = f"{error.filename}: " if error.filename else ""
    words = f"{what}{error.strerror or error}"
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EIO, errno.EFBIG):
        return StorageError(words)
    return DiplogameError(words)


def _complain(words: str) -> None:
    print(f"diplogame: {words}", file=sys.stderr)


def _scenario(one: Parser, default: str | None = DEFAULT) -> None:
    if default is None:
        one.add_argument("scenario", metavar="SCENARIO", help="a scenario's name or path")
    else:
        one.add_argument(
            "scenario", nargs="?", default=default, metavar="SCENARIO", help=f"a scenario's name or path ({default})"
        )


def _experiment(one: Parser, value: str = "VALUE") -> None:
    several = value != "VALUE"
    one.add_argument(
        "--set",
        action="append",
        default=[],
        type=values if several else pair,
        metavar=f"PATH={value}",
        dest="settings",
        help="change a number; paths as in: list parameters"
        + ("; LOW:HIGH:STEPS cuts a range, LOW:HIGH is for --sample" if several else ""),
    )
    one.add_argument(
        "--forbid", action="append", default=[], metavar="VERB@ROLE", help="take a verb from a role; either may be *"
    )
    one.add_argument(
        "--mind",
        action="append",
        default=[],
        type=pair,
        metavar="ROLE=NAME",
        dest="minds",
        help="who plays a role ('*': the rest); names as in: list minds"
        + ("; NAME1,NAME2 compares" if several else ""),
    )


PLAY_DEFAULTS = {
    "scenario": DEFAULT,
    "role": None,
    "seed": None,
    "level": "normal",
    "load": None,
    "text": False,
    "salvage": False,
}


def _play(one: Parser) -> None:
    _scenario(one)
    one.add_argument("--role", metavar="R", help="the role to play; names as in: list roles")
    one.add_argument("--seed", type=seed, metavar="N", help="the game's luck, 0 to 2^53-1")
    one.add_argument("--level", choices=("easy", "normal", "hard"), default="normal", help="how well the others play")
    one.add_argument("--load", metavar="FILE", help="go on with a saved game")
    one.add_argument("--text", action="store_true", help="play in the terminal")
    _salvage(one)


def _salvage(one: Parser) -> None:
    one.add_argument("--salvage", action="store_true", help="open a damaged record as far as it is whole")


def _sim(one: Parser) -> None:
    _scenario(one)
    one.add_argument("--seed", type=seed, metavar="N", help="the game's luck, 0 to 2^53-1")
    one.add_argument("--turns", type=count(1, 60), metavar="T", help="stop after T turns")
    _experiment(one)
    one.add_argument("--record", metavar="FILE", help="write the record of the game")
    one.add_argument(
        "--why", action="store_true", help="tell the best alternatives and what would have flipped each choice, too"
    )
    one.add_argument("--json", action="store_true", help="print one JSON object instead of the chronicle")


def _batch(one: Parser) -> None:
    _scenario(one)
    one.add_argument(
        "--games", type=count(1, 10_000_000), metavar="N", help="games a point (what the design says, else 1000)"
    )
    one.add_argument("--seed", type=seed, metavar="S", help="the batch's seed (what the design says, else 1)")
    one.add_argument("--out", required=True, metavar="DIR", help="folder for the results; run again to go on")
    one.add_argument("--design", metavar="FILE", help="a YAML file that says what varies")
    _experiment(one, "V1,V2")
    one.add_argument(
        "--sample", metavar="METHOD:N", help="sample ranges PATH=LOW:HIGH by latin_hypercube, sobol or morris"
    )
    one.add_argument("--workers", type=count(1, 512), metavar="N", help="processes (all cores)")
    one.add_argument("--dask", metavar="ADDRESS", help="run on a Dask cluster, such as tcp://host:8786")
    one.add_argument("--dry-run", action="store_true", help="tell size and time and stop")


def _report(one: Parser) -> None:
    one.add_argument("folder", metavar="DIR", help="a folder that batch has filled")
    one.add_argument("--out", metavar="FILE.html", help="where to write (DIR/report.html)")


def _replay(one: Parser) -> None:
    one.add_argument("source", metavar="FILE|DIR", help="a record, or a batch folder with --game")
    one.add_argument("--game", type=count(0, 10**12), metavar="K", help="the number of a game in the folder")
    one.add_argument("--turn", type=count(0, 60), metavar="T", help="show up to turn T")
    one.add_argument("--as", dest="role", metavar="ROLE", help="show what this role could know")
    one.add_argument("--json", action="store_true", help="print what sim --json prints")
    one.add_argument("--desktop", action="store_true", help="open in the replay viewer")
    _salvage(one)


def _review(one: Parser) -> None:
    one.add_argument("file", metavar="FILE", help="a record")
    one.add_argument("--out", metavar="FILE.html", help="where to write (beside the record)")
    one.add_argument("--futures", type=count(0, 100_000), default=500, metavar="N", help="futures a what-if (500)")
    _salvage(one)


def _serve(one: Parser) -> None:
    _scenario(one)
    one.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (127.0.0.1)")
    one.add_argument("--port", type=port, default=8000, metavar="P", help="port; 0 takes a free one (8000)")
    one.add_argument("--data", metavar="DIR", help="keep sessions here, and go on with the last one")
    one.add_argument("--lan", action="store_true", help="open to the network of this machine")
    one.add_argument(
        "--address", metavar="A", help="show this address or name to the class, instead of the ranked ones"
    )
    one.add_argument(
        "--level", choices=("easy", "normal", "hard"), default="normal", help="how well the AI plays its seats"
    )
    one.add_argument("--cert", metavar="FILE", help="serve https with this certificate (PEM)")
    one.add_argument("--key", metavar="FILE", help="the certificate's key (PEM)")
    one.add_argument("--seed", type=seed, metavar="N", help="the game's luck, 0 to 2^53-1")
    one.add_argument("--json", action="store_true", help="print one line with url, join code and token")


def _join(one: Parser) -> None:
    one.add_argument("url", metavar="URL", help="the server's address, such as http://192.168.1.7:8000")
    one.add_argument("--code", required=True, metavar="CODE", help="the join code on the projector")
    one.add_argument("--name", default="", metavar="NAME", help="a name to be called by")
    one.add_argument("--role", metavar="ROLE", help="ask for this role")
    one.add_argument("--text", action="store_true", help="play in the terminal")


def _kit(one: Parser) -> None:
    _scenario(one, None)
    one.add_argument("--out", required=True, metavar="DIR", help="folder for the pages to print")


def _forget(one: Parser) -> None:
    one.add_argument("folder", metavar="DIR", help="a folder of sessions, as given to serve --data")
    which = one.add_mutually_exclusive_group(required=True)
    which.add_argument("--person", metavar="ID", help="forget this person's name and words")
    which.add_argument("--older", type=count(0, 36_500), metavar="DAYS", help="forget sessions older than DAYS")


def _check(one: Parser) -> None:
    one.add_argument("file", metavar="FILE", help="a scenario file")


def _list(one: Parser) -> None:
    one.add_argument("what", choices=LISTS, metavar="WHAT", help=", ".join(LISTS))
    _scenario(one)
    one.add_argument("--json", action="store_true", help="print JSON")


def _claims(one: Parser) -> None:
    one.add_argument("--games", type=count(16, 100_000), default=512, metavar="N", help="games an ensemble (512)")
    one.add_argument("--seed", type=seed, default=1, metavar="S", help="the seed of the games (1)")
    one.add_argument(
        "--only", action="append", default=[], metavar="ID", help="this check alone, such as C03; may be repeated"
    )
    one.add_argument("--json", action="store_true", help="print JSON")
    one.add_argument("--out", metavar="FILE", help="write them to a file, as seeds/claims_measured.json is")


def _balance(one: Parser) -> None:
    _scenario(one)
    one.add_argument(
        "--games", type=count(2, 100_000), default=500, metavar="N", help="games a strategy and role (500)"
    )
    one.add_argument("--hard-games", type=count(2, 100_000), metavar="N", help="fewer games for the hard level")
    one.add_argument("--seed", type=seed, default=1, metavar="S", help="the seed of the games (1)")
    one.add_argument("--roles", type=listed, default=[], metavar="R1,R2", help="these roles alone")
    one.add_argument(
        "--only",
        type=listed,
        default=[],
        metavar="S1,S2",
        help="these strategies alone, such as host, hard or every:call",
    )
    one.add_argument(
        "--set", action="append", default=[], type=pair, metavar="PATH=VALUE", dest="settings", help="change a number"
    )
    one.add_argument("--workers", type=count(1, 512), metavar="N", help="processes (all cores)")
    one.add_argument("--out", metavar="FILE.md", help="write the table as a page")
    one.add_argument("--json", action="store_true", help="print JSON")


def _bench(one: Parser) -> None:
    one.add_argument("--json", action="store_true", help="print one JSON object")


LISTS = ("scenarios", "roles", "verbs", "goals", "minds", "rules", "parameters")

COMMANDS: dict[str, tuple[str, str, Callable[[Parser], None]]] = {
    "play": (
        "play a game, on the desktop or with --text in the terminal",
        "diplogame play --role russia --seed 7",
        _play,
    ),
    "sim": ("let minds play one game and tell it", "diplogame sim moscow_table --seed 7 --mind iran=scripted", _sim),
    "batch": (
        "play many games and write the results as Parquet",
        "diplogame batch --games 1000 --seed 1 --out results --set states.iran.start.kappa=1,2",
        _batch,
    ),
    "report": ("show what drives the outcome of a batch, as one page", "diplogame report results", _report),
    "replay": ("show a recorded game, or a game of a batch", "diplogame replay results --game 17 --json", _replay),
    "review": (
        "write the after-action review of a recorded game",
        "diplogame review game.jsonl --futures 200",
        _review,
    ),
    "serve": ("start a class server", "diplogame serve one_lesson --port 8000 --data class", _serve),
    "join": (
        "take a seat at a class server from the desktop",
        "diplogame join http://192.168.1.7:8000 --code KRTLM",
        _join,
    ),
    "kit": ("write the printable lesson kit", "diplogame kit one_lesson --out kit", _kit),
    "forget": ("delete personal data of past sessions", "diplogame forget class --older 90", _forget),
    "check": ("say what is wrong in a scenario file, and what would do", "diplogame check my_scenario.yaml", _check),
    "list": ("list what there is", "diplogame list parameters moscow_table", _list),
    "claims": (
        "measure every claim about the crisis and the shape of a batch",
        "diplogame claims --games 512 --only C03 --only C17",
        _claims,
    ),
    "balance": (
        "let fixed strategies and three levels of play compete in every role",
        "diplogame balance --games 500 --roles russia,iran --out balance.md",
        _balance,
    ),
    "bench": ("measure speed on this machine", "diplogame bench --json", _bench),
}
