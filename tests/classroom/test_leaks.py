"""A seat's page, calls and events carry that seat's view alone; the projector carries what all see."""

from __future__ import annotations

import itertools
import json

from fakegame import STATES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplogame.classroom import consoleview, seatview
from diplogame.classroom import protocol as p
from diplogame.classroom.acts import clock, floor, groups, injects, joining, joint_texts, orders, talk
from diplogame.classroom.acts.turns import end_turn
from diplogame.classroom.engine import public
from diplogame.classroom.refusal import Refusal

ROLES = list(STATES)
_numbers = itertools.count()
turn_of = st.fixed_dictionaries(
    {
        "orders": st.dictionaries(st.sampled_from(ROLES), st.integers(0, 39), max_size=8),
        "messages": st.lists(
            st.tuples(st.sampled_from(ROLES), st.sampled_from([*ROLES, "team", "teacher", "all"])), max_size=5
        ),
        "texts": st.lists(st.tuples(st.sampled_from(ROLES), st.booleans()), max_size=3),
        "inject": st.none() | st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True),
    }
)


@given(st.lists(turn_of, min_size=1, max_size=3), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_seat_hears_what_is_not_its_own(play, turns, seed):
    async def scene(session):
        people = {}
        for role in ROLES:
            found = await joining.join(session, p.Join(code="x", name=f"of {role}", role=role))
            people[role] = session.who(found["token"])
        await groups.start(session, p.Start())
        chair = session.who(await joining.issue(session, "facilitator"))
        await floor.lead(session, chair, p.PlenaryIn(action="announce"))
        said = []
        for number, turn in enumerate(turns, 1):
            for role, pick in turn["orders"].items():
                menu = [
                    key
                    for key, order in (await orders.menu_of(session, session.groups["A"], role)).items()
                    if not order["greyed"]
                ]
                body = p.DocketIn(
                    turn=number, orders=[menu[pick % len(menu)]], key=f"d{number}", because=f"reason-of-{role}-{number}"
                )
                await orders.put_docket(session, people[role], body)
            for k, (sender, to) in enumerate(turn["messages"]):
                if sender == to:
                    continue
                text = f"words-{number}-{k}-{sender}-{to}"
                await talk.send(session, people[sender], p.MessageIn(to=to, text=text, key=f"m{number}-{k}"))
                said.append((sender, to, text))
            for k, (author, held) in enumerate(turn["texts"]):
                words = f"clause-{number}-{k}-{'held' if held else 'open'}"
                await clock.settings(session, p.SettingsIn(messages="held" if held else "on"))
                try:
                    body = p.TextIn(title=words, clauses=[words], key=f"t{number}-{k}")
                    made = await joint_texts.table(session, people[author], body)
                except Refusal:
                    continue  # that team has tabled enough
                said.append((author, "team" if held else "all", words))
                if not held:
                    await vote_in_secret(session, chair, people, made["id"])
            if turn["texts"]:
                await clock.settings(session, p.SettingsIn(messages="on"))
            if turn["inject"]:
                text = f"inject-{number}"
                await injects.inject(session, chair, p.InjectIn(title=text, to=turn["inject"], key=f"i{number}"))
                said.append((turn["inject"], "inject", text))
            if number < len(turns):
                await end_turn(session, p.Console())
        game = session.tables[0].tables.games["A"]
        everything = {role: await _all(session, people[role]) for role in ROLES}
        for role, heard in everything.items():
            for other in ROLES:
                assert (game.secret(other) in heard) == (other == role)
                if other != role:
                    assert f"reason-of-{other}-" not in heard
                    for order in game.history:
                        for wish in order["dockets"][other]["orders"]:
                            if wish.startswith(("sabotage", "gather")):
                                verb, target = wish.split(":")
                                assert f"-{other}-{verb}-{target}" not in heard
            for sender, to, text in said:
                may = role in sender if to == "inject" else role == sender or to in (role, "all")
                if to in ("team", "teacher"):
                    may = role == sender
                assert (text in heard) == may, (role, sender, to)
        shown = json.dumps(seatview.screen(session, []), ensure_ascii=False) + "".join(session.feed("screen").since(0))
        assert "secret-" not in shown
        assert "reason-of-" not in shown
        assert all((text in shown) == (to == "all") for _, to, text in said)
        consoleview.state(session, [], lan=False)

    play(scene, scenario="moscow_table", folder=f"class{next(_numbers)}", seed=seed)


async def vote_in_secret(session, chair, people, text):
    """Two seats vote; nobody else's page may tell how, while the vote is open."""
    await joint_texts.chair(session, chair, p.ChairText(text=text, action="open_vote"))
    before = {role: session.feed(person.id).last for role, person in people.items()}
    for role, how in (("iran", "abstain"), ("qatar", "against")):
        await joint_texts.vote(session, people[role], p.VoteIn(text=text, vote=how))
    for role, person in people.items():
        if role not in ("iran", "qatar"):
            on_page = [one for one in json.loads(seatview.page(session, person))["texts"] if one["id"] == text]
            assert [(one["votes"], one["mine"], one["tally"]) for one in on_page] == [({}, None, None)]
            heard = "".join(session.feed(person.id).since(before[role]))
            assert "abstain" not in heard
            assert "against" not in heard
    await joint_texts.chair(session, chair, p.ChairText(text=text, action="close_vote"))


async def _all(session, person):
    parts = [seatview.page(session, person), await seatview.menu(session, person)]
    return b"".join(parts).decode() + "".join(session.feed(person.id).since(0)) + json.dumps(seatview.lobby(session))


def test_equal_seats_have_equal_pages_whatever_others_do(play, tmp_path):
    """The length and the numbers of a bystander's page do not move with what others hand in or write."""

    def page(folder, busy):
        async def scene(session):
            found = await joining.join(session, p.Join(code="x", name="Bystander", role="jordan"))
            jordan = session.who(found["token"])
            other = session.who((await joining.join(session, p.Join(code="x", name="Other", role="iran")))["token"])
            await groups.start(session, p.Start())
            if busy:
                await orders.put_docket(session, other, p.DocketIn(turn=1, orders=["call:russia"], key="k", ready=True))
                await talk.send(session, other, p.MessageIn(to="russia", text="Hm.", key="m"))
            found = json.loads(seatview.page(session, jordan))
            found["clock"]["left"] = 0
            for part in ("person", "team"):
                found.pop(part)
            return found, session.feed(jordan.id).last

        return play(scene, folder=folder)

    assert page("quiet", busy=False) == page("busy", busy=True)


def test_the_projector_gets_only_what_all_pictures_agree_on():
    from fakegame import FakeGame, FakeSeat

    game = FakeGame("one_lesson", 3)
    game.end_turn({"iran": {"orders": ["sabotage:israel"]}})
    pictures = [FakeSeat(game, role).picture() for role in STATES]
    shown = public(pictures)
    assert shown["brent"] == pictures[0]["brent"]
    assert "score" not in shown
    assert all("sabotage" not in cable["id"] for cable in shown["cables"])
    pictures[3]["brent"] += 1
    assert "brent" not in public(pictures)
