"""Repair, and what deliveries add where they land (rules 4 and 5): what a turn does to a site, and what will be left broken in some turns."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs.ahead import broken_ahead
from diplogame.verbs.lens import Lens
from diplogame.world.axes import GOODS
from diplogame.world.cast import PLACE_KINDS
from diplogame.world.fields import FIELDS, Array, Worlds
from diplogame.world.memo import once_for_few
from diplogame.world.numbers import Numbers

GOOD = {name: i for i, name in enumerate(GOODS)}

REPAIR = {
    "mixer": "repair_mixer", "s300": "repair_radar", "drone": "repair_drone", "launcher": "repair_launcher", "nuclear": "repair_nuclear",
    "airport": "repair_runway", "base": "repair_runway", "naval": "repair_runway", "oil": "repair_oil", "gas": "repair_oil",
    "civilian": "repair_civil", "command": "repair_civil", "port": "repair_runway",
}  # fmt: skip
"""The rule number of each kind's repair."""
GAINS = {
    "radars": "gain_radars",
    "short_range": "gain_short_range",
    "battery": "gain_battery",
    "fighters": "gain_fighters",
}
"""The rule number of what a good mends at every battery site when it lands, a share of what is broken there."""
DELAYS = ("delay_air_bridge", "delay_battery", "delay_fighters")
"""The rule numbers of how long such goods are under way."""


def repair_rates(worlds: Worlds, places: Array | None = None) -> Array:
    """(worlds, places) share of what is broken that a turn mends where nobody helps; less under sanctions. ``places``: those, all by default."""
    cast, rule = worlds.cast, worlds.numbers.rule

    def by_kind() -> Array:
        rates = np.zeros((worlds.numbers.table.shape[0], cast.n_places))
        for kind, name in REPAIR.items():
            rates = rates + rule(name, 2) * (cast.kind == PLACE_KINDS.index(kind))
        return rates

    rates, owner = worlds.numbers.keep("repair_rates", by_kind), cast.owner
    if places is not None:
        rates, owner = rates.take(places, axis=1), owner.take(places)
    # Only the defender's works wait for parts that sanctions keep away.
    held = 1.0 - rule("repair_sanctions", 2) * np.minimum(worlds.sanctions[:, cast.defender, None], 1.0) * (
        owner == cast.defender
    )
    return np.asarray(rates * held)


@once_for_few()
def _ahead(worlds: Worlds) -> Array:
    """(worlds, turns + 1) share of the battery sites that is broken in so many turns if nobody strikes or sends more: repair goes on, with the
    engineers that are there or on their way, and what is in flight lands.
    """
    cast, rule = worlds.cast, worlds.numbers.rule
    sites = cast.spots("s300")
    turns = int(max(np.rint(worlds.numbers.rule(name)).max() for name in DELAYS))
    rows = worlds.truth
    found = np.empty((worlds.size, turns + 1))
    broken_ahead.at(worlds.size)(
        1.0 - worlds.integrity.take(sites, axis=1),
        repair_rates(worlds, sites),
        worlds.engineers.take(sites, axis=1).astype(np.float64),
        rule("engineers_speed"),
        FIELDS["engineers"].hi,
        rows.d_kind,
        rows.d_from,
        rows.d_to,
        rows.d_due,
        rows.d_size,
        -1 if worlds.knower is None else worlds.knower,
        _gains(worlds.numbers),
        cast.defender,
        GOOD["engineers"],
        sites,
        rule("engineers_turns"),
        worlds.turn,
        found,
    )
    return found


def _gains(numbers: Numbers) -> Array:
    """(worlds or 1, goods) what a unit of each good mends at every battery site."""

    def by_good() -> Array:
        found = np.zeros((len(numbers.table), len(GOODS)))
        for good, name in GAINS.items():
            found[:, GOOD[good]] = numbers.rule(name)
        return found

    return numbers.keep("gains", by_good)


def broken_then(lens: Lens, delay: str) -> Array:
    """What will be broken at the battery sites when a delivery of that delay (a rule number's name) lands, on average over the sites."""
    worlds = lens.world
    ahead = _ahead(worlds)
    turns = np.rint(np.broadcast_to(worlds.numbers.rule(delay), (worlds.size,))).astype(np.intp)
    left = np.take_along_axis(ahead, turns[:, None], axis=1)[:, 0]
    return np.asarray(left[lens.index] if hasattr(lens, "index") else left[:, None])


def parts(lens: Lens) -> Array:
    """Share of the parts for repair that sanctions let through to the defender."""
    return np.asarray(
        1.0 - lens.rule("repair_sanctions") * np.minimum(lens.state("sanctions", lens.cast.defender), 1.0)
    )
