"""What a seat's page and the projector are given: the seat's own view, and what was said to it. Nothing else goes in here."""

from __future__ import annotations

import time
from typing import Any

from diplogame.classroom.acts import floor, joint_texts, talk, teaching
from diplogame.classroom.acts.clock import clock_of
from diplogame.classroom.acts.orders import committed, menu_of
from diplogame.classroom.engine import packed
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session
from diplogame.classroom.state import Group, Person

Plain = dict[str, Any]
AWAY_SECONDS = 45.0


def feed_name(person: Person) -> str:
    """Whose events this token may hear."""
    return {"student": person.id, "press": person.id, "screen": "screen"}.get(person.kind, "console")


def lobby(session: Session) -> Plain:
    """For the join page: no names, no counts of who is where."""
    states = [{key: state[key] for key in ("role", "name", "colour", "shape")} for state in session.about["states"]]
    return {
        "title": session.about["title"], "summary": session.about["summary"], "roles": states, "pick": session.settings.pick,
        "door": session.settings.door, "groups": list(session.groups), "started": any(g.phase != "lobby" for g in session.groups.values()),
    }  # fmt: skip


def page(session: Session, person: Person) -> bytes:
    """GET /api/seat, as JSON. The view and the asks are spliced in as the engine made them."""
    group = session.group(person.group)
    role = person.role
    head: Plain = {
        "turn": group.turn, "phase": group.phase, "clock": clock_of(session, group, role), "role": role, "group": group.id,
        "title": session.about["title"], "name": session.words(person.name), "person": person.id, "job": person.job, "muted": person.muted,
        "settings": {key: getattr(session.settings, key) for key in ("messages", "because", "pick", "all_stop", "lead_only")},
        "eyes_up": session.eyes_up, "debrief": teaching.debrief_of(session), "restarted": session.restarted,
        "last": session.feed(feed_name(person)).last, "messages": [], "news": [], "team": [],
        "floor": floor.floor_of(group), "texts": joint_texts.texts_for(session, group, role),
    }  # fmt: skip
    if role is None:
        head["roles"] = lobby(session)["roles"]
        head["wish"] = person.wish
        if person.kind == "press":
            head["press"] = group.bundle["public"] if group.bundle else {"cables": []}
            head["messages"] = [talk.shown(session, m) for m in group.messages if talk.may_read(m, person)]
            head["headlines"] = teaching.debrief_of(session)["headlines"]
        return packed(head | {"view": None, "asked": [], "committed": committed_none(group)})
    head["messages"] = [talk.shown(session, m) for m in group.messages if talk.may_read(m, person)]
    head["news"] = [
        {"id": i.id, "turn": i.sent_turn, "title": i.title, "text": i.text}
        for i in group.injects.values()
        if i.state == "sent" and ("all" in i.to or role in i.to)
    ]
    seat = group.seats[role]
    about = next(state for state in session.about["states"] if state["role"] == role)
    head |= {
        "team": [{"id": p.id, "name": session.words(p.name), "job": p.job} for p in session.team(group.id, role)],
        "proposals": [
            {"order": order, "summary": p["summary"], "for": sum(v == "for" for v in p["votes"].values()),
             "against": sum(v == "against" for v in p["votes"].values()), "mine": p["votes"].get(person.id)}
            for order, p in seat.proposals.items()
        ],
        "committed": committed(group, role) | _reasons(session, group, role), "held": seat.held, "notice": seat.notice,
        "brief": about["brief"], "briefing": session.about["briefing"], "colour": about["colour"], "shape": about["shape"],
        "roles": lobby(session)["roles"], "so_far": so_far(group) if person.late else [],
        "predictions": [p for p in teaching.predictions(session, group) if p["role"] == role] if session.debrief.step >= 0 else [],
        "reviewed": (group.review or {}).get("whole"), "press_desk": any(p.kind == "press" and p.group == group.id for p in session.students()),
    }  # fmt: skip
    live = group.live
    if live is None:
        return packed(head | {"view": None, "asked": []})
    own = live["seats"][role]
    return packed(head)[:-1] + b',"view":' + own["view"] + b',"asked":' + own["asked"] + b"}"


def pulse(session: Session, person: Person) -> Plain:
    """GET /api/clock: how far the lesson is, in few bytes, for programs that ask again and again."""
    group = session.group(person.group)
    clock = clock_of(session, group, person.role)
    docket = group.seats[person.role].docket if person.role else None
    return {
        "turn": group.turn, "phase": group.phase, "role": person.role, "left": clock["left"], "running": clock["running"], "mode": clock["mode"],
        "eyes_up": session.eyes_up or session.settings.all_stop, "ready": bool(docket and docket.turn == group.turn and docket.ready),
        "letters": sum(talk.may_read(m, person) for m in group.messages),
    }  # fmt: skip


async def menu(session: Session, person: Person) -> bytes:
    """GET /api/orders, as JSON."""
    if person.role is None:
        raise Refusal(409, "no_seat")
    group = session.group(person.group)
    await menu_of(session, group, person.role)
    orders: bytes = group.live["seats"][person.role]["orders"] if group.live else b"[]"
    return orders


def committed_none(group: Group) -> Plain:
    return {"turn": group.turn, "orders": [], "answers": {}, "ready": None, "given": False}


