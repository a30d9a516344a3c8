"""The Security Council: drafts and lobbying. The vote itself is in `turn/council.py` (Charter art. 27)."""

from __future__ import annotations

import numpy as np

from diplogame.verbs import ballot
from diplogame.verbs.aims import Rows
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.verb import Effect, Verb, register
from diplogame.world.axes import KINDS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def _drafts(cast: Cast, actor: int) -> Rows:
    """The kinds that a state would put its name to."""
    west = actor in (cast.patron, cast.striker)
    east = actor in (cast.supplier, cast.defender)
    blame = [KINDS.index("blame_defender")] if west else [KINDS.index("blame_striker")] if east or cast.arabs[actor] else []
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
    index = ballot.index_without_noise(context.worlds)
    cast, rows = context.cast, lens.rows
    free = (cast.member_state < 0) & ~cast.permanent
    wanted = np.where(rows.level > 0, 1.0, -1.0)
    edge = context.rule("vote_edge", world) * wanted
    distance = np.abs(index[world] - edge[:, None]) + np.where(free, 0.0, 99.0)
    order = np.argsort(distance, axis=1, kind="stable")[:, :2]
    price = context.worlds.numbers.price
    price = np.broadcast_to(price, (context.worlds.size, cast.n_members)) if len(price) == 1 else price
    for k in range(2):
        member = order[:, k]
        step = context.rule("lobby_step", world) * wanted / np.maximum(price[world, member], 0.2) * lens.freshness()
        context.changes.add("lobbied", step, world, member)


def _vote_swing(lens: Lens) -> Array:
    """What lobbying adds to the chance that the draft goes the wanted way, as a share."""
    near = ballot.swing(lens.world.common)
    wide = near[lens.index] if hasattr(lens, "index") else near[:, None]
    return np.asarray(wide + 0.0 * lens.col("level"))


def _draft_value(lens: Lens) -> Array:
    """What a draft on the table is worth to its author: the chance that it passes x what it does, in points of the actor's cause."""
    kinds = np.minimum(np.maximum(lens.col("level"), 0), len(KINDS) - 1)
    chances = ballot.chances_to_pass(lens.world)
    chance = chances[lens.index, kinds] if hasattr(lens, "index") else chances.take(kinds[0], axis=1)
    return np.asarray(chance)


def _blames(kind: str) -> object:
    return lambda lens: _draft_value(lens) * (lens.col("level") == KINDS.index(kind)) * lens.rule("resolution_legitimacy")


def _calms(lens: Lens) -> Array:
    return np.asarray(_draft_value(lens) * (lens.col("level") == KINDS.index("ceasefire")) * lens.rule("resolution_odds"))


def _lobby_side(lens: Lens) -> Array:
    """+1 where the lobbying helps the striker's side of the draft before the council, -1 the defender's, 0 for neutral drafts."""
    draft = lens.value("draft")
    side = (draft == KINDS.index("blame_defender")) * 1.0 - (draft == KINDS.index("blame_striker")) * 1.0
    way = np.where(lens.col("level") > 0, 1.0, -1.0)
    return np.asarray(side * way * _vote_swing(lens) * lens.rule("resolution_legitimacy"))


def _lobby_calm(lens: Lens) -> Array:
    draft = lens.value("draft")
    way = np.where(lens.col("level") > 0, 1.0, -1.0)
    return np.asarray((draft == KINDS.index("ceasefire")) * way * _vote_swing(lens) * lens.rule("resolution_odds"))


register(
    Verb(
        "table_draft", "053", 3.8, "council", "council", 1.0, _drafts, act=_table, single=True, grouped="level", parameters=("level",),
        needs=("no_draft", "not_voted_lately", "third_state_hit"),
        effects=(
            Effect("standing", "actor", "draft_standing"),
            Effect("legitimacy", "", _blames("blame_defender"), 1.0, delay=1),  # type: ignore[arg-type]
            Effect("legitimacy", "", _blames("blame_striker"), -1.0, delay=1),  # type: ignore[arg-type]
            Effect("standing", "defender", _blames("blame_defender"), -0.5, delay=1),  # type: ignore[arg-type]
            Effect("odds", "defender", _calms, -1.0, expected=True), Effect("odds", "striker", _calms, -1.0, expected=True),
        ),
    ),
    Verb(
        "lobby", "053", 3.8, "council", "council", 1.0, _directions, act=_lobby, single=True, needs=("draft_stands",), grouped="level",
        parameters=("level",),
        effects=(
            Effect("legitimacy", "", _lobby_side, delay=1),
            Effect("standing", "actor", "lobby_standing"),
            Effect("odds", "defender", _lobby_calm, -1.0, expected=True), Effect("odds", "striker", _lobby_calm, -1.0, expected=True),
        ),
    ),
)
