"""The plenary without a network: the list of speakers, joint texts, votes, and what a restart gives back."""

from __future__ import annotations

import asyncio
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplogame.classroom import consoleview, export, limits, schedule, seatview
from diplogame.classroom import protocol as p
from diplogame.classroom.acts import clock, floor, groups, joining, joint_texts, talk, turns
from diplogame.classroom.plenary import carried
from diplogame.classroom.refusal import Refusal


async def seated(session, *roles):
    """The teacher and a student in each role, with the game begun and a plenary open."""
    chair = session.who(await joining.issue(session, "facilitator"))
    people = []
    for k, role in enumerate(roles):
        found = await joining.join(session, p.Join(code="x", name=f"Student {k}", role=role))
        people.append(session.who(found["token"]))
    await groups.start(session, p.Start())
    await lead(session, chair, "open")
    return [chair, *people]


async def lead(session, chair, action, **more):
    return await floor.lead(session, chair, p.PlenaryIn(action=action, **more))


async def ask(session, person, action="ask"):
    return await floor.ask(session, person, p.FloorIn(action=action))


async def table(session, person, title="A pause", clauses=("Stop.", "Talk."), key="k", **more):
    body = p.TextIn(title=title, clauses=list(clauses), key=key, **more)
    return (await joint_texts.table(session, person, body))["id"]


async def vote(session, person, text, how):
    return await joint_texts.vote(session, person, p.VoteIn(text=text, vote=how))


async def put(session, chair, text, action, **more):
    return await joint_texts.chair(session, chair, p.ChairText(text=text, action=action, **more))


async def refused(awaitable):
    with pytest.raises(Refusal) as caught:
        await awaitable
    return caught.value.status, caught.value.why


def page(session, person):
    return json.loads(seatview.page(session, person))


def test_teams_are_called_in_the_order_in_which_they_asked(play):
    async def scene(session):
        chair, russia, iran, qatar = await seated(session, "russia", "iran", "qatar")
        plenary = session.groups["A"].plenary
        assert await ask(session, iran) == {"place": 1}
        assert await ask(session, russia) == {"place": 2}
        assert await ask(session, iran) == {"place": 1}, "asking twice keeps the place"
        assert await ask(session, qatar) == {"place": 3}
        assert (await lead(session, chair, "first", role="qatar"))["asks"] == ["qatar", "iran", "russia"]
        assert (await lead(session, chair, "call"))["speaker"] == "qatar"
        assert await ask(session, russia, "withdraw") == {"place": None}
        assert await ask(session, qatar) == {"place": 2}, "who speaks may ask again"
        now = await lead(session, chair, "call")
        assert (now["speaker"], now["asks"]) == ("iran", ["qatar"])
        assert [speech.role for speech in plenary.speeches] == ["qatar"], "a new call ends the speech before it"
        assert (await lead(session, chair, "call", role="egypt"))["speaker"] == "egypt", "the teacher may call anybody"
        assert (await lead(session, chair, "end"))["speaker"] is None
        assert (await lead(session, chair, "take_off", role="qatar"))["asks"] == []
        assert await refused(lead(session, chair, "call")) == (409, "nobody_asked")
        assert await refused(lead(session, chair, "end")) == (409, "nobody_speaks")
        assert await refused(lead(session, chair, "take_off", role="qatar")) == (409, "not_listed")

    play(scene)


def test_a_closed_list_takes_nobody_and_a_closed_plenary_nothing(play):
    async def scene(session):
        chair, russia, iran = await seated(session, "russia", "iran")
        await ask(session, russia)
        await lead(session, chair, "shut")
        assert await refused(ask(session, iran)) == (409, "list_shut")
        assert await ask(session, russia) == {"place": 1}
        await lead(session, chair, "unshut")
        assert await ask(session, iran) == {"place": 2}
        text = await table(session, russia)
        now = await lead(session, chair, "close")
        assert (now["stage"], now["asks"]) == ("closed", [])
        assert await refused(ask(session, iran)) == (409, "no_plenary")
        assert await refused(table(session, iran)) == (409, "no_plenary")
        assert await refused(joint_texts.sponsor(session, iran, p.Sponsor(text=text))) == (409, "no_plenary")
        await lead(session, chair, "announce")
        await ask(session, iran)
        assert await refused(lead(session, chair, "call")) == (409, "no_plenary"), "nobody speaks before it is open"

    play(scene)


