"""The end of a game for a seat: the tale, the score beside what the AI reaches there, what it turned on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplogame.chronicle.tale import Course, fates, tale, title
from diplogame.goals.goal import score
from diplogame.par import par, percentile
from diplogame.seats import news
from diplogame.texts import signed, text

if TYPE_CHECKING:
    from diplogame.game import Game

Plain = dict[str, Any]

WIN = 65.0
"""Percentile from which a game without war or collapse is a win."""
LOST = ("general_war", "regional_war", "iran_collapse")
"""Endings that nobody wins."""
POINTS = 3
"""Turning points that are told."""
SWING = 1.5
"""Score points below which a turn turned nothing."""


def result(game: Game, role: str, goals: list[Plain], ending: str | None = None) -> Plain:
    """See `Seat.result`. ``goals`` as the seat's last picture has them. ``ending``: of a game that was broken off, what it is told as."""
    course = course_of(game, ending)
    scores = game.scores()
    mine = scores[role]
    share = percentile(game.scenario, role, mine)
    return {
        "ending": course.ending, "title": title(course), "tale": tale(course), "score": round(mine, 2), "par": par(game.scenario, role), "percentile": round(share, 1) if share is not None else None,
        "win": share is not None and share >= WIN and course.ending not in LOST, "goals": goals, "fates": fates(course),
        "turning_points": turning_points(role, course), "scores": {name: round(value, 2) for name, value in scores.items()},
    }  # fmt: skip


def course_of(game: Game, ending: str | None = None) -> Course:
    """The whole game without the fog."""
    worlds = [game.worlds_at(n) for n in range(game.played + 1)]
    return Course(worlds, news.cables(game, None), ending or str(game.ending))


def turning_points(role: str, course: Course) -> list[Plain]:
    """The turns in which the seat's score of the moment moved most: {"turn", "text", "swing", "event"}."""
    seat = course.words.cast.state_index[role]
    values = [float(score(one, seat)[0]) for one in course.worlds]
    swings = sorted(((values[n] - values[n - 1], n) for n in range(1, len(values))), key=lambda one: -abs(one[0]))[
        :POINTS
    ]
    found = []
    for swing, turn in sorted(swings, key=lambda one: one[1]):
        if abs(swing) < SWING:
            continue
        gravest = max(
            (one for one in course.cables if one.turn == turn and one.kind not in ("inject", "ending")),
            key=lambda one: one.gravity,
            default=None,
        )
        words = (
            text("tale.turning.swing", headline=gravest.headline, swing=signed(swing, 1))
            if gravest
            else text("tale.turning.quiet", swing=signed(swing, 1))
        )
        found.append({"turn": turn, "text": words, "swing": round(swing, 2), "event": gravest.id if gravest else None})
    return found


__all__ = ["course_of", "result", "turning_points"]
