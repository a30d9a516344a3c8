"""The parallel groups: founding one, starting all, forking one off, taking turns back."""

from __future__ import annotations

import secrets
import time

from diplogame.classroom import limits, protocol
from diplogame.classroom.acts.clock import clock_of
from diplogame.classroom.acts.joining import smallest_team
from diplogame.classroom.acts.laying import install, laid_out
from diplogame.classroom.acts.rehearsal import end_practice
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import MAX_SEED, Group, Inject, Seat

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
    return (
        most
        if plan.bell is None
        else max(0.0, (plan.bell - time.time()) / 60 - plan.debrief_minutes - plan.plenary_minutes)
    )


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
            end_practice(group)
            group.phase = "lobby"
        if group.phase == "lobby" and group.bundle is not None:
            group.phase = "orders"
            install(session, group, group.bundle)


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
        end_practice(group)
    group.phase = "resolving"

    async def job() -> None:
        install(
            session,
            group,
            await laid_out(session, group.id, await session.table(group.id).call("roll_back", group.id, turn)),
        )

    session.later(job, group.id)
