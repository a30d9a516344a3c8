"""Who comes to whose table: the acceptability of a mediator to a party (Kydd 2003; rule 7)."""

from __future__ import annotations

import numpy as np

from diplogame.noise import logistic
from diplogame.verbs.lens import Lens
from diplogame.world.fields import NEVER, Array, Worlds
from diplogame.world.measures import capability_left


def support(worlds: Worlds) -> Array:
    """(worlds, hosts, parties): how far each host was lately seen to support each party's enemy, 0 to about 1.5.

    The patron's enabling counts against the defender; the supplier's exposed arms, a call to stand by, or a hand in
    intercepting count for the side they served.
    """
    cast = worlds.cast
    shape = (worlds.size, cast.n_states, cast.n_states)
    result = np.zeros(shape)
    turn = worlds.turn
    result[:, cast.patron, cast.defender] += 0.5 * worlds.enabling
    shown = ((turn - worlds.exposed) <= 4) & (worlds.exposed > NEVER)
    stood = ((turn - worlds.stood_by) <= 3) & (worlds.stood_by > NEVER)
    result[:, :, cast.striker] += 0.8 * shown + 0.4 * stood[:, :, cast.defender]
    result[:, :, cast.patron] += 0.5 * shown + 0.2 * stood[:, :, cast.defender]
    result[:, :, cast.defender] += 0.4 * stood[:, :, cast.striker] + 0.5 * worlds.helping
    return result


def acceptability(worlds: Worlds) -> Array:
    """(worlds, hosts, parties): chance that the party would take the host as a mediator, all else apart.

    logistic(a0 + a1 relation + a2 trust - a3 seen support for the enemy - a4 recent vetoes), and what a co-host,
    a call or a message lately adds. A formula of public things and of the reader's own trust.
    """
    rule = worlds.numbers.rule
    cast = worlds.cast
    relation = worlds.relation.transpose(0, 2, 1)
    trust = worlds.trust.transpose(0, 2, 1)
    against = np.zeros(cast.n_states)
    against[[cast.striker, cast.patron]] = 1.0
    called = ((worlds.turn - worlds.called) <= 3) & (worlds.called > NEVER)
    score = (
        rule("accept_base", 3) + rule("accept_relation", 3) * relation + rule("accept_trust", 3) * trust
        - rule("accept_support", 3) * support(worlds) - rule("accept_veto", 3) * worlds.vetoes[:, :, None] * against
        + rule("accept_call", 3) * called
        + worlds.numbers.traits["easy_host"][:, :, None] * against
    )
    return logistic(score)


def comes_by_party(worlds: Worlds) -> Array:
    """(worlds, hosts, parties): chance that a party says yes to the host's invitation: acceptability bent by how much it needs a
    way out (hurt, and commitments it would rather shed) or would rather finish the job.
    """
    rule = worlds.numbers.rule
    cast = worlds.cast
    base = acceptability(worlds)
    need = np.zeros((worlds.size, cast.n_states))
    need[:, cast.defender] = rule("come_commitment") * worlds.commitment[:, cast.defender] - rule("come_pride") * _struck_lately(worlds)
    capability = np.minimum(capability_left(worlds), 1.0)
    need[:, cast.striker] = -rule("come_unfinished") * capability
    quiet = (worlds.truce > 0) * rule("come_truce")
    need[:, cast.striker] += quiet
    need[:, cast.patron] += quiet
    need = need + rule("come_hurt", 2) * worlds.hurt
    need[:, cast.arabs] += rule("come_arab")[:, None]
    odds = base / (1.0 - base)
    from diplogame.noise import exp

    shifted = odds * exp(need)[:, None, :]
    return np.asarray(shifted / (1.0 + shifted))


def _struck_lately(worlds: Worlds) -> Array:
    """(worlds,) 1 where the defender was struck in the last turn: pride forbids talks under fire."""
    struck = worlds.provoked[:, worlds.cast.defender]
    return ((worlds.turn - struck) <= 1) * 1.0


def chance_to_convene(lens: Lens) -> Array:
    """Chance that a table convenes: the defender comes, and one other invitee."""
    worlds, cast = lens.world, lens.cast
    chance = comes_by_party(worlds)
    invite, actor = lens.col("invite"), lens.rows.actor

    def of(state: int) -> Array:
        if hasattr(lens, "index"):
            return np.asarray(chance[lens.index, actor, state])
        return np.ascontiguousarray(chance[:, :, state]).take(actor, axis=1)

    none_else = np.ones(1)
    for state in range(cast.n_states):
        if state != cast.defender:
            none_else = none_else * (1.0 - ((invite >> state) & 1) * of(state))
    return np.asarray(of(cast.defender) * (1.0 - none_else) * ((invite >> cast.defender) & 1))
