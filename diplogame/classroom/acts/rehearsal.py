"""The practice turn: a throw-away game with other luck, which leaves no trace in the game or its record."""

from __future__ import annotations

from diplogame.classroom import protocol
from diplogame.classroom.acts.clock import set_clock, tell_clock
from diplogame.classroom.acts.laying import install, laid_out
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import MAX_SEED, Group

PRACTICE_SECONDS = 120.0
PRACTICE_LOOK = 30.0
"""Seconds to look at what came of a practice turn, before it is taken back."""
PRACTICE_KEY = 0x5EED


async def practice(session: Session, body: protocol.Practice) -> Plain:
    """A turn on a throw-away game with other luck; switched off, it leaves no trace in the game or its record."""
    group = session.group(body.group)
    if body.on and (group.closing or group.phase not in ("lobby", "orders")):
        raise Refusal(409, "no_practice_now")
    if body.on == (group.phase == "practice"):
        return {"phase": group.phase}
    await session.commit("practice", {"on": body.on, "back": group.phase if body.on else ""}, group=group.id)
    await session.settled(group.id)
    return {"phase": group.phase, "turn": group.turn}


def practice_table(group: Group) -> str:
    """The worker's name for a group's throw-away game."""
    return f"{group.id}.practice"


def end_practice(group: Group) -> None:
    group.practice = None
    group.epoch += 1
    for seat in group.seats.values():
        seat.docket = None


@applies("practice")
def _practice(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    table = practice_table(group)
    if not row.body["on"]:
        end_practice(group)
        group.phase = group.before_practice
        if group.bundle is not None:
            install(session, group, group.bundle)
        session.later(lambda: session.table(table).call("drop", table), group.id)
        return
    group.before_practice = group.phase
    group.phase = "practice"
    session.plan.marks.setdefault("practice", row.at)
    luck = (group.seed ^ PRACTICE_KEY) % MAX_SEED
    group.epoch += 1
    epoch = group.epoch

    async def job() -> None:
        summary = await session.table(table).call("new", table, group.scenario, luck, group.level)
        bundle = await laid_out(session, table, summary)
        if group.epoch != epoch:
            return  # given up before it was laid out
        install(session, group, bundle)
        set_clock(session, group, PRACTICE_SECONDS, running=not session.eyes_up)
        tell_clock(session, group)

    session.later(job, group.id)


@applies("practice_turn")
def _practice_turn(session: Session, row: Row) -> None:
    group, body = session.groups[row.group], row.body
    table, epoch = practice_table(group), group.epoch

    async def job() -> None:
        if group.epoch != epoch:
            return
        summary = await session.table(table).call("end_turn", table, body["dockets"], body["held"], [], [])
        bundle = await laid_out(session, table, summary)
        if group.epoch != epoch:
            return
        install(session, group, bundle)
        set_clock(session, group, PRACTICE_LOOK, running=not session.eyes_up)
        tell_clock(session, group)

    session.later(job, group.id)
