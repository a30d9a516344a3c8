"""A desk that sits in a class: drafts are handed in as they are made, the desk follows a clock that stands elsewhere."""

from __future__ import annotations

import pytest
from driver import Driver
from fakeseat import FakeEngine, FakeGame

from diplogame.desktop.flow import start


class ClassTable(FakeGame):
    """A small game whose turns somebody else ends."""

    def __init__(self, *told):
        super().__init__(*told)
        self.phase, self.left, self.eyes_up, self.down = "orders", 120.0, False, False
        self.handed: list[tuple[str, tuple[str, ...]]] = []
        self.answered: dict[str, str] = {}
        self.mail = [{"from": "iran", "to": ["russia"], "turn": 1, "text": "Host us."}]

    def status(self):
        return {**super().status(), "live": True}

    def seat(self, role):
        seat, table = super().seat(role), self
        hand = seat.submit

        def submit(orders, answers=None):
            hand(orders, answers)
            table.handed.append(("draft", tuple(orders)))
            table.answered.update(answers or {})

        seat.submit = submit
        return seat

    def pulse(self):
        if self.down:
            raise OSError("no line")
        return {
            "turn": self.turn, "phase": "over" if self.over else self.phase, "left": self.left, "running": True, "eyes_up": self.eyes_up,
            "ready": False, "letters": len(self.mail),
        }  # fmt: skip

    def ready(self):
        self.handed.append(("ready", ()))

    def letters(self):
        return self.mail

    def say(self, to, words):
        self.mail.append({"from": "russia", "to": [to], "turn": self.turn, "text": words})


class ClassEngine(FakeEngine):
    def new(self, scenario, people, seed, level):
        return ClassTable(scenario, people, seed, level)


def take_seat(made):
    made.app.ask(
        "new",
        lambda status: start(made.app, status),
        scenario="moscow_table",
        people=["russia"],
        seed=7,
        level="normal",
    )


@pytest.fixture
def desk(tmp_path):
    made = Driver(ClassEngine(), tmp_path / "saves")
    made.app.settings.speed = "off"
    take_seat(made)
    made.frames(30)
    close(made)
    return made


def close(desk):
    """Away with the report."""
    for _ in range(3):
        if desk.screen.id == "report":
            desk.click("report.go")
        desk.frames(3)
    assert desk.screen.id == "main", desk.screen.id


def seconds(desk, n):
    desk.frames(round(60 * n))


def one_order(desk):
    play = desk.screen.play
    order = next(order for order in play.legal if play.refusal(order) is None)
    assert play.add(order) is None
    return order["id"]


def test_a_draft_is_handed_in_without_being_asked_for(desk):
    table = desk.desk.table
    id = one_order(desk)
    seconds(desk, 0.4)
    assert table.handed == [], "it rests a little first"
    seconds(desk, 0.6)
    assert table.handed == [("draft", (id,))]
    seconds(desk, 2.5)
    assert len(table.handed) == 1, "once"
    desk.screen.play.remove(id)
    seconds(desk, 1)
    assert table.handed[-1] == ("draft", ())


def test_ready_hands_in_and_an_edit_takes_it_back(desk):
    table = desk.desk.table
    desk.app.settings.ask_before_end = False
    id = one_order(desk)
    desk.click("turn.end")
    assert table.handed == [("draft", (id,)), ("ready", ())]
    assert desk.screen.flow.live.ready
    assert desk.screen.id == "main"
    desk.screen.play.remove(id)
    seconds(desk, 1)
    assert table.handed[-1] == ("draft", ())
    assert not desk.screen.flow.live.ready


def test_the_desk_follows_a_turn_that_the_teacher_ends(desk):
    one_order(desk)
    seconds(desk, 1)
    desk.desk.table.end_turn()
    seconds(desk, 2.5)
    close(desk)
    assert desk.screen.play.picture["turn"] == 2
    assert desk.screen.play.docket == []


def test_it_follows_from_within_a_dialog_too_and_to_the_end(desk):
    table = desk.desk.table
    desk.click("order.add")
    assert desk.screen.id == "composer"
    while not table.over:
        table.end_turn()
    seconds(desk, 2.5)
    close(desk)
    assert desk.screen.play.picture["over"]
    desk.click("turn.end")
    desk.frames(10)
    assert desk.screen.id == "end"
    assert desk.screen.find("end.replay") is None
    desk.click("end.desk")
    desk.frames(10)
    assert desk.screen.id in ("main", "report")


def test_what_was_put_together_before_the_start_is_kept(tmp_path):
    made = Driver(ClassEngine(), tmp_path / "saves")
    take_seat(made)
    made.frames(2)
    made.desk.table.phase = "lobby"
    made.frames(30)
    close(made)
    seconds(made, 2.5)
    id = one_order(made)
    seconds(made, 2)
    assert made.desk.table.handed == [], "before the start nothing can be handed in"
    assert not made.screen.find("turn.end").enabled
    made.desk.table.phase = "orders"
    seconds(made, 4)
    close(made)
    assert made.screen.play.ids == (id,)
    seconds(made, 1)
    assert made.desk.table.handed == [("draft", (id,))]


def test_a_lost_line_is_told_and_found_again(desk):
    live = desk.screen.flow.live
    desk.desk.table.down = True
    seconds(desk, 2.5)
    assert live.lost
    assert live.face()[0] == "line lost"
    desk.desk.table.down = False
    seconds(desk, 2.5)
    assert not live.lost


def test_the_clock_counts_on_between_two_looks_and_eyes_up_is_shown(desk):
    live = desk.screen.flow.live
    seconds(desk, 2.5)
    assert 117 <= live.left() <= 120
    desk.desk.table.eyes_up = True
    seconds(desk, 2.5)
    assert live.face() == ("Eyes up", "warn")
    desk.app.settings.ask_before_end = False
    desk.click("turn.end")
    assert desk.desk.table.handed == []


def test_messages_are_read_and_written(desk):
    seconds(desk, 2.5)
    assert desk.screen.flow.live.unread == 1
    desk.click("top.do.letters")
    desk.frames(5)
    assert desk.screen.id == "letters"
    desk.type("We host")
    desk.screen.to = "iran"
    desk.click("letters.send")
    assert desk.desk.table.mail[-1] == {"from": "russia", "to": ["iran"], "turn": 1, "text": "We host"}
    assert desk.screen.value("letters.text") == ""
    seconds(desk, 2.5)
    desk.click("letters.close")
    assert desk.screen.flow.live.unread == 0


def test_a_game_of_ones_own_has_no_class(tmp_path):
    made = Driver(FakeEngine(), tmp_path / "saves")
    take_seat(made)
    made.frames(30)
    close(made)
    assert made.screen.flow.live is None
    assert made.screen.find("top.do.letters") is None
    heard = []
    made.app.ask("pulse", heard.append, failed=lambda kind, words: heard.append(kind))
    made.frames(3)
    assert heard == ["refused"]
