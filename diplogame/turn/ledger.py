"""The ledger of promises, and private swaps: every promise has a date, and is kept or broken on it."""

from __future__ import annotations

import numpy as np

from diplogame.orders.table import Acts
from diplogame.turn.slots import NO, OTHER, YES, slot
from diplogame.verbs.arms import ship
from diplogame.verbs.context import Context
from diplogame.verbs.favours import F, cost, favour_rows, news_of_friend, swap_at
from diplogame.verbs.repair import GOOD
from diplogame.world.axes import FAVOURS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.promises import BROKEN, KEPT, OPEN

__all__ = ["BROKEN", "KEPT", "OPEN", "deliver", "promise", "settle", "swaps"]


def promise(
    context: Context, where: Array, kind: Array | int, giver: Array | int, taker: Array | int, due: Array, secret: int
) -> None:
    """Write promises to the ledger, each into a free or the oldest settled row of its world."""
    if not len(where):
        return
    worlds = context.worlds
    taken = worlds.p_state[where] == OPEN
    held = context.rows_used("promises")
    free = np.argsort(taken * 1000 + np.maximum(worlds.p_due[where], -1), axis=1, kind="stable")
    rank = np.arange(len(where)) - np.searchsorted(where, where, side="left")
    row = np.minimum(held[where] + rank, free.shape[1] - 1)
    spot = free[np.arange(len(where)), row]
    np.add.at(held, where, 1)
    for name, value in (
        ("p_kind", kind),
        ("p_from", giver),
        ("p_to", taker),
        ("p_due", due),
        ("p_state", OPEN),
        ("p_secret", secret),
    ):
        context.changes.set(name, value, where, spot)


def settle(context: Context, acts: Acts) -> None:
    """Promises that fall due: kept (and what was promised happens), or broken (and trust is halved)."""
    worlds, cast, changes, log = context.worlds, context.cast, context.changes, context.log
    due = (worlds.p_state == OPEN) & (worlds.p_due <= context.turn)
    w, row = np.nonzero(due)
    if not len(w):
        return
    giver, taker = worlds.p_from[w, row].astype(np.int64), worlds.p_to[w, row].astype(np.int64)
    kind = worlds.p_kind[w, row].astype(np.int64)
    held_back = (kind == F["restraint"]) | (kind == F["no_strike"])
    # Who promised to hold back and struck since has broken it, whatever it says.
    struck = held_back & (worlds.answered[w, giver] >= context.turn - 1)
    broken = (acts.answers[w, giver, slot(cast, "promise")] == NO) | struck
    changes.set("p_state", np.where(broken, BROKEN, KEPT), w, row)
    secret = worlds.p_secret[w, row] > 0
    seen = np.where(secret, np.left_shift(1, giver) | np.left_shift(1, taker), log.everybody)
    kept = ~broken
    changes.add("trust", worlds.numbers.rule_at("kept_trust", w[kept]), w[kept], taker[kept], giver[kept])
    regard = worlds.numbers.rule_at("kept_relation", w) * _dear(worlds, w, giver, kind)
    regard = regard * news_of_friend(worlds.relation[w, taker, giver])
    changes.add("relation", regard[kept], w[kept], taker[kept], giver[kept])
    changes.add("trust", -0.5 * worlds.trust[w, taker, giver][broken], w[broken], taker[broken], giver[broken])
    changes.add(
        "relation", -worlds.numbers.rule_at("broken_relation", w[broken]), w[broken], taker[broken], giver[broken]
    )
    loud = broken & ~secret
    changes.add("credibility", -worlds.numbers.rule_at("broken_credibility", w[loud]), w[loud], giver[loud])
    changes.add("standing", -worlds.numbers.rule_at("broken_standing", w[loud]), w[loud], giver[loud])
    log.add(
        "outcome", w[kept], "promise_kept", source=giver[kept], target=taker[kept], level=kind[kept], seen=seen[kept]
    )
    log.add(
        "outcome",
        w[broken],
        "promise_broken",
        source=giver[broken],
        target=taker[broken],
        level=kind[broken],
        seen=seen[broken],
    )
    deliver(context, w[kept], kind[kept], giver[kept], taker[kept])


def _dear(worlds: Worlds, w: Array, giver: Array, kind: Array) -> Array:
    """(rows,) how dear to its giver what was promised is, score points: a word that costs nothing to keep says little. A duty of a signed paper counts one."""
    price = cost(worlds)[w, giver, np.minimum(kind, len(FAVOURS) - 1)]
    return np.where(kind < len(FAVOURS), price, 1.0)


