"""What follows a game that is over: the aftermath at once, the review's futures at low priority."""

from __future__ import annotations

from diplogame.classroom.session import Session
from diplogame.classroom.state import Group

REVIEW_FUTURES = 200
"""Futures of each what-if in the debrief."""


def review_soon(session: Session, group: Group) -> None:
    """Begin to make what the debrief needs of a game that is over: futures of the turning points take some seconds."""
    if group.phase != "over" or group.review is not None or group.reviewing or session.replaying:
        return
    group.reviewing = True

    async def make() -> None:
        over = group.aftermath
        try:
            lines = await session.table(group.id).call("lines", group.id)
            for futures in (0, REVIEW_FUTURES):  # what needs no futures is there at once
                found = await session.futures.call("review", lines, futures)
                if group.phase != "over" or group.aftermath is not over:
                    return
                group.review = found | {"whole": futures > 0}
                session.tell_group(group.id, "over", {})
                session.tell_console()
        finally:
            group.reviewing = False

    session.beside(make())


async def aftermath(session: Session, group: Group) -> None:
    group.aftermath = await session.table(group.id).call("aftermath", group.id)
    review_soon(session, group)
    session.tell_group(group.id, "over", {})
    session.tell_console()
