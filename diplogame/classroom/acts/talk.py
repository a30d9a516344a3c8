"""Messages between seats and joint statements."""

from __future__ import annotations

from diplogame.classroom import limits, protocol, tokens
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group, Message, Person


async def send(session: Session, person: Person, body: protocol.MessageIn) -> Plain:
    """A message from a seat. Answers {id, state}; the text stands on record beside the log."""
    mark = f"message:{body.key}"

    async def act() -> Plain:
        group = session.group(person.group)
        to = [body.to] if isinstance(body.to, str) else list(dict.fromkeys(body.to))
        special = {"team", "teacher", "all", "press"} & set(to)
        press = person.kind == "press"
        if person.role is None and to != ["teacher"] and not (press and not {"team", "press"} & set(to)):
            raise Refusal(409, "no_seat")
        if special and len(to) > 1:
            raise Refusal(422, "to_mixed")
        if not special and any(role not in group.roles or role == person.role for role in to):
            raise Refusal(422, "no_role")
        if to != ["teacher"]:
            if person.muted:
                raise Refusal(403, "muted")
            if session.settings.messages == "off" and to != ["team"]:
                raise Refusal(403, "messages_off")
            if session.eyes_up or session.settings.all_stop:
                raise Refusal(423, "eyes_up")
        if body.joint and (special or press):
            raise Refusal(422, "to_mixed")
        if person.messages >= limits.MESSAGES_A_PERSON:
            raise Refusal(429, "many_messages", retry_after=60)
        text = session.new_text(person.id, "message", body.text)
        held = session.settings.messages == "held" and to not in (["teacher"], ["team"])
        mid = tokens.short_id()
        answer = {"id": mid, "state": "held" if held else "sent"}
        row = {
            "id": mid, "turn": group.turn, "role": "press" if press else person.role or "", "to": to, "text": text.id, "joint": body.joint,
            "state": "held" if held else "sent", "answer": answer,
        }  # fmt: skip
        await session.commit("message", row, group=group.id, person=person.id, key=mark, texts=(text,))
        return answer

    return await session.once(person.id, mark, act)


async def sign(session: Session, person: Person, body: protocol.Sign) -> Plain:
    """Put one's seat's name under a joint statement; the last name makes it public."""
    group, message = _found(session, person.group, body.message)
    if person.role is None or not message.joint or person.role not in message.to or message.state != "sent":
        raise Refusal(404, "no_message")
    await session.commit(
        "sign", {"id": message.id, "role": person.role, "sign": body.sign}, group=group.id, person=person.id
    )
    return {"signed": list(message.signed), "public": is_public(message)}


async def flag(session: Session, person: Person, body: protocol.Flag) -> Plain:
    """Tell the teacher about a message."""
    group, message = _found(session, person.group, body.message)
    if not may_read(message, person):
        raise Refusal(404, "no_message")
    await session.commit("flag", {"id": message.id}, group=group.id, person=person.id)
    return {"told": True}


async def moderate_message(session: Session, body: protocol.Moderate) -> Plain:
    group, message = _found(session, body.group, body.message or "")
    state = {"allow": "sent", "show": "sent", "hide": "hidden"}.get(body.action)
    if state is None:
        raise Refusal(422, "needs_person")
    await session.commit("message_state", {"id": message.id, "state": state}, group=group.id)
    return {"id": message.id, "state": state}


def may_read(message: Message, person: Person) -> bool:
    """Whether a message belongs on this person's page."""
    if message.person == person.id:
        return True
    if message.state != "sent":
        return False
    if person.kind == "press":
        return message.to == ["press"] or is_public(message)
    if person.role is None:
        return False
    if message.to in (["team"], ["teacher"]):
        return message.to == ["team"] and message.sender == person.role
    return message.to == ["all"] or person.role == message.sender or person.role in message.to or is_public(message)


def is_public(message: Message) -> bool:
    """Said to all, or signed by all whose name it carries."""
    return message.state == "sent" and (
        message.to == ["all"] or (message.joint and set(message.to) <= set(message.signed))
    )


def shown(session: Session, message: Message, *, names: bool = False) -> Plain:
    """A message as a page shows it."""
    found = {
        "id": message.id, "turn": message.turn, "from": message.sender, "to": message.to, "text": session.words(message.text),
        "joint": message.joint, "signed": list(message.signed), "public": is_public(message), "state": message.state,
    }  # fmt: skip
    if names:
        person = session.people.get(message.person)
        found |= {
            "by": session.words(person.name) if person else "",
            "person": message.person,
            "flagged": message.flagged,
            "at": message.at,
        }
    return found


def readers(session: Session, group: Group, message: Message) -> list[Person]:
    return [p for p in session.students() if p.group == group.id and may_read(message, p)]


def _found(session: Session, gid: str, mid: str) -> tuple[Group, Message]:
    group = session.group(gid)
    message = next((m for m in group.messages if m.id == mid), None)
    if message is None:
        raise Refusal(404, "no_message")
    return group, message


def _tell(session: Session, group: Group, message: Message) -> None:
    for person in readers(session, group, message):
        session.tell(person.id, "message", shown(session, message))
    if is_public(message):
        session.tell("screen", "message", shown(session, message) | {"group": group.id})
    session.tell_console("message", {"group": group.id, "id": message.id})


@applies("message")
def _message(session: Session, row: Row) -> None:
    group, b = session.groups[row.group], row.body
    message = Message(
        b["id"], b["turn"], b["role"], b["to"], b["text"], row.person, row.at, b["joint"], state=b["state"]
    )
    group.messages.append(message)
    session.people[row.person].messages += 1
    _tell(session, group, message)


@applies("sign")
def _sign(session: Session, row: Row) -> None:
    group, message = _found(session, row.group, row.body["id"])
    role = row.body["role"]
    message.signed = [r for r in message.signed if r != role] + ([role] if row.body["sign"] else [])
    _tell(session, group, message)


@applies("flag")
def _flag(session: Session, row: Row) -> None:
    _, message = _found(session, row.group, row.body["id"])
    message.flagged = True
    session.tell_console()


@applies("message_state")
def _message_state(session: Session, row: Row) -> None:
    group, message = _found(session, row.group, row.body["id"])
    before = readers(session, group, message)
    message.state = row.body["state"]
    for person in before:
        session.tell(
            person.id,
            "message",
            shown(session, message) if may_read(message, person) else {"id": message.id, "state": "hidden"},
        )
    _tell(session, group, message)
