"""The plenary's calls: the teams' own, and the facilitator's."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from diplogame.classroom import export, protocol
from diplogame.classroom.acts import floor, joint_texts
from diplogame.classroom.door import Here, Student, Teacher, Watcher

router = APIRouter(prefix="/api", tags=["plenary"])
Plain = dict[str, Any]


@router.post("/floor")
async def ask_floor(body: protocol.FloorIn, person: Student, door: Here) -> Plain:
    """Ask for the floor in the plenary, or take one's team off the list."""
    return await floor.ask(door.session, person, body)


@router.post("/texts", status_code=201)
async def table_text(body: protocol.TextIn, person: Student, door: Here) -> Plain:
    """Table a joint text, or revise one's own."""
    return await joint_texts.table(door.session, person, body)


@router.post("/texts/sponsor")
async def sponsor(body: protocol.Sponsor, person: Student, door: Here) -> Plain:
    """Sponsor a joint text, or no longer."""
    return await joint_texts.sponsor(door.session, person, body)


@router.post("/texts/withdraw")
async def withdraw(body: protocol.TextOf, person: Student, door: Here) -> Plain:
    """Take one's own joint text off the table."""
    return await joint_texts.withdraw(door.session, person, body)


@router.post("/texts/vote")
async def vote(body: protocol.VoteIn, person: Student, door: Here) -> Plain:
    """Vote for one's seat on the text that is put to the vote."""
    return await joint_texts.vote(door.session, person, body)


@router.post("/console/plenary")
async def plenary(body: protocol.PlenaryIn, person: Teacher, door: Here) -> Plain:
    """The plenary's list of speakers: open it, call the next, end a speech, set its time."""
    return await floor.lead(door.session, person, body)


@router.post("/console/text")
async def text(body: protocol.ChairText, person: Teacher, door: Here) -> Plain:
    """Put a joint text to the vote, close the vote, enter a seat's vote, hide a text or let it through."""
    return await joint_texts.chair(door.session, person, body)


@router.get("/plenary.csv")
async def plenary_table(_: Watcher, door: Here, group: Annotated[protocol.GroupId | None, Query()] = None) -> Response:
    """The plenary's speeches, joint texts and votes, a row each."""
    head = {"content-disposition": 'attachment; filename="plenary.csv"'}
    return Response(export.plenary_csv(door.session, group), media_type="text/csv; charset=utf-8", headers=head)
