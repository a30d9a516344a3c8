"""Coming in, coming back, taking a seat, being moved, renamed or asked to leave."""

from __future__ import annotations

from diplogame.classroom import limits, protocol, tokens
from diplogame.classroom.acts.clock import mark
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import JOBS, Kind, Person


async def join(session: Session, body: protocol.Join) -> Plain:
    """A new person, who has proved to know the code. Answers {token, role, ...}; the token is told this once."""
    if not session.settings.door:
        raise Refusal(403, "door_shut")
    if len(session.students()) >= limits.PEOPLE:
        raise Refusal(429, "class_full", retry_after=60)
    _fit_name(session, body.name)
    gid = body.group or _smallest_group(session)
    group = session.group(gid)
    role, wish = None, body.role
    if body.role is not None:
        if body.role not in group.roles:
            raise Refusal(422, "no_role")
        if session.settings.pick:
            role = body.role
    elif any(g.phase != "lobby" for g in session.groups.values()):
        gid, role = smallest_team(session)
    secret, back = tokens.token(), tokens.return_code()
    while any(tokens.hashed(f"{session.id}{back}") == p.back for p in session.people.values()):
        back = tokens.return_code()
    pid = tokens.short_id()
    name = session.new_text(pid, "name", body.name)
    row = {
        "kind": "student", "token": tokens.hashed(secret), "back": tokens.hashed(f"{session.id}{back}"), "name": name.id,
        "group": gid, "role": role, "wish": wish,
    }  # fmt: skip
    await session.commit("join", row, person=pid, texts=(name,))
    return {"token": secret, "role": role, "person": pid, "return_code": back, "group": gid, "name": body.name}


async def come_back(session: Session, body: protocol.Return) -> Plain:
    """The same person on this or another device, by return code; the earlier device's token ends (no ghosts)."""
    hashed = tokens.hashed(f"{session.id}{tokens.read_code(body.back)}")
    found = next((p for p in session.people.values() if p.back == hashed and not p.removed), None)
    if found is None:
        raise Refusal(403, "no_return_code")
    secret = tokens.token()
    await session.commit("token", {"kind": found.kind, "token": tokens.hashed(secret)}, person=found.id)
    return {
        "token": secret, "role": found.role, "person": found.id, "group": found.group, "name": session.words(found.name),
        "return_code": tokens.read_code(body.back),
    }  # fmt: skip


async def issue(session: Session, kind: Kind) -> str:
    """A token for a facilitator, co-facilitator, observer or screen."""
    secret = tokens.token()
    await session.commit("token", {"kind": kind, "token": tokens.hashed(secret)}, person=tokens.short_id())
    return secret


async def wish(session: Session, person: Person, body: protocol.Wish) -> Plain:
    """A student in the waiting room takes a seat, or asks for one."""
    group = session.group(person.group)
    if body.role not in group.roles:
        raise Refusal(422, "no_role")
    if person.role is not None:
        raise Refusal(409, "has_seat")
    await session.commit(
        "seat",
        {"person": person.id, "role": body.role if session.settings.pick else None, "wish": body.role},
        group=person.group,
        person=person.id,
    )
    return {"role": person.role}


async def take_lead(session: Session, person: Person) -> Plain:
    """Become one's team's lead, while its lead is away; the two change jobs."""
    if person.kind != "student" or person.role is None:
        raise Refusal(409, "no_seat")
    lead = next((other for other in session.team(person.group, person.role) if other.job == "lead"), None)
    if lead is not person:
        if lead is not None and session.online(lead):
            raise Refusal(409, "lead_here")
        await session.commit("seat", {"person": person.id, "role": person.role, "job": "lead"}, group=person.group)
    return {"job": person.job}


async def place(session: Session, body: protocol.SeatIn) -> Plain:
    """The teacher moves a person, gives a job, or passes a seat between AI and people."""
    group = session.group(body.group)
    if body.role is not None and body.role not in group.roles:
        raise Refusal(422, "no_role")
    if body.person is not None:
        person = session.people.get(body.person)
        if person is None or person.kind not in ("student", "press"):
            raise Refusal(404, "no_person")
        if body.press:
            await session.commit("seat", {"person": person.id, "role": None, "kind": "press"}, group=body.group)
            return {"person": person.id, "role": None, "group": person.group}
        row: Plain = {
            "kind": "student",
            "person": person.id,
            "role": body.role if body.job is None or body.role is not None else person.role,
        }
        if body.job is not None:
            row["job"] = body.job
        await session.commit("seat", row, group=body.group)
        return {"person": person.id, "role": person.role, "group": person.group}
    if body.role is None or body.held is None:
        raise Refusal(422, "seat_needs")
    await session.commit("held", {"role": body.role, "held": body.held}, group=body.group)
    return {"role": body.role, "held": body.held}


async def moderate_person(session: Session, body: protocol.Moderate) -> Plain:
    person = session.people.get(body.person or "")
    if person is None or person.kind not in ("student", "press"):
        raise Refusal(404, "no_person")
    if body.action == "rename":
        if body.name is None:
            raise Refusal(422, "name_needed")
        _fit_name(session, body.name, but=person.id)
        name = session.new_text(person.id, "name", body.name)
        await session.commit("rename", {"name": name.id}, person=person.id, texts=(name,))
    elif body.action == "return_code":
        back = tokens.return_code()
        await session.commit("back", {"back": tokens.hashed(f"{session.id}{back}")}, person=person.id)
        return {"return_code": back}
    elif body.action in ("mute", "unmute", "remove"):
        await session.commit(body.action, {}, person=person.id)
    else:
        raise Refusal(422, "needs_message")
    return {"person": person.id}


