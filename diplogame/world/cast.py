"""The cast: what never changes in a run - who is who, what stands where, and the index of every name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from diplogame.scenario.schema import Scenario

Array = np.ndarray

PLACE_KINDS = (
    "mixer",
    "s300",
    "drone",
    "launcher",
    "nuclear",
    "civilian",
    "oil",
    "gas",
    "base",
    "command",
    "airport",
    "naval",
    "port",
    "strait",
    "airspace",
)
"""Kinds of facility."""
RED_KINDS = ("nuclear", "civilian", "gas")
"""Kinds behind the red line."""


@dataclass(frozen=True, eq=False)
class Cast:
    """Names, indices and owners of one scenario."""

    scenario: Scenario
    """The briefing that it was made from."""
    states: tuple[str, ...]
    """Roles, in the scenario's order."""
    places: tuple[str, ...]
    """Facilities."""
    members: tuple[str, ...]
    """Council members."""
    defender: int
    """Index of the state that was struck (Iran)."""
    striker: int
    """Index of the state that strikes (Israel)."""
    patron: int
    """Index of the striker's patron (the United States)."""
    supplier: int
    """Index of the defender's supplier (Russia)."""
    arabs: Array
    """(states,) bool: Arab states, whose presence makes a table."""
    regional: Array
    """(states,) bool: states whose alignment Washington and Moscow share."""
    owner: Array
    """(facilities,) int: owner's index, -1 nobody's."""
    kind: Array
    """(facilities,) int: index in PLACE_KINDS."""
    red: Array
    """(facilities,) bool: behind the red line."""
    only_patron: Array
    """(facilities,) bool: falls only to the patron's bombs."""
    far: Array
    """(facilities,) bool: beyond the striker's unrefuelled reach."""
    covers: Array
    """(facilities, facilities) float: how much of the second's air cover comes from the first."""
    output: Array
    """(facilities,) float: what each makes, in its kind's unit."""
    permanent: Array
    """(members,) bool."""
    member_state: Array
    """(members,) int: the role that votes for the member, -1 none."""
    state_index: Mapping[str, int]
    place_index: Mapping[str, int]
    extras: dict[Any, Any] = field(default_factory=dict)
    """What higher layers work out once a cast and keep here (option tables, luck's keys)."""

    @property
    def n_states(self) -> int:
        """How many states."""
        return len(self.states)

    @property
    def n_places(self) -> int:
        """How many facilities."""
        return len(self.places)

    @property
    def n_members(self) -> int:
        """How many members of the council."""
        return len(self.members)

    def of_kind(self, *kinds: str, owner: int | None = None) -> Array:
        """(facilities,) bool: of these kinds, and of that owner. Read-only."""

        def find() -> Array:
            found: Array = np.isin(self.kind, [PLACE_KINDS.index(kind) for kind in kinds])
            return found if owner is None else found & (self.owner == owner)

        return self._keep(("of kind", kinds, owner), find)

    def spots(self, *kinds: str, owner: int | None = None) -> Array:
        """The indices of facilities of these kinds, and of that owner. Read-only."""
        return self._keep(("spots", kinds, owner), lambda: np.flatnonzero(self.of_kind(*kinds, owner=owner)))

    def tagged(self, tag: str) -> Array:
        """(states,) bool: states that carry the tag. Read-only."""
        return self._keep(
            ("tagged", tag), lambda: np.array([tag in self.scenario.states[name].tags for name in self.states])
        )

    def member_of(self, state: int) -> int:
        """The council member that the state votes for; -1 none."""
        found = np.flatnonzero(self.member_state == state)
        return int(found[0]) if len(found) else -1

    def _keep(self, key: tuple[Any, ...], make: Callable[[], Array]) -> Array:
        if key not in self.extras:
            made = make()
            made.flags.writeable = False
            self.extras[key] = made
        return self.extras[key]  # type: ignore[no-any-return]


_KEPT: Final = 8
_casts: list[Cast] = []
"""The casts that were last asked for: what is made once a cast - options, plans, traced formulas - serves one ensemble after another."""


def cast_of(scenario: Scenario) -> Cast:
    """The cast of a scenario; the same one for an equal scenario."""
    for cast in _casts:
        if cast.scenario is scenario or cast.scenario == scenario:
            return cast
    made = make_cast(scenario)
    _casts.insert(0, made)
    del _casts[_KEPT:]
    return made


def make_cast(scenario: Scenario) -> Cast:
    """A cast of its own for a scenario."""
    states = tuple(scenario.states)
    places = tuple(scenario.facilities)
    members = tuple(scenario.council)
    index = {name: i for i, name in enumerate(states)}
    spot = {name: i for i, name in enumerate(places)}
    things = [scenario.facilities[name] for name in places]
    covers = np.zeros((len(places), len(places)))
    for i, thing in enumerate(things):
        for name in thing.covers:
            covers[i, spot[name]] = 1.0
    # A site's cover is the mean state of the batteries that cover it.
    covers = covers / np.maximum(covers.sum(axis=0), 1.0)
    tags = [set(scenario.states[name].tags) for name in states]
    parts = scenario.parts
    seats = [scenario.council[name] for name in members]
    return Cast(
        scenario=scenario,
        states=states,
        places=places,
        members=members,
        defender=index[parts.defender],
        striker=index[parts.striker],
        patron=index[parts.patron],
        supplier=index[parts.supplier],
        arabs=np.array(["arab" in tag for tag in tags]),
        regional=np.array(["regional" in tag for tag in tags]),
        owner=np.array([index.get(thing.owner or "", -1) for thing in things], dtype=np.intp),
        kind=np.array([PLACE_KINDS.index(thing.kind) for thing in things], dtype=np.intp),
        red=np.array([thing.red_line for thing in things]),
        only_patron=np.array([thing.only_patron for thing in things]),
        far=np.array([thing.far for thing in things]),
        covers=covers,
        output=np.array([thing.output for thing in things]),
        permanent=np.array([seat.permanent for seat in seats]),
        member_state=np.array([index.get(seat.state or "", -1) for seat in seats], dtype=np.intp),
        state_index=index,
        place_index=spot,
    )
