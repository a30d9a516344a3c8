"""What each order is worth to a seat: its effects on the seat's goals, the hazard, the replies, face, affect - one column of each.

Each effect reaches a choice by one path only, and the considerations of an order sum to its value. One unit throughout: the seat's own
score points over a horizon of four turns (docs/minds.md tells the method).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from diplogame.goals.goal import Want, score, wants
from diplogame.orders.table import Columns, columns
from diplogame.turn.ladder import hazard
from diplogame.turn.stages import resolve
from diplogame.verbs.groups import group_of
from diplogame.verbs.lens import OptionLens
from diplogame.verbs.modifiers import MODIFIERS
from diplogame.verbs.options import OptionTable, static_costs, tables
from diplogame.verbs.verb import Effect, verbs
from diplogame.world.axes import FAVOURS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array
from diplogame.world.measures import capability_left
from diplogame.world.views import View

PERSISTENCE = {
    "integrity": 0.97, "missiles": 1.0, "interceptors": 1.0, "export_standing": 0.97, "relation": 0.95, "alignment": 0.97, "standing": 0.97, "credibility": 0.97,
    "stability": 0.95, "economy": 0.9, "price": 0.6, "flow": 0.9, "premium": 0.5, "legitimacy": 0.92, "backing": 0.95, "escalation": 0.85, "commitment": 0.8,
    "war_supply": 0.85, "needed": 1.0, "trust": 0.95,
}
"""How much of a change is still there a turn later, by field; .95 where nothing is said. They shape foresight, not the rules."""

CONSIDERATIONS = ("goals", "hazard", "replies", "face", "affect", "urging", "wish", "points", "capital")


@dataclass(frozen=True)
class Entry:
    """One effect of one option, laid out flat."""

    option: int
    effect: Effect
    levers: tuple[str, ...]


@dataclass
class Plan:
    """A seat's options and effects, compiled once a cast: which entries move which levers, in layers without repeated columns."""

    table: OptionTable
    rows: Columns
    """The seat's options, and behind them what the others' force would be."""
    groups: Array
    entries: list[Entry]
    option_of: Array
    rule_entries: Array
    rule_names: list[str]
    scale: Array
    formulas: list[tuple[object, Array]]
    modifiers: list[tuple[str, Array]]
    fading: Array
    layers: dict[str, list[tuple[Array, Array, Array]]] = field(default_factory=dict)
    """goal's name, "odds.<state>", "commitment", "calm", "points": layers of (entries, options, coefficients)."""
    parts: dict[str, dict[str, list[tuple[Array, Array, Array]]]] = field(default_factory=dict)
    """goal's name: {quantity's coefficient key: layers}."""


def threats_to(cast: Cast) -> tuple[int, ...]:
    """Those whose force everybody reckons with."""
    return cast.defender, cast.striker, cast.patron


def _others_force(cast: Cast) -> list[dict[str, int]]:
    """What their force would typically be: an order each, from their own canonical list."""
    names = [verb.name for verb in verbs()]
    made = []
    for actor, name, level in ((cast.defender, "retaliate", 1), (cast.striker, "strike", 0), (cast.patron, "strike", 0)):
        row = next(iter(_typical(cast, cast.striker if name == "strike" else actor, name, level)), None)
        made.append({"actor": actor, "verb": names.index(name), **(row or {})})
    return made


def _typical(cast: Cast, actor: int, name: str, level: int) -> list[dict[str, int]]:
    from diplogame.verbs.verb import verb_named

    rows = [dict(row) for row in verb_named(name).options(cast, actor)]
    if name == "strike":
        return sorted((row for row in rows if "p1" in row), key=lambda row: "p2" in row)
    return [row for row in rows if row.get("level") == level]


def plan(cast: Cast, seat: int) -> Plan:
    """The compiled plan of a seat."""
    kept: dict[int, tuple[OptionTable, Plan]] = cast.extras.setdefault("plans", {})
    table = tables(cast)[seat]
    if seat in kept and kept[seat][0] is table:
        return kept[seat][1]
    made = _compile(cast, seat, table)
    kept[seat] = (table, made)
    return made


