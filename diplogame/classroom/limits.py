"""How much of everything one client may have: enough for a lesson, too little for harm."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

BODY_BYTES = 16_384
BODY_SECONDS = 10.0
HEAD_BYTES = 16_384
HEAD_SECONDS = 5.0
HELLO_SECONDS = 3.0
SOCKET_BYTES = 16_384
SOCKETS = 160
SOCKETS_A_TOKEN = 4
REQUESTS_AT_ONCE = 400
OUTBOX_BYTES = 65_536
STUCK_SECONDS = 4.0
BEAT_SECONDS = 10.0
POLL_SECONDS = 20.0
PEOPLE = 120
GROUPS = 8
MESSAGES_A_PERSON = 400
ENTRIES_A_PERSON = 60
TEXTS_A_SEAT = 4
REVISIONS = 20

CALLS_A_SECOND = 8.0
CALL_BURST = 40.0
STRANGERS_A_SECOND = 40.0
STRANGER_BURST = 400.0
JOINS_A_SECOND = 10.0
JOIN_BURST = 150.0
WRONG_CODES = 60.0
WRONG_CODES_A_SECOND = 0.5
QUEUE_SECONDS = 10.0
CODE_SPACING = 0.5


class Bucket:
    """A budget that refills: `rate` a second up to `size`."""

    def __init__(self, rate: float, size: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.size, self._clock = rate, size, clock
        self.level, self._seen = size, clock()

    def take(self, amount: float = 1.0) -> float:
        """0.0 where the budget allows it, else the seconds until it would."""
        if self.refilled() >= amount:
            self.level -= amount
            return 0.0
        return (amount - self.level) / self.rate

    def refilled(self) -> float:
        """What the budget holds now."""
        now = self._clock()
        self.level = min(self.size, self.level + (now - self._seen) * self.rate)
        self._seen = now
        return self.level


class Buckets:
    """A budget a name; the ones not used for longest are forgotten."""

    def __init__(self, rate: float, size: float, most: int = 1000) -> None:
        self.rate, self.size, self.most = rate, size, most
        self._kept: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, name: str) -> float:
        bucket = self._kept.pop(name, None) or Bucket(self.rate, self.size)
        self._kept[name] = bucket
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return bucket.take()


class CodeGuard:
    """Wrong join codes share one budget. When it is spent everybody waits a little; nobody is ever locked out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._budget = Bucket(WRONG_CODES_A_SECOND, WRONG_CODES, clock)
        self._clock = clock
        self._free_at = 0.0

    def wrong(self) -> None:
        if self._budget.take():
            self._budget.level = 0.0

    async def wait(self) -> float:
        """Wait for one's turn to try a code; the seconds to come back after, where the queue is too long."""
        if self._budget.refilled() >= 1.0:
            return 0.0
        now = self._clock()
        turn = max(now, self._free_at)
        if turn - now > QUEUE_SECONDS:
            return turn - now
        self._free_at = turn + CODE_SPACING
        await asyncio.sleep(turn - now)
        return 0.0