def test_a_speech_is_timed_and_stands_still_while_eyes_are_up(play):
    async def scene(session):
        chair, russia = await seated(session, "russia")
        plenary = session.groups["A"].plenary
        assert not session.groups["A"].clock.running, "the turn's clock stands while the plenary sits"
        await lead(session, chair, "limit", seconds=60)
        await ask(session, russia)
        assert (await lead(session, chair, "call"))["left"] == pytest.approx(60, abs=0.5)
        await asyncio.sleep(0.2)
        held = (await lead(session, chair, "hold"))["left"]
        assert held < 59.95
        await asyncio.sleep(0.1)
        assert floor.floor_of(session.groups["A"])["left"] == held
        await lead(session, chair, "go_on")
        await clock.eyes(session, p.Eyes(on=True))
        assert not plenary.clock.running
        assert await refused(ask(session, russia)) == (423, "eyes_up")
        await clock.eyes(session, p.Eyes(on=False))
        assert plenary.clock.running
        await lead(session, chair, "end")
        assert plenary.speeches[0].seconds == pytest.approx(60 - held, abs=0.3)
        await turns.end_turn(session, p.Console())
        assert not session.groups["A"].clock.running, "nor does a new turn start it"

    play(scene)


def test_a_text_gathers_sponsors_until_it_is_voted_on(play):
    async def scene(session):
        chair, russia, iran, qatar = await seated(session, "russia", "iran", "qatar")
        text = await table(session, russia)
        assert await table(session, russia) == text, "the same key, the same text"
        await joint_texts.sponsor(session, iran, p.Sponsor(text=text, revised=0))
        assert page(session, qatar)["texts"][0]["sponsors"] == ["russia", "iran"]
        assert await table(session, russia, clauses=["Stop now."], key="k2", id=text) == text
        now = page(session, qatar)["texts"][0]
        assert (now["clauses"], now["sponsors"], now["revised"]) == (["Stop now."], ["russia"], 1)
        assert await refused(joint_texts.sponsor(session, iran, p.Sponsor(text=text, revised=0))) == (
            409,
            "text_revised",
        )
        assert await refused(table(session, iran, key="i", id=text)) == (403, "not_your_text")
        assert await refused(joint_texts.withdraw(session, iran, p.TextOf(text=text))) == (403, "not_your_text")
        assert await refused(joint_texts.sponsor(session, russia, p.Sponsor(text=text))) == (409, "own_text")
        assert await refused(vote(session, iran, text, "for")) == (409, "no_vote")
        await put(session, chair, text, "open_vote")
        assert await refused(table(session, russia, key="k3", id=text)) == (409, "text_settled")
        assert await refused(joint_texts.sponsor(session, iran, p.Sponsor(text=text))) == (409, "text_settled")
        other = await table(session, iran, key="i2")
        assert await refused(put(session, chair, other, "open_vote")) == (409, "vote_open")
        await joint_texts.withdraw(session, iran, p.TextOf(text=other))
        assert page(session, qatar)["texts"][1]["fate"] == "withdrawn"

    play(scene)


def test_votes_are_told_when_the_vote_is_closed_and_not_before(play):
    async def scene(session):
        chair, russia, iran, qatar = await seated(session, "russia", "iran", "qatar")
        text = await table(session, russia)
        await put(session, chair, text, "open_vote", rule="two_thirds")
        before = session.feed(qatar.id).last
        await vote(session, russia, text, "for")
        await vote(session, iran, text, "for")
        await vote(session, iran, text, "against")
        await put(session, chair, text, "vote", role="egypt", vote="for")
        seen = page(session, qatar)["texts"][0]
        assert (seen["cast"], seen["votes"], seen["mine"], seen["tally"]) == (3, {}, None, None)
        assert page(session, iran)["texts"][0]["mine"] == "against"
        shown = json.dumps(seatview.screen(session, [])) + "".join(session.feed(qatar.id).since(before))
        assert '"against"' not in shown
        assert '"for"' not in shown
        await put(session, chair, text, "close_vote")
        told = page(session, qatar)["texts"][0]
        assert told["votes"] == {"russia": "for", "iran": "against", "egypt": "for"}
        assert told["fate"] == "adopted"
        assert told["tally"] == {"for": 2, "against": 1, "abstain": 0}
        assert await refused(vote(session, qatar, text, "for")) == (409, "no_vote")

    play(scene)


