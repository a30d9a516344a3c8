"""Force under a truce breaks it: trust is halved, standing and credibility pay (rule 7)."""

from __future__ import annotations

from diplogame.traced import np
from diplogame.verbs.context import Context
from diplogame.verbs.lens import Lens
from diplogame.verbs.verb import Effect, Formula
from diplogame.world.fields import Array


def _stands(lens: Lens) -> Array:
    """1 under a truce. What is ordered while one is signed, in the same turn, breaks nothing."""
    return np.asarray((lens.value("truce") > 1) * 1.0)


def _costs(rule: str) -> Formula:
    return lambda lens: lens.rule(rule) * _stands(lens)


BREACH = (
    Effect("standing", "actor", _costs("breach_standing"), -1.0, fades=False),
    Effect("credibility", "actor", _costs("breach_credibility"), -1.0, fades=False),
)
"""What every verb of force costs under a truce, besides its own effects."""


def breach(context: Context, world: Array, actor: Array) -> None:
    """The rest of a breach: all lose half of their trust in who broke it, as it stands by then, and it is remembered."""
    broken = context.worlds.truce[world] > 1
    w, who = world[broken], actor[broken]
    if not len(w):
        return
    for state in range(context.cast.n_states):
        context.changes.add("trust", -0.5 * context.worlds.trust[w, state, who], w, state, who)
    context.changes.set("leaks", context.worlds.leaks[w, who] + 1, w, who)
    context.log.add("outcome", w, "truce_broken", source=who)


__all__ = ["BREACH", "breach"]
