"""What is told to whom: one numbered list of events a recipient, the same by socket and by long-poll.

Numbers belong to one recipient, so they say nothing about anybody else. They start anew, far above all earlier ones, when the
server starts; who comes back with a number that is no longer kept is told to read everything again (`whole`).
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

from diplogame.classroom.limits import OUTBOX_BYTES

KEPT = 200
BOOT_SPAN = 1_000_000
"""Numbers a start of the server has for itself, a recipient."""


class Outbox:
    """What waits to be sent on one socket. Overfull, it is given up: the page reconnects and reads everything again."""

    def __init__(self) -> None:
        self._items: deque[str] = deque()
        self._bytes = 0
        self._wake = asyncio.Event()
        self.overfull = False

    def put(self, text: str) -> None:
        self._items.append(text)
        self._bytes += len(text)
        self.overfull = self.overfull or self._bytes > OUTBOX_BYTES
        self._wake.set()

    async def take(self) -> str | None:
        """The next text, or None where the outbox ran over."""
        while not self._items and not self.overfull:
            self._wake.clear()
            await self._wake.wait()
        if self.overfull:
            return None
        text = self._items.popleft()
        self._bytes -= len(text)
        return text


class Feed:
    """The events of one recipient."""

    def __init__(self, boot: int) -> None:
        self.last = boot * BOOT_SPAN
        self._first = self.last + 1
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)
        self._wake = asyncio.Event()
        self.outboxes: set[Outbox] = set()

    def publish(self, kind: str, data: dict[str, Any]) -> None:
        self.last += 1
        text = json.dumps({"n": self.last, "kind": kind, "data": data}, ensure_ascii=False, separators=(",", ":"))
        self._kept.append((self.last, text))
        self._first = self._kept[0][0]
        for outbox in self.outboxes:
            outbox.put(text)
        self._wake.set()
        self._wake = asyncio.Event()

    def since(self, after: int) -> list[str]:
        """The events after number `after`, as JSON texts; one `whole` event where some are no longer known.

        0 stands for somebody who comes for the first time, and gets what is kept.
        """
        if after == self.last:
            return []
        if after == 0:
            return [text for _, text in self._kept]
        if after > self.last or after < self._first - 1:
            return [json.dumps({"n": self.last, "kind": "whole", "data": {}}, separators=(",", ":"))]
        return [text for number, text in self._kept if number > after]

    async def wait(self, after: int, seconds: float) -> list[str]:
        found = self.since(after)
        if found:
            return found
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return []
        return self.since(after)
