"""The table: who is accepted, who comes, what an offer and a session are worth."""

from __future__ import annotations

import numpy as np

from diplogame.claims.deeds import Wish, idle, told
from diplogame.claims.measured import Measured, at_least, at_most, less, more, share_error, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, opening, play, quiet
from diplogame.claims.statistics import blocked, distance, mean
from diplogame.texts import text
from diplogame.turn.slots import NO, YES
from diplogame.verbs.acceptability import acceptability, comes_by_party
from diplogame.world.fields import Array

HOST = Wish("host_talks", invite="qatar")


def influence(run: Run) -> Array:
    """(turns + 1, worlds) Moscow's share of the Arab states' alignment, 0 to 100."""
    arabs = np.flatnonzero(run.worlds.cast.arabs)
    return np.asarray(50.0 - 50.0 * run.series["alignment"].take(arabs, axis=2).mean(axis=2))


@check("C05")
def the_one_that_speaks_with_both(n: int, seed: int) -> Measured:
    """Acceptability to the pair at the opening (the lower of the two): Russia's against that of the United States."""
    worlds = opening(Setup(), 1, seed)
    cast = worlds.cast
    pair = acceptability(worlds)[0][:, [cast.defender, cast.striker]].min(axis=1)
    hosts = [i for i in range(cast.n_states) if i not in (cast.defender, cast.striker)]
    told_ = ", ".join(
        text("claims.host", name=cast.states[i], value=float(pair[i])) for i in sorted(hosts, key=lambda i: -pair[i])
    )
    gap = float(pair[cast.supplier] - pair[cast.patron])
    return at_least(gap, 0.02, text("claims.c05", gap=gap, hosts=told_))


def convened(enabling: float, host: bool, n: int, seed: int, *, turns: int = 2, sign: int = NO) -> Run:
    """Russia's table with Iran and Qatar, in a quiet world with the patron enabling so far, or the same without the offer."""
    russia = idle(Wish("host_talks", 1, invite="qatar")) if host else idle()
    guests = (("invitation", YES), ("terms", sign))
    minds = (
        ("russia", russia),
        ("iran", idle(answers=guests)),
        ("qatar", idle(answers=guests)),
        ("israel", idle(answers=(("terms", sign),))),
    )
    return play(quiet(turns=turns, edits=(("enabling", (), enabling),), minds=minds), n, seed)


@check("C12")
def table_against_bombs(n: int, seed: int) -> Measured:
    """What a convened table adds to Russia's standing and influence while the patron enables strikes, against while it does not."""
    n = min(n, 32)
    gains = []
    for enabling in (2.0, 0.0):
        with_, without = convened(enabling, True, n, seed), convened(enabling, False, n, seed)
        r = with_.state("russia")
        standing = with_.series["standing"][-1, :, r] - without.series["standing"][-1, :, r]
        gains.append((standing, influence(with_)[-1] - influence(without)[-1]))
    value, error = mean(gains[0][0] - gains[1][0])
    pull, pull_error = mean(gains[0][1] - gains[1][1])
    words = text("claims.c12", on=float(gains[0][0].mean()), off=float(gains[1][0].mean()), pull=pull)
    return together([more(value, error, words, unit="points"), more(pull, pull_error, words, unit="points")], words)


@check("C13")
def working_the_phones(n: int, seed: int) -> Measured:
    """What Russia's call adds to the chance that Qatar, Egypt and Jordan come to its table."""
    n = min(n, 32)
    parts, told_ = [], []
    for name in ("qatar", "egypt", "jordan"):
        with_ = play(quiet(turns=1, minds=(("russia", idle(Wish("call", 1, target=name))),)), n, seed)
        without = play(quiet(turns=1), n, seed)
        r, guest = with_.state("russia"), with_.state(name)
        value, error = mean(comes_by_party(with_.worlds)[:, r, guest] - comes_by_party(without.worlds)[:, r, guest])
        parts.append(more(value, error, "", unit="chance"))
        told_.append(text("claims.host", name=name, value=value))
    return together(parts, text("claims.c13", gains=", ".join(told_)))


def _hosting(forced: bool, n: int, seed: int) -> Run:
    if forced:
        return play(Setup().mind("russia", told(HOST)), n, seed)
    return play(Setup(forbid=("host_talks@russia",)), n, seed)


@check("C17")
def the_offer_counts(n: int, seed: int) -> Measured:
    """A comprehensive deal follows less than a quarter of tables; being made to host against being forbidden to still raises Russia's influence."""
    base = play(Setup(), n, seed)
    tables_ = base.happened("convened").sum(axis=0)
    deals = base.ended("comprehensive_deal") * 1.0
    share, share_err = blocked(lambda a, b: a / b if b else 0.0, deals * (tables_ > 0), tables_)
    forced, barred = _hosting(True, n, seed), _hosting(False, n, seed)
    value, error = mean(influence(forced)[-1] - influence(barred)[-1])
    words = text("claims.c17", share=share, gain=value, tables=float(tables_.mean()))
    return together([at_most(share, 0.25, words, share_err), more(value, error, words, unit="points")], words)


