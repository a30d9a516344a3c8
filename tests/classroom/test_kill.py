"""kill -9 at any moment: what was acknowledged is there, once; the course is that of an undisturbed run of the same game."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from functools import partial

import httpx
import pytest
from serving import Server, Struck

from diplogame.classroom.engine import Tables
from diplogame.classroom.log import CommandLog
from diplogame.classroom.worker import GAME

ROLES = ("russia", "iran", "israel", "qatar")
SEED = 12
"""A game that lasts all eight turns of the lesson, as the rules stand."""
TEXTS = 2
"""Joint texts that each team tables."""
VERSIONS = 3
"""How often each team changes its mind in a turn; the last version counts."""


def wanted(menu, capital, turn, role, version):
    """The order that a role hands in: of what its menu offers, the same in every run."""
    able = [order["id"] for order in menu if not order["greyed"] and order["cost"] <= capital]
    return [random.Random(f"{turn} {role} {version}").choice(able)] if able else []


def undisturbed(turns, where):
    """The record of the same last orders and answers, played without any server."""
    tables = Tables(where)
    about = tables.describe("one_lesson")
    tables.new("A", "one_lesson", SEED, "normal")
    backend, game = tables.backend, tables.games["A"]
    for turn in range(1, turns + 1):
        dockets, held = {}, dict.fromkeys(backend.roles(game), "ai")
        for role in ROLES:
            seat = backend.seat(game, role)
            orders = wanted(seat.orders(), seat.picture()["capital"], turn, role, VERSIONS - 1)
            answers = {ask["id"]: ask["choices"][0]["value"] for ask in seat.asked()}
            dockets[role], held[role] = {"orders": orders, "answers": answers}, "people"
        injects = [
            {key: value for key, value in one.items() if key != "turn"}
            for one in about["injects"]
            if one["turn"] == turn
        ]
        tables.end_turn("A", dockets, held, injects, [])
    return tables.lines("A")


class Class:
    """Four students and a teacher who go on through every kill, as pages do."""

    def __init__(self, folder, backend, luck):
        self.folder, self.backend, self.luck = folder, backend, luck
        self.server = Server(folder, "--seed", str(SEED), backend=backend)
        self.client = httpx.Client(timeout=30)
        self.tokens = {}
        self.acknowledged = set()
        self.kills = 0
        self.strike = None

    def call(self, method, path, body=None, token=None):
        head = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.request(method, self.server.url + path, json=body, headers=head)

    def join(self):
        for role in ROLES:
            answer = self.call("POST", "/api/join", {"code": self.server.code, "name": f"of {role}", "role": role})
            assert answer.status_code == 201, answer.text
            self.tokens[role] = answer.json()["token"]
        assert self.call("POST", "/api/console/start", {}, self.server.console).status_code == 200
        announce = {"action": "announce"}
        assert self.call("POST", "/api/console/plenary", announce, self.server.console).status_code == 200

    def put(self, path, role, body):
        """Hand in; acknowledged or refused, never half."""
        answer = self.call("POST" if path in ("messages", "texts") else "PUT", f"/api/{path}", body, self.tokens[role])
        assert answer.status_code in (200, 201), answer.text
        self.acknowledged.add((path, body["key"]))

    def order(self, turn, role, version):
        page = self.call("GET", "/api/seat", None, self.tokens[role]).json()
        menu = self.call("GET", "/api/orders", None, self.tokens[role]).json()
        orders = wanted(menu, page["view"]["capital"], turn, role, version)
        self.put("docket", role, {"turn": turn, "orders": orders, "key": f"{role}-{turn}-{version}"})
        if version == VERSIONS - 1 and page["asked"]:
            answers = {ask["id"]: ask["choices"][0]["value"] for ask in page["asked"]}
            self.put("answers", role, {"turn": turn, "answers": answers, "key": f"{role}-{turn}"})
        if version == 0:
            other = ROLES[(ROLES.index(role) + 1) % len(ROLES)]
            self.put("messages", role, {"to": other, "text": f"Of turn {turn}.", "key": f"{role}-{turn}"})
            if turn <= TEXTS:
                self.put("texts", role, {"title": f"{role} {turn}", "clauses": ["Talk."], "key": f"{role}-{turn}"})

    def end_turn(self, turn):
        if self.played() < turn:
            answer = self.call("POST", "/api/console/end-turn", {}, self.server.console)
            assert answer.status_code == 200, answer.text
        assert self.played() == turn

    def played(self):
        state = self.call("GET", "/api/console/state", None, self.server.console).json()
        assert state["trouble"] == "", state["trouble"]
        return len(state["groups"][0]["turns_played"])

    def go(self, steps: list[Callable[[], None]], strikes: int, within: float) -> None:
        """Do the steps, struck so many times, each within so many seconds of the last coming back."""
        while steps or strikes or self.strike:
            if strikes and self.strike is None:
                self.strike = threading.Timer(self.luck.uniform(0.0, within), self.server.process.kill)
                self.strike.start()
                strikes -= 1
            try:
                if steps:
                    steps[0]()
                    steps.pop(0)
                elif self.strike:
                    self.strike.join()
                    self.server.process.wait(10)
            except httpx.HTTPError:
                assert self.strike is not None, "the server went without being killed"
            if self.strike is not None and not self.strike.is_alive():
                self.come_back()

    def come_back(self):
        """The server is started again on its folder; now and then it is killed while it comes up, too."""
        self.strike, self.kills = None, self.kills + 1
        before = self.server
        before.kill()
        while self.kills < self.most and self.luck.random() < 0.25:
            self.kills += 1
            with contextlib.suppress(Struck):
                Server(self.folder, backend=self.backend, strike=self.luck.uniform(0.05, 1.5)).kill()
        self.server = Server(self.folder, backend=self.backend)
        assert (self.server.port, self.server.session, self.server.code) == (before.port, before.session, before.code)

    most = 0


def run_class(folder, kills, turns, backend, luck):
    room = Class(folder, backend, luck)
    room.most = kills
    try:
        room.join()
        for turn in range(1, turns + 1):
            share = -(-(kills - room.kills) // (turns - turn + 1))
            during = luck.randint(0, share)
            orders = [partial(room.order, turn, role, version) for version in range(VERSIONS) for role in ROLES]
            room.go(orders, during, 0.4)
            room.go([partial(room.end_turn, turn)], max(0, min(share - during, kills - room.kills)), 0.8)
        record = room.call("GET", "/api/record", None, room.server.console).text
        texts = room.call("GET", "/api/console/state", None, room.server.console).json()["groups"][0]["texts"]
        tabled = sorted(f"{role} {turn}" for role in ROLES for turn in range(1, min(turns, TEXTS) + 1))
        assert sorted(text["title"] for text in texts) == tabled, "a joint text was lost or doubled"
    finally:
        room.server.stop()
        room.client.close()
    assert room.kills == kills
    check(folder, room, record, turns, backend)


def check(folder, room, record, turns, backend):
    log = CommandLog(folder)
    keys = [row.key for row in log.rows() if row.key is not None]
    log.close()
    assert len(keys) == len(set(keys)), "a command stands in the log twice"
    names = {"docket": "docket", "answers": "answers", "messages": "message", "texts": "text"}
    assert {f"{names[path]}:{key}" for path, key in room.acknowledged} <= set(keys), "an acknowledged order was lost"
    assert len(room.acknowledged) >= turns * len(ROLES) * (VERSIONS + 1)
    assert [line.rstrip("\n") for line in undisturbed(turns, backend or GAME)] == record.splitlines()


def test_a_few_kills_of_the_small_game_lose_nothing(tmp_path):
    run_class(tmp_path / "class", 5, 4, "fakegame:FakeBackend", random.Random(4))


@pytest.mark.slow
@pytest.mark.timeout(480)
@pytest.mark.parametrize("part", range(20))
def test_two_hundred_kills_of_a_lesson_lose_nothing(tmp_path, part):
    """Twenty lessons of `one_lesson`, each struck ten times: among orders, while a turn is played, while the server comes up."""
    begun = time.monotonic()
    run_class(tmp_path / "class", 10, 8, None, random.Random(part))
    print(f"10 kills in {time.monotonic() - begun:.0f} s")
