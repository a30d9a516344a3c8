"""GET /api/console/state: every team on one page, those who need the teacher first."""

from __future__ import annotations

import time
from typing import Any

from diplogame.classroom import schedule
from diplogame.classroom.acts import floor, joint_texts, talk, teaching
from diplogame.classroom.acts.clock import clock_of
from diplogame.classroom.seatview import scores, visitors
from diplogame.classroom.session import Session
from diplogame.classroom.state import Group, Person

Plain = dict[str, Any]
STATES = ("away", "stuck", "asked", "nothing", "writing", "ready", "seated", "over", "ai")
"""What a seat is doing, in the order in which it needs the teacher."""


def state(session: Session, addresses: list[Plain], lan: bool, kind: str = "facilitator") -> Plain:
    """Everything, for facilitator, co-facilitator and observer; `kind` says whose page it is."""
    now = time.time()
    return {
        "session": session.id, "may": kind, "title": session.about["title"], "scenario": session.about["name"], "code": session.code,
        "addresses": addresses, "lan": lan, "now": now, "last": session.feed("console").last, "trouble": session.trouble,
        "restarted": session.restarted, "eyes_up": session.eyes_up, "settings": dict(vars(session.settings)), "roles": session.about["states"],
        "quantities": session.about.get("quantities", []), "groups": [_group(session, group) for group in session.groups.values()],
        "waiting": [_person(session, p) for p in session.students() if p.role is None], "visitors": visitors(session),
        "show": _show(session, now), "debrief": teaching.debrief_of(session, teacher=True),
        "notes": [n | {"text": session.words(n["text"])} for n in session.notes],
    }  # fmt: skip


def _group(session: Session, group: Group) -> Plain:
    public = group.live["public"] if group.live else {}
    seats = [_seat(session, group, role) for role in group.roles]
    return {
        "id": group.id, "phase": group.phase, "turn": group.turn, "turns": group.turns, "clock": clock_of(session, group), "seed": group.seed,
        "escalation": public.get("escalation"), "rung": public.get("rung"), "brent": public.get("brent"), "ending": public.get("ending"),
        "stopped": group.stopped, "digest": (group.live or {}).get("digest"), "fault": group.fault, "rolled_back": group.rolled_back, "reviewed": bool((group.review or {}).get("whole")),
        "seats": sorted(seats, key=lambda seat: STATES.index(seat["state"])), "scores": scores(group),
        "injects": [dict(vars(i)) for i in sorted(group.injects.values(), key=lambda i: (i.turn or 99, i.id))],
        "rulings": group.rulings, "ruled": group.ruled, "before": _before(session, group),
        "messages": [talk.shown(session, m, names=True) for m in group.messages][-80:],
        "floor": floor.floor_of(group) | {"by": _by(session, group)}, "texts": [joint_texts.shown(session, t, teacher=True) for t in group.plenary.texts],
        "turns_played": [_past(session, past) for past in group.turns_played], "cables": public.get("cables", [])[-12:],
    }  # fmt: skip


def _by(session: Session, group: Group) -> dict[str, str]:
    """Who asked for their team's floor, by role."""
    asks = [*group.plenary.asks, *([group.plenary.speaker] if group.plenary.speaker else [])]
    return {one.role: session.words(session.people[one.person].name) for one in asks if one.person in session.people}


def _person(session: Session, person: Person) -> Plain:
    seen = session.seen.get(person.id)
    return {
        "id": person.id, "kind": person.kind, "name": session.words(person.name), "job": person.job, "muted": person.muted, "group": person.group,
        "online": session.online(person), "wish": person.wish,
        "seen": None if seen is None else round(time.monotonic() - seen), "acts": person.acts, "messages": person.messages,
    }  # fmt: skip


