"""What happens by itself after the orders: the market, the publics, face, reciprocity, influence, capital (rules 1, 6, 9, 10, 12, 13)."""

from __future__ import annotations

import numpy as np

from diplogame.noise import halves
from diplogame.verbs.context import Context, largest
from diplogame.verbs.market import flow_of, loss_after, net_loss, premium_after, price_of, slump_after
from diplogame.world.cast import Cast
from diplogame.world.fields import NEVER, Array, Worlds


def market(context: Context) -> None:
    """Oil: losses reach buyers as cargoes run out, the premium jumps with an exchange and halves in calm, a dear price starts a slump."""
    worlds, changes = context.worlds, context.changes
    rule = worlds.numbers.rule
    loss = loss_after(worlds, net_loss(worlds))
    premium = premium_after(worlds, worlds.premium, worlds.strait, context.force.reshape(worlds.size, -1).max(axis=1))
    slump = slump_after(worlds)
    demand = 1.0 - slump * rule("slump_demand")
    noise = context.luck.normal("price", 1)[:, 0] * rule("price_noise")
    price = price_of(worlds, demand, loss, premium) * (1.0 + noise)
    price = worlds.price + (price - worlds.price) * rule("price_adjust")
    flow = flow_of(worlds)
    log = np.concatenate([worlds.price[:, None], worlds.price_log[:, :2]], axis=1)
    low = flow < 0.2 * rule("hormuz_flow")
    context.changes.add_all(
        "bypass", rule("bypass_growth") * (worlds.strait > 0) * (worlds.bypass < rule("bypass_top")) * 1.0
    )
    for name, value in (
        ("loss", loss),
        ("premium", premium),
        ("slump", slump),
        ("demand", demand),
        ("price", price),
        ("flow", flow),
        ("price_log", log),
    ):
        changes.add_all(name, value - getattr(worlds, name))
    changes.add_all("closed_turns", np.where(low, 1, -worlds.closed_turns))
    changes.add_all("released", -rule("release_fade") * worlds.released)
    changes.add_all("output", -rule("output_fade", 2) * worlds.output)


def publics(context: Context) -> None:
    """Stability and economy drift; losses and success move them; an unmet commitment costs while provoked; hurt fades by itself."""
    worlds, cast, changes = context.worlds, context.cast, context.changes
    rule = worlds.numbers.rule
    traits = worlds.numbers.traits
    turn = context.turn
    calm = ((turn - worlds.provoked) > 1) * 1.0
    rest = rule("stability_ease", 2) * (_home_stability(worlds) - worlds.stability) * calm
    provoked = ((turn - worlds.provoked) <= 2) & (worlds.provoked > NEVER)
    acted = worlds.answered == turn
    unmet = provoked & ~acted
    # Silence while provoked costs face: half of it for having threatened at all, by the public (Kertzer & Brutger 2016).
    shame = rule("silence", 2) * traits["kappa"] * worlds.commitment * unmet
    changes.add_all("stability", rest - shame - 0.1 * (worlds.slump[:, None] * rule("slump_home", 2)))
    idle = rule("commitment_fade", 2) * (worlds.commitment > 0) * (~provoked | (worlds.truce > 0)[:, None])
    # At the brink, where both strike, nobody is in control: flight, panic, mobilisation on both sides.
    d, s = cast.defender, cast.striker
    both = (
        (context.force[:, d, s] > 0)
        & (context.force[:, s, d] > 0)
        & (np.maximum(worlds.escalation, context.rung) >= 7.0)
    )
    brink, rule_at = np.flatnonzero(both), worlds.numbers.rule_at
    for state in (d, s):
        changes.add("stability", -rule_at("brink_stability", brink), brink, state)
        changes.add("economy", -rule_at("brink_economy", brink), brink, state)
    # A blow on one's own soil is answered in public by a vow: the demand at home grows with every one.
    struck = largest(context.force, axis=1)
    w, whose = np.nonzero(struck >= 4.0)
    felt = np.minimum(worlds.grievance[w, whose].max(axis=1), 10.0) * rule_at("affect_grievance", w)
    vow = np.zeros(struck.shape)
    vow[w, whose] = rule_at("vow", w) * felt
    changes.add_all("commitment", vow - np.minimum(idle, worlds.commitment))
    economy = rule("economy_ease", 2) * (_home_economy(worlds) - worlds.economy)
    producers = cast.tagged("producer")
    windfall = (
        rule("windfall", 2) * (worlds.price[:, None] - rule("price_base", 2)) / 10.0 * np.where(producers, 1.0, -0.4)
    )
    shut = (worlds.strait == 2)[:, None] * rule("closure_freight", 2)
    changes.add_all("economy", economy + windfall - shut - worlds.slump[:, None] * rule("slump_home", 2))
    changes.add_all("hurt", (rule("hurt_keep", 2) - 1.0) * worlds.hurt)
    closed = np.flatnonzero(worlds.strait == 2)
    changes.add("hurt", rule_at("hurt_closure_own", closed), closed, cast.defender)
    used = largest(struck) > 0
    hot = np.flatnonzero(used)
    changes.add("hurt", rule_at("hurt_patron_force", hot), hot, cast.patron)
    over = np.maximum(worlds.escalation - 5.0, 0.0)
    changes.add_all("spare_resources", rule("spare_ease") * (60.0 - worlds.spare_resources) - rule("spare_rung") * over)
    border = (
        60.0
        - rule("border_rung") * np.maximum(worlds.escalation - 4.0, 0.0)
        - rule("border_iran") * np.maximum(rule("border_threshold") - worlds.stability[:, cast.defender], 0.0)
    )
    changes.add_all("border_security", rule("border_ease") * (border - worlds.border_security))
    made = rule("war_supply_home") * (1.0 - rule("drone_dependence"))
    plants = cast.spots("drone", owner=cast.defender)
    regular = worlds.integrity.take(plants, axis=1).mean(axis=1) if len(plants) else np.ones(worlds.size)
    supply = (
        made
        + rule("war_supply_iran")
        * rule("drone_dependence")
        * regular
        * (1.0 + worlds.relation[:, cast.defender, cast.supplier] / 10.0)
        / 1.6
    )
    changes.add_all("war_supply", rule("war_supply_ease") * (supply - worlds.war_supply))
    changes.add_all("export_standing", rule("name_ease") * (45.0 - worlds.export_standing))
    weary = rule("weary_force") * used - rule("weary_ease") * (worlds.war_weariness - 40.0)
    changes.add_all("war_weariness", weary)
    changes.add_all("congress", rule("weary_ease") * (50.0 - worlds.congress) - 0.3 * rule("weary_force") * used)
    baited = (turn - worlds.bait) <= 2
    changes.add_all("backing", rule("backing_ease") * (60.0 - worlds.backing) + 0.0 * baited)
    changes.add_all("legitimacy", rule("legitimacy_ease") * (50.0 - worlds.legitimacy))
    changes.add_all("big_strikes", -0.34 * worlds.big_strikes)
    debt = ((worlds.price > rule("debt_price")) | (worlds.escalation >= 7.0))[:, None] & cast.tagged("debtor")
    changes.add_all("stability", -rule("debt_stability", 2) * debt)
    changes.add_all("standing", rule("standing_ease", 2) * (worlds.numbers.rule("standing_home", 2) - worlds.standing))
    changes.add_all("vetoes", (halves(0.25) - 1.0) * worlds.vetoes)
    changes.add_all("restraint", (rule("restraint_keep", 2) - 1.0) * worlds.restraint)
    changes.add_all("alignment", rule("alignment_ease", 2) * (_opening(cast, "alignment") - worlds.alignment))


