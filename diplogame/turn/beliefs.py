"""What each state comes to believe: estimates of damage, sightings of flights, false alarms, Bayes (rule 5). Runs last in a turn."""

from __future__ import annotations

import numpy as np

from diplogame.turn.readings import read
from diplogame.verbs.context import Context


def observe(context: Context) -> None:
    """Estimates are updated by noisy readings; sightings move the belief in resupply."""
    _estimates(context)
    _sightings(context)


def _estimates(context: Context) -> None:
    """Every site, and both sides' stocks, by noisy readings."""
    worlds, cast, changes = context.worlds, context.cast, context.changes
    rule = worlds.numbers.rule
    mean, sd = changes.place("seen_integrity"), changes.place("seen_sd")
    read(worlds, context.luck, mean, sd)
    changes.put("seen_integrity", mean)
    changes.put("seen_sd", sd)
    stock = context.luck.normal("stock", (cast.n_states, 2))
    for k, (truth, seen) in enumerate((("missiles", "seen_missiles"), ("interceptors", "seen_interceptors"))):
        value = getattr(worlds, truth)[:, None]
        old = getattr(worlds, seen)
        guess = value * (1.0 + rule("stock_error", 2) * stock[:, :, k])
        changes.add_all(seen, rule("stock_gain", 2) * (guess - old))


def _sightings(context: Context) -> None:
    """One source seen by all with .25, private sightings by observer, false alarms; beliefs follow Bayes."""
    worlds, cast, changes, log = context.worlds, context.cast, context.changes, context.log
    rule = worlds.numbers.rule
    flying = (
        (worlds.d_kind >= 0)
        & (worlds.d_to == cast.defender)
        & (worlds.d_from == cast.supplier)
        & (worlds.d_due > context.turn)
    ).any(axis=1)
    draw = context.luck.uniform("sighting", cast.n_states + 2)
    public = flying & (draw[:, 0] < rule("sighting_public"))
    alarm = ~flying & (draw[:, 1] < rule("false_alarm"))
    everyone = public | alarm
    chance = np.full((1, cast.n_states), 0.0)
    powers = np.zeros(cast.n_states)
    powers[[cast.striker, cast.patron]] = 1.0
    gulf = cast.tagged("gulf") * 1.0
    chance = rule("sighting_power", 2) * powers + rule("sighting_gulf", 2) * gulf
    private = flying[:, None] & (draw[:, 2:] < chance)
    wrong = ~flying[:, None] & (draw[:, 2:] < rule("false_private", 2) * (powers + gulf))
    seen = private | wrong
    where = np.flatnonzero(everyone)
    changes.set("flights", context.turn, where)
    log.add("sighting", where, "flights", source=cast.supplier, target=cast.defender)
    w, state = np.nonzero(seen)
    changes.set("sighted", context.turn, w, state)
    real, observer = np.nonzero(private)
    changes.set("known", context.turn, real, observer, cast.supplier)
    log.add("sighting", w, "seen_in_private", source=cast.supplier, target=cast.defender, seen=np.left_shift(1, state))
    # A public sighting is no secret any more: the sender is exposed, as far as it was covert.
    changes.set("exposed", context.turn, np.flatnonzero(public), cast.supplier)
    prior = worlds.resupply * rule("belief_keep", 2) + rule("belief_base", 2) * (1.0 - rule("belief_keep", 2))
    like_yes = np.where(everyone[:, None], rule("sighting_public", 2), 1.0 - rule("sighting_public", 2))
    like_no = np.where(everyone[:, None], rule("false_alarm", 2), 1.0 - rule("false_alarm", 2))
    can_see = np.broadcast_to(chance, seen.shape)
    like_yes = like_yes * np.where(seen, np.maximum(can_see, 0.01), 1.0 - can_see)
    false = rule("false_private", 2) * (powers + gulf)
    like_no = like_no * np.where(seen, np.maximum(false, 0.01), 1.0 - false)
    belief = prior * like_yes / np.maximum(prior * like_yes + (1.0 - prior) * like_no, 1e-12)
    for insider in (cast.supplier, cast.defender):
        belief[:, insider] = flying * 1.0
    changes.add_all("resupply", belief - worlds.resupply)
