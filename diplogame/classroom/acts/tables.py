"""The tables: founding a group, starting, ending a turn, rolling back, forking, the practice turn, the end."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from hashlib import sha256

from diplogame.classroom import limits, protocol
from diplogame.classroom.acts.clock import clock_of, mark, set_clock, tell_clock
from diplogame.classroom.acts.joining import smallest_team
from diplogame.classroom.acts.orders import begin_menu
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group, Inject, Seat

MAX_SEED = 2**53 - 1
PRACTICE_SECONDS = 120.0
PRACTICE_LOOK = 30.0
"""Seconds to look at what came of a practice turn, before it is taken back."""
REVIEW_FUTURES = 200
"""Futures of each what-if in the debrief."""
PRACTICE_KEY = 0x5EED
MOST_TABLES = 2
"""Processes for turns: as many as the smallest laptop has cores."""


async def new_group(
    session: Session, *, seed: int | None = None, level: str = "normal", fork_of: str | None = None, turn: int = 1
) -> Group:
    """One more table, with a game of its own (from another table's turn, if that is named)."""
    if len(session.groups) >= limits.GROUPS:
        raise Refusal(409, "groups_full", n=limits.GROUPS)
    gid = next(letter for letter in "ABCDEFGH" if letter not in session.groups)
    row = {
        "scenario": session.about["name"], "seed": secrets.randbelow(MAX_SEED) if seed is None else seed, "level": level,
        "fork_of": fork_of, "turn": turn,
    }  # fmt: skip
    await session.commit("group", row, group=gid)
    await session.settled()
    return session.groups[gid]


async def start(session: Session, body: protocol.Start) -> Plain:
    """Everybody begins: further groups are made, people spread over them, clocks run."""
    first = session.group(body.group)
    if first.phase not in ("lobby", "practice"):
        raise Refusal(409, "started")
    if body.turn_seconds is not None:
        await session.commit("settings", {"turn_seconds": float(body.turn_seconds)})
    while len(session.groups) < body.groups:
        await new_group(session, seed=first.seed, level=first.level)
    await _spread(session)
    if body.seat_rest:
        for person in [p for p in session.students() if p.role is None and p.kind == "student"]:
            gid, role = smallest_team(session)
            row = {"person": person.id, "role": role or session.groups[gid].roles[0]}
            await session.commit("seat", row, group=gid)
    await session.commit("start", {"play_minutes": round(_play_minutes(session, first), 1)})
    await session.settled()
    return {"groups": list(session.groups), "turn": first.turn, "phase": first.phase, "clock": clock_of(session, first)}


def _play_minutes(session: Session, group: Group) -> float:
    """Minutes planned for all turns: up to the bell less the debrief, where the bell is set."""
    most = group.turns * session.settings.turn_seconds / 60
    plan = session.plan
    return most if plan.bell is None else max(0.0, (plan.bell - time.time()) / 60 - plan.debrief_minutes)


async def _spread(session: Session) -> None:
    """Deal each role's people evenly over the groups; nobody loses their role."""
    gids = list(session.groups)
    if len(gids) < 2:
        return
    for place, role in enumerate(session.about["states"]):
        team = [p for p in session.students() if p.role == role["role"]]
        for k, person in enumerate(team):
            gid = gids[(k + place) % len(gids)] if len(team) < len(gids) else gids[k % len(gids)]
            if person.group != gid:
                await session.commit("seat", {"person": person.id, "role": person.role, "job": ""}, group=gid)


async def end_turn(session: Session, body: protocol.Console) -> Plain:
    """End the phase: what was acknowledged before counts, nothing after."""
    group = session.group(body.group)
    if group.phase not in ("orders", "practice"):
        raise Refusal(
            409,
            "not_started" if group.phase == "lobby" else "game_over" if group.phase == "over" else "turn_gone",
            turn=group.turn,
        )
    turn = group.turn
    await _close(session, group)
    await session.settled(group.id)
    return {
        "turn": group.turn,
        "ended": turn,
        "phase": group.phase,
        "digest": (group.live or {}).get("digest"),
        "over": bool((group.live or {}).get("over")) or group.stopped,
    }


def end_turn_soon(session: Session, group: Group) -> None:
    """The same, from where nobody waits: the clock, or all seats ready."""
    if not group.closing and group.phase in ("orders", "practice"):
        task = asyncio.get_running_loop().create_task(_close(session, group))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())