@given(st.lists(st.sampled_from(["for", "against", "abstain"]), max_size=8))
def test_rules_grow_stricter_and_abstentions_count_for_neither_side(votes):
    majority, two_thirds, consensus = (carried(votes, rule) for rule in ("majority", "two_thirds", "consensus"))
    assert majority >= two_thirds >= consensus
    assert consensus == ("for" in votes and "against" not in votes)
    for rule in ("majority", "two_thirds", "consensus"):
        assert carried([*votes, "abstain"], rule) == carried(votes, rule)
        if carried(votes, rule):
            assert carried([*votes, "for"], rule)
    assert not carried(["abstain"] * len(votes), "consensus")


def test_two_thirds_means_twice_as_many():
    assert carried(["for", "for", "against"], "two_thirds")
    assert not carried(["for", "for", "for", "against", "against"], "two_thirds")
    assert not carried(["for", "against"], "majority")


def test_a_text_waits_for_the_teacher_where_messages_do_and_is_gone_when_hidden(play):
    async def scene(session):
        chair, russia, iran = await seated(session, "russia", "iran")
        open_text = await table(session, russia, key="open")
        await clock.settings(session, p.SettingsIn(messages="held"))
        held = await table(session, russia, title="Held secret", key="held")
        assert [one["id"] for one in page(session, iran)["texts"]] == [open_text]
        assert [one["id"] for one in page(session, russia)["texts"]] == [open_text, held]
        assert await refused(joint_texts.sponsor(session, iran, p.Sponsor(text=held))) == (404, "no_text")
        assert "Held secret" not in json.dumps(seatview.screen(session, []))
        last = session.feed(iran.id).last
        await put(session, chair, held, "hide")
        assert session.feed(iran.id).last == last, "who never saw it is not told that it is gone"
        await put(session, chair, held, "allow")
        assert len(page(session, iran)["texts"]) == 2
        await table(session, russia, title="Changed", key="again", id=open_text)
        assert [one["title"] for one in page(session, iran)["texts"]] == ["Held secret"], "a new wording waits again"
        await put(session, chair, held, "hide")
        assert page(session, iran)["texts"] == []
        await clock.settings(session, p.SettingsIn(messages="off"))
        assert await refused(table(session, iran, key="off")) == (403, "messages_off")
        await joining.moderate_person(session, p.Moderate(person=iran.id, action="mute"))
        assert await refused(table(session, iran, key="muted")) == (403, "muted")

    play(scene)


def test_texts_and_wordings_are_bounded(play):
    async def scene(session):
        _, russia = await seated(session, "russia")
        first = await table(session, russia, key="t0")
        for k in range(1, limits.TEXTS_A_SEAT):
            await table(session, russia, key=f"t{k}")
        assert await refused(table(session, russia, key="one-more")) == (429, "many_texts")
        for k in range(limits.REVISIONS):
            await table(session, russia, key=f"r{k}", id=first)
        assert await refused(table(session, russia, key="again", id=first)) == (429, "many_texts")

    play(scene)


def test_the_plenary_is_one_tables_own_and_needs_a_seat(play):
    async def scene(session):
        chair, russia, iran = await seated(session, "russia", "iran")
        text = await table(session, russia)
        made = await groups.fork(session, p.Fork(people=[iran.id]))
        assert page(session, iran)["texts"] == []
        assert page(session, iran)["floor"]["stage"] == "none"
        await lead(session, chair, "open", group=made["group"])
        assert await refused(joint_texts.sponsor(session, iran, p.Sponsor(text=text))) == (404, "no_text")
        assert await ask(session, iran) == {"place": 1}
        assert session.groups["A"].plenary.asks == []
        found = await joining.join(session, p.Join(code="x", name="Nobody"))
        loose = session.who(found["token"])
        await joining.place(session, p.SeatIn(person=loose.id))
        assert await refused(ask(session, loose)) == (409, "no_seat")
        assert await refused(table(session, loose)) == (409, "no_seat")

    play(scene)


