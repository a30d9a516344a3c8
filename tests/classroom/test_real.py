"""The real game at the class's tables: the shapes hold, the fog holds, the record is the game's own."""

from __future__ import annotations

import json
import random

import pytest

from diplogame.classroom import protocol as p
from diplogame.classroom import seatview
from diplogame.classroom.acts import groups, injects, joining, orders, talk, turns
from diplogame.classroom.session import open_session
from diplogame.classroom.worker import GAME
from diplogame.errors import DiplogameError

ROLES = ("russia", "iran", "israel", "united_states", "gulf_states", "qatar", "egypt", "jordan")


@pytest.fixture
def table(inline, tmp_path):
    import asyncio

    def run(scene, scenario="one_lesson", seed=5):
        async def whole():
            session = await open_session(tmp_path / "class", scenario, seed=seed, where=GAME)
            try:
                return await scene(session)
            finally:
                await session.close()

        return asyncio.run(whole())

    return run


async def take(session, *roles):
    people = {}
    for role in roles:
        found = await joining.join(session, p.Join(code="x", name=f"of {role}", role=role))
        people[role] = session.who(found["token"])
    await groups.start(session, p.Start())
    return people


async def pick(session, role, luck):
    menu = await orders.menu_of(session, session.groups["A"], role)
    capital = session.groups["A"].bundle["seats"][role]["capital"]
    able = [key for key, order in menu.items() if not order["greyed"] and order["cost"] <= capital]
    return luck.sample(able, 1) if able else []


def test_a_lesson_with_people_in_all_seats_keeps_each_view_to_its_seat(table):
    async def scene(session):
        people = await take(session, *ROLES)
        luck = random.Random(7)
        for turn in range(1, 3):
            for role, person in people.items():
                asks = session.groups["A"].bundle["seats"][role]["asks"]
                await orders.put_docket(
                    session, person, p.DocketIn(turn=turn, orders=await pick(session, role, luck), key=f"{role}{turn}")
                )
                if asks:
                    await orders.put_answers(
                        session,
                        person,
                        p.AnswersIn(
                            turn=turn,
                            answers={ask: luck.choice(values) for ask, values in asks.items()},
                            key=f"a{role}{turn}",
                        ),
                    )
            await turns.end_turn(session, p.Console())
            game = session.tables[0].tables.games["A"]
            assert session.groups["A"].turns_played[-1]["dockets"]["russia"].get("dropped") is None
            hidden = {}
            for role in ROLES:
                own = session.tables[0].tables.backend.seat(game, role).picture()
                page = json.loads(seatview.page(session, people[role]))
                assert page["view"] == json.loads(json.dumps(own))
                hidden[role] = {c["id"] for c in own["cables"]}
            everything = set.union(*hidden.values())
            for role in ROLES:
                page = seatview.page(session, people[role]).decode()
                assert not any(cable in page for cable in everything - hidden[role])
            shown = json.dumps(seatview.screen(session, []))
            common = set.intersection(*hidden.values())
            assert not any(cable in shown for cable in everything - common)
            for event in session.feed(people["qatar"].id).since(0):
                assert '"view"' not in event
        return await session.table("A").call("lines", "A")

    lines = table(scene)
    from diplogame.game import Game

    game = Game.loads("\n".join(line.rstrip("\n") for line in lines) + "\n")
    assert game.played == 2
    assert game.seats["russia"] == "person"


def test_injects_rulings_and_hand_overs_stand_in_the_record_and_a_restart_gives_the_same_digests(table):
    async def first(session):
        people = await take(session, "russia", "iran")
        chair = session.who(await joining.issue(session, "facilitator"))
        luck = random.Random(3)
        await orders.put_docket(
            session, people["russia"], p.DocketIn(turn=1, orders=await pick(session, "russia", luck), key="1")
        )
        await injects.rule(session, chair, p.RuleIn(reason="The insurers panic.", effects={"premium": 0.05}))
        await injects.inject(session, chair, p.InjectIn(title="A rumour", text="Of talks.", to=["iran"], kind="rumour"))
        await turns.end_turn(session, p.Console())
        assert session.groups["A"].fault == ""
        await joining.place(session, p.SeatIn(role="iran", held="ai"))
        await turns.end_turn(session, p.Console())
        await groups.roll_back(session, p.RollBack(turn=2))
        await turns.end_turn(session, p.Console())
        await groups.fork(session, p.Fork(turn=2))
        await turns.end_turn(session, p.Console(group="B"))
        lines = await session.table("A").call("lines", "A")
        assert "The insurers panic." in "".join(lines)
        assert "A rumour" in "".join(lines)
        assert b"A rumour" in seatview.page(session, people["iran"])
        assert b"A rumour" not in seatview.page(session, people["russia"])
        return {gid: dict(group.digests) for gid, group in session.groups.items()}, lines

    digests, lines = table(first)

    async def again(session):
        assert session.trouble == ""
        assert {gid: dict(group.digests) for gid, group in session.groups.items()} == digests
        assert await session.table("A").call("lines", "A") == lines

    table(again, scenario="")


