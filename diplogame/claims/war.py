"""Strikes, answers, the brink and the red line."""

from __future__ import annotations

import itertools

import numpy as np

from diplogame.claims.deeds import Told, Wish, idle
from diplogame.claims.measured import Measured, at_least, at_most, between, less, more, share_error, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, play, quiet
from diplogame.claims.statistics import blocked, logit, mean
from diplogame.minds.mind import Idle
from diplogame.texts import text
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import Array

TALKS = ("host_talks", "send_delegation", "ask_ceasefire", "table_terms", "summit", "carry_message", "private_offer")
NO_TALKS = tuple(f"{verb}@*" for verb in TALKS)
EARLY = 6


def strikes(run: Run) -> Array:
    """(turns, worlds) Israel's strikes."""
    return run.given("strike", by="israel")


@check("C16")
def strikes_need_the_patron(n: int, seed: int) -> Measured:
    """Without the patron's enabling: damage a strike, and strikes a game, on the same luck."""
    base = play(Setup(), n, seed)
    bare = play(
        Setup(forbid=("set_enabling@united_states", "join_strike@united_states"), edits=(("enabling", (), 0.0),)),
        n,
        seed,
    )

    def damage(run: Run) -> tuple[Array, Array]:
        rows = run.event_rows("hit", source="israel") & (run.events.verb == run.verbs.index("strike"))
        total = np.zeros(run.n)
        np.add.at(total, run.events.world[rows], run.events.size[rows] / 1000.0)
        return total, strikes(run).sum(axis=0)

    (a, b), (c, d) = damage(base), damage(bare)
    each, each_error = blocked(lambda p, q, r, s: r / s - p / q if q and s else float("nan"), a, b, c, d)
    number, number_error = mean(d - b)
    words = text(
        "claims.c16",
        before=float(a.sum() / max(b.sum(), 1)),
        after=float(c.sum() / max(d.sum(), 1)),
        many=float(b.mean()),
        few=float(d.mean()),
    )
    return together(
        [
            less(each, each_error, words, unit="sites a strike"),
            less(number, number_error, words, unit="strikes a game"),
        ],
        words,
    )


@check("C33")
def israel_presses(n: int, seed: int) -> Measured:
    """Share of the first six turns in which Israel strikes, while capability remains."""
    run = play(Setup(), n, seed)
    able = run.live[:EARLY] & (run.series["capability"][:EARLY] > 0.25)
    value, error = blocked(lambda a, b: a / b, ((strikes(run)[:EARLY] > 0) & able).sum(axis=0), able.sum(axis=0))
    return at_least(value, 0.5, text("claims.c33", share=value, turns=EARLY), error)


@check("C37")
def the_pressure_comes_from_one_side(n: int, seed: int) -> Measured:
    """Most strikes on Iran are Israeli; Arab states never strike."""
    run = play(Setup(), n, seed)
    all_ = run.given("strike", "join_strike", at="iran").sum(axis=0)
    share, error = blocked(
        lambda a, b: a / b if b else float("nan"), run.given("strike", by="israel", at="iran").sum(axis=0), all_
    )
    arabs = int(
        sum(
            run.given("strike", "join_strike", "retaliate", "sabotage", by=name).sum()
            for name in ("gulf_states", "qatar", "egypt", "jordan")
        )
    )
    words = text("claims.c37", share=share, arabs=arabs)
    return together([at_least(share, 0.5, words, error), at_most(arabs, 0, words)], words)


def answers(run: Run, of: str, to: str, capability: Array) -> tuple[float, float]:
    """Logit of using force this turn on having been struck last turn, controlling for own last act and capability: the coefficient and its error."""
    verbs = {"israel": ("strike",), "iran": ("retaliate",)}
    own, theirs = run.given(*verbs[of], by=of) > 0, run.given(*verbs[to], by=to) > 0
    live = run.live[1:]
    world = np.broadcast_to(np.arange(run.n), live.shape)[live]
    columns = [np.ones(len(world)), theirs[:-1][live] * 1.0, own[:-1][live] * 1.0, capability[1:-1][live]]
    x = np.stack(columns, axis=-1)
    x[:, 3] -= x[:, 3].mean()
    beta, error = logit(own[1:][live] * 1.0, x, world)
    return float(beta[1]), float(error[1])


def both_ways(run: Run) -> list[tuple[float, float]]:
    """Israel's answering and Iran's."""
    missiles = run.series["missiles"] / 1000.0
    return [answers(run, "israel", "iran", run.series["capability"]), answers(run, "iran", "israel", missiles)]


@check("C42")
def tit_for_tat_without_talks(n: int, seed: int) -> Measured:
    """With talks forbidden a blow answers the last blow received, both ways; not so where grievance weighs nothing."""
    base = both_ways(play(Setup(forbid=NO_TALKS), n, seed))
    blind = both_ways(play(Setup(forbid=NO_TALKS, settings=(("rules.affect_grievance", 0.0),)), n, seed))
    words = text("claims.c42", israel=base[0][0], iran=base[1][0], israel_blind=blind[0][0], iran_blind=blind[1][0])
    vanished = [
        at_most(value, max(0.35 * full[0], 2.0 * error), words, error, "logit")
        for (value, error), full in zip(blind, base, strict=True)
    ]
    return together([more(*base[0], words, unit="logit"), more(*base[1], words, unit="logit"), *vanished], words)


def red_strikes(run: Run) -> Array:
    """(turns, worlds) orders of force at a civilian or nuclear site."""
    cast = run.worlds.cast
    red = np.zeros(len(run.acts), dtype=bool)
    for name in ("p0", "p1", "p2", "p3"):
        spot = getattr(run.acts, name)
        red |= (spot >= 0) & cast.red[np.maximum(spot, 0)]
    return run.grid(red & run.orders("strike", "join_strike", "retaliate"))