def _compile(cast: Cast, seat: int, table: OptionTable) -> Plan:
    known = verbs()
    extra = columns(_others_force(cast))
    rows = Columns(*(np.concatenate([getattr(table.rows, name), getattr(extra, name)]) for name in Columns.__slots__))
    groups = group_of(cast, rows)
    entries: list[Entry] = []
    for k in range(len(rows)):
        one = rows.take(np.array([k]))
        for effect in known[int(rows.verb[k])].effects:
            levers = _levers(cast, effect, one)
            if levers:
                entries.append(Entry(k, effect, levers))
    option_of = np.array([entry.option for entry in entries], dtype=np.int64)
    ruled = [i for i, entry in enumerate(entries) if isinstance(entry.effect.amount, str)]
    formulas: dict[int, list[int]] = {}
    by_id: dict[int, object] = {}
    for i, entry in enumerate(entries):
        if not isinstance(entry.effect.amount, str):
            formulas.setdefault(id(entry.effect.amount), []).append(i)
            by_id[id(entry.effect.amount)] = entry.effect.amount
    modifiers: dict[str, list[int]] = {}
    for i, entry in enumerate(entries):
        for name in entry.effect.times:
            modifiers.setdefault(name, []).append(i)
    made = Plan(
        table=table, rows=rows, groups=groups, entries=entries, option_of=option_of, rule_entries=np.array(ruled, dtype=np.int64),
        rule_names=[str(entries[i].effect.amount) for i in ruled], scale=np.array([entry.effect.scale for entry in entries]),
        formulas=[(by_id[key], np.array(which)) for key, which in formulas.items()],
        modifiers=[(name, np.array(which)) for name, which in modifiers.items()],
        fading=np.array([1.0 if entry.effect.fades else 0.0 for entry in entries]),
    )
    _lay(cast, seat, made)
    return made


def _levers(cast: Cast, effect: Effect, one: Columns) -> tuple[str, ...]:
    """Names of the levers that an effect of one order moves."""
    if effect.field in ("points", "calm"):
        return (effect.field,)
    first, _, second = effect.who.partition(">")
    if not first:
        return (effect.field,)

    def names(part: str) -> list[str]:
        found = []
        for index in resolve(cast, part, one):
            i = int(index[0]) if isinstance(index, np.ndarray) else index
            if i >= 0:
                found.append(cast.places[i] if (part.startswith("p") and part[1:].isdigit()) or part == "batteries" else cast.states[i])
        return found

    heads = names(first)
    if not second:
        return tuple(f"{effect.field}.{name}" for name in heads)
    return tuple(f"{effect.field}.{a}.{b}" for a in heads for b in names(second) if a != b)


HORIZON, DISCOUNT = 4, 0.8


def reach(lever: str, delay: int) -> float:
    """Turns' worth of a lasting change within the horizon: sum of (discount x persistence)^k, discounted by the delay."""
    hold = DISCOUNT * PERSISTENCE.get(lever.split(".", maxsplit=1)[0], 0.95)
    total = sum(hold**k for k in range(HORIZON))
    return float(DISCOUNT**delay * total)


def _lay(cast: Cast, seat: int, made: Plan) -> None:
    """Which entries move what, layer by layer."""
    for want in wants(cast)[seat]:
        made.parts[want.name] = {}
        for _, key, part in want.parts:
            hits = [
                (i, entry.option, sum(part.slopes[lever] * reach(lever, entry.effect.delay) for lever in entry.levers if lever in part.slopes))
                for i, entry in enumerate(made.entries) if any(lever in part.slopes for lever in entry.levers)
            ]
            made.parts[want.name][key] = _layers(hits)
    for name in [f"odds.{cast.states[i]}" for i in threats_to(cast)] + ["calm", "points", f"commitment.{cast.states[seat]}"]:
        made.layers[name] = _layers([(i, e.option, DISCOUNT**e.effect.delay) for i, e in enumerate(made.entries) if name in e.levers])


