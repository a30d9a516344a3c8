"""Choosing among appraised orders: a nested logit - a verb, then where and how - in rounds, until the budget or the wish is spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.machine.machine import at_hand
from diplogame.machine.picker import pick
from diplogame.minds.plays import companions
from diplogame.noise import cells, exp, exp32, log32
from diplogame.noise.luck import option_keys
from diplogame.noise.quantiles import table as draws
from diplogame.verbs.options import OptionTable, static_costs
from diplogame.world.cast import Cast
from diplogame.world.fields import Array
from diplogame.world.numbers import Numbers
from diplogame.world.sheets import sheet
from diplogame.world.views import View

NEST = 0.5
"""Tau: how sharply places and sizes of one verb are told apart, score points."""
NONE = -1
LIFT = 80.0
"""Exponents are lifted by this, so that single precision tells options apart down to 83 points below the best."""


@dataclass(frozen=True)
class Round:
    """One round of choosing, kept to explain it."""

    open: Array
    """(worlds, options) bool: what could still be chosen."""
    chance: Array
    """(worlds, options + 1) the exact chance of each option; the last is to stop."""
    picked: Array
    """(worlds,) the option, NONE where it stopped."""


def choose(
    view: View,
    table: OptionTable,
    value: Array,
    legal: Array,
    temperature: Array,
    orders: int,
    keep: bool = False,
    together: bool = True,
) -> tuple[Array, list[Round]]:
    """(worlds, orders) options picked in rounds, NONE where none, and the rounds if ``keep``.

    Verb value = tau log mean exp(u/tau) over its open options (mean, so that the number of targets does not decide), then a
    logit over verbs and stopping with the state's temperature (worlds or 1,). One Gumbel draw per named option and verb.
    ``together``: an order that completes a play begun in an earlier round gains the worth of the play.
    """
    size, n = value.shape
    cast, luck = view.world.cast, view.luck
    picks = np.full((size, orders), NONE, dtype=np.int64)
    rounds: list[Round] = []
    if n == 0:
        return picks, rounds
    if not keep and at_hand(size):
        return _picked(view, table, value, legal, temperature, picks, together), rounds
    going = np.ones(size, dtype=bool)
    budget = view.world.row("capital", view.seat)
    price, closes = static_costs(view.world, table)[0], closes_of(cast, table)
    top = np.maximum(np.where(legal, value, -np.inf).max(axis=1), -1e6)[:, None]
    # From here on single precision serves: it feeds no state, and a choice once in ten million. The lift leaves room below the best.
    below = np.minimum(value - top, 0.0)
    below *= 1.0 / NEST
    below += LIFT
    weight = exp32(below.astype(np.float32))
    weight *= legal
    lure = value * (1.0 / NEST)
    lure += luck.gumbel_keys("option", table.keys)
    open_, each = legal, np.arange(size)
    for r in range(orders):
        nests = _nests(weight, open_, table, top)
        utility = np.where(nests.some, nests.inclusive / temperature[:, None], -np.inf)
        drawn = utility + luck.gumbel_keys(f"verb.{r}", table.block_keys)
        verb = drawn.argmax(axis=1)
        goes_on = (drawn[each, verb] > luck.gumbel(f"stop.{r}", 1)[:, 0]) & going
        # Only the drawn verb's options are compared, each where it lies in memory.
        mine = table.members.take(verb, axis=0)
        spot = mine * size + each[:, None]
        inside = np.where(open_.T.reshape(-1).take(spot), lure.T.reshape(-1).take(spot), -np.inf)
        pick = np.where(goes_on, mine[each, inside.argmax(axis=1)], NONE)
        if keep:
            rounds.append(Round(open_.copy(), _chances(weight, nests, utility, table), pick.copy()))
        picks[:, r] = pick
        going = goes_on
        if r + 1 == orders or not going.any():
            break
        chosen = np.maximum(pick, 0)
        budget = budget - price.take(chosen) * going
        stays = sheet(size, n, bool)
        np.less_equal(price, budget[:, None], out=stays)
        stays &= open_
        stays &= ~(closes.take(np.where(going, chosen, n), axis=1).T)
        open_ = stays
        weight *= open_
        if together:
            which, begins = companions(cast, table)
            if len(which):
                begun = begins.take(np.where(going, chosen, n), axis=1).T
                worth, lift = _play_worth(view.world.numbers)
                lure.T[which] += (begun * worth).T
                weight.T[which] *= (1.0 + begun * lift).astype(np.float32).T
    return picks, rounds


def _picked(
    view: View, table: OptionTable, value: Array, legal: Array, temperature: Array, picks: Array, together: bool
) -> Array:
    """(worlds, orders) the same by compiled loops (`diplogame.machine.picker`): they fill ``picks``."""
    cast, n, rounds = view.world.cast, len(table), picks.shape[1]
    which, begins = companions(cast, table) if together else (np.zeros(0, dtype=np.int64), np.zeros((0, n + 1)))
    worth, lift = (part[:, 0] for part in _play_worth(view.world.numbers))
    run: Any = pick.compiled()
    run(
        np.ascontiguousarray(value.T, dtype=np.float64),
        np.ascontiguousarray(legal.T),
        np.ascontiguousarray(temperature),
        np.ascontiguousarray(view.world.row("capital", view.seat)),
        np.ascontiguousarray(view.luck.keys).copy(),
        *_keys_of(cast, table, rounds),
        draws("gumbel"),
        static_costs(view.world, table)[0],
        np.append(table.blocks, n),
        np.ascontiguousarray(closes_of(cast, table).T),
        which,
        begins,
        np.ascontiguousarray(worth),
        np.ascontiguousarray(lift),
        NEST,
        LIFT,
        picks,
    )
    return picks


def _keys_of(cast: Cast, table: OptionTable, rounds: int) -> tuple[Array, Array, Array]:
    """Luck's keys of the options (n,), of the verbs (rounds, verbs) and of stopping (rounds,) (made once a table and number of rounds)."""
    kept: dict[tuple[int, int], tuple[OptionTable, tuple[Array, Array, Array]]] = cast.extras.setdefault("keys", {})
    known = kept.get((table.seat, rounds))
    if known is None or known[0] is not table:
        verbs = [option_keys(f"verb.{r}", table.block_keys) for r in range(rounds)]
        stops = [cells(f"stop.{r}", 1)[0] for r in range(rounds)]
        made = option_keys("option", table.keys), np.stack(verbs), np.array(stops, dtype=np.uint64)
        known = kept[table.seat, rounds] = (table, made)
    return known[1]


