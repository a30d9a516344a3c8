"""The council votes: nine in favour and no permanent member against; an abstention is no veto (Charter art. 27)."""

from __future__ import annotations

import numpy as np

from diplogame.orders.table import Acts
from diplogame.turn.slots import NO, OTHER, YES, slot
from diplogame.verbs import ballot
from diplogame.verbs.context import Context
from diplogame.world.fields import Array, Worlds


def ballots(worlds: Worlds, noise: Array, answers: Array) -> Array:
    """(worlds, members) 1, 0 or -1: how each votes on the draft before it. A role that answered votes as it said."""
    cast = worlds.cast
    rule = worlds.numbers.rule
    index = ballot.index_without_noise(worlds) + rule("vote_noise", 2) * noise
    edge = rule("vote_edge", 2)
    votes = (index > edge) * 1 - (index < -edge) * 1
    place = slot(cast, "vote")
    for member, state in enumerate(cast.member_state):
        if state >= 0:
            said = answers[:, state, place]
            votes[:, member] = np.where(said == YES, 1, np.where(said == NO, -1, np.where(said == OTHER, 0, 0)))
    return np.asarray(votes * (worlds.draft >= 0)[:, None])


def vote(context: Context, acts: Acts, worlds: Worlds, stood: Array) -> None:
    """The draft that was tabled a turn ago (``stood`` (worlds,) bool) comes to the vote, after this turn's lobbying (``worlds``)."""
    cast, changes, log = context.cast, context.changes, context.log
    where = np.flatnonzero((worlds.draft >= 0) & stood)
    if not len(where):
        return
    some = worlds.take(where)
    noise = context.luck.among(where).normal("vote", cast.n_members)
    votes = ballots(some, noise, acts.answers[where])
    kind, author = some.draft.astype(np.int64), some.draft_by.astype(np.int64)
    yes, against = (votes > 0).sum(axis=1), (votes < 0) & cast.permanent
    nine = yes >= 9
    vetoed = nine & against.any(axis=1)
    passed = nine & ~vetoed
    members = np.arange(cast.n_members)
    changes.set("votes", votes, where[:, None] + 0 * members, np.broadcast_to(members, votes.shape))
    changes.set("voted", context.turn, where, kind)
    changes.set("passed", context.turn, where[passed], kind[passed])
    changes.set("draft", -1, where)
    changes.set("draft_by", -1, where)
    changes.add("lobbied", -some.lobbied, where[:, None] + 0 * members, np.broadcast_to(members, votes.shape))
    for member in np.flatnonzero(cast.permanent & (cast.member_state >= 0)):
        state = int(cast.member_state[member])
        no = vetoed & against[:, member]
        log.add("answer", where[no], "vetoed", source=state, target=author[no], level=kind[no], size=yes[no] / 1000.0)
        _veto(context, where[no], state, kind[no])
    short = ~nine
    rule = worlds.numbers.rule_at
    changes.add("standing", -rule("short_standing", where[short]), where[short], author[short])
    changes.add("standing", rule("passed_standing", where[passed]), where[passed], author[passed])
    _adopted(context, where[passed], kind[passed])
    for name, some_rows in (("adopted", passed), ("short_of_nine", short), ("voted", vetoed)):
        log.add(
            "outcome",
            where[some_rows],
            name,
            source=author[some_rows],
            level=kind[some_rows],
            size=yes[some_rows] / 1000.0,
        )


def _veto(context: Context, w: Array, state: int, kind: Array) -> None:
    """A veto pays with whom it shields, costs standing with the majority, and lowers acceptability to the other side for a while."""
    cast, changes = context.cast, context.changes
    rule = context.worlds.numbers.rule_at
    changes.add("vetoes", 1.0, w, state)
    changes.add("standing", -rule("veto_standing", w), w, state)
    shielded = np.where(
        kind == ballot.BLAME_DEFENDER, cast.defender, np.where(kind == ballot.BLAME_STRIKER, cast.striker, -1)
    )
    shielded = np.where((kind == ballot.CEASEFIRE) & (state == cast.patron), cast.striker, shielded)
    there = shielded >= 0
    changes.add("relation", rule("veto_friend", w[there]), w[there], shielded[there], state)
    changes.add("trust", rule("veto_trust", w[there]), w[there], shielded[there], state)
    for other in (cast.striker, cast.patron) if state != cast.patron else (cast.defender, cast.supplier):
        changes.add("relation", -rule("veto_anger", w), w, other, state)


def _adopted(context: Context, w: Array, kind: Array) -> None:
    """What a resolution does."""
    cast, changes = context.cast, context.changes
    rule = context.worlds.numbers.rule_at

    def rows(code: int) -> Array:
        return np.asarray(w[kind == code])

    blame = rows(ballot.BLAME_DEFENDER)
    changes.add("legitimacy", rule("resolution_legitimacy", blame), blame)
    changes.add("standing", -rule("resolution_standing", blame), blame, cast.defender)
    mirror = rows(ballot.BLAME_STRIKER)
    changes.add("legitimacy", -rule("resolution_legitimacy", mirror), mirror)
    changes.add("standing", -rule("resolution_standing", mirror), mirror, cast.striker)
    stop = rows(ballot.CEASEFIRE)
    for state in (cast.defender, cast.striker):
        changes.add("commitment", -rule("resolution_exit", stop) * context.worlds.commitment[stop, state], stop, state)
        changes.add("restraint", rule("resolution_restraint", stop), stop, state)
    inspect = rows(ballot.INSPECTION)
    changes.add("standing", -0.5 * rule("resolution_standing", inspect), inspect, cast.defender)
    changes.add("legitimacy", -0.3 * rule("resolution_legitimacy", inspect), inspect)
    third = rows(ballot.THIRD_STATES)
    changes.add("standing", -rule("resolution_standing", third), third, cast.defender)
    changes.add("restraint", 0.5 * rule("resolution_restraint", third), third, cast.defender)