def _reasons(session: Session, group: Group, role: str) -> Plain:
    docket = group.seats[role].docket
    if docket is None or docket.turn != group.turn:
        return {"because": "", "prediction": None}
    prediction = docket.prediction
    return {
        "because": session.words(docket.because) if docket.because else "",
        "prediction": {"text": session.words(prediction["text"]), "p": prediction["p"]} if prediction else None,
    }


def so_far(group: Group) -> list[Plain]:
    """For a late comer: the gravest public news of each turn, from what every seat sees."""
    if group.bundle is None:
        return []
    best: dict[int, Plain] = {}
    for cable in group.bundle["public"]["cables"]:
        if cable["turn"] not in best or cable["gravity"] > best[cable["turn"]]["gravity"]:
            best[cable["turn"]] = cable
    return [{"turn": turn, "headline": best[turn]["headline"]} for turn in sorted(best)][-6:]


def screen(session: Session, addresses: list[Plain]) -> Plain:
    """GET /api/screen: what is public, for every group, and how to join."""
    return {
        "title": session.about["title"], "code": session.code, "addresses": addresses, "projector": session.settings.projector,
        "door": session.settings.door, "eyes_up": session.eyes_up, "all_stop": session.settings.all_stop,
        "last": session.feed("screen").last, "joined": len([p for p in session.students() if p.kind == "student"]),
        "waiting": visitors(session), "debrief": teaching.debrief_of(session), "roles": lobby(session)["roles"],
        "groups": [
            {"id": g.id, "phase": g.phase, "clock": clock_of(session, g), "public": g.bundle["public"] if g.bundle else None,
             "practice": g.phase == "practice", "stopped": g.stopped,
             "news": [{"turn": i.sent_turn, "title": i.title, "text": i.text} for i in g.injects.values() if i.state == "sent" and "all" in i.to],
             "floor": floor.floor_of(g), "texts": joint_texts.texts_for(session, g, None),
             "statements": [talk.shown(session, m) for m in g.messages if talk.is_public(m)][-6:],
             "review": unveiled(session, g) | {"more": {key: value for key, value in (g.review or {}).items() if key != "html"} or None} if g.phase == "over" and session.settings.projector == "review" else None}
            for g in session.groups.values()
        ],
    }  # fmt: skip


def visitors(session: Session) -> int:
    """Phones that are on the join page now."""
    now = time.monotonic()
    session.visitors = {page: seen for page, seen in session.visitors.items() if now - seen < AWAY_SECONDS}
    return len(session.visitors)


def review(session: Session, person: Person, gid: str | None) -> Plain:
    """GET /api/review: after the end all hidden acts, reasons and messages lie open."""
    group = session.group(person.group if person.kind in ("student", "press") else gid or person.group)
    if group.phase != "over" or group.aftermath is None:
        raise Refusal(409, "not_over")
    found = unveiled(session, group)
    found["role"] = person.role
    found["result"] = (group.aftermath["results"] or {}).get(person.role)
    found["messages"] = [
        talk.shown(session, m) for m in group.messages if m.state == "sent" and m.to not in (["teacher"], ["team"])
    ]
    found["debrief"] = teaching.debrief_of(session)
    found["more"] = {key: value for key, value in group.review.items() if key != "html"} if group.review else None
    return found


def unveiled(session: Session, group: Group) -> Plain:
    """The table's game told without the fog."""
    public = group.bundle["public"] if group.bundle else {}
    results = (group.aftermath or {}).get("results", {})
    some: Plain = next((result for result in results.values() if result), {})
    turns = []
    for past, told in zip(
        group.turns_played, (group.aftermath or {}).get("played", []) or [{}] * len(group.turns_played), strict=False
    ):
        seats = {}
        for role, docket in past["dockets"].items():
            orders = told.get("seats", {}).get(role) or [
                {"title": o["summary"], "covert": o.get("covert", False)} for o in docket["orders"]
            ]
            seats[role] = {
                "held": docket["held"], "orders": orders, "because": session.words(docket["because"]) if docket["because"] else "",
                "prediction": {"text": session.words(docket["prediction"]["text"]), "p": docket["prediction"]["p"]} if docket["prediction"] else None,
            }  # fmt: skip
        turns.append({"turn": past["turn"], "seats": seats})
    return {
        "group": group.id, "title": session.about["title"], "ending": public.get("ending"), "stopped": group.stopped,
        "ending_title": some.get("title"), "tale": some.get("tale"),
        "fates": some.get("fates", {}), "scores": some.get("scores") or scores(group), "series": public.get("series", {}),
        "turns": turns, "speeches": [{"role": s.role, "turn": s.turn, "seconds": s.seconds} for s in group.plenary.speeches],
        "texts": joint_texts.texts_for(session, group, None), "rulings": group.ruled, "rolled_back": group.rolled_back, "roles": lobby(session)["roles"],
    }  # fmt: skip


def scores(group: Group) -> dict[str, float]:
    """By role: how well each state does, and after the end how well it did."""
    for result in (group.aftermath or {}).get("results", {}).values():
        if result and result.get("scores"):
            return dict(result["scores"])
    return {role: seat["score"] for role, seat in group.bundle["seats"].items()} if group.bundle else {}
