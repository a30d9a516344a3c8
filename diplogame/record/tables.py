"""Events as CSV for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from diplogame.record.effective import Course
from diplogame.record.files import save_bytes

EVENT_COLUMNS: Final = (
    "turn",
    "kind",
    "act",
    "source",
    "target",
    "place",
    "verb",
    "cameo",
    "goldstein",
    "public",
    "text",
)
_FORMULA: Final = frozenset("=+-@＝＋－＠|%")  # the wide forms start a formula too
_MARK: Final = b"\xef\xbb\xbf"


def event_rows(course: Course) -> Iterator[dict[str, Any]]:
    """The events of all standing turns, one dict a row, with "turn"; from rows or from columns."""
    for line in course.turns:
        events = line.get("events", [])
        if isinstance(events, dict):
            columns = list(events)
            events = [dict(zip(columns, row, strict=True)) for row in zip(*events.values(), strict=True)]
        for event in events:
            yield {"turn": line["turn"], **event}


def to_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = EVENT_COLUMNS) -> str:
    """CSV text with a head line, newline only; fields that a row lacks stay empty, others are left out."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_cell(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return text.getvalue()


def write_csv(
    path: Path | str,
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str] = EVENT_COLUMNS,
    *,
    for_spreadsheet: bool = False,
) -> None:
    """Save them as UTF-8, in one piece; `for_spreadsheet` adds the byte-order mark by which Excel knows UTF-8.

    Raises RecordError or StorageError as `files.save`.
    """
    data = to_csv(rows, columns).encode("utf-8", "replace")
    save_bytes(path, _MARK + data if for_spreadsheet else data)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A text that a spreadsheet would run as a formula is marked as text; numbers above are numbers and stay.
    # NUL ends a file, and a bare carriage return a row.
    text = value.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    risky = text.lstrip()[:1] in _FORMULA or text[:1] in {"\t", "\n"}
    return f"'{text}" if risky else text
