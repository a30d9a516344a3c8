"""The chronicle's lines: one JSON object each, every one tied to the one before it by a hash.

    {"kind":"header", ... ,"chain":"<64 hex digits>"}       what is played, by whom, from which seed
    {"kind":"turn","turn":1, ... ,"chain":...}              one a turn, in order
    {"kind":"undo","to":0,"chain":...}                      markers, see `effective`
    {"kind":"seal","lines":3,"chain":...}                   always the last: how many lines stand before it

"chain" is the SHA-256 of the chain before it (64 zeros at first) and of the line's own bytes without "chain". So a changed byte
shows at its line. The hashes alone cannot tell that whole lines are missing at the end; the seal can. Whoever adds a line
takes the seal off and puts a new one behind it (`files.Journal`), so no earlier part of a file carries a seal of its own, and a
file cut anywhere is seen to be cut. The hash is no signature: it shows damage and careless hands, not a forger, whom the
replay of the digests meets.

UTF-8, newline only, on every system.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from typing import Any, Final

from diplogame.errors import RecordError

Line = dict[str, Any]
"""One line as plain data, without its chain."""

FORMAT: Final = 1
START: Final = "0" * 64
MAX_BYTES: Final = 64_000_000
MAX_LINE: Final = 4_000_000
MAX_LINES: Final = 20_000
MAX_DEPTH: Final = 32

_SUFFIX: Final = b',"chain":"%s"}'
_SUFFIX_LENGTH: Final = len(_SUFFIX % START.encode())


@dataclass(frozen=True)
class Chronicle:
    """What a record holds, as far as it can be trusted."""

    header: Line
    lines: tuple[Line, ...]
    """Turns and markers in the order in which they were written; lines[k] is line k + 2 of the file."""
    tip: str
    """The chain after the last of them, as it stood in the file: 64 hex digits."""
    notice: str | None
    """What is missing and why, to be shown to whoever opened the record; None where it is whole."""

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.notice is None


def write_line(previous: str, line: Mapping[str, Any]) -> str:
    """The text of `line` (which has a "kind") with its chain after `previous`, without a newline.

    The same data gives the same text: keys are sorted at every level, "kind" first and "chain" last.
    Raises RecordError for what could not be read back: nan, objects of other types, too deep or too long.
    """
    rest = {key: value for key, value in line.items() if key not in {"kind", "chain"}}
    where = f"a line of kind {line.get('kind')!r}"
    try:
        _check_depth(rest)
        body = _dumps({"kind": line["kind"]})[:-1] + ("," + _dumps(rest)[1:] if rest else "}")
        raw = body.encode("utf-8")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RecordError(where, None, f"cannot be written as JSON ({error}); plain finite data would be") from None
    if len(raw) + _SUFFIX_LENGTH > MAX_LINE:
        raise RecordError(where, len(raw), f"is too long; a line of a record has at most {MAX_LINE:,} bytes")
    return body[:-1] + (_SUFFIX % _link(previous, raw).encode()).decode()


def chain_of(text: str) -> str:
    """The chain that stands in a written line."""
    return text[-66:-2]


def seal_line(previous: str, lines: int) -> str:
    """The text of the seal behind `lines` lines."""
    return write_line(previous, {"kind": "seal", "lines": lines})


def write(header: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """The whole record as text lines, sealed; `parse` gives header and lines back."""
    texts = [write_line(START, {**header, "kind": "header"})]
    for line in lines:
        texts.append(write_line(chain_of(texts[-1]), line))
    return [*texts, seal_line(chain_of(texts[-1]), len(texts))]


def parse(record: bytes | str, name: str = "the record", *, until_fault: bool = False) -> Chronicle:
    """Check the chain and read the lines.

    A torn last line and a missing seal are told in the notice. A changed line raises RecordError with its number; with
    `until_fault` the lines before it are given instead, with a notice. Raises RecordError where not even a header is left.
    """
    raw = record.encode("utf-8", "surrogatepass") if isinstance(record, str) else record
    if len(raw) > MAX_BYTES:
        raise RecordError(name, None, f"is too large to be a record; at most {MAX_BYTES:,} bytes are read")
    *pieces, torn = raw.split(b"\n", MAX_LINES)
    if b"\n" in torn:
        raise RecordError(name, None, f"has too many lines to be a record; at most {MAX_LINES:,} are read")
    if not pieces:
        raise RecordError(name, None, "is empty" if not raw else "holds no complete line; a game's record was expected")
    lines: list[Line] = []
    chain, notice, sealed = START, "", False
    for number, piece in enumerate(pieces, start=1):
        try:
            if sealed:
                raise _Changed("stands behind the seal that ends the record")
            line, after = _read_line(piece, chain, len(lines))
        except _Changed as changed:
            if not until_fault or not lines:
                raise RecordError(*_refusal(name, number, str(changed), lines)) from None
            notice, torn = f"line {number} {changed}; it and what follows is left out. ", b""
            break
        if line["kind"] == "seal":
            sealed = True
        else:
            lines.append(line)
            chain = after
    if torn:
        notice += f"line {len(pieces) + 1} was torn off in the middle and is left out. "
    if not sealed and not notice:
        notice = f"the record stops after line {len(pieces)} without its seal: later turns may be missing. "
    told = f"{name}: {notice.strip()}" if notice else None
    return Chronicle(lines[0], tuple(lines[1:]), chain, told)


class _Changed(Exception):  # noqa: N818 - says what is wrong with a line, and never leaves this file
    pass


def _refusal(name: str, number: int, what: str, before: list[Line]) -> tuple[str, None, str]:
    if number == 1:
        return name, None, f"is not a record of this game, or its first line was changed: it {what}"
    turns = sum(line["kind"] == "turn" for line in before)
    left = (
        f"the {turns} turns before it can still be opened" if turns != 1 else "the turn before it can still be opened"
    ) + " (--salvage)"
    return f"{name}, line {number}", None, f"{what}; {left if turns else 'no turn stands before it'}"


def _read_line(piece: bytes, chain: str, before: int) -> tuple[Line, str]:
    if len(piece) > MAX_LINE:
        raise _Changed(f"is longer than {MAX_LINE:,} bytes")
    if piece.endswith(b"\r"):
        raise _Changed("ends in a carriage return: another program rewrote the line ends, which must be newlines alone")
    body = piece[:-_SUFFIX_LENGTH] + b"}"
    after = _link(chain, body)
    if piece[-_SUFFIX_LENGTH:] != _SUFFIX % after.encode():
        raise _Changed("was changed after it was written, or does not follow the line before it")
    try:
        line = json.loads(body.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
        _check_depth(line)
    except (ValueError, RecursionError):
        raise _Changed("is no plain JSON") from None
    kind = line.get("kind") if isinstance(line, dict) else None
    if not isinstance(kind, str):
        raise _Changed("has no kind")
    if (kind == "header") != (before == 0):
        raise _Changed("is a second header" if before else "is no header")
    if kind == "seal" and line != {"kind": "seal", "lines": before}:
        raise _Changed(f"is a seal for another number of lines than the {before} before it")
    return line, after


def _link(previous: str, body: bytes) -> str:
    return sha256(previous.encode("ascii") + body).hexdigest()


def _dumps(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _check_depth(data: object) -> None:
    """Raise ValueError below MAX_DEPTH levels; level by level, so that no depth can exhaust the stack."""
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for value in level
            if isinstance(value, dict | list | tuple)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return
    raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
