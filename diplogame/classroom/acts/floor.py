"""The plenary's floor: teams ask for it; the teacher calls them in order, keeps the time, and opens and closes the list."""

from __future__ import annotations

import time

from diplogame.classroom import protocol
from diplogame.classroom.acts.clock import tell_clock
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.plenary import Ask, Plenary, Speech
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group, Person


async def ask(session: Session, person: Person, body: protocol.FloorIn) -> Plain:
    """Put one's team on the list of speakers, or take it off. Answers {place}, from 1, or null."""
    if person.kind != "student" or person.role is None:
        raise Refusal(409, "no_seat")
    group, role = session.group(person.group), person.role
    floor = group.plenary
    if floor.stage not in ("announced", "open"):
        raise Refusal(409, "no_plenary")
    if session.eyes_up or session.settings.all_stop:
        raise Refusal(423, "eyes_up")
    on = body.action == "ask"
    if on and not floor.listing and floor.place(role) is None:
        raise Refusal(409, "list_shut")
    if on != (floor.place(role) is not None):
        await session.commit("floor_ask", {"role": role, "on": on}, group=group.id, person=person.id)
    return {"place": floor.place(role)}


async def lead(session: Session, teacher: Person, body: protocol.PlenaryIn) -> Plain:
    """The facilitator's acts on the plenary. Answers how it stands then."""
    group = session.group(body.group)
    floor = group.plenary
    row: Plain = {"action": body.action, "turn": group.turn}
    match body.action:
        case "announce" | "open":
            if group.phase == "practice":
                raise Refusal(409, "no_plenary_now")
            if body.action == "open":
                row["left"] = round(session.clock_left(group), 1)
        case "close":
            row["spoke"] = _spoke(floor)
        case "call":
            if floor.stage != "open":
                raise Refusal(409, "no_plenary")
            called = body.role or (floor.asks[0].role if floor.asks else None)
            if called is None:
                raise Refusal(409, "nobody_asked")
            if called not in group.roles:
                raise Refusal(422, "no_role")
            row |= {"role": called, "spoke": _spoke(floor)}
        case "end" | "hold" | "go_on":
            if floor.speaker is None:
                raise Refusal(409, "nobody_speaks")
            row |= {"spoke": _spoke(floor), "left": round(floor.clock.now(time.monotonic()), 1)}
        case "limit":
            if body.seconds is None:
                raise Refusal(422, "seconds_needed")
            row["seconds"] = float(body.seconds)
        case "first" | "take_off":
            if body.role is None or floor.place(body.role) is None:
                raise Refusal(409, "not_listed")
            row["role"] = body.role
    await session.commit("plenary", row, group=group.id, person=teacher.id)
    return floor_of(group)


def _spoke(floor: Plenary) -> float:
    return round(floor.clock.length - floor.clock.now(time.monotonic()), 1) if floor.speaker else 0.0


def floor_of(group: Group) -> Plain:
    """The floor as the whole table sees it."""
    floor, voting = group.plenary, group.plenary.voting
    spoken: dict[str, int] = {}
    for speech in floor.speeches:
        spoken[speech.role] = spoken.get(speech.role, 0) + 1
    return {
        "stage": floor.stage, "listing": floor.listing, "limit": floor.limit, "speaker": floor.speaker.role if floor.speaker else None,
        "left": round(floor.clock.now(time.monotonic()), 1) if floor.speaker else None, "running": floor.clock.running,
        "asks": [one.role for one in floor.asks], "spoken": spoken,
        "voting": voting.id if voting else None, "cast": len(voting.votes) if voting else 0,
    }  # fmt: skip


def tell_floor(session: Session, group: Group) -> None:
    session.tell_group(group.id, "floor", floor_of(group))
    session.tell_console()


def hold(floor: Plenary, left: float) -> None:
    """The speech's clock stands."""
    floor.clock.left, floor.clock.running = left, False


def go_on(session: Session, floor: Plenary) -> None:
    """The speech's clock runs on; after a restart it stands until somebody says so."""
    floor.clock.touched = time.monotonic()
    floor.clock.running = floor.speaker is not None and not session.replaying and not session.eyes_up


def _over(floor: Plenary, turn: int, spoke: float) -> None:
    if floor.speaker is not None:
        floor.speeches.append(Speech(floor.speaker.role, floor.speaker.person, turn, floor.began, spoke))
    floor.speaker = None
    floor.clock.running = False


@applies("floor_ask")
def _ask(session: Session, row: Row) -> None:
    group, role = session.groups[row.group], row.body["role"]
    floor = group.plenary
    floor.asks = [one for one in floor.asks if one.role != role]
    if row.body["on"]:
        floor.asks.append(Ask(role, row.person))
        session.people[row.person].acts += 1
    tell_floor(session, group)


@applies("plenary")
def _plenary(session: Session, row: Row) -> None:
    group, body = session.groups[row.group], row.body
    floor, action, role = group.plenary, body["action"], body.get("role", "")
    if action == "announce":
        floor.stage, floor.listing = "announced", True
    elif action == "open":
        floor.stage, floor.listing = "open", True
        if group.clock.running:
            group.clock.left, group.clock.running = body["left"], False
            tell_clock(session, group)
    elif action == "close":
        _over(floor, body["turn"], body["spoke"])
        floor.stage, floor.asks = "closed", []
    elif action == "call":
        _over(floor, body["turn"], body["spoke"])
        asked = next((one for one in floor.asks if one.role == role), None)
        floor.asks = [one for one in floor.asks if one is not asked]
        floor.speaker, floor.began = asked or Ask(role, ""), row.at
        floor.clock.left = floor.clock.length = floor.limit
        go_on(session, floor)
    elif action == "end":
        _over(floor, body["turn"], body["spoke"])
    elif action == "hold":
        hold(floor, body["left"])
    elif action == "go_on":
        go_on(session, floor)
    elif action == "limit":
        floor.limit = body["seconds"]
    elif action in ("shut", "unshut"):
        floor.listing = action == "unshut"
    else:
        floor.asks = [one for one in floor.asks if (one.role == role) == (action == "first")] + [
            one for one in floor.asks if one.role != role and action == "first"
        ]
    _keep_time(session, row.at)
    tell_floor(session, group)


def _keep_time(session: Session, at: float) -> None:
    """The run of show counts a break and a plenary apart from play: from the announcement to the close."""
    plan = session.plan
    on = any(group.plenary.stage in ("announced", "open") for group in session.groups.values())
    if on and plan.plenary_since is None:
        plan.plenary_since = at
    elif not on and plan.plenary_since is not None:
        plan.plenary_gone += (at - plan.plenary_since) / 60
        plan.plenary_since = None
