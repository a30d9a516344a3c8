"""What a check gives back: a number, the threshold it is held to, its standard error, and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, sqrt

CLEAR = 2.0
"""Standard errors by which an effect must lie on the right side of its threshold to count as seen."""


@dataclass(frozen=True)
class Measured:
    """One check's result."""

    value: float
    """What was measured."""
    threshold: float
    """What it is held against."""
    error: float
    """Standard error of the value; 0 where it is exact."""
    ok: bool
    text: str
    """The figures behind it, in words."""
    unit: str = ""

    @property
    def margin(self) -> float:
        """Standard errors between the value and the threshold; infinite where the value is exact."""
        return abs(self.value - self.threshold) / self.error if self.error > 0 else inf

    @property
    def low(self) -> float:
        """Lower end of the 95% interval."""
        return self.value - 1.96 * self.error

    @property
    def high(self) -> float:
        """Upper end of the 95% interval."""
        return self.value + 1.96 * self.error


def more(value: float, error: float, text: str, threshold: float = 0.0, unit: str = "") -> Measured:
    """An effect that must lie above the threshold by two standard errors."""
    return Measured(value, threshold, error, isfinite(value) and value - CLEAR * error > threshold, text, unit)


def less(value: float, error: float, text: str, threshold: float = 0.0, unit: str = "") -> Measured:
    """An effect that must lie below the threshold by two standard errors."""
    return Measured(value, threshold, error, isfinite(value) and value + CLEAR * error < threshold, text, unit)


def at_least(value: float, threshold: float, text: str, error: float = 0.0, unit: str = "") -> Measured:
    """A figure that must reach the threshold."""
    return Measured(value, threshold, error, isfinite(value) and value >= threshold, text, unit)


def at_most(value: float, threshold: float, text: str, error: float = 0.0, unit: str = "") -> Measured:
    """A figure that must not pass the threshold."""
    return Measured(value, threshold, error, isfinite(value) and value <= threshold, text, unit)


def between(value: float, low: float, high: float, text: str, error: float = 0.0, unit: str = "") -> Measured:
    """A figure that must lie in a band; the threshold shown is the nearer end."""
    nearer = low if abs(value - low) < abs(value - high) else high
    return Measured(value, nearer, error, isfinite(value) and low <= value <= high, text, unit)


def share_error(share: float, number: float) -> float:
    """Standard error of a share of independent cases."""
    return sqrt(max(share * (1.0 - share), 0.25 / max(number, 1.0)) / max(number, 1.0))


def together(parts: list[Measured], text: str) -> Measured:
    """Several conditions as one: all must hold; the weakest is shown."""
    worst = min(parts, key=lambda part: (part.ok, part.margin))
    return Measured(worst.value, worst.threshold, worst.error, all(part.ok for part in parts), text, worst.unit)
