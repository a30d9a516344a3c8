"""The projector, the self-check and the phones on the join page."""

from __future__ import annotations

import time
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Query

from diplogame.classroom import protocol, seatview
from diplogame.classroom.door import Anyone, Here, Watcher
from diplogame.classroom.refusal import Refusal

router = APIRouter(prefix="/api", tags=["screen"])
Plain = dict[str, Any]
MOST_VISITORS = 300


@router.get("/screen")
async def screen(person: Anyone, door: Here) -> Plain:
    """What is public, for every group; address, code and QR."""
    if person.kind in ("student", "press"):
        raise Refusal(403, "scope")
    return seatview.screen(door.session, door.addresses) | {
        "qr": qr(door.addresses[0]["url"]) if door.addresses else []
    }


@router.post("/here", status_code=204)
async def here(door: Here, page: Annotated[protocol.Key, Query()], gone: Annotated[bool, Query()] = False) -> None:
    """A phone on the join page says that it is there, or leaves; `page` is a random name of its own."""
    wait = door.strangers.take()
    if wait:
        raise Refusal(429, "too_fast", retry_after=wait)
    known = page in door.session.visitors
    if gone:
        door.session.visitors.pop(page, None)
    elif known or len(door.session.visitors) < MOST_VISITORS:
        door.session.visitors[page] = time.monotonic()
    if known == gone:
        door.session.tell_console("lobby")
        door.session.tell("screen", "lobby", {})


@router.get("/check")
async def check(_: Watcher, door: Here) -> Plain:
    """What the self-check page needs: all addresses, and how many phones came."""
    return {
        "addresses": door.addresses,
        "lan": door.lan,
        "visitors": seatview.visitors(door.session),
        "joined": len(door.session.students()),
    }


@router.get("/hello")
async def hello() -> Plain:
    """Answers anybody: that a page can reach this address."""
    return {"diplogame": True}


def qr(address: str) -> list[str]:
    """The code as rows of 0 and 1, drawn by the page itself."""
    return ["".join("1" if cell else "0" for cell in row) for row in segno.make(address, error="m", micro=False).matrix]
