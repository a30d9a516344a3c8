"""Tables for marking, as CSV that a spreadsheet cannot be tricked by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from diplogame.classroom.session import Session

RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> str:
    """A cell as text; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(RISKY) and not isinstance(cell, (int, float)) else text


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    made = io.StringIO()
    made.write("\ufeff")  # spreadsheets then read it as UTF-8
    writer = csv.writer(made)
    writer.writerow(head)
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    return made.getvalue()


def orders_csv(session: Session, gid: str | None = None) -> str:
    """A row a seat and turn: who held it, orders (the AI's too), answers, reason, prediction and whether it came true."""
    rows = []
    for group in [session.group(gid)] if gid else session.groups.values():
        for past in group.turns_played:
            for role, d in past["dockets"].items():
                prediction = d["prediction"] or {}
                given = [order["summary"] for order in d["orders"]]
                told = ((past.get("told") or {}).get("seats") or {}).get(role, [])
                came = group.judged.get(f"{role}:{past['turn']}", {}).get("came") if prediction else None
                rows.append(
                    (
                        group.id, past["turn"], role, d["held"], "; ".join(session.words(p.name) for p in session.team(group.id, role)),
                        "; ".join(given or [order["title"] for order in told]), "; ".join(f"{ask}={value}" for ask, value in d["answers"].items()),
                        session.words(d["because"]) if d["because"] else "", session.words(prediction.get("text", "")), prediction.get("p"), "" if came is None else "yes" if came else "no",
                    )
                )  # fmt: skip
    return table(
        (
            "group",
            "turn",
            "role",
            "held_by",
            "team",
            "orders",
            "answers",
            "because",
            "prediction",
            "probability",
            "came_true",
        ),
        rows,
    )


def trace_csv(session: Session) -> str:
    """A row a student: where they sat, what they did, what they wrote in the debrief."""
    said: dict[str, list[str]] = {}
    for entry in session.debrief.entries:
        said.setdefault(entry["person"], []).append(f"{entry['step']}: {session.words(entry['text'])}")
    rows = [
        (p.id, session.words(p.name), p.group, p.role, p.job, p.acts, p.messages, "; ".join(said.get(p.id, [])))
        for p in session.people.values()
        if p.kind in ("student", "press")
    ]
    return table(("person", "name", "group", "role", "job", "acts", "messages", "debrief"), rows)


def plenary_csv(session: Session, gid: str | None = None) -> str:
    """A row a speech, a joint text and a vote that was closed, in the order in which they came up."""
    rows: list[tuple[object, ...]] = []
    for group in [session.group(gid)] if gid else session.groups.values():
        floor = group.plenary
        for speech in floor.speeches:
            person = session.people.get(speech.person)
            name = session.words(person.name) if person else ""
            rows.append((group.id, speech.turn, "speech", speech.role, name, speech.seconds, "", "", "", ""))
        for text in floor.texts:
            title, *clauses = session.words(text.text).split("\n")
            person = session.people.get(text.person)
            name = session.words(person.name) if person else ""
            words, sponsors = " / ".join(clauses), "; ".join(text.sponsors)
            rows.append((group.id, text.turn, "text", text.role, name, "", title, words, sponsors, text.fate))
            if text.fate in ("adopted", "failed"):
                rows += [
                    (group.id, text.turn, "vote", role, "", "", title, "", "", vote)
                    for role, vote in text.votes.items()
                ]
    return table(
        ("group", "turn", "kind", "role", "person", "seconds", "title", "clauses", "sponsors", "result"),
        rows,
    )
