"""Arms and repair: what is sent lands later, and is seen or not on the way (rule 5)."""

from __future__ import annotations

from diplogame.noise import power
from diplogame.traced import np
from diplogame.verbs.aims import Rows, at, places_of
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.repair import GOOD, broken_then, parts
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def ship(
    context: Context,
    world: Array,
    good: Array | int,
    sender: Array | int,
    receiver: Array | int,
    delay: Array | float,
    size: Array | float,
) -> None:
    """Have something sent; what a stage sends is put in flight at its end."""
    if len(world):
        cargo = np.empty((5, len(world)))
        for column, value in zip(cargo, (good, sender, receiver, delay, size), strict=True):
            column[:] = value
        context.cargo.append((world, cargo))


def put_in_flight(context: Context) -> None:
    """Each delivery into its world's next free row. Several in one world go to further rows, by the verb that sends them and by the rank of the
    sender and the good, so that order leaves no trace.
    """
    if not context.cargo:
        return
    w = np.concatenate([world for world, _ in context.cargo])
    goods, senders, receivers, delays, sizes = np.concatenate([cargo for _, cargo in context.cargo], axis=1)
    call = np.repeat(np.arange(len(context.cargo)), [len(world) for world, _ in context.cargo])
    order = np.lexsort((sizes, goods, senders, call, w))
    w = w[order]
    rank = np.arange(len(w)) - np.searchsorted(w, w, side="left")
    taken = context.worlds.d_kind[w] >= 0
    free = np.argsort(taken, axis=1, kind="stable")
    each = np.arange(len(w))
    slot = free[each, np.minimum(rank, free.shape[1] - 1)]
    room = ~taken[each, slot]
    w, slot, order = w[room], slot[room], order[room]
    for name, values in (("d_kind", goods), ("d_from", senders), ("d_to", receivers), ("d_size", sizes)):
        context.changes.set(name, values[order], w, slot)
    context.changes.set("d_due", context.turn + np.rint(delays[order]), w, slot)


def _air_defence(cast: Cast, actor: int) -> Rows:
    return [{"target": cast.defender, "level": level, "covert": covert} for level in (0, 2, 3) for covert in (0, 1)]


