"""What awaits a seat's answer, read from its View."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.errors import Fault, OrderError, suggestion
from diplogame.turn.ledger import OPEN
from diplogame.turn.slots import NO, NOTHING, OTHER, YES, asked, n_slots
from diplogame.world.axes import ASKS, FAVOURS, KINDS
from diplogame.world.fields import Array
from diplogame.world.views import View

CHOICES: dict[str, dict[str, int]] = {
    "invitation": {"yes": YES, "no": NO},
    "offer": {"yes": YES, "no": NO, "counter": OTHER},
    "terms": {"yes": YES, "no": NO},
    "vote": {"yes": YES, "no": NO, "abstain": OTHER},
    "ceasefire": {"yes": YES, "no": NO},
    "intercept": {"yes": YES, "no": NO},
    "close": {"yes": YES, "no": NO},
    "promise": {"yes": YES, "no": NO},
}
"""What may be answered to each kind of question, and its code. A promise is kept with yes and broken with no."""
DEFAULTS = {"vote": "abstain", "promise": "yes"}
"""What silence means; `no` where nothing is said."""


@dataclass(frozen=True)
class Ask:
    """One question put to a seat, to be answered with this turn's docket."""

    id: str
    """Its name, good for this turn alone."""
    kind: str
    """invitation, offer, terms, vote, ceasefire, intercept, close, promise."""
    sender: str
    """The role that asks, or whom it concerns."""
    choices: tuple[str, ...]
    """Answers that would be taken."""
    default: str
    """What silence means."""
    slot: int
    """Its column in the answers array."""
    about: Mapping[str, Any]
    """What hangs on it: the favours of an offer, the paper, the kind of draft, the promises that fall due."""


def asks(view: View) -> list[Ask]:
    """What awaits an answer of the view's seat, in world 0."""
    cast, seat = view.world.cast, view.seat
    wanted = np.flatnonzero(asked(view.world)[0, seat])
    found = []
    for number in wanted:
        kind, sender, about = _read(view, int(number))
        name = f"{kind}:{cast.states[sender]}:{view.world.turn}"
        found.append(
            Ask(name, kind, cast.states[sender], tuple(CHOICES[kind]), DEFAULTS.get(kind, "no"), int(number), about)
        )
    return found


def _read(view: View, number: int) -> tuple[str, int, dict[str, Any]]:
    """Kind, sender and matter of what stands in a slot."""
    world, cast, seat = view.world, view.world.cast, view.seat
    n = cast.n_states
    if number < n:
        return "invitation", number, {}
    if number < 2 * n:
        sender = number - n
        give, get = int(world.offer_give[0, sender, seat]), int(world.offer_get[0, sender, seat])
        return "offer", sender, {"give": FAVOURS[give], "get": FAVOURS[get]}
    kind = ASKS[number - 2 * n]
    match kind:
        case "terms":
            return (
                kind,
                _or(int(world.paper_by[0]), int(world.host[0]), seat),
                {"paper": int(world.paper[0]), "host": _name(cast.states, int(world.host[0]))},
            )
        case "vote":
            return kind, _or(int(world.draft_by[0]), seat), {"draft": KINDS[int(world.draft[0])]}
        case "ceasefire":
            return kind, _or(int(world.truce_ask[0]), seat), {}
        case "intercept":
            return kind, cast.patron, {}
        case "close":
            return kind, cast.striker if seat == cast.defender else cast.defender, {"turns": int(world.truce[0])}
    due = np.flatnonzero((world.p_state[0] == OPEN) & (world.p_due[0] <= world.turn) & (world.p_from[0] == seat))
    rows = [
        {"kind": int(world.p_kind[0, k]), "to": cast.states[int(world.p_to[0, k])], "due": int(world.p_due[0, k])}
        for k in due
    ]
    return kind, _or(*(int(world.p_to[0, k]) for k in due), seat), {"promises": rows}


def _or(*candidates: int) -> int:
    return next(candidate for candidate in candidates if candidate >= 0)


def _name(states: tuple[str, ...], index: int) -> str | None:
    return states[index] if index >= 0 else None


def answers_array(view: View, given: Mapping[str, Any]) -> Array:
    """(slots,) int8: the answers as the rules take them. Raises OrderError for a question that is not put, or an answer that it does not take."""
    open_ = {ask.id: ask for ask in asks(view)}
    result = np.full(n_slots(view.world.cast), NOTHING, dtype=np.int8)
    faults = []
    for name, value in given.items():
        ask = open_.get(name)
        if ask is None:
            faults.append(
                Fault(
                    "answers",
                    name,
                    suggestion(str(name), open_, "question this turn")
                    if open_
                    else "nothing awaits an answer this turn",
                )
            )
        elif not isinstance(value, str) or value not in ask.choices:
            faults.append(Fault(f"answers.{name}", value, f"one of {', '.join(ask.choices)} would do"))
        else:
            result[ask.slot] = CHOICES[ask.kind][value]
    if faults:
        raise OrderError.of(faults)
    for ask in open_.values():
        # Silence is written out, so that the record says what it meant.
        if result[ask.slot] == NOTHING:
            result[ask.slot] = CHOICES[ask.kind][ask.default]
    return result
