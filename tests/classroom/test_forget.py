from __future__ import annotations

import pytest

from diplogame.classroom import protocol as p
from diplogame.classroom.acts import groups, joining, orders, talk, turns
from diplogame.classroom.forget import forget_older, forget_person
from diplogame.classroom.log import FILE
from diplogame.errors import FileError, SeatError


def test_forgetting_a_person_erases_name_and_words_and_no_digest(play, tmp_path):
    async def lesson(session):
        found = await joining.join(session, p.Join(code="x", name="Unforgettable", role="russia"))
        person = session.who(found["token"])
        await groups.start(session, p.Start())
        await orders.put_docket(
            session, person, p.DocketIn(turn=1, orders=["call:iran"], key="k", because="Very private reason")
        )
        await talk.send(session, person, p.MessageIn(to="iran", text="Very private message", key="m"))
        await turns.end_turn(session, p.Console())
        return person.id, dict(session.groups["A"].digests)

    person, digests = play(lesson)
    folder = tmp_path / "class"
    before = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Unforgettable" in before
    assert b"Very private" in before
    assert forget_person(tmp_path, person).texts == 3
    after = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Unforgettable" not in after
    assert b"Very private" not in after

    async def again(session):
        assert session.groups["A"].digests == digests
        assert not session.trouble
        assert session.words(session.people[person].name) == ""
        assert session.groups["A"].turns_played[0]["dockets"]["russia"]["orders"][0]["id"] == "call:iran"

    play(again)
    with pytest.raises(SeatError, match="is no person"):
        forget_person(tmp_path, "nobody")


def test_old_sessions_are_forgotten_and_young_ones_are_not(play, tmp_path):
    async def lesson(session):
        await joining.join(session, p.Join(code="x", name="Unforgettable"))

    play(lesson)
    assert forget_older(tmp_path / "class", 1) == (0, 0)
    assert forget_older(tmp_path, -1) == (1, 1)
    assert b"Unforgettable" not in (tmp_path / "class" / FILE).read_bytes()


def test_a_folder_without_a_session_is_refused(tmp_path):
    with pytest.raises(FileError, match="holds no session"):
        forget_older(tmp_path, 1)
