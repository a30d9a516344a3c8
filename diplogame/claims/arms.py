"""Arms: what each kind of plant makes, what is lost and sent, and what is seen of it."""

from __future__ import annotations

import numpy as np

from diplogame.claims.deeds import Wish, idle
from diplogame.claims.measured import Measured, at_least, at_most, between, less, more, together
from diplogame.claims.odds import chance_of_any, expected_orders, verb_in
from diplogame.claims.registry import check
from diplogame.claims.runs import Edit, Run, Setup, edited, opening, play, quiet
from diplogame.claims.statistics import mean
from diplogame.texts import text
from diplogame.verbs.air import cover
from diplogame.verbs.salvo import MATCHING
from diplogame.world.fields import Array, Worlds


def sites(*kinds: str, to: float) -> tuple[Edit, ...]:
    """The defender's sites of these kinds, set to a state."""
    cast = opening(Setup(), 1, 0).cast
    return tuple(
        ("integrity", (int(place),), to) for place in np.flatnonzero(cast.of_kind(*kinds, owner=cast.defender))
    )


def _products(run: Run) -> dict[str, Array]:
    """What six quiet turns have left: missiles, air cover over other sites, drones."""
    cast = run.worlds.cast
    others = np.flatnonzero(~cast.of_kind("s300"))
    return {
        "mixer": run.series["missiles"][-1],
        "s300": cover(run.worlds).take(others, axis=1).mean(axis=1),
        "drone": run.series["drones"][-1],
    }


@check("C08")
def each_kind_its_own_product(n: int, seed: int) -> Measured:
    """Breaking a kind of plant lowers its own product and nothing else."""
    n = min(n, 4)
    base = _products(play(quiet(turns=6), n, seed))
    own: list[float] = []
    other: list[float] = []
    for kind in base:
        broken = _products(play(quiet(turns=6, edits=sites(kind, to=0.0)), n, seed))
        for product, value in broken.items():
            change = float((value - base[product]).mean() / max(abs(float(base[product].mean())), 1e-9))
            (own if product == kind else other).append(change)
    words = text("claims.c08", mixer=own[0], s300=own[1], drone=own[2], other=max(map(abs, other)))
    return together([at_most(max(own), -0.005, words), between(max(map(abs, other)), 0.0, 1e-9, words)], words)


def _on_battery(n: int, seed: int, blame: bool = False) -> Run:
    """Israel strikes the best battery in turn 1; in turn 2 Russia may blame stealth."""
    russia = idle(Wish("blame_stealth", 2, lawful=False)) if blame else idle()
    return play(
        quiet(
            turns=2, minds=(("israel", idle(Wish("strike", 1, place="s300_tehran_s", places=1))), ("russia", russia))
        ),
        n,
        seed,
    )


def _fates(run: Run) -> tuple[Array, Array, Array]:
    """(worlds,) bool each: hit, intercepted, missed in turn 1."""
    return tuple(run.happened(name, kind="outcome")[0] > 0 for name in ("hit", "intercepted", "missed"))


@check("C09")
def a_lost_battery_is_bad_marketing(n: int, seed: int) -> Measured:
    """A lost battery lowers the arms' name; blaming stealth wins back some but less than all; an interception raises it."""
    said, silent = _on_battery(n, seed, blame=True), _on_battery(n, seed)
    hit, stopped, missed = _fates(silent)
    name = silent.series["export_standing"]
    even = float(name[1, missed].mean()) if missed.any() else float(name[0].mean())
    loss, loss_error = mean(name[1, hit] - even)
    rise, rise_error = mean(name[1, stopped] - even) if stopped.any() else (float("nan"), 0.0)
    back, back_error = mean((said.series["export_standing"][2] - name[2])[hit])
    words = text("claims.c09", loss=loss, back=back, rise=rise)
    return together(
        [
            less(loss, loss_error, words, unit="points"),
            more(back, back_error, words, unit="points"),
            less(back + loss, loss_error, words),
            more(rise, rise_error, words),
        ],
        words,
    )


