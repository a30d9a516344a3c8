"""Moscow: what it wants of the crisis, and what it does about it."""

from __future__ import annotations

import numpy as np

from diplogame.claims.deeds import Wish, idle
from diplogame.claims.measured import Measured, at_least, at_most, less, more, share_error, together
from diplogame.claims.odds import chance_of_any, verb_in
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, edited, opening, play, quiet
from diplogame.claims.statistics import blocked, mean
from diplogame.texts import text
from diplogame.verbs.options import tables
from diplogame.verbs.papers import LEVELS, paper_of
from diplogame.world.fields import Array

AID = ("supply_air_defence", "supply_fighters", "send_engineers", "share_ew_intelligence", "economic_aid")
NO_INFLUENCE = (("states.russia.goals.influence.weight", 0.0),)
NO_SHOW = (("states.russia.goals.influence.weight", 0.0), ("states.russia.goals.be_the_table.weight", 0.0))


def offers(run: Run) -> Array:
    """(worlds,) tables that Russia offered to host."""
    return np.asarray(run.given("host_talks", by="russia").sum(axis=0))


@check("C02")
def moscow_mediates(n: int, seed: int) -> Measured:
    """Russia offers to host in most games; without its wish for influence it does so less."""
    base, blind = play(Setup(), n, seed), play(Setup(settings=NO_INFLUENCE), n, seed)
    share = float((offers(base) > 0).mean())
    value, error = mean(offers(base) - offers(blind))
    words = text("claims.c02", share=share, base=float(offers(base).mean()), blind=float(offers(blind).mean()))
    return together(
        [at_least(share, 0.5, words, share_error(share, n)), more(value, error, words, unit="offers a game")], words
    )


def denouncing(run: Run) -> tuple[float, float, float, float]:
    """Russia's denunciations of the striker or its patron after a strike over those after a quiet turn: the ratio, its error, both rates."""
    said = run.given("denounce", by="russia", at="israel") + run.given("denounce", by="russia", at="united_states")
    said = np.minimum(said, 1.0)[1:]
    blow = run.given("strike", "join_strike")[:-1] > 0
    any_force = run.force.max(axis=(2, 3))[:-1] > 0
    live = run.live[1:]
    hot, cold = blow & live, ~any_force & live
    sums = [(said * hot).sum(axis=0), hot.sum(axis=0), (said * cold).sum(axis=0), cold.sum(axis=0)]

    def ratio(a: float, b: float, c: float, d: float) -> float:
        return (a / b) / max(c / d, 1e-6) if b and d else float("nan")

    value, error = blocked(ratio, *sums)
    total = [float(part.sum()) for part in sums]
    return value, error, total[0] / max(total[1], 1), total[2] / max(total[3], 1)


@check("C03")
def kremlin_denounces(n: int, seed: int) -> Measured:
    """Russia denounces after a strike at least three times as often as after a quiet turn; hardly so where the goals it serves weigh nothing."""
    value, error, hot, cold = denouncing(play(Setup(), n, seed))
    blind, blind_error, _, _ = denouncing(play(Setup(settings=NO_SHOW), n, seed))
    words = text("claims.c03", ratio=value, hot=hot, cold=cold, blind=blind)
    return together(
        [at_least(value, 3.0, words, error, "times"), at_most(blind, 1.5, words, blind_error, "times")], words
    )


def _damage(share: float, *kinds: str) -> tuple[tuple[str, tuple[int, ...], float], ...]:
    """The defender's sites of these kinds down to a share of the opening's, in truth and in everybody's eyes."""
    worlds = opening(Setup(), 1, 0)
    cast = worlds.cast
    edits: list[tuple[str, tuple[int, ...], float]] = []
    for place in np.flatnonzero(cast.of_kind(*kinds, owner=cast.defender)):
        value = float(worlds.integrity[0, place]) * share
        edits.append(("integrity", (int(place),), value))
        edits += [("seen_integrity", (state, int(place)), value) for state in range(cast.n_states)]
    return tuple(edits)


@check("C06")
def aid_rises_with_losses(n: int, seed: int) -> Measured:
    """Russia's aid orders to Iran in eight turns, Iran's arms industry broken against as it stands, on the same luck."""
    n = min(n, 256)
    broken = play(Setup(edits=_damage(0.3, "mixer", "s300", "drone", "launcher"), turns=8), n, seed)
    whole = play(Setup(turns=8), n, seed)
    value, error = mean(
        broken.given(*AID, by="russia", at="iran").sum(axis=0) - whole.given(*AID, by="russia", at="iran").sum(axis=0)
    )
    words = text(
        "claims.c06",
        broken=float(broken.given(*AID, by="russia", at="iran").sum(axis=0).mean()),
        whole=float(whole.given(*AID, by="russia", at="iran").sum(axis=0).mean()),
    )
    return more(value, error, words, unit="orders in 8 turns")


NODES = ("mixer", "s300", "drone")


@check("C07")
def a_blow_is_felt_in_russia(n: int, seed: int) -> Measured:
    """Russia's score falls with the damage that one strike does to a node, the same strike with another luck being the comparison."""
    n = min(n, 256)
    cast = opening(Setup(), 1, 0).cast
    parts, told = [], []
    for kind in NODES:
        for place in np.flatnonzero(cast.of_kind(kind, owner=cast.defender)):
            name = cast.places[int(place)]
            if opening(Setup(), 1, 0).integrity[0, place] <= 0.08:
                continue
            run = play(quiet(turns=6, minds=(("israel", idle(Wish("strike", 1, place=name, places=1))),)), n, seed)
            loss = run.series["integrity"][0, :, place] - run.series["integrity"][1, :, place]
            gain = run.series["score"][1:, :, run.state("russia")].mean(axis=0)
            slope, error = _slope(loss, gain)
            told.append(text("claims.slope", name=name, slope=slope))
            parts.append(less(slope, error, "", unit="points a site"))
    return together(parts, text("claims.c07", slopes=", ".join(told)))


