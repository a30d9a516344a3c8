"""The teacher's notes and stars, and the steps of the debrief."""

from __future__ import annotations

from diplogame.classroom import limits, protocol, tokens
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Person

STEPS = ("out", "word", "plus_delta", "predictions", "unveil", "turning", "whatif", "world", "exit")
"""What the teacher clicks through, in order."""


async def note(session: Session, teacher: Person, body: protocol.Note) -> Plain:
    """A private note or a star at this moment; they lead the review."""
    group = session.group(body.group)
    text = session.new_text(teacher.id, "note", body.text)
    row = {"id": tokens.short_id(), "text": text.id, "star": body.star, "event": body.event, "turn": group.turn}
    await session.commit("note", row, group=group.id, person=teacher.id, texts=(text,))
    return {"id": row["id"]}


async def step(session: Session, body: protocol.Step) -> Plain:
    """Go to a step of the debrief, or reveal what was said in one."""
    if body.step >= len(STEPS):
        raise Refusal(422, "no_step", n=len(STEPS) - 1)
    await session.commit("step", {"step": body.step, "reveal": body.reveal})
    return {"step": session.debrief.step, "name": STEPS[body.step] if body.step >= 0 else None}


async def say(session: Session, person: Person, body: protocol.EntryIn) -> Plain:
    """Something said in the debrief; a later word under the same step replaces the person's earlier one."""
    mark = f"say:{body.key}"

    async def act() -> Plain:
        if session.debrief.step < 0 and body.step not in ("prediction", "headline"):
            raise Refusal(409, "no_debrief")
        if person.entries >= limits.ENTRIES_A_PERSON:
            raise Refusal(429, "many_messages", retry_after=60)
        text = session.new_text(person.id, body.step, body.text)
        await session.commit(
            "say",
            {"step": body.step, "text": text.id, "role": person.role, "answer": {"step": body.step}},
            group=person.group,
            person=person.id,
            key=mark,
            texts=(text,),
        )
        return {"step": body.step}

    return await session.once(person.id, mark, act)


def said(session: Session, what: str) -> list[str]:
    """The words of one step, without who said them, in an order that does not tell."""
    return sorted(
        session.words(entry["text"])
        for entry in session.debrief.entries
        if entry["step"] == what and session.words(entry["text"])
    )


def debrief_of(session: Session, *, teacher: bool = False) -> Plain:
    """The debrief as pages show it: what is revealed, and for the teacher how much has come in."""
    found: Plain = {
        "step": session.debrief.step,
        "name": STEPS[session.debrief.step] if session.debrief.step >= 0 else None,
    }
    found["revealed"] = {what: said(session, what) for what in sorted(session.debrief.revealed)}
    if teacher:
        found["entries"] = {what: said(session, what) for what in {entry["step"] for entry in session.debrief.entries}}
        found["steps"] = list(STEPS)
    return found


@applies("note")
def _note(session: Session, row: Row) -> None:
    session.notes.append(row.body | {"at": row.at, "group": row.group})
    session.tell_console()


@applies("step")
def _step(session: Session, row: Row) -> None:
    session.debrief.step = row.body["step"]
    if row.body["reveal"]:
        session.debrief.revealed.add(row.body["reveal"])
    if session.debrief.step >= 0:
        session.plan.marks.setdefault("debrief", row.at)
        session.plan.marks.setdefault(f"debrief_{session.debrief.step}", row.at)
    session.tell_all("debrief", debrief_of(session))
    session.tell_console()


@applies("say")
def _say(session: Session, row: Row) -> None:
    person = session.people[row.person]
    person.entries += 1
    entries = session.debrief.entries
    entries[:] = [e for e in entries if (e["person"], e["step"]) != (row.person, row.body["step"])]
    entries.append(
        {
            "step": row.body["step"],
            "text": row.body["text"],
            "person": row.person,
            "role": row.body["role"],
            "group": row.group,
        }
    )
    if row.body["step"] in session.debrief.revealed:
        session.tell_all("debrief", debrief_of(session))
    session.tell_console()
