"""A seat's docket: its orders, its answers, its reasons, and what its team proposes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from diplogame.classroom import protocol
from diplogame.classroom.engine import Plain
from diplogame.classroom.log import Row, Text
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.session import Session, applies
from diplogame.classroom.state import Docket, Group, Person
from diplogame.errors import OrderError


async def put_docket(session: Session, person: Person, body: protocol.DocketIn) -> Plain:
    async def act() -> Plain:
        group, role = _hand_of(session, person, body.turn)
        orders = await _orders(session, group, role, body.orders)
        texts: list[Text] = []
        because, prediction = "", None
        if body.because:
            texts.append(session.new_text(person.id, "because", body.because))
            because = texts[-1].id
        if body.prediction is not None and body.prediction.text:
            texts.append(session.new_text(person.id, "prediction", body.prediction.text))
            prediction = {"text": texts[-1].id, "p": body.prediction.p}
        _still(session, group, body.turn)
        answer = {"turn": body.turn, "key": body.key}
        row = {
            "turn": body.turn, "role": role, "orders": orders, "ready": body.ready, "because": because, "prediction": prediction,
            "keep_because": body.because is None, "by": person.id, "answer": answer,
        }  # fmt: skip
        await session.commit(
            "docket", row, group=group.id, person=person.id, key=f"docket:{body.key}", texts=tuple(texts)
        )
        return answer

    return await session.once(person.id, f"docket:{body.key}", act)


async def put_answers(session: Session, person: Person, body: protocol.AnswersIn) -> Plain:
    async def act() -> Plain:
        group, role = _hand_of(session, person, body.turn)
        _check_answers(group, role, body.answers)
        answer = {"turn": body.turn, "key": body.key}
        row = {"turn": body.turn, "role": role, "answers": body.answers, "by": person.id, "answer": answer}
        await session.commit("answers", row, group=group.id, person=person.id, key=f"answers:{body.key}")
        return answer

    return await session.once(person.id, f"answers:{body.key}", act)


async def for_seat(session: Session, teacher: Person, body: protocol.SeatDocket) -> Plain:
    """Orders that the teacher enters for a seat, people's or AI's; they count like the team's own."""

    async def act() -> Plain:
        group = session.group(body.group)
        if body.role not in group.roles:
            raise Refusal(422, "no_role")
        _still(session, group, body.turn)
        orders = await _orders(session, group, body.role, body.orders)
        _check_answers(group, body.role, body.answers)
        _still(session, group, body.turn)
        answer = {"turn": body.turn, "key": body.key}
        row = {
            "turn": body.turn, "role": body.role, "orders": orders, "ready": True, "because": "", "prediction": None,
            "keep_because": True, "by": "teacher", "answers": body.answers, "answer": answer,
        }  # fmt: skip
        await session.commit("docket", row, group=group.id, person=teacher.id, key=f"docket:{body.key}")
        return answer

    return await session.once(teacher.id, f"docket:{body.key}", act)


async def propose(session: Session, person: Person, body: protocol.Proposal) -> Plain:
    """A team member proposes an order, or votes on a proposal; the team sees it, nobody else."""
    group, role = _open_seat(session, person, body.turn)
    menu = await menu_of(session, group, role)
    if body.order not in menu:
        raise Refusal(422, "no_order")
    await session.commit(
        "propose",
        {
            "role": role,
            "turn": body.turn,
            "order": body.order,
            "vote": body.vote,
            "summary": menu[body.order]["summary"],
        },
        group=group.id,
        person=person.id,
    )
    return {"order": body.order}


def _open_seat(session: Session, person: Person, turn: int) -> tuple[Group, str]:
    """The person's table and role, if it takes orders for `turn` now. Raises Refusal."""
    if person.kind != "student" or person.role is None:
        raise Refusal(409, "no_seat")
    group = session.group(person.group)
    _still(session, group, turn)
    if group.seats[person.role].held == "ai":
        raise Refusal(409, "ai_holds")
    return group, person.role


def _hand_of(session: Session, person: Person, turn: int) -> tuple[Group, str]:
    """The same, for whoever may hand in: anybody of the team, or where the teacher says so its lead alone. Raises Refusal."""
    group, role = _open_seat(session, person, turn)
    led = any(other.job == "lead" for other in session.team(group.id, role))
    if session.settings.lead_only and led and person.job != "lead":
        raise Refusal(403, "lead_only")
    return group, role


def _still(session: Session, group: Group, turn: int) -> None:
    if session.eyes_up or session.settings.all_stop:
        raise Refusal(423, "eyes_up")
    if group.phase == "lobby":
        raise Refusal(409, "not_started")
    if group.phase == "over":
        raise Refusal(409, "game_over")
    if group.phase == "resolving" or group.closing or turn != group.turn:
        raise Refusal(409, "turn_gone", turn=group.turn)


def begin_menu(session: Session, group: Group, role: str) -> asyncio.Task[Plain]:
    """Start making a seat's menu, once a turn."""
    seat = group.live["seats"][role] if group.live else {}
    if seat.get("making") is None:
        table = f"{group.id}.practice" if group.phase == "practice" else group.id
        seat["making"] = asyncio.get_running_loop().create_task(session.table(table).call("menu", table, role))
        seat["making"].add_done_callback(lambda done: done.cancelled() or done.exception())
    task: asyncio.Task[Plain] = seat["making"]
    return task


