"""Who is calling, how often, and under which addresses the class can be reached: what all calls share."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from diplogame.classroom import limits
from diplogame.classroom.limits import Bucket, Buckets, CodeGuard
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.security import Hosts
from diplogame.classroom.session import Session
from diplogame.classroom.state import Person

TEACHING = ("facilitator", "co")
WATCHING = ("facilitator", "co", "observer")


class Door:
    """The state of the network side; the session knows nothing of it."""

    def __init__(self, session: Session, hosts: Hosts) -> None:
        self.session, self.hosts = session, hosts
        self.codes = CodeGuard()
        self.calls = Buckets(limits.CALLS_A_SECOND, limits.CALL_BURST)
        self.strangers = Bucket(limits.STRANGERS_A_SECOND, limits.STRANGER_BURST)
        """Calls without a known token, all together."""
        self.joins = Bucket(limits.JOINS_A_SECOND, limits.JOIN_BURST)
        self.polls: dict[str, int] = {}
        self.sockets = 0
        self.secure = False
        self.addresses: list[dict[str, Any]] = []
        """Under which the phones can come: {url, interface, lan}; the best first."""
        self.open_lan: Callable[[], Any] | None = None
        self.lan = False
        self.checked: dict[str, float] = {}
        """Addresses that the self-check opened successfully."""

    def person(self, token: str) -> Person:
        """Whose token this is, if within the budget of calls. Raises Refusal."""
        person = self.session.who(token)
        if person is None:
            wait = self.strangers.take()
            if wait:
                raise Refusal(429, "too_fast", retry_after=wait)
            raise Refusal(401, "token")
        wait = self.calls.take(person.id)
        if wait:
            raise Refusal(429, "too_fast", retry_after=wait)
        self.session.seen[person.id] = time.monotonic()
        return person


_bearer = HTTPBearer(auto_error=False, description="A token from /api/join, or the console's.")


def the_door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


def caller(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Person:
    return the_door(request).person(given.credentials if given else "")


def student(person: Annotated[Person, Depends(caller)]) -> Person:
    if person.kind not in ("student", "press"):
        raise Refusal(403, "scope")
    return person


def teacher(person: Annotated[Person, Depends(caller)]) -> Person:
    if person.kind not in TEACHING:
        raise Refusal(403, "scope")
    return person


def watcher(person: Annotated[Person, Depends(caller)]) -> Person:
    if person.kind not in WATCHING:
        raise Refusal(403, "scope")
    return person


def owner(person: Annotated[Person, Depends(caller)]) -> Person:
    if person.kind != "facilitator":
        raise Refusal(403, "scope")
    return person


Here = Annotated[Door, Depends(the_door)]
Anyone = Annotated[Person, Depends(caller)]
Student = Annotated[Person, Depends(student)]
Teacher = Annotated[Person, Depends(teacher)]
Watcher = Annotated[Person, Depends(watcher)]
Owner = Annotated[Person, Depends(owner)]
