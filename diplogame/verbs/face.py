"""Face: what a public commitment costs and how far it is believed (Fearon 1994; Tomz 2007)."""

from __future__ import annotations

import numpy as np

from diplogame.noise import logistic
from diplogame.verbs.lens import Lens, Who
from diplogame.world.fields import Array, Worlds


def p_act(lens: Lens, who: Who, more: float = 0.0) -> Array:
    """Chance, as others see it, that a state acts on its word: logistic(-1 + .5 commitment + .03 (credibility - 50))."""
    commitment = np.minimum(lens.state("commitment", who) + more, 10.0)
    credibility = lens.state("credibility", who)
    return logistic(
        lens.rule("p_act_base")
        + lens.rule("p_act_commitment") * commitment
        + lens.rule("p_act_credibility") * (credibility - 50.0)
    )


def exit_share(worlds: Worlds, state: int, host: Array) -> Array:
    """(worlds,) share of its commitment that a state sheds by an exit that ``host`` (worlds,) offers: .6 (1 + relation/10)/2, so
    that only a friend's exit is worth much. 0 where there is no host.
    """
    relation = worlds.relation[:, state]
    toward = np.take_along_axis(relation, np.maximum(host, 0)[:, None].astype(np.intp), axis=1)[:, 0]
    share = worlds.numbers.rule("exit_share") * (1.0 + toward / 10.0) / 2.0
    return np.asarray(share * (host >= 0))


def faded(lens: Lens, state: int) -> Array:
    """What of a state's commitment will be left next turn, where nothing happens: who is not provoked forgets."""
    worlds = lens.world
    forgets = ((worlds.turn - worlds.provoked[:, state]) > 2) | (worlds.truce > 0)
    now = worlds.commitment[:, state]
    left = now - np.minimum(worlds.numbers.rule("commitment_fade") * forgets, now)
    return np.asarray(left[lens.index] if hasattr(lens, "index") else left[:, None])
