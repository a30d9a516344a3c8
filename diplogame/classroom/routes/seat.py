"""The calls of a student's page: join, look, order, answer, write, propose, say."""

from __future__ import annotations

import gzip
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from diplogame.classroom import limits, protocol, seatview, tokens
from diplogame.classroom.acts import aftermath, joining, orders, talk, teaching
from diplogame.classroom.door import Anyone, Door, Here, Student
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.state import Person

router = APIRouter(prefix="/api", tags=["seat"])
Plain = dict[str, Any]

PACKED_FROM = 2_048
"""Bytes from which an answer is packed."""
ONE_FORECAST_AT_ONCE = 3
"""Forecasts that may wait together; further ones are asked to come back."""


async def _code(door: Door, given: str) -> None:
    wait = await door.codes.wait()
    if wait:
        raise Refusal(429, "slow_down", retry_after=wait)
    if not tokens.same(tokens.read_code(given), door.session.code):
        door.codes.wrong()
        raise Refusal(403, "wrong_code")
    wait = door.joins.take()
    if wait:
        raise Refusal(429, "slow_down", retry_after=wait)


@router.post("/join", status_code=201)
async def join(body: protocol.Join, door: Here) -> Plain:
    """Come in by code; role null waits to be seated. The token is told this once."""
    await _code(door, body.code)
    return await joining.join(door.session, body)


@router.post("/return", status_code=201)
async def come_back(body: protocol.Return, door: Here) -> Plain:
    """The same seat on this device, by return code."""
    await _code(door, body.code)
    try:
        return await joining.come_back(door.session, body)
    except Refusal:
        door.codes.wrong()
        raise


@router.get("/lobby")
async def lobby(door: Here) -> Plain:
    """What the join page shows before one is in: the title and the roles. No names, no secrets."""
    wait = door.strangers.take()
    if wait:
        raise Refusal(429, "too_fast", retry_after=wait)
    return seatview.lobby(door.session)


@router.get("/seat")
async def seat(
    request: Request,
    person: Anyone,
    door: Here,
    group: Annotated[protocol.GroupId | None, Query()] = None,
    role: Annotated[protocol.Role | None, Query()] = None,
) -> Response:
    """The seat's whole page: {turn, phase, clock, view, asked, committed, ...}. A teacher names group and role."""
    return _json(seatview.page(door.session, _as(door, person, group, role)), request)


@router.get("/clock")
async def clock(person: Student, door: Here) -> Plain:
    """How far the lesson is: {turn, phase, left, running, eyes_up, ready, letters}; small, for programs that ask often."""
    return seatview.pulse(door.session, person)


@router.get("/orders")
async def menu(
    request: Request,
    person: Anyone,
    door: Here,
    group: Annotated[protocol.GroupId | None, Query()] = None,
    role: Annotated[protocol.Role | None, Query()] = None,
) -> Response:
    """Every order that the seat may give this turn, greyed ones with the reason."""
    return _json(await seatview.menu(door.session, _as(door, person, group, role)), request)


def _as(door: Door, person: Person, group: str | None, role: str | None) -> Person:
    """The seat whose page is asked for: one's own, or for a teacher the one named."""
    if person.kind in ("student", "press"):
        return person
    if person.kind not in ("facilitator", "co", "observer"):
        raise Refusal(403, "scope")
    gid = group or next(iter(door.session.groups))
    if role is None or role not in door.session.group(gid).roles:
        raise Refusal(422, "no_role")
    return Person(person.id, person.kind, "", group=gid, role=role)


@router.put("/docket")
async def docket(body: protocol.DocketIn, person: Student, door: Here) -> Plain:
    """Hand in orders; answered once they are on disk. The same key again gets the same answer."""
    return await orders.put_docket(door.session, person, body)


@router.put("/answers")
async def answers(body: protocol.AnswersIn, person: Student, door: Here) -> Plain:
    """Answer invitations, offers and votes."""
    return await orders.put_answers(door.session, person, body)


@router.post("/proposals", status_code=201)
async def propose(body: protocol.Proposal, person: Student, door: Here) -> Plain:
    """Propose an order to one's own team, or vote on one."""
    return await orders.propose(door.session, person, body)


@router.post("/lead")
async def lead(person: Student, door: Here) -> Plain:
    """Take one's team's lead over while its lead is away."""
    return await joining.take_lead(door.session, person)


