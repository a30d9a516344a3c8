"""A countdown that may stand still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClockMode = Literal["off", "advisory", "hard"]


@dataclass
class Clock:
    """A countdown of one phase. `left` seconds were left when it was last touched."""

    mode: ClockMode = "advisory"
    running: bool = False
    left: float = 0.0
    length: float = 0.0
    touched: float = 0.0
    """Monotonic seconds; means nothing after a restart, when the clock stands."""

    def now(self, monotonic: float) -> float:
        return self.left - (monotonic - self.touched if self.running else 0.0)
