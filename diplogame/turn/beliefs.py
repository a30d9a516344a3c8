"""What each state comes to believe: estimates of damage, sightings of flights, false alarms, Bayes (rule 5). Runs last in a turn."""

from __future__ import annotations

import numpy as np

from diplogame.verbs.context import Context
from diplogame.verbs.repair import repair_rates
from diplogame.world.cast import Cast
from diplogame.world.fields import Array

KNOWN = 0.005
"""The standard error of what its owner knows."""


def observe(context: Context) -> None:
    """Estimates are updated by noisy readings; sightings move the belief in resupply."""
    _estimates(context)
    _sightings(context)


def _estimates(context: Context) -> None:
    """A Kalman step a site and observer: the truth drifts, a reading comes with the observer's own error. Owners know; so do the supplier's crews."""
    worlds, cast, changes = context.worlds, context.cast, context.changes
    rule = worlds.numbers.rule
    error = rule("reading_sd", 3) * _eyes(worlds.cast)[None, :, None]
    struck = (worlds.struck == context.turn)[:, None, :]
    # A fresh strike blurs the picture: the truth has moved by about that much.
    spread = worlds.seen_sd * worlds.seen_sd
    spread += rule("drift_sd", 3) * rule("drift_sd", 3)
    spread += struck * rule("strike_sd", 3) * rule("strike_sd", 3)
    # These are the largest arrays of a turn, so each step is written over the last: reading, what is new in it, the mean.
    # What is broken is known to be mended at its kind's own pace; help from abroad is not.
    guess = 1.0 - worlds.seen_integrity
    guess *= repair_rates(worlds)[:, None]
    guess += worlds.seen_integrity
    mean = context.luck.normal("reading", (cast.n_states, cast.n_places))
    mean *= error
    mean += worlds.integrity[:, None, :]
    mean -= guess
    gain = spread + error * error
    np.divide(spread, gain, out=gain)
    mean *= gain
    mean += guess
    np.maximum(mean, 0.0, out=mean)
    np.minimum(mean, 1.0, out=mean)
    # sqrt((1 - gain) spread)
    sd = np.subtract(1.0, gain, out=gain)
    sd *= spread
    np.maximum(sd, 1e-6, out=sd)
    np.sqrt(sd, out=sd)
    owned = np.flatnonzero(cast.owner >= 0)
    mean[:, cast.owner[owned], owned] = worlds.integrity[:, owned]
    sd[:, cast.owner[owned], owned] = KNOWN
    w, place = np.nonzero(worlds.engineers > 0)
    mean[w, cast.supplier, place] = worlds.integrity[w, place]
    sd[w, cast.supplier, place] = KNOWN
    mean -= worlds.seen_integrity
    sd -= worlds.seen_sd
    changes.add_all("seen_integrity", mean)
    changes.add_all("seen_sd", sd)
    stock = context.luck.normal("stock", (cast.n_states, 2))
    for k, (truth, seen) in enumerate((("missiles", "seen_missiles"), ("interceptors", "seen_interceptors"))):
        value = getattr(worlds, truth)[:, None]
        old = getattr(worlds, seen)
        guess = value * (1.0 + rule("stock_error", 2) * stock[:, :, k])
        changes.add_all(seen, rule("stock_gain", 2) * (guess - old))


def _eyes(cast: Cast) -> Array:
    """(states,) how blurred each state's own eyes are: the striker and the great powers see best."""
    blur = np.full(cast.n_states, 1.8)
    blur[[cast.striker, cast.patron]] = 0.7
    blur[cast.supplier] = 0.8
    return blur


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
