"""Choosing among appraised orders: a nested logit - a verb, then where and how - in rounds, until the budget or the wish is spent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diplogame.minds.plays import companions
from diplogame.noise import exp, log
from diplogame.verbs.options import OptionTable, static_costs
from diplogame.world.cast import Cast
from diplogame.world.fields import Array
from diplogame.world.views import View

NEST = 0.5
"""Tau: how sharply places and sizes of one verb are told apart, score points."""
NONE = -1


@dataclass(frozen=True)
class Round:
    """One round of choosing, kept to explain it."""

    open: Array
    """(worlds, options) bool: what could still be chosen."""
    chance: Array
    """(worlds, options + 1) the exact chance of each option; the last is to stop."""
    picked: Array
    """(worlds,) the option, NONE where it stopped."""


def choose(view: View, table: OptionTable, value: Array, legal: Array, temperature: Array, orders: int, keep: bool = False,
           together: bool = True) -> tuple[Array, list[Round]]:
    """(worlds, orders) options picked in rounds, NONE where none, and the rounds if ``keep``.

    Verb value = tau log mean exp(u/tau) over its open options (mean, so that the number of targets does not decide), then a
    logit over verbs and stopping with the state's temperature (worlds or 1,). One Gumbel draw per named option and verb.
    ``together``: an order that completes a play begun in an earlier round gains the worth of the play.
    """
    size, n = value.shape
    picks = np.full((size, orders), NONE, dtype=np.int64)
    rounds: list[Round] = []
    if n == 0:
        return picks, rounds
    open_ = legal.copy()
    going = np.ones(size, dtype=bool)
    budget = view.world.capital[:, view.seat].copy()
    price = static_costs(view.world, table)[0]
    luck = view.luck
    top = value.max(axis=1)[:, None]
    weight = exp((value - top) / NEST)
    noise_option = luck.gumbel_keys("option", table.keys)
    rows = np.arange(size)
    for r in range(orders):
        chance_in, inclusive, some = _nests(weight, open_, table, top)
        utility = np.where(some, inclusive / temperature[:, None], -np.inf)
        noise_verb = luck.gumbel_keys(f"verb.{r}", table.block_keys)
        stop = luck.gumbel(f"stop.{r}", 1)
        best = np.where(some, utility + noise_verb, -np.inf)
        verb = best.argmax(axis=1)
        stops = ~(best.max(axis=1) > stop[:, 0]) | ~going
        inside = np.where(open_ & (table.block_of == verb[:, None]), value / NEST + noise_option, -np.inf)
        pick = np.where(stops, NONE, inside.argmax(axis=1))
        if keep:
            rounds.append(Round(open_.copy(), _chances(chance_in, utility, some, table), pick.copy()))
        picks[:, r] = pick
        going = pick >= 0
        if r + 1 == orders or not going.any():
            break
        chosen = np.maximum(pick, 0)
        budget = budget - price[chosen] * going
        open_ = open_ & (price <= budget[:, None])
        open_ &= ~((table.statement & table.statement[chosen][:, None]) & going[:, None])
        same = table.block_of == table.block_of[chosen][:, None]
        open_ &= ~(same & table.single[chosen][:, None] & going[:, None])
        open_[rows, chosen] &= ~going
        if together:
            bonus = companions(view.world.cast, table)[chosen] * going[:, None] * view.world.numbers.rule("play_worth", 2)
            value = value + bonus
            weight = weight * exp(bonus / NEST)
        open_ &= ~(_excluded(view.world.cast, table)[chosen] & going[:, None])
    return picks, rounds


def _nests(weight: Array, open_: Array, table: OptionTable, top: Array) -> tuple[Array, Array, Array]:
    """For each verb: the chances inside it, its inclusive value, and whether anything of it is open."""
    live = weight * open_
    total = np.add.reduceat(live, table.blocks, axis=1)
    number = np.add.reduceat(open_.astype(np.float64), table.blocks, axis=1)
    some = number > 0
    mean = total / np.maximum(number, 1.0)
    inclusive = NEST * log(np.maximum(mean, 1e-300)) + top
    inside = live / np.maximum(total, 1e-300).take(table.block_of, axis=1)
    return inside, inclusive, some


def _chances(inside: Array, utility: Array, some: Array, table: OptionTable) -> Array:
    """The exact chance of each option and of stopping: the product of the two levels."""
    high = np.maximum(utility.max(axis=1), 0.0)[:, None]
    verb = np.where(some, exp(np.minimum(utility - high, 0.0)), 0.0)
    stop = exp(-high)
    total = verb.sum(axis=1)[:, None] + stop
    return np.concatenate([inside * (verb / total).take(table.block_of, axis=1), stop / total], axis=1)


_EXCLUDES = (
    ("strike", "stand_down"), ("retaliate", "stand_down"), ("close_strait", "reopen_strait"), ("harass_shipping", "reopen_strait"), ("alert", "stand_down"),
    ("close_strait", "harass_shipping"), ("cut_exports", "ship_more"), ("cut_exports", "raise_output"), ("sanction", "ease_sanctions"), ("normalise", "freeze"),
    ("walk_out", "table_terms"), ("strike", "ask_ceasefire"), ("retaliate", "ask_ceasefire"), ("join_strike", "stand_down"), ("strike", "table_terms"),
)
"""Pairs of verbs that make no sense in one docket."""


def _excluded(cast: Cast, table: OptionTable) -> Array:
    """(options, options) bool: choosing the first bars the second (worked out once a table, kept beside it on the cast)."""
    kept: dict[int, tuple[OptionTable, Array]] = cast.extras.setdefault("excluded", {})
    if table.seat not in kept or kept[table.seat][0] is not table:
        names = [order.verb for order in table.orders]
        bars = {frozenset(pair) for pair in _EXCLUDES}
        made = np.array([[frozenset((a, b)) in bars for b in names] for a in names], dtype=bool).reshape(len(names), len(names))
        kept[table.seat] = (table, made)
    return kept[table.seat][1]


def excludes(first: str, second: str) -> bool:
    """Whether two verbs bar each other in one docket."""
    return any({first, second} == set(pair) for pair in _EXCLUDES)


__all__ = ["NONE", "Round", "choose", "excludes"]
