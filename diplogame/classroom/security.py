"""What every request and socket passes before anything else looks at it.

Host allow-list (a rebound name sends no Origin on GET), Origin, size and time of bodies, how many at once, and the headers that
keep a browser from running anything that is not ours.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from diplogame.classroom import limits
from diplogame.classroom.refusal import Refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Hosts:
    """Names and addresses under which this server may be called."""

    def __init__(self, *names: str) -> None:
        self.names = {"localhost", "127.0.0.1", "::1"} | {name.lower().strip("[]") for name in names}
        self.port = 0

    def add(self, *names: str) -> None:
        self.names |= {name.lower() for name in names}

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server."""
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname, parts.port
        except ValueError:
            return False
        plain = parts.netloc == host and not parts.path and parts.username is None and parts.password is None
        return plain and name in self.names and (port is None or not self.port or port == self.port)

    def is_home(self, origin: str) -> bool:
        """Whether an Origin header is one of this server's own."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return (
            parts.scheme in ("http", "https")
            and origin == f"{parts.scheme}://{parts.netloc}"
            and self.knows(parts.netloc)
        )


def headers(host: str, *, secure: bool) -> list[tuple[bytes, bytes]]:
    """The headers of every answer. Older Safari wants the socket's address spelled out."""
    socket = f"{'wss' if secure else 'ws'}://{host}"
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' {socket}; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return [
        (b"content-security-policy", policy.encode("latin-1", "ignore")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-frame-options", b"SAMEORIGIN"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        (b"cache-control", b"no-store"),
        *([(b"cross-origin-opener-policy", b"same-origin")] if secure else []),  # browsers warn of it on plain http
    ]


class Guard:
    """The outermost layer of the app."""

    def __init__(self, app: App, hosts: Hosts) -> None:
        self.app, self.hosts = app, hosts
        self.at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        refusal = None
        if len(given) != 1 or not self.hosts.knows(given[0]):
            refusal = Refusal(403, "host")
        elif any(not self.hosts.is_home(origin) for origin in origins):
            refusal = Refusal(403, "origin")
        elif (
            sum(len(name) + len(value) for name, value in scope["headers"]) + len(scope.get("raw_path") or b"")
            > limits.HEAD_BYTES
        ):
            refusal = Refusal(431, "too_large")
        elif self.at_once >= limits.REQUESTS_AT_ONCE:
            refusal = Refusal(429, "too_many_at_once", retry_after=2)
        if scope["type"] == "websocket":
            if refusal is not None:
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
            return
        host = given[0] if refusal is None or refusal.why != "host" else "localhost"
        send = _dressed(send, headers(host, secure=scope["scheme"] == "https"))
        if refusal is None:
            self.at_once += 1
            try:
                body = await _read(scope, receive)
                await self.app(scope, _replayed(body, receive), send)
            except Refusal as found:
                refusal = found
            finally:
                self.at_once -= 1
        if refusal is not None:
            await answer(send, refusal, close=True)


async def answer(send: Send, refusal: Refusal, *, close: bool = False) -> None:
    body = json.dumps({"detail": refusal.words, "why": refusal.why}).encode()
    extra = (
        [(b"retry-after", str(max(1, round(refusal.retry_after))).encode())] if refusal.retry_after is not None else []
    )
    extra += [(b"connection", b"close")] if close else []
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *extra]
    await send({"type": "http.response.start", "status": refusal.status, "headers": head})
    await send({"type": "http.response.body", "body": body})


def _dressed(send: Send, extra: list[tuple[bytes, bytes]]) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message.get("headers", [])}
            message["headers"] = [*message.get("headers", []), *(pair for pair in extra if pair[0] not in own)]
        await send(message)

    return dressed


async def _read(scope: Scope, receive: Receive) -> bytes:
    """The whole body, within the size and the time that a call may take. Raises Refusal."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value[:12]) > limits.BODY_BYTES:
            raise Refusal(413, "too_large")
    parts, size = [], 0
    try:
        async with asyncio.timeout(limits.BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refusal(400, "too_slow")
                size += len(message.get("body", b""))
                if size > limits.BODY_BYTES:
                    raise Refusal(413, "too_large")
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        raise Refusal(408, "too_slow") from None


def _replayed(body: bytes, receive: Receive) -> Receive:
    told = False

    async def replay() -> Message:
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay
