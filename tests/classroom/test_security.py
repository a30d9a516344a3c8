"""Whatever comes in at the door: a clear 4xx or a closed connection, and nothing echoed."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest


def raw(server, data, seconds=3.0, pieces=None):
    """What the server sends back for bytes, until it closes or `seconds` pass."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as line:
        for piece in pieces or [data]:
            line.sendall(piece)
        got = b""
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end and (more := line.recv(65536)):
                got += more
        except (TimeoutError, ConnectionError):
            pass
        return got


def request(server, method, path, body=b"", host=None, **headers):
    head = [f"{method} {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{server.port}'}", "Connection: close"]
    head += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return raw(server, ("\r\n".join(head) + "\r\n\r\n").encode() + body)


def status(answer):
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1", "evil@127.0.0.1", "", "[::1", "localhost,evil.example"],
)
def test_a_foreign_host_is_refused_everywhere(server, host):
    for path in ("/", "/api/lobby", "/static/seat.js", "/api/openapi.json"):
        answer = request(server, "GET", path, host=host or " ")
        assert answer == b"" or status(answer) in (400, 403)


def test_two_hosts_are_refused(server):
    assert status(
        raw(
            server,
            f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode(),
        )
    ) in (400, 403)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "file://", "http://127.0.0.1.evil.example", "https://localhost:1"]
)
def test_a_foreign_origin_is_refused(server, origin):
    assert status(request(server, "GET", "/api/lobby", origin=origin)) == 403


def test_the_own_origin_is_welcome_and_no_cors_is_granted(server):
    answer = request(server, "GET", "/api/lobby", origin=f"http://127.0.0.1:{server.port}")
    assert status(answer) == 200
    assert b"access-control" not in answer.lower()


def test_every_answer_carries_the_policy_and_names_no_server(server):
    for path in ("/", "/seat", "/console", "/screen", "/static/seat.js", "/api/lobby", "/nothing", "/api/openapi.json"):
        head = request(server, "GET", path).split(b"\r\n\r\n")[0].lower()
        assert b"content-security-policy: default-src 'none'" in head, path
        assert b"require-trusted-types-for 'script'" in head
        assert b"unsafe" not in head
        assert f"ws://127.0.0.1:{server.port}".encode() in head
        assert b"nosniff" in head
        assert b"server:" not in head
        assert b"strict-transport" not in head
        assert b"set-cookie" not in head


@pytest.mark.parametrize(
    "body",
    [
        b'{"code":"\\ud800","name":"x"}',
        b'{"code":NaN,"name":"x"}',
        b'{"code":"x","name":1e400}',
        b'{"code":"x","name":12345678901234567890}',
        b'{"code":"x","name":"x","more":1}',
        b"[" * 16000,
        b'{"a":' * 2700,
        b"\xff\xfe\x00",
        b"null",
        b'"text"',
        b"{",
        b'{"code":"x","name":"a\\u0000b"}',
        b'{"code":"x","name":"\\u202eabc"}',
        b'{"code":"x","name":"\\u200b"}',
        b'{"code":"x","name":"' + b"a" * 25 + b'"}',
    ],
)
def test_a_misshapen_join_is_a_4xx_that_echoes_nothing(server, body):
    answer = request(server, "POST", "/api/join", body)
    assert 400 <= status(answer) < 500
    told = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    assert set(told) == {"detail", "why"}
    assert "input" not in told
    assert "aaaa" not in told["detail"]


def test_a_field_of_the_clients_making_is_not_echoed(server):
    answer = request(server, "POST", "/api/join", b'{"code":"x","name":"x","zzsecretzz":1}')
    assert b"zzsecretzz" not in answer.split(b"\r\n\r\n", 1)[1]


def test_large_bodies_are_413_also_without_a_length(server):
    assert status(request(server, "POST", "/api/join", b" " * 20_000)) == 413
    head = f"POST /api/join HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 10000000\r\n\r\n".encode()
    assert status(raw(server, head)) == 413
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    chunked = f"POST /api/join HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    assert status(raw(server, chunked + chunk * 3)) == 413


