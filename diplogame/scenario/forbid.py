"""VERB@ROLE: taking verbs away from roles, for experiments. Either part may be `*`."""

from __future__ import annotations

from collections.abc import Iterable

from diplogame.errors import Fault, SettingError, suggestion
from diplogame.scenario.schema import Scenario


def forbid_fault(pattern: str, scenario: Scenario, path: str = "forbid") -> Fault | None:
    """What is wrong with `pattern`, if anything."""
    verb, at, role = pattern.partition("@")
    if not (verb and at and role):
        return Fault(path, pattern, "must be VERB@ROLE, such as close_strait@iran; either part may be *")
    verbs = {verb for spec in scenario.states.values() for verb in spec.verbs}
    if role not in ("*", *scenario.states):
        return Fault(path, pattern, f"{role} {suggestion(role, scenario.states, 'role')}")
    if verb not in ("*", *verbs):
        return Fault(path, pattern, f"{verb} {suggestion(verb, verbs, 'verb')}")
    return None


def with_forbidden(scenario: Scenario, patterns: Iterable[str]) -> Scenario:
    """`scenario` with `patterns` added to those that it forbids. Raises SettingError."""
    patterns = tuple(patterns)
    faults = [fault for pattern in patterns if (fault := forbid_fault(pattern, scenario, "--forbid"))]
    if faults:
        raise SettingError.of(faults)
    return scenario.model_copy(update={"forbid": (*scenario.forbid, *patterns)})


def allowed_verbs(scenario: Scenario, role: str) -> tuple[str, ...]:
    """The verbs that `role` may use: its list without what is forbidden."""
    return tuple(verb for verb in scenario.states[role].verbs if not is_forbidden(scenario, verb, role))


def is_forbidden(scenario: Scenario, verb: str, role: str) -> bool:
    """Whether a pattern of `scenario` takes `verb` from `role`."""
    pairs = (pattern.partition("@") for pattern in scenario.forbid)
    return any(one in ("*", verb) and two in ("*", role) for one, _, two in pairs)
