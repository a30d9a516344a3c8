"""The Security Council."""

from __future__ import annotations

import numpy as np

from diplogame.claims.deeds import Wish, told
from diplogame.claims.measured import Measured, at_least, less, more, share_error, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, play
from diplogame.claims.statistics import blocked, mean
from diplogame.texts import text
from diplogame.turn.slots import NO, OTHER
from diplogame.verbs.acceptability import acceptability
from diplogame.verbs.ballot import BLAME_DEFENDER, THIRD_STATES
from diplogame.world.fields import Array

NO_TIE = (("council.russia.tie.iran", 0.0),)


def drafting(
    level: int,
    n: int,
    seed: int,
    settings: tuple[tuple[str, float], ...] = (),
    extra: tuple[Wish, ...] = (),
    vote: int | None = None,
) -> Run:
    """The United States puts one kind of draft to the council whenever it may."""
    setup = Setup(settings=settings, turns=12).mind("united_states", told(Wish("table_draft", level=level)))
    if extra:
        setup = setup.mind("iran", told(*extra))
    if vote is not None:
        setup = setup.mind("russia", told(answers=(("vote", vote),)))
    return play(setup, n, seed)


def vetoes(run: Run, kind: int) -> tuple[float, float, int]:
    """Share of drafts of a kind with nine votes or more that Russia vetoed, its error, and how many there were."""
    e = run.events
    this = e.level == kind
    nine = run.grid(run.event_rows("adopted", "voted", kind="outcome") & this, "events")
    against = run.grid(run.event_rows("vetoed", source="russia", kind="answer") & this, "events")
    value, error = blocked(lambda a, b: a / b if b else float("nan"), against.sum(axis=0), nine.sum(axis=0))
    return value, error, int(nine.sum())


@check("C45")
def russia_vetoes_blame(n: int, seed: int) -> Measured:
    """Drafts that blame Iran with nine votes: vetoed nearly always; less without the tie to Iran; less surely those on attacks on third states."""
    share, error, number = vetoes(drafting(BLAME_DEFENDER, n, seed), BLAME_DEFENDER)
    loose, loose_error, _ = vetoes(drafting(BLAME_DEFENDER, n, seed, NO_TIE), BLAME_DEFENDER)
    third, _, third_number = vetoes(
        drafting(THIRD_STATES, min(n, 256), seed, (), (Wish("retaliate", 1, target="qatar", lawful=False),)),
        THIRD_STATES,
    )
    words = text("claims.c45", share=share, number=number, loose=loose, third=third, third_number=third_number)
    return together(
        [at_least(share, 0.95, words, error), at_least(number, 100, words), less(loose - share, float(np.hypot(error, loose_error)), words), less(third - share, share_error(third, third_number), words)],
        words,
    )  # fmt: skip


@check("C46")
def a_veto_has_two_prices(n: int, seed: int) -> Measured:
    """After Russia's veto against its abstention on the same draft: Iran's regard and trust, and Russia's acceptability to Israel and Washington."""
    one, two = (drafting(BLAME_DEFENDER, min(n, 256), seed, vote=vote) for vote in (NO, OTHER))
    first = one.happened("vetoed", source="russia").sum(axis=0) > 0
    both = first & (two.happened("adopted").sum(axis=0) > 0)
    # The first vote comes in turn 2 in both: compare right after it, before the two courses part.
    at = 2
    short = [play(run.setup.with_(turns=at), run.n, seed) for run in (one, two)]
    same = (
        (short[0].happened("vetoed", source="russia").sum(axis=0) > 0)
        & (short[1].happened("adopted").sum(axis=0) > 0)
        & both
    )
    if same.sum() < 8:
        return more(float("nan"), 0.0, text("claims.c46_none", number=int(same.sum())))
    cast = one.worlds.cast
    r, i = cast.supplier, cast.defender

    def gap(read: Array, other: Array) -> tuple[float, float]:
        return mean((read - other)[same])

    relation = gap(short[0].worlds.relation[:, i, r], short[1].worlds.relation[:, i, r])
    trust = gap(short[0].worlds.trust[:, i, r], short[1].worlds.trust[:, i, r])
    accept = [acceptability(run.worlds) for run in short]
    israel = gap(accept[0][:, r, cast.striker], accept[1][:, r, cast.striker])
    patron = gap(accept[0][:, r, cast.patron], accept[1][:, r, cast.patron])
    words = text(
        "claims.c46", relation=relation[0], trust=trust[0], israel=israel[0], patron=patron[0], number=int(same.sum())
    )
    return together([more(*relation, words), more(*trust, words), less(*israel, words), less(*patron, words)], words)
