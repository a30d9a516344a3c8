"""The teacher's notes and stars, and the steps of the debrief."""

from __future__ import annotations

from diplogame.classroom import limits, protocol, tokens
from diplogame.classroom.calibration import calibration
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group, Person
from diplogame.texts import text

STEPS = ("out", "word", "plus_delta", "predictions", "unveil", "turning", "whatif", "world", "exit")
"""What the teacher clicks through, in order."""


async def note(session: Session, teacher: Person, body: protocol.Note) -> Plain:
    """A private note or a star at this moment; they lead the review."""
    group = session.group(body.group)
    words = session.new_text(teacher.id, "note", body.text)
    row = {"id": tokens.short_id(), "text": words.id, "star": body.star, "event": body.event, "turn": group.turn}
    await session.commit("note", row, group=group.id, person=teacher.id, texts=(words,))
    return {"id": row["id"]}


async def step(session: Session, body: protocol.Step) -> Plain:
    """Go to a step of the debrief, or reveal what was said in one."""
    if body.step >= len(STEPS):
        raise Refusal(422, "no_step", n=len(STEPS) - 1)
    if body.headline is not None and all(entry["text"] != body.headline for entry in session.debrief.entries):
        raise Refusal(404, "no_message")
    await session.commit("step", {"step": body.step, "reveal": body.reveal, "headline": body.headline})
    return {"step": session.debrief.step, "name": STEPS[body.step] if body.step >= 0 else None}


async def judge(session: Session, group: Group, role: str, turn: int, came: bool | None, by: str) -> Plain:
    """Whether what a seat foretold in a turn came true; the teacher's word stands above the team's."""
    if all((role, turn) != (found["role"], found["turn"]) for found in predictions(session, group)):
        raise Refusal(404, "no_prediction")
    if by != "teacher" and group.judged.get(f"{role}:{turn}", {}).get("by") == "teacher":
        raise Refusal(409, "judged")
    await session.commit("judge", {"role": role, "turn": turn, "came": came, "by": by}, group=group.id)
    return {"role": role, "turn": turn, "came": came}


def predictions(session: Session, group: Group) -> list[Plain]:
    """What the seats foretold in the turns played: {"role", "turn", "text", "p", "came", "by"}."""
    return [
        {"id": docket["prediction"]["text"], "role": role, "turn": past["turn"], "text": session.words(docket["prediction"]["text"]), "p": docket["prediction"]["p"]}
        | group.judged.get(f"{role}:{past['turn']}", {"came": None, "by": ""})
        for past in group.turns_played
        for role, docket in past["dockets"].items()
        if docket["prediction"]
    ]  # fmt: skip


def calibrated(session: Session) -> Plain:
    """All judged predictions of the class against the facts."""
    found: dict[str, Plain] = {}
    for group in session.groups.values():
        for one in predictions(session, group):  # a fork carries the turns before it: each prediction is counted once
            if one["id"] not in found or found[one["id"]]["came"] is None:
                found[one["id"]] = one
    judged = [(one["p"], one["came"]) for one in found.values() if one["came"] is not None]
    return calibration(judged) | {"made": len(found)}


def what_ifs(session: Session) -> list[Plain]:
    """What the class may vote for, once every game is over: {"text", "votes", "group", "what_if"}."""
    if any(group.phase != "over" for group in session.groups.values()):
        return []
    many = len(session.groups) > 1
    votes = said(session, "whatif")
    found = []
    for group in session.groups.values():
        for one in (group.review or {}).get("what_ifs", []):
            words = text(
                "classroom.whatif.group" if many else "classroom.whatif.one",
                group=group.id,
                turn=one["turn"],
                headline=one["headline"],
            )
            found.append({"text": words, "votes": votes.count(words), "group": group.id, "what_if": one})
    return found  # fmt: skip


async def say(session: Session, person: Person, body: protocol.EntryIn) -> Plain:
    """Something said in the debrief; a later word under the same step replaces the person's earlier one."""
    mark = f"say:{body.key}"

    async def act() -> Plain:
        if session.debrief.step < 0 and body.step not in ("prediction", "headline"):
            raise Refusal(409, "no_debrief")
        if person.entries >= limits.ENTRIES_A_PERSON:
            raise Refusal(429, "many_messages", retry_after=60)
        words = session.new_text(person.id, body.step, body.text)
        await session.commit(
            "say",
            {"step": body.step, "text": words.id, "role": person.role, "answer": {"step": body.step}},
            group=person.group,
            person=person.id,
            key=mark,
            texts=(words,),
        )
        return {"step": body.step}

    return await session.once(person.id, mark, act)


BY_TEAM = ("plus", "delta")
"""Steps that a team speaks in: its name stands before the words, nobody's own."""


def said(session: Session, what: str) -> list[str]:
    """The words of one step, without who said them, in an order that does not tell."""
    found = []
    for entry in session.debrief.entries:
        words = session.words(entry["text"])
        if entry["step"] == what and words:
            team = session.role_name(entry["role"]) if what in BY_TEAM and entry["role"] else ""
            found.append(f"{team}: {words}" if team else words)
    return sorted(found)


def debrief_of(session: Session, *, teacher: bool = False) -> Plain:
    """The debrief as pages show it: what is revealed, and for the teacher how much has come in."""
    found: Plain = {
        "step": session.debrief.step,
        "name": STEPS[session.debrief.step] if session.debrief.step >= 0 else None,
    }
    found["revealed"] = {
        what: said(session, what) for what in sorted(session.debrief.revealed) if what not in ("headline", "prediction")
    }
    headlines = [
        {"id": entry["text"], "text": session.words(entry["text"]), "shown": entry["text"] in session.debrief.headlines}
        for entry in session.debrief.entries
        if entry["step"] == "headline" and session.words(entry["text"])
    ]
    found["headlines"] = [one["text"] for one in headlines if one["shown"]]
    voted = what_ifs(session) if session.debrief.step >= 0 or teacher else []
    open_ = "whatif" in session.debrief.revealed
    found["what_ifs"] = [one if open_ or teacher else {"text": one["text"]} for one in voted]
    found["calibration"] = calibrated(session) if "prediction" in session.debrief.revealed or teacher else None
    if teacher:
        found["all_headlines"] = headlines
        found["predictions"] = {group.id: predictions(session, group) for group in session.groups.values()}
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
    if row.body.get("headline"):
        session.debrief.headlines.add(row.body["headline"])
    elif row.body["reveal"] == "headline":
        session.debrief.headlines |= {e["text"] for e in session.debrief.entries if e["step"] == "headline"}
    elif row.body["reveal"]:
        session.debrief.revealed.add(row.body["reveal"])
    if session.debrief.step >= 0:
        session.plan.marks.setdefault("debrief", row.at)
        session.plan.marks.setdefault(f"debrief_{session.debrief.step}", row.at)
    session.tell_all("debrief", debrief_of(session))
    session.tell_console()


@applies("judge")
def _judge(session: Session, row: Row) -> None:
    group, body = session.groups[row.group], row.body
    group.judged[f"{body['role']}:{body['turn']}"] = {"came": body["came"], "by": body["by"]}
    session.tell_seat(group.id, body["role"], "team", {})
    if "prediction" in session.debrief.revealed:
        session.tell_all("debrief", debrief_of(session))
    session.tell_console()


@applies("say")
def _say(session: Session, row: Row) -> None:
    person = session.people[row.person]
    person.entries += 1
    entries = session.debrief.entries
    if row.body["step"] != "headline":
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
