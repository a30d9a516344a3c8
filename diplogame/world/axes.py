"""The names along the axes that every scenario shares: codes of things, in a fixed order."""

from __future__ import annotations

DELIVERIES = 12
"""Rows for deliveries in flight, a world."""
PROMISES = 16
"""Rows of the promise ledger, a world."""
GROUPS = 96
"""Groups of orders (a verb on a target) that a state's repetition is counted by."""

KINDS = ("blame_defender", "blame_striker", "ceasefire", "inspection", "third_states")
"""Kinds of council draft."""

ENDINGS = (
    "general_war",
    "regional_war",
    "iran_collapse",
    "gulf_closed",
    "comprehensive_deal",
    "ceasefire",
    "tit_for_tat",
)
"""Endings in the order in which they are checked; `Worlds.ending` is 1 + the index."""

GOODS = ("radars", "spares", "short_range", "battery", "fighters", "drones", "interceptors", "engineers", "money")
"""What a delivery holds."""

FAVOURS = (
    "vote",
    "arms",
    "drones",
    "restraint",
    "open_sky",
    "money",
    "silence",
    "visit",
    "relief",
    "no_radars",
    "no_strike",
    "intelligence",
)
"""What two states can swap in private, or promise each other."""

DUTIES = ("stop_strikes", "stop_answers", "let_inspect", "limit_arms", "lift_sanctions", "stand_back")
"""What a signed paper binds the parties to, after the six issues of the talks; codes follow the favours'."""

ISSUES = ("strikes_stop", "answers_stop", "inspection", "limits", "sanctions_relief", "status_quo")
"""The issues at the table; a level in [0, 1] each."""

ASKS = ("terms", "vote", "ceasefire", "intercept", "close", "promise")
"""What may be asked of a seat beside invitations and offers (one slot a state each, before these)."""

LEVELS = ("announced", "matching", "heavy")
"""Sizes of an answer."""
