"""The same game in the terminal, also over ssh: one seat, plain lines, no screen needed."""

from __future__ import annotations

from diplogame.terminal.sitting import Sitting

__all__ = ["Sitting"]