def _layers(hits: list[tuple[int, int, float]]) -> list[tuple[Array, Array, Array]]:
    layers: list[list[tuple[int, int, float]]] = []
    for hit in hits:
        for layer in layers:
            if all(hit[1] != other[1] for other in layer):
                layer.append(hit)
                break
        else:
            layers.append([hit])
    return [(np.array([h[0] for h in layer]), np.array([h[1] for h in layer]), np.array([h[2] for h in layer])) for layer in layers]


def amounts(view: View, made: Plan) -> Array:
    """(worlds, entries) what each effect is expected to add, as the seat believes."""
    world = view.world
    total = np.empty((world.size, len(made.entries)))
    table = world.numbers.table
    if len(made.rule_entries):
        index = [world.numbers.index[name] for name in made.rule_names]
        total[:, made.rule_entries] = table.take(index, axis=1)
    for formula, which in made.formulas:
        options = made.option_of[which]
        lens = OptionLens(world, made.rows.take(options), made.groups[options])
        total[:, which] = formula(lens)  # type: ignore[operator]
    for name, which in made.modifiers:
        options = made.option_of[which]
        lens = OptionLens(world, made.rows.take(options), made.groups[options])
        total[:, which] *= MODIFIERS[name](lens)
    fresh = OptionLens(world, made.rows, made.groups).freshness().take(made.option_of, axis=1)
    return np.asarray(total * made.scale * (1.0 + (fresh - 1.0) * made.fading))


def summed(layers: list[tuple[Array, Array, Array]], amount: Array, options: int) -> Array:
    """(worlds, options) an effect's sum over the entries that move it."""
    total = np.zeros((len(amount), options))
    for entries, columns_, coefficients in layers:
        total[:, columns_] += amount.take(entries, axis=1) * coefficients
    return total


@dataclass(frozen=True)
class Appraisal:
    """What each order is worth to a seat, by consideration."""

    considerations: dict[str, Array]
    """name: (worlds, options) score points; they sum to the value. "goals" is split into one entry a goal, "goal:<name>"."""
    value: Array
    """(worlds, options)"""


