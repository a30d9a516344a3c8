"""Reciprocity: what each feels for each after what it has felt from it this turn. It moves every pair, so it has a loop of its own."""

from __future__ import annotations

import numpy as np

from diplogame.compiled import kernel
from diplogame.noise import halves
from diplogame.verbs.context import Context
from diplogame.world.fields import Array


def reciprocity(context: Context) -> None:
    """Relation' = rho relation + (1 - rho) home + b (gravest act received): slow (Goldstein & Freeman 1990). The quick answer comes from
    grievance, which halves within days (the median lag of recorded answers is six). Sanctions, lines and posts pull apart or together in their own rules.
    """
    worlds, changes = context.worlds, context.changes
    rule = worlds.numbers.rule
    regard, grievance = np.empty(worlds.relation.shape), np.empty(worlds.grievance.shape)
    _felt.at(worlds.size)(
        context.force,
        context.bad,
        context.good,
        worlds.relation,
        worlds.home,
        worlds.grievance,
        rule("relation_b"),
        rule("relation_scale"),
        1.0 - rule("relation_rho"),
        halves(1.0 / rule("grievance_half")) - 1.0,
        rule("grievance_gain"),
        regard,
        grievance,
    )
    changes.add_all("relation", regard)
    changes.add_all("grievance", grievance)
    n = context.cast.n_states
    # Along one axis: ten times as fast as with an index for each of three.
    w, pair = np.divmod(np.flatnonzero(context.force > 0), n * n)
    striker, struck = np.divmod(pair, n)
    changes.add("trust", -worlds.numbers.rule_at("trust_strike", w), w, struck, striker)


def _felt_plain(  # noqa: PLR0917 - a compiled loop takes its arrays one by one
    force: Array, bad: Array, good: Array, relation: Array, home: Array, grievance: Array, weight: Array, scale: Array, back: Array, fades: Array,
    gain: Array, regard: Array, anger: Array,
) -> None:  # fmt: skip
    """What is added to each one's relation to each (``regard``) and to its grievance (``anger``).

    All (worlds, states, states) but for weight, scale, back, fades and gain, which are the numbers of the rules, (worlds or 1,). The first of a pair
    feels, the second acts; in ``force`` it is the other way round.
    """
    weight, scale, back, fades, gain = (part[:, None, None] for part in (weight, scale, back, fades, gain))
    # A strike counts by its size: the rung stands for it.
    felt = np.subtract(force.transpose(0, 2, 1), 3.0, order="C")
    np.maximum(felt, 0.0, out=felt)
    np.subtract(bad, felt, out=felt)
    act = np.where(felt < 0, felt, good)
    act *= weight
    act *= 0.1
    act *= 10.0
    act *= scale
    np.subtract(home, relation, out=regard)
    regard *= back
    regard += act
    np.minimum(felt, 0.0, out=felt)
    felt *= gain
    np.multiply(grievance, fades, out=anger)
    anger -= felt


@kernel(_felt_plain)
def _felt(  # noqa: PLR0917 - as above
    force: Array, bad: Array, good: Array, relation: Array, home: Array, grievance: Array, weight: Array, scale: Array, back: Array, fades: Array,
    gain: Array, regard: Array, anger: Array,
) -> None:  # fmt: skip
    for w in range(force.shape[0]):
        b, s = weight[w if len(weight) > 1 else 0], scale[w if len(scale) > 1 else 0]
        pull, fade = back[w if len(back) > 1 else 0], fades[w if len(fades) > 1 else 0]
        more = gain[w if len(gain) > 1 else 0]
        for i in range(force.shape[1]):
            for j in range(force.shape[2]):
                felt = bad[w, i, j] - max(force[w, j, i] - 3.0, 0.0)
                act = felt if felt < 0 else good[w, i, j]
                regard[w, i, j] = (home[w, i, j] - relation[w, i, j]) * pull + act * b * 0.1 * 10.0 * s
                anger[w, i, j] = grievance[w, i, j] * fade - min(felt, 0.0) * more


__all__ = ["reciprocity"]
