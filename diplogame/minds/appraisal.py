"""What each order is worth to a seat: its effects on the seat's goals, the hazard, the replies, face, affect - one column of each.

Each effect reaches a choice by one path only, and the considerations of an order sum to its value. One unit throughout: the seat's own
score points over a horizon of four turns (docs/minds.md tells the method).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diplogame.goals.goal import wants
from diplogame.minds.plan import Plan, plan, threats_to
from diplogame.traced import np
from diplogame.turn.ladder import eased, hazard
from diplogame.verbs.options import price_levels
from diplogame.world.fields import Array
from diplogame.world.measures import capability_left
from diplogame.world.promises import HELD, owed
from diplogame.world.sheets import columns, sheet, summed, zeros
from diplogame.world.views import View

CONSIDERATIONS = ("goals", "hazard", "replies", "face", "affect", "urging", "wish", "points", "capital")


@dataclass(frozen=True)
class Appraisal:
    """What each order is worth to a seat, by consideration."""

    considerations: dict[str, Array]
    """name: (worlds, options) score points; they sum to the value. "goals" is split into one entry a goal, "goal:<name>". Empty where not kept."""
    value: Array
    """(worlds, options)"""


def appraise(view: View, prospect: bool = True, keep: bool = True) -> Appraisal:
    """The value of every canonical order of the seat. ``prospect``: with reference point, loss aversion and affect. ``keep``: keep the
    considerations too.
    """
    made = plan(view.world.cast, view.seat)
    worth = cells(view, made, prospect)
    value = columns(worth, made.layers[0]) if made.layers else zeros(view.size, len(made.table))
    for layer in made.layers[1:]:
        value += columns(worth, layer)
    parts: dict[str, Array] = {}
    for name, part in _whole(view, made, prospect):
        value += part
        if keep:
            parts[name] = part
    return Appraisal({**_by_consideration(made, worth), **parts} if keep else {}, value)


def cells(view: View, made: Plan, prospect: bool) -> Array:
    """(worlds, cells + climbers + 1) what each cell and each climb of the ladder is worth; the last column is 0."""
    world, seat, numbers = view.world, view.seat, view.world.numbers
    rule, parts = numbers.rule, made.parts
    base, at_rest, higher = eased(world)
    climb = made.rungs.climb(world, base)
    change = made.sums.change(view, made.effects.freshness(view), climb)
    climbs = slice(change.shape[1], change.shape[1] + climb.shape[1])
    worth = sheet(view.size, climbs.stop + 1)
    worth[:, -1] = 0.0
    now = np.zeros(view.size)
    for want in wants(world.cast)[seat]:
        part = parts[f"goal:{want.name}"]
        level = want.level(world)
        progress = want.progress(level, numbers)
        gain = want.progress(level[:, None] + change[:, part], numbers) - progress[:, None]
        weight = numbers.weights[:, seat, want.index]
        worth[:, part] = weight[:, None] * (_felt(view, gain) if prospect else gain)
        now = now + weight * progress
    before = at_rest[:, None]
    danger = (rule("war_loss") * rule("hazard_reach") * now * numbers.traits["war_aversion"][:, seat])[:, None]
    # Who has little left to lose reckons less with what war would take.
    danger = danger * (1.0 - 0.7 * _desperate(view))
    worth[:, climbs] = (before - hazard(world, climb + base[:, None])) * danger
    worth[:, parts["calm"]] = change[:, parts["calm"]] * (higher[:, None] * danger)
    for other, goals, climber in zip(threats_to(world.cast), made.threats, made.threat_climbs, strict=True):
        if other != seat:
            # Force invites force: what follows a blow is reckoned a rung higher than the blow.
            follows = np.minimum(np.maximum(climb[:, climber] + base, world.escalation) + 1.0, 8.0)
            echo = (before - hazard(world, follows)[:, None]) * danger
            harm = np.minimum(summed(columns(worth, goals))[:, None] + echo, 40.0) * rule("reply_weight", 2)
            part = parts[f"odds.{world.cast.states[other]}"]
            worth[:, part] = change[:, part] * harm
    worth[:, parts["face"]] = -change[:, parts["face"]] * _shame(view)[:, None]
    worth[:, parts["points"]] = change[:, parts["points"]]
    return worth


def _shame(view: View) -> Array:
    """(worlds,) what a point of commitment not met costs: the louder the vow, the dearer each part of it; and the more the blow is felt."""
    world, seat, rule = view.world, view.seat, view.world.numbers.rule
    felt = np.minimum(np.minimum(world.row("grievance", seat).max(axis=1), 10.0) * rule("affect_grievance") / 1.9, 1.0)
    vowed = 0.5 + 0.15 * world.commitment[:, seat]
    return np.asarray(rule("face_worth") * world.numbers.traits["kappa"][:, seat] * (0.35 + 0.65 * felt) * vowed)


def _felt(view: View, gain: Array) -> Array:
    """A change of progress as it is felt: bent, and losses counting 2.25 times (x/(1+|x|) form of prospect theory)."""
    rule = view.world.numbers.rule
    bent = gain / (1.0 + np.abs(gain) / rule("prospect_scale", 2))
    return np.asarray(np.minimum(bent, bent * rule("loss_aversion", 2)))


def _by_consideration(made: Plan, worth: Array) -> dict[str, Array]:
    """The cells laid out as (worlds, options), by consideration."""
    size, n = len(worth), len(made.table)
    found: dict[str, Array] = {}
    climbs = slice(len(made.option_of), len(made.option_of) + len(made.rungs.options))
    for name, part, options in (
        *((name, part, made.option_of[part]) for name, part in made.parts.items()),
        ("hazard", climbs, made.rungs.options),
    ):
        title = "replies" if name.startswith("odds.") else "hazard" if name == "calm" else name
        whole = found.setdefault(title, np.zeros((size, n)))
        own = options < n
        whole[:, options[own]] += worth[:, part][:, own]
    return found


def _whole(view: View, made: Plan, prospect: bool) -> Iterator[tuple[str, Array]]:
    """The considerations that weigh on options as such, (worlds, options) each; those that weigh on none of the seat's are left out."""
    if prospect:
        yield "affect", _affect(view, made)
    if made.marks.material.any():
        yield (
            "urging",
            -(view.world.restraint[:, view.seat, None] * view.world.numbers.rule("urging_weight", 2))
            * made.marks.urged,
        )
        yield "wish", _wish(view, made)
    yield "capital", -_kept(view, made)


