"""Joint texts in the plenary: a team tables one, others sponsor it, every seat votes, and the roll is called."""

from __future__ import annotations

from diplogame.classroom import limits, protocol, tokens
from diplogame.classroom.acts.floor import tell_floor
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row
from diplogame.classroom.plenary import JointText, carried, tally
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Group, Person


async def table(session: Session, person: Person, body: protocol.TextIn) -> Plain:
    """Table a joint text, or revise one's own: who sponsored the earlier wording must sponsor the new one again."""
    mark = f"text:{body.key}"

    async def act() -> Plain:
        group, role = _delegate(session, person)
        if person.muted:
            raise Refusal(403, "muted")
        if session.settings.messages == "off":
            raise Refusal(403, "messages_off")
        found = None
        if body.id is not None:
            found = _found(group, body.id, role)
            if found.role != role:
                raise Refusal(403, "not_your_text")
            if found.fate != "draft":
                raise Refusal(409, "text_settled")
        mine = [one for one in group.plenary.texts if one.role == role]
        if (found is None and len(mine) >= limits.TEXTS_A_SEAT) or (found and found.revised >= limits.REVISIONS):
            raise Refusal(429, "many_texts", retry_after=60)
        words = session.new_text(person.id, "joint_text", "\n".join([body.title, *body.clauses]))
        held = session.settings.messages == "held"
        answer = {"id": found.id if found else tokens.short_id(), "state": "held" if held else "sent"}
        row = {
            "id": answer["id"],
            "turn": group.turn,
            "role": role,
            "text": words.id,
            "shown": answer["state"],
            "answer": answer,
        }
        await session.commit("joint_text", row, group=group.id, person=person.id, key=mark, texts=(words,))
        return answer

    return await session.once(person.id, mark, act)


async def sponsor(session: Session, person: Person, body: protocol.Sponsor) -> Plain:
    """Put one's seat's name to a text, or take it off, until it is put to the vote."""
    group, role = _delegate(session, person)
    found = _found(group, body.text, role)
    if found.fate != "draft" or found.shown != "sent":
        raise Refusal(409, "text_settled")
    if found.role == role:
        raise Refusal(409, "own_text")
    if body.revised not in (None, found.revised):
        raise Refusal(409, "text_revised")
    row = {"id": found.id, "role": role, "on": body.sponsor, "revised": found.revised}
    await session.commit("sponsor", row, group=group.id, person=person.id)
    return {"sponsors": list(found.sponsors)}


async def withdraw(session: Session, person: Person, body: protocol.TextOf) -> Plain:
    """Take one's own text off the table; it stays on record."""
    group, role = _delegate(session, person)
    found = _found(group, body.text, role)
    if found.role != role:
        raise Refusal(403, "not_your_text")
    if found.fate != "draft":
        raise Refusal(409, "text_settled")
    await session.commit("text_fate", {"id": found.id, "fate": "withdrawn"}, group=group.id, person=person.id)
    return {"fate": found.fate}


async def vote(session: Session, person: Person, body: protocol.VoteIn) -> Plain:
    """One vote a seat; the last one given before the vote is closed counts."""
    group, role = _delegate(session, person)
    found = _found(group, body.text, role)
    if found.fate != "vote":
        raise Refusal(409, "no_vote")
    await session.commit(
        "text_vote", {"id": found.id, "role": role, "vote": body.vote}, group=group.id, person=person.id
    )
    if role not in found.votes:
        raise Refusal(409, "no_vote")  # closed in the same breath
    return {"vote": found.votes[role]}


async def chair(session: Session, teacher: Person, body: protocol.ChairText) -> Plain:
    """The facilitator puts a text to the vote, closes the vote, votes for a seat, or lets a text through or hides it."""
    group = session.group(body.group)
    found = next((one for one in group.plenary.texts if one.id == body.text), None)
    if found is None:
        raise Refusal(404, "no_text")
    row: Plain = {"id": found.id}
    kind = "text_fate"
    if body.action == "open_vote":
        if found.fate != "draft" or found.shown != "sent":
            raise Refusal(409, "text_settled")
        if group.plenary.voting is not None:
            raise Refusal(409, "vote_open")
        row |= {"fate": "vote", "rule": body.rule}
    elif body.action in ("close_vote", "vote"):
        if found.fate != "vote":
            raise Refusal(409, "no_vote")
        if body.action == "close_vote":
            row["fate"] = "closed"
        elif body.role is None or body.role not in group.roles or body.vote is None:
            raise Refusal(422, "no_role")
        else:
            kind = "text_vote"
            row |= {"role": body.role, "vote": body.vote}
    else:
        kind = "text_shown"
        row["shown"] = "hidden" if body.action == "hide" else "sent"
    await session.commit(kind, row, group=group.id, person=teacher.id)
    return shown(session, found, teacher=True)


