"""Words and deeds: what is said against what is seen."""

from __future__ import annotations

import numpy as np

from diplogame.claims.deeds import Wish, idle
from diplogame.claims.measured import Measured, at_most, less, more, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, play, quiet
from diplogame.claims.statistics import mean
from diplogame.texts import text
from diplogame.world.fields import Array

TWO_SITES = Wish("strike", 1, places=2)


def arm(enabled: bool, calm: bool, n: int, seed: int, *, exposed: bool | None = None, turns: int = 2) -> Run:
    """A strike in turn 1, with the patron enabling it or not, urging restraint or not; in turn 2 Russia may expose it."""
    patron = idle(Wish("urge_restraint", 1, target="israel")) if calm else idle()
    russia = idle(Wish("expose", 2, target="united_states", lawful=False)) if exposed else idle()
    edits = () if enabled else (("enabling", (), 0.0), ("enabled_force", (_patron(),), -99.0))
    return play(
        quiet(
            turns=turns, edits=edits, minds=(("israel", idle(TWO_SITES)), ("united_states", patron), ("russia", russia))
        ),
        n,
        seed,
    )


def _patron() -> int:
    from diplogame.claims.runs import opening

    return opening(Setup(), 1, 0).cast.patron


def _standing_with_arabs(run: Run) -> Array:
    """(worlds,) the patron's credibility and its pull on the Arab states, in points."""
    arabs = np.flatnonzero(run.worlds.cast.arabs)
    credible = run.series["credibility"][-1, :, run.state("united_states")]
    return np.asarray(credible + 50.0 * run.series["alignment"][-1].take(arabs, axis=1).mean(axis=1))


@check("C14")
def saying_calm_and_enabling(n: int, seed: int) -> Measured:
    """Doing both costs the United States more credibility with Arab states than either alone."""
    n = min(n, 64)
    neither, calm, enable, both = (
        _standing_with_arabs(arm(e, c, n, seed))
        for e, c in ((False, False), (False, True), (True, False), (True, True))
    )
    worse, error = mean((both - neither) - np.minimum(calm - neither, enable - neither))
    words = text(
        "claims.c14",
        both=float((both - neither).mean()),
        calm=float((calm - neither).mean()),
        enable=float((enable - neither).mean()),
    )
    return less(worse, error, words, -0.5, "points")


@check("C15")
def exposing_the_gap(n: int, seed: int) -> Measured:
    """What exposing the United States does with a gap between its words and its deeds, and without one."""
    n = min(n, 64)
    effect = []
    for enabled, calm in ((False, False), (True, True)):
        with_, without = (arm(enabled, calm, n, seed, exposed=said) for said in (True, False))
        effect.append(mean(_standing_with_arabs(without) - _standing_with_arabs(with_)))
    words = text("claims.c15", gap=effect[1][0], none=effect[0][0])
    return together(
        [more(effect[1][0], effect[1][1], words, 1.0, "points"), at_most(abs(effect[0][0]), 0.2, words)], words
    )
