"""The Security Council: drafts and lobbying. The vote itself is in `turn/vote.py` (Charter art. 27)."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs import ballot
from diplogame.verbs.aims import Rows
from diplogame.verbs.context import Context
from diplogame.verbs.face import faded
from diplogame.verbs.lens import Lens, once_a_lens
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.axes import KINDS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def _drafts(cast: Cast, actor: int) -> Rows:
    """The kinds that a state would put its name to."""
    west = actor in (cast.patron, cast.striker)
    east = actor in (cast.supplier, cast.defender)
    blame = (
        [KINDS.index("blame_defender")] if west else [KINDS.index("blame_striker")] if east or cast.arabs[actor] else []
    )
    kinds = [*blame, KINDS.index("ceasefire"), KINDS.index("inspection")]
    if not east:
        kinds.append(KINDS.index("third_states"))
    return [{"level": kind} for kind in kinds]


def _table(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """One draft at a time: where two are tabled at once, the later name on the roll gives way to the earlier kind."""
    rows = lens.rows
    best = np.full(context.worlds.size, 99, dtype=np.int64)
    rank = rows.level * 10 + rows.actor
    np.minimum.at(best, world, rank)
    first = best[world] == rank
    w = world[first]
    context.changes.set("draft", rows.level[first], w)
    context.changes.set("draft_by", rows.actor[first], w)
    context.changes.set("arab_draft", context.cast.arabs[rows.actor[first]] * 1, w)
    context.log.add("outcome", w, "draft_tabled", source=rows.actor[first], level=rows.level[first], act=act[first])


def _directions(cast: Cast, actor: int) -> Rows:
    return [{"level": 1}, {"level": 0}]


def _lobby(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """Capital moves the two members nearest the threshold by a step over their price."""
    worlds, rows, members = context.worlds.take(world), lens.rows, np.arange(context.cast.n_members)
    index = ballot.index_without_noise(worlds)
    for wanted in (-1.0, 1.0):
        some = np.flatnonzero((rows.level > 0) == (wanted > 0))
        if len(some):
            step = ballot.steps(worlds, index, wanted)[some] * lens.freshness()[some, None]
            context.changes.add("lobbied", step, world[some, None], members)


def _lobbied(lens: Lens) -> Array:
    """What lobbying adds to the chance that the draft before the council passes."""
    gain = ballot.lobbied_chances(lens.world)
    way = (lens.col("level") > 0) * 1
    return np.asarray(gain[lens.index, way] if hasattr(lens, "index") else gain.take(way[0], axis=1))


@once_a_lens
def _chances(lens: Lens, what: str) -> Array:
    """Chance that the actor's draft passes, or that it has nine votes at all."""
    kinds = np.minimum(np.maximum(lens.col("level"), 0), len(KINDS) - 1)
    arab = lens.cast.arabs[lens.col("actor")] * 1
    chances = ballot.chances_to_pass(lens.world)[..., 0 if what == "pass" else 1]
    return np.asarray(
        chances[lens.index, kinds, arab]
        if hasattr(lens, "index")
        else chances.reshape(len(chances), -1).take((kinds * 2 + arab)[0], axis=1)
    )


def _draft_value(lens: Lens) -> Array:
    """What a draft on the table is worth to its author: the chance that it passes."""
    return _chances(lens, "pass")


def _passes(kind: str, rule: str) -> Formula:
    """A rule number, where a draft of that kind passes."""
    return lambda lens: _draft_value(lens) * (lens.col("level") == KINDS.index(kind)) * lens.rule(rule)


def _shed(part: str) -> Formula:
    """Commitment that a party sheds by a resolution that asks for a ceasefire."""
    return lambda lens: _passes("ceasefire", "resolution_exit")(lens) * faded(lens, getattr(lens.cast, part))


