"""Deliveries that land, crews at work, and repair (rules 4 and 5)."""

from __future__ import annotations

import numpy as np

from diplogame.verbs.ahead import hastened
from diplogame.verbs.context import Context
from diplogame.verbs.repair import GAINS, GOOD, repair_rates
from diplogame.world.cast import PLACE_KINDS
from diplogame.world.fields import NEVER, Array


def arrive(context: Context) -> None:
    """Deliveries due this turn take effect, and their rows are free again."""
    worlds, cast, changes = context.worlds, context.cast, context.changes
    rule = worlds.numbers.rule_at
    w, row = np.nonzero((worlds.d_kind >= 0) & (worlds.d_due <= context.turn))
    if not len(w):
        return
    kind, sender, receiver = (getattr(worlds, name)[w, row].astype(np.int64) for name in ("d_kind", "d_from", "d_to"))
    size = worlds.d_size[w, row]
    batteries = cast.spots("s300")
    for good, gain in GAINS.items():
        some = (kind == GOOD[good]) & (receiver == cast.defender)
        for place in batteries:
            changes.add(
                "integrity",
                rule(gain, w[some]) * size[some] * (1.0 - worlds.integrity[w[some], place]),
                w[some],
                int(place),
            )
    crews = kind == GOOD["engineers"]
    changes.add("engineers", rule("engineers_turns", w[crews]), w[crews], size[crews].astype(np.int64))
    some = kind == GOOD["interceptors"]
    changes.add("interceptors", size[some], w[some])
    some = kind == GOOD["drones"]
    batch = rule("drone_batch", w[some])
    changes.add(
        "war_supply",
        rule("war_supply_gain", w[some]) * rule("drone_dependence", w[some]) * size[some] / np.maximum(batch, 1.0),
        w[some],
    )
    for name in ("d_kind", "d_from", "d_to"):
        changes.set(name, -1, w, row)
    changes.set("d_due", NEVER, w, row)
    seen = np.left_shift(1, sender) | np.left_shift(1, receiver)
    context.log.add("arrival", w, "arrived", source=sender, target=receiver, level=kind, seen=seen)


def repair(context: Context) -> None:
    """Integrity += r (1 - integrity): slow for mixers, faster for runways; three times with engineers on radars and mixers; half under sanctions."""
    worlds, cast, changes = context.worlds, context.cast, context.changes
    crew = worlds.engineers > 0
    faster = np.isin(cast.kind, [PLACE_KINDS.index("s300"), PLACE_KINDS.index("mixer")])
    speed = hastened(worlds.numbers.rule("engineers_speed", 2), worlds.engineers * faster)
    changes.add_all("integrity", repair_rates(worlds) * speed * (1.0 - worlds.integrity))
    changes.add_all("engineers", -1.0 * crew)


def produce(context: Context) -> None:
    """Mixers make missiles, drone works make drones; interceptors come slowly, faster with the patron's batteries."""
    worlds, cast, changes = context.worlds, context.cast, context.changes
    rule = worlds.numbers.rule
    mixers = cast.spots("mixer", owner=cast.defender)
    plants = cast.spots("drone", owner=cast.defender)
    changes.add_all("missiles", (cast.output[mixers] * worlds.integrity.take(mixers, axis=1)).sum(axis=1))
    changes.add_all("drones", (cast.output[plants] * worlds.integrity.take(plants, axis=1)).sum(axis=1))
    changes.add_all(
        "interceptors",
        rule("interceptors_made") + rule("interceptors_patron") * worlds.batteries + np.zeros(worlds.size),
    )
    fields = cast.spots("launcher", owner=cast.defender)
    room = worlds.integrity.take(fields, axis=1).mean(axis=1) if len(fields) else np.ones(worlds.size)
    top = rule("launchers_full") * room
    changes.add_all("launchers", rule("launcher_adjust") * (top - worlds.launchers))
    changes.add_all("dispersed", -1 * (worlds.dispersed > 0))
    changes.add_all("hotline", -1 * (worlds.hotline > 0))


def exchange_of_goods(worlds_context: Context) -> Array:
    """(worlds,) bool: a delivery to the defender is in flight (what observers try to see)."""
    worlds = worlds_context.worlds
    return np.asarray(
        (
            (worlds.d_kind >= 0)
            & (worlds.d_to == worlds_context.cast.defender)
            & (worlds.d_from == worlds_context.cast.supplier)
        ).any(axis=1)
    )
