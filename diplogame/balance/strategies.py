"""The strategies that are tried: plain fixed ones, loops that a player might find, and the levels of play."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diplogame import opening
from diplogame.balance.minds import Bent
from diplogame.minds.mind import FORCE, VIOLENCE, Idle, Mind, TitForTat
from diplogame.scenario.schema import Scenario
from diplogame.turn.slots import YES
from diplogame.verbs.verb import verbs

ARMS = frozenset(
    (
        "supply_air_defence",
        "supply_fighters",
        "supply_drones",
        "supply_interceptors",
        "send_engineers",
        "share_ew_intelligence",
        "rebuild",
    )
)
"""What arms somebody, or builds up again what was lost."""
TABLES = frozenset(("host_talks", "summit"))
"""What calls others to a table."""

FIXED, LOOP, LEVEL = "fixed", "loop", "level"


@dataclass(frozen=True)
class Strategy:
    """One way of playing a role."""

    name: str
    """Key of its words: balance.strategy.<name>."""
    kind: str
    """fixed, loop or level."""
    mind: Callable[[], Mind]
    needs: frozenset[str] = frozenset()
    """A role must have one of these verbs to follow it; empty: every role can."""
    slow: bool = False
    """Whether a game takes hundreds of times as long as one of the default mind."""

    def open_to(self, scenario: Scenario, role: str) -> bool:
        """Whether the role can follow it."""
        return not self.needs or bool(self.needs & frozenset(scenario.states[role].verbs))


def _family(*families: str) -> frozenset[str]:
    return frozenset(verb.name for verb in verbs() if verb.family in families)


def _words() -> frozenset[str]:
    return frozenset(verb.name for verb in verbs() if verb.statement) - {"threaten", "claim_victory"}


def _level(name: str) -> Callable[[], Mind]:
    return lambda: opening.mind(opening.mind_of_level(name))


def strategies() -> dict[str, Strategy]:
    """All strategies by name, in the order of the table."""
    talk = _family("statements", "talks", "council") - {"threaten", "walk_out"}
    speech = _words()
    found = (
        Strategy("strike", FIXED, lambda: Bent(first=FORCE), FORCE),
        Strategy("no_strike", FIXED, lambda: Bent(never=VIOLENCE), VIOLENCE),
        Strategy("arm", FIXED, lambda: Bent(only=ARMS, quiet=True), ARMS),
        Strategy("talk", FIXED, lambda: Bent(only=talk)),
        Strategy("nothing", FIXED, Idle),
        Strategy("copy", FIXED, TitForTat, VIOLENCE),
        Strategy("host", FIXED, lambda: Bent(first=TABLES), TABLES),
        Strategy("threaten", FIXED, lambda: Bent(first=frozenset(("threaten",))), frozenset(("threaten",))),
        Strategy("speak", LOOP, lambda: Bent(first=speech), speech),
        Strategy("claim", LOOP, lambda: Bent(first=frozenset(("claim_victory",))), frozenset(("claim_victory",))),
        Strategy("last_blow", LOOP, lambda: Bent(first=VIOLENCE, last=True), VIOLENCE),
        Strategy(
            "close",
            LOOP,
            lambda: Bent(answers=(("close", YES), ("ceasefire", YES), ("terms", YES))),
            FORCE | {"sabotage"},
        ),
        Strategy("offer", LOOP, lambda: Bent(first=frozenset(("private_offer",))), frozenset(("private_offer",))),
        Strategy("aid", LOOP, lambda: Bent(first=frozenset(("ask_aid",))), frozenset(("ask_aid",))),
        Strategy("easy", LEVEL, _level("easy")),
        Strategy("hard", LEVEL, _level("hard"), slow=True),
    )
    return {strategy.name: strategy for strategy in found}


HABITS = ("every", "never")


def habit(name: str) -> Strategy:
    """`every:VERB`, the verb in every turn in which it is legal, or `never:VERB`; the default mind for the rest."""
    when, _, verb = name.partition(":")
    only = frozenset((verb,))
    bent = Bent(first=only) if when == "every" else Bent(never=only)
    return Strategy(name, LOOP, lambda: bent, only)
