"""Aid, sanctions and ties."""

from __future__ import annotations

from diplogame.noise import logistic
from diplogame.verbs.aims import Rows, at
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.postures import posture
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def _aid_chance(lens: Lens) -> Array:
    return logistic(lens.rule("aid_base") + lens.rule("aid_relation") * lens.pair("relation", "target", "actor"))


def _ask_aid(context: Context, world: Array, act: Array, lens: Lens) -> None:
    rows = lens.rows
    yes = context.luck.uniform_at("aid", world, rows.actor * 8 + rows.target) < _aid_chance(lens)
    w = world[yes]
    fresh = lens.freshness()[yes]
    context.changes.add("economy", context.rule("aid_economy", w) * fresh, w, rows.actor[yes])
    context.changes.add("stability", context.rule("aid_stability", w) * fresh, w, rows.actor[yes])
    context.changes.add("economy", -0.3 * context.rule("aid_economy", w) * fresh, w, rows.target[yes])
    context.log.add(
        "outcome", w, "offer_taken", source=rows.target[yes], target=rows.actor[yes], act=act[yes], verb=rows.verb[yes]
    )
    no = ~yes
    context.log.add(
        "outcome",
        world[no],
        "offer_declined",
        source=rows.target[no],
        target=rows.actor[no],
        act=act[no],
        verb=rows.verb[no],
    )


def _aid(rule: str, scale: float = 1.0) -> Formula:
    return lambda lens: lens.rule(rule) * _aid_chance(lens) * scale


def _sanction_targets(cast: Cast, actor: int) -> Rows:
    return [{"target": state} for state in (cast.defender, cast.supplier)]


register(
    Verb(
        "economic_aid",
        "071",
        7.4,
        "arms",
        "aid",
        2.0,
        at("defender", "arabs"),
        act=None,
        single=True,
        effects=(
            Effect("economy", "target", "aid_economy"),
            Effect("stability", "target", "aid_stability"),
            Effect("relation", "target>actor", "aid_relation_gain"),
            Effect("economy", "actor", "aid_economy", -0.4),
            Effect("standing", "actor", "aid_standing"),
        ),
    ),
    Verb(
        "ask_aid",
        "023",
        3.4,
        "arms",
        "aid",
        1.0,
        at("patron", "supplier", "arabs", but=("defender",)),
        act=_ask_aid,
        single=True,
        # Whoever is asked, it is the same want: those who were asked last count as asked.
        grouped="level",
        effects=(
            Effect("economy", "actor", _aid("aid_economy"), expected=True),
            Effect("stability", "actor", _aid("aid_stability"), expected=True),
            Effect("standing", "actor", "ask_aid_standing", -1.0),
            Effect("credibility", "actor", "ask_again", -1.0, ("again",), fades=False),
            Effect("favours", "target>actor", "ask_aid_favour"),
        ),
    ),
    Verb(
        "canal_favour",
        "061",
        6.4,
        "arms",
        "aid",
        1.0,
        at("patron", "supplier", "arabs"),
        act=None,
        single=True,
        effects=(
            Effect("relation", "target>actor", "canal_relation"),
            Effect("favours", "actor>target", "canal_favour_owed"),
            Effect("economy", "actor", "canal_cost", -1.0),
            Effect("economy", "target", "canal_gain"),
        ),
    ),
    Verb(
        "sanction",
        "163",
        -8.0,
        "arms",
        "aid",
        1.0,
        _sanction_targets,
        act=None,
        needs=("sanctions_room",),
        effects=(
            Effect("sanctions", "target", "sanction_step", fades=False),
            Effect("economy", "target", "sanction_economy", -1.0),
            Effect("relation", "target>actor", "sanction_relation", -1.0),
            Effect("credibility", "actor", "sanction_credibility"),
            Effect("economy", "actor", "sanction_home", -1.0),
            Effect("congress", "", "sanction_congress"),
        ),
    ),
    Verb(
        "ease_sanctions",
        "085",
        7.0,
        "arms",
        "aid",
        1.0,
        _sanction_targets,
        act=None,
        needs=("sanctions_stand",),
        effects=(
            Effect("sanctions", "target", "sanction_step", -1.0, fades=False),
            Effect("economy", "target", "sanction_economy"),
            Effect("relation", "target>actor", "sanction_relation"),
            Effect("trust", "target>actor", "ease_trust"),
            Effect("congress", "", "sanction_congress", -1.5),
            Effect("odds", "defender", "ease_odds", -1.0, ("target_is_defender",), expected=True),
            Effect("restraint", "target", "ease_restraint", 1.0, ("target_is_defender",)),
        ),
    ),
    Verb(
        "normalise",
        "050",
        3.5,
        "arms",
        "words",
        1.0,
        lambda cast, actor: [{"target": cast.striker, "level": 1}],
        act=posture("normal"),
        single=True,
        needs=("posture_differs",),
        effects=(
            Effect("relation", "target>actor", "normal_relation"),
            Effect("relation", "patron>actor", "normal_relation", 0.7),
            Effect("stability", "actor", "normal_home", -1.0),
            Effect("relation", "defender>actor", "normal_relation", -0.5),
            Effect("restraint", "striker", "normal_restraint"),
            Effect("odds", "striker", "normal_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "freeze",
        "160",
        -4.0,
        "arms",
        "words",
        1.0,
        lambda cast, actor: [{"target": cast.striker, "level": 0}],
        act=posture("normal"),
        single=True,
        needs=("posture_differs",),
        effects=(
            Effect("relation", "target>actor", "normal_relation", -1.0),
            Effect("relation", "patron>actor", "normal_relation", -0.5),
            Effect("stability", "actor", "normal_home"),
            Effect("standing", "actor", "freeze_standing", 1.0, ("war_time",)),
            Effect("legitimacy", "", "freeze_legitimacy", -1.0),
            Effect("restraint", "striker", "normal_restraint"),
            Effect("odds", "striker", "normal_odds", -1.0, expected=True),
        ),
    ),
)
