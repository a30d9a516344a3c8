"""Face: threats, bait, exits and a friend's restraint."""

from __future__ import annotations

import numpy as np

from diplogame.claims.deeds import Told, Wish, idle
from diplogame.claims.measured import Measured, less, more, together
from diplogame.claims.odds import chance_of_any, verb_in
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, midway, play, quiet
from diplogame.claims.statistics import blocked, mean
from diplogame.orders.order import Order
from diplogame.texts import text
from diplogame.verbs.salvo import HEAVY
from diplogame.world.axes import GOODS
from diplogame.world.fields import Array

STRUCK = ("israel", idle(Wish("strike", 1, places=2)))


@check("C04")
def bait(n: int, seed: int) -> Measured:
    """A heavy salvo against an announced one, on the same luck: the legitimacy and the backing of further strikes."""
    n = min(n, 64)
    arms = [
        play(
            quiet(turns=1, minds=(STRUCK, ("iran", idle(Wish("retaliate", 1, target="israel", level=level))))), n, seed
        )
        for level in (2, 0)
    ]
    legitimacy, backing = (
        mean(arms[0].series[name][-1] - arms[1].series[name][-1]) for name in ("legitimacy", "backing")
    )
    words = text("claims.c04", legitimacy=legitimacy[0], backing=backing[0])
    return together([more(*legitimacy, words, 1.0, "points"), more(*backing, words, 1.0, "points")], words)


FORCE = ("retaliate", "harass_shipping", "close_strait")


UNDER_WAY = 4
"""Turns of ordinary play before something is forced."""


def open_worlds(*runs: Run) -> Array:
    """(worlds,) bool: still going on in all of them, without a truce."""
    going = np.ones(runs[0].n, dtype=bool)
    for run in runs:
        going &= (run.worlds.ending == 0) & (run.worlds.truce == 0)
    return going


def onward(n: int, seed: int, *setups: Setup, first: Setup | None = None, turns: int = 1) -> list[Run]:
    """The same games under way, played some turns on by each set-up."""
    begun = (first or Setup()).with_(turns=UNDER_WAY)
    return [midway(begun, setup.with_(turns=turns), n, seed) for setup in setups]


@check("C34")
def threats_are_acted_on(n: int, seed: int) -> Measured:
    """Chance that Iran uses force next turn, having threatened Israel this turn, against not, in games under way and on the same luck."""
    n = min(n, 512)
    said, silent = onward(
        n,
        seed,
        Setup().mind("iran", Told((Wish("threaten", target="israel"),))),
        Setup().mind("iran", Told(spare=("threaten",))),
    )
    here = open_worlds(said, silent)
    chance = [chance_of_any(run.worlds, "iran", verb_in(*FORCE))[here] for run in (said, silent)]
    value, error = mean(chance[0] - chance[1])
    return more(
        value, error, text("claims.c34", said=float(chance[0].mean()), silent=float(chance[1].mean())), unit="chance"
    )


def grave(order: Order) -> bool:
    """A closure, or a heavy answer."""
    return order.verb == "close_strait" or (order.verb == "retaliate" and order.level == HEAVY)


@check("C27")
def restraint_works(n: int, seed: int) -> Measured:
    """Russia's call for restraint lowers Iran's chance of a closure or a heavy answer, more so with arms on the way."""
    n = min(8 * n, 4096)  # what it looks at comes in one or two of a hundred turns
    arms = Wish("supply_air_defence", UNDER_WAY + 1, level=GOODS.index("radars"), covert=False, lawful=False)
    call = Wish("urge_restraint", UNDER_WAY + 2, target="iran")
    mute = ("urge_restraint", "supply_air_defence", "stand_by")
    setups = [
        Setup().mind("russia", Told((*((arms,) if armed else ()), *((call,) if urged else ())), spare=mute))
        for armed in (False, True) for urged in (False, True)
    ]  # fmt: skip
    runs = onward(n, seed, *setups, turns=2)
    here = open_worlds(*runs)
    before, after, armed_before, armed_after = (chance_of_any(run.worlds, "iran", grave)[here] for run in runs)
    plain, plain_error = mean(after - before)
    lever, lever_error = blocked(
        lambda a, b, c, d: (1.0 - d / c) - (1.0 - b / a), before, after, armed_before, armed_after
    )
    words = text(
        "claims.c27",
        before=float(before.mean()),
        after=float(after.mean()),
        plain=float(1 - after.mean() / before.mean()),
        armed=float(1 - armed_after.mean() / armed_before.mean()),
    )
    return together(
        [less(plain, plain_error, words, unit="chance"), more(lever, lever_error, words, unit="share")], words
    )


@check("C38")
def a_face_saving_exit(n: int, seed: int) -> Measured:
    """With Russia's offer on the table against without any: Iran's chance to step down (a delegation, standing down) and to use force, after its threats."""
    # One game in two has the threats that it takes, and force is rare in the turn after: in 512 games its fall hides in its noise.
    n = min(4 * n, 2048)
    hosts = ("russia", "united_states", "gulf_states", "qatar", "egypt")
    bare = Setup()
    for name in hosts:
        bare = bare.mind(name, Told(spare=("host_talks",)))
    offered, none = onward(n, seed, bare.mind("russia", Told((Wish("host_talks", invite="qatar"),))), bare, first=bare)
    iran = offered.state("iran")
    asked = (offered.worlds.invited[:, offered.state("russia"), iran] > 0) & (offered.worlds.commitment[:, iran] > 1.0)
    here = open_worlds(offered, none) & asked
    if here.sum() < 8:
        return more(float("nan"), 0.0, text("claims.c38_none", number=int(here.sum())))
    step = [
        chance_of_any(run.worlds, "iran", verb_in("send_delegation", "stand_down"))[here] for run in (offered, none)
    ]
    force = [chance_of_any(run.worlds, "iran", verb_in(*FORCE))[here] for run in (offered, none)]
    value, error = mean(step[0] - step[1])
    held, held_error = mean(force[0] - force[1])
    words = text(
        "claims.c38", offered=float(step[0].mean()), none=float(step[1].mean()), held=held, number=int(here.sum())
    )
    return together(
        [more(value, error, words, unit="chance"), less(held, held_error, words, unit="chance of force")], words
    )