def appraise(view: View, prospect: bool = True) -> Appraisal:
    """The value of every canonical order of the seat. ``prospect``: with reference point, loss aversion and affect."""
    world, cast, seat = view.world, view.world.cast, view.seat
    made = plan(cast, seat)
    amount = amounts(view, made)
    k, n = len(made.rows), len(made.table)
    rule = world.numbers.rule
    rows = made.rows
    climb = _climb(view, made)
    parts: dict[str, Array] = {}
    total_goals = np.zeros((world.size, k))
    for want in wants(cast)[seat]:
        worth = _goal(view, made, want, amount, climb, prospect)
        parts[f"goal:{want.name}"] = worth
        total_goals = total_goals + worth
    now = score(world, seat)[:, None]
    base = np.maximum(world.escalation - rule("escalation_ease"), 1.0)
    before = hazard(world, base)[:, None]
    after = hazard(world, np.maximum(base[:, None], climb + base[:, None]))
    calm = summed(made.layers["calm"], amount, k)
    loss = rule("war_loss", 2) * now * world.numbers.traits["war_aversion"][:, seat, None]
    # Who has little left to lose reckons less with what war would take.
    desperate = _desperate(view)
    loss = loss * (1.0 - 0.7 * desperate)
    danger = -(after - before) * loss * rule("hazard_reach", 2) + calm * hazard(world, np.minimum(base + 1.0, 8.0))[:, None] * loss * rule("hazard_reach", 2)
    parts["hazard"] = danger
    replies = np.zeros((world.size, k))
    for i, other in enumerate(threats_to(cast)):
        if other == seat:
            continue
        odds = summed(made.layers[f"odds.{cast.states[other]}"], amount, k)
        # Force invites force: what follows a blow is reckoned a rung higher than the blow.
        echo = -(hazard(world, np.minimum(np.maximum(climb[:, n + i] + base, world.escalation) + 1.0, 8.0)) - before[:, 0]) * loss[:, 0] * rule("hazard_reach")
        harm = np.minimum(total_goals[:, n + i] + echo, 40.0)[:, None]
        replies = replies + odds * harm * rule("reply_weight", 2)
    parts["replies"] = replies
    name = f"commitment.{cast.states[seat]}"
    # The louder the vow, the dearer each part of it; and the more the blow is felt.
    felt = np.minimum(np.minimum(world.grievance[:, seat].max(axis=1), 10.0) * rule("affect_grievance") / 1.9, 1.0)
    vowed = 0.5 + 0.15 * world.commitment[:, seat]
    shame = rule("face_worth") * world.numbers.traits["kappa"][:, seat] * (0.35 + 0.65 * felt) * vowed
    parts["face"] = -summed(made.layers[name], amount, k) * shame[:, None]
    known = verbs()
    target = np.maximum(rows.target, 0)
    tone = np.array([known[v].goldstein / 10.0 for v in rows.verb]) * (rows.target >= 0) * _size(rows)
    material = np.array([known[v].material or known[v].name == "sabotage" for v in rows.verb]) * 1.0
    grievance = np.minimum(world.grievance[:, seat].take(target, axis=1), 12.0)
    relation = world.relation[:, seat].take(target, axis=1)
    affect = rule("affect_grievance", 2) * grievance * np.maximum(-tone, 0.0) + rule("affect_tie", 2) * relation * tone
    owed = world.favours[:, :, seat].take(target, axis=1) * (rows.target >= 0)
    given = np.array([known[v].name.startswith("supply_") for v in rows.verb]) * 1.0
    affect = affect + rule("affect_debt", 2) * owed * given
    parts["affect"] = affect * (1.0 if prospect else 0.0)
    parts["urging"] = -world.restraint[:, seat, None] * material * rule("urging_weight", 2)
    # The striker's appetite leans on its patron's cover.
    leaning = 0.5 * world.enabling[:, None]
    doctrine = world.numbers.traits["doctrine"][:, seat, None] * rule("doctrine_wish", 2) * leaning
    window = rule("window_wish", 2) * world.resupply[:, seat, None] * (seat == cast.striker)
    strikes = np.array([known[v].name in ("strike", "join_strike") for v in rows.verb]) * 1.0
    red = _red(cast, rows)
    mine = (world.p_state == 1) & (world.p_from == seat) & ((world.p_kind == FAVOURS.index("restraint")) | (world.p_kind == FAVOURS.index("no_strike")))
    truce = (world.truce > 0)[:, None] * rule("truce_bond", 2) + mine.any(axis=1)[:, None] * rule("promise_bond", 2)
    friend = np.array([known[v].name == "join_strike" for v in rows.verb]) * losing(view, cast.striker, 66.0)
    last_card = (np.array([known[v].name == "close_strait" for v in rows.verb]) * losing(view, seat) + friend) * rule("last_card", 2)
    parts["wish"] = last_card + (doctrine + window) * strikes - truce * material - rule("red_taboo", 2) * red * (1.0 - desperate) + rule("red_despair", 2) * red * desperate
    parts["points"] = summed(made.layers["points"], amount, k)
    price = np.concatenate([static_costs(world, made.table), np.zeros((1, k - n))], axis=1)
    parts["capital"] = -_kept(view, price)
    value = np.zeros((world.size, k))
    for part in parts.values():
        value = value + part
    return Appraisal({name: part[:, :n] for name, part in parts.items()}, np.ascontiguousarray(value[:, :n]))


