"""What the opening holds: the strikes have fallen, and the cables tell it."""

from __future__ import annotations

import numpy as np

from diplogame.claims.measured import Measured, at_least, at_most, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Setup, opening, play
from diplogame.claims.statistics import mean
from diplogame.texts import text


@check("C01")
def strikes_open_the_crisis(n: int, seed: int) -> Measured:
    """Damaged sites of the defender, struck lately, and an exchange on the books at turn 0."""
    worlds = opening(Setup(), 1, seed)
    cast = worlds.cast
    mine = cast.of_kind("mixer", "s300", "drone", owner=cast.defender)
    hit = int(((worlds.struck[0] > -99) & (worlds.integrity[0] < 0.95) & mine).sum())
    blow = int(worlds.last_blow[0, cast.striker, cast.defender] > -99) + int(worlds.exchanges[0] > 0)
    rung = float(worlds.escalation[0])
    words = text("claims.c01", hit=hit, rung=rung, grievance=float(worlds.grievance[0, cast.defender, cast.striker]))
    return together([at_least(hit, 3, words), at_least(blow, 2, words), at_least(rung, 4, words)], words)


@check("C40")
def cables_every_turn(n: int, seed: int) -> Measured:
    """Each role reads something every turn, and secret orders reach none but those they name."""
    run = play(Setup(), n, seed)
    e, states = run.events, run.worlds.cast.n_states
    table = np.zeros((run.turns, run.n, states))
    for state in range(states):
        rows = (e.seen >> state & 1).astype(bool)
        table[:, :, state] = run.grid(rows, "events")
    number, error = mean(table[run.live].min(axis=1) > 0)
    everybody = (1 << states) - 1
    # A message has two ends, and an order without a target (a posture) none: the rest must reach who gave it and whom it names alone.
    two_ends = e.verb == run.verbs.index("carry_message")
    secret = (e.kind == 0) & (e.seen != everybody) & ~two_ends
    mine = (e.seen >> np.maximum(e.source, 0) & 1).astype(bool)
    named = np.where(secret, np.left_shift(1, np.maximum(e.source, 0)), 0) | np.where(
        secret & (e.target >= 0), np.left_shift(1, np.maximum(e.target, 0)), 0
    )
    extra = int((secret & ((e.seen & ~named).astype(bool)) & (e.target >= 0)).sum())
    words = text(
        "claims.c40",
        share=number,
        least=float(table[run.live].min()),
        mean=float(table[run.live].mean()),
        secret=int(secret.sum()),
    )
    return together(
        [
            at_least(number, 0.99, words, error),
            at_most(extra, 0, words),
            at_least(float(mine[secret].mean()), 1.0, words),
        ],
        words,
    )