@check("C43")
def red_line_late_and_rare(n: int, seed: int) -> Measured:
    """Strikes behind the red line occur, rarely, and nearly all after three exchanges or more."""
    run = play(Setup(), n, seed)
    red = red_strikes(run)
    games = float((red.sum(axis=0) > 0).mean())
    blows = (run.force.max(axis=(2, 3)) > 0).cumsum(axis=0)
    before = np.concatenate([np.zeros((1, run.n)), blows[:-1]])
    first = (red > 0) & (np.cumsum(red, axis=0) == red)
    late = float((before[first] >= 3).mean()) if first.any() else float("nan")
    words = text("claims.c43", games=games, late=late, rounds=float(before[first].mean()) if first.any() else 0.0)
    return together(
        [
            between(games, 0.005, 0.2, words, share_error(games, run.n)),
            at_least(late, 0.8, words, share_error(late, float(first.sum()))),
        ],
        words,
    )


def _crossing(place: str, n: int, seed: int) -> Run:
    """At rung 6 Israel strikes one site in turn 1; everybody then goes on as usual."""
    israel = Told((Wish("strike", 1, place=place, places=1, lawful=False),))
    return play(Setup(turns=5, edits=(("escalation", (), 6.0),)).mind("israel", israel), n, seed)


@check("C44")
def crossing_the_red_line(n: int, seed: int) -> Measured:
    """Chance of war within five turns of a strike on a nuclear site against one on a mixer, at the same rung on the same luck."""
    crossed, kept = _crossing("natanz", n, seed), _crossing("khojir", n, seed)
    wars = [run.ended("regional_war", "general_war") * 1.0 for run in (crossed, kept)]
    ratio, error = blocked(lambda a, b: a / max(b, 0.5), *wars)
    words = text("claims.c44", crossed=float(wars[0].mean()), kept=float(wars[1].mean()), ratio=ratio)
    return at_least(ratio, 2.5, words, error, "times")


def _brink(strike: bool, answer: bool, n: int, seed: int) -> Run:
    """At rung 8 both decide once, strike or hold; then nobody moves."""
    israel = idle(Wish("strike", 1, places=2)) if strike else idle()
    iran = idle(Wish("retaliate", 1, target="israel", level=2, lawful=False)) if answer else idle()
    return play(quiet(turns=6, edits=(("escalation", (), 8.0),), minds=(("israel", israel), ("iran", iran))), n, seed)


@check("C32")
def chicken(n: int, seed: int) -> Measured:
    """At the brink the four outcomes of strike and hold are ordered as in chicken for both, in score points: T > R > S > P."""
    n = min(4 * n, 2048)
    cells = {(s, a): _brink(s, a, n, seed) for s in (False, True) for a in (False, True)}
    i, j = cells[False, False].state("israel"), cells[False, False].state("iran")
    own = {
        "israel": [cells[key].score[:, i] for key in ((True, False), (False, False), (False, True), (True, True))],
        "iran": [cells[key].score[:, j] for key in ((False, True), (False, False), (True, False), (True, True))],
    }
    parts, told = [], []
    for name, ordered in own.items():
        told.append(
            text(
                "claims.chicken",
                name=name,
                t=float(ordered[0].mean()),
                r=float(ordered[1].mean()),
                s=float(ordered[2].mean()),
                p=float(ordered[3].mean()),
            )
        )
        for first, second in itertools.pairwise(ordered):
            value, error = mean(first - second)
            parts.append(more(value, error, "", unit="points"))
    return together(parts, "; ".join(told))


@check("C52")
def doctrine(n: int, seed: int) -> Measured:
    """Strikes a game with Israel's doctrine at zero against as it stands, on the same luck."""
    base, mild = (
        play(Setup(turns=10), n, seed),
        play(Setup(turns=10, settings=(("states.israel.start.doctrine", 0.0),)), n, seed),
    )
    value, error = mean(strikes(mild).sum(axis=0) - strikes(base).sum(axis=0))
    return less(
        value,
        error,
        text("claims.c52", base=float(strikes(base).sum(axis=0).mean()), mild=float(strikes(mild).sum(axis=0).mean())),
        unit="strikes in 10 turns",
    )


WARS = ("regional_war", "general_war")
LEVERS = ("russia", "iran", "israel", "united_states")
"""Those with a lever on the hazard: their force, or their hold on those who use it."""


def danger(run: Run) -> Array:
    """(worlds,) the hazards that a game ran, added up: the chance of war without its draw."""
    return np.asarray((run.series["hazard"][1:] * run.live).sum(axis=0))


@check("C36")
def nobody_wants_total_war(n: int, seed: int) -> Measured:
    """War is a minority ending; raising the aversion of any state with a lever on the hazard lowers it, on the same luck."""
    n = min(8 * n, 4096)  # Russia's hold on the hazard is slight beside its spread
    base = play(Setup(), n, seed)
    wars = float(base.ended(*WARS).mean())
    parts = [at_most(wars, 0.5, "", share_error(wars, n))]
    told = []
    for role in LEVERS:
        more_careful = play(Setup(traits=(("war_aversion", role, 8.0),)), n, seed)
        value, error = mean(danger(more_careful) - danger(base))
        told.append(text("claims.lever", name=role, value=value))
        parts.append(less(value, error, "", unit="hazard a game"))
    return together(parts, text("claims.c36", wars=wars, danger=float(danger(base).mean()), levers=", ".join(told)))


__all__ = ["ENDINGS", "NO_TALKS", "WARS", "Idle", "danger", "strikes"]
