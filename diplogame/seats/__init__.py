"""Seats: what a screen talks to, as plain data."""

from __future__ import annotations

from diplogame.seats.local import LocalSeat
from diplogame.seats.seat import Seat

__all__ = ["LocalSeat", "Seat"]
