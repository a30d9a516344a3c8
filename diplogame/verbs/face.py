"""Face: what a public commitment costs and how far it is believed (Fearon 1994; Tomz 2007)."""

from __future__ import annotations

from diplogame.noise import logistic
from diplogame.traced import np
from diplogame.verbs.acceptability import shed, ways_out
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
    """(worlds,) share of its commitment that a state sheds by an exit that ``host`` (worlds,) offers; 0 where there is no host."""
    toward = np.take_along_axis(worlds.row("relation", state), np.maximum(host, 0)[:, None].astype(np.intp), axis=1)[
        :, 0
    ]
    return np.asarray(shed(worlds.numbers.rule("exit_share"), toward) * (host >= 0))


def left(lens: Lens, state: int) -> Array:
    """What of a state's commitment is expected to be left when the answers of this turn are in: it may come to a table, and shed some there."""
    out, actor = ways_out(lens.world)[:, :, state], lens.rows.actor
    sheds = out[lens.index, actor] if hasattr(lens, "index") else out.take(actor, axis=1)
    return np.asarray(lens.state("commitment", state) * (1.0 - sheds))


def faded(lens: Lens, state: int) -> Array:
    """What will be left next turn, where nothing else happens: who is not provoked forgets."""
    worlds = lens.world
    forgets = ((worlds.turn - worlds.provoked[:, state]) > 2) | (worlds.truce > 0)
    fade = worlds.numbers.rule("commitment_fade") * forgets
    now = left(lens, state)
    return np.asarray(now - np.minimum(fade[lens.index] if hasattr(lens, "index") else fade[:, None], now))
