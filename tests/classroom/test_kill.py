"""kill -9 at any moment: what was acknowledged is there, once; the course is that of an undisturbed run."""

from __future__ import annotations

import json
import random
import threading
import time

import httpx
import pytest
from conftest import Server

from diplogame.classroom.log import CommandLog

ROLES = ("russia", "iran", "israel", "qatar")


class Class:
    """Four students and a teacher who go on through every kill, as pages do."""

    def __init__(self, server):
        self.server = server
        self.client = httpx.Client(timeout=5)
        self.tokens = {}
        self.acknowledged = []
        self.counter = 0

    def call(self, method, path, body=None, token=None):
        head = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.request(method, self.server.url + path, json=body, headers=head)

    def join(self):
        for role in ROLES:
            answer = self.call("POST", "/api/join", {"code": self.server.code, "name": f"of {role}", "role": role})
            assert answer.status_code == 201, answer.text
            self.tokens[role] = answer.json()["token"]
        assert self.call("POST", "/api/console/start", {}, self.server.console).status_code == 200

    def order(self, role, turn, target, key):
        """Hand in until acknowledged; True where it was."""
        try:
            answer = self.call(
                "PUT", "/api/docket", {"turn": turn, "orders": [f"call:{target}"], "key": key}, self.tokens[role]
            )
        except httpx.HTTPError:
            return False
        if answer.status_code == 200:
            self.acknowledged.append((role, turn, target, key))
            return True
        return False


def plan(turn):
    """What each role orders in a turn, in three versions; the last one acknowledged counts."""
    luck = random.Random(turn)
    return [
        (role, luck.choice([r for r in ("egypt", "jordan", "gulf_states") if r != role]), f"{role}-{turn}-{k}")
        for k in range(3)
        for role in ROLES
    ]


def undisturbed(turns, seed, scenario="moscow_table"):
    """The digests that the same last orders give without any server."""
    from fakegame import FakeBackend, FakeGame

    game, backend = FakeGame(scenario, seed), FakeBackend()
    digests = []
    for turn in range(1, turns + 1):
        for inject in backend.describe(scenario)["injects"]:
            if inject["turn"] == turn:
                backend.inject(game, {key: value for key, value in inject.items() if key != "turn"})
        last = {role: {"orders": [f"call:{target}"], "answers": {}} for role, target, _ in plan(turn)}
        backend.end_turn(game, last, {})
        digests.append(game.digest)
    return digests


def run_class(tmp_path, kills, turns, luck):
    folder = tmp_path / "class"
    server = Server(folder, "--seed", "11", scenario="moscow_table")
    room = Class(server)
    room.join()
    done = 0
    turn = 1
    try:
        while turn <= turns:
            struck = []
            if done < kills:
                struck.append(strike(server, luck.uniform(0.0, 0.06)))
                done += 1
            todo = plan(turn)
            while todo:
                if room.order(todo[0][0], turn, *todo[0][1:]):
                    todo.pop(0)
                elif server.process.poll() is not None:
                    server = room.server = back(server, folder)
                else:
                    time.sleep(0.01)
            if done < kills and (luck.random() < 0.5 or kills - done > turns - turn):
                server = room.server = settle(server, folder, struck)
                struck = [strike(server, luck.uniform(0.0, 0.02))]
                done += 1
            turn += 1
            while True:
                try:
                    now = room.call("POST", "/api/console/end-turn", {}, server.console).json().get("turn")
                except httpx.HTTPError:
                    server = room.server = back(server, folder)
                    now = room.call("GET", "/api/console/state", None, server.console).json()["groups"][0]["turn"]
                    if now < turn:
                        continue
                if now == turn:
                    break
                raise AssertionError((now, turn))
            server = room.server = settle(server, folder, struck)
        record = room.call("GET", "/api/record", None, server.console).text
    finally:
        server.stop()
        room.client.close()
    return folder, room, [json.loads(line)["digest"] for line in record.splitlines()[1:]], done


def strike(server, seconds):
    """A kill that comes in a moment."""
    timer = threading.Timer(seconds, server.process.kill)
    timer.start()
    return timer, server


def settle(server, folder, struck):
    """Every kill that was set going has struck; the server that stands after it."""
    for timer, victim in struck:
        timer.join()
        victim.process.wait(5)
    return back(server, folder) if any(victim is server for _, victim in struck) else server


def back(server, folder):
    server.kill()
    again = Server(folder, scenario="moscow_table")
    assert again.port == server.port
    assert again.session == server.session
    assert again.code == server.code
    return again


def check(folder, room, digests, turns):
    log = CommandLog(folder)
    rows = [row for row in log.rows() if row.kind == "docket"]
    log.close()
    keys = [row.key.removeprefix("docket:") for row in rows]
    assert len(keys) == len(set(keys)), "an order stands in the log twice"
    assert {key for *_, key in room.acknowledged} <= set(keys), "an acknowledged order was lost"
    assert digests == undisturbed(turns, 11)


def test_a_few_kills_lose_nothing(tmp_path):
    folder, room, digests, kills = run_class(tmp_path, kills=5, turns=4, luck=random.Random(4))
    assert kills == 5
    check(folder, room, digests, 4)


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_two_hundred_kills_lose_nothing(tmp_path):
    total = 0
    for round_ in range(8):
        folder, room, digests, kills = run_class(tmp_path / str(round_), kills=25, turns=18, luck=random.Random(round_))
        check(folder, room, digests, 18)
        total += kills
    assert total == 200
