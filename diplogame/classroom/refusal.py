"""A command that may not be done: the status it is answered with and the reason in words."""

from __future__ import annotations

from diplogame.texts import text


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault of the program
    """`why` is a key under `classroom.refused`; the words never repeat what the client sent."""

    def __init__(self, status: int, why: str, /, retry_after: float | None = None, **fields: object) -> None:
        self.status, self.why, self.retry_after = status, why, retry_after
        self.words = text(f"classroom.refused.{why}", **fields)
        super().__init__(self.words)
