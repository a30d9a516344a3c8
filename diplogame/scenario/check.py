"""What a schema cannot see: names that point nowhere, weights that do not add up, numbers outside their range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum

from diplogame.errors import Fault, suggestion
from diplogame.scenario.forbid import forbid_fault
from diplogame.scenario.schema import Scenario
from diplogame.scenario.states import PlannedOrder

SEATS = 15
PERMANENT = 5
CARD_WORDS = 150
WEIGHT_TOLERANCE = 1e-3
_EXAMPLES = ("russia", "iran")


@dataclass(frozen=True)
class Known:
    """The names that an engine knows. An empty set means: not looked up."""

    verbs: frozenset[str] = frozenset()
    goal_kinds: frozenset[str] = frozenset()
    world: frozenset[str] = frozenset()
    """Quantities of the world, as in `start:`."""
    state: frozenset[str] = frozenset()
    """Quantities of a state, as in `states.X.start:`."""
    goals: Mapping[str, int] = field(default_factory=dict)
    """What a goal may be made of: the quantity's first word, and how many names of states or facilities follow it."""
    news: Mapping[str, int] = field(default_factory=dict)
    """What news may change, in the same way."""
    rules: frozenset[str] = frozenset()
    """Rule numbers that must be there."""
    kinds: frozenset[str] = frozenset()
    """Kinds of facility."""


def contradictions(scenario: Scenario, known: Known | None = None) -> list[Fault]:
    """All faults of a scenario whose schema holds, in the order of the file."""
    known = known or Known()
    faults = [*_parts(scenario), *_rules(scenario, known), *_start(scenario, known)]
    for checks in (_states, _pairs, _facilities, _council, _story):
        faults += checks(scenario, known)
    faults += [fault for i, p in enumerate(scenario.forbid) if (fault := forbid_fault(p, scenario, f"forbid.{i}"))]
    return faults


def _named(path: str, name: str | None, names: Iterable[str], what: str) -> Iterator[Fault]:
    names = set(names)
    if name is not None and names and name not in names:
        yield Fault(path, name, suggestion(name, names, what))


def _parts(scenario: Scenario) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for part, state in scenario.parts:
        yield from _named(f"parts.{part}", state, scenario.states, "state")
        if state in taken:
            yield Fault(f"parts.{part}", state, f"already plays {taken[state]}; each part needs its own state")
        taken[state] = part


def _rules(scenario: Scenario, known: Known) -> Iterator[Fault]:
    for rule in scenario.rules:
        yield from _named(f"rules.{rule}", rule, known.rules, "rule")
    for rule in sorted(known.rules - scenario.rules.keys()):
        yield Fault(f"rules.{rule}", None, "is missing: the engine needs this number (extend base to have it)")


def _ranged(path: str, quantity: str, value: float, scenario: Scenario) -> Iterator[Fault]:
    spec = scenario.quantities.get(quantity)
    if spec is not None and not spec.range[0] <= value <= spec.range[1]:
        low, high = spec.range
        yield Fault(path, value, f"must lie between {low:g} and {high:g} ({spec.unit})")


def _start(scenario: Scenario, known: Known) -> Iterator[Fault]:
    for name, value in scenario.start.items():
        yield from _named(f"start.{name}", name, known.world, "quantity of the world")
        yield from _ranged(f"start.{name}", name, value, scenario)


def _states(scenario: Scenario, known: Known) -> Iterator[Fault]:
    looks: dict[tuple[str, str], str] = {}
    for state, spec in scenario.states.items():
        at = f"states.{state}"
        total = fsum(goal.weight for goal in spec.goals.values())
        if abs(total - 1) > WEIGHT_TOLERANCE:
            yield Fault(f"{at}.goals", None, f"the weights sum to {total:.4g}; they must sum to 1")
        for name, goal in spec.goals.items():
            yield from _named(f"{at}.goals.{name}.kind", goal.kind, known.goal_kinds, "kind of goal")
            if goal.floor == goal.ceiling:
                yield Fault(f"{at}.goals.{name}.ceiling", goal.ceiling, "must differ from the floor")
            for quantity in goal.of:
                yield from _quantity(f"{at}.goals.{name}.of.{quantity}", quantity, scenario, known.goals)
        for i, verb in enumerate(spec.verbs):
            yield from _named(f"{at}.verbs.{i}", verb, known.verbs, "verb")
            if verb in spec.verbs[:i]:
                yield Fault(f"{at}.verbs.{i}", verb, "stands in the list twice")
        for name, value in spec.start.items():
            yield from _named(f"{at}.start.{name}", name, known.state, "quantity of a state")
            yield from _ranged(f"{at}.start.{name}", name, value, scenario)
        for name, play in spec.plays.items():
            for i, order in enumerate(play.orders):
                yield from _order(f"{at}.plays.{name}.orders.{i}", order, state, scenario)
        if len(words := spec.brief.card.split()) > CARD_WORDS:
            yield Fault(f"{at}.brief.card", None, f"has {len(words)} words; at most {CARD_WORDS} fit the card")
        look = (spec.colour.lower(), spec.shape)
        if look in looks:
            yield Fault(f"{at}.colour", spec.colour, f"{looks[look]} has the same colour and shape; change one")
        looks[look] = state