@check("C18")
def a_session_pays_even_if_it_fails(n: int, seed: int) -> Measured:
    """Russia's influence and standing after a convened table that ends without a paper, against no table."""
    n = min(n, 64)
    with_, without = convened(2.0, True, n, seed, turns=9), convened(2.0, False, n, seed, turns=9)
    r = with_.state("russia")
    failed = with_.happened("failed_table").sum(axis=0) > 0
    if not failed.any():
        return more(float("nan"), 0.0, text("claims.c18_none"))
    gain, error = mean((influence(with_) - influence(without))[-1][failed])
    standing = float((with_.series["standing"] - without.series["standing"])[-1, failed, r].mean())
    return more(
        gain, error, text("claims.c18", failed=float(failed.mean()), gain=gain, standing=standing), unit="points"
    )


WINDOW = 6


def landings(run: Run) -> tuple[Array, Array, Array]:
    """In games with an offered table: landings, landings followed by a truce or a deal within six turns, and the same for turns without a landing
    in the six that follow. (3 arrays of pairs (worlds, 2): number, followed).
    """
    land = run.happened("landed", source="iran") > 0
    good = run.happened("truce", "signed", kind="outcome") > 0
    turns, n = land.shape
    offered = (run.given("host_talks").sum(axis=0) > 0)[None]
    soon, coming = np.zeros((turns, n), dtype=bool), np.zeros((turns, n), dtype=bool)
    for t in range(turns):
        soon[t] = good[t : t + WINDOW + 1].any(axis=0)
        coming[t] = land[t : t + WINDOW + 1].any(axis=0)
    # Where a table sits already its delegation has landed before: such a turn is neither with nor without a landing.
    free = (run.series["truce"][:-1] == 0) & (run.series["table"][:-1] == 0)
    room = run.live & offered & free & (np.arange(turns)[:, None] < turns - WINDOW)
    first, second = land & room, ~coming & room
    return (
        np.stack([first.sum(axis=0), (first & soon).sum(axis=0)], axis=-1),
        np.stack([second.sum(axis=0), (second & soon).sum(axis=0)], axis=-1),
        offered[0],
    )


@check("C41")
def a_landing_means_a_deal(n: int, seed: int) -> Measured:
    """A truce or a signature within six turns of a landing against without one; and half of landings still end in nothing."""
    n = min(4 * n, 2048)  # the share stands near its bound
    run = play(Setup(), n, seed)
    first, second, _ = landings(run)
    ratio, error = blocked(
        lambda a, b: (a[1] / a[0]) / max(b[1] / b[0], 1e-3) if a[0] and b[0] else float("nan"), first, second
    )
    share, share_err = blocked(lambda a: a[1] / a[0] if a[0] else float("nan"), first)
    other = float(second[:, 1].sum() / max(second[:, 0].sum(), 1))
    words = text("claims.c41", share=share, other=other, ratio=ratio, number=int(first[:, 0].sum()))
    return together([at_least(ratio, 3.0, words, error, "times"), at_most(share, 0.5, words, share_err)], words)


@check("C48")
def backroom_deals_matter(n: int, seed: int) -> Measured:
    """How far forbidding private offers moves the shares of endings, in total variation, on the same luck."""
    n = min(4 * n, 2048)
    base, bare = play(Setup(), n, seed), play(Setup(forbid=("private_offer@*",)), n, seed)
    codes = range(1, 8)
    one, two = (np.stack([run.worlds.ending == code for code in codes], axis=-1) * 1.0 for run in (base, bare))
    value, error = blocked(lambda a, b: distance(a / max(a.sum(), 1), b / max(b.sum(), 1)), one, two)
    moved = float((base.worlds.ending != bare.worlds.ending).mean())
    return at_least(value, 0.03, text("claims.c48", value=value, moved=moved), error)


def offered_exit(host: str | None, n: int, seed: int) -> Run:
    """Iran has threatened and was struck; in turn 1 a host offers its table, in turn 2 Iran comes; or nobody offers."""
    minds = [("iran", idle(answers=(("invitation", YES),))), ("qatar", idle(answers=(("invitation", YES),)))]
    if host is not None:
        minds = [(name, mind) for name, mind in minds if name != host]
        minds.append((host, idle(Wish("host_talks", 1, invite="qatar" if host != "qatar" else "egypt"))))
        minds.append(("egypt", idle(answers=(("invitation", YES),))))
    return play(quiet(turns=2, minds=tuple(minds)), n, seed)


@check("C39")
def only_a_friends_exit(n: int, seed: int) -> Measured:
    """Commitment that Iran sheds by coming to Russia's table against the same offer by the United States."""
    n = min(n, 32)
    none, friend, rival = (offered_exit(host, n, seed) for host in (None, "russia", "united_states"))
    i = none.state("iran")
    shed = [none.series["commitment"][-1, :, i] - run.series["commitment"][-1, :, i] for run in (friend, rival)]
    value, error = mean(shed[0] - shed[1])
    return more(
        value, error, text("claims.c39", friend=float(shed[0].mean()), rival=float(shed[1].mean())), 0.3, "commitment"
    )


__all__ = ["HOST", "convened", "influence", "landings", "less", "offered_exit", "share_error"]