async def _close(session: Session, group: Group) -> None:
    if group.closing:
        return
    group.closing = True
    try:
        await session.log.barrier()  # every docket that was acknowledged, or will be, has been applied
        if group.phase not in ("orders", "practice"):
            return
        await session.commit(
            "practice_turn" if group.phase == "practice" else "end_turn", _phase_end(session, group), group=group.id
        )
    finally:
        group.closing = False


def _phase_end(session: Session, group: Group) -> Plain:
    dockets: Plain = {}
    held: dict[str, str] = {}
    for role, seat in group.seats.items():
        docket = seat.docket if seat.docket is not None and seat.docket.turn == group.turn else None
        people = group.people_hold(role, session.students())
        by_teacher = docket is not None and docket.by == "teacher"
        if docket is not None and docket.counts and (people or by_teacher):
            dockets[role] = {"orders": list(docket.orders), "answers": dict(docket.answers)}
            held[role] = "teacher" if by_teacher else "people"
        else:
            held[role] = "absent" if people else "ai"
    injects = [
        {"id": i.id, "kind": i.kind, "to": i.to, "title": i.title, "text": i.text, "effects": i.effects}
        for i in group.injects.values()
        if i.state == "sent" and i.sent_turn == group.turn
    ]
    digest = sha256(json.dumps(dockets, sort_keys=True).encode()).hexdigest()
    return {
        "turn": group.turn,
        "dockets": dockets,
        "held": held,
        "dockets_digest": digest,
        "injects": injects,
        "rulings": group.rulings,
    }


async def finish(session: Session, body: protocol.Console) -> Plain:
    """The bell: the game ends where it stands; ending, scores and review are ready at once."""
    group = session.group(body.group)
    if group.phase == "over":
        return {"phase": group.phase}
    if group.phase == "lobby":
        raise Refusal(409, "not_started")
    await session.commit("finish", {}, group=group.id)
    await session.settled(group.id)
    return {"phase": group.phase}


async def roll_back(session: Session, body: protocol.RollBack) -> Plain:
    """Back to the opening of an earlier turn; what happened stays on record as undone."""
    group = session.group(body.group)
    if group.phase == "lobby" or body.turn > len(group.turns_played) + (group.phase == "orders"):
        raise Refusal(422, "no_turn", n=max(1, len(group.turns_played)))
    await session.commit("roll_back", {"turn": body.turn}, group=group.id)
    await session.settled(group.id)
    return {"turn": group.turn, "digest": (group.bundle or {}).get("digest")}


async def fork(session: Session, body: protocol.Fork) -> Plain:
    """A parallel group that goes on from a turn of this one."""
    group = session.group(body.group)
    turn = group.turn if body.turn is None else body.turn
    if turn > len(group.turns_played) + 1:
        raise Refusal(422, "no_turn", n=len(group.turns_played) + 1)
    people = [session.people[pid] for pid in body.people if pid in session.people]
    if len(people) < len(body.people):
        raise Refusal(404, "no_person")
    made = await new_group(session, seed=group.seed, level=group.level, fork_of=group.id, turn=turn)
    for person in people:
        await session.commit("seat", {"person": person.id, "role": person.role, "job": ""}, group=made.id)
    return {"group": made.id, "turn": made.turn}


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


async def laid_out(session: Session, table: str, summary: Plain) -> Plain:
    """The summary with every seat's own view and asks, and what is public. Menus, which take longest, follow (`menu_of`)."""
    roles = session.groups[table[0]].roles
    parts = await asyncio.gather(*(session.table(table).call("seat", table, role) for role in roles))
    return summary | {
        "seats": dict(zip(roles, parts, strict=True)),
        "public": await session.table(table).call("public", table),
    }


def _make_menus(session: Session, group: Group) -> None:
    """Begin to make the menus of the seats that people hold, so that they are there when the pages ask."""
    if session.replaying or group.phase not in ("orders", "practice"):
        return
    people = session.students()
    for role in group.roles:
        if group.people_hold(role, people):
            begin_menu(session, group, role)


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
        session.later(lambda: _aftermath(session, group), group.id)
    elif group.phase in ("orders", "resolving"):
        group.phase = "orders"
        set_clock(session, group, session.settings.turn_seconds, running=not session.eyes_up)
        _send_armed(session, group)
    _make_menus(session, group)
    session.tell_group(group.id, "turn", {"turn": group.turn, "phase": group.phase})
    tell_clock(session, group)
    session.tell_console()


