"""What a game turned on: the turns after which the scores of all states moved most, each with the act that weighed heaviest."""

from __future__ import annotations

from typing import Any

import numpy as np

from diplogame.chronicle.cables import Cable
from diplogame.chronicle.tale import Course
from diplogame.goals.goal import scores

Plain = dict[str, Any]

POINTS = 4
"""Turning points told."""


def turning_points(course: Course) -> list[Plain]:
    """{"turn", "swing" (mean of all states' moves, score points), "moves": {role: points}, "headline", "event", "act"}: the largest, in order of turns."""
    values = np.stack([scores(one)[0] for one in course.worlds])
    moves = np.diff(values, axis=0)
    size = np.abs(moves).mean(axis=1)
    found = []
    for k in np.argsort(-size, kind="stable")[:POINTS]:
        turn = int(k) + 1
        gravest = heaviest(course, turn)
        if gravest is None:
            continue
        found.append({
            "turn": turn, "swing": round(float(size[k]), 2), "moves": {role: round(float(moves[k, s]), 1) for s, role in enumerate(course.words.cast.states)},
            "headline": gravest.headline, "event": gravest.id, "source": gravest.source, "verb": gravest.verb,
        })  # fmt: skip
    return sorted(found, key=lambda one: one["turn"])


def heaviest(course: Course, turn: int) -> Cable | None:
    """The order that weighed heaviest in a turn."""
    orders = [one for one in course.cables if one.turn == turn and one.kind == "order" and one.act >= 0]
    return max(orders, key=lambda one: one.gravity, default=None)


__all__ = ["heaviest", "turning_points"]
