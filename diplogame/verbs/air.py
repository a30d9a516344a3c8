"""Strikes as formulas: what covers a site, the chance that an aimpoint is hit, and the damage to expect (rule 2)."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs.lens import Lens, once_a_lens
from diplogame.world.fields import Array, Worlds
from diplogame.world.memo import once

PLACES = ("p0", "p1", "p2", "p3")
MEAN_DAMAGE = 2.0 / 3.0
"""Mean of the Beta(4, 2) that a hit's damage is drawn from."""


@once
def cover(worlds: Worlds) -> Array:
    """(worlds, facilities): air cover of each site, 0 to 1: the mean state of the batteries that cover it; a battery covers itself."""
    cast = worlds.cast
    batteries = cast.spots("s300")
    alive = worlds.integrity.take(batteries, axis=1)
    total = (alive[:, :, None] * cast.covers[batteries][None]).sum(axis=1)
    own = np.zeros((worlds.size, cast.n_places))
    own[:, batteries] = alive
    return np.asarray(np.maximum(total, own))


@once_a_lens
def cover_at(lens: Lens, column: str) -> Array:
    """Cover of the facility in that column of each order."""
    spot = getattr(lens.rows, column)
    whole = cover(lens.world)
    if hasattr(lens, "index"):
        return np.asarray(whole[lens.index, np.maximum(spot, 0)])
    return np.asarray(whole.take(np.maximum(spot, 0), axis=1))


@once_a_lens
def p_stopped(lens: Lens, column: str) -> Array:
    """Chance that the aimpoint's weapons are intercepted: .45 x cover x (1 - stealth + .25 EW)."""
    stealth = lens.rule("stealth") * _by_jets(lens)
    return np.asarray(
        lens.rule("intercept") * cover_at(lens, column) * (1.0 - stealth + lens.rule("ew_effect") * lens.value("ew"))
    )


def _by_jets(lens: Lens) -> Array:
    """1 for stealthy jets: the striker's and its patron's."""
    actor = lens.col("actor")
    return np.asarray(((actor == lens.cast.striker) | (actor == lens.cast.patron)) * 1.0)


@once_a_lens
def p_hit(lens: Lens, column: str) -> Array:
    """Chance that an aimpoint that got through is hit: .75 q, q = 1 with the patron's intelligence, .75 without."""
    there = getattr(lens.rows, column) >= 0
    there = there if hasattr(lens, "index") else there[None]
    helped = (lens.value("enabling") >= 1) | (lens.col("actor") == lens.cast.patron)
    quality = np.where(helped, 1.0, lens.rule("quality_without"))
    spot = np.maximum(getattr(lens.rows, column), 0)
    deep = lens.cast.only_patron[spot] & (lens.rows.actor != lens.cast.patron)
    deep = deep if hasattr(lens, "index") else deep[None]
    return np.asarray(lens.rule("hit") * quality * there * np.where(deep, lens.rule("deep_without_patron"), 1.0))


@once_a_lens
def softness(lens: Lens, column: str) -> Array:
    """Share of a hit's damage that hardness lets through; hidden launchers lose half as much."""
    spot = np.maximum(getattr(lens.rows, column), 0)
    hardness = lens.world.numbers.hardness
    if hasattr(lens, "index"):
        hard = hardness[0, spot] if len(hardness) == 1 else hardness[lens.index, spot]
    else:
        hard = hardness.take(spot, axis=1)
    launcher = lens.cast.of_kind("launcher")[spot]
    launcher = launcher if hasattr(lens, "index") else launcher[None]
    hidden = (lens.value("dispersed") > 0) & launcher
    return np.asarray((1.0 - hard) * np.where(hidden, 0.5, 1.0))


def damage(lens: Lens, column: str) -> Array:
    """Mean damage to the facility in that column (share of it, before clipping)."""
    return np.asarray((1.0 - p_stopped(lens, column)) * p_hit(lens, column) * MEAN_DAMAGE * softness(lens, column))


def hits(lens: Lens) -> Array:
    """Aimpoints hit, on average."""
    total = (1.0 - p_stopped(lens, "p0")) * p_hit(lens, "p0")
    for column in PLACES[1:]:
        total = total + (1.0 - p_stopped(lens, column)) * p_hit(lens, column)
    return np.asarray(total)


@once_a_lens
def aimpoints(lens: Lens) -> Array:
    """Number of aimpoints in each order."""
    total = (lens.rows.p0 >= 0) * 1.0
    for column in PLACES[1:]:
        total = total + (getattr(lens.rows, column) >= 0)
    return np.asarray(total if hasattr(lens, "index") else total[None])


def on_kind(lens: Lens, *kinds: str) -> dict[str, Array]:
    """For each column: 1 where its facility is of these kinds."""
    wanted = lens.cast.of_kind(*kinds)
    result = {}
    for column in PLACES:
        spot = getattr(lens.rows, column)
        mask = (wanted[np.maximum(spot, 0)] & (spot >= 0)) * 1.0
        result[column] = mask if hasattr(lens, "index") else mask[None]
    return result


def battery_damage(lens: Lens) -> Array:
    """Mean share of batteries lost, summed over aimpoints."""
    mask = on_kind(lens, "s300")
    total = damage(lens, "p0") * mask["p0"]
    for column in PLACES[1:]:
        total = total + damage(lens, column) * mask[column]
    return np.asarray(total)


def stops(lens: Lens) -> Array:
    """Interceptions, on average."""
    total = p_stopped(lens, "p0") * (lens.rows.p0 >= 0)
    for column in PLACES[1:]:
        total = total + p_stopped(lens, column) * (getattr(lens.rows, column) >= 0)
    return np.asarray(total)


@once_a_lens
def crosses(lens: Lens) -> Array:
    """1 where an aimpoint lies behind the red line."""
    result: Array = np.zeros(1, dtype=bool)
    for column in PLACES:
        spot = getattr(lens.rows, column)
        red = lens.cast.red[np.maximum(spot, 0)] & (spot >= 0)
        result = result | (red if hasattr(lens, "index") else red[None])
    return result


@once_a_lens
def rung_of_blow(lens: Lens) -> Array:
    """The rung of a blow: 4 alone, 5 answered this turn or last, 6 the third exchange in four turns, 8 behind the red line."""
    from diplogame.verbs.lens import POPCOUNT

    worlds = lens.world
    back = lens.pair("last_blow", "target", "actor")
    answered = (worlds.turn - back) <= 2
    often = np.take(POPCOUNT, lens.value("exchanges") & 15) >= 2
    rung = np.where(answered, np.where(often, 6.0, 5.0), 4.0)
    return np.where(crosses(lens), 8.0, rung)