def _climb(view: View, made: Plan) -> Array:
    """(worlds, options) how far each order's rung lies above where the ladder would stand without it."""
    world = view.world
    known = verbs()
    rung = np.ones((world.size, len(made.rows)))
    for v in np.unique(made.rows.verb):
        which = np.flatnonzero(made.rows.verb == v)
        verb = known[v]
        if callable(verb.rung):
            rung[:, which] = verb.rung(OptionLens(world, made.rows.take(which), made.groups[which]))
        else:
            rung[:, which] = verb.rung
    base = np.maximum(world.escalation - world.numbers.rule("escalation_ease"), 1.0)
    return np.asarray(np.maximum(rung - base[:, None], 0.0))


def _goal(view: View, made: Plan, want: Want, amount: Array, climb: Array, prospect: bool) -> Array:
    """Weight x (progress with the order - progress without), losses counting 2.25 times (x/(1+|x|) form of prospect theory)."""
    world = view.world
    numbers = world.numbers
    x = want.level(world)[:, None]
    change = np.zeros((world.size, len(made.rows)))
    for name, key, part in want.parts:
        coefficient = numbers.goal_params[key][:, None]
        delta = summed(made.parts[want.name][key], amount, len(made.rows))
        if "escalation" in part.slopes:
            delta = delta + climb * part.slopes["escalation"] * reach("escalation", 0)
        change = change + coefficient * delta
        del name
    gain = want.progress(x + change, numbers) - want.progress(x, numbers)
    weight = numbers.weights[:, view.seat, want.index][:, None]
    if not prospect:
        return np.asarray(weight * gain)
    bend = numbers.rule("prospect_scale", 2)
    bent = gain / (1.0 + np.abs(gain) / bend)
    return np.asarray(weight * bent * np.where(bent < 0, numbers.rule("loss_aversion", 2), 1.0))


def _size(rows: Columns) -> Array:
    """How much an order says by its size: an announced salvo half a blow, a heavy one half as much again; strikes by their aimpoints."""
    names = np.array([verb.name for verb in verbs()])[rows.verb]
    aims = sum((getattr(rows, column) >= 0) * 1.0 for column in ("p0", "p1", "p2", "p3"))
    strike = np.isin(names, ("strike", "join_strike"))
    return np.where(names == "retaliate", 0.6 + 0.3 * rows.level, np.where(strike, 0.75 + 0.15 * aims, 1.0))


def _red(cast: Cast, rows: Columns) -> Array:
    red = np.zeros(len(rows))
    for name in ("p0", "p1", "p2", "p3"):
        spot = getattr(rows, name)
        red = np.maximum(red, (cast.red[np.maximum(spot, 0)] & (spot >= 0)) * 1.0)
    return red


def losing(view: View, state: int, firm: float = 55.0) -> Array:
    """(worlds, 1) 0 for a government that stands, 1 for one about to fall: what is kept for last is then worth playing."""
    return np.minimum(np.maximum((firm - view.world.stability[:, state]) / 25.0, 0.0), 1.0)[:, None]


def _desperate(view: View) -> Array:
    """(worlds, 1) 1 where little is left to lose: the capability is nearly gone, or the state is losing."""
    gone = (capability_left(view.world) < 0.25) * 0.6
    return np.asarray(np.maximum(losing(view, view.seat, 50.0), gone[:, None]))


def _kept(view: View, price: Array) -> Array:
    """(worlds, options) what the capital spent would have been worth kept: .6 a point up to four, .2 beyond."""
    world = view.world
    own = world.capital[:, view.seat, None]
    rule = world.numbers.rule
    low, high = rule("capital_worth", 2), rule("capital_spare", 2)

    def worth(amount: Array) -> Array:
        return np.asarray(low * np.minimum(amount, 4.0) + high * np.maximum(amount - 4.0, 0.0))

    return np.asarray(worth(own) - worth(np.maximum(own - price, 0.0)))


__all__ = ["CONSIDERATIONS", "Appraisal", "Plan", "amounts", "appraise", "plan", "summed", "threats_to"]
