"""What comes from outside: injects of the list and made up on the spot, and the teacher's rulings."""

from __future__ import annotations

from diplogame.classroom import protocol, tokens
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group, Inject, Person


async def inject(session: Session, teacher: Person, body: protocol.InjectIn) -> Plain:
    """Send, arm, hold or drop an inject of the list, correct one that was sent, or make one up."""
    mark = f"inject:{body.key}" if body.key else None

    async def act() -> Plain:
        group = session.group(body.group)
        known = group.injects.get(body.id or "")
        if body.id is not None and known is None:
            raise Refusal(404, "no_inject")
        if known is not None and body.action == "correct":
            if known.state != "sent":
                raise Refusal(409, "not_sent")
            effects = {key: -value for key, value in known.effects.items()}
            row = _made(group, known.kind, known.to, body.title or known.title, body.text, effects, "send", None)
            row["corrects"] = known.id
        elif known is not None:
            if known.state == "sent":
                raise Refusal(409, "sent_once")
            row = {"id": known.id, "action": body.action, "turn": body.turn}
        else:
            if not body.title:
                raise Refusal(422, "title_needed")
            if any(role != "all" and role not in group.roles for role in body.to):
                raise Refusal(422, "no_role")
            row = _made(group, body.kind, body.to, body.title, body.text, body.effects, body.action, body.turn)
        if row["action"] == "send" and group.phase != "orders":
            raise Refusal(409, "not_started")
        row["answer"] = {"id": row["id"], "action": row["action"]}
        await session.commit("inject", row, group=group.id, person=teacher.id, key=mark)
        return {"id": row["id"], "action": row["action"]}

    return await session.once(teacher.id, mark, act)


def _made(
    group: Group,
    kind: str,
    to: list[str],
    title: str,
    text: str,
    effects: dict[str, float],
    action: str,
    turn: int | None,
) -> Plain:
    made = {"kind": kind, "to": to, "title": title, "text": text, "effects": effects}
    return {
        "id": f"own_{tokens.short_id()}",
        "action": action,
        "turn": turn if turn is not None else group.turn,
        "made": made,
    }


async def rule(session: Session, teacher: Person, body: protocol.RuleIn) -> Plain:
    """Rule on an outcome, with a reason that goes on record; it takes effect with the turn being ordered."""
    mark = f"rule:{body.key}" if body.key else None

    async def act() -> Plain:
        group = session.group(body.group)
        if group.phase != "orders":
            raise Refusal(409, "not_started" if group.phase == "lobby" else "game_over")
        known = {quantity["id"] for quantity in session.about.get("quantities", [])}
        if known and not set(body.effects) <= known:
            raise Refusal(422, "no_quantity")
        row = {
            "reason": body.reason,
            "effects": body.effects,
            "event": body.event,
            "turn": group.turn,
            "answer": {"turn": group.turn},
        }
        await session.commit("rule", row, group=group.id, person=teacher.id, key=mark)
        return {"turn": group.turn}

    return await session.once(teacher.id, mark, act)


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


@applies("inject")
def _inject(session: Session, row: Row) -> None:
    group, body = session.groups[row.group], row.body
    made = body.get("made")
    if made is not None:
        group.injects[body["id"]] = Inject(
            body["id"], body["turn"], made["kind"], made["to"], made["title"], made["text"], made["effects"], own=True
        )
    inject = group.injects[body["id"]]
    if body["turn"] is not None:
        inject.turn = body["turn"]
    if body["action"] == "send":
        sent(session, group, inject)
    else:
        inject.state = {"arm": "armed", "plan": "planned", "drop": "dropped"}[body["action"]]  # type: ignore[assignment]
    session.tell_console()


@applies("rule")
def _rule(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    group.rulings.append({key: row.body[key] for key in ("reason", "effects", "event")})
    session.tell_console()