def _affect(view: View, made: Plan) -> Array:
    """Grievance answers harshly, ties speak kindly, and a debt is repaid."""
    world, seat, rule, marks = view.world, view.seat, view.world.numbers.rule, made.marks
    grudge = rule("affect_grievance", 2) * np.minimum(world.row("grievance", seat), rule("affect_cap", 2))
    tie = rule("affect_tie", 2) * world.row("relation", seat)
    total: Array = columns(grudge, marks.target) * marks.harsh
    total += columns(tie, marks.target) * marks.tone
    if len(marks.gifts):
        total[:, marks.gifts] += rule("affect_debt", 2) * columns(world.favours[:, :, seat], marks.target[marks.gifts])
    return total


def _wish(view: View, made: Plan) -> Array:
    """Doctrine and a closing window push toward strikes, a truce and promises hold force back, the red line is a taboo until all is lost, and
    the last card is kept for last.
    """
    world, cast, seat, rule, marks = view.world, view.world.cast, view.seat, view.world.numbers.rule, made.marks
    total = zeros(view.size, len(made.table))
    # The striker's appetite leans on its patron's cover.
    doctrine = (
        world.numbers.traits["doctrine"][:, seat, None] * rule("doctrine_wish", 2) * (0.5 * world.enabling[:, None])
    )
    window = rule("window_wish", 2) * world.row("resupply", seat)[:, None] * (seat == cast.striker)
    for mark, strength in (
        (marks.strikes, doctrine + window), (marks.material, -_bond(view)),
        (marks.red, rule("red_despair", 2) * _desperate(view) - rule("red_taboo", 2) * (1.0 - _desperate(view))),
        (marks.last_card, rule("last_card", 2) * losing(view, seat)), (marks.rescue, rule("last_card", 2) * losing(view, cast.striker, 66.0)),
    ):  # fmt: skip
        if mark.any():
            which = np.flatnonzero(mark)
            total[:, which] += strength * mark[which]
    return total


def _bond(view: View) -> Array:
    """(worlds, 1) how a truce and the seat's own open promises of restraint hold its hand."""
    world, rule = view.world, view.world.numbers.rule
    mine = owed(world)[:, view.seat, HELD] > 0
    return np.asarray((world.truce > 0)[:, None] * rule("truce_bond", 2) + mine[:, None] * rule("promise_bond", 2))


def losing(view: View, state: int, firm: float = 55.0) -> Array:
    """(worlds, 1) 0 for a government that stands, 1 for one about to fall: what is kept for last is then worth playing."""
    return np.asarray(np.minimum(np.maximum((firm - view.world.stability[:, state]) / 25.0, 0.0), 1.0)[:, None])


def _desperate(view: View) -> Array:
    """(worlds, 1) 1 where little is left to lose: the capability is nearly gone, or the state is losing."""
    gone = (capability_left(view.world) < 0.25) * 0.6
    return np.asarray(np.maximum(losing(view, view.seat), gone[:, None]))


def _kept(view: View, made: Plan) -> Array:
    """(worlds, options) what the capital spent would have been worth kept: .6 a point up to four, .2 beyond."""
    own = view.world.row("capital", view.seat)[:, None]
    rule = view.world.numbers.rule
    low, high = rule("capital_worth", 2), rule("capital_spare", 2)
    prices, which = price_levels(view.world, made.table)

    def worth(amount: Array) -> Array:
        return np.asarray(low * np.minimum(amount, 4.0) + high * np.maximum(amount - 4.0, 0.0))

    return columns(worth(own) - worth(np.maximum(own - prices, 0.0)), which)


__all__ = ["CONSIDERATIONS", "Appraisal", "appraise"]
