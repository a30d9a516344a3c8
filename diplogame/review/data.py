"""The review of a game as plain data: what happened and why, what was hidden, what was promised, what it turned on. All seats are open."""

from __future__ import annotations

from typing import Any

import numpy as np

from diplogame.chronicle.acts import phrase
from diplogame.chronicle.cables import Cable
from diplogame.chronicle.tale import Course, fates, tale, title
from diplogame.chronicle.words import words_of
from diplogame.errors import SeatError
from diplogame.game import Game
from diplogame.goals.goal import progress, wants
from diplogame.par import par, percentile
from diplogame.review.points import turning_points
from diplogame.review.questions import questions
from diplogame.review.whatif import what_ifs
from diplogame.seats import news
from diplogame.seats.why import why
from diplogame.texts import text
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Worlds
from diplogame.world.measures import capability_left

Plain = dict[str, Any]

TOLD = 2.0
"""Gravity from which a cable is told in the timeline; every order is."""


def review(game: Game, futures: int, ending: str | None = None) -> Plain:
    """Everything that the page shows. ``futures``: of each what-if, 0 for none. ``ending``: of a game that was broken off, what it is told
    as. Raises SeatError while the game goes on.
    """
    if not game.over and ending is None:
        raise SeatError("review", None, "stands when the game is over")
    cables = news.cables(game, None)
    course = Course([game.worlds_at(n) for n in range(game.played + 1)], cables, ending or str(game.ending))
    points = turning_points(course)
    found: Plain = {
        "title": game.scenario.title, "scenario": game.scenario.name, "seed": game.seed, "level": game.level, "people": list(game.people), "turns": game.turns,
        "played": game.played, "days": game.scenario.turn_days, "briefing": game.scenario.briefing, "digest": game.digest, "ending": course.ending,
        "ending_title": title(course), "tale": tale(course), "fates": fates(course), "roles": _roles(game, course), "series": _series(course),
        "timeline": [_turn(game, course, n) for n in range(1, game.played + 1)], "unveiled": unveiled(game, cables), "promises": promises(course),
        "knew": knew(game, course), "turning_points": points, "what_ifs": what_ifs(game, course, points, futures) if futures else [],
    }  # fmt: skip
    found["questions"] = questions(found)
    return found


def _roles(game: Game, course: Course) -> list[Plain]:
    """Each state: score, par, percentile, goals."""
    scores = game.scores()
    found = []
    for state, role in enumerate(game.roles):
        spec = game.scenario.states[role]
        first, last = progress(course.worlds[0], state)[0], progress(course.last, state)[0]
        share = percentile(game.scenario, role, scores[role])
        found.append({
            "role": role, "name": spec.name, "called": words_of(game.worlds.cast).name(state), "colour": spec.colour, "who": "person" if role in game.people else game.seats[role], "score": round(scores[role], 1),
            "par": par(game.scenario, role), "percentile": None if share is None else round(share),
            "goals": [
                {"title": want.title, "weight": round(float(course.last.numbers.weights[0, state, want.index]), 3), "first": round(float(first[want.index]), 1),
                 "last": round(float(last[want.index]), 1)}
                for want in wants(course.last.cast)[state]
            ],
        })  # fmt: skip
    return found


def _series(course: Course) -> dict[str, list[float]]:
    """Turn by turn from the opening."""
    fields = {"brent": "price", "escalation": "escalation", "hazard": "hazard", "flow": "flow", "truce": "truce"}
    return {name: [round(float(getattr(one, field)[0]), 3) for one in course.worlds] for name, field in fields.items()}


def _turn(game: Game, course: Course, number: int) -> Plain:
    """One turn: every order with its reasons, and what came of the turn."""
    days = game.scenario.turn_days
    told = [one for one in course.cables if one.turn == number]
    orders = [_act(game, one, course) for one in told if one.kind == "order" and one.act >= 0]
    other = [_happening(one) for one in told if one.kind != "order" and one.gravity >= TOLD]
    after = course.worlds[number]
    return {
        "turn": number, "first": days * (number - 1) + 1, "last": days * number, "escalation": round(float(after.escalation[0]), 1),
        "brent": round(float(after.price[0]), 1), "orders": sorted(orders, key=lambda one: (game.roles.index(one["source"]), one["id"])), "events": other,
    }  # fmt: skip