def _quantity(path: str, quantity: str, scenario: Scenario, heads: Mapping[str, int]) -> Iterator[Fault]:
    """A quantity's name and, after dots, the states, facilities or members that it is about."""
    name, *about = quantity.split(".")
    places = scenario.states.keys() | scenario.facilities.keys() | scenario.council.keys()
    for part in about:
        yield from _named(path, part, places, "state or facility")
    yield from _named(path, name, heads, "quantity")
    if name in heads and len(about) != heads[name]:
        wanted = ".".join([name, *_EXAMPLES[: heads[name]]])
        yield Fault(
            path,
            quantity,
            f"needs a name for each of its {heads[name]} parts, as in {wanted}"
            if heads[name]
            else f"must stand alone, as {name}",
        )


def _order(path: str, order: PlannedOrder, role: str, scenario: Scenario) -> Iterator[Fault]:
    if role in scenario.states:
        yield from _named(f"{path}.verb", order.verb, scenario.states[role].verbs, f"verb of {role}")
    members = (member for member, spec in scenario.council.items() if spec.state is None)
    yield from _named(f"{path}.target", order.target, [*scenario.states, *members], "state")
    yield from _named(f"{path}.place", order.place, scenario.facilities, "facility")


def _pairs(scenario: Scenario, known: Known) -> Iterator[Fault]:
    del known
    for kind, values in scenario.pairs.items():
        for pair, value in values.items():
            path, (one, two) = f"pairs.{kind}.{pair}", pair.split(">")
            yield from _named(path, one, scenario.states, "state")
            yield from _named(path, two, scenario.states, "state")
            yield from _ranged(path, kind, value, scenario)
            if one == two:
                yield Fault(path, pair, "must name two different states")


def _facilities(scenario: Scenario, known: Known) -> Iterator[Fault]:
    for name, place in scenario.facilities.items():
        at = f"facilities.{name}"
        yield from _named(f"{at}.kind", place.kind, known.kinds, "kind of facility")
        yield from _named(f"{at}.owner", place.owner, scenario.states, "state")
        for i, covered in enumerate(place.covers):
            yield from _named(f"{at}.covers.{i}", covered, scenario.facilities, "facility")


def _council(scenario: Scenario, known: Known) -> Iterator[Fault]:
    del known
    if len(scenario.council) not in (0, SEATS):
        yield Fault("council", None, f"has {len(scenario.council)} members; it needs {SEATS}, or none")
    permanent = sum(member.permanent for member in scenario.council.values())
    if scenario.council and permanent != PERMANENT:
        yield Fault("council", None, f"has {permanent} permanent members; it needs {PERMANENT}")
    for name, member in scenario.council.items():
        yield from _named(f"council.{name}.state", member.state, scenario.states, "state")
        for state in member.tie:
            yield from _named(f"council.{name}.tie.{state}", state, scenario.states, "state")


def _story(scenario: Scenario, known: Known) -> Iterator[Fault]:
    roles = {*scenario.states, "all"}
    for i, cable in enumerate(scenario.cables):
        for role in cable.to:
            yield from _named(f"cables.{i}.to", role, roles, "role")
        yield from _named(f"cables.{i}.from", cable.sender, {*scenario.states, "press", "council"}, "sender")
    seen: set[str] = set()
    for i, inject in enumerate(scenario.injects):
        for role in inject.to:
            yield from _named(f"injects.{i}.to", role, roles, "role")
        for quantity in inject.effects:
            yield from _quantity(f"injects.{i}.effects.{quantity}", quantity, scenario, known.news)
        if inject.id in seen:
            yield Fault(f"injects.{i}.id", inject.id, "is taken by another inject")
        seen.add(inject.id)
    for i, hint in enumerate(scenario.suggestions):
        yield from _named(f"suggestions.{i}.role", hint.role, scenario.states, "role")
        yield from _order(f"suggestions.{i}", hint, hint.role, scenario)