def _slope(x: Array, y: Array) -> tuple[float, float]:
    """Slope of a straight line through y over x and its error."""
    x = x - x.mean()
    spread = float((x * x).sum())
    if spread <= 1e-12:
        return 0.0, 0.0
    slope = float((x * y).sum() / spread)
    rest = y - y.mean() - slope * x
    return slope, float(np.sqrt((rest * rest).sum() / max(len(x) - 2, 1) / spread))


@check("C10")
def war_drains_russia(n: int, seed: int) -> Measured:
    """Russia's mean score by the rung at which a crisis is left to itself: it falls at least twice as steeply beyond rung 6 as below; and a war halves it."""
    n = min(n, 512)
    level = [play(quiet(turns=8, edits=(("escalation", (), rung),)), n, seed) for rung in (4.0, 6.0, 8.0)]
    russia = level[0].state("russia")
    score = [run.score[:, russia] for run in level]
    value, error = mean((score[1] - score[2]) - 2.0 * (score[0] - score[1]))
    words = text(
        "claims.c10",
        four=float(score[0].mean()),
        six=float(score[1].mean()),
        eight=float(score[2].mean()),
        wars=float(level[2].ended("regional_war", "general_war").mean()),
    )
    return more(value, error, words, unit="points")


@check("C11")
def iran_props_the_border(n: int, seed: int) -> Measured:
    """Russia's border security with Iran's stability near the collapse, against as it stands, after three quiet turns."""
    n = min(n, 64)
    low = play(quiet(turns=3, edits=(("stability", (opening(Setup(), 1, 0).cast.defender,), 14.0),)), n, seed)
    base = play(quiet(turns=3), n, seed)
    value, error = mean(low.series["border_security"][-1] - base.series["border_security"][-1])
    return less(
        value,
        error,
        text(
            "claims.c11",
            low=float(low.series["border_security"][-1].mean()),
            base=float(base.series["border_security"][-1].mean()),
        ),
        -2.0,
        "points",
    )


@check("C20")
def russia_restrains_iran(n: int, seed: int) -> Measured:
    """Chance that Russia urges restraint on Iran when Iran's stability is at risk, against as it stands."""
    n = min(n, 512)
    worlds = opening(Setup(), n, seed)
    iran = worlds.cast.defender
    urged = verb_in("urge_restraint", target="iran")
    low = chance_of_any(edited(worlds, [("stability", (iran,), 24.0)]), "russia", urged)
    base = chance_of_any(worlds, "russia", urged)
    value, error = mean(low - base)
    return more(value, error, text("claims.c20", low=float(low.mean()), base=float(base.mean())), unit="chance")


@check("C21")
def proposals_near_the_status_quo(n: int, seed: int) -> Measured:
    """Level of the status quo in what Russia puts on a table against the mean of what it might have put there; its mediator's papers shown beside."""
    run = play(Setup(), n, seed)
    rows = run.orders("table_terms", by="russia")
    level = LEVELS[paper_of(run.acts.level[rows], run.acts.give[rows], run.acts.get[rows])][:, 5]
    table = tables(run.worlds.cast)[run.state("russia")]
    might = [paper_of(o.level or 0, o.give or 0, o.get or 0) for o in table.orders if o.verb == "table_terms"]
    mean_level = float(LEVELS[np.array(might, dtype=np.int64)][:, 5].mean())
    tabled = run.event_rows("paper_tabled", source="russia")
    hosted = float(LEVELS[run.events.level[tabled]][:, 5].mean()) if tabled.any() else 0.0
    number = np.zeros(run.n)
    total = np.zeros(run.n)
    np.add.at(number, run.act_world[rows], 1)
    np.add.at(total, run.act_world[rows], level)
    value, error = blocked(lambda a, b: a / b if b else float("nan"), total, number)
    words = text("claims.c21", own=value, mean=mean_level, hosted=hosted, number=int(rows.sum()))
    return more(value, error, words, mean_level, "level")


@check("C35")
def finger_and_tools(n: int, seed: int) -> Measured:
    """Covert repair and public denunciation in one turn more often than by chance; exposure costs acceptability to Israel."""
    from diplogame.verbs.acceptability import acceptability

    run = play(Setup(), n, seed)
    finger = np.minimum(run.given("denounce", by="russia"), 1)
    secret = run.orders("send_engineers", "supply_air_defence", "share_ew_intelligence", by="russia") & (
        run.acts.covert > 0
    )
    tools = np.minimum(run.grid(secret), 1)
    live = run.live * 1.0
    lift, error = blocked(
        lambda both, a, b, t: both * t / (a * b) if a and b else float("nan"), (finger * tools).sum(axis=0), finger.sum(axis=0), tools.sum(axis=0), live.sum(axis=0),
    )  # fmt: skip
    worlds = opening(Setup(), 1, seed)
    russia, israel = worlds.cast.supplier, worlds.cast.striker
    shown = acceptability(edited(worlds, [("exposed", (russia,), 0)]))[0, russia, israel]
    fall = float(shown - acceptability(worlds)[0, russia, israel])
    words = text("claims.c35", lift=lift, fall=fall)
    return together([more(lift, error, words, 1.0, "times chance"), at_most(fall, -0.02, words)], words)
