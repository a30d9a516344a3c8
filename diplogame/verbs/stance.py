"""Force by other means, and the stance of forces: sabotage, alert, standing down, hiding launchers."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs import air
from diplogame.verbs.aims import Rows, alone, levels, places_of
from diplogame.verbs.context import Context
from diplogame.verbs.events import OUTCOMES, bits
from diplogame.verbs.lens import Lens
from diplogame.verbs.verb import Effect, Verb, register
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def _sites(cast: Cast, actor: int) -> Rows:
    return [
        {"target": cast.defender, "p0": spot, "covert": 1}
        for spot in places_of(cast, "mixer", "drone", owner=cast.defender)
    ]


def sabotage(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """A covert blow: it may fail, and it may be traced."""
    rows, changes = lens.rows, context.changes
    key = rows.actor * context.cast.n_places + rows.p0
    done = context.luck.uniform_at("sabotage.done", world, key) < context.rule("sabotage_success", world)
    loss = context.luck.beta42_at("sabotage.damage", world, key) * context.rule("sabotage_damage", world) * done
    changes.add("integrity", -loss, world, rows.p0)
    context.raise_rung(world, 3.0)
    traced = context.luck.uniform_at("sabotage.traced", world, key) < context.rule("sabotage_traced", world)
    states = np.arange(context.cast.n_states)
    cells = (key[:, None] * 8 + states).reshape(-1)
    chance = context.luck.uniform_at("sabotage.seen", np.repeat(world, len(states)), cells).reshape(-1, len(states))
    order, state = np.nonzero(traced[:, None] & ((states == context.cast.defender) | (chance < 0.3)))
    changes.set("known", context.turn, world[order], state, rows.actor[order])
    changes.add("standing", -context.rule("sabotage_standing", world) * traced, world, rows.actor)
    changes.add("grievance", context.rule("grievance_sabotage", world) * traced, world, rows.target, rows.actor)
    changes.add("hurt", 0.3 * done, world, rows.target)
    outcome = np.where(done, OUTCOMES.index("hit"), OUTCOMES.index("missed"))
    seen = bits(rows.actor, np.where(traced, rows.target, -1))
    context.log.add(
        "outcome", world, outcome, source=rows.actor, target=rows.target, place=rows.p0, act=act, verb=rows.verb, rung=3.0, seen=seen, size=loss
    )  # fmt: skip


def _sabotage_damage(lens: Lens) -> Array:
    return np.asarray(lens.rule("sabotage_success") * lens.rule("sabotage_damage") * air.MEAN_DAMAGE)


def _stand_alert(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("alert", lens.rows.level, world, lens.rows.actor)


def _stand_down(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """The posture falls back, and nobody may set it again in the same turn."""
    context.changes.add("alert", -context.worlds.alert[world, lens.rows.actor], world, lens.rows.actor)


def _shed(lens: Lens) -> Array:
    """Commitment that standing down sheds, at the price of face."""
    return np.asarray(np.minimum(lens.state("commitment", "actor"), lens.rule("stand_down_commitment")))


def _face(lens: Lens) -> Array:
    return np.asarray(_shed(lens) * lens.rule("face") * lens.trait("kappa", "actor"))


def _disperse(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("dispersed", context.rule("disperse_turns", world), world)


register(
    Verb(
        "sabotage",
        "1712",
        -9.2,
        "force",
        "force",
        3.0,
        _sites,
        act=sabotage,
        single=True,
        secret=True,
        needs=("stands",),
        rung=3.0,
        grouped="place",
        parameters=("places",),
        effects=(
            Effect("integrity", "p0", _sabotage_damage, -1.0, expected=True, fades=False),
            Effect(
                "standing",
                "actor",
                lambda lens: lens.rule("sabotage_traced") * lens.rule("sabotage_standing"),
                -1.0,
                expected=True,
                fades=False,
            ),
            Effect("odds", "defender", "sabotage_odds", expected=True),
        ),
    ),
    Verb(
        "alert",
        "152",
        -7.2,
        "force",
        "words",
        1.0,
        levels(1),
        act=_stand_alert,
        single=True,
        needs=("posture_differs",),
        rung=2.0,
        grouped="level",
        effects=(
            Effect("stability", "actor", "alert_stability"),
            Effect("economy", "actor", "alert_economy", -1.0),
            Effect("restraint", "defender", "alert_restraint"),
            Effect("odds", "defender", "alert_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "stand_down",
        "087",
        9.0,
        "force",
        "words",
        0.0,
        alone(),
        act=_stand_down,
        single=True,
        needs=("something_to_drop",),
        effects=(
            Effect("commitment", "actor", _shed, -1.0, fades=False),
            Effect("stability", "actor", _face, -1.0, ("no_way_out",), fades=False),
            Effect("restraint", "actor", "stand_down_restraint", fades=False),
            Effect("standing", "actor", "stand_down_standing", 1.0, ("war_time",)),
            Effect("odds", "actor", "stand_down_odds", -1.0, expected=True),
            Effect("odds", "striker", "stand_down_echo", -1.0, expected=True),
            Effect("odds", "defender", "stand_down_echo", -1.0, expected=True),
        ),
    ),
    Verb(
        "disperse",
        "152",
        -7.2,
        "force",
        "aid",
        1.0,
        alone(),
        act=_disperse,
        single=True,
        needs=("hidden_launchers_old",),
        rung=2.0,
        effects=(
            Effect("points", "actor", "disperse_worth", 1.0, ("war_time",), expected=True),
            Effect("economy", "actor", "disperse_economy", -1.0),
        ),
    ),
)
