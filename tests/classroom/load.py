"""Forty seats on this machine: how long from an order to its acknowledgement?

    python tests/classroom/load.py [--seats 40] [--turns 4] [--orders 12] [--backend module:class]

Starts a server of its own on loopback, joins the seats in five parallel groups, and lets every seat hand in orders as fast as
its budget of calls allows, with a socket open each. Bounded in count and in time; prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).parent))

from serving import FAKE, Server

MOST_SECONDS = 300.0


class Line:
    """A kept-alive connection that speaks just enough HTTP, so that the clock measures the server and not a client library."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.streams: Any = None

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """The answer. The server closes a line that rests; like a browser's, the call then goes over a new one, with the same key."""
        try:
            return await self._once(method, path, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            if self.streams is not None:
                self.streams[1].close()
            self.streams = None
            return await self._once(method, path, body)

    async def _once(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        data = b"" if body is None else json.dumps(body).encode()
        writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode()
            + data
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        size = next(int(line.split(":")[1]) for line in head.lower().split("\r\n") if line.startswith("content-length"))
        return int(head.split(" ")[1]), json.loads(await reader.readexactly(size))


async def seat(
    client: httpx.AsyncClient,
    server: Server,
    token: str,
    turns: int,
    orders: int,
    gate: list[asyncio.Barrier],
    times: list[float],
) -> int:
    """One page: a socket that listens, and orders handed in at about four a second."""
    head = {"Authorization": f"Bearer {token}"}
    heard = 0

    async def listen() -> None:
        nonlocal heard
        async with connect(f"ws://127.0.0.1:{server.port}/ws", compression=None) as line:
            await line.send(json.dumps({"token": token}))
            async for _ in line:
                heard += 1

    listener = asyncio.create_task(listen())
    line = Line(server.port, token)
    await asyncio.sleep(random.uniform(0, 0.25))  # people do not tap in step
    for turn in range(1, turns + 1):
        menu = [
            o["id"]
            for o in (await client.get("/api/orders", headers=head)).json()
            if not o["greyed"] and o["cost"] <= 1
        ]
        for k in range(orders):
            begun = time.perf_counter()
            body = {"turn": turn, "orders": [menu[k % len(menu)]], "key": f"{turn}-{k}", "ready": k == orders - 1}
            status, told = await line.call("PUT", "/api/docket", body)
            times.append(time.perf_counter() - begun)
            assert status == 200, told
            await asyncio.sleep(random.uniform(0.15, 0.35))
        await gate[turn - 1].wait()  # all have handed in: the teacher ends the turn
        await gate[turns + turn - 1].wait()
    listener.cancel()
    return heard


async def run(server: Server, seats: int, turns: int, orders: int) -> dict[str, Any]:
    times: list[float] = []
    ends: list[float] = []
    limits = httpx.Limits(max_connections=seats + 4, max_keepalive_connections=seats + 4)
    async with httpx.AsyncClient(base_url=server.url, timeout=120, limits=limits) as client:
        chair = {"Authorization": f"Bearer {server.console}"}
        roles = [r["role"] for r in (await client.get("/api/lobby")).json()["roles"]]
        tokens = []
        for k in range(seats):
            answer = await client.post(
                "/api/join", json={"code": server.code, "name": f"Student {k}", "role": roles[k % len(roles)]}
            )
            tokens.append(answer.json()["token"])
        groups = max(1, seats // len(roles))
        assert (await client.post("/api/console/start", json={"groups": groups}, headers=chair)).status_code == 200
        gate = [asyncio.Barrier(seats + 1) for _ in range(2 * turns)]
        pages = [asyncio.create_task(seat(client, server, token, turns, orders, gate, times)) for token in tokens]
        for turn in range(turns):
            await gate[turn].wait()
            begun = time.perf_counter()
            answers = await asyncio.gather(
                *(
                    client.post("/api/console/end-turn", json={"group": "ABCDEFGH"[g]}, headers=chair)
                    for g in range(groups)
                )
            )
            assert all(answer.status_code == 200 for answer in answers)
            ends.append(time.perf_counter() - begun)
            await gate[turns + turn].wait()
        heard = await asyncio.gather(*pages)
    times.sort()
    return {
        "seats": seats, "groups": groups, "orders": len(times), "median_ms": round(1000 * times[len(times) // 2], 2),
        "p99_ms": round(1000 * times[int(0.99 * len(times))], 2), "worst_ms": round(1000 * times[-1], 2),
        "turn_end_s": [round(end, 2) for end in ends], "least_events_heard": min(heard),
    }  # fmt: skip


def measure(
    seats: int = 40, turns: int = 3, orders: int = 10, backend: str | None = FAKE, scenario: str = "one_lesson"
) -> dict[str, Any]:
    """Start a server, load it, stop it. Shapes: milliseconds over all orders, seconds for ending all groups' turns."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "--seed", "3", backend=backend, scenario=scenario)
        try:
            return asyncio.run(asyncio.wait_for(run(server, seats, turns, orders), MOST_SECONDS))
        finally:
            server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seats", type=int, default=40)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--orders", type=int, default=12)
    parser.add_argument("--small", action="store_true", help="the small game of the tests in place of the real one")
    options = parser.parse_args()
    found = measure(
        min(options.seats, 100), min(options.turns, 8), min(options.orders, 50), FAKE if options.small else None
    )
    print(json.dumps(found))
    return 0 if found["median_ms"] < 50 and found["p99_ms"] < 250 else 1


if __name__ == "__main__":
    sys.exit(main())
