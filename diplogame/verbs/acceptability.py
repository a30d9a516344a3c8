"""Who comes to whose table: the acceptability of a mediator to a party (Kydd 2003; rule 7)."""

from __future__ import annotations

from diplogame.noise import exp, logistic
from diplogame.traced import np
from diplogame.verbs.lens import Lens, once_a_lens
from diplogame.world.fields import NEVER, Array, Worlds
from diplogame.world.measures import capability_left
from diplogame.world.memo import once, once_for_few
from diplogame.world.played import played
from diplogame.world.sheets import columns


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


@played()
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
    """Chance that a table convenes next turn: the defender comes, and one other invitee, and none has convened before on an invitation that
    stands.
    """
    worlds, cast = lens.world, lens.cast
    chance, actor = comes_by_party(worlds), lens.rows.actor

    def own(whole: Array) -> Array:
        return np.asarray(whole[lens.index, actor]) if hasattr(lens, "index") else columns(whole, actor)

    asked = (lens.rows.invite[:, None] >> np.arange(cast.n_states)) & 1
    # Guest by guest: a product along a short axis would cost many times as much.
    none_else: Array = np.ones(1)
    for guest in np.flatnonzero(asked.any(axis=0)):
        if guest != cast.defender:
            none_else = none_else * (1.0 - asked[:, guest] * own(chance[:, :, guest]))
    comes = _defender_comes(lens, own(chance[:, :, cast.defender]))
    return np.asarray(own(_stays_free(worlds)) * (comes * (1.0 - none_else) * asked[:, cast.defender]))


def _meetings_everywhere(worlds: Worlds) -> Array:
    free = (worlds.table == 0) & (worlds.cooling <= 0)
    return _meet(worlds, comes_by_party(worlds) * ((worlds.invited > 0) & free[:, None, None]))


@once_for_few(_meetings_everywhere)
def meetings(worlds: Worlds) -> Array:
    """(worlds, silent, hosts) chance that a host's table could convene this turn on the invitations that stand, where one state says nothing."""
    cast = worlds.cast
    found = np.zeros((worlds.size, cast.n_states, cast.n_states))
    invited = worlds.invited > 0
    where = np.flatnonzero(invited.any(axis=(1, 2)) & (worlds.table == 0) & (worlds.cooling <= 0))
    if len(where):
        found[where] = _meet(worlds, comes_by_party(worlds)[where] * invited[where])
    return found


def _meet(worlds: Worlds, come: Array) -> Array:
    """(n, silent, hosts), from the chance that each comes to each host that has asked it (n, hosts, parties)."""
    cast, never = worlds.cast, come[:, :, 0] * 0.0
    stays = np.ascontiguousarray((1.0 - come).transpose(2, 0, 1))

    def without(silent: int) -> Array:
        if silent == cast.defender:
            return np.asarray(never)
        guests = [state for state in range(cast.n_states) if state not in (silent, cast.defender)]
        return np.asarray(come[:, :, cast.defender] * (1.0 - _together(stays[guests])))

    return np.stack([without(silent) for silent in range(cast.n_states)], axis=1)


def _together(chances: Array) -> Array:
    """(...) the product of chances (number, ...), one by one."""
    total: Array = chances[0]
    for chance in chances[1:]:
        total = total * chance
    return total


@once
def _stays_free(worlds: Worlds) -> Array:
    """(worlds, states) chance that no table convenes this turn on the invitations that stand, as far as the others' answers go."""
    return _together((1.0 - meetings(worlds)).transpose(2, 0, 1))


def _ways_out_everywhere(worlds: Worlds) -> Array:
    cast = worlds.cast
    found = np.zeros((worlds.size, cast.n_states, cast.n_states))
    meets = meetings(worlds)
    # One table convenes at most: which one is as the chances are.
    one = (1.0 - (1.0 - meets).prod(axis=2)) / np.maximum(meets.sum(axis=2), 1e-9)
    come = comes_by_party(worlds) * (worlds.invited > 0)
    full = worlds.numbers.rule("exit_share", 2)
    sits = {
        cast.defender: meets,
        cast.striker: (meets > 0) * (come[:, :, cast.defender] * come[:, :, cast.striker])[:, None],
    }
    for party, chance in sits.items():
        sheds = (chance * shed(full, worlds.relation[:, party])[:, None]).sum(axis=2)
        found[:, :, party] = one * sheds * (np.arange(cast.n_states) != party)
    return found


@once_for_few(_ways_out_everywhere)
def ways_out(worlds: Worlds) -> Array:
    """(worlds, silent, states) share of its commitment that the defender or the striker is expected to shed this turn at a table that convenes
    on the invitations that stand, where one state says nothing.
    """
    if worlds.invited.any():
        return _ways_out_everywhere(worlds)
    return np.zeros((worlds.size, worlds.cast.n_states, worlds.cast.n_states))


def shed(full: Array, relation: Array) -> Array:
    """Share of a commitment that an exit sheds: ``full`` (.6) x (1 + relation to who offers it/10)/2, so that only a friend's is worth much."""
    return np.asarray(full * (1.0 + relation / 10.0) / 2.0)


@once_a_lens
def chance_to_land(lens: Lens, arabs: str = "") -> Array:
    """Chance that the defender's delegation makes its host's table convene in the turn in which it comes there: the host has asked it, no table sits
    or cools, and one more of those who were asked says yes. With ``arabs``: and an Arab state hosts or comes. 0 for other senders.
    """
    worlds, cast = lens.world, lens.cast
    host, actor, states = np.maximum(lens.rows.target, 0), lens.rows.actor, np.arange(cast.n_states)
    if hasattr(lens, "index"):
        come = (comes_by_party(worlds) * (worlds.invited > 0))[lens.index, host]
    else:
        come = comes_by_party(worlds).take(host, axis=1) * (worlds.invited.take(host, axis=1) > 0)
    # The visitor itself answers by coming; who was not asked cannot.
    matter = states != actor[:, None]
    if arabs:
        matter = matter & (cast.arabs | cast.arabs[host][:, None])
    none = (1.0 - matter * come).prod(axis=-1)
    free = (lens.value("table") == 0) & (lens.value("cooling") <= 0)
    asked = lens.pair("invited", "target", "actor") > 0
    return np.asarray((1.0 - none) * free * asked * (lens.col("actor") == cast.defender))


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
