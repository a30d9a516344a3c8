"""What the desk hears beside acts: the price of oil, the ladder, unrest, and the cables that a scenario lays on it."""

from __future__ import annotations

from diplogame.chronicle.cables import Cable, cable_id
from diplogame.chronicle.words import Words, upper, variant, words_of
from diplogame.texts import text
from diplogame.world.fields import FIELDS, Array, See, Worlds

MOVE = 3.0
"""A change of Brent in a turn that is news, USD."""
UNREST = 33.0
"""Support below which a government is in the news."""


def public(worlds: Worlds, name: str) -> Array:
    """A public array; anything else is refused, so that nothing hidden can slip into what everybody reads."""
    if FIELDS[name].see is not See.PUBLIC:
        raise ValueError(f"{name} is not public")
    return getattr(worlds, name)  # type: ignore[no-any-return]


def around(before: Worlds, after: Worlds) -> list[Cable]:
    """News that follows from public numbers before and after a turn; the same in every seat. World 0 of both."""
    words = words_of(after.cast)
    turn = after.turn
    found = [*_market(before, after, turn), *_ladder(before, after, turn)]
    for state in range(after.cast.n_states):
        if public(after, "stability")[0, state] < UNREST <= public(before, "stability")[0, state]:
            found.append(_unrest(words, turn, state))
    return found


def _market(before: Worlds, after: Worlds, turn: int) -> list[Cable]:
    old, new = float(public(before, "price")[0]), float(public(after, "price")[0])
    if abs(new - old) < MOVE:
        return []
    way = "up" if new > old else "down"
    ident = cable_id(turn, "market", round(new, 1))
    headline = variant(f"events.market.{way}", ident, price=f"{new:.0f}", change=f"{abs(new - old):.0f}")
    flow = float(public(after, "flow")[0] / after.numbers.rule("hormuz_flow")[0])
    detail = variant(
        "events.market.detail",
        ident,
        before=f"{old:.0f}",
        premium=f"{float(public(after, 'premium')[0]):.0%}",
        flow=f"{flow:.0%}",
    )
    gravity = min(2.0 + abs(new - old) / 4.0, 8.0)
    return [
        Cable(
            ident, turn, "outcome", "market", None, headline, detail, None, None, None, False, False, round(gravity, 1)
        )
    ]


def _ladder(before: Worlds, after: Worlds, turn: int) -> list[Cable]:
    old, new = int(public(before, "escalation")[0]), int(public(after, "escalation")[0])
    if new <= old or new < 5:
        return []
    ident = cable_id(turn, "ladder", new)
    headline = variant("events.ladder.up", ident, rung=new, name=text(f"states.rung.l{new}"))
    detail = variant("events.ladder.detail", ident, hazard=f"{float(public(after, 'hazard')[0]):.0%}")
    return [Cable(ident, turn, "outcome", "news", None, headline, detail, None, None, None, False, False, float(new))]


def _unrest(words: Words, turn: int, state: int) -> Cable:
    ident = cable_id(turn, "unrest", state)
    fields = words.who(state, -1)
    headline, detail = variant("events.home.low", ident, **fields), variant("events.home.detail", ident, **fields)
    return Cable(
        ident, turn, "outcome", "news", None, headline, detail, words.role(state), None, None, False, False, 5.0
    )


def desk(worlds: Worlds, turn: int, role: str | None) -> list[Cable]:
    """The scenario's own cables for the start of ``turn``, for a role that they are addressed to (None: all)."""
    cast = worlds.cast
    found = []
    for one in cast.scenario.cables:
        to_all = "all" in one.to
        if one.turn != turn or not (role is None or to_all or role in one.to):
            continue
        sender = one.sender if one.sender in cast.state_index else None
        ident = cable_id(turn - 1, "desk", one.headline)
        found.append(
            Cable(
                ident,
                turn - 1,
                "inject",
                "news" if to_all else "talks",
                None,
                upper(one.headline),
                one.detail,
                sender,
                None,
                None,
                covert=False,
                only_you=role is not None and not to_all,
                gravity=6.5 if not to_all else 6.0,
                outcome="cable",
            )
        )
    return found


__all__ = ["around", "desk", "public"]