def test_a_restart_keeps_list_texts_and_votes_and_the_speech_stands(play):
    async def first(session):
        chair, russia, iran, qatar = await seated(session, "russia", "iran", "qatar")
        for person in (iran, russia, qatar):
            await ask(session, person)
        await lead(session, chair, "call")
        await lead(session, chair, "end")
        await lead(session, chair, "limit", seconds=120)
        await lead(session, chair, "call")
        await asyncio.sleep(0.3)
        one = await table(session, russia, key="a")
        await table(session, russia, key="a2", clauses=["Other."], id=one)
        await joint_texts.sponsor(session, iran, p.Sponsor(text=one))
        two = await table(session, iran, key="b")
        await put(session, chair, one, "open_vote", rule="consensus")
        await vote(session, russia, one, "for")
        await put(session, chair, one, "close_vote")
        await put(session, chair, two, "open_vote")
        await vote(session, iran, two, "abstain")
        state = consoleview.state(session, [], lan=False)["groups"][0]
        return state["floor"], state["texts"]

    floor_before, texts = play(first)

    async def again(session):
        state = consoleview.state(session, [], lan=False)["groups"][0]
        now = state["floor"]
        assert state["texts"] == texts
        assert not now["running"]
        assert now["left"] == pytest.approx(floor_before["left"], abs=1)
        assert now["left"] < 119.8
        same = ("stage", "listing", "limit", "speaker", "asks", "spoken", "voting", "cast", "by")
        assert {key: now[key] for key in same} == {key: floor_before[key] for key in same}
        assert now["speaker"] == "russia"

    play(again)


def test_plenary_stands_in_the_export_and_the_review(play):
    async def scene(session):
        chair, russia, _ = await seated(session, "russia", "iran")
        await ask(session, russia)
        await lead(session, chair, "call")
        await lead(session, chair, "end")
        text = await table(session, russia, title="=SUM(1)", clauses=["-1", "<b>Two</b>"])
        await put(session, chair, text, "open_vote")
        await vote(session, russia, text, "for")
        await put(session, chair, text, "close_vote")
        rows = list(csv.DictReader(io.StringIO(export.plenary_csv(session).lstrip("\ufeff"))))
        assert [(row["kind"], row["role"], row["result"]) for row in rows] == [
            ("speech", "russia", ""),
            ("text", "russia", "adopted"),
            ("vote", "russia", "for"),
        ]
        assert rows[1]["title"] == "'=SUM(1)"
        assert rows[1]["clauses"].startswith("'-1")
        await turns.finish(session, p.Console())
        for _ in range(100):
            await asyncio.sleep(0.01)
            if session.groups["A"].aftermath:
                break
        found = seatview.review(session, russia, None)
        assert found["texts"][0]["votes"] == {"russia": "for"}
        assert found["speeches"][0]["role"] == "russia"

    play(scene)


def test_a_message_and_a_text_of_the_same_team_do_not_mix(play):
    async def scene(session):
        _, russia, _ = await seated(session, "russia", "iran")
        await talk.send(session, russia, p.MessageIn(to="iran", text="Sponsor ours?", key="k"))
        await table(session, russia, key="k")
        kinds = [row.kind for row in session.log.rows()]
        assert kinds.count("message") == kinds.count("joint_text") == 1

    play(scene)


def test_the_run_of_show_counts_the_plenary_apart_from_play():
    marks = {"join": 0.0, "start": 600.0}
    steps = {s["name"]: s for s in schedule.strip(marks, 3600.0, 90.0, 30.0, schedule.Pause(30.0, 20.0, on=True))}
    assert steps["start"]["minutes"] == 30.0
    assert not steps["start"]["now"]
    assert (steps["plenary"]["planned"], steps["plenary"]["minutes"], steps["plenary"]["now"]) == (30.0, 20.0, True)
    assert "plenary" not in {s["name"] for s in schedule.strip(marks, 3600.0, 90.0, 30.0)}
