"""The listening sockets: uvicorn with deadlines for heads, small buffers, and no patience for a reader that never reads."""

from __future__ import annotations

import asyncio
import logging
import socket
from asyncio.transports import BaseTransport, Transport
from typing import Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from diplogame.classroom import limits

SEND_BUFFER = 65_536


def _slim(transport: BaseTransport) -> None:
    """Let the system's and our own buffers hold little, so that a stuck reader shows soon and costs little."""
    cast("Transport", transport).set_write_buffer_limits(high=SEND_BUFFER)
    made = transport.get_extra_info("socket")
    if made is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)


class Http(H11Protocol):
    """uvicorn's HTTP, with a deadline for each head and for a response that is not read."""

    _head: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast("Transport", transport))
        _slim(transport)
        self._start_head()

    def data_received(self, data: bytes) -> None:
        if self._head is None and self.conn.their_state is h11.IDLE:
            self._start_head()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_head()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._stop_head()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_head()
        self._stop_stuck()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stop_stuck()
        self._stuck = self.loop.call_later(limits.STUCK_SECONDS * 2, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_stuck()

    def _start_head(self) -> None:
        self._stop_head()
        self._head = self.loop.call_later(limits.HEAD_SECONDS, self._too_slow)

    def _stop_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _stop_stuck(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
            self.transport.write(b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            self.transport.close()


class Socket(WebSocketsSansIOProtocol):
    """uvicorn's sockets; one whose reader does not read for some seconds is cut."""

    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.close_timeout = limits.STUCK_SECONDS
        _slim(transport)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stop()
        self._stuck = self.loop.call_later(limits.STUCK_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _stop(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None


class Server(uvicorn.Server):
    """uvicorn's server on sockets of ours; more can be opened while it runs."""

    def __init__(self, app: Any, *, cert: str | None = None, key: str | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # clients' faults are not the teacher's concern
        super().__init__(
            uvicorn.Config(
                app, http=Http, ws=Socket, loop="asyncio", lifespan="off", log_config=None, access_log=False, server_header=False,
                ws_max_size=limits.SOCKET_BYTES, ws_max_queue=8, ws_per_message_deflate=False, ws_ping_interval=None,
                timeout_keep_alive=15, timeout_graceful_shutdown=3, h11_max_incomplete_event_size=16_384, ssl_certfile=cert, ssl_keyfile=key,
            )
        )  # fmt: skip

    async def listen_too(self, made: socket.socket) -> None:
        """Listen on one more bound socket."""

        def protocol() -> asyncio.Protocol:
            return Http(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

        server = await asyncio.get_running_loop().create_server(protocol, sock=made, ssl=self.config.ssl, backlog=128)
        self.servers.append(server)
