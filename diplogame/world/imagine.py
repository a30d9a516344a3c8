"""Imagined worlds: futures start here. What a seat cannot know is drawn from its beliefs; what others want is drawn around their briefs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from diplogame.noise import Luck
from diplogame.world.fields import FIELDS, NEVER, Array, Worlds
from diplogame.world.numbers import Numbers
from diplogame.world.views import View, capital_error

SPREAD = {
    "trust": 0.1,
    "war_supply": 8.0,
    "spare_resources": 8.0,
    "resupply": 0.12,
}
"""Standard deviation of a guess at what others hold, in the field's unit."""
SHARE = {"grievance": 0.3, "drones": 0.2, "launchers": 0.2, "missiles": 0.15, "interceptors": 0.15}
"""The same as a share of the guess."""
WEIGHT_SHARE = 0.1
"""Spread of what others want, as a share of each weight in their brief."""
QUIET_SKY = 0.9
"""Chance that a sky said to be closed is quietly open: what governments do in most games."""
YIELDED, HELD_OUT = -0.5, 0.35
"""Nerve of a striker that agreed to the truce that stands, and of one that has none though a table sat."""
SETTLED = 3.0
"""Turns until what is hidden has drifted as far from what the briefing told as it will: in the first turn all know it."""


def imagine(view: View, seeds: Array) -> Worlds:
    """Worlds that the view's seat may take to be the true ones, as they stand before the turn that is being ordered.

    seeds: (n,) the imagined worlds' luck, n a multiple of the view's size; n / size of them for each of its worlds, side by side. A function of
    the view and the seeds alone: nothing that the seat cannot know leaves a trace.
    """
    size = len(seeds)
    if size % view.size:
        raise ValueError(f"seeds: {size} is no multiple of the view's {view.size} worlds")
    known = view.world if size == view.size else view.world.take(np.repeat(np.arange(view.size), size // view.size))
    luck = Luck(seeds, known.turn)
    seat, cast = view.seat, known.cast
    new: dict[str, Any] = {
        "seeds": np.asarray(seeds, dtype=np.int64),
        "turn": known.turn - 1,
        "numbers": _wants(known.numbers, seat, luck),
    }
    new["integrity"] = _sites(known, seat, luck)
    others = np.ones(cast.n_states, dtype=bool)
    others[seat] = False
    for name in ("trust", "grievance"):
        new[name] = _guessed(name, getattr(known, name), luck, known.turn, others)
    new["capital"] = _purses(known, luck, others)
    new["nerve"] = np.where(others, Luck(seeds, 0).normal("nerve", cast.n_states) + _shown(known), known.nerve)
    closed = others & cast.tagged("corridor") & (known.airspace == 0)
    quiet = closed & (luck.uniform("imagine.sky", cast.n_states) < QUIET_SKY)
    new["airspace"] = np.where(quiet, 2, known.airspace).astype(known.airspace.dtype)
    for name, owner in (
        ("missiles", cast.defender),
        ("drones", cast.defender),
        ("launchers", cast.defender),
        ("interceptors", cast.striker),
        ("war_supply", cast.supplier),
        ("spare_resources", cast.supplier),
    ):
        if seat != owner:
            new[name] = _guessed(name, getattr(known, name), luck, known.turn)
    new.update(_deliveries(known, seat, luck))
    new.update(_minds_of_others(known.replace(new), luck, others))
    return known.replace(new)


def _guessed(name: str, value: Array, luck: Luck, turn: int, who: Array | None = None) -> Array:
    """The guess with its spread, inside the field's range; ``who`` (states,) says whose is guessed, all where None."""
    spec = FIELDS[name]
    shape = value.shape[1:]
    draw = _drifted(turn) * luck.normal(f"imagine.{name}", shape or 1).reshape(value.shape)
    drawn = value + SPREAD[name] * draw if name in SPREAD else value * np.maximum(1.0 + SHARE[name] * draw, 0.0)
    drawn = np.minimum(np.maximum(drawn, spec.lo), spec.hi)
    return drawn if who is None else np.where(who.reshape((1, -1) + (1,) * (value.ndim - 2)), drawn, value)


def _purses(known: Worlds, luck: Luck, others: Array) -> Array:
    """What the others have left to spend, whole points: who has just paid for force is known better than who has saved."""
    spec = FIELDS["capital"]
    error = _drifted(known.turn) * capital_error(known) * luck.normal("imagine.capital", known.cast.n_states)
    drawn = np.minimum(np.maximum(np.rint(known.capital + error), spec.lo), spec.hi)
    return np.where(others, drawn, known.capital)


def _drifted(turn: int) -> float:
    """How far what is hidden has drifted from the briefing when that turn is ordered, 0 to 1."""
    return min((turn - 1) / SETTLED, 1.0)


def _shown(known: Worlds) -> Array:
    """(worlds, states) what the striker's conduct has shown of its nerve: it is the one whose yes is scarce."""
    met = (known.convened > 0).any(axis=1)
    striker = np.arange(known.cast.n_states) == known.cast.striker
    return np.asarray(np.where(known.truce > 0, YIELDED, np.where(met, HELD_OUT, 0.0))[:, None] * striker)


def _sites(known: Worlds, seat: int, luck: Luck) -> Array:
    """What is left of each site: its own are known, the others' lie about the estimate."""
    draw = luck.normal("imagine.integrity", known.cast.n_places)
    drawn = _about(known.integrity, known.seen_sd[:, seat] * draw)
    return np.where(known.cast.owner == seat, known.integrity, drawn)


def _about(share: Array, error: Array) -> Array:
    """A share and an error, which is cut off as far above as below, so that the mean stays."""
    room = np.minimum(share, 1.0 - share)
    return np.asarray(share + np.minimum(np.maximum(error, -room), room))


def _deliveries(known: Worlds, seat: int, luck: Luck) -> dict[str, Array]:
    """Arms on their way to the defender, as often as the seat believes in them; who sends or gets them knows."""
    cast = known.cast
    if seat in (cast.supplier, cast.defender):
        return {}
    draw = luck.uniform("imagine.delivery", 2)
    flying = draw[:, 0] < known.resupply[:, seat]
    free = (known.d_kind < 0) & (np.cumsum(known.d_kind < 0, axis=1) == 1) & flying[:, None]
    soon = known.turn + 1 + (draw[:, 1] < 0.5)
    values: dict[str, Any] = {
        "d_kind": 0,
        "d_from": cast.supplier,
        "d_to": cast.defender,
        "d_due": soon[:, None],
        "d_size": 1.0,
    }
    return {
        name: np.where(free, value, getattr(known, name)).astype(FIELDS[name].dtype) for name, value in values.items()
    }


def _minds_of_others(known: Worlds, luck: Luck, others: Array) -> dict[str, Array]:
    """What the others believe, consistent with the imagined truth: owners know what is theirs, the rest err."""
    cast = known.cast
    rows = others[None, :, None]
    owns = (np.arange(cast.n_states)[:, None] == cast.owner)[None]
    error = known.seen_sd * luck.normal("imagine.seen", (cast.n_states, cast.n_places))
    truth = np.broadcast_to(known.integrity[:, None, :], error.shape)
    seen = np.where(owns, truth, _about(truth, error))
    flying = ((known.d_kind >= 0) & (known.d_to == cast.defender) & (known.d_from == cast.supplier)).any(axis=1)[
        :, None
    ]
    insider = np.isin(np.arange(cast.n_states), (cast.supplier, cast.defender))
    belief = np.where(insider, flying * 1.0, _guessed("resupply", known.resupply, luck, known.turn))
    new = {
        "seen_integrity": np.where(rows, seen, known.seen_integrity),
        "seen_sd": np.where(rows & owns, 0.005, known.seen_sd),
        "resupply": np.where(others, belief, known.resupply),
        "known": np.where(rows, NEVER, known.known).astype(known.known.dtype),
        "sighted": np.where(others, NEVER, known.sighted).astype(known.sighted.dtype),
    }
    for truth_name, seen_name, owner in (
        ("missiles", "seen_missiles", cast.defender),
        ("interceptors", "seen_interceptors", cast.striker),
    ):
        value = np.broadcast_to(getattr(known, truth_name)[:, None], (known.size, cast.n_states))
        off = SHARE[truth_name] * _drifted(known.turn) * luck.normal(f"imagine.{seen_name}", cast.n_states)
        guess = value * np.maximum(1.0 + off, 0.0)
        guess = np.where(np.arange(cast.n_states) == owner, value, guess)
        new[seen_name] = np.where(others, guess, getattr(known, seen_name))
    return new


def _wants(numbers: Numbers, seat: int, luck: Luck) -> Numbers:
    """What each state wants: the seat's own weights, the others' as briefed with a spread, never their true ones."""
    briefed = numbers.briefed
    draw = luck.normal("imagine.weights", briefed.shape[1:])
    drawn = briefed * np.maximum(1.0 + WEIGHT_SHARE * draw, 0.05)
    total = drawn[:, :, 0]
    for goal in range(1, drawn.shape[2]):
        total = total + drawn[:, :, goal]
    drawn = drawn / np.maximum(total, 1e-9)[:, :, None]
    own = np.arange(briefed.shape[1])[None, :, None] == seat
    return replace(numbers, weights=np.ascontiguousarray(np.where(own, numbers.weights, drawn)))


__all__ = ["imagine"]
