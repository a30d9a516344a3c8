"""The tally: scores of whole games, turn by turn (half the end, half the mean over the scheduled turns; wars cost)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from diplogame.goals.goal import score, scores
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array, Worlds
from diplogame.world.played import played

WAR_SHARE = {"regional_war": "score_regional_war", "general_war": "score_general_war"}
"""The rule number that an ending leaves of a score."""


@cache
def _scored(state: int | None) -> Callable[[Worlds], Array]:
    """Gives the scores of all states (worlds, states), or of one (worlds,): the same formulas for every turn's worlds."""
    return played(shelf="scores")(scores if state is None else lambda worlds: score(worlds, state))


@dataclass(frozen=True)
class Tally:
    """What has been scored so far."""

    turns: int
    """How many turns are counted."""
    total: Array
    """(worlds, states) sum of the moment's scores over those turns."""
    last: Array
    """(worlds, states) the score of the last moment."""
    only: int | None = None
    """The one state that is scored; None for all."""

    def now(self, worlds: Worlds) -> Array:
        """(worlds, states) the scores of the moment; 0 for states that are not scored."""
        if self.only is None:
            return _scored(None)(worlds)
        found = np.zeros((worlds.size, worlds.cast.n_states))
        found[:, self.only] = _scored(self.only)(worlds)
        return found

    def add(self, worlds: Worlds, live: Array | None = None) -> Tally:
        """One turn more. ``live``: the worlds that were played, all by default; in others the last value goes on, for they no longer change."""
        if live is None:
            now = self.now(worlds)
        else:
            now = self.last.copy()
            now[live] = self.now(worlds.take(live))
        return Tally(self.turns + 1, self.total + now, now, self.only)

    def result(self, after: Worlds, scheduled: int) -> Array:
        """(worlds, states) scores, 0 to 100, if the game ended as ``after`` stands."""
        end = self.now(after)
        # Added one by one, so that a game that ended early has the same bits alone and among others that went on.
        total, turns = self.total, self.turns
        while turns < scheduled:
            total, turns = total + self.last, turns + 1
        return np.asarray((0.5 * end + 0.5 * (total / max(turns, 1))) * left(after)[:, None])


def begin(worlds: Worlds) -> Tally:
    """The tally before the first turn."""
    now = scores(worlds)
    return Tally(0, np.zeros_like(now), now)


def left(worlds: Worlds) -> Array:
    """(worlds,) what the ending leaves of a score: half in a regional war, .3 in a general one, all otherwise."""
    share = np.ones(worlds.size)
    for name, number in WAR_SHARE.items():
        share = np.where(worlds.ending == 1 + ENDINGS.index(name), worlds.numbers.rule(number), share)
    return share
