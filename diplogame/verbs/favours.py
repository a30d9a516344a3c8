"""Favours: what two states can swap in private, what each is worth to whom, and what happens when one is delivered."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from diplogame.noise import logistic
from diplogame.traced import np
from diplogame.verbs.aims import Rows
from diplogame.verbs.bargains import least_will, side, sides, will
from diplogame.world.axes import FAVOURS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once_for_few, public
from diplogame.world.promises import code, given, ledger

F = {name: i for i, name in enumerate(FAVOURS)}


def givers(cast: Cast) -> dict[str, set[int]]:
    """Who can give what."""
    everybody = set(range(cast.n_states))
    arabs = {int(i) for i in np.flatnonzero(cast.arabs)}
    rich = {int(i) for i in np.flatnonzero(cast.tagged("gulf"))}
    return {
        "vote": {int(i) for i in cast.member_state if i >= 0},
        "arms": {cast.supplier, cast.patron},
        "drones": {cast.defender},
        "restraint": {cast.defender, cast.striker},
        "open_sky": {int(i) for i in np.flatnonzero(cast.tagged("corridor"))},
        "money": rich | {cast.patron},
        "silence": everybody,
        "visit": {cast.defender},
        "relief": {cast.patron},
        "no_radars": {cast.supplier},
        "no_strike": {cast.striker},
        "intelligence": {cast.patron, cast.supplier} | (arabs & set()),
    }


def takers(cast: Cast) -> dict[str, set[int]]:
    """Who has a use for what."""
    everybody = set(range(cast.n_states))
    arabs = {int(i) for i in np.flatnonzero(cast.arabs)}
    return {
        "vote": {cast.defender, cast.striker, cast.patron, cast.supplier} | arabs,
        "arms": {cast.defender, cast.striker},
        "drones": {cast.supplier},
        "restraint": everybody,
        "open_sky": {cast.striker, cast.patron},
        "money": everybody - {int(i) for i in np.flatnonzero(cast.tagged("gulf"))},
        "silence": {cast.supplier, cast.patron, cast.defender, cast.striker},
        "visit": everybody - {cast.striker},
        "relief": {cast.defender, cast.supplier},
        "no_radars": {cast.striker, cast.patron},
        "no_strike": {cast.defender, cast.supplier} | arabs,
        "intelligence": {cast.defender, cast.striker},
    }


def favour_rows(cast: Cast, actor: int) -> Rows:
    """At most eight private offers a state, spread over partners and favours."""
    give, take = givers(cast), takers(cast)
    best: Rows = []
    second: Rows = []
    enemies = {(cast.defender, cast.striker), (cast.striker, cast.defender)}
    for target in range(cast.n_states):
        if target == actor or (actor, target) in enemies:
            continue
        mine = [name for name in FAVOURS if actor in give[name] and target in take[name]]
        theirs = [name for name in FAVOURS if target in give[name] and actor in take[name]]
        pairs = [(one, other) for one in mine for other in theirs if one != other]
        # The rarer a favour, the more it is worth asking for: the common ones come last.
        pairs.sort(
            key=lambda pair: (len(give[pair[1]]) + len(give[pair[0]]), FAVOURS.index(pair[0]), FAVOURS.index(pair[1]))
        )
        for rows, pair in zip((best, second), pairs[:2], strict=False):
            rows.append({"target": target, "give": F[pair[0]], "get": F[pair[1]], "covert": 1})
    return [*best, *second][:8]


@public
def worth(worlds: Worlds) -> Array:
    """(worlds, states, favours): what receiving each favour is worth to each state, score points, as the public state of things has it."""
    rule, cast = worlds.numbers.rule, worlds.cast
    base = worlds.numbers.keep("worth", lambda: np.stack([rule(f"worth_{name}") for name in FAVOURS], axis=-1))
    result = np.broadcast_to(base[:, None, :], (worlds.size, cast.n_states, len(FAVOURS))).copy()
    hot = np.minimum(worlds.escalation / 5.0, 1.4)
    result[:, :, F["restraint"]] *= hot[:, None]
    result[:, :, F["no_strike"]] *= hot[:, None]
    result[:, cast.defender, F["arms"]] *= 1.4
    result[:, cast.defender, F["no_strike"]] *= 1.5
    result[:, :, F["vote"]] *= np.where(worlds.draft >= 0, 1.3, 0.8)[:, None]
    return result


@public
def cost(worlds: Worlds) -> Array:
    """(worlds, states, favours): what giving each favour costs each state, score points."""
    rule, cast = worlds.numbers.rule, worlds.cast
    base = worlds.numbers.keep("cost", lambda: np.stack([rule(f"cost_{name}") for name in FAVOURS], axis=-1))
    result = np.broadcast_to(base[:, None, :], (worlds.size, cast.n_states, len(FAVOURS))).copy()
    result[:, cast.defender, F["restraint"]] += 0.15 * worlds.commitment[:, cast.defender]
    result[:, cast.striker, F["no_strike"]] += 0.15 * worlds.commitment[:, cast.striker]
    return result


def news_of_friend(relation: Array) -> Array:
    """What of a kindness is news: all of it from a stranger or a rival, little from a friend, who does what is expected of one."""
    return np.asarray(1.0 - np.maximum(relation, 0.0) / 10.0)


def flat(whole: Array) -> Array:
    """(worlds, ...) laid out as (worlds, places)."""
    return whole.reshape(len(whole), -1)


def chance_kept(rule: Callable[[str], Array], trust: Array, relation: Array, escalation: Array) -> Array:
    """Chance that a state keeps what falls due: K = 8 x weight of credibility + .25 x trust x surplus x turns, against the price."""
    return logistic(np.minimum(will_to_keep(rule, trust, relation, escalation), 30.0))


WILL = ("promise_base", "promise_trust", "promise_tie", "promise_heat")
"""The rule numbers of the will to keep a promise."""


def will_to_keep(rule: Callable[[str], Array], trust: Array, relation: Array, escalation: Array) -> Array:
    """The same before it is bent, from the giver's trust in and regard for the taker."""
    base, slope, tie, heat = map(rule, WILL)
    return np.asarray(will(base, slope, tie, heat, trust, relation, escalation))


