"""What a verb is: who may aim it at whom, what it costs, what it does, and when it may be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplogame.verbs.lens import Lens
from diplogame.world.cast import Cast
from diplogame.world.fields import Array

if TYPE_CHECKING:
    from diplogame.verbs.context import Context

Formula = Callable[[Lens], Array]
Deed = Callable[["Context", Array, Array, Lens], None]
"""What a verb does beyond its rows of effects: (context, worlds, act numbers, row lens)."""

STAGES = ("words", "talks", "council", "aid", "force", "shipping")
"""Stages of adjudication; verbs of one stage act on the same worlds at once."""


@dataclass(frozen=True)
class Effect:
    """One row of what a verb does: an amount added to a field of somebody."""

    field: str
    """A field of the worlds (`integrity` takes a facility column as ``who``), or `odds`: the chance that somebody uses force next turn."""
    who: str = ""
    """actor, target, second, p0 to p3, a part (defender, striker, patron, supplier), arabs, batteries, state0 to state15 (a row of the roll, if there
    is one; only where it is ``expected``), or two joined by '>' for a pair; empty: the world's."""
    amount: str | Formula = ""
    """The rule number's name, or a formula."""
    scale: float = 1.0
    """Sign, or a share of the rule number."""
    times: tuple[str, ...] = ()
    """Names of modifiers (`modifiers.py`) that it is multiplied by."""
    delay: int = 0
    """Turns until it is felt: what lands later is discounted by whoever chooses, and never added by the row itself."""
    expected: bool = False
    """True: only what to expect; the verb's own function brings it about, with luck."""
    fades: bool = True
    """Whether repetition halves it."""


@dataclass(frozen=True)
class Verb:
    """A thing that a state may do."""

    name: str
    cameo: str
    """CAMEO event code, as text."""
    goldstein: float
    """Goldstein (1992) conflict-cooperation score, -10 to 10."""
    family: str
    stage: str
    cost: float
    """Political capital."""
    options: Callable[[Cast, int], list[Mapping[str, int]]]
    """The canonical orders of a state: rows of columns (`orders.table`), without actor and verb."""
    effects: tuple[Effect, ...] = ()
    act: Callable[[Context, Array, Array, Lens], None] | None = None
    """What rows of effects do not do: (context, worlds, act numbers, row lens)."""
    needs: tuple[str, ...] = ()
    """Names of conditions (`conditions.py`) for it to be legal."""
    rung: float | Formula = 1.0
    """The rung of the ladder that it stands on."""
    secret: bool = False
    """Always covert: nobody but the two sees it."""
    statement: bool = False
    """Counts as the turn's statement."""
    single: bool = False
    """At most one a turn whatever the target."""
    material: bool = False
    """Material conflict: felt in full by the target; else verbal conflict, felt by a quarter."""
    price: Formula | None = None
    """Cost that depends on the order (its size); else ``cost`` alone."""
    grouped: str = "target"
    """What makes two orders the same for repetition: target, level or place."""
    parameters: tuple[str, ...] = ()
    """Further names that `find` takes: invite, places, level, give, get, covert, second."""


_REGISTRY: dict[str, Verb] = {}
_KNOWN: list[tuple[Verb, ...]] = []
"""All verbs as a tuple, made anew when the registry has changed."""


def register(*verbs: Verb) -> None:
    """Add verbs. Families call this when they are imported."""
    for verb in verbs:
        if verb.stage not in STAGES:
            raise ValueError(f"verb {verb.name}: stage is {verb.stage!r}; one of {', '.join(STAGES)} would do")
        _REGISTRY[verb.name] = verb
    _KNOWN.clear()


def forget(name: str) -> None:
    """Take a verb out again (tests add dummies)."""
    _REGISTRY.pop(name, None)
    _KNOWN.clear()


def verbs() -> tuple[Verb, ...]:
    """All verbs, in the order of registration."""
    if not _KNOWN:
        from diplogame.verbs import families  # noqa: F401  (importing the families registers them)

        _KNOWN.append(tuple(_REGISTRY.values()))
    return _KNOWN[0]


def verb_names() -> tuple[str, ...]:
    """Names of all verbs."""
    return tuple(verb.name for verb in verbs())


def verb_named(name: str) -> Verb:
    """The verb of that name; KeyError if there is none."""
    verbs()
    return _REGISTRY[name]
