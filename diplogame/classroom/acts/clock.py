"""The clock, eyes up, the settings and the run of show."""

from __future__ import annotations

import time

from diplogame.classroom import protocol
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group

GRACE = 10.0
"""Seconds that a hard clock waits after zero, for what is on its way."""


async def pause(session: Session, body: protocol.Console) -> Plain:
    group = session.group(body.group)
    await session.commit("pause", {"left": round(session.clock_left(group), 1)}, group=group.id)
    return clock_of(session, group)


async def resume(session: Session, body: protocol.Console) -> Plain:
    group = session.group(body.group)
    await session.commit("resume", {}, group=group.id)
    return clock_of(session, group)


async def extend(session: Session, body: protocol.Extend) -> Plain:
    group = session.group(body.group)
    if body.role is not None and body.role not in group.roles:
        from diplogame.classroom.refusal import Refusal

        raise Refusal(422, "no_role")
    await session.commit("extend", {"seconds": body.seconds, "role": body.role}, group=group.id)
    return clock_of(session, group)


async def eyes(session: Session, body: protocol.Eyes) -> Plain:
    """Lock all screens while the teacher speaks; clocks stop, drafts stay."""
    await session.commit(
        "eyes",
        {
            "on": body.on,
            "left": {g.id: round(session.clock_left(g), 1) for g in session.groups.values()},
            "speech": {g.id: round(g.plenary.clock.now(time.monotonic()), 1) for g in session.groups.values()},
        },
    )
    return {"on": session.eyes_up}


async def settings(session: Session, body: protocol.SettingsIn) -> Plain:
    wanted = {key: value for key, value in body.model_dump().items() if key != "group" and value is not None}
    await session.commit("settings", wanted)
    return dict(vars(session.settings))


async def plan(session: Session, body: protocol.PlanIn) -> Plain:
    await session.commit(
        "plan",
        {key: value for key, value in body.model_dump().items() if key != "group" and value is not None},
    )
    return {
        "bell": session.plan.bell,
        "debrief_minutes": session.plan.debrief_minutes,
        "plenary_minutes": session.plan.plenary_minutes,
    }


def clock_of(session: Session, group: Group, role: str | None = None) -> Plain:
    """What a page needs to count by itself: seconds left now, whether it runs, how binding it is."""
    extra = group.seats[role].extra if role else 0.0
    return {
        "mode": session.settings.clock, "running": group.clock.running and not session.eyes_up,
        "left": round(session.clock_left(group) + extra, 1), "length": group.clock.length, "phase": group.phase,
        "turn": group.turn, "turns": group.turns, "eyes_up": session.eyes_up, "all_stop": session.settings.all_stop,
    }  # fmt: skip


def set_clock(session: Session, group: Group, seconds: float, *, running: bool) -> None:
    group.clock.left = group.clock.length = seconds
    group.clock.touched = time.monotonic()
    group.clock.running = running and not session.replaying
    for seat in group.seats.values():
        seat.extra = 0.0


def tell_clock(session: Session, group: Group) -> None:
    for person in session.students():
        if person.group == group.id:
            session.tell(person.id, "clock", clock_of(session, group, person.role))
    session.tell("screen", "clock", clock_of(session, group) | {"group": group.id})
    session.tell_console("clock", clock_of(session, group) | {"group": group.id})


def mark(session: Session, step: str, at: float) -> None:
    session.plan.marks.setdefault(step, at)


def late(session: Session, group: Group) -> bool:
    """Whether a hard clock has run out for every seat that people hold and that is not ready."""
    if session.settings.clock != "hard" or not group.clock.running or group.phase != "orders" or group.closing:
        return False
    waiting = [
        seat.extra
        for role, seat in group.seats.items()
        if group.people_hold(role, session.students()) and not (seat.docket and seat.docket.ready)
    ]
    return session.clock_left(group) + max(waiting, default=0.0) + GRACE <= 0


def practice_done(session: Session, group: Group) -> bool:
    """Whether a practice turn's time has run out, so that it takes itself back."""
    return (
        group.phase == "practice"
        and group.clock.running
        and not group.closing
        and session.settings.clock != "off"
        and session.clock_left(group) + GRACE <= 0
    )


@applies("pause")
def _pause(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    group.clock.left, group.clock.running = row.body["left"], False
    tell_clock(session, group)


@applies("resume")
def _resume(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    if group.phase in ("orders", "practice") and not group.clock.running:
        group.clock.touched = time.monotonic()
        group.clock.running = not session.replaying and not session.eyes_up
    tell_clock(session, group)


@applies("extend")
def _extend(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    if row.body["role"] is None:
        group.clock.left += row.body["seconds"]
        group.clock.length = max(0.0, group.clock.length + row.body["seconds"])
    else:
        group.seats[row.body["role"]].extra += row.body["seconds"]
    tell_clock(session, group)


@applies("eyes")
def _eyes(session: Session, row: Row) -> None:
    on = row.body["on"]
    if on == session.eyes_up:
        return
    session.eyes_up = on
    for group in session.groups.values():
        if on and group.clock.running:
            group.clock.left, group.clock.running = row.body["left"][group.id], False
            group.clock.length = group.clock.length or 1.0
            session.stopped_by_eyes.add(group.id)
        elif not on and group.id in session.stopped_by_eyes:
            group.clock.touched = time.monotonic()
            group.clock.running = not session.replaying
        speech, name = group.plenary.clock, f"{group.id} speech"
        if on and speech.running:
            speech.left, speech.running = row.body["speech"][group.id], False
            session.stopped_by_eyes.add(name)
        elif not on and name in session.stopped_by_eyes:
            speech.touched, speech.running = time.monotonic(), not session.replaying
    if not on:
        session.stopped_by_eyes.clear()
    session.tell_all("eyes", {"on": on})
    for group in session.groups.values():
        tell_clock(session, group)
    session.tell_console()


@applies("settings")
def _settings(session: Session, row: Row) -> None:
    for key, value in row.body.items():
        setattr(session.settings, key, value)
    session.tell_all(
        "settings",
        {
            "messages": session.settings.messages,
            "all_stop": session.settings.all_stop,
            "projector": session.settings.projector,
        },
    )
    for group in session.groups.values():
        tell_clock(session, group)
    session.tell_console()


@applies("plan")
def _plan(session: Session, row: Row) -> None:
    for key, value in row.body.items():
        if key == "begun":
            mark(session, value, row.at)
        else:
            setattr(session.plan, key, value)
    session.tell_console()
