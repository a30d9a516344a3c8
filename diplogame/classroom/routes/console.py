"""The facilitator's calls. All acts are POST under /api/console; a co-facilitator may do them too, an observer only looks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from diplogame.classroom import consoleview, export, kit, protocol
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
from diplogame.classroom.door import Here, Owner, Teacher, Watcher
from diplogame.classroom.refusal import Refusal

router = APIRouter(prefix="/api", tags=["console"])
Plain = dict[str, Any]


@router.get("/console/state")
async def state(person: Watcher, door: Here) -> Plain:
    """Everything."""
    return consoleview.state(door.session, door.addresses, door.lan, person.kind)


@router.get("/record")
async def record(_: Watcher, door: Here, group: Annotated[protocol.GroupId, Query()] = "A") -> Response:
    """The record, JSON lines, each chained to the last by hash; no names, no free texts."""
    door.session.group(group)
    lines = await door.session.table(group).call("lines", group)
    return Response(
        "\n".join(line.rstrip("\n") for line in lines) + "\n", media_type="application/x-ndjson; charset=utf-8"
    )


@router.get("/export.csv")
async def table(_: Watcher, door: Here, group: Annotated[protocol.GroupId | None, Query()] = None) -> Response:
    """Each seat's orders, reasons and predictions, a row a seat and turn, for marking."""
    head = {"content-disposition": 'attachment; filename="orders.csv"'}
    return Response(export.orders_csv(door.session, group), media_type="text/csv; charset=utf-8", headers=head)


@router.get("/review.html")
async def review_page(_: Watcher, door: Here, group: Annotated[protocol.GroupId, Query()] = "A") -> Response:
    """The review as one page to keep: it needs nothing else, and holds no names and no free texts."""
    found = door.session.group(group)
    aftermath.review_soon(door.session, found)
    if found.review is None:
        raise Refusal(409, "review_soon" if found.phase == "over" else "not_over")
    head = {"content-disposition": f'attachment; filename="review-{group}.html"'}
    return Response(found.review["html"], media_type="text/html; charset=utf-8", headers=head)


@router.get("/briefs.html")
async def briefs(_: Watcher, door: Here) -> Response:
    """Role cards and role pages of this session's scenario as one page for the printer."""
    made = kit.briefs(door.session.about["title"], door.session.about["states"])
    head = {"content-disposition": 'attachment; filename="briefs.html"'}
    return Response(made, media_type="text/html; charset=utf-8", headers=head)


@router.get("/trace.csv")
async def trace(_: Watcher, door: Here) -> Response:
    """Each student's part: seat, job, acts, messages, words in the debrief."""
    head = {"content-disposition": 'attachment; filename="students.csv"'}
    return Response(export.trace_csv(door.session), media_type="text/csv; charset=utf-8", headers=head)


@router.post("/console/start")
async def start(body: protocol.Start, _: Teacher, door: Here) -> Plain:
    return await groups.start(door.session, body)


@router.post("/console/pause")
async def pause(body: protocol.Console, _: Teacher, door: Here) -> Plain:
    return await clock.pause(door.session, body)


@router.post("/console/resume")
async def resume(body: protocol.Console, _: Teacher, door: Here) -> Plain:
    return await clock.resume(door.session, body)


@router.post("/console/extend")
async def extend(body: protocol.Extend, _: Teacher, door: Here) -> Plain:
    return await clock.extend(door.session, body)


@router.post("/console/end-turn")
async def end_turn(body: protocol.Console, _: Teacher, door: Here) -> Plain:
    return await turns.end_turn(door.session, body)


@router.post("/console/finish")
async def finish(body: protocol.Console, _: Teacher, door: Here) -> Plain:
    """The bell: end the game where it stands."""
    return await turns.finish(door.session, body)


@router.post("/console/inject")
async def inject(body: protocol.InjectIn, person: Teacher, door: Here) -> Plain:
    return await injects.inject(door.session, person, body)


@router.post("/console/rule")
async def rule(body: protocol.RuleIn, person: Teacher, door: Here) -> Plain:
    return await injects.rule(door.session, person, body)


@router.post("/console/roll-back")
async def roll_back(body: protocol.RollBack, _: Teacher, door: Here) -> Plain:
    return await groups.roll_back(door.session, body)


@router.post("/console/fork", status_code=201)
async def fork(body: protocol.Fork, _: Teacher, door: Here) -> Plain:
    return await groups.fork(door.session, body)


@router.post("/console/practice")
async def practice(body: protocol.Practice, _: Teacher, door: Here) -> Plain:
    """A practice turn on a throw-away game; off rolls it back."""
    return await rehearsal.practice(door.session, body)


@router.post("/console/seat")
async def seat(body: protocol.SeatIn, _: Teacher, door: Here) -> Plain:
    """Hand a seat to the AI or to people, or move a person."""
    return await joining.place(door.session, body)


@router.post("/console/orders")
async def seat_orders(body: protocol.SeatDocket, person: Teacher, door: Here) -> Plain:
    """Enter orders for any seat."""
    return await orders.for_seat(door.session, person, body)


@router.post("/console/moderate")
async def moderate(body: protocol.Moderate, _: Teacher, door: Here) -> Plain:
    """Rename, mute, remove; allow, hide or show a message; a new return code."""
    if body.message is not None:
        return await talk.moderate_message(door.session, body)
    return await joining.moderate_person(door.session, body)


@router.post("/console/settings")
async def settings(body: protocol.SettingsIn, _: Teacher, door: Here) -> Plain:
    return await clock.settings(door.session, body)


@router.post("/console/plan")
async def plan(body: protocol.PlanIn, _: Teacher, door: Here) -> Plain:
    """When the bell rings, and how long the debrief must be."""
    return await clock.plan(door.session, body)


@router.post("/console/eyes-up")
async def eyes(body: protocol.Eyes, _: Teacher, door: Here) -> Plain:
    """Lock all screens, or free them."""
    return await clock.eyes(door.session, body)


@router.post("/console/note", status_code=201)
async def note(body: protocol.Note, person: Teacher, door: Here) -> Plain:
    """A private note or star."""
    return await teaching.note(door.session, person, body)


@router.post("/console/debrief")
async def step(body: protocol.Step, _: Teacher, door: Here) -> Plain:
    """Go to a step of the debrief; reveal what was said."""
    return await teaching.step(door.session, body)


@router.post("/console/judge")
async def judge(body: protocol.JudgeIn, _: Teacher, door: Here) -> Plain:
    """Whether a seat's prediction came true."""
    return await teaching.judge(
        door.session, door.session.group(body.group), body.role, body.turn, body.came, "teacher"
    )


@router.post("/console/token", status_code=201)
async def token(body: protocol.Token, _: Owner, door: Here) -> Plain:
    """A token for a co-facilitator, a read-only observer or a projector."""
    return {"kind": body.kind, "token": await joining.issue(door.session, body.kind)}


@router.post("/console/open")
async def open_lan(_: Owner, door: Here) -> Plain:
    """Open to the class: listen on this machine's network addresses too."""
    if door.open_lan is not None and not door.lan:
        await door.open_lan()
    return {"lan": door.lan, "addresses": door.addresses}
