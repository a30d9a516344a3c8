"""What if? From chosen turns a batch of futures on new luck: with the docket as it was, and without the act that weighed heaviest.

The futures start from the truth of that turn, which a review may show; the others' dockets of the turn stay as they were, and from the next turn
on everybody's default mind plays. What the act changed is told apart from what luck did: both halves meet the same luck.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame import opening
from diplogame.chronicle.cables import Cable
from diplogame.chronicle.tale import Course
from diplogame.game import Game
from diplogame.game.docket import answered, as_rows
from diplogame.minds.chooser import NONE
from diplogame.minds.mind import Choice, Mind
from diplogame.noise import game_seed
from diplogame.orders.table import Columns
from diplogame.playing import Playing
from diplogame.review.points import heaviest
from diplogame.tally import Tally
from diplogame.verbs.options import OptionTable
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array
from diplogame.world.views import View

Plain = dict[str, Any]

MOST = 3
"""What-ifs of one review."""


@dataclass(frozen=True)
class Told:
    """A docket as it was handed in: all of it in the first half of the worlds, one order less in the second."""

    rows: Columns
    answers: Array
    """(slots,) int8."""
    without: int
    """The order that is left out; -1 none."""
    name: str = "told"

    def choose(self, view: View, table: OptionTable, keep: bool = False) -> Choice:  # noqa: ARG002 - a mind's signature
        n, half = len(self.rows), view.size // 2
        where = np.repeat(np.arange(view.size), n)
        which = np.tile(np.arange(n), view.size)
        kept = (where < half) | (which != self.without)
        answers = np.broadcast_to(self.answers, (view.size, len(self.answers))).astype(np.int8)
        return Choice(
            np.full((view.size, 1), NONE, dtype=np.int64), answers, (self.rows.take(which[kept]), where[kept])
        )


def what_ifs(game: Game, course: Course, points: list[Plain], futures: int) -> list[Plain]:
    """One for each of the weightiest turning points that an order stands behind; the same act once more only where no other is left."""
    acts: list[Cable] = []
    again: list[Cable] = []
    for point in sorted(points, key=lambda one: -one["swing"]):
        act = heaviest(course, point["turn"])
        if act is not None and act.source is not None and point["turn"] < game.turns:
            known = any((act.source, act.headline) == (one.source, one.headline) for one in acts)
            (again if known else acts).append(act)
    return sorted((what_if(game, act, futures) for act in (acts + again)[:MOST]), key=lambda one: one["turn"])


def what_if(game: Game, act: Cable, futures: int) -> Plain:
    """{"turn", "headline", "role", "futures", "with": {"endings", "score"}, "without": ..., "change": {role: points}, "same": share of pairs with one ending}."""
    turn = act.turn
    worlds = game.worlds_at(turn - 1)
    seeds = game_seed(turn, np.arange(futures))
    many = worlds.take(np.zeros(2 * futures, dtype=np.intp)).replace({"seeds": np.concatenate([seeds, seeds])})
    playing = Playing.imagined(many, _tally(game, turn - 1, 2 * futures))
    minds: list[Mind] = [opening.mind(opening.DEFAULT_MIND)] * worlds.cast.n_states
    first = _first(game, act)
    while playing.open:
        playing.step(
            [first.get(role, minds[k]) for k, role in enumerate(game.roles)]
            if playing.worlds.turn == turn - 1
            else minds
        )
    endings, scores = playing.worlds.ending, playing.scores()
    halves = {"with": slice(0, futures), "without": slice(futures, 2 * futures)}
    told = {
        name: {
            "endings": _shares(endings[part]),
            "score": {role: round(float(scores[part, k].mean()), 2) for k, role in enumerate(game.roles)},
        }
        for name, part in halves.items()
    }
    moved = scores[:futures] - scores[futures:]
    return {
        "turn": turn, "headline": act.headline, "role": act.source, "futures": futures, **told,
        "change": {role: round(float(moved[:, k].mean()), 2) for k, role in enumerate(game.roles)},
        "error": {role: round(float(moved[:, k].std() / np.sqrt(futures)), 2) for k, role in enumerate(game.roles)},
        "same": round(float((endings[:futures] == endings[futures:]).mean()), 3),
    }  # fmt: skip


def _first(game: Game, act: Cable) -> Mapping[str, Mind]:
    """Every seat's docket of the turn, with the act's place in its own."""
    found: dict[str, Mind] = {}
    number = act.act
    for role, handed_in in game.history[act.turn - 1].dockets.items():
        n = len(handed_in.orders)
        seen = game.view_at(role, act.turn - 1)
        found[role] = Told(
            as_rows(seen, handed_in.orders), answered(seen, handed_in), number if 0 <= number < n else -1
        )
        number -= n
    return found


def _tally(game: Game, played: int, size: int) -> Tally:
    """The scores of the turns so far, for all the futures."""
    from diplogame.goals.goal import scores

    past = [scores(game.worlds_at(n)) for n in range(played + 1)]
    total = sum((one for one in past[1:]), start=past[0] * 0.0)
    wide = (size, total.shape[1])
    return Tally(
        played,
        np.ascontiguousarray(np.broadcast_to(total, wide)),
        np.ascontiguousarray(np.broadcast_to(past[-1], wide)),
    )


def _shares(endings: Array) -> dict[str, float]:
    found = {
        name: float((endings == code).mean()) for code, name in enumerate(ENDINGS, start=1) if (endings == code).any()
    }
    return {name: round(share, 4) for name, share in sorted(found.items(), key=lambda item: -item[1])}


__all__ = ["what_if", "what_ifs"]
