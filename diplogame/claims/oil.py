"""Oil and the strait."""

from __future__ import annotations

import numpy as np

from diplogame.claims.deeds import Wish, idle
from diplogame.claims.measured import Measured, at_least, at_most, less, more, together
from diplogame.claims.registry import check
from diplogame.claims.runs import Run, Setup, edited, opening, play, quiet
from diplogame.claims.statistics import blocked, mean
from diplogame.goals.goal import score, wants
from diplogame.texts import text
from diplogame.world.fields import Array


def exchanges(run: Run) -> tuple[Array, Array]:
    """(turns, worlds) bool each: turns with an exchange of blows, and calm turns with no force in this turn and the last."""
    force = run.force.max(axis=(2, 3))
    hit = (force >= 50) & run.live
    still = (force == 0) & run.live
    before = np.concatenate([np.zeros((1, run.n), dtype=bool), still[:-1]])
    return hit, still & before


def jumps(run: Run) -> tuple[float, float, float, float]:
    """Mean change of the price, percent, in turns of an exchange that follow a calmer one and in calm ones, with errors; strait open."""
    price = run.series["price"]
    change = 100.0 * (price[1:] / price[:-1] - 1.0)
    hit, calm = exchanges(run)
    first = hit & ~np.concatenate([np.zeros((1, run.n), dtype=bool), hit[:-1]])
    no_trouble = (run.series["strait"][1:] == 0) & (run.series["strait"][:-1] == 0)
    result: list[float] = []
    for rows in (first & no_trouble, calm & no_trouble):
        value, error = blocked(lambda a, b: a / b if b else float("nan"), (change * rows).sum(axis=0), rows.sum(axis=0))
        result += [value, error]
    return result[0], result[1], result[2], result[3]


@check("C22")
def markets_jump(n: int, seed: int) -> Measured:
    """The price rises in the turn of an exchange and decays after calm."""
    up, up_error, down, down_error = jumps(play(Setup(), n, seed))
    words = text("claims.c22", up=up, down=down)
    return together([more(up, up_error, words, unit="%"), less(down, down_error, words, unit="%")], words)


def _closed(verb: str | None, n: int, seed: int) -> Run:
    wishes = (Wish(verb, turn=1, lawful=False),) if verb else ()
    return play(quiet(turns=8, minds=(("iran", idle(*wishes)),)), n, seed)


@check("C24")
def closure_stops_shipping(n: int, seed: int) -> Measured:
    """A closed strait lets next to nothing through and multiplies the premium."""
    n = min(n, 64)
    shut, open_ = _closed("close_strait", n, seed), _closed(None, n, seed)
    flow = float(shut.series["flow"][1].mean() / open_.series["flow"][1].mean())
    premium = float(shut.series["premium"][1].mean() / max(float(open_.series["premium"][1].mean()), 1e-9))
    words = text("claims.c24", flow=flow, premium=premium, price=float(shut.series["price"][4].mean()))
    return together([at_most(flow, 0.1, words), at_least(premium, 2.0, words)], words)


@check("C25")
def shutdown_hurts_russia(n: int, seed: int) -> Measured:
    """Russia's score under a lasting closure against lasting harassment, on the same luck."""
    n = min(n, 128)
    shut, bothered = _closed("close_strait", n, seed), _closed("harass_shipping", n, seed)
    r = shut.state("russia")
    value, error = mean(shut.series["score"][1:, :, r].mean(axis=0) - bothered.series["score"][1:, :, r].mean(axis=0))
    words = text(
        "claims.c25",
        shut=float(shut.series["score"][1:, :, r].mean()),
        bothered=float(bothered.series["score"][1:, :, r].mean()),
        difference=value,
    )
    return less(value, error, words, unit="points")


PRICES = tuple(range(50, 205, 5))


def _by_price() -> Array:
    """Russia's score of the moment at each price, all else as at the opening."""
    worlds = opening(Setup(), 1, 0)
    russia = worlds.cast.supplier
    return np.array([float(score(edited(worlds, [("price", (), float(price))]), russia)[0]) for price in PRICES])


def _rises_then_falls(values: Array) -> bool:
    top = int(values.argmax())
    return bool(
        (np.diff(values[: top + 1]) >= -1e-9).all()
        and (np.diff(values[top:]) <= 1e-9).all()
        and 0 < top < len(values) - 1
    )


@check("C23")
def russia_likes_a_middling_price(n: int, seed: int) -> Measured:
    """Russia's score over the price rises, peaks once and falls."""
    values = _by_price()
    best = PRICES[int(values.argmax())]
    words = text("claims.c23", best=best, low=float(values[0]), top=float(values.max()), high=float(values[-1]))
    return at_least(float(_rises_then_falls(values)), 1.0, words)


def _at_price(price: float, n: int, seed: int) -> Run:
    setup = Setup(settings=(("rules.price_base", price), ("start.price", price)), turns=5)
    return play(setup, n, seed)


def _share(run: Run, *verbs: str) -> Array:
    """(worlds,) Russia's orders of these verbs a turn."""
    return np.asarray(run.given(*verbs, by="russia").sum(axis=0) / np.maximum(run.live.sum(axis=0), 1))


@check("C26")
def controlled_tension(n: int, seed: int) -> Measured:
    """Below its band Russia cuts or raises tension, above it calms; its score over the price peaks inside the range."""
    n = min(n, 256)
    low, mid, high = (_at_price(price, n, seed) for price in (55.0, 90.0, 135.0))
    heat, heat_error = mean(_share(low, "cut_exports", "stand_by") - _share(mid, "cut_exports", "stand_by"))
    calm, calm_error = mean(
        _share(high, "ship_more", "urge_restraint", "host_talks", "ask_ceasefire")
        - _share(mid, "ship_more", "urge_restraint", "host_talks", "ask_ceasefire")
    )
    cut, cut_error = mean(_share(low, "cut_exports") - _share(high, "cut_exports"))
    words = text("claims.c26", heat=heat, calm=calm, cut=cut)
    peak = wants(low.start.cast)[low.state("russia")]
    values = _by_price()
    return together(
        [more(heat, heat_error, words), more(calm, calm_error, words), more(cut, cut_error, words), at_least(float(_rises_then_falls(values) and len(peak) > 0), 1.0, words)], words,
    )  # fmt: skip
