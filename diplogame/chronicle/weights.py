"""How heavily each happening weighs, and under which heading it stands."""

from __future__ import annotations

from diplogame.chronicle.group import Happening
from diplogame.chronicle.words import Words
from diplogame.world.cast import PLACE_KINDS, RED_KINDS

FAMILIES = {
    "answer.vetoed": "council", "answer.signed": "talks", "answer.refused": "talks", "answer.offer_taken": "answers", "answer.offer_declined": "answers",
    "answer.ceasefire_yes": "answers", "answer.ceasefire_no": "answers", "outcome.convened": "talks", "outcome.not_convened": "talks",
    "outcome.failed_table": "talks", "outcome.paper_tabled": "talks", "outcome.signed": "talks", "outcome.truce": "talks", "outcome.truce_broken": "force",
    "outcome.truce_frayed": "talks", "outcome.promise_kept": "answers", "outcome.promise_broken": "answers", "outcome.adopted": "council",
    "outcome.short_of_nine": "council", "outcome.voted": "council", "outcome.helped": "force", "outcome.traced": "force", "outcome.summit_spoke": "talks",
    "outcome.summit_failed": "talks", "arrival.arrived": "arms",
    "sighting.flights": "intel", "sighting.seen_in_private": "intel",
}  # fmt: skip
"""Under which heading a happening stands."""

GRAVITY = {
    "answer.vetoed": 6, "answer.signed": 6, "answer.refused": 5, "answer.offer_taken": 5, "answer.offer_declined": 3, "answer.ceasefire_yes": 5,
    "answer.ceasefire_no": 5, "outcome.convened": 7, "outcome.not_convened": 5, "outcome.failed_table": 6, "outcome.paper_tabled": 5, "outcome.signed": 9,
    "outcome.truce": 9, "outcome.truce_broken": 8, "outcome.truce_frayed": 7, "outcome.promise_kept": 4, "outcome.promise_broken": 6, "outcome.adopted": 6,
    "outcome.short_of_nine": 4, "outcome.voted": 6, "outcome.helped": 4, "outcome.traced": 6, "outcome.summit_spoke": 6, "outcome.summit_failed": 4, "arrival.arrived": 4, "sighting.flights": 5,
    "sighting.seen_in_private": 6,
}  # fmt: skip
"""How heavily a happening weighs, 0 to 10, where its order does not say it."""

VERB_GRAVITY = {
    "strike": 7, "join_strike": 9, "retaliate": 7, "sabotage": 5, "close_strait": 9, "harass_shipping": 7, "reopen_strait": 7, "host_talks": 4, "ask_ceasefire": 5,
    "send_delegation": 5, "walk_out": 6, "table_draft": 4, "summit": 5, "threaten": 3, "expose": 4, "supply_air_defence": 5, "supply_fighters": 5,
    "set_enabling": 5, "private_offer": 3, "stand_down": 4, "alert": 3, "claim_victory": 3, "denounce": 1, "defend": 1, "call": 1, "gather_intelligence": 2,
}  # fmt: skip


def gravity(words: Words, one: Happening, tail: str) -> float:
    """0 to 10; ``tail`` is the verb of an order."""
    row = one.lead
    if row.kind == "ending":
        return 10.0
    if one.what in ("answer.signed", "answer.refused") and row.level == 0:
        # A bare ceasefire is carried to the sides session after session.
        return 4.0
    if one.what != "order":
        return float(GRAVITY.get(one.what, 3))
    weight = float(VERB_GRAVITY.get(tail, 2))
    if tail in ("strike", "retaliate", "join_strike"):
        red = any(row.place >= 0 and PLACE_KINDS[words.cast.kind[row.place]] in RED_KINDS for row in one.rows)
        sites = len({other.place for other in one.rows if other.place >= 0})
        weight += (sites > 2) * 0.5 + (tail == "retaliate") * (row.level - 1) * 1.0
        weight = 10.0 if red else weight
    return min(weight, 10.0)


__all__ = ["FAMILIES", "GRAVITY", "gravity"]