def _send_armed(session: Session, group: Group) -> None:
    for inject in group.injects.values():
        if inject.state == "armed" and inject.turn == group.turn:
            sent(session, group, inject)


def sent(session: Session, group: Group, inject: Inject) -> None:
    """An inject reaches those it is for; its effects come with the turn's end."""
    inject.state, inject.sent_turn = "sent", group.turn
    everybody = "all" in inject.to
    news = {"id": inject.id, "turn": group.turn, "title": inject.title, "text": inject.text}
    for person in session.students():
        if person.group == group.id and (everybody or person.role in inject.to):
            session.tell(person.id, "news", news)
    if everybody:
        session.tell("screen", "news", news | {"group": group.id})


def review_soon(session: Session, group: Group) -> None:
    """Begin to make what the debrief needs of a game that is over: futures of the turning points take some seconds."""
    if group.phase != "over" or group.review is not None or group.reviewing or session.replaying:
        return
    group.reviewing = True

    async def make() -> None:
        over = group.aftermath
        try:
            lines = await session.table(group.id).call("lines", group.id)
            for futures in (0, REVIEW_FUTURES):  # what needs no futures is there at once
                found = await session.futures.call("review", lines, futures)
                if group.phase != "over" or group.aftermath is not over:
                    return
                group.review = found | {"whole": futures > 0}
                session.tell_group(group.id, "over", {})
                session.tell_console()
        finally:
            group.reviewing = False

    session.beside(make())


async def _aftermath(session: Session, group: Group) -> None:
    group.aftermath = await session.table(group.id).call("aftermath", group.id)
    review_soon(session, group)
    session.tell_group(group.id, "over", {})
    session.tell_console()


@applies("group")
def _group(session: Session, row: Row) -> None:
    body = row.body
    source = session.groups.get(body["fork_of"] or "")
    roles = [state["role"] for state in session.about["states"]]
    group = Group(
        row.group, body["scenario"], body["seed"], body["level"], roles, seats={role: Seat(role) for role in roles}
    )
    planned = [
        Inject(
            i["id"],
            i["turn"],
            i["kind"],
            list(i["to"]),
            i["title"],
            i["text"],
            dict(i["effects"]),
            "armed" if i["turn"] else "stock",
        )
        for i in session.about["injects"]
    ]
    group.injects = {inject.id: inject for inject in planned}
    if source is not None:
        group.turns_played = source.turns_played[: body["turn"] - 1]
        group.phase = "orders" if source.phase != "lobby" else "lobby"
        for inject in group.injects.values():
            if 0 < inject.turn < body["turn"]:
                inject.state, inject.sent_turn = "sent", inject.turn
    session.groups[group.id] = group

    async def job() -> None:
        if source is None:
            summary = await session.table(group.id).call("new", group.id, group.scenario, group.seed, group.level)
        else:
            summary = await session.table(source.id).call("fork", source.id, body["turn"], group.id)
        install(session, group, await laid_out(session, group.id, summary))

    # a fork stays in its source's process; new tables take turns between two
    home = session.table_of.get(source.id, 0) if source is not None else (ord(group.id) - ord("A")) % MOST_TABLES
    session.table_of[group.id] = home
    session.later(job, group.id, *([source.id] if source is not None else []))


@applies("start")
def _start(session: Session, row: Row) -> None:
    session.plan.marks.setdefault("start", row.at)
    session.plan.play_minutes = row.body.get("play_minutes", 0.0)
    for group in session.groups.values():
        if group.phase == "practice":
            _end_practice(group)
            group.phase = "lobby"
        if group.phase == "lobby" and group.bundle is not None:
            group.phase = "orders"
            install(session, group, group.bundle)


