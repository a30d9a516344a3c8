"""Influence: whose word the region follows."""

from __future__ import annotations

import numpy as np

from diplogame.claims.measured import Measured, at_least, at_most, more, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Setup, play
from diplogame.claims.statistics import blocked, distance, mean
from diplogame.claims.table import convened, influence
from diplogame.claims.war import strikes
from diplogame.goals.quantities import quantity
from diplogame.texts import text


@check("C19")
def alignment_moves_and_weighs(n: int, seed: int) -> Measured:
    """A convened table moves the region's alignment; the weight of that goal changes what Russia does."""
    small = min(n, 32)
    gain, error = mean(
        influence(convened(2.0, True, small, seed))[-1] - influence(convened(2.0, False, small, seed))[-1]
    )
    n = min(n, 256)
    heavy = play(Setup(turns=8, settings=(("states.russia.goals.influence.weight", 0.6),)), n, seed)
    none = play(Setup(turns=8, settings=(("states.russia.goals.influence.weight", 0.0),)), n, seed)
    mix = []
    for run in (heavy, none):
        mine = run.acts.actor == run.state("russia")
        table = np.zeros((run.n, len(run.verbs)))
        np.add.at(table, (run.act_world[mine], run.acts.verb[mine]), 1)
        mix.append(table)
    moved, moved_error = blocked(lambda a, b: distance(a / a.sum(), b / b.sum()), *mix)
    words = text("claims.c19", gain=gain, moved=moved)
    return together([more(gain, error, words, unit="points"), at_least(moved, 0.05, words, moved_error)], words)


@check("C47")
def shares_of_influence(n: int, seed: int) -> Measured:
    """The two poles' shares sum to a hundred, and move."""
    run = play(Setup(), n, seed)
    cast = run.worlds.cast
    east, west = (quantity(cast, f"influence.{name}").read(run.worlds) for name in ("russia", "united_states"))
    off = float(np.abs(east + west - 100.0).max())
    spread = float(east.std())
    words = text("claims.c47", off=off, mean=float(east.mean()), spread=spread, start=float(influence(run)[0].mean()))
    return together([at_most(off, 1e-9, words), at_least(spread, 0.3, words, unit="points")], words)


@check("C49")
def maps_are_redrawn_at_tables(n: int, seed: int) -> Measured:
    """Share of the best tenth of games with fewer than four strikes, for Russia and for Iran (the lower of the two)."""
    run = play(Setup(), n, seed)
    few = (strikes(run) + run.given("join_strike")).sum(axis=0) < 4
    shares = []
    for role in ("russia", "iran"):
        score = run.score[:, run.state(role)]
        best = score >= np.quantile(score, 0.9)
        shares.append(float(few[best].mean()))
    low = min(shares)
    return at_least(
        low,
        0.3,
        text("claims.c49", russia=shares[0], iran=shares[1], all=float(few.mean())),
        float(np.sqrt(max(low * (1 - low), 0.01) / (0.1 * run.n))),
    )
