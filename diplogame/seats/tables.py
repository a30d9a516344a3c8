"""The talks and the council as a seat sees them."""

from __future__ import annotations

from typing import Any

import numpy as np

from diplogame.chronicle.words import upper, words_of
from diplogame.texts import text
from diplogame.verbs import papers
from diplogame.verbs.acceptability import comes_by_party
from diplogame.verbs.ballot import p_votes
from diplogame.world.fields import NEVER, Worlds
from diplogame.world.views import View

Plain = dict[str, Any]


def talks(view: View) -> Plain:
    """State, host, seats, paper, and whom each would accept as host."""
    world, cast, words = view.world, view.world.cast, words_of(view.world.cast)
    host = int(world.host[0])
    sits = bool(world.table[0] > 0)
    paper = int(world.paper[0])
    left = max(int(world.sessions[0]), 0)
    held = max(int(world.numbers.rule("sessions")[0]) - left, 0)
    return {
        "state": state_of(world), "host": cast.states[host] if host >= 0 and (sits or world.truce[0] > 0) else None,
        "offers": offers(world),
        "seats": [role for k, role in enumerate(cast.states) if world.seated[0, k] > 0], "sessions": held if sits else 0,
        "sessions_left": left if sits else 0,
        "cooling": max(int(world.cooling[0]), 0), "truce_turns": int(world.truce[0]), "hosts": hosts(view),
        "paper": {"name": upper(words.paper(paper)), "terms": words.terms(paper)} if paper >= 0 else None,
    }  # fmt: skip


def offers(world: Worlds) -> list[Plain]:
    """Invitations that wait for an answer: {"host", "guests"}."""
    names = world.cast.states
    asked = world.invited[0] > 0
    return [
        {"host": names[k], "guests": [names[j] for j in np.flatnonzero(asked[k])]} for k in np.flatnonzero(asked.any(1))
    ]


def state_of(world: Worlds) -> str:
    """none, offered, convened, truce, deal or failed."""
    if world.truce[0] > 0:
        signed = int(world.signed[0])
        return "deal" if signed >= 0 and int(papers.KINDS_OF[signed]) >= 2 else "truce"
    if world.table[0] > 0:
        return "convened"
    if (world.invited[0] > 0).any():
        return "offered"
    return "failed" if world.cooling[0] > 0 else "none"


def hosts(view: View) -> list[Plain]:
    """For each state that may host: the chance that each other would come, as the seat can know it."""
    world, cast = view.world, view.world.cast
    comes = comes_by_party(world)[0]
    found = []
    for k, role in enumerate(cast.states):
        if "host_talks" in cast.scenario.states[role].verbs:
            found.append(
                {
                    "role": role,
                    "acceptability": {
                        other: round(float(comes[k, j]), 3) for j, other in enumerate(cast.states) if j != k
                    },
                }
            )
    return found


def council(view: View) -> Plain:
    """The draft before it, the members with their leanings, and the last vote."""
    world, cast, words = view.world, view.world.cast, words_of(view.world.cast)
    kind, author = int(world.draft[0]), int(world.draft_by[0])
    stands = kind >= 0
    yes, no = p_votes(world)
    members = [
        {
            "id": name, "name": words.member(k), "permanent": bool(cast.permanent[k]), "lean": round(float(np.clip(world.numbers.ideal[0, k], -1, 1)), 3),
            "p_yes": round(float(yes[0, k]), 3) if stands else 0.0, "p_no": round(float(no[0, k]), 3) if stands else 0.0,
        }
        for k, name in enumerate(cast.members)
    ]  # fmt: skip
    text_ = text("seats.draft", draft=words.draft(kind), author=words.name(author)) if stands else ""
    draft = {"kind": words.draft_id(kind), "author": words.role(author), "text": text_} if stands else None
    return {"draft": draft, "members": members, "last": last_vote(view)}


def last_vote(view: View) -> Plain | None:
    """The last vote and its roll; None before the first."""
    world, cast, words = view.world, view.world.cast, words_of(view.world.cast)
    when = world.voted[0]
    kind = int(when.argmax())
    if int(when[kind]) == NEVER:
        return None
    votes = world.votes[0]
    names = {1: "yes", -1: "no", 0: "abstain"}
    number = {name: int((votes == code).sum()) for code, name in names.items()}
    vetoes = (
        [name for k, name in enumerate(cast.members) if votes[k] < 0 and cast.permanent[k]]
        if number["yes"] >= 9
        else []
    )
    return {
        "kind": words.draft_id(kind), **number, "vetoes": vetoes, "passed": number["yes"] >= 9 and not vetoes, "turn": int(when[kind]),
        "votes": {name: names[int(votes[k])] for k, name in enumerate(cast.members)},
    }  # fmt: skip
