"""Intelligence, and the postures that stand until changed: enabling, airspace, bases."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs.aims import Rows, alone, at, levels
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.verb import Deed, Effect, Verb, register
from diplogame.world.cast import Cast
from diplogame.world.fields import Array
from diplogame.world.measures import blur


def _learn(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """Better estimates this turn: errors shrink by a share (the beliefs stage reads it)."""
    places, actor = np.arange(context.cast.n_places), lens.rows.actor
    error = context.worlds.seen_sd[world, actor]
    share = context.rule("gather_share", world)[:, None]
    context.changes.add("seen_sd", -share * error, world[:, None], actor[:, None], places)


def _insight(lens: Lens) -> Array:
    """What sharper estimates are worth: more the blurrier they are."""
    whole, actor = blur(lens.world), lens.rows.actor
    here = whole[lens.index, actor] if hasattr(lens, "index") else whole.take(actor, axis=1)
    return np.asarray(lens.rule("insight_worth") * here)


def posture(field: str) -> Deed:
    def write(context: Context, world: Array, act: Array, lens: Lens) -> None:
        rows = lens.rows
        context.changes.set(field, rows.level, world, rows.actor)

    return write


def _enable(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("enabling", lens.rows.level, world)


def _enable_turn(lens: Lens) -> Array:
    """How far the posture moves: up helps the striker, down costs it; allies lose trust with every turn-about."""
    return np.asarray(lens.col("level") - lens.value("enabling")) * 1.0


def _weaker(lens: Lens) -> Array:
    return np.asarray(np.maximum(-_enable_turn(lens), 0.0))


def _stronger(lens: Lens) -> Array:
    return np.asarray(np.maximum(_enable_turn(lens), 0.0))


def _half_price(lens: Lens) -> Array:
    from diplogame.verbs.modifiers import bait_taken

    return np.asarray(_stronger(lens) * bait_taken(lens))


def _sky(context: Context, world: Array, act: Array, lens: Lens) -> None:
    rows = lens.rows
    context.changes.set("airspace", rows.level, world, rows.actor)
    context.changes.set("airspace_seen", (rows.level == 1) * 1, world, rows.actor)


def _opens(lens: Lens) -> Array:
    """+1 opened, 0 quietly open, -1 closed: how it looks."""
    level = lens.col("level")
    return np.asarray((level == 1) * 1.0 - (level == 0) * 1.0)


def _helps(lens: Lens) -> Array:
    """Whether the patron's jets and the striker's can use it."""
    return np.asarray((lens.col("level") > 0) * 1.0 - (lens.col("level") == 0) * 1.0)


def _grants(lens: Lens) -> Array:
    return np.asarray(np.where(lens.col("level") > 0, 1.0, -1.0))


def _skies(cast: Cast, actor: int) -> Rows:
    return [{"level": 0}, {"level": 1}, {"level": 2, "covert": 1}]


register(
    Verb(
        "share_intelligence",
        "064",
        7.0,
        "arms",
        "aid",
        1.0,
        at("striker", "patron"),
        act=_learn,
        secret=True,
        effects=(
            Effect("relation", "target>actor", "intelligence_relation"),
            Effect("trust", "target>actor", "intelligence_trust"),
            Effect("points", "actor", _insight, 0.5, expected=True),
        ),
    ),
    Verb(
        "gather_intelligence",
        "064",
        7.0,
        "arms",
        "aid",
        1.0,
        alone(),
        act=_learn,
        secret=True,
        single=True,
        effects=(Effect("points", "actor", _insight, expected=True),),
    ),
    Verb(
        "set_enabling",
        "0332",
        5.2,
        "arms",
        "words",
        1.0,
        levels(0, 1, 2),
        act=_enable,
        single=True,
        needs=("posture_differs",),
        grouped="level",
        parameters=("level",),
        effects=(
            Effect("relation", "striker>actor", _enable_turn, 0.5, fades=False),
            Effect("credibility", "actor", _weaker, -1.5, fades=False),
            Effect("standing", "actor", _enable_turn, -1.2, fades=False),
            Effect("war_weariness", "", _half_price, 1.2, fades=False),
            Effect("war_weariness", "", _weaker, -1.2, fades=False),
            Effect("stability", "striker", _enable_turn, 0.4, fades=False),
            Effect("restraint", "striker", _weaker, 0.35, fades=False),
            Effect("odds", "striker", _weaker, -0.1, expected=True, fades=False),
            Effect("odds", "striker", _stronger, 0.1, expected=True, fades=False),
        ),
    ),
    Verb(
        "set_airspace",
        "1212",
        -4.0,
        "arms",
        "words",
        1.0,
        _skies,
        act=_sky,
        single=True,
        needs=("posture_differs",),
        grouped="level",
        parameters=("level",),
        effects=(
            Effect("stability", "actor", _opens, -1.0, fades=False),
            Effect("relation", "patron>actor", _helps, 0.5, fades=False),
            Effect("relation", "striker>actor", _helps, 0.4, fades=False),
            Effect("relation", "defender>actor", _opens, -0.5, fades=False),
            Effect("standing", "actor", _opens, -0.5, fades=False),
            Effect("odds", "striker", _helps, 0.02, expected=True, fades=False),
        ),
    ),
    Verb(
        "set_bases",
        "1212",
        -4.0,
        "arms",
        "words",
        1.0,
        levels(0, 1),
        act=posture("bases"),
        single=True,
        needs=("posture_differs",),
        grouped="level",
        parameters=("level",),
        effects=(
            Effect("relation", "patron>actor", _grants, 0.8, fades=False),
            Effect("relation", "defender>actor", _grants, -0.7, fades=False),
            Effect("stability", "actor", _grants, -0.4, fades=False),
            Effect("odds", "striker", _grants, 0.02, expected=True, fades=False),
        ),
    ),
)
