"""/ws: events pushed to a page. The first message names the token; after that a page only pings."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from diplogame.classroom import limits, seatview
from diplogame.classroom.door import Door
from diplogame.classroom.feeds import Outbox
from diplogame.classroom.limits import Bucket
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.state import Person

router = APIRouter()
BAD_MESSAGE, NO_TOKEN, TOO_MANY, TOO_SLOW, FELL_BEHIND = 4400, 4401, 4429, 4408, 4413


class _Refused(Exception):  # noqa: N818 - a way out of the loop
    def __init__(self, code: int) -> None:
        self.code = code


@router.websocket("/ws")
async def socket(ws: WebSocket) -> None:
    door: Door = ws.app.state.door
    if door.sockets >= limits.SOCKETS:
        await ws.close(1013)
        return
    await ws.accept()
    door.sockets += 1
    try:
        await _serve(ws, door)
    except _Refused as refused:
        await _close(ws, refused.code)
    except (WebSocketDisconnect, RuntimeError):  # gone, or closed while something was being sent
        return
    finally:
        door.sockets -= 1


async def _serve(ws: WebSocket, door: Door) -> None:
    session = door.session
    try:
        async with asyncio.timeout(limits.HELLO_SECONDS):
            first = await _message(ws)
    except TimeoutError:
        raise _Refused(TOO_SLOW) from None
    person = _hello(door, first)
    after = first.get("after")
    if session.sockets.get(person.id, 0) >= limits.SOCKETS_A_TOKEN:
        raise _Refused(TOO_MANY)
    feed = session.feed(seatview.feed_name(person))
    outbox = Outbox()
    outbox.put(json.dumps({"kind": "hello", "data": {"last": feed.last, "beat": limits.BEAT_SECONDS}}))
    for text in feed.since(
        after if isinstance(after, int) and not isinstance(after, bool) and 0 <= after < 2**53 else feed.last
    ):
        outbox.put(text)
    feed.outboxes.add(outbox)
    session.sockets[person.id] = session.sockets.get(person.id, 0) + 1
    session.tell_console("presence")
    tasks = [
        asyncio.create_task(_send(ws, outbox)),
        asyncio.create_task(_read(ws, door, person, outbox, str(first["token"]))),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        feed.outboxes.discard(outbox)
        session.sockets[person.id] -= 1
        session.tell_console("presence")
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _hello(door: Door, first: dict[str, Any]) -> Person:
    token = first.get("token")
    if not isinstance(token, str):
        raise _Refused(BAD_MESSAGE)
    try:
        return door.person(token)
    except Refusal as refusal:
        raise _Refused(NO_TOKEN if refusal.status == 401 else TOO_MANY) from None


async def _send(ws: WebSocket, outbox: Outbox) -> None:
    while True:
        try:
            text = await asyncio.wait_for(outbox.take(), limits.BEAT_SECONDS)
        except TimeoutError:
            text = '{"kind":"beat","data":{}}'
        if text is None:
            raise _Refused(FELL_BEHIND)
        await ws.send_text(text)


async def _read(ws: WebSocket, door: Door, person: Person, outbox: Outbox, token: str) -> None:
    budget = Bucket(2.0, 20.0)
    while True:
        message = await _message(ws)
        if budget.take():
            raise _Refused(TOO_MANY)
        if door.session.who(token) is not person:
            raise _Refused(NO_TOKEN)
        ping = message.get("ping")
        if set(message) != {"ping"} or not isinstance(ping, int) or not 0 <= ping < 2**53:
            raise _Refused(BAD_MESSAGE)
        door.session.seen[person.id] = time.monotonic()
        outbox.put(json.dumps({"kind": "pong", "data": {"ping": int(ping)}}))


async def _message(ws: WebSocket) -> dict[str, Any]:
    """One JSON object. Raises _Refused, WebSocketDisconnect."""
    received = await ws.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1006))
    text = received.get("text")
    if text is None:
        raise _Refused(1003)
    try:
        found = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise _Refused(1007) from None
    if not isinstance(found, dict):
        raise _Refused(BAD_MESSAGE)
    return found


async def _close(ws: WebSocket, code: int) -> None:
    try:
        await ws.close(code)
    except (RuntimeError, WebSocketDisconnect):
        return