@router.post("/messages", status_code=201)
async def message(body: protocol.MessageIn, person: Student, door: Here) -> Plain:
    """Write to other seats, one's team, the teacher, or everybody."""
    return await talk.send(door.session, person, body)


@router.post("/messages/sign")
async def sign(body: protocol.Sign, person: Student, door: Here) -> Plain:
    """Sign a joint statement, or take the name off it."""
    return await talk.sign(door.session, person, body)


@router.post("/messages/flag")
async def flag(body: protocol.Flag, person: Student, door: Here) -> Plain:
    """Tell the teacher about a message."""
    return await talk.flag(door.session, person, body)


@router.post("/wish")
async def wish(body: protocol.Wish, person: Student, door: Here) -> Plain:
    """Take a seat from the waiting room, or ask for one."""
    return await joining.wish(door.session, person, body)


@router.post("/say", status_code=201)
async def say(body: protocol.EntryIn, person: Student, door: Here) -> Plain:
    """Say something in the debrief, or make a prediction."""
    return await teaching.say(door.session, person, body)


@router.post("/judge")
async def judge(body: protocol.Judge, person: Student, door: Here) -> Plain:
    """In the debrief: whether what one's own team foretold came true."""
    session = door.session
    if person.role is None:
        raise Refusal(409, "no_seat")
    if session.debrief.step < 0:
        raise Refusal(409, "no_debrief")
    return await teaching.judge(session, session.group(person.group), person.role, body.turn, body.came, person.id)


@router.post("/forecast")
async def forecast(body: protocol.Ask, person: Student, door: Here) -> Plain:
    """Imagined futures with these orders and without, from what the seat knows."""
    session = door.session
    if person.role is None:
        raise Refusal(409, "no_seat")
    group = session.group(person.group)
    if group.bundle is None or group.phase != "orders":
        raise Refusal(409, "not_started" if group.phase == "lobby" else "turn_gone", turn=group.turn)
    known = await orders.menu_of(session, group, person.role)
    if any(order not in known for order in body.orders):
        raise Refusal(422, "no_order")
    if session.futures.pending >= ONE_FORECAST_AT_ONCE:
        raise Refusal(429, "too_many_at_once", retry_after=3)
    lines = await session.table(group.id).call("lines", group.id)
    found: Plain = await session.futures.call(
        "forecast", f"{group.id}:{group.bundle['digest']}", lines, person.role, body.orders, 200
    )
    return found


@router.post("/why")
async def why(body: protocol.Why, person: Student, door: Here) -> Plain:
    """Why did they? What this seat may know of it."""
    session = door.session
    if person.role is None:
        raise Refusal(409, "no_seat")
    group = session.group(person.group)
    found: Plain = await session.table(group.id).call(
        "why", f"{group.id}.practice" if group.phase == "practice" else group.id, person.role, body.event
    )
    return found


@router.get("/events")
async def events(person: Anyone, door: Here, after: Annotated[protocol.EventNumber, Query()] = 0) -> Response:
    """The recipient's events after a number; waits up to 20 s. The same list and numbers as on /ws."""
    if door.polls.get(person.id, 0) >= limits.SOCKETS_A_TOKEN:
        raise Refusal(429, "too_many_at_once", retry_after=2)
    door.polls[person.id] = door.polls.get(person.id, 0) + 1
    try:
        found = await door.session.feed(seatview.feed_name(person)).wait(after, limits.POLL_SECONDS)
    finally:
        door.polls[person.id] -= 1
    return _json(("[" + ",".join(found) + "]").encode())


@router.get("/review")
async def review(person: Anyone, door: Here, group: Annotated[protocol.GroupId | None, Query()] = None) -> Plain:
    """After the end: what all sides did, knew and wrote."""
    found = seatview.review(door.session, person, group)
    aftermath.review_soon(door.session, door.session.group(found["group"]))
    return found


def _json(body: bytes, request: Request | None = None) -> Response:
    """JSON that is made already; large answers are packed for browsers, so that a class's Wi-Fi carries a seventh of them."""
    if request is None or len(body) < PACKED_FROM or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(body, media_type="application/json")
    head = {"content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(gzip.compress(body, 1, mtime=0), media_type="application/json", headers=head)
