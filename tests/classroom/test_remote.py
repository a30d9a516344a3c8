"""A seat over the network has the local seat's interface."""

from __future__ import annotations

import threading
import time

import pytest
from serving import Server

from diplogame.classroom import terminal
from diplogame.classroom.remote import RemoteSeat
from diplogame.errors import OrderError, SeatError


@pytest.fixture
def room(tmp_path):
    made = Server(tmp_path, "--seed", "5", scenario="tutorial")
    yield made
    made.stop()


def teach(room, turns):
    import httpx

    def act(path):
        return httpx.post(
            f"{room.url}/api/console/{path}", json={}, headers={"Authorization": f"Bearer {room.console}"}, timeout=10
        ).json()

    def lesson():
        for _ in range(turns):
            for _ in range(100):
                time.sleep(0.1)
                state = httpx.get(
                    f"{room.url}/api/console/state", headers={"Authorization": f"Bearer {room.console}"}, timeout=10
                ).json()
                if any(s["ready"] for s in state["groups"][0]["seats"]):
                    break
            act("end-turn")

    act("start")
    worker = threading.Thread(target=lesson)
    worker.start()
    return worker


def test_a_remote_seat_plays_a_game(room):
    seat = RemoteSeat.join(room.url, room.code, "Remote", "iran")
    worker = teach(room, 3)
    assert seat.role == "iran"
    assert seat.picture()["role"] == "iran"
    order = seat.find("call", target="russia")
    with pytest.raises(OrderError, match="more than your political capital|Too many"):
        seat.submit([o["id"] for o in seat.orders()[:3]])
    seat.submit([order["id"]], {seat.asked()[0]["id"]: "abstain"})
    turn = seat.end_turn()
    assert turn["turn"] == 2
    assert any(cable["source"] == "iran" and cable["target"] == "russia" for cable in turn["events"])
    assert seat.why(turn["events"][0]["id"])["text"]
    assert seat.forecast([order["id"]])["endings"]
    seat.undo()
    seat.submit([order["id"]])
    seat.end_turn()
    seat.submit([])
    assert seat.end_turn()["over"]
    worker.join()
    assert seat.result()["ending"] == "tit_for_tat"


def test_the_terminal_plays_a_game(room):
    seat = RemoteSeat.join(room.url, room.code, "Typist", "qatar")
    worker = teach(room, 3)
    typed = iter(["abstain", "call", "1", "", "yes", "2", "", "", "", ""])
    lines = []
    terminal.play(seat, lambda prompt: next(typed, ""), lines.append)
    worker.join()
    assert any("Qatar · turn 3 of 3" in line for line in lines)


def test_wrong_addresses_and_codes_are_said_in_words(room):
    with pytest.raises(SeatError, match="not the code"):
        RemoteSeat.join(room.url, "AAAAA", "X")
    with pytest.raises(SeatError, match="is not an address"):
        RemoteSeat.join("ftp://x", "AAAAA", "X")


def test_the_desktops_desk_plays_a_class_seat(tmp_path, monkeypatch):
    pytest.importorskip("pygame")
    from diplogame.commands import remote_desk

    real = Server(tmp_path / "real", "--seed", "5", scenario="tutorial", backend=None)
    try:
        seat = RemoteSeat.join(real.url, real.code, "Desktop", "russia")
        monkeypatch.setenv(remote_desk.SEAT, "")
        remote_desk.hand_over(seat)
        worker = teach(real, 1)
        while seat.page()["phase"] == "lobby":
            time.sleep(0.05)
        desk, mirror = remote_desk.desk(), remote_desk.mirror()

        def ask(to, name, **arguments):
            return to.handle(name, arguments, lambda _: None)

        status = ask(desk, "new", scenario="tutorial", people=["russia"], seed=None, level="normal")
        assert status["people"] == ["russia"]
        ask(mirror, "load", path="", at=status["last"])
        shown = ask(desk, "seat", role="russia")
        order = next(o for o in shown["orders"] if not o["greyed"] and o["cost"] <= shown["picture"]["capital"])
        ask(desk, "commit", role="russia", orders=[order["id"]], answers={})
        ask(mirror, "commit", role="russia", orders=[], answers={})
        assert seat.page()["committed"]["orders"] == [order["id"]]
        assert ask(desk, "end_turn")["turn"] == 2
        ask(mirror, "end_turn")
        assert ask(mirror, "forecast", role="russia", orders=[], futures=50)["endings"]
        with pytest.raises(OrderError, match="by the teacher"):
            ask(desk, "undo")
        worker.join()
    finally:
        real.stop()
