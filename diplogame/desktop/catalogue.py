"""What can be played: scenarios with their roles and briefs, as plain data. No pygame; read from the scenario files."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

from diplogame.errors import DiplogameError
from diplogame.minds.chooser import excludes
from diplogame.resources import scenario_names
from diplogame.scenario.load import DEFAULT, load_scenario
from diplogame.scenario.schema import Scenario
from diplogame.verbs.verb import Verb, verbs

LEVELS = ("easy", "normal", "hard")
ORDER = (DEFAULT, "finishing_the_job", "delegation_lands", "quiet_rebuild", "one_lesson")


def catalogue() -> dict[str, Any]:
    """{"scenarios": [...], "levels": [...]}; scenarios that do not load are left out."""
    names = [name for name in scenario_names() if not name.startswith("base")]
    names.sort(key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    found = []
    for name in names:
        try:
            found.append(described(load_scenario(name)))
        except DiplogameError:
            continue
    return {"scenarios": found, "levels": list(LEVELS)}


def described(scenario: Scenario) -> dict[str, Any]:
    """One scenario for the new-game screen and for a game's own pages."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "summary": scenario.summary,
        "briefing": scenario.briefing,
        "turns": scenario.turns,
        "turn_days": scenario.turn_days,
        "roles": [role_of(role, state) for role, state in scenario.states.items()],
        "suggestions": [
            {
                "turn": one.turn,
                "role": one.role,
                "verb": one.verb,
                "target": one.target,
                "place": one.place,
                "covert": one.covert,
                "good": one.good,
                "text": one.text,
            }
            for one in scenario.suggestions
        ],
        "bars": bars(),
    }


def bars() -> dict[str, Any]:
    """See `_bars`; made once for the verbs that there are."""
    return _bars(verbs())


@cache
def _bars(known: tuple[Verb, ...]) -> dict[str, Any]:
    """Which orders bar each other on one list: {"statements": [verb], "single": [verb], "apart": [[verb, verb]]}.

    One statement a turn is heard; a single verb stands on the list once, whatever its target; verbs apart exclude each other.
    """
    return {
        "statements": [verb.name for verb in known if verb.statement],
        "single": [verb.name for verb in known if verb.single],
        "apart": [[a.name, b.name] for a, b in combinations(known, 2) if excludes(a.name, b.name)],
    }


def role_of(role: str, state: Any) -> dict[str, Any]:
    brief = state.brief
    return {
        "role": role,
        "name": state.name,
        "short": state.short,
        "colour": state.colour,
        "shape": state.shape,
        "brief": {
            part: getattr(brief, part)
            for part in ("card", "who", "want", "can", "fear", "opening", "temptation", "regret")
        },
        "goals": [{"title": goal.title, "weight": goal.weight, "why": goal.why} for goal in state.goals.values()],
    }
