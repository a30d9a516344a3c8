"""Findings, and under how many minds they hold: a result that needs one way of choosing is worth less than one that does not."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import NamedTuple

import polars as pl

from diplogame.batch.report import facts
from diplogame.batch.report.data import Data
from diplogame.batch.report.facts import Frames
from diplogame.batch.report.intervals import Estimate, grouped_mean
from diplogame.batch.spec import MIND
from diplogame.texts import text


class Rule(NamedTuple):
    """A finding: what is measured, and above or below which number it holds."""

    name: str
    measure: Callable[[Frames], Estimate]
    over: float | None = None
    """Holds where the whole interval lies above."""
    under: float | None = None
    """Holds where the whole interval lies below."""
    needs: tuple[str, ...] = ()
    """Columns of games, turns or roles without which it cannot be measured."""
    unit: str = "share"


RULES = (
    Rule("war_is_rare", lambda f: facts.ending_share(f, "regional_war", "general_war"), under=0.2),
    Rule("deal_is_rare", lambda f: facts.ending_share(f, "comprehensive_deal"), under=0.15),
    Rule("climbs_are_contained", facts.contained, over=0.5, needs=("peak_escalation",)),
    Rule("price_jumps", facts.price_jump, over=0.0, needs=("mean_brent",), unit="usd"),
    Rule("price_decays", facts.price_calm, under=0.0, needs=("mean_brent",), unit="usd"),
    Rule(
        "iran_answers_israel",
        lambda f: facts.reciprocity(f, "iran", "israel"),
        over=0.0,
        needs=("iran", "israel"),
        unit="slope",
    ),
    Rule(
        "israel_answers_iran",
        lambda f: facts.reciprocity(f, "israel", "iran"),
        over=0.0,
        needs=("iran", "israel"),
        unit="slope",
    ),
    Rule("strikes_are_israels", lambda f: facts.strikes_by(f, "israel", "iran"), over=0.5, needs=("iran", "israel")),
    Rule("blame_is_vetoed", lambda f: facts.vetoed(f, "russia", 0), over=0.5, needs=("russia",)),
    Rule("landing_foretells", facts.landing_gap, over=0.0, needs=("iran",), unit="difference"),
)


class Verdict(NamedTuple):
    """One finding under one set of minds."""

    at: Estimate
    holds: bool | None
    """None: the interval does not tell."""


class Finding(NamedTuple):
    """One finding under all sets of minds."""

    words: str
    unit: str
    verdicts: list[Verdict]


def groups(data: Data) -> list[tuple[str, pl.DataFrame]]:
    """The sets of minds that the design compares, each with its games; one, unnamed, where it compares none."""
    columns = [name for name in data.varied if name.startswith(MIND)]
    if not columns:
        return [("", data.games)]
    found = []
    for key, part in data.games.sort("point").group_by(columns, maintain_order=True):
        names = [f"{name.removeprefix(MIND)}: {mind}" for name, mind in zip(columns, key, strict=True)]
        alone = columns == [f"{MIND}*"]
        found.append((str(key[0]) if alone else ", ".join(names), part))
    return found


def findings(data: Data) -> tuple[list[str], list[Finding]]:
    """The sets of minds, and each finding under each of them; standing ones first, then the effects of what was varied."""
    results = data.results
    whole = Frames(data.games, results.scan("turns"), results.scan("events"))
    parts = groups(data)
    frames = [facts.of_games(whole, games) if len(parts) > 1 else whole for _, games in parts]
    known = {*data.games.columns, *data.roles}
    found = []
    for rule in RULES:
        if set(rule.needs) <= known:
            verdicts = [judged(rule.measure(part), rule.over, rule.under) for part in frames]
            found.append(Finding(text(f"report.findings.{rule.name}"), rule.unit, verdicts))
    return [name for name, _ in parts], found + _varied(data, parts)


def judged(at: Estimate, over: float | None, under: float | None) -> Verdict:
    """Whether an interval lies on the side where the finding holds, on the other, or across."""
    if not (isfinite(at.value) and isfinite(at.low) and isfinite(at.high)):
        return Verdict(at, None)
    if over is not None:
        return Verdict(at, True if at.low > over else False if at.high < over else None)
    limit = under if under is not None else 0.0
    return Verdict(at, True if at.high < limit else False if at.low > limit else None)


def _varied(data: Data, parts: list[tuple[str, pl.DataFrame]]) -> list[Finding]:
    """The effect of each number that was varied, from its lowest to its highest level, on agreement and war.

    The sign that the first set of minds shows is the finding; the others hold it, contradict it or do not tell.
    """
    sampled = data.results.design.sampled
    names = [name for name in data.varied if not name.startswith(MIND) and data.games.schema[name].is_numeric()]
    found = []
    for name in names:
        if sampled and name in sampled.names:
            continue
        low, high = data.games[name].min(), data.games[name].max()
        for outcome in ("agreement", "war"):
            effects = [_effect(games, data.varied, name, low, high, outcome) for _, games in parts]
            first = judged(effects[0], 0.0, None)
            if first.holds is None:
                continue
            up = first.holds
            verdicts = [judged(at, 0.0, None) if up else judged(at, None, 0.0) for at in effects]
            words = text(
                f"report.findings.{'raises' if up else 'lowers'}", what=name, outcome=text(f"report.outcome.{outcome}")
            )
            found.append(Finding(words, "difference", verdicts))
    return found


def _effect(games: pl.DataFrame, varied: list[str], name: str, low: object, high: object, outcome: str) -> Estimate:
    keys = ["seed", *(other for other in varied if other != name)]
    table = games.select(*keys, name, pl.col(outcome).cast(pl.Float64))
    pairs = table.filter(pl.col(name) == high).join(table.filter(pl.col(name) == low), on=keys, suffix="_low")
    return grouped_mean((pairs[outcome] - pairs[f"{outcome}_low"]).to_numpy(), pairs["seed"].to_numpy())
