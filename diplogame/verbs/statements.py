"""Statements: words in public. They cost nothing but one may be made a turn, and words bind."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs.aims import alone, at
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.modifiers import secret_known
from diplogame.verbs.verb import Effect, Verb, register
from diplogame.world.fields import Array


def _say_calm(context: Context, world: Array, act: Array, lens: Lens) -> None:
    actor = lens.rows.actor
    context.changes.set("said_calm", context.turn, world, actor)
    there = lens.rows.target >= 0
    context.changes.set("urged", context.turn, world[there], actor[there], lens.rows.target[there])


def _stand(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("stood_by", context.turn, world, lens.rows.actor, lens.rows.target)


def _expose(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """What only the actor had seen becomes known to all."""
    known = secret_known(lens) > 0
    context.changes.set("exposed", context.turn, world[known], lens.rows.target[known])


def _claim(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("claimed", context.turn, world, lens.rows.actor)


def _refund(lens: Lens) -> Array:
    """Share of the commitment that the claim gives back."""
    return np.asarray(lens.rule("claim_refund") * lens.state("commitment", "actor"))


def _deterrence(lens: Lens) -> Array:
    """What a threat takes off the target's wish to use force, in score points: more where the threat is believed."""
    from diplogame.verbs.face import p_act

    return np.asarray(lens.rule("threat_deterrence") * (p_act(lens, "actor", 2.0) - p_act(lens, "actor", 0.0)))


_GAP = tuple(
    Effect(field, who, amount, -1.0, (chance, *pull), delay, expected=True, fades=False)
    for delay, chance in enumerate(("calm_at_odds", "calm_at_odds_next", "calm_at_odds_after"))
    for field, who, amount, pull in (
        ("credibility", "actor", "gap_credibility", ()),
        ("alignment", "arabs", "gap_alignment", ("pole",)),
    )
)
"""What words of calm cost where deeds speak otherwise; the turn's end takes it (`turn/drift.py`)."""

register(
    Verb(
        "denounce",
        "111",
        -2.0,
        "statements",
        "words",
        0.0,
        at("striker", "defender", "patron", "supplier"),
        statement=True,
        effects=(
            Effect("relation", "target>actor", "denounce_relation", -1.0),
            Effect("standing", "target", "denounce_standing", -1.0, ("fresh_blow",)),
            Effect("standing", "actor", "denounce_own_standing", 1.0, ("fresh_blow",)),
            Effect("standing", "actor", "idle_words", -1.0),
            Effect("alignment", "arabs", "denounce_alignment", -1.0, ("fresh_blow", "target_pole")),
            Effect("legitimacy", "", "denounce_legitimacy", -1.0, ("fresh_blow", "target_is_striker")),
            Effect("legitimacy", "", "denounce_legitimacy", 1.0, ("fresh_blow", "target_is_defender")),
            Effect("credibility", "actor", "idle_words", -1.0),
        ),
    ),
    Verb(
        "defend",
        "052",
        3.5,
        "statements",
        "words",
        0.0,
        at("striker", "defender"),
        statement=True,
        effects=(
            Effect("relation", "target>actor", "defend_relation"),
            Effect("standing", "target", "defend_standing"),
            Effect("stability", "target", "defend_stability"),
            Effect("standing", "actor", "defend_cost", -1.0),
        ),
    ),
    Verb(
        "threaten",
        "138",
        -7.0,
        "statements",
        "words",
        1.0,
        at("striker", "defender"),
        statement=True,
        rung=2.0,
        effects=(
            Effect("commitment", "actor", "threat_commitment", fades=False),
            Effect("stability", "actor", "threat_rally"),
            Effect("restraint", "target", _deterrence),
            Effect("relation", "target>actor", "threat_relation", -1.0),
            Effect("odds", "target", "threat_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "urge_restraint",
        "027",
        4.0,
        "statements",
        "words",
        0.0,
        at("defender", "striker"),
        statement=True,
        act=_say_calm,
        effects=(
            Effect("restraint", "target", "urge_restraint", 1.0, ("friendship", "leverage")),
            Effect("odds", "target", "urge_odds", -1.0, ("friendship", "leverage"), expected=True),
            Effect("standing", "actor", "urge_standing", 1.0, ("war_time",)),
            Effect("stability", "target", "urge_steadies", 1.0, ("friendship", "at_risk")),
            Effect("relation", "target>actor", "urge_relation", -1.0),
            *_GAP,
        ),
    ),
    Verb(
        "stand_by",
        "052",
        3.5,
        "statements",
        "words",
        0.0,
        at("defender", "striker", "patron"),
        statement=True,
        act=_stand,
        effects=(
            Effect("restraint", "target", "stand_by_resolve", -1.0, ("friendship",)),
            Effect("odds", "target", "stand_by_odds", 1.0, ("friendship",), expected=True),
            Effect("stability", "target", "stand_by_stability", 1.0, ("friendship",)),
            Effect("relation", "target>actor", "stand_by_relation"),
            Effect("premium", "", "stand_by_premium", 1.0, ("friendship",)),
            Effect("standing", "actor", "stand_by_cost", -1.0),
        ),
    ),
    Verb(
        "expose",
        "112",
        -2.0,
        "statements",
        "words",
        0.0,
        at("patron", "supplier", "striker", "defender"),
        statement=True,
        act=_expose,
        needs=("anything_to_expose",),
        effects=(
            Effect("credibility", "target", "expose_credibility", -1.0, ("gap_or_secret",)),
            Effect("standing", "target", "expose_standing", -1.0, ("gap_or_secret",)),
            Effect("alignment", "arabs", "expose_alignment", -1.0, ("gap_or_secret", "target_pole")),
            Effect("relation", "target>actor", "expose_relation", -1.0),
        ),
    ),
    Verb(
        "blame_stealth",
        "016",
        -2.0,
        "statements",
        "words",
        0.0,
        alone(),
        statement=True,
        needs=("battery_lost",),
        effects=(
            Effect("export_standing", "", "blame_recovery", 1.0, ("export_loss",)),
            Effect("credibility", "actor", "blame_credibility", -1.0),
        ),
    ),
    Verb(
        "deny",
        "016",
        -2.0,
        "statements",
        "words",
        0.0,
        alone(),
        statement=True,
        act=_say_calm,
        needs=("something_to_deny",),
        effects=(
            Effect("standing", "actor", "deny_standing", 1.0, ("exposed_lately",)),
            Effect("credibility", "actor", "deny_credibility", -1.0),
            *_GAP,
        ),
    ),
    Verb(
        "claim_victory",
        "015",
        0.0,
        "statements",
        "words",
        0.0,
        alone(),
        statement=True,
        act=_claim,
        needs=("blow_within_two", "not_claimed_lately"),
        effects=(
            Effect("commitment", "actor", _refund, -1.0, ("damage_seen",)),
            Effect("stability", "actor", "claim_stability", 1.0, ("damage_seen",)),
            Effect("credibility", "actor", "claim_credibility", -1.0),
        ),
    ),
)
