"""Favours: what two states can swap in private, what each is worth to whom, and what happens when one is delivered."""

from __future__ import annotations

from collections.abc import Callable

from diplogame.noise import logistic
from diplogame.traced import np
from diplogame.verbs.aims import Rows
from diplogame.world.axes import FAVOURS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import public

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


def swap_value(worlds: Worlds, giver: Array, taker: Array, give: Array, get: Array) -> tuple[Array, Array]:
    """What a swap is worth to who offers it and to who is asked: (worlds, rows) each, from the offers' columns (rows,)."""

    def at(whole: Array, index: Array) -> Array:
        return whole.reshape(len(whole), -1).take(index, axis=1)

    return _swap(worlds, at, lambda name: worlds.numbers.rule(name, 2), giver, taker, give, get)


def swap_at(worlds: Worlds, world: Array, giver: Array, taker: Array, give: Array, get: Array) -> tuple[Array, Array]:
    """The same for offers that stand in a world each, (rows,); columns of more axes broadcast."""

    def at(whole: Array, index: Array) -> Array:
        return np.asarray(whole.reshape(len(whole), -1)[world, index])

    return _swap(worlds, at, lambda name: worlds.numbers.rule_at(name, world), giver, taker, give, get)


def _swap(
    worlds: Worlds,
    at: Callable[[Array, Array], Array],
    rule: Callable[[str], Array],
    giver: Array,
    taker: Array,
    give: Array,
    get: Array,
) -> tuple[Array, Array]:
    """V = p_keep x what one gets - what one gives; p_keep = .35 + .5 trust."""
    n, f = worlds.cast.n_states, len(FAVOURS)
    value, price = worth(worlds), cost(worlds)
    there, back = giver * n + taker, taker * n + giver
    keep = rule("keep_base") + rule("keep_trust") * at(worlds.trust, there)
    keep_back = rule("keep_base") + rule("keep_trust") * at(worlds.trust, back)
    tie = rule("swap_tie") * at(worlds.relation, back)
    mine = keep * at(value, giver * f + get) - at(price, giver * f + give)
    theirs = keep_back * at(value, taker * f + give) - at(price, taker * f + get) + tie
    return mine, theirs


def chance_of_swap(worlds: Worlds, theirs: Array) -> Array:
    """Chance of a yes to a swap worth ``theirs`` (worlds, rows) to who is asked: logistic(V/T)."""
    return logistic(theirs / worlds.numbers.rule("swap_temperature", 2))


def chance_of_swap_at(worlds: Worlds, world: Array, theirs: Array) -> Array:
    """The same for offers that stand in a world each, (rows,)."""
    return logistic(theirs / worlds.numbers.rule_at("swap_temperature", world))