def deliver(context: Context, w: Array, kind: Array, giver: Array, taker: Array) -> None:
    """What a kept favour does."""
    changes, cast = context.changes, context.cast
    rule = context.worlds.numbers.rule_at

    def rows(name: str) -> Array:
        return np.flatnonzero(kind == F[name])

    arms = rows("arms")
    ship(context, w[arms], GOOD["short_range"], giver[arms], taker[arms], 2.0, 1.0)
    drones = rows("drones")
    ship(context, w[drones], GOOD["drones"], giver[drones], taker[drones], 1.0, rule("drone_batch", w[drones]))
    for name in ("restraint", "no_strike"):
        some = rows(name)
        changes.add("restraint", rule("favour_restraint", w[some]), w[some], giver[some])
    sky = rows("open_sky")
    changes.set("airspace", 2, w[sky], giver[sky])
    money = rows("money")
    changes.add("economy", rule("aid_economy", w[money]), w[money], taker[money])
    changes.add("stability", rule("aid_stability", w[money]), w[money], taker[money])
    changes.add("economy", -0.4 * rule("aid_economy", w[money]), w[money], giver[money])
    visit = rows("visit")
    changes.add("standing", rule("visit_standing", w[visit]), w[visit], taker[visit])
    changes.add("relation", rule("visit_relation", w[visit]), w[visit], taker[visit], giver[visit])
    relief = rows("relief")
    changes.add("sanctions", -rule("sanction_step", w[relief]), w[relief], taker[relief])
    changes.add("economy", rule("sanction_economy", w[relief]), w[relief], taker[relief])
    vote = rows("vote")
    changes.add("relation", rule("vote_relation", w[vote]), w[vote], taker[vote], giver[vote])
    intelligence = rows("intelligence")
    told, who = w[intelligence], taker[intelligence]
    error = context.worlds.seen_sd[told, who]
    changes.add("seen_sd", -0.3 * error, told[:, None], who[:, None], np.arange(cast.n_places))
    lift = np.flatnonzero(kind == len(FAVOURS) + 4)
    changes.add("sanctions", -2.0 * rule("sanction_step", w[lift]), w[lift], taker[lift])
    changes.add("economy", 2.0 * rule("sanction_economy", w[lift]), w[lift], taker[lift])


def swaps(context: Context, acts: Acts) -> None:
    """Private offers answered: taken (two promises, secret), declined, or countered once with one's own best cell."""
    worlds, cast, changes, log = context.worlds, context.cast, context.changes, context.log
    n = cast.n_states
    w, pair = np.divmod(np.flatnonzero(worlds.offer_give >= 0), n * n)
    giver, taker = np.divmod(pair, n)
    if not len(w):
        return
    said = acts.answers[w, taker, slot(cast, "offer", 0) + giver]
    give, get = worlds.offer_give[w, giver, taker].astype(np.int64), worlds.offer_get[w, giver, taker].astype(np.int64)
    changes.set("offer_give", -1, w, giver, taker)
    changes.set("offer_get", -1, w, giver, taker)
    yes = said == YES
    both = np.left_shift(1, giver) | np.left_shift(1, taker)
    due = np.full(len(w), context.turn)
    promise(context, w[yes], give[yes], giver[yes], taker[yes], due[yes] + 1, secret=1)
    promise(context, w[yes], get[yes], taker[yes], giver[yes], due[yes] + 2, secret=1)
    regard = worlds.numbers.rule_at("swap_relation", w) * news_of_friend(worlds.relation[w, taker, giver])
    changes.add("relation", regard[yes], w[yes], taker[yes], giver[yes])
    log.add("answer", w[yes], "offer_taken", source=taker[yes], target=giver[yes], level=give[yes], seen=both[yes])
    log.add(
        "answer", w[~yes], "offer_declined", source=taker[~yes], target=giver[~yes], level=give[~yes], seen=both[~yes]
    )
    counter = (said == OTHER) & (worlds.offer_give[w, taker, giver] < 0)
    _counter(context, w[counter], taker[counter], giver[counter])


def _counter(context: Context, where: Array, giver: Array, taker: Array) -> None:
    """Who was asked (``giver``) offers what it would rather swap with who asked (``taker``), (rows,) each, if it has anything to swap."""
    give, get = (cells[giver, taker] for cells in _cells(context.cast))
    has = np.flatnonzero(give[:, 0] >= 0)
    if not len(has):
        return
    where, giver, taker, give, get = (part[has] for part in (where, giver, taker, give, get))
    some, each = context.worlds.take(where), np.arange(len(where))
    best = swap_at(some, each, giver, taker, give, get, some.trust[each, giver, taker]).argmax(axis=1)
    context.changes.set("offer_give", give[each, best], where, giver, taker)
    context.changes.set("offer_get", get[each, best], where, giver, taker)


def _cells(cast: Cast) -> tuple[Array, Array]:
    """(givers, takers, cells) favours given and asked: the swaps that a state can offer another, the first of them again where there are fewer, -1
    where there is none (made once a cast).
    """
    if "swap cells" not in cast.extras:
        n = cast.n_states
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for giver in range(n):
            for row in favour_rows(cast, giver):
                found.setdefault((giver, row["target"]), []).append((row["give"], row["get"]))
        cells = np.full((2, n, n, max(map(len, found.values()), default=1)), -1)
        for (giver, taker), swaps in found.items():
            cells[:, giver, taker] = np.array(swaps[0])[:, None]
            cells[:, giver, taker, : len(swaps)] = np.array(swaps).T
        cast.extras["swap cells"] = (cells[0], cells[1])
    return cast.extras["swap cells"]  # type: ignore[no-any-return]
