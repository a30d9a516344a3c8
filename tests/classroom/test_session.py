"""The authority without a network: what counts, what is refused, what a restart gives back."""

from __future__ import annotations

import asyncio
import csv
import io
import time

import pytest

from diplogame.classroom import consoleview, export, seatview
from diplogame.classroom import protocol as p
from diplogame.classroom.acts import (
    aftermath,
    clock,
    groups,
    injects,
    joining,
    orders,
    rehearsal,
    talk,
    teaching,
    turns,
)
from diplogame.classroom.refusal import Refusal


async def student(session, name, role=None):
    found = await joining.join(session, p.Join(code="x", name=name, role=role))
    return session.who(found["token"])


async def started(session, *roles):
    people = [await student(session, f"Student {k}", role) for k, role in enumerate(roles)]
    await groups.start(session, p.Start())
    return people


async def teacher(session):
    return session.who(await joining.issue(session, "facilitator"))


def docket(turn, *ids, key="k", **more):
    return p.DocketIn(turn=turn, orders=list(ids), key=key, **more)


async def refused(awaitable):
    with pytest.raises(Refusal) as caught:
        await awaitable
    return caught.value.status, caught.value.why


def test_a_draft_counts_and_a_seat_without_any_is_held_by_the_ai(play):
    async def scene(session):
        russia, _ = await started(session, "russia", "iran")
        await orders.put_docket(session, russia, docket(1, "call:iran", ready=False, because="It asks for a friend."))
        await turns.end_turn(session, p.Console())
        past = session.groups["A"].turns_played[0]["dockets"]
        assert past["russia"]["held"] == "people"
        assert past["russia"]["orders"][0]["id"] == "call:iran"
        assert session.words(past["russia"]["because"]) == "It asks for a friend."
        assert past["iran"]["held"] == "absent"
        assert past["egypt"]["held"] == "ai"
        assert session.groups["A"].seats["iran"].notice == "ai_held"
        told = past["russia"], session.groups["A"].turns_played[0]["told"]["seats"]
        assert [o["title"] for o in told[1]["russia"]] == ["call:iran"]

    play(scene)


def test_an_emptied_draft_leaves_the_seat_to_the_ai_and_a_handed_in_empty_docket_is_a_pass(play):
    async def scene(session):
        russia, iran = await started(session, "russia", "iran")
        await orders.put_docket(session, russia, docket(1, ready=False))
        await orders.put_docket(session, iran, docket(1, ready=True))
        await turns.end_turn(session, p.Console())
        held = session.groups["A"].turns_played[0]["dockets"]
        assert held["russia"]["held"] == "absent"
        assert held["iran"]["held"] == "people"

    play(scene)


def test_the_same_key_gives_the_same_answer_also_at_once_and_after_a_restart(play):
    async def first(session):
        (russia,) = await started(session, "russia")
        answers = await asyncio.gather(*(orders.put_docket(session, russia, docket(1, "call:iran")) for _ in range(5)))
        assert answers == [{"turn": 1, "key": "k"}] * 5
        assert sum(row.kind == "docket" for row in session.log.rows()) == 1
        return russia.id

    person = play(first)

    async def again(session):
        russia = session.people[person]
        assert await orders.put_docket(session, russia, docket(1, "call:israel")) == {"turn": 1, "key": "k"}
        assert session.groups["A"].seats["russia"].docket.orders == ["call:iran"]
        assert sum(row.kind == "docket" for row in session.log.rows()) == 1

    play(again)


def test_a_docket_is_checked_against_the_seats_own_menu(play):
    async def scene(session):
        (qatar,) = await started(session, "qatar")
        for ids, why in (
            (("call:nowhere",), "no_order"),
            (("sabotage:jordan",), "greyed"),
            (("call:iran", "call:iran"), "twice"),
            (("call:iran", "call:israel", "call:russia"), "too_many"),
            (("sabotage:iran", "gather_intelligence:iran"), "too_dear"),
            (("denounce:iran", "denounce:israel"), "illegal"),
        ):
            assert await refused(orders.put_docket(session, qatar, docket(1, *ids, key=why))) == (422, why)
        assert await refused(orders.put_docket(session, qatar, docket(2, "call:iran"))) == (409, "turn_gone")
        entry = p.Entry(verb="call", target="iran")
        await orders.put_docket(session, qatar, p.DocketIn(turn=1, orders=[entry], key="written"))
        assert session.groups["A"].seats["qatar"].docket.orders == ["call:iran"]

    play(scene)