@applies("end_turn")
def _end_turn(session: Session, row: Row) -> None:
    group, body = session.groups[row.group], row.body
    group.phase = "resolving"
    group.rulings = []
    group.ruled += [ruling | {"turn": body["turn"]} for ruling in body["rulings"]]
    dockets: Plain = {}
    for role, seat in group.seats.items():
        docket = seat.docket
        orders = body["dockets"].get(role, {}).get("orders", [])
        dockets[role] = {
            "held": body["held"][role], "orders": [group.summaries.get(order, {"id": order, "summary": order}) for order in orders],
            "answers": body["dockets"].get(role, {}).get("answers", {}), "because": docket.because if docket else "",
            "prediction": docket.prediction if docket else None,
        }  # fmt: skip
        seat.notice = "ai_held" if body["held"][role] == "absent" else ""
    if session.settings.rotate:
        _rotate(session, group)
    group.turns_played.append(
        {"turn": body["turn"], "at": row.at, "dockets": dockets, "injects": [i["id"] for i in body["injects"]]}
    )
    session.tell_group(group.id, "clock", clock_of(session, group))
    session.tell_console()
    session.later(lambda: _resolve(session, group, row), group.id)


def _rotate(session: Session, group: Group) -> None:
    """Each team's jobs move on by one, so that nobody leads all lesson."""
    for role in group.roles:
        team = session.team(group.id, role)
        jobs = [person.job for person in team]
        for person, job in zip(team, jobs[-1:] + jobs[:-1], strict=True):
            person.job = job


async def _resolve(session: Session, group: Group, row: Row) -> None:
    body, epoch = row.body, group.epoch
    quiet = session.replaying and session.hurry(row)
    try:
        summary = await session.table(group.id).call(
            "end_turn", group.id, body["dockets"], body["held"], body["injects"], body["rulings"]
        )
    except Exception as error:
        group.fault = str(error)
        raise
    if group.epoch != epoch:
        return  # taken back meanwhile; the roll back follows
    group.fault = "; ".join(summary.get("told", {}).get("refused", []))
    dropped = summary.get("told", {}).get("dropped", {})
    for role, why in dropped.items():
        group.seats[role].notice = "dropped"
        group.turns_played[-1]["dockets"][role]["dropped"] = why
    group.turns_played[-1]["told"] = summary.get("told", {}).get("played")
    if quiet:
        group.turn, group.phase = summary["turn"], "orders"
        for seat in group.seats.values():
            seat.docket = None
        for inject in group.injects.values():
            if inject.state == "armed" and inject.turn == group.turn:
                inject.state, inject.sent_turn = "sent", group.turn
    else:
        bundle = await laid_out(session, group.id, summary)
        if group.epoch != epoch:
            return
        install(session, group, bundle)
    group.digests[body["turn"]] = summary["digest"]
    if not session.replaying:
        await session.commit("resolved", {"turn": body["turn"], "digest": summary["digest"]}, group=group.id)


@applies("resolved")
def _resolved(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    if group.phase == "over":
        mark(session, "ending", row.at)
    if group.digests.get(row.body["turn"], row.body["digest"]) != row.body["digest"]:  # none: taken back meanwhile
        group.fault = (
            f"turn {row.body['turn']} came out differently when it was played again; the log and the engine do not fit"
        )
        session.trouble = group.fault


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


@applies("practice")
def _practice(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    table = practice_table(group)
    if not row.body["on"]:
        _end_practice(group)
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


def practice_table(group: Group) -> str:
    """The worker's name for a group's throw-away game."""
    return f"{group.id}.practice"


def _end_practice(group: Group) -> None:
    group.practice = None
    group.epoch += 1
    for seat in group.seats.values():
        seat.docket = None


@applies("finish")
def _finish(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    group.stopped = True
    session.plan.marks.setdefault("ending", row.at)
    if group.phase == "practice":
        _end_practice(group)
    group.phase = "resolving"

    async def job() -> None:
        if group.bundle is not None:
            install(session, group, group.bundle)

    session.later(job, group.id)


@applies("roll_back")
def _roll_back(session: Session, row: Row) -> None:
    group, turn = session.groups[row.group], row.body["turn"]
    group.turns_played = group.turns_played[: turn - 1]
    group.digests = {t: d for t, d in group.digests.items() if t < turn}
    group.stopped, group.aftermath, group.review, group.rulings, group.judged = False, None, None, [], {}
    group.epoch += 1
    group.rolled_back += 1
    for inject in group.injects.values():
        if inject.state == "sent" and inject.sent_turn >= turn:
            inject.state, inject.sent_turn = ("armed" if inject.turn else "stock"), 0
    if group.phase == "practice":
        _end_practice(group)
    group.phase = "resolving"

    async def job() -> None:
        install(
            session,
            group,
            await laid_out(session, group.id, await session.table(group.id).call("roll_back", group.id, turn)),
        )

    session.later(job, group.id)
