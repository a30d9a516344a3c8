"""The socket: first message in time, pings alone after it, the same events as by long-poll; anything else closes it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from diplogame.classroom import limits

ALLOWED_CODES = {1000, 1003, 1007, 1009, 1002, 1005, 1006, 4400, 4401, 4408, 4429}


def ws(server, **more):
    return connect(f"ws://127.0.0.1:{server.port}/ws", open_timeout=5, close_timeout=2, compression=None, **more)


def closed(line, seconds=6.0):
    """The code with which the server closes."""
    try:
        while True:
            line.recv(timeout=seconds)
    except ConnectionClosed as error:
        return error.rcvd.code if error.rcvd else 1006


def join(http, server, name, role=None):
    return http("POST", "/api/join", {"code": server.code, "name": name, "role": role}).json()


def test_foreign_origin_and_host_are_refused_before_the_handshake(server):
    for more in ({"origin": "http://evil.example"}, {"additional_headers": {"Origin": "null"}}):
        with pytest.raises(InvalidStatus) as caught, ws(server, **more):
            pass
        assert caught.value.response.status_code == 403


def test_without_a_first_message_it_closes_in_three_seconds(server):
    begun = time.monotonic()
    with ws(server) as line:
        assert closed(line) == 4408
    assert 2 < time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{", 1007), ("[" * 5000, 1007), ("[]", 4400), ("null", 4400), ('{"token": 5}', 4400), ('{"token": "wrong"}', 4401), ("{}", 4400),
        (b"\x00\x01", 1003), ('{"token": NaN}', 4400), ('{"token": "\\ud800"}', 4401), ("a" * 20_000, 1009),
    ],
)  # fmt: skip
def test_a_wrong_first_message_closes_with_a_code(server, message, code):
    with ws(server) as line:
        line.send(message)
        assert closed(line) == code


@given(
    st.one_of(
        st.text(max_size=300),
        st.binary(max_size=300),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.sampled_from(["token", "after", "ping", "x"]), inner, max_size=4)
            ),
            max_leaves=12,
        ).map(json.dumps),
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_comes_after_the_hello_pings_or_closes(server, http, message):
    token = _token(server, http)
    with ws(server) as line:
        line.send(json.dumps({"token": token, "after": 0}))
        assert json.loads(line.recv(timeout=5))["kind"] == "hello"
        try:
            line.send(message)
            line.send('{"ping": 7}')
            while json.loads(line.recv(timeout=5)).get("data") != {"ping": 7}:
                pass
        except ConnectionClosed as error:
            assert error.rcvd is None or error.rcvd.code in ALLOWED_CODES
    assert http("GET", "/api/hello").json() == {"diplogame": True}


_tokens = {}


def _token(server, http):
    if server.port not in _tokens:
        _tokens[server.port] = [join(http, server, f"Fuzz {k}")["token"] for k in range(12)]
    _tokens[server.port].append(_tokens[server.port].pop(0))
    return _tokens[server.port][0]


def test_socket_and_long_poll_tell_the_same_with_the_same_numbers(server, http):
    sender, reader = join(http, server, "Sender", "russia"), join(http, server, "Reader", "iran")
    last = http("GET", "/api/seat", token=reader["token"]).json()["last"]
    with ws(server) as line:
        line.send(json.dumps({"token": reader["token"], "after": last}))
        assert json.loads(line.recv(timeout=5))["kind"] == "hello"
        for k in range(3):
            http("POST", "/api/messages", {"to": "iran", "text": f"Number {k}", "key": f"n{k}"}, sender["token"])
        got = []
        while len([e for e in got if e["kind"] == "message"]) < 3:
            event = json.loads(line.recv(timeout=5))
            if "n" in event:
                got.append(event)
    assert http("GET", f"/api/events?after={last}", token=reader["token"]).json() == got
    with ws(server) as line:
        line.send(json.dumps({"token": reader["token"], "after": got[0]["n"]}))
        assert json.loads(line.recv(timeout=5))["kind"] == "hello"
        assert [json.loads(line.recv(timeout=5)) for _ in got[1:]] == got[1:]
    assert http("GET", "/api/events?after=5", token=reader["token"]).json()[0]["kind"] == "whole"


def test_long_poll_waits_for_an_event(server, http):
    sender, reader = join(http, server, "Sender two", "qatar"), join(http, server, "Reader two", "jordan")
    last = http("GET", "/api/seat", token=reader["token"]).json()["last"]
    threading.Timer(
        0.5, lambda: http("POST", "/api/messages", {"to": "jordan", "text": "Late", "key": "l"}, sender["token"])
    ).start()
    begun = time.monotonic()
    events = http("GET", f"/api/events?after={last}", token=reader["token"]).json()
    assert [e["data"]["text"] for e in events] == ["Late"]
    assert 0.3 < time.monotonic() - begun < 3


def test_numbers_of_one_seat_do_not_move_when_others_act(server, http):
    quiet, loud = join(http, server, "Quiet", "egypt"), join(http, server, "Loud", "israel")
    last = http("GET", "/api/seat", token=quiet["token"]).json()["last"]
    for k in range(5):
        http("POST", "/api/messages", {"to": "team", "text": f"Us {k}", "key": f"u{k}"}, loud["token"])
    assert http("GET", "/api/seat", token=quiet["token"]).json()["last"] == last


def test_more_than_four_sockets_of_one_token_are_refused(server, http):
    token = join(http, server, "Many", "egypt")["token"]
    with ExitStack() as stack:
        lines = [stack.enter_context(ws(server)) for _ in range(5)]
        for line in lines:
            line.send(json.dumps({"token": token}))
            time.sleep(0.1)
        assert closed(lines[4]) == 4429
        assert json.loads(lines[0].recv(timeout=3))["kind"] == "hello"


def test_a_removed_student_hears_no_more(server, http):
    joined = join(http, server, "Removed", "egypt")
    with ws(server) as line:
        line.send(json.dumps({"token": joined["token"]}))
        line.recv(timeout=5)
        http("POST", "/api/console/moderate", {"person": joined["person"], "action": "remove"}, server.console)
        kinds = set()
        with pytest.raises((ConnectionClosed, TimeoutError)):
            while True:
                kinds.add(json.loads(line.recv(timeout=2))["kind"])
                if "removed" in kinds:
                    line.send('{"ping": 1}')
        assert "removed" in kinds
    assert http("GET", "/api/seat", token=joined["token"]).status_code == 401


def test_a_reader_that_never_reads_is_cut_and_delays_nobody(server, http):
    slow, fast = join(http, server, "Slow", "gulf_states"), join(http, server, "Fast", "united_states")
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.connect(("127.0.0.1", server.port))
        key = "dGhlIHNhbXBsZSBub25jZQ=="
        line.sendall(
            f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert b"101" in line.recv(200)
        hello = json.dumps({"token": slow["token"]}).encode()
        line.sendall(bytes([0x81, 0x80 | len(hello)]) + b"\0\0\0\0" + hello)
        worst = 0.0
        senders = [join(http, server, f"Writer {k}", "united_states")["token"] for k in range(6)]
        for k in range(300):
            begun = time.perf_counter()
            answer = http(
                "POST",
                "/api/messages",
                {"to": "gulf_states", "text": f"{k} " + "x" * 580, "key": f"s{k}"},
                senders[k % 6],
            )
            assert answer.status_code in (201, 429)
            worst = max(worst, time.perf_counter() - begun)
        assert worst < limits.STUCK_SECONDS  # who waited for the stuck reader would wait until it is cut
        assert http("GET", "/api/seat", token=fast["token"]).status_code == 200
        line.settimeout(8)
        time.sleep(5)
        read = 0
        with pytest.raises((ConnectionError, _End)):
            while True:
                more = line.recv(65536)
                read += len(more)
                if not more:
                    raise _End
        assert read < 400_000


class _End(Exception):  # noqa: N818
    pass


def test_half_open_and_many_connections_do_not_stop_the_rest(server, http):
    lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(150)]
    try:
        for line in lines[::2]:
            line.sendall(b"POST /api/join HTTP/1.1\r\nHost: x")
        begun = time.monotonic()
        assert http("GET", "/api/hello").status_code == 200
        assert time.monotonic() - begun < 2
    finally:
        for line in lines:
            line.close()


def test_outbox_gives_up_past_its_bytes():
    from diplogame.classroom.feeds import Outbox
    from diplogame.classroom.limits import OUTBOX_BYTES

    async def scene():
        outbox = Outbox()
        for _ in range(OUTBOX_BYTES // 1000 + 2):
            outbox.put("x" * 1000)
        return await outbox.take()

    assert asyncio.run(scene()) is None