def test_answers_are_checked_and_any_edit_takes_ready_back(play):
    async def scene(session):
        (iran,) = await started(session, "iran")
        await orders.put_docket(session, iran, docket(1, "call:russia", ready=True))
        assert await refused(
            orders.put_answers(session, iran, p.AnswersIn(turn=1, answers={"vote:1:russia": "yes"}, key="a"))
        ) == (422, "not_asked")
        assert await refused(
            orders.put_answers(session, iran, p.AnswersIn(turn=1, answers={"vote:1:iran": "counter"}, key="b"))
        ) == (422, "no_answer")
        await orders.put_answers(session, iran, p.AnswersIn(turn=1, answers={"vote:1:iran": "yes"}, key="c"))
        now = orders.committed(session.groups["A"], "iran")
        assert now["answers"] == {"vote:1:iran": "yes"}
        assert now["ready"] is False
        assert now["orders"] == ["call:russia"]

    play(scene)


def test_all_ready_ends_the_turn_only_where_the_teacher_allows_it(play):
    async def scene(session):
        russia, iran = await started(session, "russia", "iran")
        await orders.put_docket(session, russia, docket(1, ready=True))
        await orders.put_docket(session, iran, docket(1, ready=True))
        assert session.groups["A"].turn == 1
        await clock.settings(session, p.SettingsIn(early=True))
        await orders.put_docket(session, iran, docket(1, key="k2", ready=True))
        for _ in range(200):
            await asyncio.sleep(0.01)
            if session.groups["A"].turn == 2:
                break
        assert session.groups["A"].turn == 2

    play(scene)