def lately(worlds: Worlds, giver: Array, taker: Array, kind: Array) -> Array:
    """(worlds, rows) int16: how often each giver has promised each favour to each taker of late and not broken it, as far as it is known."""
    codes = code(*(part.astype(np.int64) for part in (giver, taker, kind)))
    return _counter(tuple(codes.tolist()))(worlds)


@cache
def _counter(codes: tuple[int, ...]) -> Callable[[Worlds], Array]:
    """The count for some promises, which are asked about turn after turn."""
    row = np.array([codes])
    return once_for_few()(lambda worlds: given(worlds, np.arange(worlds.size), row, _recent(worlds)))


def _recent(worlds: Worlds) -> Array:
    """(worlds or 1,) what fell due from this turn on was promised of late."""
    return np.asarray(worlds.turn - worlds.numbers.rule("again_turns"))


def swap_value(worlds: Worlds, giver: Array, taker: Array, give: Array, get: Array) -> tuple[Array, Array]:
    """What a swap is worth to who offers it and to who is asked: (worlds, rows) each, from the offers' columns (rows,)."""
    n, f = worlds.cast.n_states, len(FAVOURS)
    both = lately(worlds, *(np.concatenate(pair) for pair in ((giver, taker), (taker, giver), (give, get))))
    gone, come = both[:, : len(give)], both[:, len(give) :]

    rule = worlds.numbers.rule

    def to(me: Array, other: Array, mine: Array, theirs: Array, gone: Array, come: Array) -> Array:
        keep = rule("keep_base", 2) + rule("keep_trust", 2) * flat(worlds.trust).take(me * n + other, axis=1)
        value, price = flat(worth(worlds)).take(me * f + theirs, axis=1), flat(cost(worlds)).take(me * f + mine, axis=1)
        return side(keep, value, price, gone, come)

    tie = rule("swap_tie", 2) * flat(worlds.relation).take(taker * n + giver, axis=1)
    return to(giver, taker, give, get, gone, come), to(taker, giver, get, give, come, gone) + tie


def swap_at(worlds: Worlds, where: Array, me: Array, other: Array, give: Array, get: Array, trust: Array) -> Array:
    """(rows, swaps) what swaps are worth to one of the two, who gives and gets (rows, swaps): in the worlds ``where`` (rows,), to ``me`` (rows,) with
    ``other``, in whom its trust is such.
    """
    rule, found = worlds.numbers.rule, np.empty(give.shape)
    keep, value, price = (rule("keep_base"), rule("keep_trust")), worth(worlds), cost(worlds)
    sides.at(worlds.size)(
        *ledger(worlds), _recent(worlds), where, me, other, give, get, trust, *keep, value, price, found
    )
    return found


def least_will_at(worlds: Worlds, state: int, where: Array) -> Array:
    """(rows,) the least will to keep one of the promises that fall due from a state, in the worlds ``where``; infinite where none does."""
    rule, found = worlds.numbers.rule, np.empty(len(where))
    trust, relation = worlds.row("trust", state), worlds.relation[:, state]
    base, slope, tie, heat = map(rule, WILL)
    least_will.at(worlds.size)(
        *ledger(worlds), worlds.turn, state, where, trust, relation, worlds.escalation, base, slope, tie, heat, found
    )
    return found


def chance_of_swap(worlds: Worlds, theirs: Array) -> Array:
    """Chance of a yes to a swap worth ``theirs`` (worlds, rows) to who is asked: logistic(V/T)."""
    return logistic(theirs / worlds.numbers.rule("swap_temperature", 2))


def chance_of_swap_at(worlds: Worlds, world: Array, theirs: Array) -> Array:
    """The same for offers that stand in a world each, (rows,)."""
    return logistic(theirs / worlds.numbers.rule_at("swap_temperature", world))