def _supply(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """Radars, short-range systems, or a battery that is a pledge: it warms now and lands late."""
    rows = lens.rows
    battery = rows.level == GOOD["battery"]
    delay = np.where(battery, context.rule("delay_battery", world), context.rule("delay_air_bridge", world))
    ship(context, world, rows.level, rows.actor, rows.target, delay, lens.freshness())


def _cover_gain(lens: Lens) -> Array:
    """What the delivery adds to a battery site when it lands, on average: a share of what is broken there."""
    level = lens.col("level")
    share = lens.rule("gain_radars") * (level == GOOD["radars"]) + lens.rule("gain_short_range") * (
        level == GOOD["short_range"]
    )
    return np.asarray(broken_then(lens, "delay_air_bridge") * share)


def _battery_gain(lens: Lens) -> Array:
    """The same for a whole battery, which lands late."""
    return np.asarray(
        broken_then(lens, "delay_battery") * lens.rule("gain_battery") * (lens.col("level") == GOOD["battery"])
    )


def _fighters_gain(lens: Lens) -> Array:
    return np.asarray(broken_then(lens, "delay_fighters") * lens.rule("gain_fighters"))


def seen_cost(rule: str) -> Formula:
    """A cost that falls due in full in public, and by the chance of a sighting in secret."""
    return lambda lens: lens.rule(rule) * np.where(lens.col("covert") > 0, lens.rule("sighting_any"), 1.0)


def _public(rule: str) -> Formula:
    return lambda lens: lens.rule(rule) * (1.0 - lens.col("covert"))


def _fighters(context: Context, world: Array, act: Array, lens: Lens) -> None:
    ship(
        context,
        world,
        GOOD["fighters"],
        lens.rows.actor,
        lens.rows.target,
        context.rule("delay_fighters", world),
        lens.freshness(),
    )


def _drones(context: Context, world: Array, act: Array, lens: Lens) -> None:
    ship(
        context,
        world,
        GOOD["drones"],
        lens.rows.actor,
        lens.rows.target,
        context.rule("delay_drones", world),
        np.minimum(context.rule("drone_batch", world), context.worlds.drones[world]) * lens.freshness(),
    )


def _batch(lens: Lens) -> Array:
    return np.asarray(np.minimum(lens.rule("drone_batch"), lens.value("drones")))


def _drone_supply(lens: Lens) -> Array:
    """What the drones add to the supplier's war: .2 x dependence x batch/plan."""
    return np.asarray(lens.rule("war_supply_gain") * lens.rule("drone_dependence"))


def _interceptors(context: Context, world: Array, act: Array, lens: Lens) -> None:
    ship(
        context,
        world,
        GOOD["interceptors"],
        lens.rows.actor,
        lens.rows.target,
        1.0,
        context.rule("interceptor_batch", world) * lens.freshness(),
    )


def _crews(cast: Cast, actor: int) -> Rows:
    spots = places_of(cast, "s300", "mixer", owner=cast.defender)
    return [{"target": cast.defender, "p0": spot, "covert": 1} for spot in spots]


def _engineers(context: Context, world: Array, act: Array, lens: Lens) -> None:
    ship(
        context,
        world,
        GOOD["engineers"],
        lens.rows.actor,
        lens.rows.target,
        context.rule("delay_engineers", world),
        lens.rows.p0,
    )


def _repair_gain(lens: Lens) -> Array:
    """What the crews add to the site over their stay: what is broken shrinks faster, by the difference of two powers."""
    left = 1.0 - lens.place("integrity", "p0")
    radar = lens.cast.of_kind("s300")[np.maximum(lens.rows.p0, 0)]
    radar = radar if hasattr(lens, "index") else radar[None]
    rate = np.where(radar, lens.rule("repair_radar"), lens.rule("repair_mixer")) * parts(lens)
    turns = lens.rule("engineers_turns")
    return np.asarray(left * (power(1.0 - rate, turns) - power(1.0 - rate * lens.rule("engineers_speed"), turns)))


def _rebuilds(cast: Cast, actor: int) -> Rows:
    return [{"p0": spot} for spot in places_of(cast, "mixer", "drone", "s300", "launcher", owner=actor)]


def _rebuild_gain(lens: Lens) -> Array:
    return np.asarray(lens.rule("rebuild_gain") * (1.0 - lens.place("integrity", "p0")))


def _ew_points(lens: Lens) -> Array:
    return np.asarray(lens.rule("ew_step") * (1.0 - lens.value("ew")))


register(
    Verb(
        "supply_air_defence",
        "072",
        8.3,
        "arms",
        "aid",
        2.0,
        _air_defence,
        act=_supply,
        needs=("not_on_the_way",),
        grouped="level",
        parameters=("level", "covert"),
        effects=(
            Effect("integrity", "batteries", _cover_gain, delay=2),
            Effect("integrity", "batteries", _battery_gain, delay=6),
            Effect("relation", "target>actor", "supply_relation"),
            Effect("export_standing", "", _public("supply_name")),
            Effect("relation", "striker>actor", seen_cost("supply_anger"), -1.0),
            Effect("relation", "patron>actor", seen_cost("supply_anger"), -0.7),
            Effect("standing", "actor", seen_cost("supply_standing"), -1.0),
            Effect("odds", "striker", seen_cost("supply_odds"), expected=True),
            Effect("stability", "target", "supply_stability"),
        ),
    ),
    Verb(
        "supply_fighters",
        "072",
        8.3,
        "arms",
        "aid",
        2.0,
        at("defender"),
        act=_fighters,
        needs=("not_on_the_way",),
        effects=(
            Effect("integrity", "batteries", _fighters_gain, delay=10),
            Effect("relation", "target>actor", "fighters_relation"),
            Effect("favours", "actor>target", "fighters_favour"),
            Effect("favours", "target>actor", "fighters_favour", -1.0),
            Effect("export_standing", "", "fighters_name"),
            Effect("relation", "striker>actor", "supply_anger", -1.2),
            Effect("relation", "patron>actor", "supply_anger", -1.0),
            Effect("stability", "target", "supply_stability", 1.5),
            Effect("odds", "striker", "supply_odds", expected=True),
            Effect("standing", "actor", "supply_standing", -0.7),
        ),
    ),
    Verb(
        "supply_drones",
        "072",
        8.3,
        "arms",
        "aid",
        2.0,
        at("supplier"),
        act=_drones,
        secret=True,
        needs=("has_drones",),
        effects=(
            Effect("drones", "", _batch, -1.0),
            Effect("favours", "actor>target", "drones_favour"),
            Effect("favours", "target>actor", "drones_favour", -1.0),
            Effect("relation", "target>actor", "drones_relation"),
            Effect("war_supply", "", _drone_supply, delay=1),
            Effect("economy", "actor", "drones_pay"),
        ),
    ),
    Verb(
        "supply_interceptors",
        "072",
        8.3,
        "arms",
        "aid",
        2.0,
        at("striker"),
        act=_interceptors,
        needs=("not_on_the_way",),
        effects=(
            Effect("interceptors", "", "interceptor_batch", delay=1),
            Effect("relation", "target>actor", "supply_relation"),
            Effect("stability", "target", "supply_stability"),
            Effect("stability", "actor", "supply_home", -1.0),
        ),
    ),
    Verb(
        "send_engineers",
        "062",
        7.4,
        "arms",
        "aid",
        2.0,
        _crews,
        act=_engineers,
        secret=True,
        single=True,
        needs=("not_on_the_way", "needs_repair", "no_crew_there"),
        grouped="place",
        parameters=("places",),
        effects=(
            Effect("integrity", "p0", _repair_gain, delay=2),
            Effect("relation", "target>actor", "engineers_relation"),
            Effect("relation", "striker>actor", seen_cost("supply_anger"), -0.5),
            Effect("stability", "target", "engineers_stability"),
        ),
    ),
    Verb(
        "share_ew_intelligence",
        "064",
        7.0,
        "arms",
        "aid",
        1.0,
        at("defender"),
        act=None,
        secret=True,
        needs=("ew_room",),
        effects=(
            Effect("ew", "", _ew_points),
            Effect("relation", "target>actor", "ew_relation"),
            Effect("export_standing", "", "ew_name"),
            Effect("relation", "striker>actor", seen_cost("supply_anger"), -0.3),
        ),
    ),
    Verb(
        "rebuild",
        "061",
        6.4,
        "arms",
        "aid",
        1.0,
        _rebuilds,
        act=None,
        single=True,
        needs=("needs_repair",),
        grouped="place",
        parameters=("places",),
        effects=(Effect("integrity", "p0", _rebuild_gain), Effect("economy", "actor", "rebuild_cost", -1.0)),
    ),
)
