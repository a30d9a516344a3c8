"""The arrays of a world's state, one after the other.

Every array has a leading axis of worlds (not repeated in the ``axes`` below). Axis letters: S states, F facilities,
C council members, D deliveries in flight, P promises, K kinds of council draft, G groups of an actor's orders, T turns of
memory, I the three parties of the talks (defender, striker, patron). A ``turn`` field holds the number of the turn in which something last
happened, or ``NEVER``.

``see`` says who may know the array: see `See`. The views are made from it alone, in `views.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from diplogame.world.axes import DELIVERIES, GROUPS, KINDS, PROMISES

if TYPE_CHECKING:
    from diplogame.world.cast import Cast
    from diplogame.world.numbers import Numbers

T = TypeVar("T")
Array = np.ndarray
NEVER = -99
"""The turn number of what has not happened yet."""


class See(Enum):
    """Who may know an array."""

    PUBLIC = "public"
    """Everybody."""
    OWN = "own"
    """Axis S first: a seat sees its own row."""
    BELIEF = "belief"
    """Axis S first: what each observer holds to be true. A seat sees its own row."""
    BOTH = "both"
    """Axes SS: a seat sees its row and its column (what passes between two states)."""
    DEFENDER = "defender"
    """The defender alone; others have a belief or nothing."""
    STRIKER = "striker"
    """The striker alone."""
    SUPPLIER = "supplier"
    """The supplier alone."""
    ALLIES = "allies"
    """The supplier and the defender."""
    HIDDEN = "hidden"
    """Nobody as it stands; `views.py` says which part of it a seat may see."""


@dataclass(frozen=True)
class Spec:
    """What a field holds: axes, unit, range, dtype, and who may know it."""

    axes: str
    see: See
    lo: float
    hi: float
    unit: str
    dtype: str
    start: float


def points(
    axes: str, start: float, see: See = See.PUBLIC, lo: float = 0.0, hi: float = 100.0, unit: str = "points"
) -> Any:
    """A real quantity."""
    return field(metadata={"spec": Spec(axes, see, lo, hi, unit, "f8", start)})


def count(axes: str, start: int = 0, see: See = See.PUBLIC, lo: int = -1, hi: int = 99, unit: str = "number") -> Any:
    """A whole number, a code or a flag."""
    return field(metadata={"spec": Spec(axes, see, lo, hi, unit, "i2", start)})


def moment(axes: str, see: See = See.PUBLIC) -> Any:
    """The number of the turn in which something last happened."""
    return field(metadata={"spec": Spec(axes, see, NEVER, 999, "turn", "i2", NEVER)})


def given(spec: Spec) -> Any:
    """A field with a spec of its own."""
    return field(metadata={"spec": spec})


@dataclass(frozen=True, slots=True)
class Worlds:
    """An ensemble of worlds: what never changes, the numbers of the rules, the seeds, and the arrays. Never changed, only replaced."""

    cast: Cast
    """What never changes in a run: names, indices, owners, options."""
    numbers: Numbers
    """The scenario's numbers, per world or shared."""
    seeds: Array
    """(worlds,) int64: each world's only key to luck, 0 to 2**53 - 1."""
    turn: int
    """The turn that is being ordered, from 1; 0 before the first."""

    # --- states -----------------------------------------------------------------------------------------------
    stability: Array = points("S", 60)
    """Support for the government at home."""
    economy: Array = points("S", 50)
    """Economic freedom of action."""
    standing: Array = points("S", 50)
    """Weight abroad: who is listened to."""
    credibility: Array = points("S", 50)
    """Whether its words are believed."""
    commitment: Array = points("S", 0, hi=10.0)
    """Public threats not yet made good (audience cost, Fearon 1994)."""
    kept: Array = points("S", 0, hi=999, unit="number")
    """Threats made good."""
    empty: Array = points("S", 0, hi=999, unit="number")
    """Threats let go."""
    alignment: Array = points("S", 0, lo=-1, hi=1, unit="-1 Moscow to 1 Washington")
    """Security alignment."""
    hurt: Array = points("S", 0, hi=40, unit="pain")
    """Pain of the stalemate (Zartman): it makes a state ripe for terms."""
    restraint: Array = points("S", 0, lo=-3, hi=3, unit="score points")
    """Pull of friends' calls on the state's next use of force: positive holds it back, negative (stand_by) pushes it."""
    capital: Array = points("S", 4, see=See.OWN, hi=6, unit="capital")
    """Political capital to spend."""
    vetoes: Array = points("S", 0, hi=20, unit="number")
    """Vetoes cast, fading with a half-life of four turns."""
    needed: Array = points("S", 0, hi=999, unit="number")
    """Messages carried and papers signed at its table."""
    convened: Array = count("S", hi=999)
    """Tables convened with the defender and an Arab state since a paper was last signed there."""
    failed_table: Array = moment("S")
    """Last table that failed there."""
    said_calm: Array = moment("S")
    """Last urged restraint, or denied."""
    enabled_force: Array = moment("S")
    """Last seen to enable somebody else's force."""
    exposed: Array = moment("S")
    """A covert act of its was last made public."""
    claimed: Array = moment("S")
    """Last claimed a victory."""
    landed_blow: Array = moment("S")
    """Last blow of its own that did damage."""
    provoked: Array = moment("S")
    """Last struck by somebody."""
    answered: Array = moment("S")
    """Last used force in public."""
    sanctions: Array = points("S", 0, hi=2, unit="share")
    """Weight of the sanctions on the state."""
    nerve: Array = points("S", 0, see=See.OWN, lo=-5, hi=5, unit="standard deviations")
    """How far the government's true reservation value lies from what its interests alone would give; drawn once a game."""
    uses: Array = given(Spec("SG", See.OWN, 0, 255, "bits", "i2", 0))
    """The last four turns in which an order of this group was given, one bit a turn, the newest lowest."""

    # --- postures -----------------------------------------------------------------------------------------------
    airspace: Array = count("S", 1, see=See.OWN, lo=0, hi=2)
    """0 closed to all, 1 open, 2 quietly open to the striker while said to be closed."""
    airspace_seen: Array = count("S", 1, lo=0, hi=1)
    """What the world sees: 0 closed, 1 open."""
    bases: Array = count("S", 1, lo=0, hi=1)
    """1: the patron may use the bases on its soil."""
    alert: Array = count("S", lo=0, hi=1)
    """1: forces on alert: leaks fall, nerves rise."""
    escort: Array = count("S", lo=0, hi=1)
    """1: warships escort shipping."""
    normal: Array = count("S", 1, lo=0, hi=1)
    """1: normalisation with the striker goes on."""
    helping: Array = count("S", lo=0, hi=1)
    """1: helped to intercept in the last turn."""
    enabling: Array = count("", 2, lo=0, hi=2)
    """The patron's help to the striker's jets: 0 none, 1 intelligence, 2 intelligence and tankers."""
    batteries: Array = count("", 0, lo=0, hi=1)
    """1: the patron's interceptors defend the striker."""

    # --- pairs ----------------------------------------------------------------------------------------------------
    relation: Array = points("SS", 0, lo=-10, hi=10, unit="relation")
    """How the first regards the second; slow."""
    home: Array = points("SS", 0, lo=-10, hi=10, unit="relation")
    """The relation that the pair drifts back to."""
    grievance: Array = points("SS", 0, see=See.OWN, hi=30, unit="Goldstein points")
    """Recent blows felt by the first from the second; half-life two turns, the median lag of recorded answers."""
    trust: Array = points("SS", 0.15, see=See.OWN, hi=1, unit="chance")
    """The first's belief that the second keeps its word."""
    favours: Array = points("SS", 0, see=See.BOTH, lo=0, hi=6, unit="favours")
    """Favours that the second owes the first."""
    last_blow: Array = moment("SS")
    """Last public use of force of the first on the second."""
    stood_by: Array = moment("SS")
    """The first last stood by the second."""
    urged: Array = moment("SS")
    """The first last urged restraint on the second."""
    hotline: Array = count("SS", lo=0, hi=9, unit="turns")
    """Turns that the line between the two stays open."""
    known: Array = given(Spec("SS", See.BELIEF, NEVER, 999, "turn", "i2", NEVER))
    """The first last saw a covert act of the second."""

    # --- the war ----------------------------------------------------------------------------------------------------
    integrity: Array = points("F", 1, see=See.HIDDEN, hi=1, unit="share")
    """What is left of a facility."""
    struck: Array = moment("F")
    """Last struck."""
    engineers: Array = points("F", 0, see=See.ALLIES, hi=9, unit="turns")
    """Turns of foreign engineers' work left at a site."""
    missiles: Array = points("", 1500, see=See.DEFENDER, hi=9999, unit="missiles")
    """The defender's missiles that reach the striker."""
    drones: Array = points("", 2000, see=See.DEFENDER, hi=99999, unit="drones")
    """The defender's drones."""
    launchers: Array = points("", 300, see=See.DEFENDER, hi=999, unit="launchers")
    """The defender's launchers."""
    dispersed: Array = count("", see=See.DEFENDER, lo=0, hi=9, unit="turns")
    """Turns that the launchers stay hidden."""
    interceptors: Array = points("", 400, see=See.STRIKER, hi=2000, unit="interceptors")
    """The striker's interceptors of the upper layers."""
    ew: Array = points("", 0, see=See.ALLIES, hi=1, unit="share")
    """Knowledge of the striker's electronic warfare and stealth shared between supplier and defender."""
    backing: Array = points("", 60)
    """The patron's public backing of the striker."""
    legitimacy: Array = points("", 50)
    """How far further strikes are thought justified."""
    war_weariness: Array = points("", 40)
    """The patron's public and war."""
    congress: Array = points("", 50)
    """The patron's legislature's patience."""
    bait: Array = moment("")
    """Last heavy salvo by the defender on the striker."""
    big_strikes: Array = points("", 0, hi=20, unit="number")
    """Large strikes of the last three turns that no salvo answered."""
    export_standing: Array = points("", 45)
    """The good name of the supplier's arms."""
    war_supply: Array = points("", 60, see=See.SUPPLIER)
    """Drones for the supplier's own war."""
    border_security: Array = points("", 60)
    """The supplier's southern border."""
    spare_resources: Array = points("", 60, see=See.SUPPLIER)
    """The supplier's resources not tied elsewhere."""

    # --- oil ----------------------------------------------------------------------------------------------------------
    price: Array = points("", 76, lo=5, hi=400, unit="USD/bbl")
    """Brent."""
    price_log: Array = points("T", 76, lo=5, hi=400, unit="USD/bbl")
    """Brent of the last three turns, newest first."""
    premium: Array = points("", 0.06, hi=2, unit="share")
    """Risk premium."""
    demand: Array = points("", 1, lo=0.5, hi=1.2, unit="share")
    """World demand against normal."""
    loss: Array = points("", 0, lo=-10, hi=40, unit="mb/d")
    """Net loss of supply that has reached buyers."""
    bypass: Array = points("", 0, hi=6, unit="mb/d")
    """Oil that takes pipelines round the strait."""
    released: Array = points("", 0, hi=5, unit="mb/d")
    """Oil released from reserves."""
    output: Array = points("S", 0, lo=-3, hi=3, unit="mb/d")
    """Output above or below plan."""
    strait: Array = count("", lo=0, hi=2)
    """0 open, 1 harassed, 2 closed."""
    flow: Array = points("", 20, hi=30, unit="mb/d")
    """Oil through the strait."""
    closed_turns: Array = count("", hi=999, unit="turns")
    """Turns in a row with a flow under a fifth."""
    slump: Array = points("", 0, unit="points")
    """Depth of the slump that a dear price brought."""

    # --- the ladder ---------------------------------------------------------------------------------------------------
    escalation: Array = points("", 5, hi=8, unit="rung")
    """The rung of the crisis (after Kahn 1965, condensed)."""
    exchanges: Array = given(Spec("", See.PUBLIC, 0, 255, "bits", "i2", 0))
    """The last four turns with an exchange of blows, one bit each."""
    hazard: Array = points("", 0, hi=1, unit="chance")
    """The chance of regional war that this turn carried."""
    red_line: Array = moment("")
    """A civilian or nuclear site was last struck."""
    ending: Array = count("", lo=0, hi=9)
    """0: the game goes on; else 1 + the index of the ending."""
    ended: Array = moment("")
    """The turn in which the game ended."""

    # --- the table ----------------------------------------------------------------------------------------------------
    invited: Array = count("SS", lo=0, hi=1)
    """1: the first has asked the second to its table, and waits."""
    table: Array = count("", lo=0, hi=1)
    """1: a table sits."""
    host: Array = count("", -1)
    """Who hosts it; -1 nobody."""
    seated: Array = count("S", lo=0, hi=1)
    """1: sits at the table."""
    sessions: Array = count("", lo=0)
    """Sessions left."""
    cooling: Array = count("", lo=0)
    """Turns before a table can convene again."""
    landed: Array = moment("")
    """The defender's delegation last landed somewhere."""
    sent: Array = count("S", -1, see=See.PUBLIC)
    """Where the state's delegation has been sent: a state, or -1."""
    paper: Array = count("", -1, see=See.HIDDEN)
    """The paper before the parties; -1 none."""
    paper_by: Array = count("", -1, see=See.HIDDEN)
    """Who put it forward."""
    conceded: Array = count("I", 0, see=See.HIDDEN)
    """Steps that each party has given way at this table."""
    truce: Array = count("", 0, lo=0, hi=999, unit="turns")
    """Turns that a truce has stood; 0 none."""
    truce_ask: Array = count("", -1)
    """Who asks the parties for a ceasefire; -1 nobody."""
    signed: Array = count("", -1)
    """The paper that was signed and stands; -1 none."""
    signed_at: Array = moment("")
    """When."""
    funded: Array = count("", lo=0, hi=1)
    """1: the rebuilding is promised funds, on a truce."""
    summit: Array = moment("")
    """Last Arab summit that spoke with one voice."""
    message: Array = moment("S")
    """A message was last carried to this state."""
    called: Array = moment("SS")
    """The first last rang the second."""

    # --- private deals --------------------------------------------------------------------------------------------------
    offer_give: Array = count("SS", -1, see=See.BOTH)
    """The favour that the first offers the second; -1 none."""
    offer_get: Array = count("SS", -1, see=See.BOTH)
    """The favour that it asks for it."""
    p_kind: Array = count("P", -1, see=See.HIDDEN)
    """Promises: the favour or duty; -1 empty."""
    p_from: Array = count("P", -1, see=See.HIDDEN)
    """Who owes it."""
    p_to: Array = count("P", -1, see=See.HIDDEN)
    """To whom."""
    p_due: Array = given(Spec("P", See.HIDDEN, NEVER, 999, "turn", "i2", NEVER))
    """When it is due."""
    p_state: Array = count("P", 0, see=See.HIDDEN)
    """0 empty, 1 open, 2 kept, 3 broken."""
    p_secret: Array = count("P", 0, see=See.HIDDEN)
    """1: known to the two alone."""
    leaks: Array = count("S", 0, lo=0, hi=999)
    """Promises that the state has broken in public."""

    # --- the council ----------------------------------------------------------------------------------------------------
    draft: Array = count("", -1)
    """The kind of the draft before the council; -1 none."""
    draft_by: Array = count("", -1)
    """Its author."""
    arab_draft: Array = count("", 0, lo=0, hi=1)
    """1: it was put in the Arab group's name."""
    lobbied: Array = points("C", 0, see=See.HIDDEN, lo=-3, hi=3, unit="index")
    """What lobbying has moved each member by, on the draft before it."""
    votes: Array = count("C", 0)
    """Last votes: 1 in favour, -1 against, 0 abstained."""
    voted: Array = moment("K")
    """A draft of this kind was last voted on."""
    passed: Array = moment("K")
    """A draft of this kind last passed."""

    # --- in flight ------------------------------------------------------------------------------------------------------
    d_kind: Array = count("D", -1, see=See.HIDDEN)
    """Deliveries: the good; -1 empty."""
    d_from: Array = count("D", -1, see=See.HIDDEN)
    """Sender."""
    d_to: Array = count("D", -1, see=See.HIDDEN)
    """Receiver."""
    d_due: Array = given(Spec("D", See.HIDDEN, NEVER, 999, "turn", "i2", NEVER))
    """The turn in which it lands."""
    d_size: Array = given(Spec("D", See.HIDDEN, 0, 99999, "units", "f8", 0))
    """How much."""

    # --- what each believes -----------------------------------------------------------------------------------------------
    seen_integrity: Array = points("SF", 1, see=See.BELIEF, hi=1, unit="share")
    """Each observer's estimate of each facility."""
    seen_sd: Array = points("SF", 0.15, see=See.BELIEF, hi=1, unit="share")
    """Its standard error."""
    resupply: Array = points("S", 0.1, see=See.BELIEF, hi=1, unit="chance")
    """Each observer's belief that arms are on their way to the defender."""
    seen_missiles: Array = points("S", 1500, see=See.BELIEF, hi=9999, unit="missiles")
    """Each observer's estimate of the defender's missiles."""
    seen_interceptors: Array = points("S", 400, see=See.BELIEF, hi=2000, unit="interceptors")
    """Each observer's estimate of the striker's interceptors."""
    sighted: Array = given(Spec("S", See.BELIEF, NEVER, 999, "turn", "i2", NEVER))
    """The observer last had a private sighting of flights."""
    flights: Array = moment("")
    """Transport flights were last seen by all."""

    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What has been worked out from these worlds already (see `memo.py`); new worlds begin with none."""
    spare: bool = field(default=False, init=False, repr=False, compare=False)
    """Whether nobody else holds these arrays nor will look at them again, so that the turn that is played on these worlds may write them over."""

    @property
    def common(self) -> Worlds:
        """What everybody knows of these worlds: public arrays as they are. True worlds stand for it themselves; views have less."""
        return self

    @property
    def truth(self) -> Worlds:
        """The worlds themselves; of a view, those that are looked at. What is read there of a view has to keep to what its knower may see."""
        return self

    @property
    def knower(self) -> int | None:
        """The state whose view these worlds are; None of true worlds and of what everybody knows."""
        return None

    @property
    def size(self) -> int:
        """How many worlds."""
        return len(self.seeds)

    def row(self, name: str, state: int) -> Array:
        """(worlds, ...) a state's row of an array of states."""
        return getattr(self, name)[:, state]  # type: ignore[no-any-return]

    def work_out(
        self, function: Callable[[Worlds], T], kept: Callable[[Worlds], T], everywhere: Callable[[Worlds], T] | None
    ) -> T:
        """What a function makes of these worlds. ``kept`` is the same that keeps its result, ``everywhere`` the same without a branch on what
        it finds, if there is such: what stand-ins do (`stand_in.py`).
        """
        del kept, everywhere
        return function(self)

    def replace(self, changes: Mapping[str, Any]) -> Worlds:
        """The same worlds with some arrays replaced."""
        values = list(_READ(self))
        for name, value in changes.items():
            values[_PLACE[name]] = value
        return Worlds(*values)

    def take(self, rows: Array) -> Worlds:
        """The worlds at ``rows`` (indices), in that order. Each array is made when it is first read."""
        from diplogame.world.lazy import taken

        return taken(self, rows)

    def merge(self, rows: Array, other: Worlds) -> Worlds:
        """These worlds with those at ``rows`` taken from ``other``; the turn is the other's."""
        from diplogame.world.lazy import parted

        return parted(self, rows, other)


FIELDS: dict[str, Spec] = {item.name: item.metadata["spec"] for item in fields(Worlds) if "spec" in item.metadata}
"""Every array of the state by name, with what it holds."""

MEMBERS: tuple[str, ...] = tuple(item.name for item in fields(Worlds) if item.name not in ("memo", "spare"))
_PLACE = {name: i for i, name in enumerate(MEMBERS)}
_READ = attrgetter(*MEMBERS)


def shape_of(spec: Spec, cast: Cast) -> tuple[int, ...]:
    """The shape of a field without the axis of worlds."""
    sizes = {
        "S": cast.n_states,
        "F": cast.n_places,
        "C": cast.n_members,
        "D": DELIVERIES,
        "P": PROMISES,
        "K": len(KINDS),
        "G": GROUPS,
        "T": 3,
        "I": 3,
    }
    return tuple(sizes[axis] for axis in spec.axes)
