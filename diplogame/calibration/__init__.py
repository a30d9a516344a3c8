"""Whether forecasts come true: many games are played, seats are asked along the way what they foresee, and what came is set against it.

`asking.py` plays and asks, `tables.py` works out the figures, `page.py` makes the page of the documentation.
"""

from __future__ import annotations