def _credit(lens: Lens) -> Array:
    """What the vote does to the author's standing: a draft that passes pays, one that falls short of nine costs, and so does an own veto."""
    veto = ballot.own_vetoes(lens.world)
    kinds, actor = np.minimum(np.maximum(lens.col("level"), 0), len(KINDS) - 1), lens.col("actor")
    own = (
        veto[lens.index, kinds, actor]
        if hasattr(lens, "index")
        else veto.reshape(len(veto), -1).take((kinds * lens.cast.n_states + actor)[0], axis=1)
    )
    return np.asarray(
        lens.rule("passed_standing") * _draft_value(lens)
        - lens.rule("short_standing") * (1.0 - _chances(lens, "nine"))
        - lens.rule("veto_standing") * own
    )


def _calms(lens: Lens) -> Array:
    return np.asarray(
        _draft_value(lens) * (lens.col("level") == KINDS.index("ceasefire")) * lens.rule("resolution_odds")
    )


def _side(blame: float, mirror: float, inspection: float = 0.0) -> Formula:
    """What the lobbying adds to the chance of the draft before the council, times what that draft would do."""

    def formula(lens: Lens) -> Array:
        draft = lens.value("draft")
        weight = (
            blame * (draft == KINDS.index("blame_defender"))
            + mirror * (draft == KINDS.index("blame_striker"))
            + inspection * (draft == KINDS.index("inspection"))
        )
        return np.asarray(weight * _lobbied(lens) * lens.rule("resolution_legitimacy"))

    return formula


def _lobby_calm(lens: Lens) -> Array:
    return np.asarray((lens.value("draft") == KINDS.index("ceasefire")) * _lobbied(lens) * lens.rule("resolution_odds"))


register(
    Verb(
        "table_draft",
        "053",
        3.8,
        "council",
        "council",
        1.0,
        _drafts,
        act=_table,
        single=True,
        grouped="level",
        parameters=("level",),
        needs=("no_draft", "not_voted_lately", "third_state_hit"),
        effects=(
            Effect("standing", "actor", "draft_standing"),
            Effect("standing", "actor", _credit, delay=1, fades=False),
            Effect("legitimacy", "", _passes("blame_defender", "resolution_legitimacy"), delay=1, fades=False),
            Effect("legitimacy", "", _passes("blame_striker", "resolution_legitimacy"), -1.0, delay=1, fades=False),
            Effect("legitimacy", "", _passes("inspection", "resolution_legitimacy"), -0.3, delay=1, fades=False),
            Effect(
                "standing", "defender", _passes("blame_defender", "resolution_standing"), -1.0, delay=1, fades=False
            ),
            Effect("standing", "defender", _passes("inspection", "resolution_standing"), -0.5, delay=1, fades=False),
            Effect("standing", "defender", _passes("third_states", "resolution_standing"), -1.0, delay=1, fades=False),
            Effect("standing", "striker", _passes("blame_striker", "resolution_standing"), -1.0, delay=1, fades=False),
            Effect("commitment", "defender", _shed("defender"), -1.0, delay=1, fades=False),
            Effect("commitment", "striker", _shed("striker"), -1.0, delay=1, fades=False),
            Effect("restraint", "defender", _passes("ceasefire", "resolution_restraint"), delay=1, fades=False),
            Effect("restraint", "striker", _passes("ceasefire", "resolution_restraint"), delay=1, fades=False),
            Effect("restraint", "defender", _passes("third_states", "resolution_restraint"), 0.5, delay=1, fades=False),
            Effect("odds", "defender", _calms, -1.0, expected=True),
            Effect("odds", "striker", _calms, -1.0, expected=True),
        ),
    ),
    Verb(
        "lobby",
        "053",
        3.8,
        "council",
        "council",
        1.0,
        _directions,
        act=_lobby,
        single=True,
        needs=("draft_stands",),
        grouped="level",
        parameters=("level",),
        effects=(
            Effect("legitimacy", "", _side(1.0, -1.0, -0.3), expected=True),
            Effect("standing", "actor", "lobby_standing"),
            Effect("odds", "defender", _lobby_calm, -1.0, expected=True),
            Effect("odds", "striker", _lobby_calm, -1.0, expected=True),
        ),
    ),
)
