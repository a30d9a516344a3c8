"""A new turn lies open before the seats: their views are laid out, menus begun, armed injects sent."""

from __future__ import annotations

import asyncio

from diplogame.classroom.acts.aftermath import aftermath
from diplogame.classroom.acts.clock import set_clock, tell_clock
from diplogame.classroom.acts.injects import sent
from diplogame.classroom.acts.orders import begin_menu
from diplogame.classroom.engine import Plain
from diplogame.classroom.session import Session
from diplogame.classroom.state import Group


async def laid_out(session: Session, table: str, summary: Plain) -> Plain:
    """The summary with every seat's own view and asks, and what is public. Menus, which take longest, follow (`menu_of`)."""
    roles = session.groups[table[0]].roles
    parts = await asyncio.gather(*(session.table(table).call("seat", table, role) for role in roles))
    return summary | {
        "seats": dict(zip(roles, parts, strict=True)),
        "public": await session.table(table).call("public", table),
    }


def install(session: Session, group: Group, bundle: Plain) -> None:
    """A new turn lies open before the seats."""
    if group.phase == "practice":
        group.practice = bundle
    else:
        group.bundle = bundle
    group.turn, group.turns = bundle["turn"], bundle["turns"]
    for seat in group.seats.values():
        seat.docket = None
        seat.proposals = {}
    if group.phase != "practice" and (bundle["over"] or group.stopped):
        group.phase = "over"
        group.clock.running = False
        session.later(lambda: aftermath(session, group), group.id)
    elif group.phase in ("orders", "resolving"):
        group.phase = "orders"
        set_clock(
            session, group, session.settings.turn_seconds, running=not session.eyes_up and group.plenary.stage != "open"
        )
        _send_armed(session, group)
    _make_menus(session, group)
    session.tell_group(group.id, "turn", {"turn": group.turn, "phase": group.phase})
    tell_clock(session, group)
    session.tell_console()


def _make_menus(session: Session, group: Group) -> None:
    """Begin to make the menus of the seats that people hold, so that they are there when the pages ask."""
    if session.replaying or group.phase not in ("orders", "practice"):
        return
    people = session.students()
    for role in group.roles:
        if group.people_hold(role, people):
            begin_menu(session, group, role)


def _send_armed(session: Session, group: Group) -> None:
    for inject in group.injects.values():
        if inject.state == "armed" and inject.turn == group.turn:
            sent(session, group, inject)
