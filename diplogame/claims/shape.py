"""The shape of a batch: how games end, what oil does, and that games differ."""

from __future__ import annotations

from functools import partial

import numpy as np

from diplogame.claims.measured import Measured, at_least, at_most, between, share_error, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, play
from diplogame.claims.statistics import mean
from diplogame.texts import text
from diplogame.verbs.options import tables
from diplogame.world.fields import Array

BANDS = {
    "S01": ("tit_for_tat", 0.35, 0.60), "S02": ("ceasefire", 0.20, 0.40), "S03": ("comprehensive_deal", 0.04, 0.15),
    "S04": ("war", 0.05, 0.20), "S05": ("broken", 0.0, 0.15),
}  # fmt: skip
"""Share of games that end so: the band that it should lie in."""
KINDS = {"war": ("regional_war", "general_war"), "broken": ("iran_collapse", "gulf_closed")}


def _share(name: str, low: float, high: float, n: int, seed: int) -> Measured:
    run = play(Setup(), n, seed)
    share = float(run.ended(*KINDS.get(name, (name,))).mean())
    return between(
        share,
        low,
        high,
        text("claims.ending", name=text(f"claims.endings.{name}"), share=share, low=low, high=high),
        share_error(share, run.n),
    )


def _register() -> None:
    for code, (name, low, high) in BANDS.items():
        measure = partial(_share, name, low, high)
        measure.__module__, measure.__name__ = __name__, "BANDS"  # type: ignore[attr-defined]
        check(code)(measure)


_register()


@check("S06")
def price_in_range(n: int, seed: int) -> Measured:
    """Median price over games and turns within 70 to 110."""
    run = play(Setup(), n, seed)
    price = run.series["price"][1:][run.live]
    median = float(np.median(price))
    return between(
        median,
        70.0,
        110.0,
        text("claims.s06", median=median, low=float(np.quantile(price, 0.05)), high=float(np.quantile(price, 0.95))),
    )


def order_keys(run: Run) -> Array:
    """(rows,) a number for each order's verb, target, places and terms together."""
    a = run.acts
    key = np.zeros(len(a), dtype=np.int64)
    for name in ("actor", "verb", "target", "second", "p0", "p1", "p2", "p3", "level", "covert", "give", "get"):
        key = key * 41 + getattr(a, name) + 1
    return np.asarray(key * 257 + a.invite)


@check("S07")
def games_differ(n: int, seed: int) -> Measured:
    """No single order takes more than half of a state's turns, pooled over games."""
    run = play(Setup(), n, seed)
    keys = order_keys(run)
    worst, who, what = 0.0, "", ""
    turns = run.live.sum()
    for state, name in enumerate(run.worlds.cast.states):
        mine = run.acts.actor == state
        found, number = np.unique(keys[mine], return_counts=True)
        share = float(number.max() / turns)
        if share > worst:
            worst, who = share, name
            what = run.verbs[int(run.acts.verb[mine][keys[mine] == found[number.argmax()]][0])]
    return at_most(worst, 0.5, text("claims.s07", share=worst, role=who, verb=what), share_error(worst, run.n))


@check("S08")
def every_verb_is_used(n: int, seed: int) -> Measured:
    """Every verb that a state may use is used by it in some game."""
    run = play(Setup(), min(4 * n, 2048), seed)
    used = set(zip(run.acts.actor.tolist(), run.acts.verb.tolist(), strict=True))
    missing = []
    for seat, table in enumerate(tables(run.worlds.cast)):
        missing += [
            f"{run.verbs[v]}@{run.worlds.cast.states[seat]}"
            for v in np.unique(table.rows.verb)
            if (seat, int(v)) not in used
        ]
    return at_most(len(missing), 0, text("claims.s08", missing=", ".join(missing) or "-"))


@check("S09")
def scores_spread(n: int, seed: int) -> Measured:
    """Mean score of each role within 45 to 55, with a spread of ten or more."""
    run = play(Setup(), n, seed)
    means, spread = run.score.mean(axis=0), run.score.std(axis=0)
    off = int(((means < 45) | (means > 55) | (spread < 10)).sum())
    words = "; ".join(
        text("claims.s09_role", role=name, mean=float(m), spread=float(s))
        for name, m, s in zip(run.worlds.cast.states, means, spread, strict=True)
    )
    return at_most(off, 0, words)


@check("S10")
def each_role_wins(n: int, seed: int) -> Measured:
    """Each role reaches the percentile that counts as a win in a fair share of games (no war or collapse)."""
    run = play(Setup(), n, seed)
    over = run.ended("general_war", "regional_war", "iran_collapse")
    rank = (run.score[:, None, :] < run.score[None, :, :]).mean(axis=0) + 0.5 * (
        run.score[:, None, :] == run.score[None, :, :]
    ).mean(axis=0)
    wins = ((rank >= 0.65) & ~over[:, None]).mean(axis=0)
    words = "; ".join(
        text("claims.s10_role", role=name, share=float(w)) for name, w in zip(run.worlds.cast.states, wins, strict=True)
    )
    low = float(wins.min())
    return together(
        [at_least(low, 0.15, words, share_error(low, run.n)), at_most(float(wins.max()), 0.6, words)], words
    )


@check("S11")
def price_jumps_and_decays(n: int, seed: int) -> Measured:
    """The price jumps with an exchange and falls in calm, open strait apart."""
    from diplogame.claims.oil import jumps

    up, up_error, down, down_error = jumps(play(Setup(), n, seed))
    words = text("claims.s11", up=up, down=down)
    return together(
        [at_least(up - 2 * up_error, 0.0, words, up_error), at_most(down + 2 * down_error, 0.0, words, down_error)],
        words,
    )


def peak(run: Run) -> tuple[float, float]:
    """Mean of the games' highest rung and its error."""
    return mean(run.series["escalation"][1:].max(axis=0))
