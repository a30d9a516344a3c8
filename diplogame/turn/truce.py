"""Ceasefires by appeal, and how a truce stands, frays and is closed."""

from __future__ import annotations

import numpy as np

from diplogame.orders.table import Acts
from diplogame.turn.slots import YES, slot
from diplogame.verbs.context import Context
from diplogame.verbs.face import exit_share
from diplogame.verbs.papers import ceasefire_price


def appeals(context: Context, acts: Acts) -> None:
    """A ceasefire that somebody asked for: it holds where both sides say yes; whoever asks is a party's exit as far as it is a friend."""
    worlds, cast, changes, log = context.worlds, context.cast, context.changes, context.log
    where = np.flatnonzero(worlds.truce_ask >= 0)
    if not len(where):
        return
    asker = worlds.truce_ask[where].astype(np.int64)
    place = slot(cast, "ceasefire")
    both = np.ones(len(where), dtype=bool)
    for party in (cast.defender, cast.striker):
        yes = (acts.answers[where, party, place] == YES) | (asker == party)
        both &= yes
        log.add(
            "answer",
            where[yes & (asker != party)],
            "joined",
            source=party,
            target=asker[yes & (asker != party)],
            level=1,
        )
        log.add("answer", where[~yes], "declined", source=party, target=asker[~yes], level=1)
    changes.set("truce_ask", -1, where)
    done = where[both & (worlds.truce[where] == 0)]
    if not len(done):
        return
    who = worlds.truce_ask[done].astype(np.int64)
    some = worlds.take(done)
    changes.set("truce", 1, done)
    changes.add("needed", worlds.numbers.rule_at("ask_needed", done), done, who)
    changes.add("standing", worlds.numbers.rule_at("ask_success", done), done, who)
    for party in (cast.defender, cast.striker):
        back = exit_share(some, party, who) * some.commitment[:, party]
        changes.add("commitment", -back, done, party)
        changes.add("stability", -ceasefire_price(some, party), done, party)
    log.add("outcome", done, "truce", source=who, target=np.full(len(done), cast.defender))


def frayed(context: Context, broken: np.ndarray) -> None:
    """A truce counts a turn; it may fray by itself; force has broken it where ``broken``."""
    worlds, changes, log = context.worlds, context.changes, context.log
    stands = worlds.truce > 0
    broken = broken & (worlds.truce > 1)
    luck = context.luck.uniform("fray", 1)[:, 0]
    signed = worlds.signed >= 0
    chance = worlds.numbers.rule("fray") * np.where(signed, worlds.numbers.rule("fray_signed"), 1.0)
    frays = stands & ~broken & (luck < chance)
    over = np.flatnonzero((stands & broken) | frays)
    changes.add("truce", -worlds.truce[over], over)
    changes.set("signed", -1, over)
    held = np.flatnonzero(stands & ~broken & ~frays)
    changes.add("truce", 1, held)
    cast = context.cast
    gain = worlds.numbers.rule_at("truce_trust", held)
    for i, j in ((cast.defender, cast.striker), (cast.striker, cast.defender)):
        changes.add("trust", gain, held, i, j)
    log.add("outcome", np.flatnonzero(frays), "truce_frayed")


def closed(context: Context, acts: Acts) -> np.ndarray:
    """(worlds,) bool: under a truce of four turns all parties vote to close."""
    cast = context.cast
    place = slot(cast, "close")
    return np.asarray(
        (context.worlds.truce >= 4)
        & (acts.answers[:, cast.defender, place] == YES)
        & (acts.answers[:, cast.striker, place] == YES)
    )
