"""One turn, phase by phase. Read this first.

    observe     view_i = view(worlds, seat=i)                what each seat may see, and what is asked of it
    decide      choice_i = mind_i.choose(view_i)             all on the same worlds, at once and in secret
    negotiate   answers: who comes, what is signed, swapped, kept
    adjudicate  the verbs, stage by stage; then drift: markets, publics, repair, ladder; endings; then beliefs
    record      the digest of the new worlds

The phases are functions over whoever decides, without Mesa, so that imagined futures can call them with plain minds. Finished worlds stop in
one place: `step` plays only those whose ending is still open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from diplogame.minds.mind import Choice, Mind
from diplogame.orders.table import Acts, Columns, gather, in_order, joined
from diplogame.turn.adjudicate import Resolved, adjudicate
from diplogame.turn.slots import n_slots
from diplogame.verbs.events import Events, Later
from diplogame.verbs.options import tables
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.lazy import staged
from diplogame.world.views import View, view


@dataclass(frozen=True)
class Step:
    """What one turn was."""

    worlds: Worlds
    """The worlds after it, all of them."""
    live: Array
    """(rows,) indices of the worlds that were played."""
    acts: Acts
    """What was ordered and answered; ``world`` counts within ``live``."""
    events: Events
    """What happened; ``world`` counts in the whole ensemble."""
    choices: tuple[Choice | None, ...]
    """Each seat's choice, with its reasons where they were kept."""


def observe(worlds: Worlds, seat: int) -> View:
    """Phase 1: what a seat may see."""
    return view(worlds, seat)


def decide(seen: View, mind: Mind, keep: bool = False) -> Choice:
    """Phase 2: what it decides."""
    return mind.choose(seen, tables(seen.world.cast)[seen.seat], keep)


def assemble(worlds: Worlds, choices: Sequence[Choice]) -> Acts:
    """All choices as one table of acts."""
    cast = worlds.cast
    answers = np.full((worlds.size, cast.n_states, n_slots(cast)), -1, dtype=np.int8)
    rows, starts = _options(cast)
    ends = tuple(accumulate((choice.picks.shape[1] for choice in choices), initial=0))
    picks = np.full((worlds.size, ends[-1]), -1, dtype=np.int64)
    for seat, choice in enumerate(choices):
        answers[:, seat] = choice.answers
        mine = picks[:, ends[seat] : ends[seat + 1]]
        np.add(choice.picks, starts[seat], out=mine, where=choice.picks >= 0)
    world, rank = np.nonzero(picks >= 0)
    place = picks[world, rank]
    free = [choice.free for choice in choices if choice.free is not None and len(choice.free[0])]
    if not free:
        return in_order(world, rows.take(place), answers)
    firsts = np.repeat(ends[:-1], np.diff(ends))
    parts, top = [(world, rank - firsts.take(rank), place)], len(rows)
    for own, where in free:
        parts.append((where, np.arange(len(own)), np.arange(top, top + len(own))))
        top += len(own)
    return gather(parts, joined([rows, *(own for own, _ in free)]), answers)


def _options(cast: Cast) -> tuple[Columns, tuple[int, ...]]:
    """The options of all seats, one behind the other, and where each seat's begin (made once a cast, and again when the verbs change)."""
    known = tables(cast)
    kept = cast.extras.get("options of all")
    if kept is None or kept[0] is not known:
        starts = tuple(accumulate((len(table.rows) for table in known), initial=0))
        kept = cast.extras["options of all"] = (known, joined([table.rows for table in known]), starts)
    return kept[1], kept[2]


def step(worlds: Worlds, minds: Sequence[Mind], keep: bool = False, turns: int | None = None) -> Step:
    """Play one turn of every world that has not ended. ``minds``: one a state. ``turns``: the scheduled length (the scenario's by default)."""
    live = np.flatnonzero(worlds.ending == 0)
    some = staged(worlds, live, worlds.turn + 1)
    choices = tuple(decide(observe(some, seat), mind, keep) for seat, mind in enumerate(minds))
    return finish(worlds, some, live, choices, turns)


def finish(
    worlds: Worlds, some: Worlds, live: Array, choices: Sequence[Choice], turns: int | None = None, told: bool = True
) -> Step:
    """Phases 3 to 5, once all have decided on ``some``, the worlds at ``live``, which are used up where they are spare. ``told``: whether events are
    kept.
    """
    acts = assemble(some, choices)
    length = turns or worlds.cast.scenario.turns
    resolved: Resolved = adjudicate(some, acts, last=some.turn >= length, told=told)
    events = Later(lambda: resolved.events.but(world=live[resolved.events.world]))
    return Step(worlds.merge(live, resolved.worlds), live, acts, events, tuple(choices))