@check("C51")
def showing_that_it_works(n: int, seed: int) -> Measured:
    """The arms' name after an interception against before, and against a weapon that simply missed."""
    run = _on_battery(n, seed)
    _, stopped, missed = _fates(run)
    name = run.series["export_standing"]
    if not stopped.any():
        return more(float("nan"), 0.0, text("claims.c51_none"))
    even = float(name[1, missed].mean()) if missed.any() else float(name[0].mean())
    value, error = mean(name[1, stopped] - even)
    return more(value, error, text("claims.c51", value=value, number=int(stopped.sum())), unit="points")


@check("C28")
def tech_for_tech(n: int, seed: int) -> Measured:
    """Each delivery raises the receiver's capability, and the chance that the return leg is sent."""
    n = min(n, 256)
    none = play(quiet(turns=12), n, seed)
    jets = play(quiet(turns=12, minds=(("russia", idle(Wish("supply_fighters", 1))),)), n, seed)
    drones = play(quiet(turns=12, minds=(("iran", idle(Wish("supply_drones", 1))),)), n, seed)
    cast = none.worlds.cast
    batteries = np.flatnonzero(cast.of_kind("s300"))
    cover_gain = float((jets.worlds.integrity - none.worlds.integrity).take(batteries, axis=1).mean())
    supply = float((drones.series["war_supply"] - none.series["war_supply"])[2:4].mean())
    short = [play(run.setup.with_(turns=2), n, seed) for run in (none, jets, drones)]
    jet_return, jet_error = mean(
        expected_orders(short[1].worlds, "iran", verb_in("supply_drones"))
        - expected_orders(short[0].worlds, "iran", verb_in("supply_drones"))
    )
    arms = verb_in("supply_fighters", "supply_air_defence", "send_engineers", target="iran")
    drone_return, drone_error = mean(
        expected_orders(short[2].worlds, "russia", arms) - expected_orders(short[0].worlds, "russia", arms)
    )
    words = text("claims.c28", cover=cover_gain, supply=supply, jets=jet_return, drones=drone_return)
    return together(
        [
            at_least(cover_gain, 0.01, words),
            at_least(supply, 0.5, words),
            more(jet_return, jet_error, words, unit="chance"),
            more(drone_return, drone_error, words, unit="chance"),
        ],
        words,
    )


@check("C29")
def sharing_ew(n: int, seed: int) -> Measured:
    """Interceptions of a strike on a covered site after Russia has shared what it knows of electronic warfare, on the same luck."""
    shared = (("russia", idle(Wish("share_ew_intelligence", 1), Wish("share_ew_intelligence", 2))),)
    strike = (("israel", idle(Wish("strike", 3, place="s300_tehran_s", places=1))),)
    runs = [play(quiet(turns=3, minds=minds), n, seed) for minds in (strike, (*shared, *strike))]
    rates = [run.happened("intercepted")[2] for run in runs]
    value, error = mean(rates[1] - rates[0])
    return more(
        value,
        error,
        text("claims.c29", before=float(rates[0].mean()), after=float(rates[1].mean())),
        unit="share stopped",
    )


@check("C30")
def broken_plants_slow_the_supply(n: int, seed: int) -> Measured:
    """Russia's war supply after ten quiet turns with broken drone plants, at a high and a low dependence on them."""
    n = min(n, 16)
    fall = {}
    for dependence in (0.9, 0.1):
        settings = (("rules.drone_dependence", dependence),)
        broken = play(quiet(turns=10, settings=settings, edits=sites("drone", to=0.0)), n, seed)
        whole = play(quiet(turns=10, settings=settings), n, seed)
        fall[dependence] = float((broken.series["war_supply"] - whole.series["war_supply"])[-1].mean())
    words = text("claims.c30", high=fall[0.9], low=fall[0.1])
    return together(
        [at_most(fall[0.9], -3.0, words, unit="points"), at_least(fall[0.1] - fall[0.9], 2.0, words)], words
    )