async def menu_of(session: Session, group: Group, role: str) -> dict[str, Plain]:
    """The seat's orders by id, as soon as they are made. Raises Refusal."""
    live = group.live
    if live is None:
        raise Refusal(409, "not_started")
    seat = live["seats"][role]
    if seat["menu"] is None:
        found = await asyncio.shield(begin_menu(session, group, role))
        if group.live is not live:
            raise Refusal(409, "turn_gone", turn=group.turn)
        if seat["menu"] is None:
            seat.update(found)
    menu: dict[str, Plain] = seat["menu"]
    return menu


async def _orders(session: Session, group: Group, role: str, wanted: Sequence[str | protocol.Entry]) -> list[Plain]:
    """Each order as it is logged: id, summary, cost. Raises Refusal with the reason that the menu gives."""
    menu = await menu_of(session, group, role)
    table = f"{group.id}.practice" if group.phase == "practice" else group.id
    found: list[Plain] = []
    for entry in wanted:
        if isinstance(entry, str):
            order = menu.get(entry)
            if order is None:
                raise Refusal(422, "no_order")
            order = order | {"id": entry}
        else:
            try:
                order = await session.table(table).call("find", table, role, entry.model_dump())
            except OrderError as error:
                raise Refusal(422, "illegal", why=str(error)) from None
            menu[order["id"]] = {key: order.get(key) for key in menu[next(iter(menu))]}
        if order.get("greyed"):
            raise Refusal(422, "greyed", why=order["greyed"])
        found.append(order)
    seat = group.live["seats"][role] if group.live else {}
    if len({order["id"] for order in found}) < len(found):
        raise Refusal(422, "twice")
    if len(found) > seat["orders_allowed"]:
        raise Refusal(422, "too_many", n=seat["orders_allowed"])
    if sum(order["cost"] for order in found) > seat["capital"] + 1e-9:
        raise Refusal(422, "too_dear", capital=f"{seat['capital']:g}")
    if len(found) > 1:
        try:
            await session.table(table).call("check", table, role, [order["id"] for order in found])
        except OrderError as error:
            raise Refusal(422, "illegal", why=str(error)) from None
    return [
        {"id": order["id"], "summary": order["summary"], "cost": order["cost"], "covert": order["covert"]}
        for order in found
    ]


def _check_answers(group: Group, role: str, answers: dict[str, Any]) -> None:
    asks = group.live["seats"][role]["asks"] if group.live else {}
    for ask, value in answers.items():
        if ask not in asks:
            raise Refusal(422, "not_asked")
        if value not in asks[ask]:
            raise Refusal(422, "no_answer", choices=", ".join(asks[ask]))


def committed(group: Group, role: str) -> Plain:
    """What a seat has handed in for the turn being ordered."""
    docket = group.seats[role].docket
    if docket is None or docket.turn != group.turn:
        return {"turn": group.turn, "orders": [], "answers": {}, "ready": None, "given": False}
    return {
        "turn": docket.turn,
        "orders": list(docket.orders),
        "answers": dict(docket.answers),
        "ready": docket.ready,
        "given": docket.given,
    }


def _docket_of(session: Session, row: Row) -> Docket:
    seat = session.groups[row.group].seats[row.body["role"]]
    if seat.docket is None or seat.docket.turn != row.body["turn"]:
        seat.docket = Docket(row.body["turn"])
    return seat.docket


@applies("docket")
def _docket(session: Session, row: Row) -> None:
    group, body = session.groups[row.group], row.body
    docket = _docket_of(session, row)
    docket.orders = [order["id"] for order in body["orders"]]
    docket.given, docket.ready, docket.by = True, body["ready"], body["by"]
    docket.answers.update(body.get("answers", {}))
    if not body["keep_because"]:
        docket.because = body["because"]
    if body["prediction"] is not None:
        docket.prediction = body["prediction"]
    group.summaries.update({order["id"]: order for order in body["orders"]})
    if row.person in session.people:
        session.people[row.person].acts += 1
    _tell(session, group, body["role"], body["by"])


@applies("answers")
def _answers(session: Session, row: Row) -> None:
    group = session.groups[row.group]
    docket = _docket_of(session, row)
    docket.answers.update(row.body["answers"])
    docket.ready = False if docket.ready else docket.ready  # any edit takes "ready" back
    session.people[row.person].acts += 1
    _tell(session, group, row.body["role"], row.body["by"])


@applies("propose")
def _propose(session: Session, row: Row) -> None:
    group, body = session.groups[row.group], row.body
    seat = group.seats[body["role"]]
    proposal = seat.proposals.setdefault(body["order"], {"summary": body["summary"], "votes": {}})
    proposal["votes"][row.person] = body["vote"]
    session.people[row.person].acts += 1
    session.tell_seat(group.id, body["role"], "team", {})


def _tell(session: Session, group: Group, role: str, by: str) -> None:
    session.tell_seat(group.id, role, "docket", committed(group, role) | {"by": by})
    session.tell_console("docket", {"group": group.id, "role": role})
    if session.settings.early and not session.replaying and everyone_ready(session, group):
        from diplogame.classroom.acts.turns import end_turn_soon

        end_turn_soon(session, group)


def everyone_ready(session: Session, group: Group) -> bool:
    """Every seat that people hold has signalled ready for this turn (and there is one)."""
    held = [seat for role, seat in group.seats.items() if group.people_hold(role, session.students())]
    return bool(held) and all(s.docket is not None and s.docket.turn == group.turn and s.docket.ready for s in held)
