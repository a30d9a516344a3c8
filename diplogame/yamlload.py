"""YAML read safely: plain data or one clear error, whatever the bytes.

Scalars follow the core rules of YAML 1.2 with one restriction: a number has no leading zero. So `no`, `yes`, `on`,
`1:30`, `2026-01-01` and the event code `052` are text. Tags, keys that are not text and doubled keys are refused; size, depth
and aliases are limited before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from diplogame.errors import FileError

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 100_000
"""Values in one document, each alias counted with all that it stands for."""

Keys = tuple[str | int, ...]

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOL = re.compile(r"(true|True|TRUE)|false|False|FALSE")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,18})")
_FLOAT = re.compile(r"[-+]?((0|[1-9][0-9]*)?\.[0-9]+|(0|[1-9][0-9]*)\.?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"([-+]?)\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_BAD = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of writing, so that a text shows otherwise than it stands there."""
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document(NamedTuple):
    """What a YAML text holds."""

    data: Any
    """dict, list, str, int, float, bool or None, nested."""
    lines: dict[Keys, int]
    """Line (from 1) on which the value at each path of keys starts."""


def load_file(path: Path, name: str | None = None) -> Document:
    """The document in the file `path`. Raises FileError, naming the file as `name`."""
    name = name or str(path)
    try:
        if not path.is_file():
            raise FileError(name, None, "there is no such file" if not path.exists() else "this is not a plain file")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not a usable one"
        raise FileError(name, None, f"cannot be read: {reason}") from None
    return load_bytes(raw, name)


def load_bytes(raw: bytes, name: str = "text") -> Document:
    """The document in `raw` (UTF-8). Raises FileError."""
    if len(raw) > MAX_BYTES:
        raise FileError(name, None, f"is larger than {MAX_BYTES:,} bytes, the most that is read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(name, None, f"is not UTF-8 text (byte {error.start + 1}); save it as UTF-8 YAML") from None
    return load_text(text, name)


def load_text(text: str, name: str = "text") -> Document:
    """The document in `text`. Raises FileError with the line."""
    bad = _BAD.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise FileError(name, None, f"line {line}: holds a control character; this is not a text file")
    if not text.strip():
        raise FileError(name, None, "is empty; a YAML mapping is expected")
    try:
        return _Builder(name, yaml.parse(text, Loader=_PARSER)).document()
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise FileError(name, None, f"{where}is not valid YAML: {error.problem or 'cannot be parsed'}") from None
    except (yaml.YAMLError, RecursionError, MemoryError, ValueError):
        raise FileError(name, None, "is not valid YAML") from None


class _Builder:
    """Builds plain data out of parser events, counting as it goes."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self.name = name
        self.events = events
        self.nodes = 0
        self.lines: dict[Keys, int] = {}
        self.anchors: dict[str, tuple[Any, int]] = {}

    def document(self) -> Document:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise FileError(self.name, None, "is empty; a YAML mapping is expected")
        data = self.value(next(self.events), ())
        next(self.events)
        if not isinstance(end := next(self.events), yaml.StreamEndEvent):
            raise self.fault(end, "holds a second document; only one is read")
        return Document(data, self.lines)

    def fault(self, event: Any, what: str) -> FileError:
        return FileError(self.name, None, f"line {event.start_mark.line + 1}: {what}")

    def count(self, event: Any, more: int) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise self.fault(event, f"more than {MAX_NODES:,} values, aliases counted in full")

    def value(self, event: Any, keys: Keys) -> Any:
        if len(keys) > MAX_DEPTH:
            raise self.fault(event, f"nested more than {MAX_DEPTH} deep")
        self.lines[keys] = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise self.fault(event, f"*{str(event.anchor)[:40]} stands for nothing that is complete at this point")
            data, size = self.anchors[event.anchor]
            self.count(event, size)
            return data
        if event.tag is not None:
            raise self.fault(event, f"the tag {event.tag[:40]} is refused; plain values only")
        before = self.nodes
        self.count(event, 1)
        if isinstance(event, yaml.ScalarEvent):
            self.plain(event)
            data = self.scalar(event) if event.implicit[0] and not event.style else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            data = self.sequence(keys)
        else:
            data = self.mapping(keys)
        if event.anchor is not None:
            self.anchors[event.anchor] = (data, self.nodes - before)
        return data

    def sequence(self, keys: Keys) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*keys, len(items))))
        return items

    def mapping(self, keys: Keys) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            if key in items:
                raise self.fault(event, f"the key {key[:60]!r} stands here for the second time")
            items[key] = self.value(next(self.events), (*keys, key))
        return items

    def key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None or event.anchor is not None:
            raise self.fault(event, "a key must be plain text")
        self.plain(event)
        if event.implicit[0] and not event.style and not isinstance(self.scalar(event), str):
            raise self.fault(event, f"the key {event.value[:60]!r} must be text; put it in quotes")
        return str(event.value)

    def plain(self, event: Any) -> None:
        """An escape in quotes may not bring in what may not stand in the file itself."""
        if _BAD.search(event.value):
            raise self.fault(event, "holds a control character")
        if _TURNS.search(event.value):
            raise self.fault(event, "holds a character that turns the direction of writing; leave it out")

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        if _NULL.fullmatch(text):
            return None
        if match := _BOOL.fullmatch(text):
            return match.group(1) is not None
        if _INT.fullmatch(text):
            return int(text)
        if len(text) <= 60 and _FLOAT.fullmatch(text):
            return float(text)
        if match := _SPECIAL.fullmatch(text):
            return float("nan") if match.group(3) else float(f"{match.group(1)}inf")
        return text