@check("C31")
def engineers_mend_and_know(n: int, seed: int) -> Measured:
    """Repair of a mixer over ten turns with Russian engineers and without; and whose estimate of it is narrower."""
    n = min(n, 64)
    sent = play(quiet(turns=10, minds=(("russia", idle(Wish("send_engineers", 1, place="khojir"))),)), n, seed)
    none = play(quiet(turns=10), n, seed)
    place = sent.worlds.cast.place_index["khojir"]
    value, error = mean(sent.worlds.integrity[:, place] - none.worlds.integrity[:, place])
    at_work = play(sent.setup.with_(turns=4), n, seed).worlds
    error_of = at_work.seen_sd[:, :, place].mean(axis=0)
    outsiders = [i for i in range(at_work.cast.n_states) if i not in (at_work.cast.supplier, at_work.cast.defender)]
    own, best = float(error_of[at_work.cast.supplier]), float(error_of[outsiders].min())
    words = text("claims.c31", value=value, own=own, best=best)
    return together([more(value, error, words, unit="share"), at_most(own - best, -0.01, words)], words)


def _seeing(worlds: Worlds, belief: float) -> Worlds:
    return edited(worlds, [("resupply", (state,), belief) for state in range(worlds.cast.n_states)])


@check("C50")
def flights_are_believed(n: int, seed: int) -> Measured:
    """Belief in resupply after flights were seen against not; false alarms exist; Israel is likelier to strike the more it believes."""
    run = play(Setup(), n, seed)
    israel = run.state("israel")
    seen = (run.happened("flights", kind="sighting") > 0) & run.live
    not_seen = ~seen & run.live
    belief = run.series["resupply"][1:, :, israel]
    rise = float(belief[seen].mean() - belief[not_seen].mean())
    in_flight = play(quiet(turns=20), min(n, 128), seed)
    alarms = float((in_flight.happened("flights", kind="sighting") > 0).mean())
    worlds = play(Setup(turns=2), min(n, 256), seed).worlds
    chance = [chance_of_any(_seeing(worlds, value), "israel", verb_in("strike")) for value in (0.9, 0.05)]
    value, error = mean(chance[0] - chance[1])
    words = text("claims.c50", rise=rise, alarms=alarms, sure=float(chance[0].mean()), unsure=float(chance[1].mean()))
    return together(
        [
            at_least(rise, 0.1, words),
            at_least(alarms, 0.001, words),
            more(value, error, words, unit="chance of a strike"),
        ],
        words,
    )


@check("C53")
def mixers_feed_salvos(n: int, seed: int) -> Measured:
    """Missiles in a matching salvo, one every third turn for eighteen turns, from the third salvo on: mixers broken against whole."""
    n = min(n, 16)
    every = range(3, 19, 3)
    answer = (
        ("iran", idle(*(Wish("retaliate", turn, target="israel", level=MATCHING, lawful=False) for turn in every))),
    )
    fired = []
    for state in (0.0, 1.0):
        run = play(quiet(turns=18, minds=answer, edits=sites("mixer", to=state)), n, seed)
        mixers = np.flatnonzero(run.worlds.cast.of_kind("mixer", owner=run.worlds.cast.defender))
        made = (run.series["integrity"][1:].take(mixers, axis=2) * run.worlds.cast.output[mixers]).sum(axis=2)
        stock = run.series["missiles"]
        fired.append((stock[:-1] - stock[1:] + made)[[turn - 1 for turn in every[2:]]].mean(axis=0))
    value, error = mean(fired[0] - fired[1])
    return less(
        value,
        error,
        text("claims.c53", broken=float(fired[0].mean()), whole=float(fired[1].mean())),
        -0.5,
        "missiles a salvo",
    )


__all__ = ["sites"]
