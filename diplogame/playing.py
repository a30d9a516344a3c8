"""Whole games, without Mesa: an ensemble of worlds from the opening through its turns to the aftermath, with digests and scores.

Played games, models and batches all stand on this, so the same seed has the same digest whichever door it was played through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from diplogame import course, opening
from diplogame.minds.mind import Choice, Mind
from diplogame.scenario.schema import Scenario
from diplogame.tally import Tally, begin
from diplogame.turn.adjudicate import ending_outcomes
from diplogame.turn.news import News, strike, timed
from diplogame.verbs.events import EVENT_KINDS, Events, Later
from diplogame.world.axes import ENDINGS
from diplogame.world.digest import chain, first
from diplogame.world.fields import Array, Worlds
from diplogame.world.lazy import staged

RUN_OUT = tuple(1 + ENDINGS.index(name) for name in ("ceasefire", "tit_for_tat"))
"""Endings that time brings; after them the aftermath is played."""
NO_CLOCK = 1_000_000
"""A length that no game reaches: in the aftermath time does not run out again."""


class Playing:
    """An ensemble in play. `finish` takes what all seats decided; `step` lets plain minds decide."""

    told = True
    """Whether events are kept."""

    def __init__(
        self, scenarios: Sequence[Scenario], points: Array, seeds: Array, published: Scenario | None = None
    ) -> None:
        """World k plays ``scenarios[points[k]]`` with the luck of ``seeds[k]``; see `opening.open_worlds`."""
        self.scenarios = tuple(scenarios)
        self.points = np.asarray(points, dtype=np.intp)
        self.turns: int = self.scenarios[0].turns
        """Turns of a whole game."""
        worlds = opening.open_worlds(self.scenarios, self.points, seeds, published)
        worlds, news = self._morning(worlds, 1, np.arange(worlds.size))
        self.begin(worlds, first(worlds), begin(worlds), news)

    @classmethod
    def imagined(cls, worlds: Worlds, tally: Tally) -> Playing:
        """Futures from imagined worlds: no news that nobody can know of, and no digests."""
        new = object.__new__(cls)
        new.scenarios = (worlds.cast.scenario.model_copy(update={"injects": ()}),)
        new.points = np.zeros(worlds.size, dtype=np.intp)
        new.turns = worlds.cast.scenario.turns
        new.told = False
        new.begin(worlds, [], tally, strike(worlds, (), worlds.turn)[1])
        return new

    def begin(self, worlds: Worlds, digests: list[bytes], tally: Tally, news: Events) -> None:
        """Go on from these worlds (an undo, a fork, a record)."""
        self.worlds: Worlds = worlds
        """All worlds as they stand after the last turn, with the news of the morning."""
        self.after: Worlds = worlds
        """The same; once time has run out, after the aftermath."""
        self.digests: list[bytes] = digests
        """One a world, chained turn by turn; empty for imagined worlds."""
        self.tally: Tally = tally
        self.news: Events = news
        """The scenario's timed news of this morning, told as of the turn that is being ordered."""
        self.turns_played: int = 0
        """World-turns so far, those of the aftermath too."""
        self.open: bool = bool((worlds.ending == 0).any()) and worlds.turn < self.turns
        """Whether any world goes on."""

    def stage(self) -> tuple[Array, Worlds]:
        """The worlds that go on: their indices, and themselves with the number of the turn that is being ordered. One stage is for one `finish`."""
        live = np.flatnonzero(self.worlds.ending == 0)
        return live, staged(self.worlds, live, self.worlds.turn + 1)

    def finish(self, live: Array, stage: Worlds, choices: Sequence[Choice]) -> course.Step:
        """Phases 3 to 5 of a turn once all seats have decided on ``stage``, which it uses up; at the last turn the aftermath too."""
        self.turns_played += len(live)
        done = course.finish(self.worlds, stage, live, choices, self.turns, self.told)
        self.worlds, self.news = self._morning(done.worlds, done.worlds.turn + 1, live)
        self.digests = linked(self.digests, self.worlds, live)
        self.tally = self.tally.add(self.worlds, live)
        self.open = bool((self.worlds.ending == 0).any())
        self.after = self.worlds
        if self.worlds.turn >= self.turns:
            self._aftermath()
            done = replace(done, events=self._ended(done.events))
        return done

    def step(self, minds: Sequence[Mind], keep: bool = False) -> course.Step:
        """One turn with a mind for each seat."""
        live, stage = self.stage()
        choices = [course.decide(course.observe(stage, seat), mind, keep) for seat, mind in enumerate(minds)]
        return self.finish(live, stage, choices)

    def hear(self, news: Sequence[News], first: int = 0) -> Events:
        """News from outside, now: everybody reacts to it in the turn that is being ordered. ``first``: the number of the first piece."""
        self.worlds, events = strike(self.worlds, news, self.worlds.turn + 1, first)
        self.after = self.worlds
        return events

    def scores(self) -> Array:
        """(worlds, states) scores, 0 to 100: final once a world has ended, else as if it ended now."""
        final = self.tally.result(self.after, self.turns)
        if self.worlds.turn >= self.turns or not self.worlds.turn:
            return final
        return np.where((self.worlds.ending > 0)[:, None], final, self.tally.result(self.after, self.worlds.turn))

    def endings(self) -> list[str | None]:
        """Each world's ending, None while it goes on."""
        return [ENDINGS[code - 1] if code else None for code in self.worlds.ending]

    def _aftermath(self) -> None:
        """Some turns more for worlds whose time ran out, so that a last blow is not free: everybody's default mind goes on, in a person's seat too.

        A war, a collapse or a deal that comes then is the ending.
        """
        length = self.scenarios[0].aftermath
        over = np.flatnonzero(np.isin(self.worlds.ending, RUN_OUT) & (self.worlds.ended == self.worlds.turn))
        self.open = False
        if not length or not len(over):
            return
        some = self.worlds.take(over)
        some = some.replace({"ending": np.zeros_like(some.ending)})
        minds = [opening.mind(opening.DEFAULT_MIND)] * some.cast.n_states
        digests = [self.digests[k] for k in over] if self.digests else []
        for _ in range(length):
            live = np.flatnonzero(some.ending == 0)
            if not len(live):
                break
            self.turns_played += len(live)
            some = course.step(some, minds, turns=NO_CLOCK).worlds
            digests = linked(digests, some, live)
        some = some.replace(
            {"ending": np.where(some.ending > 0, some.ending, self.worlds.ending[over]).astype(np.int16)}
        )
        self.after = self.worlds.merge(over, some)
        self.worlds = self.worlds.replace({"ending": self.after.ending})
        for k, digest in zip(over, digests, strict=bool(self.digests)):
            self.digests[k] = digest

    def _ended(self, events: Events) -> Events:
        """The last turn's events with the endings that the aftermath has brought in the place of those that time would have."""
        ending = self.worlds.ending.astype(np.int64)

        def told() -> Events:
            code = ending[events.world]
            other = (events.kind == EVENT_KINDS.index("ending")) & (events.level != code)
            outcome = np.where(other, ending_outcomes()[code], events.outcome)
            return events.but(outcome=outcome, level=np.where(other, code, events.level))

        return Later(told)

    def _morning(self, worlds: Worlds, turn: int, live: Array) -> tuple[Worlds, Events]:
        """The scenario's timed news for the start of ``turn``, for the worlds at ``live``, just played; the scenarios of one ensemble may differ in
        their effects.
        """
        pieces = [timed(scenario.injects, turn) for scenario in self.scenarios] if turn <= self.turns else [[]]
        if not any(pieces):
            return worlds, strike(worlds, (), turn)[1]
        some = worlds.take(live)
        struck, told = strike(some, pieces[0], turn)
        if any(other != pieces[0] for other in pieces[1:]):
            struck = some
            for point, news in enumerate(pieces):
                rows = np.flatnonzero(self.points[live] == point)
                if len(rows):
                    struck = struck.merge(rows, strike(struck.take(rows), news, turn)[0])
        return worlds.merge(live, struck), Later(lambda: told.but(world=live[told.world]))


def linked(digests: list[bytes], worlds: Worlds, live: Array) -> list[bytes]:
    """The chains of digests with a link more for the worlds at ``live``."""
    if not digests:
        return []
    if len(live) == worlds.size:
        return chain(digests, worlds)
    new = list(digests)
    rows = live.tolist()
    for k, digest in zip(rows, chain([digests[k] for k in rows], worlds.take(live)), strict=True):
        new[k] = digest
    return new