def test_orders_that_bar_each_other_are_refused_at_once(table):
    async def scene(session):
        people = await take(session, "united_states")
        menu = await orders.menu_of(session, session.groups["A"], "united_states")
        threats = [
            key
            for key, order in menu.items()
            if order["family"] == "statements" and not order["greyed"] and order["cost"] <= 1
        ]
        from diplogame.classroom.refusal import Refusal

        with pytest.raises(Refusal) as caught:
            await orders.put_docket(session, people["united_states"], p.DocketIn(turn=1, orders=threats[:2], key="k"))
        assert caught.value.status == 422
        assert "statement" in caught.value.words
        order = menu[threats[0]]
        entry = p.Entry(verb=order["verb"], target=order["target"])
        await orders.put_docket(session, people["united_states"], p.DocketIn(turn=1, orders=[entry], key="k2"))

    table(scene)


def test_the_ai_of_the_chosen_level_plays_the_empty_seats_as_in_any_game(table):
    """A class without people plays what `Game` plays by itself."""

    async def scene(session):
        await groups.start(session, p.Start())
        for _ in range(3):
            await turns.end_turn(session, p.Console())
        return session.groups["A"].digests[3], session.groups["A"].turns_played

    digest, played = table(scene, scenario="tutorial", seed=None)
    from diplogame.game import Game

    game = Game.new("tutorial", seed=None, news=False)
    for _ in range(3):
        game.end_turn()
    assert played[0]["dockets"]["russia"]["held"] == "ai"
    assert len(digest) == len(game.digest)


@pytest.mark.slow
@pytest.mark.timeout(480)
@pytest.mark.parametrize("seed", range(4))
def test_random_lessons_carry_to_each_seat_its_own_view_alone(table, seed):
    """Page, menu, events, reasons and projector of random games with people in all seats, against what each seat may see."""

    async def scene(session):
        people = await take(session, *ROLES)
        chair = session.who(await joining.issue(session, "facilitator"))
        luck = random.Random(seed)
        backend = session.tables[0].tables.backend
        for turn in range(1, 4):
            said = {}
            for role, person in people.items():
                if luck.random() < 0.8:
                    body = p.DocketIn(
                        turn=turn,
                        orders=await pick(session, role, luck),
                        key=f"{role}{turn}",
                        because=f"reason-of-{role}-{turn}",
                        prediction=p.Prediction(text=f"foretold-by-{role}-{turn}", p=0.3),
                    )
                    await orders.put_docket(session, person, body)
                other = luck.choice([r for r in ROLES if r != role])
                said[role, other] = f"words-{turn}-{role}-{other}"
                await talk.send(session, person, p.MessageIn(to=other, text=said[role, other], key=f"m{role}{turn}"))
            to = luck.sample(ROLES, 2)
            await injects.inject(
                session, chair, p.InjectIn(title=f"flash-{turn}", to=to, kind="rumour", key=f"i{turn}")
            )
            game = session.tables[0].tables.games["A"]
            pictures = {role: backend.seat(game, role).picture() for role in ROLES}
            cables = {role: {c["id"] for c in pictures[role]["cables"]} for role in ROLES}
            for role, person in people.items():
                page = json.loads(seatview.page(session, person))
                assert page["view"] == json.loads(json.dumps(pictures[role]))
                assert page["asked"] == json.loads(json.dumps(backend.seat(game, role).asked()))
                menu = await seatview.menu(session, person)
                assert json.loads(menu) == json.loads(json.dumps(backend.seat(game, role).orders()))
                heard = json.dumps(page) + menu.decode() + "".join(session.feed(person.id).since(0))
                assert (f"flash-{turn}" in heard) == (role in to)
                for (sender, reader), words in said.items():
                    assert (words in heard) == (role in (sender, reader))
                for other in set(ROLES) - {role}:
                    assert f"reason-of-{other}-" not in heard
                    assert f"foretold-by-{other}-" not in heard
                    for cable in cables[other] - cables[role]:
                        assert cable not in heard
                foreign = sorted(set.union(*cables.values()) - cables[role])
                for cable in luck.sample(foreign, min(2, len(foreign))):
                    with pytest.raises(DiplogameError):
                        await session.table("A").call("why", "A", role, cable)
            shown = json.dumps(seatview.screen(session, [])) + "".join(session.feed("screen").since(0))
            common = set.intersection(*cables.values())
            assert not any(cable in shown for cable in set.union(*cables.values()) - common)
            assert "reason-of-" not in shown
            assert "foretold-by-" not in shown
            assert "words-" not in shown
            assert "flash-" not in shown
            await turns.end_turn(session, p.Console())

    table(scene, seed=seed)
