"""`diplogame report DIR`: a batch's report as one page of HTML, and its tables as CSV."""

from __future__ import annotations

from argparse import Namespace

from diplogame.batch.report import write_report
from diplogame.texts import text


def run(options: Namespace) -> int:
    """Writes the report and says where. Raises DiplogameError."""
    page, tables = write_report(options.folder, options.out)
    print(text("batch.command.report", page=page, tables=tables))
    return 0
