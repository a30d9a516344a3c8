"""Who comes to whose table: the acceptability of a mediator to a party (Kydd 2003; rule 7)."""

from __future__ import annotations

import numpy as np

from diplogame.noise import exp, logistic
from diplogame.verbs.lens import Lens, once_a_lens
from diplogame.world.fields import NEVER, Array, Worlds
from diplogame.world.measures import capability_left
from diplogame.world.memo import once, public


def support(worlds: Worlds) -> Array:
    """(worlds, parties, hosts): how far each host was lately seen to support each party's enemy, 0 to about 1.5.

    The patron's enabling counts against the defender; the supplier's exposed arms, a call to stand by, or a hand in
    intercepting count for the side they served.
    """
    cast = worlds.cast
    result = np.zeros((worlds.size, cast.n_states, cast.n_states))
    turn = worlds.turn
    shown = ((turn - worlds.exposed) <= 4) & (worlds.exposed > NEVER)
    stood = ((turn - worlds.stood_by) <= 3) & (worlds.stood_by > NEVER)
    result[:, cast.defender, cast.patron] += 0.5 * worlds.enabling
    result[:, cast.striker] += 0.8 * shown + 0.4 * stood[:, :, cast.defender]
    result[:, cast.patron] += 0.5 * shown + 0.2 * stood[:, :, cast.defender]
    result[:, cast.defender] += 0.4 * stood[:, :, cast.striker] + 0.5 * worlds.helping
    return result


@public
def _public_score(worlds: Worlds) -> Array:
    """(worlds, parties, hosts): a0 + a1 relation - a3 seen support for the enemy - a4 recent vetoes, and what a call or a message lately adds."""
    rule, cast = worlds.numbers.rule, worlds.cast
    against = np.zeros((cast.n_states, 1))
    against[[cast.striker, cast.patron]] = 1.0
    called = ((worlds.turn - worlds.called) <= 3) & (worlds.called > NEVER)
    shunned = rule("accept_veto", 3) * worlds.vetoes[:, None, :] - worlds.numbers.traits["easy_host"][:, None, :]
    return np.ascontiguousarray(
        rule("accept_base", 3)
        + rule("accept_relation", 3) * worlds.relation
        - rule("accept_support", 3) * support(worlds)
        - shunned * against
        + rule("accept_call", 3) * called.transpose(0, 2, 1)
    )


def _score(worlds: Worlds, parties: Array) -> Array:
    """(worlds, parties, hosts): the public score and a2 trust."""
    return np.asarray(
        _public_score(worlds).take(parties, axis=1)
        + worlds.numbers.rule("accept_trust", 3) * worlds.trust.take(parties, axis=1)
    )


def acceptability(worlds: Worlds) -> Array:
    """(worlds, hosts, parties): chance that the party would take the host as a mediator, all else apart.

    A logistic formula of public things and of the reader's own trust.
    """
    return np.ascontiguousarray(logistic(_score(worlds, np.arange(worlds.cast.n_states))).transpose(0, 2, 1))


@once
def comes_by_party(worlds: Worlds) -> Array:
    """(worlds, hosts, parties): chance that a party says yes to the host's invitation: acceptability bent by how much it needs a
    way out (hurt, and commitments it would rather shed) or would rather finish the job.
    """
    cast, common = worlds.cast, worlds.common
    if common is worlds:
        chance = logistic(_score(worlds, np.arange(cast.n_states)) + _need(worlds)[:, :, None])
        return np.ascontiguousarray(chance.transpose(0, 2, 1))
    # A seat knows no more than everybody but its own trust, and has its own guess of what is left for the striker to finish.
    result = comes_by_party(common).copy()
    parties = np.array([cast.striker, cast.striker if worlds.knower is None else worlds.knower])
    result[:, :, parties] = logistic(
        _score(worlds, parties) + _need(worlds).take(parties, axis=1)[:, :, None]
    ).transpose(0, 2, 1)
    return result


def _need(worlds: Worlds) -> Array:
    """(worlds, parties): how much each party needs a way out, in the score's unit."""
    rule, cast = worlds.numbers.rule, worlds.cast
    need = rule("come_hurt", 2) * worlds.hurt
    need[:, cast.defender] += rule("come_commitment") * worlds.commitment[:, cast.defender] - rule(
        "come_pride"
    ) * _struck_lately(worlds)
    quiet = (worlds.truce > 0) * rule("come_truce")
    need[:, cast.striker] += quiet - rule("come_unfinished") * np.minimum(capability_left(worlds), 1.0)
    need[:, cast.patron] += quiet
    need[:, cast.arabs] += rule("come_arab", 2)
    return np.asarray(need)


def _struck_lately(worlds: Worlds) -> Array:
    """(worlds,) 1 where the defender was struck in the last turn: pride forbids talks under fire."""
    struck = worlds.provoked[:, worlds.cast.defender]
    return ((worlds.turn - struck) <= 1) * 1.0


@once_a_lens
def chance_to_convene(lens: Lens) -> Array:
    """Chance that a table convenes: the defender comes, and one other invitee."""
    worlds, cast = lens.world, lens.cast
    chance, actor, states = comes_by_party(worlds), lens.rows.actor, np.arange(cast.n_states)
    if hasattr(lens, "index"):
        come = chance[lens.index, actor]
    else:
        host = (actor[:, None] * cast.n_states + states).reshape(-1)
        come = chance.reshape(len(chance), -1).take(host, axis=1).reshape(len(chance), len(actor), cast.n_states)
    asked = (lens.rows.invite[:, None] >> states) & 1
    none_else = (1.0 - asked * (states != cast.defender) * come).prod(axis=-1)
    return np.asarray(_defender_comes(lens, come[..., cast.defender]) * (1.0 - none_else) * asked[:, cast.defender])


def _defender_comes(lens: Lens, now: Array) -> Array:
    """Chance that the defender comes when the invitation stands, a turn from now: whether it has been struck by then is a guess."""
    worlds = lens.world
    struck = _struck_lately(worlds)
    guess = worlds.numbers.rule("strike_guess") * (worlds.truce == 0)
    if hasattr(lens, "index"):
        struck, guess = struck[lens.index], np.broadcast_to(guess, (worlds.size,))[lens.index]
    else:
        struck, guess = struck[:, None], np.broadcast_to(guess, (worlds.size,))[:, None]
    odds, pride = now / (1.0 - now), exp(-lens.rule("come_pride"))
    calm = odds * np.where(struck > 0, 1.0 / pride, 1.0)
    hot = calm * pride
    return np.asarray(guess * hot / (1.0 + hot) + (1.0 - guess) * calm / (1.0 + calm))
