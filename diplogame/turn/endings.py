"""The seven endings, checked at the turn's end in this order."""

from __future__ import annotations

import numpy as np

from diplogame.verbs.papers import KINDS_OF
from diplogame.world.axes import ENDINGS, FAVOURS
from diplogame.world.fields import Array, Worlds

CODE = {name: i + 1 for i, name in enumerate(ENDINGS)}


def reached(worlds: Worlds, war: Array, closed: Array) -> Array:
    """(worlds,) ending codes after the turn, 0 where the game goes on. ``war``: codes of wars that have started; ``closed``: all parties
    voted to close a truce.
    """
    cast, rule = worlds.cast, worlds.numbers.rule
    collapse = worlds.stability[:, cast.defender] < rule("collapse_stability")
    mean = (worlds.price + worlds.price_log[:, 0] + worlds.price_log[:, 1]) / 3.0
    shut = (worlds.closed_turns >= rule("closure_turns")) & (mean > rule("slump_price"))
    kind = KINDS_OF[np.maximum(worlds.signed, 0)]
    duty = (worlds.p_kind >= len(FAVOURS)) & (worlds.p_state == 2) & (worlds.p_due > worlds.signed_at[:, None])
    deal = (worlds.signed >= 0) & (kind >= 2) & (worlds.truce > 0) & duty.any(axis=1)
    code = np.zeros(worlds.size, dtype=np.int64)
    for name, where in (
        ("ceasefire", closed),
        ("comprehensive_deal", deal),
        ("gulf_closed", shut),
        ("iran_collapse", collapse),
    ):
        code = np.where(where, CODE[name], code)
    return np.where(war > 0, war, code)


def at_the_last_turn(worlds: Worlds) -> Array:
    """(worlds,) what time running out means: a truce of four turns or more is a ceasefire, else tit for tat."""
    return np.where(worlds.truce >= 4, CODE["ceasefire"], CODE["tit_for_tat"])