def _seat(session: Session, group: Group, role: str) -> Plain:
    seat = group.seats[role]
    people = [_person(session, p) for p in session.team(group.id, role)]
    docket = seat.docket if seat.docket is not None and seat.docket.turn == group.turn else None
    asks = group.live["seats"][role]["ask_texts"] if group.live else {}
    open_asks = [text for ask, text in asks.items() if docket is None or ask not in docket.answers]
    held = group.people_hold(role, session.students())
    return {
        "role": role, "name": session.role_name(role), "held": seat.held, "people": people, "state": _doing(group, docket, people, open_asks, held),
        "orders": [group.summaries.get(order, {}).get("summary", order) for order in docket.orders] if docket else [],
        "answers": dict(docket.answers) if docket else {}, "asks": len(open_asks), "ready": bool(docket and docket.ready), "by": docket.by if docket else "",
        "because": session.words(docket.because) if docket and docket.because else "", "extra": seat.extra, "notice": seat.notice,
        "score": scores(group).get(role) if group.phase != "practice" else None,
    }  # fmt: skip


def _doing(group: Group, docket: Any, people: list[Plain], open_asks: list[str], held: bool) -> str:
    if not held:
        return "ready" if docket is not None and docket.counts else "ai"
    if not any(p["online"] for p in people):
        return "away"
    if group.phase in ("lobby", "over"):
        return "seated" if group.phase == "lobby" else "over"
    if docket is not None and docket.ready:
        return "ready"
    late = (
        group.clock.running and group.clock.length > 0 and group.clock.now(time.monotonic()) < 0.4 * group.clock.length
    )
    if docket is None or not docket.counts:
        return "stuck" if late else "nothing"
    return "asked" if open_asks and late else "writing"


def _before(session: Session, group: Group) -> list[Plain]:
    """What to know before the turn is resolved; counts and names, no judgement."""
    found = []
    for role in group.roles:
        if not group.people_hold(role, session.students()):
            continue
        seat = _seat(session, group, role)
        if seat["state"] in ("nothing", "stuck", "away"):
            found.append({"kind": "no_orders", "role": role})
        elif not seat["ready"]:
            found.append({"kind": "draft", "role": role})
        if session.settings.because == "asked" and seat["orders"] and not seat["because"]:
            found.append({"kind": "no_reason", "role": role})
        if seat["asks"]:
            found.append({"kind": "asks", "role": role, "n": seat["asks"]})
    return found


def _past(session: Session, past: Plain) -> Plain:
    dockets = {
        role: d | {"because": session.words(d["because"]) if d["because"] else "",
                   "prediction": {"text": session.words(d["prediction"]["text"]), "p": d["prediction"]["p"]} if d["prediction"] else None}
        for role, d in past["dockets"].items()
    }  # fmt: skip
    return past | {"dockets": dockets}


def _show(session: Session, now: float) -> Plain:
    """The strip: marks, the bell, proposed turn lengths."""
    plan, group = session.plan, next(iter(session.groups.values()))
    found: Plain = {
        "bell": plan.bell,
        "debrief_minutes": plan.debrief_minutes,
        "marks": plan.marks,
        "proposed": None,
        "plenary_minutes": plan.plenary_minutes,
    }
    gone = plan.plenary_gone + (0.0 if plan.plenary_since is None else (now - plan.plenary_since) / 60)
    if plan.bell is not None and group.phase != "over":
        before = 0.0 if group.phase == "orders" else sum(minutes for _, minutes in schedule.BEFORE)
        before += max(0.0, plan.plenary_minutes - gone)
        played = 0.0
        if group.phase == "orders" and group.clock.length:
            played = max(0.0, group.clock.length - session.clock_left(group)) / 60
        shown = schedule.propose((plan.bell - now) / 60 + played, group.turn, group.turns, plan.debrief_minutes, before)
        found["proposed"] = shown._asdict()
    marks = {("exit" if name == f"debrief_{len(teaching.STEPS) - 1}" else name): at for name, at in plan.marks.items()}
    whole = (
        sum(found["proposed"]["turn_minutes"]) if found["proposed"] and group.phase in ("lobby", "practice") else None
    )
    play = plan.play_minutes or whole or group.turns * session.settings.turn_seconds / 60
    pause = schedule.Pause(plan.plenary_minutes, gone, plan.plenary_since is not None)
    found["strip"] = schedule.strip(marks, now, play, plan.debrief_minutes, pause)
    return found