def _home_stability(worlds: Worlds) -> Array:
    return np.asarray(worlds.numbers.rule("stability_home", 2) + 0.15 * (worlds.economy - 50.0))


def _home_economy(worlds: Worlds) -> Array:
    cast = worlds.cast
    start = _opening(cast, "economy", 50.0)
    pressed = worlds.numbers.rule("sanction_weight", 2) * (worlds.sanctions - _opening(cast, "sanctions"))
    terminals = np.zeros((worlds.size, cast.n_states))
    for state in range(cast.n_states):
        mine = cast.spots("oil", "gas", owner=state)
        if len(mine):
            terminals[:, state] = (1.0 - worlds.integrity.take(mine, axis=1)).mean(axis=1)
    return np.asarray(start - pressed - 25.0 * terminals)


def _opening(cast: Cast, name: str, default: float = 0.0) -> Array:
    """(1, states) a quantity as the scenario opens (made once a cast)."""
    key = ("opening", name)
    if key not in cast.extras:
        cast.extras[key] = np.array(
            [[float(cast.scenario.states[state].start.get(name, default)) for state in cast.states]]
        )
    return cast.extras[key]  # type: ignore[no-any-return]


def words_and_deeds(context: Context) -> None:
    """A state that speaks of calm and is seen to enable or use force has a gap: its credibility falls by 3 x gap (rule 9). Twice enough
    by itself: `expose` multiplies what others make of it.
    """
    worlds, cast, changes = context.worlds, context.cast, context.changes
    turn = context.turn
    calm = ((turn - worlds.said_calm) <= 2) & (worlds.said_calm > NEVER)
    deeds = np.maximum(np.maximum(worlds.enabled_force, worlds.exposed), worlds.answered)
    fresh = (np.maximum(deeds, worlds.said_calm) == turn) & (deeds > NEVER)
    gap = calm & ((turn - deeds) <= 2) & fresh
    rule = worlds.numbers.rule
    changes.add_all("credibility", -rule("gap_credibility", 2) * gap)
    pole = np.zeros(cast.n_states)
    pole[cast.patron], pole[cast.supplier] = 1.0, -1.0
    pull = (rule("gap_alignment", 2) * gap * pole).sum(axis=1)
    changes.add_all("alignment", -pull[:, None] * cast.arabs)


def threats(context: Context) -> None:
    """A kept or an empty threat updates credibility (a Beta(2, 2) count)."""
    worlds, changes = context.worlds, context.changes
    turn = context.turn
    provoked = ((turn - worlds.provoked) <= 3) & (worlds.provoked > NEVER)
    kept = (worlds.answered == turn) & (worlds.commitment > 0.5)
    late = (worlds.commitment > 1.5) & provoked & ((turn - worlds.answered) > 3) & ((turn % 3) == 0)
    number, empty = worlds.kept + kept, worlds.empty + late
    before = (2.0 + worlds.kept) / (4.0 + worlds.kept + worlds.empty)
    after = (2.0 + number) / (4.0 + number + empty)
    changes.add_all("credibility", worlds.numbers.rule("threat_credibility", 2) * (after - before))
    changes.add_all("kept", kept * 1.0)
    changes.add_all("empty", late * 1.0)


def income(context: Context) -> None:
    """Political capital comes in, up to the cap of six."""
    worlds = context.worlds
    context.changes.add_all("capital", np.broadcast_to(worlds.numbers.traits["income"], worlds.capital.shape))
