"""The report of a batch: sections of words, plots and tables, as one HTML page and as CSV."""

from __future__ import annotations

from diplogame.batch.report.page import write_report

__all__ = ["write_report"]
