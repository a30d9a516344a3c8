"""One turn's adjudication: what was answered, what was ordered, what follows by itself, what ends, what is believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diplogame.orders.table import Acts
from diplogame.turn import arrivals, beliefs, drift, endings, ladder, ledger, table, truce, vote
from diplogame.turn.reciprocity import reciprocity
from diplogame.turn.slots import YES, slot
from diplogame.turn.stages import new_context, next_stage, remember, run_stages
from diplogame.verbs.context import Context, largest
from diplogame.verbs.events import EventLog, Events
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array, Worlds


@dataclass(frozen=True)
class Resolved:
    """What a turn made of the worlds."""

    worlds: Worlds
    events: Events
    force: Array
    """(worlds, states, states) the gravest rung of the force each used on each."""


def negotiate(context: Context, acts: Acts) -> Context:
    """Answers first: who comes, what is signed, what is swapped, what promise is kept."""
    _interceptors(context, acts)
    ledger.settle(context, acts)
    ledger.swaps(context, acts)
    table.answers_to_paper(context, acts)
    truce.appeals(context, acts)
    context = next_stage(context)
    table.convene(context, acts)
    context = next_stage(context)
    table.propose(context, acts, context.worlds)
    return next_stage(context)


def _interceptors(context: Context, acts: Acts) -> None:
    """Who said that it would help to intercept this turn; seen helping costs at home, and ties gain."""
    worlds, cast = context.worlds, context.cast
    said = acts.answers[:, :, slot(cast, "intercept")] == YES
    context.changes.add_all("helping", said * 1 - worlds.helping)


def adjudicate(worlds: Worlds, acts: Acts, last: bool, told: bool = True) -> Resolved:
    """The worlds after the turn (``worlds.turn`` is the turn's number; where they are spare, they are used up) and its events. ``last``: time runs
    out with this turn. ``told``: whether events are kept; imagined worlds have no use for them.
    """
    log = EventLog(worlds.turn, (1 << worlds.cast.n_states) - 1)
    log = log if told else log.deaf()
    stood = worlds.draft >= 0
    context = negotiate(new_context(worlds, log), acts)
    context = run_stages(context, acts)
    vote.vote(context, acts, context.worlds, stood)
    table.walked_out(context, context.worlds)
    context = next_stage(context)
    _helped(context)
    context = after(context)
    closed = truce.closed(context, acts)
    started = ladder.war(context, context.luck, context.worlds)
    context = next_stage(context)
    code = endings.reached(context.worlds, started, closed)
    if last:
        code = np.where(code == 0, endings.at_the_last_turn(context.worlds), code)
    beliefs.observe(context)
    over = np.flatnonzero(code > 0)
    context.changes.set("ending", code[over], over)
    context.changes.set("ended", worlds.turn, over)
    log.add("ending", over, ending_outcomes()[code[over]], level=code[over])
    final = remember(context.changes.follow().worlds, acts)
    return Resolved(final, log.result(), context.force)


def after(context: Context) -> Context:
    """What follows by itself, each part on the same worlds."""
    d, s = context.cast.defender, context.cast.striker
    used = (largest(context.force[:, d]) > 0) | (largest(context.force[:, s]) > 0)
    arrivals.arrive(context)
    arrivals.repair(context)
    arrivals.produce(context)
    reciprocity(context)
    drift.publics(context)
    drift.words_and_deeds(context)
    drift.threats(context)
    drift.income(context)
    drift.market(context)
    truce.frayed(context, used)
    ladder.climb(context)
    context.changes.add_all("cooling", -1 * (context.worlds.cooling > 0))
    return next_stage(context)


def _helped(context: Context) -> None:
    """Seen to help in a salvo: the street turns, the patron thanks, the defender does not forget."""
    worlds, cast = context.worlds, context.cast
    salvo = context.force[:, cast.defender, cast.striker] > 0
    w, state = np.nonzero((worlds.helping > 0) & salvo[:, None])
    rule = worlds.numbers.rule_at
    context.changes.add("stability", -rule("help_stability", w), w, state)
    context.changes.add("relation", rule("help_relation", w), w, cast.patron, state)
    context.changes.add("relation", 0.6 * rule("help_relation", w), w, cast.striker, state)
    context.changes.add("relation", -rule("help_relation", w), w, cast.defender, state)
    context.log.add("outcome", w, "helped", source=state, target=cast.striker)


def ending_outcomes() -> Array:
    """What the event of an ending is called, by the ending's code."""
    from diplogame.verbs.events import OUTCOMES

    names = {
        "general_war": "war",
        "regional_war": "war",
        "iran_collapse": "collapse",
        "gulf_closed": "strait_closed",
        "comprehensive_deal": "deal",
        "ceasefire": "closed_by_consent",
        "tit_for_tat": "ran_out",
    }
    return np.array([0] + [OUTCOMES.index(names[name]) for name in ENDINGS])


__all__ = ["Resolved", "adjudicate", "after", "negotiate"]