def test_eyes_up_refuses_orders_with_423_and_keeps_the_draft(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await orders.put_docket(session, russia, docket(1, "call:iran"))
        await clock.eyes(session, p.Eyes(on=True))
        assert not session.groups["A"].clock.running
        assert await refused(orders.put_docket(session, russia, docket(1, key="k2"))) == (423, "eyes_up")
        await clock.eyes(session, p.Eyes(on=False))
        assert session.groups["A"].clock.running
        assert session.groups["A"].seats["russia"].docket.orders == ["call:iran"]

    play(scene)


def test_paused_stops_the_clock_not_the_pens(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await clock.pause(session, p.Console())
        left = session.clock_left(session.groups["A"])
        await orders.put_docket(session, russia, docket(1, "call:iran"))
        await asyncio.sleep(0.05)
        assert session.clock_left(session.groups["A"]) == left
        await clock.extend(session, p.Extend(seconds=60))
        assert session.clock_left(session.groups["A"]) == left + 60

    play(scene)


def test_a_hard_clock_waits_its_grace_and_longer_for_a_seat_with_extra_time(play):
    async def scene(session):
        russia, _ = await started(session, "russia", "iran")
        group = session.groups["A"]
        await clock.settings(session, p.SettingsIn(clock="hard"))
        group.clock.left = -clock.GRACE + 1
        assert not clock.late(session, group)
        group.clock.left = -clock.GRACE - 1
        assert clock.late(session, group)
        await clock.extend(session, p.Extend(seconds=60, role="iran"))
        assert not clock.late(session, group)
        await clock.settings(session, p.SettingsIn(clock="advisory"))
        group.clock.left = -1000
        assert not clock.late(session, group)
        assert russia.role == "russia"

    play(scene)


def test_a_restart_gives_everything_back_and_stands_paused(play):
    async def first(session):
        russia, iran = await started(session, "russia", "iran")
        for turn in (1, 2, 3):
            await orders.put_docket(session, russia, docket(turn, "call:iran", key=f"r{turn}"))
            await turns.end_turn(session, p.Console())
        await orders.put_docket(session, iran, docket(4, "threaten:israel", key="i4"))
        await talk.send(session, iran, p.MessageIn(to="russia", text="Come to the table.", key="m"))
        return dict(session.groups["A"].digests), session.code, russia.id, session.feed(russia.id).last

    digests, code, person, last = play(first)

    async def again(session):
        group = session.groups["A"]
        assert session.restarted
        assert session.code == code
        assert group.digests == digests
        assert group.turn == 4
        assert not group.clock.running
        assert group.seats["iran"].docket.orders == ["threaten:israel"]
        assert [session.words(m.text) for m in group.messages] == ["Come to the table."]
        assert session.feed(person).last > last
        assert "whole" in session.feed(person).since(last)[0]
        await turns.end_turn(session, p.Console())
        assert group.turns_played[3]["dockets"]["iran"]["held"] == "people"

    play(again, scenario="")


def test_a_folder_in_use_or_of_another_scenario_is_refused(play, tmp_path):
    from diplogame.classroom.session import open_session
    from diplogame.errors import FileError

    async def scene(session):
        with pytest.raises(FileError, match="is running on this folder"):
            await open_session(tmp_path / "class", "one_lesson", where="fakegame:FakeBackend")

    play(scene)
    with pytest.raises(FileError, match="holds a session of one_lesson"):
        play(scene, scenario="tutorial")


def test_roll_back_meets_the_same_luck_and_stays_so_after_a_restart(play):
    async def first(session):
        (russia,) = await started(session, "russia")
        seen = []
        for turn in (1, 2, 3):
            await orders.put_docket(session, russia, docket(turn, "call:iran", key=f"a{turn}"))
            await turns.end_turn(session, p.Console())
            seen.append(session.groups["A"].digests[turn])
        await groups.roll_back(session, p.RollBack(turn=2))
        assert session.groups["A"].turn == 2
        await orders.put_docket(session, russia, docket(2, "call:iran", key="b2"))
        await turns.end_turn(session, p.Console())
        assert session.groups["A"].digests == {1: seen[0], 2: seen[1]}
        return session.groups["A"].digests

    digests = play(first)

    async def again(session):
        assert session.groups["A"].digests == digests
        assert session.groups["A"].turn == 3

    play(again)


def test_a_fork_goes_on_by_itself(play):
    async def scene(session):
        russia, iran = await started(session, "russia", "iran")
        for turn in (1, 2):
            await orders.put_docket(session, russia, docket(turn, "call:iran", key=f"a{turn}"))
            await turns.end_turn(session, p.Console())
        made = await groups.fork(session, p.Fork(turn=2, people=[iran.id]))
        assert made == {"group": "B", "turn": 2}
        assert iran.group == "B"
        assert iran.role == "iran"
        await orders.put_docket(session, iran, docket(2, "call:egypt", key="b2"))
        await turns.end_turn(session, p.Console(group="B"))
        assert session.groups["A"].turn == 3
        assert session.groups["B"].turn == 3
        assert session.groups["A"].bundle["digest"] != session.groups["B"].bundle["digest"]

    play(scene)


def test_parallel_groups_at_the_start_keep_everyones_role(play):
    async def scene(session):
        people = [
            await student(session, f"S{k}", role)
            for k, role in enumerate(["russia", "russia", "iran", "iran", "israel"])
        ]
        lost = await student(session, "Lost")
        await groups.start(session, p.Start(groups=2, seat_rest=True))
        assert set(session.groups) == {"A", "B"}
        assert sorted((q.group, q.role) for q in people[:4]) == [
            ("A", "iran"),
            ("A", "russia"),
            ("B", "iran"),
            ("B", "russia"),
        ]
        assert lost.role is not None
        assert session.groups["A"].bundle["digest"] == session.groups["B"].bundle["digest"]

    play(scene)


def test_the_practice_turn_leaves_no_trace_in_the_game(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        before = session.groups["A"].bundle["digest"]
        await rehearsal.practice(session, p.Practice(on=True))
        await orders.put_docket(session, russia, docket(1, "call:iran", key="p"))
        await turns.end_turn(session, p.Console())
        assert session.groups["A"].turn == 2
        await rehearsal.practice(session, p.Practice(on=False))
        assert session.groups["A"].turn == 1
        assert session.groups["A"].phase == "orders"
        assert session.groups["A"].bundle["digest"] == before
        assert session.groups["A"].turns_played == []
        assert session.groups["A"].seats["russia"].docket is None

    play(scene)


def test_a_seat_handed_over_in_mid_docket_drops_the_draft_and_gets_a_full_phase(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await orders.put_docket(session, russia, docket(1, "call:iran"))
        await joining.place(session, p.SeatIn(role="russia", held="ai"))
        assert await refused(orders.put_docket(session, russia, docket(1, "call:iran", key="k2"))) == (409, "ai_holds")
        assert session.groups["A"].seats["russia"].docket is None
        session.groups["A"].clock.left = 30.0
        await joining.place(session, p.SeatIn(role="russia", held="auto"))
        left = clock.clock_of(session, session.groups["A"], "russia")["left"]
        assert left == pytest.approx(session.settings.turn_seconds, abs=2)

    play(scene)


def test_a_late_comer_lands_in_the_smallest_team_once_the_game_runs(play):
    async def scene(session):
        await student(session, "A", "russia")
        await student(session, "B", "russia")
        await student(session, "C", "iran")
        early = await student(session, "Early")
        assert early.role is None
        await groups.start(session, p.Start())
        late = await student(session, "Late")
        assert late.role == "iran"
        assert late.job == "intelligence"

    play(scene)


def test_the_teacher_enters_orders_for_any_seat(play):
    async def scene(session):
        await started(session, "russia")
        chair = await teacher(session)
        await orders.for_seat(session, chair, p.SeatDocket(role="egypt", turn=1, orders=["call:iran"], key="t"))
        await turns.end_turn(session, p.Console())
        past = session.groups["A"].turns_played[0]["dockets"]["egypt"]
        assert past["held"] == "teacher"
        assert past["orders"][0]["id"] == "call:iran"

    play(scene)


def test_messages_reach_those_named_and_nobody_else(play):
    async def scene(session):
        russia, iran, israel = await started(session, "russia", "iran", "israel")
        await talk.send(session, russia, p.MessageIn(to="iran", text="Quietly.", key="1"))
        await talk.send(session, russia, p.MessageIn(to="teacher", text="Help.", key="2"))
        await talk.send(session, russia, p.MessageIn(to="team", text="Among us.", key="3"))

        def sees(person, text):
            return text.encode() in seatview.page(session, person)

        assert sees(iran, "Quietly.")
        assert not sees(israel, "Quietly.")
        assert not sees(iran, "Help.")
        assert not sees(iran, "Among us.")
        assert sees(russia, "Among us.")
        await clock.settings(session, p.SettingsIn(messages="held"))
        held = await talk.send(session, russia, p.MessageIn(to="iran", text="Held.", key="4"))
        assert held["state"] == "held"
        assert not sees(iran, "Held.")
        await talk.moderate_message(session, p.Moderate(message=held["id"], action="allow"))
        assert sees(iran, "Held.")
        await talk.moderate_message(session, p.Moderate(message=held["id"], action="hide"))
        assert not sees(iran, "Held.")
        await clock.settings(session, p.SettingsIn(messages="off"))
        assert await refused(talk.send(session, russia, p.MessageIn(to="iran", text="x", key="5"))) == (
            403,
            "messages_off",
        )
        await joining.moderate_person(session, p.Moderate(person=russia.id, action="mute"))
        assert await refused(talk.send(session, russia, p.MessageIn(to="team", text="x", key="6"))) == (403, "muted")
        await talk.send(session, russia, p.MessageIn(to="teacher", text="Why?", key="7"))

    play(scene)


def test_a_joint_statement_is_public_once_all_have_signed(play):
    async def scene(session):
        russia, iran, qatar = await started(session, "russia", "iran", "qatar")
        made = await talk.send(
            session, russia, p.MessageIn(to=["iran", "qatar"], text="We meet in Doha.", key="1", joint=True)
        )
        message = session.groups["A"].messages[0]
        assert not talk.is_public(message)
        await talk.sign(session, iran, p.Sign(message=made["id"]))
        assert not talk.is_public(message)
        assert await refused(talk.sign(session, russia, p.Sign(message=made["id"]))) == (404, "no_message")
        await talk.sign(session, qatar, p.Sign(message=made["id"]))
        assert talk.is_public(message)
        assert seatview.screen(session, [])["groups"][0]["statements"][0]["text"] == "We meet in Doha."

    play(scene)


def test_injects_hang_on_turns_reach_their_addressees_once_and_can_be_corrected(play):
    async def scene(session):
        israel, iran = await started(session, "israel", "iran")
        chair = await teacher(session)
        group = session.groups["A"]
        assert group.injects["planes"].state == "armed"
        await turns.end_turn(session, p.Console())
        assert group.injects["planes"].state == "sent"
        assert b"Transport planes filmed" in seatview.page(session, israel)
        assert b"Transport planes filmed" not in seatview.page(session, iran)
        assert "Transport planes" not in str(seatview.screen(session, []))
        assert await refused(injects.inject(session, chair, p.InjectIn(id="planes"))) == (409, "sent_once")
        await injects.inject(session, chair, p.InjectIn(id="tanker", action="drop"))
        await turns.end_turn(session, p.Console())
        assert group.injects["tanker"].state == "dropped"
        made = await injects.inject(
            session,
            chair,
            p.InjectIn(title="Rumour", text="Inspectors leave.", to=["iran"], effects={"premium": 0.1}, key="r"),
        )
        assert b"Inspectors leave." in seatview.page(session, iran)
        await injects.inject(session, chair, p.InjectIn(id=made["id"], action="correct", text="They stay."))
        assert b"They stay." in seatview.page(session, iran)
        assert b"They stay." not in seatview.page(session, israel)
        await turns.end_turn(session, p.Console())
        lines = await session.table("A").call("lines", "A")
        assert "They stay." in lines[-1]

    play(scene)


def test_a_ruling_goes_into_the_game_with_its_reason(play):
    async def scene(session):
        await started(session, "russia")
        chair = await teacher(session)
        assert await refused(injects.rule(session, chair, p.RuleIn(reason="Because.", effects={"nonsense": 1}))) == (
            422,
            "no_quantity",
        )
        await injects.rule(session, chair, p.RuleIn(reason="The insurers panic.", effects={"premium": 0.1}))
        await turns.end_turn(session, p.Console())
        assert session.groups["A"].ruled[0]["reason"] == "The insurers panic."
        assert "The insurers panic." in (await session.table("A").call("lines", "A"))[-1]

    play(scene)


def test_the_bell_ends_the_game_at_any_turn_with_review_at_once(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await orders.put_docket(session, russia, docket(1, "sabotage:iran", because="Nobody will know."))
        await turns.end_turn(session, p.Console())
        assert (await refused(_review(session, russia)))[1] == "not_over"
        await turns.finish(session, p.Console())
        found = seatview.review(session, russia, None)
        assert found["stopped"]
        assert found["turns"][0]["seats"]["russia"]["because"] == "Nobody will know."
        assert found["turns"][0]["seats"]["russia"]["orders"][0]["covert"]
        assert await refused(orders.put_docket(session, russia, docket(2, key="z"))) == (409, "game_over")

    play(scene)


async def _review(session, person):
    return seatview.review(session, person, None)


def test_a_whole_game_ends_by_itself(play):
    async def scene(session):
        await started(session, "russia")
        for _ in range(3):
            await turns.end_turn(session, p.Console())
        assert session.groups["A"].phase == "over"
        assert session.groups["A"].aftermath is not None
        assert await refused(turns.end_turn(session, p.Console())) == (409, "game_over")

    play(scene, scenario="tutorial")


def test_the_debrief_shows_words_without_names_when_revealed(play):
    async def scene(session):
        russia, iran = await started(session, "russia", "iran")
        assert (await refused(teaching.say(session, russia, p.EntryIn(step="word", text="tense", key="1"))))[
            1
        ] == "no_debrief"
        await teaching.step(session, p.Step(step=1))
        await teaching.say(session, russia, p.EntryIn(step="word", text="tense", key="2"))
        await teaching.say(session, iran, p.EntryIn(step="word", text="close", key="3"))
        await teaching.say(session, iran, p.EntryIn(step="word", text="calm", key="4"))
        assert b"tense" not in seatview.page(session, iran)
        await teaching.step(session, p.Step(step=1, reveal="word"))
        assert teaching.debrief_of(session)["revealed"] == {"word": ["calm", "tense"]}
        assert b"tense" in seatview.page(session, iran)

    play(scene)


def test_a_return_code_brings_back_the_seat_and_ends_the_old_device(play):
    async def scene(session):
        joined = await joining.join(session, p.Join(code="x", name="Ann", role="iran"))
        back = await joining.come_back(session, p.Return(code="x", back=joined["return_code"].lower()))
        assert session.who(joined["token"]) is None
        assert session.who(back["token"]).role == "iran"
        assert len(session.students()) == 1
        assert (await refused(joining.come_back(session, p.Return(code="x", back="ZZZZ"))))[0] == 403

    play(scene)


def test_rename_and_remove_keep_the_seat_and_the_digest(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await turns.end_turn(session, p.Console())
        digest = session.groups["A"].digests[1]
        await joining.moderate_person(session, p.Moderate(person=russia.id, action="rename", name="Someone"))
        assert session.words(russia.name) == "Someone"
        await joining.moderate_person(session, p.Moderate(person=russia.id, action="remove"))
        assert session.team("A", "russia") == []
        assert session.groups["A"].digests[1] == digest
        assert (await refused(joining.join(session, p.Join(code="x", name="Egypt"))))[1] == "name_is_role"

    play(scene)


def test_proposals_and_votes_stay_in_the_team(play):
    async def scene(session):
        lead, support, other = await started(session, "russia", "russia", "iran")
        await orders.propose(session, support, p.Proposal(turn=1, order="call:iran"))
        await orders.propose(session, lead, p.Proposal(turn=1, order="call:iran", vote="against"))
        assert (lead.job, support.job) == ("lead", "intelligence")
        assert session.groups["A"].seats["russia"].proposals["call:iran"]["votes"] == {
            support.id: "for",
            lead.id: "against",
        }
        assert b'"proposals":[{"order":"call:iran"' in seatview.page(session, lead)
        assert b"call:iran" not in seatview.page(session, other)

    play(scene)


def test_the_press_desk_sees_public_news_alone_and_its_headlines_wait_for_the_teacher(play):
    async def scene(session):
        russia, _ = await started(session, "russia", "iran")
        reporter = await student(session, "Reporter")
        await joining.place(session, p.SeatIn(person=reporter.id, press=True))
        assert reporter.kind == "press"
        await orders.put_docket(session, russia, docket(1, "sabotage:iran"))
        await turns.end_turn(session, p.Console())
        page = seatview.page(session, reporter)
        assert b'"press":{' in page
        assert b"sabotage" not in page
        assert b"secret-" not in page
        await teaching.say(session, reporter, p.EntryIn(step="headline", text="Calm before the storm", key="h"))
        assert "Calm before" not in str(seatview.screen(session, []))
        await teaching.step(session, p.Step(step=-1, reveal="headline"))
        assert "Calm before" in str(seatview.screen(session, []))
        assert await refused(orders.put_docket(session, reporter, docket(2, "call:iran", key="r"))) == (409, "no_seat")

    play(scene)


def test_the_lead_moves_on_with_each_turn(play):
    async def scene(session):
        one, two = await started(session, "russia", "russia")
        assert (one.job, two.job) == ("lead", "intelligence")
        await turns.end_turn(session, p.Console())
        assert (one.job, two.job) == ("intelligence", "lead")
        await clock.settings(session, p.SettingsIn(rotate=False))
        await turns.end_turn(session, p.Console())
        assert (one.job, two.job) == ("intelligence", "lead")

    play(scene)


def test_predictions_are_judged_by_their_team_and_the_teachers_word_stands_above(play):
    async def scene(session):
        russia, iran = await started(session, "russia", "iran")
        for person, share, key in ((russia, 0.75, "a"), (iran, 0.25, "b")):
            foretold = p.Prediction(text="A call is answered", p=share)
            await orders.put_docket(session, person, docket(1, "call:egypt", key=key, prediction=foretold))
        await turns.end_turn(session, p.Console())
        group = session.groups["A"]
        judged = teaching.judge(session, group, "russia", 2, True, russia.id)
        assert await refused(judged) == (404, "no_prediction")
        await teaching.judge(session, group, "russia", 1, True, russia.id)
        await teaching.judge(session, group, "iran", 1, True, "teacher")
        assert await refused(teaching.judge(session, group, "iran", 1, False, iran.id)) == (409, "judged")
        assert "calibration" not in str(seatview.screen(session, [])["debrief"]["revealed"])
        assert seatview.screen(session, [])["debrief"]["calibration"] is None
        await teaching.step(session, p.Step(step=3, reveal="prediction"))
        found = seatview.screen(session, [])["debrief"]["calibration"]
        assert (found["n"], found["made"], found["brier"]) == (2, 2, round((0.25**2 + 0.75**2) / 2, 3))
        assert b'"came":true' in seatview.page(session, russia)
        await groups.fork(session, p.Fork())
        assert teaching.calibrated(session)["made"] == 2  # a fork makes no prediction twice

    play(scene)

    async def again(session):
        assert session.groups["A"].judged["iran:1"] == {"came": True, "by": "teacher"}

    play(again, scenario="")


def test_the_class_votes_for_a_what_if_and_its_futures_are_told_when_revealed(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await turns.end_turn(session, p.Console())
        await turns.finish(session, p.Console())
        await settle(session)
        await teaching.step(session, p.Step(step=6))
        (choice,) = seatview.screen(session, [])["debrief"]["what_ifs"]
        assert list(choice) == ["text"]
        await teaching.say(session, russia, p.EntryIn(step="whatif", text=choice["text"], key="v"))
        assert list(seatview.screen(session, [])["debrief"]["what_ifs"][0]) == ["text"]
        assert teaching.debrief_of(session, teacher=True)["what_ifs"][0]["votes"] == 1
        await teaching.step(session, p.Step(step=6, reveal="whatif"))
        (told,) = seatview.screen(session, [])["debrief"]["what_ifs"]
        assert (told["votes"], told["what_if"]["futures"]) == (1, aftermath.REVIEW_FUTURES)
        assert seatview.review(session, russia, None)["more"]["questions"] == ["Who gained?"]

    play(scene)


async def settle(session):
    """What runs beside the session is done."""
    while session._beside:
        await asyncio.gather(*session._beside)


def test_no_what_if_is_told_while_any_group_plays(play):
    async def scene(session):
        await student(session, "Heron", "russia")
        await groups.start(session, p.Start(groups=2))
        await turns.finish(session, p.Console(group="A"))
        await settle(session)
        await teaching.step(session, p.Step(step=6, reveal="whatif"))
        assert session.groups["A"].review is not None
        assert seatview.screen(session, [])["debrief"]["what_ifs"] == []

    play(scene)


def test_the_press_asks_teams_and_the_teacher_lets_each_headline_through(play):
    async def scene(session):
        _, iran = await started(session, "russia", "iran")
        reporter = await student(session, "Reporter")
        await joining.place(session, p.SeatIn(person=reporter.id, press=True))
        await talk.send(session, reporter, p.MessageIn(to="iran", text="Will you come?", key="q"))
        await talk.send(session, iran, p.MessageIn(to="press", text="We shall see.", key="a"))
        await talk.send(session, iran, p.MessageIn(to="russia", text="Between us.", key="c"))
        page = seatview.page(session, reporter)
        assert b"We shall see." in page
        assert b"Between us." not in page
        assert b"Will you come?" in seatview.page(session, iran)
        assert await refused(talk.send(session, reporter, p.MessageIn(to=["iran"], text="x", key="j", joint=True))) == (
            422,
            "to_mixed",
        )
        for k, words in enumerate(("First edition", "Second edition")):
            await teaching.say(session, reporter, p.EntryIn(step="headline", text=words, key=f"h{k}"))
        first, second = teaching.debrief_of(session, teacher=True)["all_headlines"]
        await teaching.step(session, p.Step(step=-1, reveal="headline", headline=second["id"]))
        assert seatview.screen(session, [])["debrief"]["headlines"] == ["Second edition"]
        assert first["text"] == "First edition"

    play(scene)


def test_a_practice_turn_takes_itself_back_when_its_time_is_over(play):
    async def scene(session):
        await student(session, "Heron", "russia")
        await rehearsal.practice(session, p.Practice(on=True))
        group = session.groups["A"]
        assert not clock.practice_done(session, group)
        await turns.end_turn(session, p.Console())
        assert group.clock.length == rehearsal.PRACTICE_LOOK
        group.clock.left = -clock.GRACE - 1
        assert clock.practice_done(session, group)
        session.settings.clock = "off"
        assert not clock.practice_done(session, group)

    play(scene)


def test_who_comes_late_is_told_what_happened_so_far_and_who_came_in_time_is_not(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await turns.end_turn(session, p.Console())
        late = await student(session, "Late")
        assert b'"so_far":[]' in seatview.page(session, russia)
        assert b'"so_far":[{' in seatview.page(session, late)

    play(scene)


def test_the_strip_says_planned_and_actual_minutes():
    from diplogame.classroom.schedule import strip

    marks = {"join": 1000.0, "start": 1000.0 + 600, "ending": 0}
    found = {step["name"]: step for step in strip(marks, 1000.0 + 900, 22.0, 17.0)}
    assert list(found) == ["join", "brief", "practice", "start", "ending", "debrief", "exit"]
    assert (found["join"]["minutes"], found["join"]["now"]) == (10.0, False)
    assert (found["start"]["minutes"], found["start"]["planned"], found["start"]["now"]) == (5.0, 22.0, True)
    assert found["ending"]["begun"] is None
    assert sum(found[name]["planned"] for name in ("ending", "debrief", "exit")) == 17.0


def test_calibration_is_counted_by_shelves_of_probability():
    from diplogame.classroom.calibration import calibration

    found = calibration([(0.9, True), (0.9, False), (0.1, False), (1.0, True)])
    assert found["n"] == 4
    assert [(s["n"], s["came"]) for s in found["shelves"]] == [(1, 0.0), (3, 0.667)]
    assert found["brier"] == round((0.01 + 0.81 + 0.01 + 0.0) / 4, 3)
    assert calibration([]) == {"n": 0, "brier": None, "shelves": []}


def slow(session, method):
    """Make one kind of the worker's calls take a moment; the event tells when one is under way."""
    table, under_way = session.tables[0], asyncio.Event()
    call = table.call

    async def late(name, *arguments):
        found = await call(name, *arguments)
        if name == method:
            under_way.set()
            await asyncio.sleep(0.3)
        return found

    table.call = late
    return under_way


@pytest.mark.parametrize("method", ["new", "end_turn", "seat"])
def test_a_practice_turn_given_up_while_it_is_computed_leaves_the_game_alone(play, method):
    async def scene(session):
        russia, _ = await started(session, "russia", "iran")
        digest = session.groups["A"].bundle["digest"]
        if method == "new":
            under_way = slow(session, method)
            begun = asyncio.create_task(rehearsal.practice(session, p.Practice(on=True)))
        else:
            await rehearsal.practice(session, p.Practice(on=True))
            under_way = slow(session, method)
            begun = asyncio.create_task(turns.end_turn(session, p.Console()))
        await under_way.wait()
        await rehearsal.practice(session, p.Practice(on=False))
        await begun
        await session.settled()
        group = session.groups["A"]
        assert (group.phase, group.turn, group.bundle["digest"]) == ("orders", 1, digest)
        await orders.put_docket(session, russia, docket(1, "call:iran"))
        await turns.end_turn(session, p.Console())
        assert [past["turn"] for past in group.turns_played] == [1]

    play(scene)


@pytest.mark.parametrize("turn", [1, 2])
def test_a_turn_rolled_back_while_it_is_computed_is_as_if_it_had_never_been(play, turn):
    async def first(session):
        await started(session, "russia")
        if turn == 2:
            await turns.end_turn(session, p.Console())
        digest = session.groups["A"].bundle["digest"]
        under_way = slow(session, "end_turn")
        ending = asyncio.create_task(turns.end_turn(session, p.Console()))
        await under_way.wait()
        await groups.roll_back(session, p.RollBack(turn=turn))
        await ending
        await session.settled()
        group = session.groups["A"]
        assert (group.phase, group.turn, group.bundle["digest"]) == ("orders", turn, digest)
        assert [past["turn"] for past in group.turns_played] == list(range(1, turn))
        await turns.end_turn(session, p.Console())
        return dict(group.digests)

    digests = play(first)

    async def again(session):
        assert session.trouble == ""
        assert dict(session.groups["A"].digests) == digests

    play(again, scenario="")


def test_the_table_of_orders_has_the_ais_orders_too_and_harms_no_spreadsheet(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        foretold = p.Prediction(text="=1+1", p=0.75)
        await orders.put_docket(
            session, russia, docket(1, "call:iran", because="@SUM(A1)", prediction=foretold, ready=True)
        )
        await turns.end_turn(session, p.Console())
        await teaching.judge(session, session.groups["A"], "russia", 1, False, "teacher")
        rows = {row["role"]: row for row in csv.DictReader(io.StringIO(export.orders_csv(session).lstrip("\ufeff")))}
        assert (rows["russia"]["because"], rows["russia"]["prediction"]) == ("'@SUM(A1)", "'=1+1")
        assert (rows["russia"]["held_by"], rows["russia"]["came_true"]) == ("people", "no")
        assert rows["egypt"]["held_by"] == "ai"
        assert rows["egypt"]["orders"] != ""
        trace = list(csv.DictReader(io.StringIO(export.trace_csv(session).lstrip("\ufeff"))))
        assert [(row["name"], row["role"]) for row in trace] == [("Student 0", "russia")]

    play(scene)


def test_reasons_that_are_asked_for_and_missing_stand_before_the_turns_end(play):
    async def scene(session):
        chair, (russia, iran) = await teacher(session), await started(session, "russia", "iran")
        await orders.put_docket(session, russia, docket(1, "call:iran", ready=True))
        await orders.put_docket(session, iran, docket(1, "call:russia", ready=True, because="They host."))
        kinds = [one["kind"] for one in consoleview.state(session, [], lan=False)["groups"][0]["before"]]
        assert "no_reason" not in kinds
        await clock.settings(session, p.SettingsIn(because="asked"))
        before = consoleview.state(session, [], lan=False)["groups"][0]["before"]
        assert {"kind": "no_reason", "role": "russia"} in before
        assert {"kind": "no_reason", "role": "iran"} not in before
        assert chair.kind == "facilitator"

    play(scene)


def test_plus_and_delta_carry_the_teams_name_and_one_word_nobodys(play):
    async def scene(session):
        (russia,) = await started(session, "russia")
        await turns.finish(session, p.Console())
        await teaching.step(session, p.Step(step=2))
        for what in ("plus", "word"):
            await teaching.say(session, russia, p.EntryIn(step=what, text="Patience", key=what))
        assert teaching.said(session, "plus") == ["Russia: Patience"]
        assert teaching.said(session, "word") == ["Patience"]

    play(scene)


def test_where_the_teacher_says_so_the_lead_alone_hands_in_and_others_propose(play):
    async def scene(session):
        heron, cedar = await started(session, "russia", "russia")
        assert (heron.job, cedar.job) == ("lead", "intelligence")
        await orders.put_docket(session, cedar, docket(1, "call:iran"))
        await clock.settings(session, p.SettingsIn(lead_only=True))
        assert await refused(orders.put_docket(session, cedar, docket(1, key="k2"))) == (403, "lead_only")
        vote = p.AnswersIn(turn=1, answers={"vote:1:russia": "yes"}, key="a")
        assert await refused(orders.put_answers(session, cedar, vote)) == (403, "lead_only")
        await orders.propose(session, cedar, p.Proposal(turn=1, order="call:israel"))
        await orders.put_docket(session, heron, docket(1, "call:israel", key="k3"))
        session.seen[heron.id] = time.monotonic()
        assert await refused(joining.take_lead(session, cedar)) == (409, "lead_here")
        session.seen[heron.id] = time.monotonic() - 60
        assert await joining.take_lead(session, cedar) == {"job": "lead"}
        assert (heron.job, cedar.job) == ("intelligence", "lead")
        await orders.put_docket(session, cedar, docket(1, "call:iran", key="k4"))
        assert await refused(orders.put_docket(session, heron, docket(1, key="k5"))) == (403, "lead_only")
        await joining.moderate_person(session, p.Moderate(person=cedar.id, action="remove"))
        await orders.put_docket(session, heron, docket(1, key="k6"))

    play(scene)