def _delegate(session: Session, person: Person) -> tuple[Group, str]:
    """The person's table and role, while texts may be worked on. Raises Refusal."""
    if person.kind != "student" or person.role is None:
        raise Refusal(409, "no_seat")
    group = session.group(person.group)
    if group.plenary.stage not in ("announced", "open"):
        raise Refusal(409, "no_plenary")
    if session.eyes_up or session.settings.all_stop:
        raise Refusal(423, "eyes_up")
    return group, person.role


def _found(group: Group, text: str, role: str) -> JointText:
    found = next((one for one in group.plenary.texts if one.id == text and may_see(one, role)), None)
    if found is None:
        raise Refusal(404, "no_text")
    return found


def may_see(text: JointText, role: str | None) -> bool:
    """Everybody at the table sees what the teacher let through; its own team sees a text in any case."""
    return text.shown == "sent" or (role is not None and role == text.role)


def shown(session: Session, text: JointText, role: str | None = None, *, teacher: bool = False) -> Plain:
    """A text as a page shows it; `role` is the seat that looks. How others voted is told when the vote is closed."""
    title, *clauses = session.words(text.text).split("\n")
    told = teacher or text.fate in ("adopted", "failed")
    found: Plain = {
        "id": text.id, "turn": text.turn, "role": text.role, "title": title, "clauses": clauses, "sponsors": list(text.sponsors),
        "shown": text.shown, "fate": text.fate, "rule": text.rule, "revised": text.revised, "cast": len(text.votes),
        "votes": dict(text.votes) if told else {}, "tally": tally(text.votes.values()) if told else None,
        "mine": text.votes.get(role) if role else None,
    }  # fmt: skip
    if teacher:
        person = session.people.get(text.person)
        found["by"] = session.words(person.name) if person else ""
    return found


def texts_for(session: Session, group: Group, role: str | None) -> list[Plain]:
    """The texts on the table as a seat sees them; without a role, as everybody does."""
    return [shown(session, text, role) for text in group.plenary.texts if may_see(text, role)]


def _tell(session: Session, group: Group, text: JointText, before: str = "") -> None:
    """Those who may see the text get it; those who saw it (`before`: how it was shown) and may no longer are told that it is gone."""
    for person in session.students():
        if person.group != group.id:
            continue
        if may_see(text, person.role):
            session.tell(person.id, "joint_text", shown(session, text, person.role))
        elif before == "sent":
            session.tell(person.id, "joint_text", {"id": text.id, "shown": "hidden"})
    session.tell("screen", "joint_text", {"group": group.id})
    session.tell_console()


def _of(session: Session, row: Row) -> tuple[Group, JointText]:
    group = session.groups[row.group]
    return group, next(one for one in group.plenary.texts if one.id == row.body["id"])


@applies("joint_text")
def _table(session: Session, row: Row) -> None:
    group, b = session.groups[row.group], row.body
    found = next((one for one in group.plenary.texts if one.id == b["id"]), None)
    before = found.shown if found else ""
    if found is None:
        found = JointText(b["id"], b["turn"], b["role"], row.person, b["text"], [b["role"]], shown=b["shown"])
        group.plenary.texts.append(found)
    elif found.fate != "draft":
        return  # put to the vote in the same breath: the vote is on the wording that was read
    else:
        found.text, found.person, found.shown = b["text"], row.person, b["shown"]
        found.sponsors, found.revised = [found.role], found.revised + 1
    session.people[row.person].acts += 1
    _tell(session, group, found, before)


@applies("sponsor")
def _sponsor(session: Session, row: Row) -> None:
    group, text = _of(session, row)
    role = row.body["role"]
    if text.fate != "draft" or text.revised != row.body["revised"]:
        return
    text.sponsors = [one for one in text.sponsors if one != role] + ([role] if row.body["on"] else [])
    session.people[row.person].acts += 1
    _tell(session, group, text)


@applies("text_fate")
def _fate(session: Session, row: Row) -> None:
    group, text = _of(session, row)
    fate = row.body["fate"]
    if text.fate != ("vote" if fate == "closed" else "draft") or (fate == "vote" and group.plenary.voting):
        return  # another act came first
    if fate == "vote":
        text.fate, text.rule, text.votes = "vote", row.body["rule"], {}
    elif fate == "withdrawn":
        text.fate = "withdrawn"
    else:
        text.fate = "adopted" if carried(text.votes.values(), text.rule) else "failed"
    _tell(session, group, text)
    tell_floor(session, group)


@applies("text_vote")
def _vote(session: Session, row: Row) -> None:
    group, text = _of(session, row)
    if text.fate != "vote":
        return  # closed in the same breath
    text.votes[row.body["role"]] = row.body["vote"]
    if row.person in session.people and session.people[row.person].kind == "student":
        session.people[row.person].acts += 1
    for person in session.team(group.id, row.body["role"]):
        session.tell(person.id, "joint_text", shown(session, text, person.role))
    tell_floor(session, group)


@applies("text_shown")
def _shown(session: Session, row: Row) -> None:
    group, text = _of(session, row)
    before, text.shown = text.shown, row.body["shown"]
    _tell(session, group, text, before)