def _play_worth(numbers: Numbers) -> tuple[Array, Array]:
    """(worlds or 1, 1) each: what completing a play adds to an option, in units of `NEST`, and to its weight, as a share."""
    worth = numbers.rule("play_worth", 2) / NEST
    return worth, numbers.keep("chooser.play", lambda: np.asarray(exp(worth) - 1.0))


@dataclass(frozen=True)
class Nests:
    """The verbs of a seat as nests of their options."""

    total: Array
    """(worlds, verbs) the summed weights of the open options."""
    inclusive: Array
    """(worlds, verbs) the verb's value, score points."""
    some: Array
    """(worlds, verbs) bool: anything of it is open."""


def _nests(weight: Array, open_: Array, table: OptionTable, top: Array) -> Nests:
    """``weight``: (worlds, options) 0 where an option is not open."""
    total = np.add.reduceat(weight, table.blocks, axis=1)
    number = np.add.reduceat(open_.view(np.uint8), table.blocks, axis=1, dtype=np.uint8)
    inclusive = log32((total / np.maximum(number, 1)).astype(np.float32, copy=False))
    inclusive -= LIFT
    inclusive *= NEST
    inclusive += top
    return Nests(total, inclusive, number > 0)


def _chances(weight: Array, nests: Nests, utility: Array, table: OptionTable) -> Array:
    """The exact chance of each option and of stopping: the product of the two levels."""
    inside = weight / np.maximum(nests.total.astype(np.float64), 1e-300).take(table.block_of, axis=1)
    high = np.maximum(utility.max(axis=1), 0.0)[:, None]
    verb = np.where(nests.some, exp(np.minimum(utility - high, 0.0)), 0.0)
    stop = exp(-high)
    total = verb.sum(axis=1)[:, None] + stop
    return np.concatenate([inside * (verb / total).take(table.block_of, axis=1), stop / total], axis=1)


_EXCLUDES = (
    ("strike", "stand_down"),
    ("retaliate", "stand_down"),
    ("close_strait", "reopen_strait"),
    ("harass_shipping", "reopen_strait"),
    ("alert", "stand_down"),
    ("close_strait", "harass_shipping"),
    ("cut_exports", "ship_more"),
    ("cut_exports", "raise_output"),
    ("sanction", "ease_sanctions"),
    ("normalise", "freeze"),
    ("walk_out", "table_terms"),
    ("strike", "ask_ceasefire"),
    ("retaliate", "ask_ceasefire"),
    ("join_strike", "stand_down"),
    ("strike", "table_terms"),
)
"""Pairs of verbs that make no sense in one docket."""


def closes_of(cast: Cast, table: OptionTable) -> Array:
    """(options, options + 1) bool: the first is closed by choosing the second - itself, others of its verb where one a turn is the rule, a
    second statement, and what makes no sense beside it; by choosing none (the last) nothing is (worked out once a table).
    """
    kept: dict[int, tuple[OptionTable, Array]] = cast.extras.setdefault("closes", {})
    if table.seat not in kept or kept[table.seat][0] is not table:
        names = [order.verb for order in table.orders]
        bars = {frozenset(pair) for pair in _EXCLUDES}
        made = np.array([[frozenset((a, b)) in bars for b in names] for a in names], dtype=bool).reshape(
            len(names), len(names)
        )
        made |= table.statement[:, None] & table.statement
        made |= table.single[:, None] & (table.block_of[:, None] == table.block_of)
        made |= np.eye(len(names), dtype=bool)
        kept[table.seat] = (table, np.append(made.T, np.zeros((len(names), 1), dtype=bool), axis=1))
    return kept[table.seat][1]


def excludes(first: str, second: str) -> bool:
    """Whether two verbs bar each other in one docket."""
    return any({first, second} == set(pair) for pair in _EXCLUDES)


__all__ = ["NONE", "Round", "choose", "closes_of", "excludes"]
