"""A turn's end: what stands in the dockets counts, the turn is played, and the next lies open; the bell ends all."""

from __future__ import annotations

import asyncio
import json
from hashlib import sha256

from diplogame.classroom import protocol
from diplogame.classroom.acts.clock import clock_of, mark
from diplogame.classroom.acts.laying import install, laid_out
from diplogame.classroom.acts.rehearsal import end_practice
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group


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


@applies("finish")
def _finish(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    group.stopped = True
    session.plan.marks.setdefault("ending", row.at)
    if group.phase == "practice":
        end_practice(group)
    group.phase = "resolving"

    async def job() -> None:
        if group.bundle is not None:
            install(session, group, group.bundle)

    session.later(job, group.id)