def smallest_team(session: Session) -> tuple[str, str | None]:
    """Where a late comer goes: the team of people with the fewest; with none at all, nowhere yet."""
    teams = [
        (len(session.team(gid, role)), place, gid, role)
        for gid, group in session.groups.items()
        for place, role in enumerate(group.roles)
        if group.people_hold(role, session.students())
    ]
    if not teams:
        return next(iter(session.groups)), None
    _, _, gid, role = min(teams)
    return gid, role


def _smallest_group(session: Session) -> str:
    counts = {gid: sum(p.group == gid for p in session.students()) for gid in session.groups}
    return min(counts, key=lambda gid: (counts[gid], gid))


def _fit_name(session: Session, name: str, but: str = "") -> None:
    low = name.casefold()
    taken = {state["name"].casefold() for state in session.about["states"]} | {
        state["role"] for state in session.about["states"]
    }
    if low in taken or low in ("teacher", "ai", "team", "all", "press"):
        raise Refusal(422, "name_is_role")
    if any(session.words(p.name).casefold() == low and p.id != but for p in session.students()):
        raise Refusal(409, "name_taken")


@applies("join")
def _join(session: Session, row: Row) -> None:
    body = row.body
    person = Person(
        row.person, body["kind"], body["token"], body["name"], body["back"], body["group"], wish=body["wish"]
    )
    session.people[person.id] = person
    session.by_token[person.token] = person.id
    person.late = session.groups[body["group"]].phase not in ("lobby", "practice")
    mark(session, "join", row.at)
    _sit(session, person, body["group"], body["role"])
    session.tell_console()
    session.tell("screen", "lobby", {})


@applies("token")
def _token(session: Session, row: Row) -> None:
    person = session.people.setdefault(row.person, Person(row.person, row.body["kind"], row.body["token"]))
    if person.token != row.body["token"]:
        session.by_token.pop(person.token, None)
        session.tell(person.id, "elsewhere", {})
        person.token = row.body["token"]
    session.by_token[person.token] = person.id


@applies("seat")
def _seat(session: Session, row: Row) -> None:
    person = session.people[row.body["person"]]
    person.wish = row.body.get("wish")
    before, person.kind = person.kind, row.body.get("kind", person.kind)
    if before != person.kind:
        session.tell(person.id, "seat", {"role": row.body["role"]})
    if "job" in row.body:
        for other in session.team(row.group, row.body["role"]):
            if other.job == row.body["job"] and other is not person:
                other.job = person.job if (person.group, person.role) == (row.group, row.body["role"]) else ""
        person.job = row.body["job"]
    if (person.group, person.role) != (row.group, row.body["role"]):
        _sit(session, person, row.group, row.body["role"])
    session.tell_seat(person.group, person.role or "", "team", {})
    session.tell_console()


@applies("held")
def _held(session: Session, row: Row) -> None:
    seat = session.groups[row.group].seats[row.body["role"]]
    if seat.held != row.body["held"]:
        seat.held = row.body["held"]
        seat.docket = None  # a takeover drops stale drafts
        seat.proposals.clear()
        if seat.held == "auto":
            _fresh_phase(session, row.group, seat.role)
    session.tell_seat(row.group, seat.role, "seat", {"held": seat.held})
    session.tell_console()


@applies("rename")
def _rename(session: Session, row: Row) -> None:
    person = session.people[row.person]
    person.name = row.body["name"]
    session.tell_seat(person.group, person.role or "", "team", {})
    session.tell_console()


@applies("back")
def _back(session: Session, row: Row) -> None:
    session.people[row.person].back = row.body["back"]


@applies("mute")
def _mute(session: Session, row: Row) -> None:
    session.people[row.person].muted = True
    session.tell(row.person, "team", {})
    session.tell_console()


@applies("unmute")
def _unmute(session: Session, row: Row) -> None:
    session.people[row.person].muted = False
    session.tell(row.person, "team", {})
    session.tell_console()


@applies("remove")
def _remove(session: Session, row: Row) -> None:
    person = session.people[row.person]
    session.tell(person.id, "removed", {})
    person.removed = True
    session.by_token.pop(person.token, None)
    session.tell_seat(person.group, person.role or "", "team", {})
    session.tell_console()


def _sit(session: Session, person: Person, gid: str, role: str | None) -> None:
    """Put a person on a seat. An AI's seat that gets its first person is taken over with a full phase."""
    before, person.group = person.role, gid
    group = session.groups[gid]
    alone = role is not None and not session.team(gid, role)
    person.role, person.job = role, ""
    if role is not None:
        person.wish = None
        free = [job for job in JOBS if all(other.job != job for other in session.team(gid, role))]
        person.job = free[0] if free else ""
        if alone:
            group.seats[role].docket = None
            _fresh_phase(session, gid, role)
    session.tell(person.id, "seat", {"role": role})
    for other in {before, role} - {None}:
        session.tell_seat(gid, str(other), "team", {})


def _fresh_phase(session: Session, gid: str, role: str) -> None:
    """A seat that people take in mid-phase gets the phase's full length."""
    group = session.groups[gid]
    if group.phase in ("orders", "practice") and group.clock.running:
        group.seats[role].extra = max(0.0, group.clock.length - session.clock_left(group))
