"""The chronicle: what orders and events are called, told in one place from kind and fields."""

from __future__ import annotations