def _happening(one: Cable) -> Plain:
    return {
        "id": one.id,
        "headline": one.headline,
        "detail": one.detail,
        "covert": one.covert,
        "gravity": one.gravity,
        "family": one.family,
        "source": one.source,
    }


def _act(game: Game, one: Cable, course: Course) -> Plain:
    """An order with why it was given."""
    return _happening(one) | {"verb": one.verb, "target": one.target, "why": why(game, None, one, list(course.cables))}


def unveiled(game: Game, cables: list[Cable]) -> list[Plain]:
    """What was done in secret, and who knew of it."""
    words = words_of(game.worlds.cast)
    orders = {
        turn.number: [order for docket in turn.dockets.values() for order in docket.orders] for turn in game.history
    }
    known: dict[tuple[int, int], int] = {}
    for turn in game.history:
        for event in turn.events:
            if event.kind == "order" and not event.public:
                known[turn.number, event.act] = known.get((turn.number, event.act), 0) | event.seen
    found = []
    for one in cables:
        if one.kind == "order" and one.covert and one.act >= 0:
            who = [words.bare(k) for k in words.states(known.get((one.turn, one.act), 0))]
            found.append(
                _happening(one)
                | {"turn": one.turn, "verb": one.verb, "knew": who, "deed": phrase(words, orders[one.turn][one.act])}
            )
    return found


def promises(course: Course) -> list[Plain]:
    """The whole ledger, secret promises too, each as it last stood."""
    words = words_of(course.last.cast)
    ledger: dict[tuple[int, int, int, int], Plain] = {}
    for number, one in enumerate(course.worlds):
        for k in np.flatnonzero(one.p_state[0] > 0):
            kind, giver, receiver, due, secret = (
                int(getattr(one, name)[0, k]) for name in ("p_kind", "p_from", "p_to", "p_due", "p_secret")
            )
            row = ledger.setdefault((kind, giver, receiver, due), {"made": number})
            row |= {
                "text": words.promise(kind, giver, receiver), "giver": words.role(giver), "receiver": words.role(receiver), "due": due, "secret": bool(secret),
                "state": ("", "open", "kept", "broken")[int(one.p_state[0, k])],
            }  # fmt: skip
    return sorted(ledger.values(), key=lambda row: (row["due"], row["text"]))


def knew(game: Game, course: Course) -> Plain:
    """Truth and belief, turn by turn: the defender's capability as its two great observers saw it, and each state's belief in resupply."""
    cast = course.last.cast
    mine = np.flatnonzero(cast.of_kind("mixer", "drone", "launcher", "s300", "nuclear", owner=cast.defender))

    def seen(one: Worlds, state: int) -> float:
        return round(float(one.seen_integrity[0, state, mine].mean()), 3)

    observers = [state for state in (cast.striker, cast.patron, cast.supplier) if state >= 0]
    flying = [
        bool(((one.d_kind[0] >= 0) & (one.d_to[0] == cast.defender) & (one.d_from[0] == cast.supplier)).any())
        for one in course.worlds
    ]
    return {
        "capability": {"truth": [round(float(capability_left(one)[0]), 3) for one in course.worlds], **{game.roles[k]: [seen(one, k) for one in course.worlds] for k in observers}},
        "resupply": {
            "truth": [1.0 if one else 0.0 for one in flying],
            **{game.roles[k]: [round(float(one.resupply[0, k]), 3) for one in course.worlds] for k in observers if k != cast.supplier},
        },
    }  # fmt: skip


def ending_names() -> dict[str, str]:
    """Endings in words."""
    return {name: text(f"states.ending.{name}") for name in ENDINGS}


__all__ = ["ending_names", "review"]