def test_a_huge_head_is_refused(server):
    answer = raw(server, f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX: {'a' * 40_000}\r\n\r\n".encode())
    assert answer == b"" or status(answer) in (400, 431)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 100,
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_not_http_is_400_or_closed(server, data):
    answer = raw(server, data, seconds=7)
    assert answer == b"" or status(answer) in (400, 403, 404, 405, 408)


def test_a_silent_or_half_sent_head_is_cut_after_five_seconds(server):
    begun = time.monotonic()
    assert status(raw(server, b"GET / HTTP/1.1\r\nHost: x", seconds=9)) == 408
    assert time.monotonic() - begun < 7
    begun = time.monotonic()
    assert raw(server, b"", seconds=9).startswith(b"HTTP/1.1 408")
    assert time.monotonic() - begun < 7


def test_a_byte_now_and_then_does_not_hold_a_connection(server):
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        try:
            for _ in range(40):
                line.sendall(b"G")
                time.sleep(0.25)
        except OSError:
            pass
    assert time.monotonic() - begun < 8


def test_tokens_open_what_they_are_for_and_nothing_else(server, http):
    joined = http("POST", "/api/join", {"code": server.code, "name": "Scoped", "role": "russia"}).json()
    seat = joined["token"]
    made = {
        kind: http("POST", "/api/console/token", {"kind": kind}, server.console).json()["token"]
        for kind in ("co", "observer", "screen")
    }
    calls = [
        ("GET", "/api/console/state", None), ("GET", "/api/record", None), ("GET", "/api/export.csv", None), ("GET", "/api/check", None),
        ("POST", "/api/console/pause", {}), ("POST", "/api/console/token", {"kind": "co"}), ("GET", "/api/screen", None),
        ("PUT", "/api/docket", {"turn": 1, "orders": [], "key": "z"}), ("GET", "/api/seat", None),
    ]  # fmt: skip
    allowed = {
        "seat": {"/api/seat", "/api/docket"},
        "console": {
            "/api/console/state",
            "/api/record",
            "/api/export.csv",
            "/api/check",
            "/api/console/pause",
            "/api/console/token",
            "/api/screen",
        },
        "co": {
            "/api/console/state",
            "/api/record",
            "/api/export.csv",
            "/api/check",
            "/api/console/pause",
            "/api/screen",
        },
        "observer": {"/api/console/state", "/api/record", "/api/export.csv", "/api/check", "/api/screen"},
        "screen": {"/api/screen"},
    }
    for who, token in {"seat": seat, "console": server.console, **made}.items():
        for method, path, body in calls:
            answer = http(method, path, body, token)
            if path in allowed[who]:
                assert answer.status_code in (200, 201, 409), (who, path, answer.text)
            else:
                assert answer.status_code in (403, 422), (who, path, answer.status_code)
    for token in (None, "x", "x" * 22, seat[:-1], seat + "a", seat.swapcase(), "\u00e9"):
        for method, path, body in calls:
            headers = {"Authorization": f"Bearer {token}".encode("latin-1")} if token is not None else {}
            assert http(method, path, body, headers=headers).status_code == 401, path
    for where in (f"/api/seat?token={seat}", f"/api/seat?access_token={seat}"):
        assert http("GET", where).status_code == 401
    assert http("GET", "/api/seat", headers={"Cookie": f"token={seat}"}).status_code == 401


OPEN = {"/api/join", "/api/return", "/api/lobby", "/api/here", "/api/hello"}
"""Calls that anybody may make who reaches the server."""
PEOPLES = {
    "/api/docket", "/api/answers", "/api/proposals", "/api/messages", "/api/messages/sign", "/api/messages/flag", "/api/wish", "/api/say",
    "/api/judge", "/api/forecast", "/api/why", "/api/floor", "/api/clock", "/api/lead", "/api/texts", "/api/texts/sponsor", "/api/texts/withdraw", "/api/texts/vote",
}  # fmt: skip
"""Calls that act for a seat."""
LOOKS = {
    "/api/console/state",
    "/api/record",
    "/api/export.csv",
    "/api/trace.csv",
    "/api/plenary.csv",
    "/api/briefs.html",
    "/api/review.html",
    "/api/check",
}
"""Calls that show a teacher everything."""
SHARED = {"/api/seat", "/api/orders", "/api/events", "/api/review", "/api/screen"}


def test_every_call_of_the_description_asks_for_its_own_token(tmp_path):
    import httpx
    from serving import Server

    own = Server(tmp_path / "class", "--seed", "5", unlimited=True)
    try:
        with httpx.Client(base_url=own.url, timeout=15) as client:

            def call(method, path, token, body=None):
                head = {"Authorization": f"Bearer {token}"} if token else {}
                return client.request(method, path, headers=head, json=body if body is not None else {})

            made = {"nobody": None, "forged": "x" * 22}
            made |= {
                kind: call("POST", "/api/console/token", own.console, {"kind": kind}).json()["token"]
                for kind in ("co", "observer", "screen")
            }
            join = {"code": own.code, "name": "Sweep", "role": "russia"}
            made["seat"] = client.post("/api/join", json=join).json()["token"]
            made["console"] = own.console
            described = client.get("/api/openapi.json").json()["paths"]
            seen = {(method.upper(), path) for path, calls in described.items() for method in calls}
            acts = {path for _, path in seen if path.startswith("/api/console/")} - LOOKS
            assert {path for _, path in seen} == OPEN | PEOPLES | LOOKS | SHARED | acts, (
                "a call that nobody is named for"
            )
            for method, path in sorted(seen):
                if path in OPEN:
                    continue
                for who in ("nobody", "forged"):
                    assert call(method, path, made[who]).status_code == 401, (who, path)
                shut = (
                    {"seat", "observer", "screen"}
                    if path in acts
                    else {"co", "observer", "screen", "console"}
                    if path in PEOPLES
                    else set()
                )
                shut = {"seat", "screen"} if path in LOOKS else shut
                for who in sorted(shut):
                    assert call(method, path, made[who]).status_code == 403, (who, method, path)
    finally:
        own.stop()


def test_tokens_are_kept_as_hashes_alone(server, http, tmp_path_factory):
    joined = http("POST", "/api/join", {"code": server.code, "name": "Hashed", "role": "iran"}).json()
    folder = next(path for path in tmp_path_factory.getbasetemp().glob("class*") if (path / "session.sqlite").exists())
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    assert joined["person"].encode() in stored
    assert joined["token"].encode() not in stored
    assert server.console.encode() not in stored


def test_too_many_calls_get_429_with_retry_after_and_five_a_second_are_answered(server, http):
    token = http("POST", "/api/join", {"code": server.code, "name": "Eager", "role": "egypt"}).json()["token"]
    with ThreadPoolExecutor(12) as many:  # faster than the budget refills, also on a slow machine
        answers = list(many.map(lambda _: http("GET", "/api/orders", token=token), range(240)))
    late = [answer for answer in answers if answer.status_code == 429]
    assert late
    assert all(1 <= int(answer.headers["retry-after"]) <= 5 for answer in late)
    time.sleep(1.2)
    for _ in range(10):
        assert http("GET", "/api/seat", token=token).status_code == 200
        time.sleep(0.2)


def test_unknown_paths_and_methods_are_plain_refusals(server, http):
    for path in (
        "/nothing",
        "/static/../web.py",
        "/static/%2e%2e/web.py",
        "/api",
        "/api/",
        "/%00",
        "/api/seat/",
        "/.git/config",
    ):
        assert http("GET", path).status_code in (404, 401), path
    for method in ("DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"):
        assert http(method, "/api/join").status_code == 405
    for after in ("-1", "9" * 30, "x", "1e3", "9007199254740992"):
        assert http("GET", f"/api/events?after={after}", token=server.console).status_code == 422


def test_wrong_codes_are_slowed_for_all_and_nobody_is_locked_out(tmp_path):
    from diplogame.classroom import limits

    now = [0.0]
    guard = limits.CodeGuard(lambda: now[0])
    for _ in range(int(limits.WRONG_CODES) + 1):
        guard.wrong()
    waits = []

    async def scene():
        for _ in range(40):
            waits.append(await guard.wait())

    import asyncio

    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "sleep", sleep)
        asyncio.run(scene())
    assert slept[-1] > 5
    assert any(wait > 0 for wait in waits)
    now[0] += 100.0
    asyncio.run(scene_once(guard, waits))
    assert waits[-1] == 0.0


async def scene_once(guard, waits):
    waits.append(await guard.wait())


def test_large_answers_are_packed_for_those_who_ask_and_say_the_same(server, http):
    token = http("POST", "/api/join", {"code": server.code, "name": "Packed", "role": "egypt"}).json()["token"]
    plain = http("GET", "/api/seat", token=token, headers={"Accept-Encoding": "identity"})
    packed = http("GET", "/api/seat", token=token, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.json()["view"] == plain.json()["view"]
